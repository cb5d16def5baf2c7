/* Fate told later: "kidnapped in May … the driver was found dead".
 *
 * Two claims can be of the same people.  The later one then says
 * so: by sharing its words with the first ("abducted and killed"), by a pronoun, by
 * a definite noun that fits ("the driver", "the victim", the name again).  The link
 * lets a tally count nobody under two fates, and puts both into one event. */
#include <ctype.h>
#include <string.h>

#include "extract/reader.h"

#define BIT(c) (1u << (c))
#define BACK 12 /* claims that a fate is looked for among */

/* Classes that two names for one person share when they speak of their work. */
static const uint32_t plain = BIT(TOLL_MAN) | BIT(TOLL_WOMAN) | BIT(TOLL_ELDERLY) | BIT(TOLL_CHILD) |
                              BIT(TOLL_CIVILIAN) | BIT(TOLL_FOREIGN) | BIT(TOLL_WORKER);

/* Harms that one person can suffer one after the other. */
static bool of_person(const struct draft *d) {
  unsigned h = d->claim.harm;
  bool real = d->claim.status == TOLL_ASSERTED || d->claim.status == TOLL_UNCONFIRMED;
  return real && d->claim.value > 0 && d->claim.value != TOLL_OPEN && d->claim.side == TOLL_VICTIM &&
         (h == TOLL_KILLED || h == TOLL_WOUNDED || h == TOLL_ABDUCTED || h == TOLL_DETAINED || h == TOLL_MISSING ||
          h == TOLL_TORTURED);
}

static bool same_word(toll_slice a, toll_slice b) {
  if (!a.at || !b.at || a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++)
    if (tolower((unsigned char)a.at[i]) != tolower((unsigned char)b.at[i])) return false;
  return true;
}

static uint32_t trade(const struct draft *d) {
  return (d->claim.classes | d->claim.circle) & ~plain;
}

/* The person is one of those the claim before names: "a father and son … the father". */
static bool named_there(const struct draft *d, const struct draft *o) {
  toll_slice word = last_word(d->claim.who), who = o->claim.who;
  if (d->claim.value != 1 || !d->definite || d->named || !word.at || !who.at) return false;
  for (size_t i = 0; i + word.len <= who.len; i++) {
    bool ends = i + word.len == who.len || who.at[i + word.len] == ' ';
    if ((i == 0 || who.at[i - 1] == ' ') && ends && same_word((toll_slice){who.at + i, word.len}, word)) return true;
  }
  return false;
}

/* "A guard was beaten … the staff member was treated": other words for people who have
 * the same harm told again must say the same of them, or no more than that they work. */
static bool calls_again(const struct draft *d, const struct draft *o) {
  if (d->claim.classes & trade(o)) return true;
  bool general = (d->claim.classes & ~plain) == 0 && d->general; /* "the staff member" */
  return general && (trade(o) || o->claim.classes & BIT(TOLL_WORKER));
}

/* Whether a definite noun or a name can stand for the people of the claim before. */
static bool stands_for(const struct draft *d, const struct draft *o) {
  if (same_word(last_word(d->claim.who), last_word(o->claim.who))) return true;
  if (d->named && o->named) return false;
  if (tags_have(d->tags, TAG_LIFE) || d->claim.unit == TOLL_BODY) return true; /* "the victim" */
  if (calls_again(d, o)) return true;
  bool nobody = !(d->claim.classes & ~plain) && !trade(o);
  return nobody && d->claim.harm != o->claim.harm && d->claim.classes &&
         (d->claim.classes & o->claim.classes) == d->claim.classes;
}

/* "Four were kidnapped. Two were killed": a number alone in a sentence behind counts some
 * of the captives; of the wounded it would as well count others. */
static bool counted_out(const struct draft *d, const struct draft *o) {
  unsigned h = o->claim.harm;
  bool captive = h == TOLL_ABDUCTED || h == TOLL_DETAINED || h == TOLL_MISSING;
  bool died = h == TOLL_WOUNDED && d->dies; /* "one died" */
  bool shot = h == TOLL_WOUNDED && d->result && !o->result && !d->beside &&
              d->sentence == o->sentence; /* "shot three, killing one" */
  bool body = captive && d->claim.unit == TOLL_BODY && !d->named;
  return d->claim.harm == TOLL_KILLED && (((captive || died) && d->sentence > o->sentence) || shot || body);
}

/* "A baker was stabbed; the baker was taken to a clinic." */
static bool restated(const struct draft *d, const struct draft *o) {
  toll_slice who = o->claim.who, word = d->claim.who;
  bool once = d->claim.value == 1 && o->claim.value == 1 && d->definite && !o->definite && !o->named;
  return once && word.at && who.at && who.len >= word.len &&
         same_word((toll_slice){who.at + who.len - word.len, word.len}, word);
}

/* Whether the people of d were told of in o before. */
static bool told_of(const struct draft *d, const struct draft *o) {
  if (span_meets(d->claim.count_span, o->claim.count_span)) return d->claim.value <= o->claim.value;
  bool together = d->sentence == o->sentence;
  if (together && d->trigger.from == o->trigger.from) return false;
  if (together && d->claim.harm == o->claim.harm) return restated(d, o);
  if (d->claim.value > o->claim.value) return false;
  if (!together && d->claim.harm == TOLL_KILLED && o->claim.value > 1 && named_there(d, o)) return true;
  if (d->pronoun) return d->claim.value == o->claim.value;
  bool of_them = d->claim.unit == TOLL_BODY || tags_have(d->tags, TAG_LIFE); /* "the body of one", "one victim" */
  if (d->refers || (of_them && d->claim.value < o->claim.value)) return counted_out(d, o);
  bool whole = d->claim.value == o->claim.value && (d->definite || (d->named && o->named));
  if (together && o->claim.harm == TOLL_KILLED) return false; /* "the clerk was killed and the guard hurt" */
  return whole && stands_for(d, o);
}

/* "48 were killed in the riots, while others wrote that ninety were killed": a number that
 * stands beside one for the same harm is of those people, not of captives told of before. */
static bool beside_others(const toll_scanner *x, size_t i, size_t k) {
  const struct draft *d = x->drafts + i;
  for (size_t j = i; j-- > k + 1 && x->drafts[j].sentence == d->sentence;)
    if (x->drafts[j].claim.harm == d->claim.harm && x->drafts[j].same != k + 1) return true;
  return false;
}

void fate_read(toll_scanner *x) {
  for (size_t i = 1; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (!of_person(d)) continue;
    for (size_t k = i; k-- > 0 && i - k <= BACK && !d->same;) {
      const struct draft *o = x->drafts + k;
      bool rival = d->refers && !d->pronoun && d->claim.harm == TOLL_KILLED && beside_others(x, i, k);
      if (!rival && of_person(o) && told_of(d, o)) d->same = (uint32_t)k + 1;
    }
  }
}
