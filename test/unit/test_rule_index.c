/* The index of the rules gives for every reading of every word, in every voice, the rules
 * that fit it when they are asked one after another, in the same order. */
#include "extract/rule_index.h"
#include "tap.h"
#include "toll/pack.h"

static bool fits(const toll_pack *pack, const struct rule *r, const struct reading *word, unsigned voice) {
  if (r->voice != VOICE_ANY && r->voice != voice && !(r->voice == VOICE_PASSIVE && voice == VOICE_BARE)) return false;
  if (!tags_cover(word->tags, r->tags)) return false;
  if (r->lemma_count && !pack_lemma_in(pack, r->lemma_first, r->lemma_count, word->lemma)) return false;
  return r->harm || r->harm_of || word->harm;
}

/* The next rule from *b, *fit on, or NULL; as it is read by whoever tries the rules. */
static const struct rule *next_fit(const struct rule_index *index, const struct rule *rules, unsigned pos,
                                   const struct reading *word, unsigned voice, uint32_t *b, uint64_t *fit) {
  while (!*fit && ++*b < index->from[pos + 1]) *fit = rule_block_fits(index->blocks + *b, word, voice);
  if (!*fit) return NULL;
  const struct rule *r = rules + index->blocks[*b].rules[__builtin_ctzll(*fit)];
  *fit &= *fit - 1;
  return r;
}

/* How many rules fit the word, or -1 where the index has others. */
static int agree(const toll_pack *pack, const struct rule_index *index, const struct reading *word, unsigned pos,
                 unsigned voice) {
  size_t count;
  const struct rule *rules = pack_rules(pack, &count);
  uint32_t b = index->from[pos] - 1;
  uint64_t fit = 0;
  int found = 0;
  for (size_t i = 0; i < count; i++) {
    if (rules[i].pos != pos || !fits(pack, rules + i, word, voice)) continue;
    if (next_fit(index, rules, pos, word, voice, &b, &fit) != rules + i) return -1;
    found++;
  }
  return next_fit(index, rules, pos, word, voice, &b, &fit) ? -1 : found;
}

int main(void) {
  toll_pack *pack;
  toll_error e;
  struct rule_index index;
  if (!OK(toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0, "the English pack opens")) return DONE();
  if (!OK(rule_index_make(&index, pack), "its rules have an index")) return DONE();
  toll_pack_counts counts = toll_pack_count(pack);
  size_t forms = counts.words + counts.phrases;
  int differ = 0, found = 0;
  for (uint32_t i = 0; i < forms; i++) {
    const struct form *f = pack_form_at(pack, i);
    for (uint32_t k = 0; k < f->count; k++) {
      const struct reading *word = pack_readings(pack, f) + k;
      for (unsigned voice = 0; voice < VOICE_COUNT; voice++) {
        int n = agree(pack, &index, word, word->pos, voice), adjective = agree(pack, &index, word, POS_ADJ, voice);
        differ += n < 0 || adjective < 0;
        found += n > 0;
      }
    }
  }
  IS_INT(differ, 0, "the index finds the same rules as asking them all");
  OK(found > 1000, "and words that set rules off are among them");
  rule_index_free(&index);
  toll_pack_close(pack);
  return DONE();
}
