/* ODT: OpenDocument text, as LibreOffice saves it.
 *
 * The text is that of content.xml: headings and paragraphs, the rows of tables (a
 * line each, the cells parted by tabs), text boxes behind the paragraph that they
 * hang on, and at the end the notes.  What was deleted with changes tracked, comments,
 * and tables of contents are not read.  Headers and footers stand in another part. */
#include <string.h>

#include "read/office.h"

enum element {
  NONE,
  BODY,
  PARAGRAPH,
  HEADING,
  SPACE,
  TAB,
  BREAK,
  CELL,
  ROW,
  TABLE,
  BOX,
  NOTE,
  AWAY,
  STYLE,
  LETTERS,
  SPAN
};

#define TEXT ":xmlns:text:"
#define TABLES ":xmlns:table:"
#define DRAW ":xmlns:drawing:"
#define OFFICE ":xmlns:office:"
#define SVG ":xmlns:svg-compatible:"

static const struct xml_name names[] = {
    {OFFICE, "text", BODY},
    {TEXT, "p", PARAGRAPH},
    {TEXT, "h", HEADING},
    {TEXT, "span", SPAN},
    {TEXT, "s", SPACE},
    {":xmlns:style:", "style", STYLE},
    {":xmlns:style:", "text-properties", LETTERS},
    {TEXT, "tab", TAB},
    {TEXT, "line-break", BREAK},
    {TEXT, "soft-page-break", NONE},
    {TEXT, "note-body", NOTE},
    {TEXT, "note-citation", AWAY},
    {TEXT, "tracked-changes", AWAY},
    {TEXT, "table-of-content", AWAY},
    {TEXT, "alphabetical-index", AWAY},
    {TEXT, "ruby-text", AWAY},
    {TEXT, "hidden-text", AWAY},
    {TEXT, "hidden-paragraph", AWAY},
    {OFFICE, "annotation", AWAY},
    {OFFICE, "forms", AWAY},
    {TABLES, "table", TABLE},
    {TABLES, "table-row", ROW},
    {TABLES, "table-cell", CELL},
    {TABLES, "covered-table-cell", AWAY},
    {DRAW, "text-box", BOX},
    {DRAW, "object", AWAY},
    {SVG, "title", AWAY},
    {SVG, "desc", AWAY},
    {NULL, NULL, 0},
};

static const struct xml_name fact_names[] = {
    {"purl.org/dc/elements", "title", FACT_TITLE},
    {":xmlns:meta:", "initial-creator", FACT_AUTHOR},
    {"purl.org/dc/elements", "language", FACT_LANG},
    {NULL, NULL, 0},
};

#define RAISED_MAX 32 /* styles that are remembered */
#define STYLE_NAME 64

struct odt {
  struct prose prose;
  struct xml xml;
  unsigned body, paragraphs; /* open ones */
  bool heading_first;        /* the first words of the text stand in a heading */
  toll_span heading;
  char style[STYLE_NAME]; /* that is being told */
  char raised[RAISED_MAX][STYLE_NAME];
  size_t raised_count;
  uint32_t spans; /* open ones, the innermost the lowest bit: set where it is raised */
};

/* ---- raised letters ---- */

static void begin_style(struct odt *d, const char *name) {
  size_t len = name ? strlen(name) : 0;
  if (len >= STYLE_NAME) len = 0;
  if (len > 0) memcpy(d->style, name, len);
  d->style[len] = 0;
}

/* "super 58%", "33% 80%": how far above the line, and how large. */
static bool is_above(const char *position) {
  return position && (strncmp(position, "super", 5) == 0 || (position[0] >= '1' && position[0] <= '9'));
}

static void note_letters(struct odt *d, const char *position) {
  if (!d->style[0] || !is_above(position) || d->raised_count == RAISED_MAX) return;
  memcpy(d->raised[d->raised_count++], d->style, STYLE_NAME);
}

static bool is_raised(const struct odt *d, const char *style) {
  for (size_t i = 0; style && i < d->raised_count; i++)
    if (strcmp(style, d->raised[i]) == 0) return true;
  return false;
}

static void begin_span(struct odt *d, const char *style) {
  d->spans = d->spans << 1 | is_raised(d, style);
}

/* ---- the text ---- */

static void begin_paragraph(struct odt *d, bool heading) {
  d->paragraphs++;
  if (d->prose.body.text.len == 0) d->heading_first = heading;
}

static bool start(void *state, unsigned id, const char *const *attrs) {
  struct odt *d = state;
  struct prose *p = &d->prose;
  switch ((enum element)id) {
  case AWAY:
    return false;
  case BODY:
    d->body++;
    break;
  case PARAGRAPH:
  case HEADING:
    begin_paragraph(d, id == HEADING);
    break;
  case STYLE:
    begin_style(d, xml_attr(attrs, "name"));
    break;
  case LETTERS:
    note_letters(d, xml_attr(attrs, "text-position"));
    break;
  case SPAN:
    begin_span(d, xml_attr(attrs, "style-name"));
    break;
  case SPACE:
    prose_between(p, PROSE_BLANK);
    break;
  case TAB:
    prose_between(p, PROSE_CELL);
    break;
  case BREAK:
    prose_between(p, PROSE_LINE);
    break;
  case CELL:
    p->cells++;
    break;
  case BOX:
    prose_box_begin(p);
    break;
  case NOTE:
    prose_note_begin(p);
    break;
  default:
    break;
  }
  return true;
}

static void end_paragraph(struct odt *d, bool heading) {
  size_t len = d->prose.body.text.len;
  bool first = heading && d->heading_first && d->heading.to == 0 && d->prose.boxes + d->prose.note == 0;
  if (first && len > 0) d->heading = (toll_span){0, (uint32_t)len};
  d->paragraphs -= d->paragraphs > 0;
  prose_paragraph_end(&d->prose);
}

static void end(void *state, unsigned id) {
  struct odt *d = state;
  struct prose *p = &d->prose;
  switch ((enum element)id) {
  case STYLE:
    d->style[0] = 0;
    break;
  case SPAN:
    d->spans >>= 1;
    break;
  case BODY:
    d->body -= d->body > 0;
    break;
  case PARAGRAPH:
  case HEADING:
    end_paragraph(d, id == HEADING);
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
  struct odt *d = state;
  if (d->body == 0 || d->paragraphs == 0) return;
  if (d->spans & 1)
    prose_raised(&d->prose, words);
  else
    prose_words(&d->prose, words);
  if (d->prose.full) d->xml.stop = "this document holds more than 32 MiB of text";
}

int odt_parse(toll_document *doc, toll_error *e) {
  struct odt d = {.xml = {.names = names, .start = start, .end = end, .text = text, .state = &d}};
  struct office_facts facts = {0};
  int code = office_part(doc, TOLL_LIT("content.xml"), &d.xml, e);
  if (code == 0) code = holder_fail(doc, TOLL_E_FORMAT, "this OpenDocument text has no content.xml", 0, e);
  if (code > 0) code = office_read_facts(doc, TOLL_LIT("meta.xml"), fact_names, &facts, e);
  if (code >= 0) code = office_finish(doc, &d.prose, &facts, d.heading, e);
  prose_free(&d.prose);
  office_facts_free(&facts);
  return code;
}
