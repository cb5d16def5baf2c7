/* Sets of forms that rules ask for, as bits; see opener.h. */
#include "pack/opener.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "pack/word_key.h"

#define NONE UINT32_MAX
#define RUNS 32                     /* of a spelling are looked at */
#define ASKED (1 + RULE_CONDITIONS) /* sets that a rule asks for at most */

/* A set of forms that rules ask for. */
struct asked {
  uint64_t *forms; /* a bit a form */
  size_t count;
  uint32_t bit; /* in struct needs; 0: none so far */
};

struct work {
  const struct pack_build *build;
  struct opener *o;
  size_t form_count, rule_count, words; /* 64-bit words of a set */
  struct asked *sets;                   /* distinct ones */
  size_t set_count;
  uint32_t *of_rule;  /* ASKED a rule: its sets, the rarest first; NONE behind them */
  uint32_t bits;      /* given out */
  struct needs alone; /* bits that are all that some rule needs; word of harm among them */
};

/* --- what a rule asks for -------------------------------------------------- */

static bool lemma_among(const uint32_t *lemmas, uint32_t count, uint32_t lemma) {
  for (uint32_t i = 0; i < count; i++)
    if (lemmas[i] == lemma) return true;
  return false;
}

static bool meets_condition(const struct work *w, const struct form *f, const struct rule_condition *c) {
  const uint32_t *lemmas = w->build->lemmas.at;
  if (tags_meet(f->tags, c->tags)) return true;
  for (uint32_t i = 0; c->lemma_count && i < f->count; i++)
    if (lemma_among(lemmas + c->lemma_first, c->lemma_count, w->o->readings[f->first + i].lemma)) return true;
  return false;
}

static bool can_trigger(const struct work *w, const struct form *f, const struct rule *r) {
  const uint32_t *lemmas = w->build->lemmas.at;
  for (uint32_t i = 0; i < f->count; i++) {
    const struct reading *reading = w->o->readings + f->first + i;
    bool word = !r->lemma_count || lemma_among(lemmas + r->lemma_first, r->lemma_count, reading->lemma);
    if (word && reading->pos == r->pos && tags_cover(reading->tags, r->tags)) return true;
  }
  return false;
}

/* A rule without a harm of its own needs a word of harm. */
static bool own_harm(const struct rule *r) {
  return r->harm || r->harm_of;
}

/* The set of the rule's condition, or of its triggers where that is NULL: its number,
 * NONE when memory is out. */
static uint32_t set_of(struct work *w, const struct rule *r, const struct rule_condition *c) {
  struct asked *set = w->sets + w->set_count;
  *set = (struct asked){.forms = mem_array(w->words, sizeof *set->forms)};
  if (!set->forms) return NONE;
  for (size_t i = 0; i < w->form_count; i++) {
    const struct form *f = w->o->forms + i;
    if (c ? !meets_condition(w, f, c) : !can_trigger(w, f, r)) continue;
    set->forms[i / 64] |= (uint64_t)1 << i % 64;
    set->count++;
  }
  for (size_t i = 0; i < w->set_count; i++) {
    if (memcmp(w->sets[i].forms, set->forms, w->words * sizeof *set->forms) != 0) continue;
    mem_free(set->forms);
    return (uint32_t)i;
  }
  return (uint32_t)w->set_count++;
}

/* Puts the set among those of the rule, which are sorted by their size. */
static void keep_sorted(const struct work *w, uint32_t *sets, uint32_t set) {
  int i = 0;
  while (sets[i] != NONE && w->sets[sets[i]].count <= w->sets[set].count) i++;
  for (; set != NONE && i < ASKED; i++) {
    uint32_t next = sets[i];
    sets[i] = set;
    set = next;
  }
}

static bool find_sets(struct work *w) {
  const struct rule *rules = w->build->rules.at;
  for (size_t k = 0; k < w->rule_count; k++) {
    const struct rule *r = rules + k;
    uint32_t *sets = w->of_rule + k * ASKED;
    for (int i = 0; i < ASKED; i++) sets[i] = NONE;
    for (int i = -1; own_harm(r) && i < r->conditions; i++) {
      if (i >= 0 && r->when[i].negated) continue;
      uint32_t set = set_of(w, r, i < 0 ? NULL : r->when + i);
      if (set == NONE) return false;
      keep_sorted(w, sets, set);
    }
  }
  return true;
}

/* Every rule's rarest set has a bit, and then the next ones, as long as there are bits:
 * a set of many forms tells little. */
static void give_bits(struct work *w) {
  for (int rank = 0; rank < ASKED; rank++)
    for (size_t k = 0; k < w->rule_count; k++) {
      uint32_t set = w->of_rule[k * ASKED + (size_t)rank];
      if (set == NONE || w->sets[set].bit || w->bits == NEED_BITS) continue;
      if (rank == 0 || w->sets[set].count * 10 <= w->form_count) w->sets[set].bit = w->bits++;
    }
}

/* --- the tables ------------------------------------------------------------ */

static void add_bit(struct needs *n, uint32_t bit) {
  n->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* What the rule needs; a rule whose rarest set has no bit asks for a word of harm, and
 * the forms of that set count as such.  One that takes its harm from words beside its trigger,
 * or from the claim before, needs that claim: with a word of harm any sentence is read. */
static struct needs needs_of_rule(const struct work *w, size_t k) {
  const struct rule *rules = w->build->rules.at;
  struct needs n = {{0}};
  if (!rules[k].harm) add_bit(&n, NEED_TOLD);
  for (int i = 0; i < ASKED; i++) {
    uint32_t set = w->of_rule[k * ASKED + (size_t)i];
    if (set != NONE && (i == 0 || w->sets[set].bit)) add_bit(&n, w->sets[set].bit);
  }
  return n;
}

static bool one_bit(const struct needs *n) {
  return __builtin_popcountll(n->bits[0]) + __builtin_popcountll(n->bits[1]) == 1;
}

static bool covered(const struct opener *o, const struct needs *n) {
  for (size_t i = 0; i < o->opening_count; i++)
    if (tags_cover(n->bits, o->openings[i].bits)) return true;
  return false;
}

/* The openings stand in the order of their first sets. */
static void enter_opening(struct opener *o, struct needs n) {
  size_t i = o->opening_count++;
  for (; i > 0 && need_first(o->openings + i - 1) > need_first(&n); i--) o->openings[i] = o->openings[i - 1];
  o->openings[i] = n;
}

/* A word that is all that some rule needs is as good as a word of harm, and an opening
 * that asks for it, or for all that another one asks for, adds nothing. */
static void find_openings(struct work *w) {
  const struct rule *rules = w->build->rules.at;
  for (size_t k = 0; k < w->rule_count; k++) {
    struct needs n = needs_of_rule(w, k);
    if (own_harm(rules + k) && one_bit(&n)) needs_add(&w->alone, n);
  }
  for (size_t k = 0; k < w->rule_count; k++) {
    struct needs n = needs_of_rule(w, k);
    if (own_harm(rules + k) && !tags_meet(n.bits, w->alone.bits) && !covered(w->o, &n)) enter_opening(w->o, n);
  }
}

/* The number of these needs in the list, which has room for one more. */
static uint32_t number_of(struct opener *o, const struct needs *n) {
  for (size_t i = 1; i < o->need_count; i++)
    if (memcmp(o->needs + i, n, sizeof *n) == 0) return (uint32_t)i;
  o->needs[o->need_count] = *n;
  return (uint32_t)o->need_count++;
}

static void mark_forms(struct work *w) {
  for (size_t i = 0; i < w->form_count; i++) {
    struct form *f = w->o->forms + i;
    struct needs n = {{0}};
    if (f->harms) add_bit(&n, NEED_HARM);
    f->opens = 0;
    for (size_t k = 0; k < w->rule_count; k++)
      for (int rank = 0; rank < ASKED; rank++) {
        uint32_t set = w->of_rule[k * ASKED + (size_t)rank];
        bool counts = set != NONE && (rank == 0 || w->sets[set].bit);
        if (counts && w->sets[set].forms[i / 64] >> i % 64 & 1) add_bit(&n, w->sets[set].bit);
      }
    if (tags_meet(n.bits, w->alone.bits)) n = (struct needs){{(uint64_t)1 << NEED_HARM}};
    if (n.bits[0] | n.bits[1]) f->opens = number_of(w->o, &n);
  }
}

/* --- keys ------------------------------------------------------------------- */

/* A run of ASCII letters in a spelling, as a text has it too. */
struct run {
  toll_slice word;
  bool whole; /* no apostrophe behind it: where a particle is split off, letters may stand before it */
  int worth;  /* how much it tells to find it */
};

/* Small words tell nothing, long ones more than short ones. */
static int worth_of(const struct work *w, toll_slice word) {
  const unsigned small =
      1u << POS_PREP | 1u << POS_DET | 1u << POS_CONJ | 1u << POS_AUX | 1u << POS_PRON | 1u << POS_PART;
  uint32_t form = build_find(w->build, word.at, word.len);
  if (form != UINT32_MAX && w->o->forms[form].pos & small) return 1;
  return word.len < 10 ? 1 + (int)word.len : 10;
}

static size_t find_runs(const struct work *w, toll_slice text, struct run *runs) {
  size_t n = 0;
  for (size_t i = 0, start = 0; i <= text.len && n < RUNS; i++) {
    if (i < text.len && byte_letter(text.at[i])) continue;
    toll_slice word = {text.at + start, i - start};
    if (word.len) runs[n++] = (struct run){word, i == text.len || text.at[i] != '\'', worth_of(w, word)};
    start = i + 1;
  }
  return n;
}

/* The key of the pair of neighbours that tells most, or of the one word that there is; 0
 * where there is none. */
static uint64_t best_key(const struct work *w, toll_slice text) {
  struct run runs[RUNS];
  size_t n = find_runs(w, text, runs), best = 0;
  int most = 0;
  for (size_t i = 0; i + 1 < n; i++) {
    if (!runs[i].whole || !runs[i + 1].whole || runs[i].worth + runs[i + 1].worth <= most) continue;
    most = runs[i].worth + runs[i + 1].worth;
    best = i;
  }
  if (most)
    return word_pair(word_key(runs[best].word.at, runs[best].word.len),
                     word_key(runs[best + 1].word.at, runs[best + 1].word.len));
  for (size_t i = 0; i < n; i++)
    if (runs[i].whole && runs[i].worth > most) most = runs[i].worth, best = i;
  return most ? word_key(runs[best].word.at, runs[best].word.len) : 0;
}

static struct opener_key *place_of(struct opener *o, uint32_t hash) {
  size_t i = key_slot_of(hash, o->key_slots - 1);
  while (o->keys[i].opens && o->keys[i].hash != hash) i = (i + 1) & (o->key_slots - 1);
  return o->keys + i;
}

static void enter_key(struct opener *o, uint64_t key, uint32_t opens) {
  uint32_t hash = (uint32_t)(key >> 32);
  struct opener_key *place = place_of(o, hash);
  struct needs both = o->needs[opens];
  filter_add(o->filter, key);
  if (place->opens) needs_add(&both, o->needs[place->opens]);
  *place = (struct opener_key){hash, number_of(o, &both)};
}

/* An empty table for that many keys. */
static bool make_places(struct opener *o, size_t count) {
  for (o->key_slots = 64; o->key_slots < 4 * count;) o->key_slots *= 2;
  o->keys = mem_array(o->key_slots, sizeof *o->keys);
  return o->keys != NULL;
}

/* Many forms share a key, so that the table is made anew for those that there are. */
static bool fit_places(struct opener *o) {
  struct opener_key *keys = o->keys;
  size_t slots = o->key_slots, count = 0;
  for (size_t i = 0; i < slots; i++) count += keys[i].opens != 0;
  bool made = make_places(o, count);
  for (size_t i = 0; made && i < slots; i++)
    if (keys[i].opens) *place_of(o, keys[i].hash) = keys[i];
  mem_free(keys);
  return made;
}

/* What no key leads to is taken as met everywhere.  False: no memory. */
static bool enter_keys(struct work *w) {
  size_t count = 0;
  for (size_t i = 0; i < w->form_count; i++) count += w->o->forms[i].opens != 0;
  if (!make_places(w->o, count)) return false;
  for (size_t i = 0; i < w->form_count; i++) {
    const struct form *f = w->o->forms + i;
    toll_slice text = {(const char *)w->build->strings.at + f->text, f->text_len};
    uint64_t key = f->opens ? best_key(w, text) : 0;
    if (key)
      enter_key(w->o, key, f->opens);
    else if (f->opens)
      needs_add(w->o->needs, w->o->needs[f->opens]);
  }
  return fit_places(w->o);
}

/* --------------------------------------------------------------------------- */

static bool make_room(struct work *w) {
  struct opener *o = w->o;
  w->words = w->form_count / 64 + 1;
  w->sets = mem_array(w->rule_count * ASKED + 1, sizeof *w->sets);
  w->of_rule = mem_array(w->rule_count * ASKED + 1, sizeof *w->of_rule);
  o->needs = mem_array(2 * w->form_count + 2, sizeof *o->needs);
  o->openings = mem_array(w->rule_count + 1, sizeof *o->openings);
  o->filter = mem_array(FILTER_WORDS, sizeof *o->filter);
  return w->sets && w->of_rule && o->needs && o->openings && o->filter;
}

int opener_make(const struct pack_build *b, struct opener *o) {
  struct work w = {.build = b,
                   .o = o,
                   .form_count = b->forms.count,
                   .rule_count = b->rules.count,
                   .bits = NEED_FIRST,
                   .alone = {{(uint64_t)1 << NEED_HARM}}};
  bool done = make_room(&w) && find_sets(&w);
  if (done) {
    o->need_count = 1;
    give_bits(&w);
    find_openings(&w);
    mark_forms(&w);
    done = enter_keys(&w);
  }
  for (size_t i = 0; w.sets && i < w.set_count; i++) mem_free(w.sets[i].forms);
  mem_free(w.sets);
  mem_free(w.of_rule);
  return done ? TOLL_OK : TOLL_E_MEMORY;
}

void opener_free(struct opener *o) {
  mem_free(o->needs);
  mem_free(o->openings);
  mem_free(o->keys);
  mem_free(o->filter);
}
