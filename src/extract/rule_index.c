/* See rule_index.h. */
#include "extract/rule_index.h"

#include "base/alloc.h"

static uint32_t place_of(uint32_t lemma) {
  return lemma * 0x9e3779b1u >> 8;
}

static struct rule_lemma *find_lemma(const struct rule_block *b, uint32_t lemma) {
  uint32_t i = place_of(lemma);
  while (b->lemmas[i & b->lemma_mask].rules && b->lemmas[i & b->lemma_mask].lemma != lemma) i++;
  return b->lemmas + (i & b->lemma_mask);
}

uint64_t rule_block_fits(const struct rule_block *b, const struct reading *reading, unsigned voice) {
  uint64_t rules = b->voices[voice] & (b->any | find_lemma(b, reading->lemma)->rules), tagged = b->free;
  if (!reading->harm) rules &= b->own;
  for (unsigned w = 0; rules && w < TAG_WORDS; w++)
    for (uint64_t set = reading->tags[w] & b->asked[w]; set; set &= set - 1)
      tagged |= b->by_tag[64 * w + (unsigned)__builtin_ctzll(set)];
  rules &= tagged;
  for (uint32_t i = 0; rules && i < b->wants_count; i++)
    if (!tags_cover(reading->tags, b->wants[i].tags)) rules &= ~b->wants[i].rules;
  return rules;
}

/* --- making --------------------------------------------------------------------- */

static bool lets_voice(const struct rule *r, unsigned voice) {
  return r->voice == VOICE_ANY || r->voice == voice || (r->voice == VOICE_PASSIVE && voice == VOICE_BARE);
}

/* The only tag that the rule asks for, or TAG_COUNT. */
static unsigned lone_tag(const struct rule *r) {
  unsigned w = r->tags[0] == 0;
  bool one = r->tags[w] && !(r->tags[w] & (r->tags[w] - 1)) && !r->tags[!w];
  return one ? 64 * w + (unsigned)__builtin_ctzll(r->tags[w]) : TAG_COUNT;
}

static void add_wants(struct rule_block *b, const struct rule *r, uint64_t bit) {
  uint32_t i = 0;
  unsigned tag = lone_tag(r);
  if (tag < TAG_COUNT) {
    b->asked[tag / 64] |= (uint64_t)1 << tag % 64;
    b->by_tag[tag] |= bit;
    return;
  }
  b->free |= bit;
  if (!r->tags[0] && !r->tags[1]) return;
  while (i < b->wants_count && (b->wants[i].tags[0] != r->tags[0] || b->wants[i].tags[1] != r->tags[1])) i++;
  if (i == b->wants_count) b->wants[b->wants_count++] = (struct rule_wants){{r->tags[0], r->tags[1]}, 0};
  b->wants[i].rules |= bit;
}

static void add_rule(struct rule_block *b, const toll_pack *pack, const struct rule *r, uint32_t number, unsigned at) {
  uint64_t bit = (uint64_t)1 << at;
  b->rules[at] = number;
  for (unsigned v = 0; v < VOICE_COUNT; v++)
    if (lets_voice(r, v)) b->voices[v] |= bit;
  if (r->harm || r->harm_of) b->own |= bit;
  if (!r->lemma_count) b->any |= bit;
  const uint32_t *lemmas = pack_lemmas(pack, r->lemma_first);
  for (uint32_t i = 0; i < r->lemma_count; i++) {
    struct rule_lemma *l = find_lemma(b, lemmas[i]);
    l->lemma = lemmas[i];
    l->rules |= bit;
  }
  add_wants(b, r, bit);
}

/* The next block, of the rules of that part of speech from *next on; *next is left behind them.
 * Gives it its places in the tables, `wants` and `lemmas` being the free rest of these. */
static void fill_block(struct rule_block *b, const toll_pack *pack, unsigned pos, uint32_t *next,
                       struct rule_wants **wants, struct rule_lemma **lemmas) {
  size_t count;
  const struct rule *rules = pack_rules(pack, &count);
  uint32_t end = *next, size = 1, named = 0;
  unsigned n = 0;
  for (; end < count && n < 64; end++) {
    if (rules[end].pos != pos) continue;
    n++;
    named += rules[end].lemma_count;
  }
  while (size < 2 * named) size *= 2;
  b->wants = *wants;
  b->lemmas = *lemmas;
  b->lemma_mask = size - 1;
  for (unsigned at = 0; *next < end; ++*next)
    if (rules[*next].pos == pos) add_rule(b, pack, rules + *next, *next, at++);
  *wants += b->wants_count;
  *lemmas += size;
}

bool rule_index_make(struct rule_index *index, const toll_pack *pack) {
  size_t count, by_pos[POS_COUNT] = {0}, named = 0, blocks = 0;
  const struct rule *rules = pack_rules(pack, &count);
  for (size_t i = 0; i < count; i++) {
    named += rules[i].lemma_count;
    blocks += by_pos[rules[i].pos]++ % 64 == 0;
  }
  *index = (struct rule_index){
      .blocks = mem_array(blocks + 1, sizeof *index->blocks),
      .wants = mem_array(count + 1, sizeof *index->wants),
      .lemmas = mem_array(4 * named + blocks, sizeof *index->lemmas), /* a table may be just short of twice as large */
  };
  if (!index->blocks || !index->wants || !index->lemmas) return false;
  struct rule_wants *wants = index->wants;
  struct rule_lemma *lemmas = index->lemmas;
  uint32_t n = 0;
  for (unsigned pos = 0; pos < POS_COUNT; pos++) {
    index->from[pos] = n;
    uint32_t next = 0;
    for (size_t left = (by_pos[pos] + 63) / 64; left > 0; left--)
      fill_block(index->blocks + n++, pack, pos, &next, &wants, &lemmas);
  }
  index->from[POS_COUNT] = n;
  return true;
}

void rule_index_free(struct rule_index *index) {
  mem_free(index->blocks);
  mem_free(index->wants);
  mem_free(index->lemmas);
}
