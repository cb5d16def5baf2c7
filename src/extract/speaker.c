/* Names, roles and kinds of those who speak.
 *
 * A role stands before a name in its own group ("Commissioner Sabina Orlin") or
 * in commas beside it ("Ali Hassan, the mayor").  Later a surname, a pronoun, the
 * role alone ("the commissioner") or a text ("the statement") stands for somebody
 * named before: a surname for the last full name that ends in it, a role for the
 * last speaker who has it, the others for the one who spoke last. */
#include "extract/speaker.h"

#include <string.h>

#include "extract/relate.h"

/* --- parts of a group ------------------------------------------------------ */

static bool role_word(const struct token *t) {
  return t->pos == POS_TITLE || t->pos == POS_DET ||
         (t->form && t->form->pos & (1u << POS_NOUN | 1u << POS_ADJ | 1u << POS_TITLE));
}

/* Where the name proper begins in the tokens of a group: behind titles and role
 * words; == to where there is none.  A name of the pack is one token, whole. */
static int name_start(const struct sentence *s, const struct item *it) {
  int last = it->to - 1;
  if (s->tokens[last].pos != POS_NAME) return it->to;
  int start = last;
  while (start > it->possessed && (s->tokens[start - 1].pos == POS_NAME || s->tokens[start - 1].kind == TOKEN_MARK) &&
         !(s->tokens[start - 1].form && role_word(s->tokens + start - 1)))
    start--;
  while (start < last && s->tokens[start].kind == TOKEN_MARK) start++;
  return start;
}

static int role_start(const struct sentence *s, const struct item *it) {
  int i = it->possessed;
  while (i < it->to && s->tokens[i].pos == POS_DET) i++;
  return i;
}

static bool same_text(toll_slice a, toll_slice b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++) {
    unsigned char x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
    if (x >= 'A' && x <= 'Z') x = (unsigned char)(x | 32);
    if (y >= 'A' && y <= 'Z') y = (unsigned char)(y | 32);
    if (x != y) return false;
  }
  return true;
}

/* a ends in the whole words b. */
static inline bool ends_in(toll_slice a, toll_slice b) {
  if (a.len <= b.len || !b.len || (a.at[a.len - 1] | 32) != (b.at[b.len - 1] | 32)) return false;
  char before = a.at[a.len - b.len - 1];
  return (before == ' ' || before == '\n' || before == '-') && same_text((toll_slice){a.at + a.len - b.len, b.len}, b);
}

/* a holds the whole words b: "mayor of the town" holds "mayor". */
static bool holds_words(toll_slice a, toll_slice b) {
  for (size_t i = 0; b.len && i + b.len <= a.len; i++) {
    bool starts = i == 0 || a.at[i - 1] == ' ' || a.at[i - 1] == '\n',
         ends = i + b.len == a.len || a.at[i + b.len] == ' ' || a.at[i + b.len] == '\n';
    if (starts && ends && same_text((toll_slice){a.at + i, b.len}, b)) return true;
  }
  return false;
}

/* --- kinds ----------------------------------------------------------------- */

static const struct {
  uint8_t class, kind;
} class_kinds[] = {
    {TOLL_POLICE, TOLL_KIND_POLICE},     {TOLL_MILITARY, TOLL_KIND_MILITARY}, {TOLL_ARMED_GROUP, TOLL_KIND_ARMED_GROUP},
    {TOLL_MEDICAL, TOLL_KIND_MEDICAL},   {TOLL_JOURNALIST, TOLL_KIND_MEDIA},  {TOLL_AID_WORKER, TOLL_KIND_NGO},
    {TOLL_OFFICIAL, TOLL_KIND_OFFICIAL}, {TOLL_SECURITY, TOLL_KIND_OFFICIAL},
};

static unsigned token_kind(const struct sentence *s, const struct token *t) {
  const struct reading *r = t->form ? pack_readings(s->pack, t->form) : NULL;
  uint32_t classes = 0;
  for (uint32_t k = 0; r && k < t->form->count; k++) {
    bool fits =
        r[k].pos == t->pos || r[k].pos == POS_TITLE || t->pos == POS_NAME || t->pos == POS_TITLE || t->pos == POS_ADJ;
    if (fits && r[k].kind) return r[k].kind - 1u;
    if (fits) classes |= r[k].classes;
  }
  for (size_t k = 0; k < sizeof class_kinds / sizeof *class_kinds; k++)
    if (classes >> class_kinds[k].class & 1) return class_kinds[k].kind;
  return TOLL_KIND_OTHER;
}

/* A kind that says little of itself, so that "hospital", "army" beside it decide. */
static bool weak(unsigned kind) {
  return kind == TOLL_KIND_OTHER || kind == TOLL_KIND_OFFICIAL;
}

/* What the words beside a head make of its kind; a place or the press beside it make nothing. */
static unsigned kind_between(const struct sentence *s, int from, int to, unsigned kind) {
  for (int i = to - 1; i >= from; i--) {
    unsigned k = token_kind(s, s->tokens + i);
    if (kind == TOLL_KIND_MILITARY && (k == TOLL_KIND_POLICE || k == TOLL_KIND_ARMED_GROUP))
      return k; /* "police captain" */
    if (!weak(kind)) continue;
    if (k == TOLL_KIND_WITNESS || (k == TOLL_KIND_MEDIA && kind != TOLL_KIND_OTHER)) continue;
    if (k != TOLL_KIND_OTHER && (kind == TOLL_KIND_OTHER || !weak(k))) kind = k;
  }
  return kind;
}

/* Somebody with a name whose only title is what a witness is called: "Resident Oto Brel". */
static bool titled_witness(const struct sentence *s, const struct item *it, int end) {
  int name = name_start(s, it), role = role_start(s, it);
  return role < name && name < end && token_kind(s, s->tokens + name - 1) == TOLL_KIND_WITNESS;
}

static unsigned group_kind(const struct sentence *s, const struct item *it, int end) {
  int head = it->head < end ? it->head : end - 1;
  unsigned own = token_kind(s, s->tokens + head), kind = kind_between(s, it->from, end < it->to ? end : it->to, own);
  if (kind == TOLL_KIND_OTHER && titled_witness(s, it, end)) return TOLL_KIND_WITNESS;
  return kind == TOLL_KIND_ARMED_GROUP && own != TOLL_KIND_OTHER ? own
                                                                 : kind; /* a party's name makes no office a group */
}

/* "police and hospital officials": the first that has a kind decides. */
static unsigned first_kind(const struct sentence *s, int from, int to) {
  for (int i = from; i < to; i++) {
    unsigned k = token_kind(s, s->tokens + i);
    if (k != TOLL_KIND_OTHER && (k != TOLL_KIND_WITNESS || s->tokens[i].pos == POS_NOUN)) return k;
  }
  return TOLL_KIND_OTHER;
}

static unsigned source_kind(const struct sentence *s, const struct source *src) {
  const struct item *it = s->items + src->noun;
  unsigned kind = src->at < it->from ? first_kind(s, src->at, it->from) : TOLL_KIND_OTHER;
  if (kind != TOLL_KIND_OTHER) return kind;
  kind = group_kind(s, it, src->end);
  if (src->other >= 0) {
    const struct item *other = s->items + src->other;
    unsigned role = group_kind(s, other, other->to);
    if (weak(role))
      role = kind_between(s, other->to, s->items[attribution_words_end(s, src->other, true) - 1].to, role);
    if (weak(kind) && role != TOLL_KIND_OTHER) kind = role;
  }
  return src->end > it->to ? kind_between(s, it->to, src->end, kind) : kind;
}

/* --- remembering ------------------------------------------------------------ */

_Static_assert(READER_SPEAKERS <= 64, "a bit each");

static unsigned letter(char c) {
  return (unsigned char)c % SPEAKER_LETTERS; /* the same for capitals and small letters */
}
static unsigned first_letter(toll_slice text) {
  return text.len ? letter(text.at[0]) : 0;
}
static unsigned end_letter(toll_slice text) {
  return text.len ? letter(text.at[text.len - 1]) : 0;
}

/* Takes the last of a set of speakers out. */
static int take_last(uint64_t *set) {
  int i = 63 - __builtin_clzll(*set);
  *set ^= (uint64_t)1 << i;
  return i;
}

static void enter_name(toll_scanner *x, int i) {
  x->letters.names[end_letter(x->speakers[i].name)] |= (uint64_t)1 << i;
}

static void enter_role(toll_scanner *x, int i) {
  toll_slice role = x->speakers[i].role;
  uint64_t bit = (uint64_t)1 << i;
  x->letters.roles[end_letter(role)] |= bit;
  for (size_t k = 0; k < role.len; k++)
    if (k == 0 || role.at[k - 1] == ' ' || role.at[k - 1] == '\n') x->letters.words[letter(role.at[k])] |= bit;
}

void speaker_start(toll_scanner *x) {
  x->speaker_count = 0;
  x->last_speaker = -1;
  x->letters = (struct speaker_letters){{0}, {0}, {0}};
}

static int find_name(const toll_scanner *x, toll_slice name) {
  uint64_t alike = x->letters.names[end_letter(name)];
  for (uint64_t set = alike; set;) {
    int i = take_last(&set);
    if (same_text(x->speakers[i].name, name)) return i;
  }
  while (alike) {
    int i = take_last(&alike);
    if (x->speakers[i].person && ends_in(x->speakers[i].name, name)) return i;
  }
  return -1;
}

toll_slice speaker_surname(const struct sentence *s, const struct source *src) {
  const struct item *it = s->items + src->noun;
  bool alone = it->name && it->figure < 0 && !it->pronoun && !item_tag(it, TAG_ORG) && name_start(s, it) + 1 == it->to;
  return alone ? sentence_text(s, it->to - 1, it->to) : (toll_slice){NULL, 0};
}

bool speaker_in_full(const toll_scanner *x, toll_slice name) {
  int i = find_name(x, name);
  return i >= 0 && (x->speakers[i].name.len > name.len || x->speakers[i].role.len);
}

static int add(toll_scanner *x, const struct speaker *sp) {
  int old = find_name(x, sp->name);
  if (old >= 0) {
    struct speaker *o = x->speakers + old;
    if (!o->role.len && sp->role.len) {
      o->role = sp->role;
      enter_role(x, old);
    }
    if (weak(o->kind) && !weak(sp->kind)) o->kind = sp->kind;
    return old;
  }
  if (x->speaker_count == READER_SPEAKERS) return -1;
  int i = (int)x->speaker_count++;
  x->speakers[i] = *sp;
  enter_name(x, i);
  enter_role(x, i);
  return i;
}

static toll_slice trimmed_role(const struct sentence *s, int from, int to) {
  while (from < to && s->tokens[from].pos == POS_DET) from++;
  return from < to ? sentence_text(s, from, to) : (toll_slice){NULL, 0};
}

/* The noun item as a speaker; other is a role in apposition or -1. */
static bool describe(const struct sentence *s, int noun, int other, struct speaker *sp) {
  const struct item *it = s->items + noun;
  if (it->pronoun || it->figure >= 0) return false;
  int name = name_start(s, it), role = role_start(s, it);
  bool named = name < it->to;
  *sp = (struct speaker){0};
  if (named) {
    sp->name = sentence_text(s, name, it->to);
    sp->span = sentence_span(s, name, it->to);
    sp->role = trimmed_role(s, role, name);
    sp->person = !item_tag(it, TAG_ORG) || sp->role.len;
  } else {
    sp->name = sentence_text(s, it->from, it->to);
    sp->span = sentence_span(s, it->from, it->to);
    sp->person = item_tag(it, TAG_PERSON);
  }
  if (other >= 0 && !sp->role.len) {
    int end = attribution_words_end(s, other, false);
    sp->role = trimmed_role(s, s->items[other].from, s->items[end - 1].to);
    sp->person = true;
  }
  sp->kind = TOLL_KIND_OTHER;
  return true;
}

/* Somebody introduced with name and role who is no source here. */
static void introduce(toll_scanner *x, int k, bool subject) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  if (it->kind != ITEM_NOUN || !it->name || it->figure >= 0) return;
  int name = name_start(s, it), role = role_start(s, it);
  bool titled = name < it->to && role < name &&
                (s->tokens[name - 1].pos == POS_TITLE || token_kind(s, s->tokens + name - 1) != TOLL_KIND_OTHER);
  struct speaker sp;
  if (!titled || item_tag(it, TAG_ORG) || !describe(s, k, -1, &sp)) return;
  sp.kind = (uint8_t)kind_between(s, role, name, TOLL_KIND_OTHER);
  sp.person = true;
  int i = add(x, &sp);
  if (i >= 0 && subject) x->last_speaker = i;
}

/* "the Red Front [RF]": a short form in brackets behind a name. */
static void note_short(toll_scanner *x, int k) {
  const struct sentence *s = &x->s;
  if (item_kind(s, k) != ITEM_NOUN || item_kind(s, k + 1) != ITEM_OPEN || item_kind(s, k + 2) != ITEM_NOUN ||
      item_kind(s, k + 3) != ITEM_CLOSE)
    return;
  const struct item *brief = s->items + k + 2;
  uint16_t end = s->items[k].to;
  while (item_kind(s, k - 1) == ITEM_PREP && item_kind(s, k - 2) == ITEM_NOUN && s->items[k].name) k -= 2;
  const struct item *it = s->items + k;
  if (!brief->name || brief->to != brief->from + 1 || s->tokens[brief->from].shape != SHAPE_UPPER || end < it->from + 2)
    return;
  struct source src = {.noun = k, .other = -1, .at = it->from, .end = end};
  struct speaker sp = {.name = sentence_text(s, brief->from, brief->to),
                       .span = sentence_span(s, brief->from, brief->to),
                       .full = sentence_text(s, role_start(s, it), end)};
  sp.kind = (uint8_t)source_kind(s, &src);
  add(x, &sp);
}

static int stands_for(const toll_scanner *x, int noun);

void speaker_note(toll_scanner *x, const struct source *list, const toll_claimant *const *named, int n) {
  const struct sentence *s = &x->s;
  if (s->heading) return;
  for (int k = 0; sentence_has_kind(s, ITEM_OPEN) && k < s->item_count; k++) note_short(x, k);
  for (int k = 0; k < s->item_count; k++)
    if (s->items[k].name) introduce(x, k, k < 3 && item_kind(s, item_right(s, k)) == ITEM_VERB);
  for (int i = 0; i < n; i++) {
    struct speaker sp;
    if (list[i].again || item_tag(s->items + list[i].noun, TAG_SPEAKER)) continue;
    int old = stands_for(x, list[i].noun);
    if (old < 0 && describe(s, list[i].noun, list[i].other, &sp)) {
      if (list[i].end < s->items[list[i].noun].to) sp.name = sentence_text(s, list[i].at, list[i].end);
      sp.kind = (uint8_t)source_kind(s, list + i);
      old = add(x, &sp);
    }
    if (old < 0) continue;
    x->last_speaker = old;
    if (named[i] && named[i]->via && named[i]->via->span.to) x->speakers[old].via = named[i]->via;
  }
}

/* --- what a name stands for -------------------------------------------------- */

/* The last speaker whose role or own words end in the head of the group: "the commissioner". */
static int by_role(const toll_scanner *x, const struct item *it) {
  toll_slice head = sentence_text(&x->s, it->head, it->head + 1),
             whole = sentence_text(&x->s, role_start(&x->s, it), it->to);
  for (uint64_t set = x->letters.words[first_letter(whole)]; set;) {
    int i = take_last(&set);
    if (holds_words(x->speakers[i].role, whole)) return i;
  }
  for (uint64_t set = x->letters.roles[end_letter(head)]; set;) {
    int i = take_last(&set);
    if (ends_in(x->speakers[i].role, head) || same_text(x->speakers[i].role, head)) return i;
  }
  for (uint64_t set = x->letters.names[end_letter(whole)]; set;) {
    int i = take_last(&set);
    if (ends_in(x->speakers[i].name, whole)) return i;
  }
  return -1;
}

static int stands_for(const toll_scanner *x, int noun) {
  const struct item *it = x->s.items + noun;
  if (it->pronoun) return item_tag(it, TAG_SELF) ? x->last_speaker : -1;
  if (it->figure >= 0) return -1;
  if (it->name) {
    int name = name_start(&x->s, it);
    return name < it->to ? find_name(x, sentence_text(&x->s, name, it->to)) : -1;
  }
  if (!it->definite || it->possessed != it->from) return -1;
  int role = by_role(x, it);
  return role < 0 && item_tag(it, TAG_SPEAKER) && !item_tag(it, TAG_ORG) ? x->last_speaker : role;
}

int speaker_name(const toll_scanner *x, const struct source *src, toll_claimant *c) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + src->noun;
  c->name = sentence_text(s, src->at, src->end);
  c->span = sentence_span(s, src->at, src->end);
  if (src->cue_end > src->cue_at) c->cue = sentence_text(s, src->cue_at, src->cue_end);
  c->kind = (uint8_t)source_kind(s, src);
  struct speaker own;
  if (it->name && describe(s, src->noun, src->other, &own)) c->role = own.role;
  int i = stands_for(x, src->noun);
  if (i < 0) return -1;
  const struct speaker *sp = x->speakers + i;
  if (!c->role.len) c->role = sp->role;
  if (weak(c->kind) && (c->kind == TOLL_KIND_OTHER || !weak(sp->kind))) c->kind = sp->kind;
  if (sp->full.len)
    c->resolved = sp->full;
  else if (!same_text(sp->name, c->name))
    c->resolved = sp->name;
  return i;
}
