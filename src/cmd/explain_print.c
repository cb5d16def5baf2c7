/* A claim laid out for somebody who doubts it: the words first, then what was
 * made of them, then the fields. */
#include "explain_print.h"

#include <stdio.h>
#include <string.h>

#include "figure.h"
#include "rows.h"

#define CONTEXT_MAX 600 /* bytes of the text shown on either side of the quote */
#define MARKS_MAX 16

struct mark {
  toll_span span;
  toll_slice name;
  enum tone tone;
};

struct marks {
  struct mark items[MARKS_MAX];
  size_t count;
};

/* Words of the document by a span of its whole text; nothing where the span is in another window. */
static toll_slice words_at(const toll_document_info *info, toll_span span) {
  if (span.from < info->base || span.to < span.from || span.to - info->base > info->text.len)
    return (toll_slice){"", 0};
  return (toll_slice){info->text.at + (span.from - info->base), span.to - span.from};
}

static bool ends_sentence(const char *text, size_t at, size_t len) {
  if (text[at] == '\n' && at + 1 < len && text[at + 1] == '\n') return true;
  return strchr(".!?", text[at]) && (at + 1 == len || text[at + 1] == ' ' || text[at + 1] == '\n');
}

/* The quote with what stands around it in its sentence. */
static toll_span context_of(const toll_document_info *info, toll_span quote) {
  const char *text = info->text.at;
  size_t from = quote.from - info->base, to = quote.to - info->base, len = info->text.len;
  size_t least = from > CONTEXT_MAX ? from - CONTEXT_MAX : 0, most = len - to > CONTEXT_MAX ? to + CONTEXT_MAX : len;
  while (from > least && !ends_sentence(text, from - 1, len)) from--;
  if (to == 0 || !ends_sentence(text, to - 1, len)) {
    while (to < most && !ends_sentence(text, to, len)) to++;
    if (to < most) to++;
  }
  while (from > 0 && ((unsigned char)text[from] & 0xc0) == 0x80) from--;
  while (to < len && ((unsigned char)text[to] & 0xc0) == 0x80) to++;
  while (from < to && strchr(" \n\r\t", text[from])) from++;
  return (toll_span){info->base + (uint32_t)from, info->base + (uint32_t)to};
}

/* Marks never overlap: the first that claims a stretch keeps it. */
static void add_mark(struct marks *m, toll_span span, toll_slice name, enum tone tone) {
  if (m->count == MARKS_MAX || span.to <= span.from) return;
  for (size_t i = 0; i < m->count; i++)
    if (span.from < m->items[i].span.to && m->items[i].span.from < span.to) return;
  size_t at = m->count++;
  for (; at > 0 && m->items[at - 1].span.from > span.from; at--) m->items[at] = m->items[at - 1];
  m->items[at] = (struct mark){span, name, tone};
}

/* Of the steps only those that look at a few words; a frame spans its whole clause. */
static struct marks marks_of(const toll_claim *claim) {
  struct marks m = {.count = 0};
  add_mark(&m, claim->count_span, TOLL_LIT("figure"), TONE_A);
  if (claim->claimant) add_mark(&m, claim->claimant->span, TOLL_LIT("claimant"), TONE_B);
  for (size_t i = 0; i < claim->label_count; i++) add_mark(&m, claim->labels[i].span, TOLL_LIT("label"), TONE_D);
  for (size_t i = 0; i < claim->step_count; i++)
    if (claim->steps[i].span.to - claim->steps[i].span.from <= 60)
      add_mark(&m, claim->steps[i].span, claim->steps[i].name, TONE_C);
  return m;
}

static void print_mark(const struct term *term, const struct mark *mark, toll_slice words, toll_buffer *out) {
  toll_buffer_str(out, term->colour ? term_tone(term, mark->tone) : "[");
  text_clean(out, words);
  if (term->colour) {
    toll_buffer_str(out, term_tone(term, TONE_PLAIN));
    return;
  }
  toll_buffer_str(out, "|");
  toll_buffer_add(out, mark->name.at, mark->name.len);
  toll_buffer_str(out, "]");
}

/* Text between marks; its blanks at either end are kept, as one. */
static void print_plain(toll_slice words, toll_buffer *out) {
  if (words.len == 0) return;
  if (strchr(" \n\t\r", words.at[0])) toll_buffer_str(out, " ");
  text_clean(out, words);
}

static void print_sentence(const struct term *term, const toll_document_info *info, const toll_claim *claim,
                           toll_buffer *out) {
  struct marks m = marks_of(claim);
  toll_span context = context_of(info, claim->span);
  uint32_t at = context.from;
  toll_buffer_str(out, "  ");
  for (size_t i = 0; i < m.count; i++) {
    const struct mark *mark = &m.items[i];
    if (mark->span.from < at || mark->span.to > context.to) continue;
    print_plain(words_at(info, (toll_span){at, mark->span.from}), out);
    print_mark(term, mark, words_at(info, mark->span), out);
    at = mark->span.to;
  }
  print_plain(words_at(info, (toll_span){at, context.to}), out);
  toll_buffer_str(out, "\n\n");
}

static const struct column step_columns[] = {
    {"step", 0, false, false}, {"words", 20, false, true}, {"reading", 20, false, true}};

static void print_steps(const struct term *term, const toll_document_info *info, const toll_claim *claim,
                        toll_buffer *out) {
  struct table t = {.columns = step_columns, .column_count = 3, .indent = 2};
  for (size_t i = 0; i < claim->step_count; i++) {
    const toll_step *step = &claim->steps[i];
    table_cell(&t, step->name, TONE_BOLD);
    table_cell(&t, words_at(info, step->span), TONE_PLAIN);
    table_cell(&t, step->note, TONE_PLAIN);
  }
  table_print(&t, term, out);
  if (claim->step_count > 0) toll_buffer_str(out, "\n");
  table_free(&t);
}

static const struct column field_columns[] = {{"field", 0, false, false}, {"value", 20, false, true}};

static void field(struct table *t, const char *name, toll_buffer *value) {
  if (value->failed) t->text.failed = true;
  if (value->len > 0) {
    table_str(t, name, TONE_DIM);
    table_cell(t, (toll_slice){value->at, value->len}, TONE_PLAIN);
  }
  value->len = 0;
}

static void field_text(struct table *t, const char *name, toll_slice text, toll_buffer *b) {
  toll_buffer_add(b, text.at, text.len);
  field(t, name, b);
}

static void field_name(struct table *t, const char *name, const char *value, toll_buffer *b) {
  if (value) toll_buffer_str(b, value);
  field(t, name, b);
}

/* The term of the claim's field, and what it says in plain words. */
static void field_term(struct table *t, const char *name, const char *term, const char *plain, toll_buffer *b) {
  if (!term) return;
  toll_buffer_str(b, term);
  if (plain) {
    toll_buffer_str(b, " (");
    toll_buffer_str(b, plain);
    toll_buffer_str(b, ")");
  }
  field(t, name, b);
}

static void field_interval(struct table *t, const toll_claim *claim, toll_buffer *b) {
  if (claim->low == TOLL_OPEN && claim->high == TOLL_OPEN) {
    toll_buffer_str(b, "open at both ends");
  } else if (claim->low == claim->high) {
    figure_number(b, claim->low);
    toll_buffer_str(b, " and no other");
  } else if (claim->high == TOLL_OPEN) {
    figure_number(b, claim->low);
    toll_buffer_str(b, " or more");
  } else if (claim->low == TOLL_OPEN) {
    figure_number(b, claim->high);
    toll_buffer_str(b, " or fewer");
  } else {
    figure_number(b, claim->low);
    toll_buffer_str(b, " to ");
    figure_number(b, claim->high);
  }
  field(t, "low, high", b);
}

static const char *const unit_words[TOLL_UNIT_COUNT] = {
    [TOLL_PERSON] = "counts people", [TOLL_BODY] = "counts bodies", [TOLL_HOUSEHOLD] = "counts households or families"};

static const char *const form_words[TOLL_FORM_COUNT] = {
    [TOLL_EXACT] = "just so many",
    [TOLL_AT_LEAST] = "so many or more",
    [TOLL_MORE_THAN] = "more than so many",
    [TOLL_AT_MOST] = "so many or fewer",
    [TOLL_FEWER_THAN] = "fewer than so many",
    [TOLL_ABOUT] = "somewhere near",
    [TOLL_BETWEEN] = "two ends are given",
    [TOLL_VAGUE] = "words without a number",
};

static const char *const scope_words[TOLL_SCOPE_COUNT] = {[TOLL_TOTAL] = "all that its sentence speaks of",
                                                          [TOLL_ADDED] = "on top of an earlier figure",
                                                          [TOLL_PART] = "a part of a larger figure",
                                                          [TOLL_RATE] = "so many a day or the like"};

static const char *const status_words[TOLL_STATUS_COUNT] = {
    [TOLL_ASSERTED] = "somebody says it is so",
    [TOLL_DENIED] = "somebody says it is not so",
    [TOLL_UNCONFIRMED] = "passed on as not confirmed",
    [TOLL_HYPOTHETICAL] = "what might be or might have been",
    [TOLL_THREATENED] = "what somebody says will be done",
};

static void field_classes(struct table *t, const toll_claim *claim, toll_buffer *b) {
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(claim->classes >> bit & 1)) continue;
    if (b->len > 0) toll_buffer_str(b, ", ");
    toll_buffer_str(b, toll_class_name(bit));
  }
  field(t, "class", b);
}

static void field_part_of(struct table *t, const toll_claims *all, const toll_claim *claim, toll_buffer *b) {
  if (claim->part_of < 0 || (size_t)claim->part_of >= all->count) return;
  const toll_claim *whole = &all->items[claim->part_of];
  toll_buffer_str(b, whole->id);
  toll_buffer_str(b, " (");
  toll_buffer_add(b, whole->quote.at, whole->quote.len);
  toll_buffer_str(b, ")");
  field(t, "part of", b);
}

static void add_figure_fields(struct table *t, const toll_claims *all, const toll_claim *claim, toll_buffer *b) {
  field_name(t, "harm", toll_harm_name(claim->harm), b);
  field_term(t, "unit", toll_unit_name(claim->unit), unit_words[claim->unit], b);
  field_text(t, "who", claim->who, b);
  field_classes(t, claim, b);
  field_name(t, "side", toll_side_name(claim->side), b);
  if (claim->value != TOLL_OPEN) figure_number(b, claim->value);
  field(t, "value", b);
  field_interval(t, claim, b);
  field_term(t, "form", toll_form_name(claim->form), form_words[claim->form], b);
  field_text(t, "derived", claim->derived, b);
  field_term(t, "scope", toll_scope_name(claim->scope), scope_words[claim->scope], b);
  field_part_of(t, all, claim, b);
  field_term(t, "status", toll_status_name(claim->status), status_words[claim->status], b);
}

static void add_source_fields(struct table *t, const toll_document *doc, const toll_claim *claim, toll_buffer *b) {
  toll_buffer_int(b, claim->event);
  toll_buffer_str(b, claim->event == 1 ? " (the one that this document mainly reports)"
                                       : " (beside the document's main one)");
  field(t, "event", b);
  figure_days(b, claim->when.from, claim->when.to);
  field(t, "when", b);
  figure_days(b, claim->as_of, claim->as_of);
  field(t, "as of", b);
  field_text(t, "where", claim->where.name.at ? claim->where.name : claim->where.text, b);
  field_text(t, "by", claim->by, b);
  figure_claimant(b, claim->claimant, toll_document_get(doc)->outlet);
  field(t, "claimant", b);
  if (claim->claimant) field_text(t, "cue", claim->claimant->cue, b);
  row_labels(b, claim, ", ");
  field(t, "characterised", b);
  char text[64];
  snprintf(text, sizeof text, "%.2f", claim->confidence);
  field_term(t, "confidence", text, "0 to 1: how sure the reading is, not the figure", b);
  uint32_t page;
  double box[4];
  if (toll_document_box(doc, claim->count_span, &page, box)) {
    snprintf(text, sizeof text, "%u, %.0f points from the left and %.0f from the top", page, box[0], box[1]);
    field_name(t, "page", text, b);
  }
  uint64_t from, to;
  if (!toll_document_raw_span(doc, claim->count_span, &from, &to)) return;
  snprintf(text, sizeof text, "%llu to %llu", (unsigned long long)from, (unsigned long long)to);
  field_name(t, toll_document_get(doc)->inner.len > 0 ? "bytes in its member" : "bytes in the file", text, b);
}

static void print_fields(const struct term *term, const toll_document *doc, const toll_claims *all,
                         const toll_claim *claim, toll_buffer *out) {
  struct table t = {.columns = field_columns, .column_count = 2, .indent = 2, .bare = true};
  toll_buffer b = {0};
  add_figure_fields(&t, all, claim, &b);
  add_source_fields(&t, doc, claim, &b);
  table_print(&t, term, out);
  toll_buffer_free(&b);
  table_free(&t);
}

void explain_print(const struct term *term, const toll_document *doc, const toll_claims *all, const toll_claim *claim,
                   toll_buffer *out) {
  const toll_document_info *info = toll_document_get(doc);
  toll_buffer_str(out, term_tone(term, TONE_BOLD));
  toll_buffer_str(out, claim->id);
  toll_buffer_str(out, term_tone(term, TONE_PLAIN));
  toll_buffer_str(out, ", by rule ");
  toll_buffer_add(out, claim->rule.at, claim->rule.len);
  toll_buffer_str(out, " of the language pack");
  toll_buffer_str(out, "\n\n");
  print_sentence(term, info, claim, out);
  print_steps(term, info, claim, out);
  print_fields(term, doc, all, claim, out);
}
