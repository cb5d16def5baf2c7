/* Reading the examples.  In rules a line is an example; in tests the lines of one
 * gather in a draft until its `=>` line closes it. */
#include "pack/example.h"

#include <string.h>

#include "base/alloc.h"
#include "pack/compile.h"
#include "pack/folder.h"
#include "pack/reading.h"

struct example_reader {
  struct line_reader lines;
  struct example_list *list;
  toll_slice lang;
  struct example draft;
  toll_buffer text; /* the draft's lines so far */
};

static int out_of_memory(const struct example_reader *r) {
  return line_fail_build(&r->lines, TOLL_E_MEMORY);
}

/* Copies into the list's arena; a slice that is not given stays so. */
static toll_slice keep(struct example_reader *r, toll_slice text) {
  return text.at ? arena_copy(&r->list->arena, text) : text;
}

/* Makes room for one more; the items move. */
static int widen(struct example_reader *r) {
  struct example_list *list = r->list;
  if (list->count < list->room) return TOLL_OK;
  size_t room = list->room ? list->room * 2 : 64;
  struct example *items = room > SIZE_MAX / sizeof *items ? NULL : mem_resize(list->items, room * sizeof *items);
  if (!items) return out_of_memory(r);
  list->items = items;
  list->room = room;
  return TOLL_OK;
}

/* Gives the draft its reading, moves it into the list and begins the next. */
static int close_draft(struct example_reader *r, toll_slice text, toll_slice reading) {
  struct example_claim claims[EXAMPLE_CLAIMS];
  struct example *x = &r->draft;
  reading = keep(r, reading);
  if (!reading.at) return out_of_memory(r);
  int code = reading_parse(&r->lines, reading, claims, &x->count);
  if (!code) code = widen(r);
  if (code) return code;
  struct example_claim *kept = ARENA_ARRAY(&r->list->arena, x->count + 1, struct example_claim);
  if (!kept) return out_of_memory(r);
  if (x->count > 0) memcpy(kept, claims, x->count * sizeof *kept);
  x->claims = kept;
  x->text = keep(r, text);
  if (r->list->arena.failed) return out_of_memory(r);
  r->list->items[r->list->count++] = *x;
  r->draft = (struct example){.file = x->file, .phenomenon = x->phenomenon, .rule = x->rule};
  r->text.len = 0;
  return TOLL_OK;
}

/* Splits "TEXT => READING" at the last arrow between blanks or at an end; false
 * when there is none. */
static bool split_arrow(toll_slice line, toll_slice *text, toll_slice *reading) {
  for (size_t i = line.len; i-- > 1;) {
    if (line.at[i - 1] != '=' || line.at[i] != '>') continue;
    bool before = i == 1 || line.at[i - 2] == ' ' || line.at[i - 2] == '\t';
    bool after = i + 1 == line.len || line.at[i + 1] == ' ' || line.at[i + 1] == '\t';
    if (!before || !after) continue;
    *text = line_trim((toll_slice){line.at, i - 1});
    *reading = line_trim((toll_slice){line.at + i + 1, line.len - i - 1});
    return true;
  }
  return false;
}

/* A reading that ends with `;` goes on on the next line. */
static int gather_reading(struct example_reader *r, toll_slice first, toll_buffer *whole) {
  toll_slice part = first;
  for (;;) {
    toll_buffer_add(whole, part.at, part.len);
    if (part.len == 0 || part.at[part.len - 1] != ';') break;
    toll_buffer_str(whole, " ");
    if (!lines_next(&r->lines, &part)) break;
  }
  return whole->failed ? out_of_memory(r) : TOLL_OK;
}

static int add_example(struct example_reader *r, toll_slice text, toll_slice first) {
  toll_buffer reading = {0};
  int code = gather_reading(r, first, &reading);
  if (!code) code = close_draft(r, text, (toll_slice){reading.at ? reading.at : "", reading.len});
  toll_buffer_free(&reading);
  return code;
}

/* ---- rules ---- */

static int begin_rule(struct example_reader *r, toll_slice name) {
  toll_buffer full = {0};
  toll_buffer_add(&full, r->lang.at, r->lang.len);
  toll_buffer_str(&full, "/");
  toll_buffer_add(&full, name.at, name.len);
  r->draft.rule = full.failed ? (toll_slice){NULL, 0} : keep(r, (toll_slice){full.at, full.len});
  toll_buffer_free(&full);
  return r->draft.rule.at ? TOLL_OK : out_of_memory(r);
}

static int read_rule_line(struct example_reader *r, toll_slice line) {
  toll_slice rest = line, word, text, reading;
  line_word(&rest, &word);
  if (line_is(word, "rule")) return begin_rule(r, line_trim(rest));
  if (!line_is(word, "+")) return TOLL_OK;
  if (!r->draft.rule.at) return line_fail(&r->lines, "a line before the first rule", word);
  rest = line_trim(rest);
  if (!split_arrow(rest, &text, &reading)) return line_fail(&r->lines, "an example without =>", rest);
  if (text.len == 0) return line_fail(&r->lines, "an example without a text", word);
  r->draft.line = r->lines.line;
  return add_example(r, text, reading);
}

/* ---- tests ---- */

/* `date`, `outlet` and `title` lines before the text; true when it was one. */
static bool read_header(struct example_reader *r, toll_slice line) {
  const struct {
    const char *name;
    toll_slice *value;
  } headers[] = {{"date", &r->draft.date}, {"outlet", &r->draft.outlet}, {"title", &r->draft.title}};
  toll_slice rest = line, word;
  if (r->text.len > 0) return false;
  line_word(&rest, &word);
  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
    if (!line_is(word, headers[i].name) || headers[i].value->at) continue;
    *headers[i].value = keep(r, line_trim(rest));
    if (r->draft.line == 0) r->draft.line = r->lines.line;
    return true;
  }
  return false;
}

static int read_heading(struct example_reader *r, toll_slice line) {
  if (r->text.len > 0 || r->draft.line) return line_fail(&r->lines, "a heading inside an example", line);
  r->draft.phenomenon = keep(r, line_trim((toll_slice){line.at + 2, line.len - 2}));
  if (r->list->arena.failed) return out_of_memory(r);
  return r->draft.phenomenon.len ? TOLL_OK : line_fail(&r->lines, "a heading without a name", line);
}

static int add_text(struct example_reader *r, toll_slice line) {
  if (r->draft.line == 0) r->draft.line = r->lines.line;
  if (r->text.len > 0) toll_buffer_str(&r->text, "\n");
  toll_buffer_add(&r->text, line.at, line.len);
  return r->text.failed ? out_of_memory(r) : TOLL_OK;
}

static int read_test_line(struct example_reader *r, toll_slice line) {
  toll_slice text, reading;
  if (line.len > 2 && line.at[0] == '=' && line.at[1] == '=') return read_heading(r, line);
  if (!r->draft.phenomenon.at) return line_fail(&r->lines, "an example before the first == heading", line);
  bool last = split_arrow(line, &text, &reading);
  if (!last) return read_header(r, line) ? TOLL_OK : add_text(r, line);
  int code = text.len > 0 ? add_text(r, text) : TOLL_OK;
  if (code) return code;
  if (r->text.len == 0) return line_fail(&r->lines, "an example without a text", line);
  return add_example(r, (toll_slice){r->text.at, r->text.len}, reading);
}

/* ---- files ---- */

typedef int line_taker(struct example_reader *r, toll_slice line);

static int read_lines(struct example_reader *r, const struct pack_file *file, line_taker *take, toll_error *e) {
  toll_slice line;
  toll_slice path = arena_copy(&r->list->arena, (toll_slice){file->path, strlen(file->path)});
  int code = lines_open(&r->lines, file, e);
  if (!code && !path.at) code = out_of_memory(r);
  r->draft = (struct example){.file = path.at};
  r->text.len = 0;
  while (!code && lines_next(&r->lines, &line)) code = take(r, line);
  if (code || (r->text.len == 0 && r->draft.line == 0)) return code;
  return line_fail(&r->lines, "an example without =>", (toll_slice){r->text.at, r->text.len});
}

int pack_examples_text(const struct pack_file *files, size_t count, struct example_list *list, toll_error *e) {
  struct example_reader r = {.list = list};
  int code = TOLL_OK;
  for (size_t i = 0; i < count && !code; i++)
    if (files[i].kind == PACK_FILE_META) code = pack_meta_lang(&files[i], &r.lang, e);
  for (size_t i = 0; i < count && !code; i++)
    if (files[i].kind == PACK_FILE_RULES) code = read_lines(&r, &files[i], read_rule_line, e);
  for (size_t i = 0; i < count && !code; i++)
    if (files[i].kind == PACK_FILE_TESTS) code = read_lines(&r, &files[i], read_test_line, e);
  toll_buffer_free(&r.text);
  return code;
}

int pack_examples_read(const char *path, struct example_list *list, toll_error *e) {
  struct folder folder = {0};
  int code = folder_read(&folder, path, e);
  if (!code) code = pack_examples_text(folder.files, folder.count, list, e);
  folder_free(&folder);
  return code;
}

void pack_examples_free(struct example_list *list) {
  arena_free(&list->arena);
  mem_free(list->items);
  *list = (struct example_list){0};
}

const struct example *pack_examples_next(const struct example_list *list, const struct example *before) {
  size_t i = before ? (size_t)(before - list->items) + 1 : 0;
  return i < list->count ? &list->items[i] : NULL;
}
