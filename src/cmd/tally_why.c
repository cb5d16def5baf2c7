/* Every claim of a tally once, used or not, with the reason, the claim that the
 * reason speaks of, and the words. */
#include <string.h>

#include "casefile.h"
#include "figure.h"
#include "rows.h"
#include "tally_print.h"

#define ID_START 9 /* of a claim's id: enough for toll explain */

static const struct column columns[] = {
    {"claim", 0, false, false}, {"figure", 0, true, false}, {"says", 14, false, true},
    {"given", 0, false, false}, {"use", 18, false, true},   {"words", 24, false, true},
};

static void add_id(toll_buffer *b, const char *id) {
  toll_buffer_add(b, id, strlen(id) < ID_START ? strlen(id) : ID_START);
}

static void add_other(toll_buffer *b, const toll_case_claim *other) {
  if (!other) return;
  toll_buffer_str(b, ": ");
  add_id(b, other->claim.id);
  toll_buffer_str(b, ", ");
  figure_of(b, &other->claim, row_count_words(&other->claim));
}

/* Of nine methods: "used by range, latest"; where none uses it, the reason of the first. */
static bool add_methods(toll_buffer *b, const toll_tally_claim *claim) {
  const char *between = "used by ";
  bool any = false;
  for (size_t i = 0; toll_method_at(i); i++) {
    bool used = toll_reason_used(claim->reasons[i]);
    any |= used;
    if (!used) continue;
    toll_buffer_str(b, between);
    toll_buffer_str(b, toll_method_at(i)->name);
    between = ", ";
  }
  return any;
}

/* "used", "replaced by the same source: c01234567, 744"; returns whether it is used. */
static bool add_use(toll_buffer *b, const toll_tally_claim *claim) {
  bool used = toll_reason_used(claim->reason);
  if (claim->reasons && add_methods(b, claim)) {
    if (used) return true;
    toll_buffer_str(b, "; else ");
    used = true;
  }
  toll_buffer_str(b, toll_reason_text(claim->reason));
  add_other(b, claim->other);
  return used;
}

static void add_claim(struct printing *p, const toll_tally_claim *claim) {
  struct table *t = &p->table;
  toll_buffer use = {0}, b = {0};
  const toll_claim *c = &claim->row->claim;
  enum tone tone = add_use(&use, claim) ? TONE_PLAIN : TONE_DIM;
  add_id(&b, c->id);
  print_cell_of(t, &b, tone);
  figure_of(&b, c, row_count_words(c));
  print_cell_of(t, &b, tone);
  toll_slice writer = claim->row->outlet.len > 0 ? claim->row->outlet : labels_of(&p->labels, claim->row->doc);
  figure_claimant(&b, c->claimant, writer);
  print_cell_of(t, &b, tone);
  figure_days(&b, claim->given, claim->given);
  print_cell_of(t, &b, tone);
  print_cell_of(t, &use, tone);
  table_cell(t, c->quote, tone);
}

static void print_row(struct printing *p, const toll_tally_row *row) {
  toll_buffer *out = &p->out;
  toll_buffer_str(out, "  ");
  toll_buffer_str(out, term_tone(&p->term, TONE_BOLD));
  print_what(out, row);
  toll_buffer_str(out, ": ");
  toll_buffer_add(out, row->range.len ? row->range.at : "–", row->range.len ? row->range.len : strlen("–"));
  toll_buffer_str(out, term_tone(&p->term, TONE_PLAIN));
  if (row->derived.len) toll_buffer_str(out, "  = ");
  text_clean(out, row->derived);
  toll_buffer_str(out, "\n");
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++) add_claim(p, &row->figures[f].claims[i]);
  table_print(&p->table, &p->term, out);
  table_clear(&p->table);
  print_verdict(p, row);
  toll_buffer_str(out, "\n");
  casefile_print(out);
}

void print_why(struct printing *p, const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  p->table.columns = columns;
  p->table.column_count = sizeof columns / sizeof *columns;
  p->table.indent = 4;
  p->table.bare = false;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || rows[i].event != rows[i - 1].event) print_event_heading(p, rows[i].event);
    print_row(p, &rows[i]);
  }
}

/* --- for spreadsheets ---------------------------------------------------- */

static void csv_claim(toll_buffer *out, const toll_tally_row *row, const toll_tally_figure *figure,
                      const toll_tally_claim *claim) {
  csv_cell(out, true, row->event->id);
  csv_cell(out, false, row->event->name);
  csv_str(out, false, toll_harm_name(row->harm));
  csv_str(out, false, toll_unit_name(row->unit));
  csv_cell(out, false, row->group);
  const int64_t numbers[] = {row->low, row->best, row->high};
  for (size_t i = 0; i < 3; i++) csv_int(out, false, numbers[i]);
  csv_str(out, false, toll_grade_name(row->grade));
  const int64_t figures[] = {figure->value, figure->low, figure->high};
  for (size_t i = 0; i < 3; i++) csv_int(out, false, figures[i]);
  csv_str(out, false, toll_form_name(figure->form));
  csv_str(out, false, toll_reason_text(claim->reason));
  csv_int(out, false, claim->account);
  csv_cell(out, false, claim->claimant);
  csv_day(out, false, claim->given);
  csv_cell(out, false, claim->row->doc);
  csv_cell(out, false, claim->row->outlet);
  csv_str(out, false, claim->row->claim.id);
  csv_cell(out, false, claim->row->claim.quote);
  csv_str(out, false, claim->other ? claim->other->claim.id : "");
  csv_cell(out, false, figure->derived);
  csv_cell(out, false, row->window.text);
  for (size_t i = 0; claim->reasons && toll_method_at(i); i++) csv_str(out, false, toll_reason_text(claim->reasons[i]));
  csv_end(out);
}

void print_claims_csv(const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  toll_buffer out = {0};
  toll_buffer_str(&out, "event,name,harm,unit,group,low,best,high,grade,figure,figure_low,figure_high,form,use,account,"
                        "claimant,given,doc,outlet,claim,quote,other,derived,window");
  for (size_t i = 0; count && rows->results && toll_method_at(i); i++) csv_str(&out, false, toll_method_at(i)->name);
  csv_end(&out);
  for (size_t i = 0; i < count; i++)
    for (size_t f = 0; f < rows[i].figure_count; f++)
      for (size_t c = 0; c < rows[i].figures[f].count; c++)
        csv_claim(&out, &rows[i], &rows[i].figures[f], &rows[i].figures[f].claims[c]);
  casefile_print(&out);
  toll_buffer_free(&out);
}
