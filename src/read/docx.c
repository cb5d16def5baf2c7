/* DOCX: Office Open XML, as word processors have saved it since 2007.
 *
 * The text is that of the main part: its paragraphs, the rows of its tables (a
 * line each, the cells parted by tabs), text boxes behind the paragraph that they
 * hang on, and at the end the notes.  What was deleted with changes tracked, what
 * was moved away, and what is hidden is not read; what was inserted is.  Headers,
 * footers and comments are other parts, and not read. */
#include <string.h>

#include "read/office.h"

enum element {
  NONE,
  PARAGRAPH,
  STYLE,
  RUN,
  TEXT,
  TAB,
  BREAK,
  HYPHEN,
  HIDDEN,
  CELL,
  ROW,
  TABLE,
  BOX,
  NOTE,
  AWAY,
  RAISED
};

#define W "/wordprocessingml/"

static const struct xml_name names[] = {
    {W, "p", PARAGRAPH},
    {W, "pStyle", STYLE},
    {W, "r", RUN},
    {W, "t", TEXT},
    {"/math", "t", TEXT},
    {W, "tab", TAB},
    {W, "ptab", TAB},
    {W, "br", BREAK},
    {W, "cr", BREAK},
    {W, "noBreakHyphen", HYPHEN},
    {W, "vanish", HIDDEN},
    {W, "vertAlign", RAISED},
    {W, "position", RAISED},
    {W, "tc", CELL},
    {W, "tr", ROW},
    {W, "tbl", TABLE},
    {W, "txbxContent", BOX},
    {W, "footnote", NOTE},
    {W, "endnote", NOTE},
    {W, "del", AWAY},
    {W, "moveFrom", AWAY},
    {W, "pPrChange", AWAY},
    {W, "rPrChange", AWAY},
    {W, "tabs", AWAY},                            /* stops, not tabs */
    {"/markup-compatibility/", "Fallback", AWAY}, /* says again what Choice says */
    {NULL, NULL, 0},
};

static const struct xml_name fact_names[] = {
    {"purl.org/dc/elements", "title", FACT_TITLE},
    {"purl.org/dc/elements", "creator", FACT_AUTHOR},
    {"purl.org/dc/elements", "language", FACT_LANG},
    {NULL, NULL, 0},
};

struct docx {
  struct prose prose;
  struct xml xml;
  bool text;        /* inside of words */
  bool hidden;      /* the run at hand is */
  bool raised;      /* above the line */
  size_t paragraph; /* where the one at hand begins in the body */
  bool titled;      /* its style is the title's */
  toll_span heading;
};

/* On, unless it says that it is not. */
static bool is_on(const char *const *attrs) {
  const char *value = xml_attr(attrs, "val");
  return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
}

/* "superscript", or so many half points above the line. */
static bool is_above(const char *value) {
  return value && (strcmp(value, "superscript") == 0 || (value[0] >= '1' && value[0] <= '9'));
}

/* Notes that are only the line above the notes. */
static bool is_rule(const char *const *attrs) {
  const char *type = xml_attr(attrs, "type");
  return type && strcmp(type, "normal") != 0;
}

static enum prose_gap break_gap(const char *const *attrs) {
  const char *type = xml_attr(attrs, "type");
  return type && strcmp(type, "textWrapping") != 0 ? PROSE_PARAGRAPH : PROSE_LINE;
}

static void begin_paragraph(struct docx *d) {
  d->paragraph = d->prose.body.text.len;
  d->titled = false;
}

static bool start(void *state, unsigned id, const char *const *attrs) {
  struct docx *d = state;
  struct prose *p = &d->prose;
  const char *style;
  switch ((enum element)id) {
  case AWAY:
    return false;
  case PARAGRAPH:
    if (p->boxes == 0) begin_paragraph(d);
    break;
  case STYLE:
    style = xml_attr(attrs, "val");
    d->titled = d->titled || (style && strcmp(style, "Title") == 0);
    break;
  case RUN:
    d->hidden = d->raised = false;
    break;
  case HIDDEN:
    d->hidden = is_on(attrs);
    break;
  case RAISED:
    d->raised = d->raised || is_above(xml_attr(attrs, "val"));
    break;
  case TEXT:
    d->text = !d->hidden;
    break;
  case TAB:
    prose_between(p, PROSE_CELL);
    break;
  case BREAK:
    prose_between(p, break_gap(attrs));
    break;
  case HYPHEN:
    if (!d->hidden) prose_words(p, TOLL_LIT("-"));
    break;
  case CELL:
    p->cells++;
    break;
  case BOX:
    prose_box_begin(p);
    break;
  case NOTE:
    if (is_rule(attrs)) return false;
    prose_note_begin(p);
    break;
  default:
    break;
  }
  return true;
}

static void end_paragraph(struct docx *d) {
  size_t end = d->prose.body.text.len;
  bool title = d->titled && d->heading.to == 0 && d->prose.boxes == 0 && d->prose.note == 0;
  if (title && end > d->paragraph) d->heading = (toll_span){(uint32_t)d->paragraph, (uint32_t)end};
  prose_paragraph_end(&d->prose);
}

static void end(void *state, unsigned id) {
  struct docx *d = state;
  struct prose *p = &d->prose;
  switch ((enum element)id) {
  case PARAGRAPH:
    end_paragraph(d);
    break;
  case TEXT:
    d->text = false;
    break;
  case RUN:
    d->hidden = d->raised = false;
    break;
  case CELL:
    p->cells -= p->cells > 0;
    prose_cell_end(p);
    break;
  case ROW:
    prose_between(p, PROSE_LINE);
    break;
  case TABLE:
    prose_between(p, PROSE_PARAGRAPH);
    break;
  case BOX:
    prose_box_end(p);
    break;
  case NOTE:
    prose_note_end(p);
    break;
  default:
    break;
  }
}

static void text(void *state, toll_slice words) {
  struct docx *d = state;
  if (!d->text) return;
  if (d->raised)
    prose_raised(&d->prose, words);
  else
    prose_words(&d->prose, words);
  if (d->prose.full) d->xml.stop = "this document holds more than 32 MiB of text";
}

/* ---- the package ---- */

/* Where the main part is: most often word/document.xml, but its name is free. */
struct relation {
  char target[256];
  size_t len;
};

static const struct xml_name relation_names[] = {{"/package/", "Relationship", 1}, {NULL, NULL, 0}};

static bool take_relation(void *state, unsigned id, const char *const *attrs) {
  static const char main_type[] = "/officeDocument";
  struct relation *r = state;
  const char *type = id ? xml_attr(attrs, "Type") : NULL, *target = id ? xml_attr(attrs, "Target") : NULL;
  if (!type || !target || r->len > 0) return true;
  size_t len = strlen(type), tail = sizeof main_type - 1;
  if (len < tail || strcmp(type + len - tail, main_type) != 0) return true;
  while (*target == '/') target++;
  len = strlen(target);
  if (len >= sizeof r->target) return true;
  memcpy(r->target, target, len);
  r->len = len;
  return true;
}

static void ignore_end(void *state, unsigned id) {
  (void)state, (void)id;
}
static void ignore_text(void *state, toll_slice words) {
  (void)state, (void)words;
}

static int find_main(const toll_document *doc, struct relation *r, toll_error *e) {
  struct xml x = {.names = relation_names, .start = take_relation, .end = ignore_end, .text = ignore_text, .state = r};
  int code = office_part(doc, TOLL_LIT("_rels/.rels"), &x, e);
  if (code < 0) return code;
  if (r->len == 0) {
    static const char usual[] = "word/document.xml";
    memcpy(r->target, usual, sizeof usual - 1);
    r->len = sizeof usual - 1;
  }
  return 0;
}

/* A part beside the main one. */
static int read_beside(const toll_document *doc, struct docx *d, const struct relation *main, const char *name,
                       toll_error *e) {
  char path[sizeof main->target + 32];
  size_t folder = main->len, len = strlen(name);
  while (folder > 0 && main->target[folder - 1] != '/') folder--;
  memcpy(path, main->target, folder);
  memcpy(path + folder, name, len);
  return office_part(doc, (toll_slice){path, folder + len}, &d->xml, e);
}

static int fail_other(const toll_document *doc, const struct relation *r, toll_error *e) {
  holder_fail(doc, TOLL_E_BINARY, "not a text that is read yet", 0, e);
  static const char *const kinds[][2] = {{"xl/", "a spreadsheet"}, {"ppt/", "a presentation"}, {"visio/", "a drawing"}};
  const char *kind = "an office file without a text";
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (r->len > strlen(kinds[i][0]) && memcmp(r->target, kinds[i][0], strlen(kinds[i][0])) == 0) kind = kinds[i][1];
  toll_error_detail(e, kind, strlen(kind));
  return TOLL_E_BINARY;
}

static int read_parts(toll_document *doc, struct docx *d, struct office_facts *facts, toll_error *e) {
  struct relation main = {.len = 0};
  int code = find_main(doc, &main, e);
  if (code < 0) return code;
  if (memcmp(main.target, "xl/", 3) == 0 || memcmp(main.target, "ppt/", 4) == 0) return fail_other(doc, &main, e);
  code = office_part(doc, (toll_slice){main.target, main.len}, &d->xml, e);
  if (code == 0) return fail_other(doc, &main, e);
  if (code > 0) code = read_beside(doc, d, &main, "footnotes.xml", e);
  if (code >= 0) code = read_beside(doc, d, &main, "endnotes.xml", e);
  if (code >= 0) code = office_read_facts(doc, TOLL_LIT("docProps/core.xml"), fact_names, facts, e);
  return code;
}

int docx_parse(toll_document *doc, toll_error *e) {
  struct docx d = {.xml = {.names = names, .start = start, .end = end, .text = text, .state = &d}};
  struct office_facts facts = {0};
  int code = read_parts(doc, &d, &facts, e);
  if (code >= 0) code = office_finish(doc, &d.prose, &facts, d.heading, e);
  prose_free(&d.prose);
  office_facts_free(&facts);
  return code;
}
