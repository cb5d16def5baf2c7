/* Who says so.
 *
 * The sources of the sentence are given to the claims in their content.  A pronoun
 * inside another source's content stands for that source.  A sentence without a
 * source of its own, right behind one that has it, keeps that source: it goes on
 * telling what was told.  A quotation keeps its speaker until somebody else is
 * named; one that is still open waits for whom the next sentence names. */
#include "extract/relate.h"
#include "extract/speaker.h"

static toll_claimant *outlet_of(toll_scanner *x) {
  if (!x->doc->outlet.at || !x->doc->outlet.len) return NULL;
  toll_claimant *c = ARENA_NEW(&x->keep, toll_claimant);
  if (c) *c = (toll_claimant){.name = x->doc->outlet, .kind = TOLL_KIND_MEDIA};
  return c;
}

/* A name of the press, or one unknown that no person has: "SANA", "the Daily Post". */
static bool medium(const struct sentence *s, int k, unsigned kind) {
  const struct item *it = s->items + k;
  if (it->pronoun) return false;
  if (kind == TOLL_KIND_MEDIA) return item_tag(it, TAG_ORG);
  bool letters = it->to == it->from + 1 && s->tokens[it->from].shape == SHAPE_UPPER && !s->caseless;
  return kind == TOLL_KIND_OTHER && it->name && !it->reading && (letters || it->definite);
}

/* "told AFP": the medium that passes it on. */
static const toll_claimant *told(toll_scanner *x, const struct source *src) {
  if (src->addressee < 0) return NULL;
  const struct sentence *s = &x->s;
  int end = attribution_words_end(s, src->addressee, false);
  struct source to = {
      .noun = src->addressee, .other = -1, .at = s->items[src->addressee].from, .end = s->items[end - 1].to};
  toll_claimant c = {0}, *kept;
  speaker_name(x, &to, &c);
  if (!medium(s, src->addressee, c.kind) || !(kept = ARENA_NEW(&x->keep, toll_claimant))) return NULL;
  *kept = c;
  kept->kind = TOLL_KIND_MEDIA;
  kept->via = outlet_of(x);
  return kept;
}

/* The claimants of all sources, in named; outer ones before the inner. */
static const toll_claimant *name_source(toll_scanner *x, const struct source *list, const toll_claimant **named, int i,
                                        int depth) {
  const struct source *src = list + i;
  if (named[i] || depth > SOURCES) return named[i];
  const struct item *it = x->s.items + src->noun;
  if (it->pronoun && src->outer >= 0 && item_tag(it, TAG_SELF))
    return named[i] = name_source(x, list, named, src->outer, depth + 1);
  toll_claimant *c = ARENA_NEW(&x->keep, toll_claimant);
  if (!c) return NULL;
  *c = (toll_claimant){0};
  int speaker = speaker_name(x, src, c);
  c->via = src->outer >= 0 ? name_source(x, list, named, src->outer, depth + 1) : told(x, src);
  if (!c->via && speaker >= 0) c->via = x->speakers[speaker].via;
  if (!c->via) c->via = outlet_of(x);
  return named[i] = c;
}

static void give(toll_scanner *x, struct draft *d, const toll_claimant *c) {
  d->claim.claimant = c;
  if (c) draft_step(x, d, "claimant", c->span, c->name);
}

/* The item by which the reach over a draft is judged: its trigger, or the harmed
 * where the trigger is a source's own verb ("counted 43 destroyed houses"). */
static int place_of(const struct draft *d, const struct source *list, int n) {
  for (int i = 0; i < n; i++)
    if (d->trigger_item == list[i].cue) return d->victim_item;
  return d->trigger_item;
}

/* The sentence closes with its own mark of reference: "[12]". */
static bool referenced(const struct sentence *s) {
  const struct token *end = s->tokens + s->token_count;
  return s->token_count > 3 && end[-1].mark == ')' && end[-2].kind == TOKEN_NUMBER && end[-3].mark == '(' &&
         end[-3].glued;
}

/* Whether the sentence goes on with what the one before told: the next one in its
 * paragraph does. */
static bool goes_on(const toll_scanner *x) {
  return x->last_claimant && !x->s.heading && x->last_source_sentence + 1 == x->sentence_no &&
         x->last_source_paragraph == x->paragraph_no;
}

static bool quote_mark(const struct sentence *s, int i) {
  return s->tokens[i].kind == TOKEN_MARK && s->tokens[i].mark == '"';
}

/* The sentence is somebody's speech: it begins with a quotation mark or inside a quotation. */
static bool quotation(const toll_scanner *x) {
  return (x->quote_open && !x->s.paragraph) || quote_mark(&x->s, 0);
}

static bool ends_open(const toll_scanner *x) {
  bool open = x->quote_open && !x->s.paragraph;
  for (int i = 0; x->s.quotes && i < x->s.token_count; i++) open ^= quote_mark(&x->s, i);
  return open;
}

/* "- 12 in Hara": an item of a list. */
static bool list_item(const struct sentence *s) {
  return s->paragraph && s->tokens[0].kind == TOKEN_MARK && (s->tokens[0].mark == '*' || s->tokens[0].mark == '-');
}

/* Who gives the list that the sentence announces with its colon: its own source, or the
 * one of the paragraph before. */
static const toll_claimant *announces(const toll_scanner *x, const toll_claimant *own) {
  const struct token *last = x->s.tokens + x->s.token_count - 1;
  if (last->kind != TOKEN_MARK || last->mark != ':') return NULL;
  bool near = x->last_source_sentence + 2 >= x->sentence_no && x->paragraph_no - x->last_source_paragraph <= 1;
  return own ? own : near ? x->last_claimant : NULL;
}

/* The source of what a sentence tells without naming one, or NULL. */
static const toll_claimant *inherited(const toll_scanner *x) {
  if (x->listed && list_item(&x->s)) return x->listed;
  if (quotation(x) && x->quoted && x->paragraph_no - x->quoted_paragraph <= 1) return x->quoted;
  return goes_on(x) ? x->last_claimant : NULL;
}

/* "“… .” “…,” said X": what was quoted before X was named. */
static void settle_waiting(toll_scanner *x, size_t first, const struct source *list, const toll_claimant **named,
                           int n) {
  bool spoken = n > 0 && x->quote_open && !x->s.paragraph && list[0].trailing;
  for (size_t i = x->waiting; spoken && i < first; i++) give(x, x->drafts + i, named[0]);
}

/* What the next sentence inherits. */
static void remember(toll_scanner *x, const toll_claimant *own, const toll_claimant *kept, size_t first) {
  bool open = ends_open(x), quotes = open || quotation(x) || x->s.quotes;
  if (own || !quotation(x)) x->quoted = NULL;
  if (quotes && (own || kept)) x->quoted = own ? own : kept, x->quoted_paragraph = x->paragraph_no;
  if (!list_item(&x->s)) x->listed = announces(x, own);
  bool told = kept && goes_on(x) && !quotation(x) && x->draft_count > first; /* what goes on may go on further */
  if (own || told) x->last_source_sentence = x->sentence_no, x->last_source_paragraph = x->paragraph_no;
  x->last_claimant = referenced(&x->s) ? NULL : own ? own : x->last_claimant;
  if (!open || own)
    x->waiting = SIZE_MAX;
  else if (x->waiting == SIZE_MAX)
    x->waiting = first;
  x->quote_open = open;
}

void claimant_pause(toll_scanner *x) {
  x->last_claimant = x->quoted = x->listed = NULL;
  x->quote_open = false;
  x->waiting = SIZE_MAX;
}

void claimant_start(toll_scanner *x) {
  speaker_start(x);
  x->recalled_count = 0;
  claimant_pause(x);
}

void claimant_read(toll_scanner *x, size_t first) {
  struct source list[SOURCES];
  const toll_claimant *named[SOURCES] = {NULL}, *own = NULL;
  int n = attribution_find(&x->s, list);
  recall_people(x, list, n);
  for (int i = 0; i < n; i++) name_source(x, list, named, i, 0);
  speaker_note(x, list, named, n);
  for (int i = 0; i < n; i++)
    if (!list[i].narrow && list[i].from < list[i].to) own = named[i];
  const toll_claimant *kept = own ? NULL : inherited(x);
  settle_waiting(x, first, list, named, n);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    int k = attribution_over(list, n, place_of(d, list, n));
    if (k >= 0)
      give(x, d, named[k]);
    else if (kept)
      give(x, d, kept);
  }
  remember(x, own, kept, first);
}
