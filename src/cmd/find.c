/* toll find: documents of a case by their words. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "cmd.h"
#include "rows.h"

#define LIMIT 20 /* where none is given */
#define INDENT 2

/* The words of the command line as one query.  A word with blanks in it was quoted in
 * the shell: it is a phrase, unless it has quotation marks of its own. */
static void join_words(const struct settings *settings, toll_buffer *out) {
  for (size_t i = 1; i < settings->arg_count; i++) {
    const char *word = settings->args[i];
    bool phrase = strpbrk(word, " \t\n") && !strchr(word, '"');
    if (i > 1) toll_buffer_str(out, " ");
    if (phrase && *word == '-') toll_buffer_str(out, "-"), word++;
    if (phrase) toll_buffer_str(out, "\"");
    toll_buffer_str(out, word);
    if (phrase) toll_buffer_str(out, "\"");
  }
}

/* Fit for a terminal, and bold where it is a hit. */
static void add_stretch(const struct term *term, toll_buffer *out, toll_slice text, bool hit) {
  if (hit) toll_buffer_str(out, term_tone(term, TONE_BOLD));
  text_clean(out, text);
  if (hit) toll_buffer_str(out, term_tone(term, TONE_PLAIN));
}

static bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The stretches of [from, to) between which hits begin or end; *mark is the first mark that may matter. */
static void add_marked(const struct term *term, const toll_found *found, size_t from, size_t to, size_t *mark,
                       toll_buffer *out) {
  for (size_t end; from < to; from = end) {
    while (*mark < found->mark_count && found->marks[*mark].to <= from) ++*mark;
    const toll_span *next = *mark < found->mark_count ? &found->marks[*mark] : NULL;
    bool hit = next && next->from <= from;
    end = !next ? to : hit ? next->to : next->from;
    if (end > to) end = to;
    add_stretch(term, out, (toll_slice){found->excerpt.at + from, end - from}, hit);
  }
}

/* Lays the excerpt out in lines between words. */
static void add_excerpt(const struct term *term, const toll_found *found, toll_buffer *out) {
  size_t used = 0, mark = 0, width = term->width > 3 * INDENT ? term->width - INDENT : INDENT;
  toll_slice text = found->excerpt;
  for (size_t at = 0, to; at < text.len; at = to) {
    while (at < text.len && is_blank(text.at[at])) at++;
    for (to = at; to < text.len && !is_blank(text.at[to]);) to++;
    if (to == at) break;
    size_t columns = text_columns((toll_slice){text.at + at, to - at});
    bool fits = used > 0 && used + 1 + columns <= width;
    toll_buffer_str(out, fits ? " " : used ? "\n  " : "  ");
    used = fits ? used + 1 + columns : columns;
    add_marked(term, found, at, to, &mark, out);
  }
  toll_buffer_str(out, used ? "\n\n" : "\n");
}

static void add_lines(const struct term *term, const toll_found *found, toll_buffer *out) {
  const toll_case_source *s = &found->source;
  bool titled = s->title.len > 0;
  row_heading(term, titled ? s->title : s->id, s->outlet, s->from, s->to, titled ? s->id : s->title, out);
  add_excerpt(term, found, out);
}

static void add_text(toll_buffer *out, const char *key, toll_slice text) {
  toll_buffer_str(out, key);
  if (text.at)
    toll_buffer_json(out, text);
  else
    toll_buffer_str(out, "null");
}

static void add_day(toll_buffer *out, const char *key, toll_day day) {
  char text[11];
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  add_text(out, key, (toll_slice){day == TOLL_NO_DAY ? NULL : text, 10});
}

static void add_json(const toll_found *found, toll_buffer *out) {
  const toll_case_source *s = &found->source;
  add_text(out, "{\"doc\": ", s->id);
  add_text(out, ", \"path\": ", s->path);
  add_text(out, ", \"inner\": ", s->inner);
  add_text(out, ", \"outlet\": ", s->outlet);
  add_day(out, ", \"from\": ", s->from);
  add_day(out, ", \"to\": ", s->to);
  add_text(out, ", \"title\": ", s->title);
  add_text(out, ", \"excerpt\": ", found->excerpt);
  toll_buffer_str(out, ", \"hits\": [");
  for (size_t i = 0; i < found->mark_count; i++) {
    toll_span mark = found->marks[i];
    add_text(out, i ? ", " : "", (toll_slice){found->excerpt.at + mark.from, mark.to - mark.from});
  }
  toll_buffer_str(out, "]}\n");
}

static void add_csv(const toll_found *found, toll_buffer *out) {
  const toll_case_source *s = &found->source;
  csv_cell(out, true, s->id);
  csv_cell(out, false, s->path);
  csv_cell(out, false, s->inner);
  csv_cell(out, false, s->outlet);
  csv_day(out, false, s->from);
  csv_day(out, false, s->to);
  csv_cell(out, false, s->title);
  csv_cell(out, false, found->excerpt);
  csv_end(out);
}

static int print_found(toll_finding *finding, const char *format, toll_error *e) {
  struct term term = term_of(stdout);
  bool table = strcmp(format, "table") == 0, csv = strcmp(format, "csv") == 0;
  toll_buffer out = {0};
  toll_found found;
  int got;
  if (csv) toll_buffer_str(&out, "doc,path,inner,outlet,from,to,title,excerpt\r\n");
  while ((got = toll_finding_next(finding, &found, e)) > 0) {
    if (table)
      add_lines(&term, &found, &out);
    else if (csv)
      add_csv(&found, &out);
    else
      add_json(&found, &out);
    casefile_print(&out);
  }
  casefile_print(&out);
  toll_buffer_free(&out);
  return got;
}

/* Programs see an empty list; people are told, also of what is not shown. */
static void tell_rest(const char *path, size_t count, size_t limit, const char *format) {
  char line[96];
  if (strcmp(format, "table") != 0) return;
  if (count == 0) report(path, "no documents match", NULL);
  if (count <= limit) return;
  snprintf(line, sizeof line, "%zu documents match; the best %zu are shown (--limit)", count, limit);
  report(path, line, NULL);
}

static int run_find(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  toll_buffer query = {0};
  toll_finding *finding = NULL;
  size_t limit = settings->limit ? (size_t)settings->limit : LIMIT;
  int code = casefile_open(settings->args[0], TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  join_words(settings, &query);
  int got = query.failed ? toll_fail(&e, TOLL_E_MEMORY, "memory is out", NULL, 0)
                         : toll_case_find(file, (toll_slice){query.at, query.len}, limit, &finding, &e);
  if (got == 0) got = print_found(finding, settings->format, &e);
  if (got == 0) tell_rest(settings->args[0], toll_finding_count(finding), limit, settings->format);
  if (got < 0) code = casefile_code(&e);
  toll_finding_free(finding);
  toll_buffer_free(&query);
  toll_case_close(file);
  return code;
}

const struct verb verb_find = {
    .name = "find",
    .args = "CASE WORD...",
    .summary = "documents of a case by their words",
    .options = "limit format",
    .about = "Finds the documents whose text has all the words, and shows the words around them, the best\n"
             "match first. Letter case and diacritics are ignored. Words in quotes stand next to each\n"
             "other, the end of a word may be left open with *, and a word behind - must not occur.",
    .examples =
        "toll find baku.toll hospital curfew\tboth words\n"
        "toll find baku.toll 'health ministry' wound* -football\ta phrase, a beginning, and a word to do without\n"
        "toll find --format jsonl baku.toll curfew | jq -r .doc\tfor programs\n",
    .min_args = 2,
    .max_args = SIZE_MAX,
    .dashed = true,
    .run = run_find,
};
