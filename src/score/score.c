/* One row after the other: read, scan as if the labels were not there, compare,
 * add to the sums of its part. */
#include "score/score.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "score/spelled.h"

#define EXCERPT 160 /* bytes of a text that an error line shows */

double score_rate(uint64_t a, uint64_t b) {
  return (double)a / (double)(b ? b : 1);
}

double score_f1(uint64_t right, uint64_t found, uint64_t gold) {
  return score_rate(2 * right, found + gold);
}

int score_is_aside(toll_slice id, bool *aside, uint64_t *key) {
  uint8_t digest[SHA256_SIZE];
  if (sha256(id.at, id.len, digest) != 0) return TOLL_E_MEMORY;
  *key = 0;
  for (size_t i = 0; i < 8; i++) *key = *key << 8 | digest[i];
  *aside = (*key >> 32) % 3 == 0;
  return 0;
}

const char *score_part_title(const struct score *s, size_t part) {
  static const char *const titles[SCORE_PARTS] = {"development", "set aside"};
  return s->settings.set_aside ? titles[part] : part == 0 ? "all" : NULL;
}

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

int score_open(struct score *s, const struct score_settings *settings, toll_error *e) {
  *s = (struct score){.settings = *settings};
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    s->parts[i] = mem_alloc(sizeof *s->parts[i]);
    if (!s->parts[i]) return no_memory(e);
  }
  s->doc = toll_document_new();
  if (!s->doc) return no_memory(e);
  return toll_scanner_new(settings->pack, settings->places, &s->scanner, e);
}

void score_close(struct score *s) {
  if (s->scanner) toll_scanner_free(s->scanner);
  if (s->doc) toll_document_free(s->doc);
  for (size_t i = 0; i < SCORE_PARTS; i++) mem_free(s->parts[i]);
  mem_free(s->phenomena);
  arena_free(&s->row);
  arena_free(&s->keep);
  ledger_free(&s->ledger);
  toll_buffer_free(&s->record);
  toll_buffer_free(&s->gold);
  toll_buffer_free(&s->errors);
  toll_buffer_free(&s->made_up);
}

/* ---- lines about what went wrong ---- */

/* One line whatever the text holds. */
static void add_line_text(toll_buffer *out, toll_slice text) {
  size_t len = text.len;
  if (len > EXCERPT) {
    len = EXCERPT;
    while (len > 0 && ((unsigned char)text.at[len] & 0xc0) == 0x80) len--;
  }
  for (size_t i = 0; i < len; i++) toll_buffer_add(out, (unsigned char)text.at[i] < 0x20 ? " " : text.at + i, 1);
}

static void add_number(toll_buffer *out, int64_t n) {
  if (n == TOLL_OPEN)
    toll_buffer_str(out, "?");
  else
    toll_buffer_int(out, n);
}

/* Begins a line and gives where to write it, NULL when enough were kept. */
static toll_buffer *error_line(struct score *s, unsigned part, const char *what, toll_slice id, const char *harm) {
  if (part != SCORE_DEVELOPMENT || s->error_count >= s->settings.errors) return NULL;
  s->error_count++;
  toll_buffer_str(&s->errors, what);
  toll_buffer_str(&s->errors, " ");
  add_line_text(&s->errors, id);
  toll_buffer_str(&s->errors, " ");
  toll_buffer_str(&s->errors, harm ? harm : "?");
  return &s->errors;
}

static void end_line(toll_buffer *out, toll_slice text) {
  toll_buffer_str(out, " | ");
  add_line_text(out, text);
  toll_buffer_str(out, "\n");
}

static void tell_figure(struct score *s, unsigned part, const struct gold_row *row, unsigned harm, int64_t low,
                        int64_t high, const toll_figure *f) {
  toll_buffer *out = error_line(s, part, "figure", row->id, toll_harm_name(harm));
  if (!out) return;
  toll_buffer_str(out, " label ");
  add_number(out, low);
  if (high != low) toll_buffer_str(out, ".."), add_number(out, high);
  toll_buffer_str(out, f->given ? " read " : " read none");
  const int64_t read[] = {f->low, f->best, f->high};
  for (size_t i = 0; i < 3 && f->given; i++) {
    if (i) toll_buffer_str(out, "..");
    add_number(out, read[i]);
  }
  end_line(out, row->text);
}

static void tell_figures(struct score *s, unsigned part, const struct gold_row *row, const toll_document_tally *tally) {
  bool labelled;
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    struct gold_row one = {.low = TOLL_OPEN, .coded = row->coded};
    for (size_t i = 0; i < TOLL_HARM_COUNT; i++) one.labels[i] = i == harm ? row->labels[i] : TOLL_OPEN;
    if (!ledger_judge(&one, tally, &labelled))
      tell_figure(s, part, row, harm, row->labels[harm], row->labels[harm], &tally->of[harm]);
  }
  struct gold_row interval = {.low = row->low, .high = row->high, .coded = true};
  if (!ledger_judge(&interval, tally, &labelled))
    tell_figure(s, part, row, TOLL_KILLED, row->low, row->high, &tally->of[TOLL_KILLED]);
}

static void tell_claims(struct score *s, unsigned part, const struct gold_row *row, const toll_claims *found,
                        const struct pairing *pairs) {
  char harm[32];
  for (size_t i = 0; i < row->claim_count; i++) {
    const struct gold_claim *g = &row->claims[i];
    snprintf(harm, sizeof harm, "%.*s", (int)(g->harm.len < 31 ? g->harm.len : 31), g->harm.at);
    toll_buffer *out = pairs->found_of[i] < 0 ? error_line(s, part, "missed", row->id, harm) : NULL;
    if (!out) continue;
    toll_buffer_str(out, " ");
    add_number(out, g->value);
    end_line(out, g->quote);
  }
  for (size_t j = 0; j < found->count; j++) {
    const toll_claim *p = &found->items[j];
    toll_buffer *out = pairs->gold_of[j] == -1 ? error_line(s, part, "extra", row->id, toll_harm_name(p->harm)) : NULL;
    if (!out) continue;
    toll_buffer_str(out, " ");
    add_number(out, p->value);
    end_line(out, p->quote);
  }
}

/* ---- comparing ---- */

static toll_slice words_at(const toll_document_info *info, toll_span span) {
  size_t from = span.from < info->text.len ? span.from : info->text.len;
  size_t to = span.to < info->text.len ? span.to : info->text.len;
  return (toll_slice){info->text.at + from, to > from ? to - from : 0};
}

static void check_number(struct score *s, unsigned part, const struct gold_row *row, const toll_claim *p, int64_t n) {
  toll_slice words = words_at(toll_document_get(s->doc), p->count_span);
  s->parts[part]->spelled++;
  if (spelled_in(s->settings.pack, words, n)) return;
  s->parts[part]->unspelled++;
  add_line_text(&s->made_up, row->id);
  toll_buffer_str(&s->made_up, " ");
  toll_buffer_str(&s->made_up, p->id);
  toll_buffer_str(&s->made_up, " ");
  toll_buffer_str(&s->made_up, toll_harm_name(p->harm));
  toll_buffer_str(&s->made_up, " ");
  add_number(&s->made_up, n);
  end_line(&s->made_up, part == SCORE_SET_ASIDE ? TOLL_LIT("(set aside)") : words);
}

/* Every value that is not marked as derived must stand in its own words, and so
 * must the ends of a range. */
static void check_values(struct score *s, unsigned part, const struct gold_row *row, const toll_claims *found) {
  for (size_t i = 0; i < found->count; i++) {
    const toll_claim *p = &found->items[i];
    if (p->derived.at) continue;
    bool range = p->form == TOLL_BETWEEN;
    const int64_t numbers[] = {p->value, range ? p->low : TOLL_OPEN, range ? p->high : TOLL_OPEN};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
      if (numbers[k] != TOLL_OPEN) check_number(s, part, row, p, numbers[k]);
  }
}

static bool fields_right(const bool right[SCORE_FIELD_COUNT]) {
  return right[SCORE_VALUE] && right[SCORE_FORM] && right[SCORE_STATUS];
}

/* Adds the claims of a row; whether all were found, right, and none besides. */
static int compare_claims(struct score *s, unsigned part, const struct gold_row *row, const toll_claims *found,
                          bool *passed) {
  struct score_claims *sum = &s->parts[part]->claims;
  struct pairing pairs;
  if (match_claims(row, found, &s->row, &pairs) != 0) return TOLL_E_MEMORY;
  uint64_t strict = sum->strict, free_claims = 0;
  sum->rows++;
  sum->gold += row->claim_count;
  for (size_t j = 0; j < found->count; j++) {
    int32_t i = pairs.gold_of[j];
    if (i == PAIRING_OUT) continue;
    bool right[SCORE_FIELD_COUNT] = {0};
    for (unsigned f = 0; f < SCORE_FIELD_COUNT && i >= 0; f++) {
      right[f] = match_field(row, found, &pairs, (size_t)i, f, &s->row);
      sum->fields[f] += right[f];
    }
    sum->found++;
    sum->matched += i >= 0;
    free_claims += i < 0;
    sum->strict += i >= 0 && fields_right(right);
    curve_add(&s->parts[part]->curve, found->items[j].confidence, right[SCORE_VALUE] && right[SCORE_STATUS]);
  }
  *passed = free_claims == 0 && sum->strict - strict == row->claim_count;
  tell_claims(s, part, row, found, &pairs);
  return s->row.failed ? TOLL_E_MEMORY : 0;
}

static void tell_target(struct score *s, unsigned part, const struct gold_row *row, const struct gold_target *t) {
  bool dead = t->harms >> TOLL_KILLED & 1;
  toll_buffer *out = error_line(s, part, "missed", row->id, toll_harm_name(dead ? TOLL_KILLED : TOLL_WOUNDED));
  if (!out) return;
  toll_buffer_str(out, " ");
  add_number(out, t->value);
  end_line(out, row->text);
}

/* Adds the targets of a row; whether all were found. */
static bool compare_targets(struct score *s, unsigned part, const struct gold_row *row, const toll_claims *found) {
  struct score_targets *sum = &s->parts[part]->targets;
  bool all = true;
  for (size_t i = 0; i < row->target_count; i++) {
    const struct gold_target *t = &row->targets[i];
    bool hit = false, above = t->value > 1;
    for (size_t j = 0; j < found->count && !hit; j++)
      hit = found->items[j].value == t->value && (t->harms >> found->items[j].harm & 1);
    sum->all++;
    sum->found += hit;
    sum->above_one += above;
    sum->above_one_found += above && hit;
    all = all && hit;
    if (!hit) tell_target(s, part, row, t);
  }
  return all;
}

static struct score_phenomenon *phenomenon(struct score *s, toll_slice name) {
  for (size_t i = 0; i < s->phenomenon_count; i++) {
    toll_slice have = s->phenomena[i].name;
    if (have.len == name.len && memcmp(have.at, name.at, name.len) == 0) return &s->phenomena[i];
  }
  if (s->phenomenon_count == s->phenomenon_cap) {
    size_t cap = s->phenomenon_cap ? s->phenomenon_cap * 2 : 16;
    struct score_phenomenon *more = cap < SIZE_MAX / sizeof *more ? mem_resize(s->phenomena, cap * sizeof *more) : NULL;
    if (!more) return NULL;
    s->phenomena = more;
    s->phenomenon_cap = cap;
  }
  toll_slice copy = arena_copy(&s->keep, name);
  if (!copy.at) return NULL;
  s->phenomena[s->phenomenon_count] = (struct score_phenomenon){.name = copy};
  return &s->phenomena[s->phenomenon_count++];
}

static int count_phenomena(struct score *s, unsigned part, const struct gold_row *row, bool passed) {
  for (size_t i = 0; i < row->phenomenon_count; i++) {
    struct score_phenomenon *p = phenomenon(s, row->phenomena[i]);
    if (!p) return TOLL_E_MEMORY;
    p->rows[part]++;
    p->passed[part] += passed;
  }
  return 0;
}

static int compare_row(struct score *s, const struct gold_row *row, const toll_claims *found, toll_error *e) {
  toll_document_tally tally;
  uint64_t key;
  bool aside, labelled, passed = true;
  toll_slice id = toll_document_get(s->doc)->id; /* also where the row gives none */
  int code = score_is_aside(id, &aside, &key);
  if (code == 0) code = toll_tally_document(found, s->settings.profile, &tally);
  if (code != 0) return no_memory(e);
  unsigned part = aside && s->settings.set_aside ? SCORE_SET_ASIDE : SCORE_DEVELOPMENT;
  s->parts[part]->rows++;
  ledger_add(&s->ledger, key, part, row, &tally);
  check_values(s, part, row, found);
  tell_figures(s, part, row, &tally);
  if (row->has_claims) code = compare_claims(s, part, row, found, &passed);
  passed = compare_targets(s, part, row, found) && passed;
  passed = ledger_judge(row, &tally, &labelled) && passed;
  labelled = labelled || row->has_claims || row->target_count > 0;
  s->parts[part]->unlabelled += !labelled;
  if (code == 0 && labelled) code = count_phenomena(s, part, row, passed);
  bool failed = s->errors.failed || s->made_up.failed || s->ledger.entries.failed;
  return code != 0 || failed ? no_memory(e) : 0;
}

int score_row(struct score *s, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  struct gold_row row;
  toll_claims found = {0};
  toll_error local = {0};
  if (!e) e = &local;
  arena_reset(&s->row);
  int code = gold_read(line, &s->row, &s->gold, &row, e);
  if (code == 0) gold_record(&row, &s->record);
  if (code == 0 && s->record.failed) code = no_memory(e);
  if (code == 0) code = toll_document_from_bytes(s->doc, (toll_slice){s->record.at, s->record.len}, path, e);
  if (code == 0) code = toll_scan(s->scanner, s->doc, &found, e);
  if (code == 0) code = compare_row(s, &row, &found, e);
  if (code == 0) return 0;
  const char *message = e->message; /* where in the record it was helps nobody: the line is what the user has */
  code = toll_fail(e, e->code, message, path, 0);
  e->line = number;
  return code;
}

int score_finish(struct score *s, toll_error *e) {
  struct ledger_sums *sums[SCORE_PARTS];
  for (size_t i = 0; i < SCORE_PARTS; i++) sums[i] = &s->parts[i]->documents;
  return ledger_sum(&s->ledger, sums, &s->repeated) != 0 ? no_memory(e) : 0;
}
