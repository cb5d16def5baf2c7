/* The scene: when and where a sentence sets what it tells.
 *
 * Each claim carries the setting of its own sentence.  A sentence without a claim
 * ("Clashes broke out in the town on Friday") leaves its setting here, for the
 * claims that follow; one that refers back ("The attack took place in ...") for the
 * event told of before. */
#include "extract/near.h"

void scene_start(toll_scanner *x) {
  x->scenes = NULL;
  x->scene_count = x->scene_cap = 0;
  x->told = NULL;
  x->told_count = x->told_cap = 0;
  x->today_from = x->doc->from;
  x->today_to = x->doc->to;
  if (x->doc->base) return; /* a later window goes on with the same text */
  x->last_year = 0;
  x->country[0] = x->country[1] = '\0';
  x->hazards = x->attacks = x->whole_sentences = 0;
  x->one_of = false;
}

struct setting *scene_here(toll_scanner *x) {
  if (x->scene_count && x->scenes[x->scene_count - 1].sentence == x->sentence_no) return x->scenes + x->scene_count - 1;
  if (x->scene_count == x->scene_cap) {
    size_t cap = x->scene_cap ? 2 * x->scene_cap : 64;
    struct setting *more = ARENA_ROOM(&x->keep, cap, struct setting);
    if (!more) {
      x->failed = true;
      return NULL;
    }
    for (size_t i = 0; i < x->scene_count; i++) more[i] = x->scenes[i];
    x->scenes = more;
    x->scene_cap = cap;
  }
  struct setting *s = x->scenes + x->scene_count++;
  *s = (struct setting){.from = TOLL_NO_DAY,
                        .to = TOLL_NO_DAY,
                        .sentence = x->sentence_no,
                        .paragraph = x->paragraph_no,
                        .order = x->whole_sentences};
  return s;
}

/* "The attack took place ...": the sentence opens with the event itself, as known. */
bool scene_refers(const struct sentence *s) {
  for (int k = 0; s->events && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (it->kind == ITEM_VERB) return false;
    if (it->kind != ITEM_NOUN || (k > 0 && item_kind(s, k - 1) == ITEM_PREP) || relate_is_time(s, k)) continue;
    return it->event && (it->definite || it->demonstrative) && !it->other;
  }
  return false;
}

bool scene_mentions(const struct sentence *s) {
  for (int k = 0; s->events && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (it->event && (it->definite || it->demonstrative) && !it->other && it->figure < 0) return true;
  }
  return false;
}

/* A short line that only dates the document. */
static bool only_dates(const toll_scanner *x, const struct setting *scene) {
  return x->s.heading && x->s.token_count < 16 && scene->from == x->today_from && scene->to == x->today_to;
}

/* "a separate attack"; "in separate attacks" tells of all of them. */
static bool said_apart(const struct sentence *s, const struct item *it) {
  for (int i = it->from; i < it->to; i++)
    if (token_tag(s->tokens + i, TAG_APART)) return true;
  return false;
}

/* The words that say: another event, and "another attack". */
static bool says_apart(const struct sentence *s) {
  for (int i = 0; sentence_has(s, TAG_APART) && i < s->token_count; i++)
    if (token_tag(s->tokens + i, TAG_APART) && s->tokens[i].pos != POS_ADJ) return true;
  for (int k = 0; s->events && k < s->item_count; k++)
    if (s->items[k].event && (s->items[k].other || said_apart(s, s->items + k)) && s->items[k].figure < 0 &&
        !s->items[k].plural)
      return true;
  return false;
}

/* The sentence speaks of more than one attack or accident. */
static unsigned tells_series(const struct sentence *s) {
  unsigned series = 0;
  for (int k = 0; s->events && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (!it->event || !it->plural) continue;
    bool counted = it->figure >= 0 || said_apart(s, it); /* "in two attacks", "in separate attacks" */
    series = counted ? 2 : series ? series : 1;
  }
  return series;
}

/* "in the second attack": after a first one that was told. */
static bool tells_nth(const struct sentence *s) {
  for (int k = 0; s->figure_count && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    bool alone = it->figure >= 0 && it->definite && s->tokens[it->head].figure; /* "in the second, three" */
    if (!(it->event || alone) || it->plural || it->figure < 0 || item_kind(s, item_left(s, k)) != ITEM_PREP) continue;
    const struct figure *f = s->figures + it->figure;
    if (f->kind == FIGURE_DECOY && f->decoy == DECOY_ORDINAL && f->value > 1) return true;
  }
  return false;
}

/* "Meanwhile, ..." at the head of a sentence. */
static bool turns(const struct sentence *s) {
  for (int i = 0; sentence_has(s, TAG_TURN) && i < s->token_count && i < 4; i++)
    if (token_tag(s->tokens + i, TAG_TURN)) return true;
  return false;
}

/* "one of three bombings": the item that says one, or -1. */
static int one_of_several(const struct sentence *s) {
  for (int k = 0; s->events && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    int of = it->kind == ITEM_NOUN && it->figure >= 0 ? relate_of(s, k) : -1;
    if (of < 0 || !s->items[of].event || s->items[of].figure < 0 || s->items[of].definite) continue;
    if (s->figures[it->figure].value == 1 && s->items[of].plural) return k;
  }
  return -1;
}

/* "in the nine attacks" */
static bool all_of_them(const struct sentence *s) {
  for (int k = 0; s->events && k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (it->event && it->plural && it->definite && it->figure >= 0 && !item_tag(it, TAG_PERSON)) return true;
  }
  return false;
}

/* The sentence gives a sum over more than the event told of: "It was one of three
 * bombings that killed 30"; and behind such a word, "the three bombings killed 30". */
static bool sums_several(toll_scanner *x) {
  const struct sentence *s = &x->s;
  int one = one_of_several(s), be = one >= 0 ? item_left(s, one) : -1;
  if (item_kind(s, be) == ITEM_VERB && s->items[be].copula) return x->one_of = true;
  if (one < 0 && x->one_of && all_of_them(s)) return true;
  x->one_of = x->one_of || one >= 0;
  return false;
}

/* A marker of history; an adjective is one only before the event ("a similar attack"). */
static bool says_background(const struct sentence *s) {
  for (int i = 0; sentence_has(s, TAG_BACKGROUND) && i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (!token_tag(t, TAG_BACKGROUND)) continue;
    if (t->pos != POS_ADJ || (i + 1 < s->token_count && token_tag(t + 1, TAG_EVENT))) return true;
  }
  return false;
}

static void count_kinds(toll_scanner *x) {
  if (!sentence_has(&x->s, TAG_HAZARD) && !sentence_has(&x->s, TAG_EVENT)) return;
  for (int i = 0; i < x->s.token_count; i++) {
    const struct token *t = x->s.tokens + i;
    if (token_tag(t, TAG_HAZARD))
      x->hazards++;
    else if (token_tag(t, TAG_EVENT))
      x->attacks++;
  }
}

/* What kind of scene the sentence without claims sets; a date that means nothing is dropped. */
static void judge_scene(const toll_scanner *x, struct setting *scene, bool apart) {
  const struct sentence *s = &x->s;
  scene->refers = scene_refers(s);
  scene->apart = apart;
  bool idle = !sentence_tells_event(s) && (scene->past || scene->from == TOLL_NO_DAY);
  if (idle || only_dates(x, scene)) scene->when = (toll_slice){NULL, 0}, scene->from = scene->to = TOLL_NO_DAY;
}

/* "In revenge for the killing of three", "the anniversary of a poet's murder": the harm
 * came before what is reported. */
static bool answered(const struct sentence *s, const struct draft *d) {
  for (int k = item_left(s, d->trigger_item), n = 0; k >= 0 && n < 6; k = item_left(s, k), n++) {
    const struct item *it = s->items + k;
    int c = it->kind, next = item_kind(s, item_right(s, k));
    if (item_tag(it, TAG_REASON) && (c == ITEM_PREP || c == ITEM_VERB || (c == ITEM_NOUN && next == ITEM_PREP)))
      return true;
    if (c != ITEM_NOUN && c != ITEM_PREP) return false;
  }
  return false;
}

void scene_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  count_kinds(x);
  bool apart = says_apart(s), turn = turns(s), background = says_background(s), several = sums_several(x);
  bool told = first < x->draft_count, later = false;
  unsigned series = told ? tells_series(s) : 0;
  bool nth = told && tells_nth(s);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    d->set.apart = apart;
    d->set.several = several;
    d->set.sentence = x->sentence_no;
    d->set.paragraph = x->paragraph_no;
    d->set.order = x->whole_sentences;
    later = d->set.later || (later && !d->set.when.at); /* "the next day a mine killed two and wounded five" */
    bool sets_apart = later || turn || nth;
    d->earlier = answered(s, d);
    d->background = background || several || d->set.past || d->earlier;
    bool fresh = !d->definite && (!d->refers || d->other || d->victim_item > d->trigger_item); /* not "the 12 were" */
    d->claim.besides = d->added ? 2 : d->others || (fresh && sets_apart);
    d->claim.later = d->claim.besides && later;
    d->claim.series = (uint8_t)series;
  }
  bool has = x->scene_count && x->scenes[x->scene_count - 1].sentence == x->sentence_no;
  if (has) judge_scene(x, x->scenes + x->scene_count - 1, apart);
  x->whole_sentences += !s->heading;
}
