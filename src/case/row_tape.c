/* A claim on a tape: its claimants, the claim, its labels. */
#include "case/row_tape.h"

#include <string.h>

#include "read/pages.h"

#define RECENT 32

/* Claimants of a window that were written lately, so that claims share them. */
struct recent {
  const toll_claimant *who[RECENT];
  int64_t row[RECENT];
  size_t next;
};

static int64_t find_recent(const struct recent *r, const toll_claimant *who) {
  for (size_t i = 0; i < RECENT; i++)
    if (r->who[i] == who) return r->row[i];
  return -1;
}

static void end_row(struct row_tape *t, enum tape_table table, size_t row) {
  tape_end(t->out, row);
  if (t->out->failed) return;
  toll_slice kept = tape_kept((toll_slice){t->out->at + row + 4, t->out->len - row - 4});
  sha256_add(&t->hashes[table], kept.at, kept.len);
}

static int64_t put_claimant(struct row_tape *t, const toll_claimant *who, int64_t via) {
  size_t row = tape_begin(t->out, TAPE_CLAIMANT);
  tape_row(t->out, t->claimants);
  tape_row(t->out, 0);
  tape_text(t->out, who->name.at ? who->name : TOLL_LIT(""));
  tape_text(t->out, who->role);
  tape_word(t->out, toll_kind_name(who->kind));
  tape_int(t->out, who->span.from);
  tape_int(t->out, who->span.to);
  tape_text(t->out, who->cue);
  tape_text(t->out, who->resolved);
  if (via >= 0)
    tape_row(t->out, via);
  else
    tape_null(t->out);
  end_row(t, TAPE_CLAIMANT, row);
  return t->claimants++;
}

/* Writes a chain from its far end, so that every row points to one before it; the
 * row of the one who gave the figure, or -1. */
static int64_t put_chain(struct row_tape *t, const toll_claimant *who, struct recent *recent) {
  const toll_claimant *chain[ROW_CHAIN];
  size_t depth = 0;
  int64_t row = -1;
  for (; who && depth < ROW_CHAIN; who = who->via) {
    if ((row = find_recent(recent, who)) >= 0) break;
    chain[depth++] = who;
  }
  while (depth-- > 0) {
    row = put_claimant(t, chain[depth], row);
    recent->who[recent->next % RECENT] = chain[depth];
    recent->row[recent->next++ % RECENT] = row;
  }
  return row;
}

static void put_labels(struct row_tape *t, const toll_claim *claim, int64_t number) {
  for (size_t i = 0; i < claim->label_count; i++) {
    size_t row = tape_begin(t->out, TAPE_LABEL);
    tape_row(t->out, number);
    tape_int(t->out, (int64_t)i);
    tape_text(t->out, claim->labels[i].name.at ? claim->labels[i].name : TOLL_LIT(""));
    tape_int(t->out, claim->labels[i].span.from);
    tape_int(t->out, claim->labels[i].span.to);
    end_row(t, TAPE_LABEL, row);
  }
}

void row_write_classes(uint32_t classes, toll_buffer *out) {
  const char *comma = "";
  toll_buffer_str(out, "[");
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    toll_buffer_str(out, comma);
    toll_buffer_str(out, "\"");
    toll_buffer_str(out, toll_class_name(bit));
    toll_buffer_str(out, "\"");
    comma = ",";
  }
  toll_buffer_str(out, "]");
}

static void put_classes(struct row_tape *t, uint32_t classes) {
  t->scratch.len = 0;
  row_write_classes(classes, &t->scratch);
  tape_text(t->out, (toll_slice){t->scratch.at, t->scratch.len});
}

/* Of people told one by one: [["child","man"],["woman"]]. */
static void put_each(struct row_tape *t, const toll_claim *claim) {
  t->scratch.len = 0;
  for (unsigned i = 0; i < claim->each_count; i++) {
    toll_buffer_str(&t->scratch, i ? "," : "[");
    row_write_classes(claim->each[i], &t->scratch);
  }
  toll_buffer_str(&t->scratch, "]");
  tape_text(t->out, (toll_slice){claim->each_count ? t->scratch.at : NULL, t->scratch.len});
}

static void put_figure(struct row_tape *t, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  tape_text(t->out, claim->quote.at ? claim->quote : TOLL_LIT(""));
  tape_int(t->out, claim->span.from);
  tape_int(t->out, claim->span.to);
  tape_int(t->out, claim->count_span.from);
  tape_int(t->out, claim->count_span.to);
  tape_open(t->out, row->has_raw ? (int64_t)row->raw_from : TOLL_OPEN);
  tape_open(t->out, row->has_raw ? (int64_t)row->raw_to : TOLL_OPEN);
  tape_word(t->out, toll_harm_name(claim->harm));
  tape_word(t->out, claim->unit ? toll_unit_name(claim->unit) : NULL);
  tape_text(t->out, claim->who);
  put_classes(t, claim->classes);
  tape_word(t->out, toll_side_name(claim->side));
  tape_open(t->out, claim->value);
  tape_open(t->out, claim->low);
  tape_open(t->out, claim->high);
  tape_word(t->out, toll_form_name(claim->form));
  tape_text(t->out, claim->derived);
  tape_word(t->out, toll_scope_name(claim->scope));
}

static void put_setting(struct row_tape *t, const toll_claim *claim) {
  tape_day(t->out, claim->when.from);
  tape_day(t->out, claim->when.to);
  tape_text(t->out, claim->when.text);
  tape_day(t->out, claim->as_of);
  tape_text(t->out, claim->where.text);
  tape_text(t->out, claim->where.name);
  tape_word(t->out, claim->where.country[0] ? claim->where.country : NULL);
  tape_open(t->out, claim->where.geonameid ? claim->where.geonameid : TOLL_OPEN);
  tape_text(t->out, claim->by);
}

/* What a tally asks of the words around a claim. */
static void put_around(struct row_tape *t, const toll_claim *claim) {
  put_classes(t, claim->circle);
  put_each(t, claim);
  if (claim->same)
    tape_row(t->out, t->before + claim->same - 1);
  else
    tape_null(t->out);
  tape_int(t->out, claim->besides);
  tape_int(t->out, claim->later);
  tape_int(t->out, claim->series);
  tape_int(t->out, claim->occasion);
  tape_open(t->out, claim->sentence ? (int64_t)claim->sentence : TOLL_OPEN);
  bool window = claim->window.text.len > 0;
  tape_text(t->out, window ? claim->window.text : (toll_slice){0});
  tape_day(t->out, window ? claim->window.from : TOLL_NO_DAY);
  tape_day(t->out, window ? claim->window.to : TOLL_NO_DAY);
  tape_text(t->out, claim->names);
  tape_open(t->out, claim->reckoned > 0 ? claim->reckoned : TOLL_OPEN);
  tape_int(t->out, claim->revised);
}

static void put_claim(struct row_tape *t, const toll_case_claim *claim, int64_t claimant) {
  size_t row = tape_begin(t->out, TAPE_CLAIM);
  tape_row(t->out, claim->number);
  tape_word(t->out, claim->claim.id);
  tape_row(t->out, 0);
  tape_int(t->out, claim->ordinal);
  put_figure(t, claim);
  if (claim->claim.part_of >= 0)
    tape_row(t->out, t->before + claim->claim.part_of);
  else
    tape_null(t->out);
  tape_word(t->out, toll_status_name(claim->claim.status));
  tape_int(t->out, claim->claim.event);
  put_setting(t, &claim->claim);
  if (claimant >= 0)
    tape_row(t->out, claimant);
  else
    tape_null(t->out);
  tape_real(t->out, claim->claim.confidence);
  tape_text(t->out, claim->claim.rule.at ? claim->claim.rule : TOLL_LIT(""));
  tape_open(t->out, claim->page ? (int64_t)claim->page : TOLL_OPEN);
  tape_text(t->out, claim->box);
  put_around(t, &claim->claim);
  end_row(t, TAPE_CLAIM, row);
}

/* Every index inside its list: what the caller must have seen to. */
static bool sound(const toll_claims *claims, const toll_claim *claim) {
  return claim->harm > 0 && claim->harm < TOLL_HARM_COUNT && claim->unit < TOLL_UNIT_COUNT &&
         claim->side < TOLL_SIDE_COUNT && claim->form < TOLL_FORM_COUNT && claim->scope < TOLL_SCOPE_COUNT &&
         claim->status < TOLL_STATUS_COUNT && claim->part_of >= -1 && claim->part_of < (int64_t)claims->count &&
         claim->same <= claims->count && claim->each_count <= TOLL_EACH &&
         (!claim->claimant || claim->claimant->kind < TOLL_KIND_COUNT);
}

static void hash_claim(struct row_tape *t, const toll_case_claim *row) {
  t->scratch.len = 0;
  toll_case_claim_json(row, &t->scratch);
  toll_buffer_str(&t->scratch, "\n");
  if (!t->scratch.failed) sha256_add(&t->claims_hash, t->scratch.at, t->scratch.len);
}

static void fill_row(const struct row_tape *t, const toll_document *doc, const toll_claims *claims, size_t i,
                     toll_case_claim *row, char room[BOX_FORMAT]) {
  const toll_claim *claim = &claims->items[i];
  *row = (toll_case_claim){.claim = *claim, .doc = toll_document_get(doc)->id};
  row->number = t->before + (int64_t)i;
  row->ordinal = (uint32_t)row->number;
  if (claim->part_of >= 0) memcpy(row->part_of, claims->items[claim->part_of].id, sizeof row->part_of);
  row->has_raw = toll_document_raw_span(doc, claim->count_span, &row->raw_from, &row->raw_to);
  double box[4];
  if (toll_document_box(doc, claim->count_span, &row->page, box)) row->box = box_format(box, room);
}

int row_tape_claims(struct row_tape *t, const toll_document *doc, const toll_claims *claims, toll_error *e) {
  struct recent recent = {0};
  for (size_t i = 0; i < claims->count; i++) {
    const toll_claim *claim = &claims->items[i];
    if (!sound(claims, claim)) return toll_fail(e, TOLL_E_USAGE, "a claim with a field outside its list", NULL, 0);
    toll_case_claim row;
    char box[BOX_FORMAT];
    fill_row(t, doc, claims, i, &row, box);
    put_claim(t, &row, put_chain(t, claim->claimant, &recent));
    put_labels(t, claim, row.number);
    hash_claim(t, &row);
  }
  t->before += (int64_t)claims->count;
  return t->out->failed || t->scratch.failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : 0;
}
