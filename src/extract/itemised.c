/* Counts listed under a heading of harm:
 *
 *     The fatalities are distributed as follows:
 *     - 14 soldiers, including two officers
 *     - A doctor
 *
 * A sentence that ends in a colon opens the list with the harm that it names; the
 * items behind it, each with a bullet and without a verb of its own, are counts of
 * that harm, and parts of its total where one was told before. */
#include "extract/reader.h"
#include "extract/relate.h"

static const struct token *last_token(const struct sentence *s) {
  return s->token_count ? s->tokens + s->token_count - 1 : NULL;
}

/* The harm that the words of a heading name last, 0 for none. */
static unsigned named_harm(const struct sentence *s) {
  unsigned harm = 0;
  for (int i = 0; i < s->item_count; i++) {
    const struct item *it = s->items + i;
    bool people = it->kind == ITEM_NOUN && it->plural;
    bool done = it->kind == ITEM_VERB && (it->voice == VOICE_BARE || it->voice == VOICE_PASSIVE);
    if ((people || done) && it->reading && it->reading->harm) harm = it->reading->harm;
  }
  return harm;
}

/* The first item behind a bullet; -1 where the sentence is no item of a list. */
static int behind_bullet(const struct sentence *s) {
  int k = item_right(s, -1);
  while (item_kind(s, k) == ITEM_BREAK) k = item_right(s, k);
  if (k == 0 || item_kind(s, k) != ITEM_NOUN) return -1;
  for (int i = k; i < s->item_count; i++)
    if (s->items[i].kind == ITEM_VERB && s->items[i].finite) return -1;
  return k;
}

static bool bulleted(const struct sentence *s) {
  return s->item_count > 0 && s->items[0].kind == ITEM_BREAK;
}

/* The count before the list whose parts its items can be, -1 for none. */
static int total_before(const toll_scanner *x, size_t first, unsigned harm) {
  for (size_t i = first; i-- > 0;) {
    const struct draft *d = x->drafts + i;
    bool told = d->claim.value != TOLL_OPEN && d->claim.status == TOLL_ASSERTED && !d->single;
    if (d->claim.harm == harm && d->claim.part_of < 0 && told && d->sentence + 3 >= x->listing.opened) return (int)i;
    if (d->sentence + 4 < x->listing.opened) return -1;
  }
  return -1;
}

static void join_total(toll_scanner *x, size_t first) {
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    const struct draft *total = x->listing.total >= 0 ? x->drafts + x->listing.total : NULL;
    if (!total || d->claim.harm != x->listing.harm || d->claim.part_of >= 0 || d->claim.value > total->claim.value)
      continue;
    d->claim.part_of = x->listing.total;
    d->claim.claimant = total->claim.claimant;
    d->claim.scope = TOLL_PART;
  }
}

void itemised_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  const struct token *last = last_token(s);
  if (last && last->mark == ':' && !bulleted(s)) {
    unsigned harm = x->draft_count > first ? x->drafts[x->draft_count - 1].claim.harm : named_harm(s);
    x->listing = (struct listing){.harm = (uint8_t)harm, .opened = x->sentence_no};
    x->listing.total = harm ? total_before(x, x->draft_count, harm) : -1;
    return;
  }
  if (!x->listing.harm) return;
  if (!bulleted(s)) {
    x->listing.harm = 0;
    return;
  }
  int k = behind_bullet(s);
  if (k >= 0 && x->draft_count == first) frame_listed(x, k, x->listing.harm);
  join_total(x, first);
}
