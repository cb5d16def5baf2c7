/* Who says so.
 *
 * A source reaches over the claims in its content: "X said that …" over what
 * follows, "…, X said" over the sentence it closes, "according to X" over all of
 * it.  A pronoun, a surname or "the statement" stands for the last speaker whom
 * it fits.  A sentence without a source of its own, right behind one that has
 * it, keeps that source when it goes on telling the same event. */
#include <string.h>

#include "extract/reader.h"

struct source {
  int item;        /* the noun item that names it, or -1 */
  int cue;         /* the item of the cue */
  int from, to;    /* items that it reaches over */
  uint8_t kind;
  bool pronoun, person;
  int via;         /* noun item of who passes it on, or -1 */
};

#define SOURCES 12

/* --- speakers ----------------------------------------------------------- */

/* Where the name proper begins in a group: behind titles and role words. */
static int name_start(const struct sentence *s, const struct item *it) {
  for (int i = it->possessed; i < it->to; i++) {
    const struct token *t = s->tokens + i;
    if (t->pos == POS_NAME && (!t->form || !(t->form->pos & (1u << POS_NOUN | 1u << POS_ADJ | 1u << POS_TITLE)))) return i;
  }
  return it->to;
}

static uint8_t kind_of(const struct sentence *s, const struct item *it) {
  for (int i = it->to - 1; i >= it->from; i--) {
    const struct token *t = s->tokens + i;
    if (!t->form) continue;
    const struct reading *r = pack_readings(s->pack, t->form);
    for (uint32_t k = 0; k < t->form->count; k++)
      if (r[k].kind) return (uint8_t)(r[k].kind - 1);
  }
  return TOLL_KIND_OTHER;
}

/* Somebody or something that can say things. */
static bool can_speak(const struct sentence *s, const struct item *it) {
  if (it->kind != ITEM_NOUN || it->figure >= 0) return it->kind == ITEM_NOUN && it->figure >= 0 && item_tag(it, TAG_PERSON);
  if (it->pronoun) return item_tag(it, TAG_SELF);
  if (it->name || !it->reading) return it->name;
  if (item_tag(it, TAG_EVENT) || item_tag(it, TAG_TOLL)) return false;
  return item_tag(it, TAG_PERSON) || item_tag(it, TAG_ORG) || item_tag(it, TAG_SPEAKER) || it->reading->kind || kind_of(s, it) != TOLL_KIND_OTHER || item_tag(it, TAG_PART);
}

static void remember(toll_scanner *x, const struct item *it) {
  const struct sentence *s = &x->s;
  int start = name_start(s, it);
  bool named = start < it->to;
  if (!named || x->speaker_count == READER_SPEAKERS) return;
  struct speaker sp = {.name = sentence_text(s, start, it->to), .span = sentence_span(s, start, it->to), .kind = kind_of(s, it)};
  for (size_t i = 0; i < x->speaker_count; i++) {
    toll_slice old = x->speakers[i].name;
    if (old.len == sp.name.len && memcmp(old.at, sp.name.at, old.len) == 0) {
      x->last_speaker = (int)i;
      if (!x->speakers[i].role.at && start > it->possessed) x->speakers[i].role = sentence_text(s, it->possessed, start);
      return;
    }
  }
  if (start > it->possessed) {
    int from = it->possessed;
    while (from < start && s->tokens[from].pos == POS_DET) from++;
    if (from < start) sp.role = sentence_text(s, from, start);
  }
  sp.person = item_tag(it, TAG_PERSON) || sp.role.at || start + 1 < it->to;
  x->speakers[x->speaker_count++] = sp;
  x->last_speaker = (int)x->speaker_count - 1;
}

/* A known full name of which this is the last word. */
static const struct speaker *full_name(const toll_scanner *x, toll_slice name) {
  for (size_t i = 0; i < x->speaker_count; i++) {
    toll_slice full = x->speakers[i].name;
    if (full.len <= name.len) continue;
    const char *tail = full.at + full.len - name.len;
    if (tail[-1] == ' ' && memcmp(tail, name.at, name.len) == 0) return x->speakers + i;
  }
  for (size_t i = 0; i < x->speaker_count; i++)
    if (x->speakers[i].name.len == name.len && memcmp(x->speakers[i].name.at, name.at, name.len) == 0) return x->speakers + i;
  return NULL;
}

/* --- finding the sources of a sentence ---------------------------------- */

static bool reporting(const struct item *it) {
  return it->kind == ITEM_VERB && item_tag(it, TAG_REPORT) && it->reading && !it->reading->harm;
}

/* "police said": where the content of the verb at v stands. */
static void reach(const struct sentence *s, int v, int subject, struct source *src) {
  int after = item_right(s, v), before = item_left(s, subject >= 0 && subject < v ? subject : v);
  bool trailing = (item_kind(s, before) == ITEM_COMMA || item_kind(s, before) == ITEM_QUOTE || (subject > 0 && item_kind(s, subject - 1) == ITEM_QUOTE)) && subject > 0;
  bool closed = after >= s->item_count || item_kind(s, after) == ITEM_BREAK || item_kind(s, after) == ITEM_COMMA || relate_is_time(s, after) || item_kind(s, after) == ITEM_PREP;
  src->from = trailing && closed ? 0 : v;
  src->to = s->item_count;
}

static bool source_of_verb(const toll_scanner *x, int v, struct source *src) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + v;
  *src = (struct source){.item = -1, .cue = v, .via = -1};
  if (!reporting(it)) return false;
  int subject = it->voice == VOICE_ACTIVE ? relate_subject(s, v) : -1;
  if (it->voice == VOICE_ACTIVE && subject < 0 && item_kind(s, item_right(s, v)) == ITEM_NOUN) subject = item_right(s, v); /* "…, said the ministry" */
  if (it->voice == VOICE_ACTIVE && subject >= 0 && !can_speak(s, s->items + subject) && v > 0 && item_kind(s, item_left(s, v)) == ITEM_COMMA) subject = item_right(s, v);
  if (it->voice != VOICE_ACTIVE) subject = relate_preposition(s, v, SLOT_BY);
  if (subject < 0 || subject >= s->item_count || !can_speak(s, s->items + subject)) return false;
  src->item = subject;
  reach(s, v, subject, src);
  if (it->voice != VOICE_ACTIVE) src->from = 0;
  return true;
}

static bool source_of_phrase(const toll_scanner *x, int k, struct source *src) {
  const struct sentence *s = &x->s;
  if (item_kind(s, k) != ITEM_PREP || !item_tag(s->items + k, TAG_CUE)) return false;
  int n = item_right(s, k);
  if (item_kind(s, n) != ITEM_NOUN || s->items[n].harm || relate_is_time(s, n)) return false;
  *src = (struct source){.item = n, .cue = k, .from = 0, .to = s->item_count, .via = -1};
  return true;
}

static int find_sources(const toll_scanner *x, struct source *list) {
  int n = 0;
  for (int k = 0; k < x->s.item_count && n < SOURCES; k++)
    if (source_of_verb(x, k, list + n) || source_of_phrase(x, k, list + n)) n++;
  return n;
}

/* --- naming ------------------------------------------------------------- */

/* The end of the source's words: with "of the ministry" behind them. */
static int source_end(const struct sentence *s, int item) {
  int end = s->items[item].to;
  for (int of = relate_of(s, item); of >= 0; of = relate_of(s, of)) end = s->items[of].to;
  return end;
}

static void resolve(const toll_scanner *x, const struct item *it, toll_claimant *c) {
  const struct speaker *sp = NULL;
  bool text = item_tag(it, TAG_SPEAKER) && it->definite && !it->name;
  if (it->pronoun || text) sp = x->last_speaker >= 0 ? x->speakers + x->last_speaker : NULL;
  else if (it->name) sp = full_name(x, sentence_text(&x->s, name_start(&x->s, it), it->to));
  if (!sp) return;
  c->resolved = sp->name;
  if (!c->role.at) c->role = sp->role;
  if (c->kind == TOLL_KIND_OTHER) c->kind = sp->kind;
}

static toll_claimant *outlet_of(toll_scanner *x) {
  if (!x->doc->outlet.at || !x->doc->outlet.len) return NULL;
  toll_claimant *c = ARENA_NEW(&x->keep, toll_claimant);
  if (c) *c = (toll_claimant){.name = x->doc->outlet, .kind = TOLL_KIND_MEDIA};
  return c;
}

static const toll_claimant *name_source(toll_scanner *x, const struct source *src) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + src->item;
  toll_claimant *c = ARENA_NEW(&x->keep, toll_claimant);
  if (!c) return NULL;
  int end = source_end(s, src->item), start = name_start(s, it);
  c->name = sentence_text(s, it->from, end);
  c->span = sentence_span(s, it->from, end);
  c->cue = sentence_text(s, s->items[src->cue].from, s->items[src->cue].to);
  c->kind = kind_of(s, it);
  if (start < it->to && start > it->possessed) c->role = sentence_text(s, it->possessed, start);
  resolve(x, it, c);
  c->via = outlet_of(x);
  return c;
}

/* --- assigning ---------------------------------------------------------- */

static bool reaches(const struct source *src, const struct draft *d) {
  int at = d->victim_item < d->trigger_item ? d->victim_item : d->trigger_item;
  return at >= src->from && at < src->to && d->victim_item != src->item;
}

static const struct source *nearest(const struct source *list, int n, const struct draft *d) {
  const struct source *best = NULL;
  int least = INT32_MAX;
  for (int i = 0; i < n; i++) {
    if (!reaches(list + i, d)) continue;
    int far = d->trigger_item > list[i].cue ? d->trigger_item - list[i].cue : 2 * (list[i].cue - d->trigger_item);
    if (far < least) least = far, best = list + i;
  }
  return best;
}

static void give(toll_scanner *x, struct draft *d, const toll_claimant *c) {
  d->claim.claimant = c;
  if (c) draft_step(x, d, "claimant", c->span, c->name);
}

void claimant_read(toll_scanner *x, size_t first) {
  struct source list[SOURCES];
  const toll_claimant *named[SOURCES] = {NULL};
  int n = find_sources(x, list);
  const toll_claimant *last = NULL;
  for (int i = 0; i < n; i++) {
    if (x->s.items[list[i].item].name) remember(x, x->s.items + list[i].item);
    last = named[i] = name_source(x, list + i);
  }
  for (size_t i = first; i < x->draft_count; i++) {
    const struct source *src = nearest(list, n, x->drafts + i);
    if (src) give(x, x->drafts + i, named[src - list]);
    else if (!n && x->last_claimant && x->last_claimant_sentence + 1 == x->sentence_no && !x->s.heading) give(x, x->drafts + i, x->last_claimant);
  }
  bool kept = !n && first < x->draft_count && x->drafts[first].claim.claimant;
  if (kept) last = x->last_claimant;
  x->last_claimant = last;
  x->last_claimant_sentence = x->sentence_no;
  x->last_claimant_paragraph = x->paragraph_no;
}
