/* Stretches are taken in the order of the text.  One that words promise something of is
 * looked at, unless it is due to be read anyhow; where it tells, what lies before it is read
 * first, then itself, and then a few more are due. */
#include "extract/passage.h"

#include "extract/gate.h"

#define HEAD 4      /* stretches of the head: title, place and day, the lead */
#define BACK 7      /* stretches before one that tells */
#define AHEAD 3     /* and behind */
#define LEFT_OUT 16 /* sentences that a part left out counts for at least: no rule looks over as many */

/* What the items of the sentence in hand tell; one that promises no claim is still read for
 * who speaks and where things happen. */
static void read_layers(toll_scanner *x, bool harm) {
  size_t first = x->draft_count;
  if (harm) frame_read(x);
  itemised_read(x, first);
  subset_read(x, first);
  ellipsis_read(x, first);
  if (harm) victim_read(x, first);
  multiply_read(x, first);
  status_read(x, first);
  occasion_read(x, first);
  absorb_read(x, first);
  when_read(x, first);
  counted_read(x, first);
  where_read(x, first);
  scene_read(x, first);
  claimant_read(x, first);
  circle_read(x, first);
  anaphora_remember(x);
  label_read(x, first);
  view_read(x, first);
}

/* Takes up the next sentence from *at on, parsed, and moves *at behind it; false where there is none. */
static bool take_sentence(toll_scanner *x, size_t *at, bool *promises) {
  struct looked *l = &x->looked;
  bool caseless = *at > 0 && x->s.caseless;
  if (l->until && l->at == *at && l->caseless == caseless) {
    x->s = l->s;
    *at = l->until;
    *promises = true;
    l->until = 0;
    return true;
  }
  arena_reset(&x->reading.words);
  bool told = x->draft_count && x->drafts[x->draft_count - 1].sentence == x->sentence_no;
  x->s = (struct sentence){
      .pack = x->pack, .arena = &x->reading.words, .tokens = x->reading.tokens, .told = told, .caseless = caseless};
  *at = sentence_read(&x->s, x->doc->text.at, x->doc->text.len, *at);
  if (!x->s.token_count) return false;
  x->failed |= !sentence_parse(&x->s, false, promises);
  return !x->failed;
}

/* Reads the next stretch in order; where it tells of harm, those behind it are due. */
static void read_next(toll_scanner *x) {
  struct stretch *st = x->stretches + x->next++;
  size_t first = x->draft_count;
  bool promises;
  for (size_t at = gate_first_token(x, st->from); at < st->until && take_sentence(x, &at, &promises);) {
    x->sentence_no++;
    x->paragraph_no += x->s.paragraph;
    read_layers(x, promises);
  }
  st->read = true;
  if (x->due) x->due--;
  if (x->draft_count > first || x->listing.harm) x->due = AHEAD;
}

static void read_until(toll_scanner *x, size_t end) {
  while (x->next < end && x->next < x->stretch_count && !reader_failed(x)) read_next(x);
}

/* Goes on at stretch `to`: what was open before is closed. */
static void leave_out(toll_scanner *x, size_t to) {
  uint32_t n = (uint32_t)(to - x->next);
  if (n < LEFT_OUT) n = LEFT_OUT;
  x->sentence_no += n;
  x->whole_sentences += n;
  x->paragraph_no += 2;
  x->s.caseless = false;
  claimant_pause(x);
  x->next = to;
  x->passed = true;
}

/* Reads what stands before stretch `to` and bears on it. */
static void approach(toll_scanner *x, size_t to) {
  if (!x->begun) read_until(x, to < HEAD ? to : HEAD);
  x->begun = true;
  if (x->next + BACK < to) leave_out(x, to - BACK);
  read_until(x, to);
}

void passage_read(toll_scanner *x) {
  bool parted = x->doc->base && x->next < x->stretch_count; /* from the end of the window before */
  x->next = 0;
  x->passed = false;
  x->looked.until = 0;
  if (!gate_part(x)) return;
  if (parted) leave_out(x, 0);
  if (x->doc->more && !x->begun) approach(x, HEAD);
  if (x->whole || x->see) read_until(x, x->stretch_count);
  for (size_t i = x->next; i < x->stretch_count && !reader_failed(x); i++) {
    if (x->due) {
      read_until(x, i + 1);
      continue;
    }
    const struct stretch *st = x->stretches + i;
    if (!(st->promises || x->ungated) || !gate_look(x, st)) continue;
    approach(x, i);
    read_until(x, i + 1);
    x->due = AHEAD;
  }
}
