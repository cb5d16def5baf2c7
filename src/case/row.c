/* Words of the closed lists are stored as words, so that any SQLite client shows
 * them; a word that is none of the list means that the file is damaged. */
#include "case/row.h"

#include <string.h>

static const char *const formats[TOLL_FORMAT_COUNT] = {
    [TOLL_FORMAT_TEXT] = "text", [TOLL_FORMAT_HTML] = "html", [TOLL_FORMAT_JSONL] = "jsonl",
    [TOLL_FORMAT_PDF] = "pdf",   [TOLL_FORMAT_DOCX] = "docx", [TOLL_FORMAT_ODT] = "odt",
    [TOLL_FORMAT_MAIL] = "mail", [TOLL_FORMAT_FEED] = "feed"};

static const char *const encodings[TOLL_ENCODING_COUNT] = {
    [TOLL_ENCODING_UTF8] = "utf-8",
    [TOLL_ENCODING_UTF16LE] = "utf-16le",
    [TOLL_ENCODING_UTF16BE] = "utf-16be",
    [TOLL_ENCODING_WINDOWS_1252] = "windows-1252",
    [TOLL_ENCODING_WINDOWS_1251] = "windows-1251",
    [TOLL_ENCODING_WINDOWS_1250] = "windows-1250",
    [TOLL_ENCODING_WINDOWS_1253] = "windows-1253",
    [TOLL_ENCODING_WINDOWS_1254] = "windows-1254",
    [TOLL_ENCODING_WINDOWS_1255] = "windows-1255",
    [TOLL_ENCODING_WINDOWS_1256] = "windows-1256",
    [TOLL_ENCODING_WINDOWS_1257] = "windows-1257",
    [TOLL_ENCODING_ISO_8859_2] = "iso-8859-2",
    [TOLL_ENCODING_ISO_8859_5] = "iso-8859-5",
    [TOLL_ENCODING_KOI8_R] = "koi8-r",
    [TOLL_ENCODING_KOI8_U] = "koi8-u",
};

static int find(const char *const *list, size_t count, toll_slice name) {
  for (size_t i = 0; i < count; i++)
    if (list[i] && strlen(list[i]) == name.len && memcmp(list[i], name.at, name.len) == 0) return (int)i;
  return -1;
}

const char *row_format_name(unsigned format) {
  return format < TOLL_FORMAT_COUNT ? formats[format] : NULL;
}
const char *row_encoding_name(unsigned encoding) {
  return encoding < TOLL_ENCODING_COUNT ? encodings[encoding] : NULL;
}
int row_format_find(toll_slice name) {
  return find(formats, TOLL_FORMAT_COUNT, name);
}
int row_encoding_find(toll_slice name) {
  return find(encodings, TOLL_ENCODING_COUNT, name);
}

/* --- reading ------------------------------------------------------------ */

const char row_claim_columns[] =
    "c.claim, c.id, c.document, c.ordinal, c.quote, c.span_from, c.span_to, c.count_from, c.count_to, c.raw_from,"
    " c.raw_to, c.harm, c.unit, c.who, c.class, c.side, c.value, c.low, c.high, c.form, c.derived, c.scope, c.status,"
    " c.event, c.when_from, c.when_to, c.when_text, c.as_of, c.where_text, c.where_name, c.where_country,"
    " c.where_geonameid, c.held_responsible, c.claimant, c.confidence, c.rule, d.id, d.outlet, d.title, d.date_from,"
    " d.date_to, w.id, w.ordinal, e.id, c.circle, c.each, c.same, c.besides, c.later, c.series, c.occasion, c.sentence,"
    " c.page, c.box, m.mention, c.window_text, c.window_from, c.window_to, c.names, c.reckoned, c.revised";

/* The index of the word in column at, or a sign in *bad. */
static uint8_t get_word(sqlite3_stmt *s, int at, int (*find_word)(toll_slice), bool *bad) {
  toll_slice word = db_get_text(s, at);
  int index = word.at ? find_word(word) : -1;
  if (index < 0) *bad = true;
  return index < 0 ? 0 : (uint8_t)index;
}

static uint32_t get_u32(sqlite3_stmt *s, int at, bool *bad) {
  int64_t n = sqlite3_column_int64(s, at);
  if (n < 0 || n > UINT32_MAX) *bad = true;
  return (uint32_t)n;
}

static toll_span get_span(sqlite3_stmt *s, int at, bool *bad) {
  return (toll_span){get_u32(s, at, bad), get_u32(s, at + 1, bad)};
}

/* Reads ["child","woman"]. */
static uint32_t get_classes(toll_slice text, bool *bad) {
  uint32_t classes = 0;
  for (size_t at = 0; at < text.len; at++) {
    if (text.at[at] != '"') continue;
    const char *end = memchr(text.at + at + 1, '"', text.len - at - 1);
    size_t len = end ? (size_t)(end - text.at) - at - 1 : 0;
    int bit = end ? toll_class_find((toll_slice){text.at + at + 1, len}) : -1;
    if (bit < 0)
      *bad = true;
    else
      classes |= 1u << bit;
    at += len + 1;
  }
  return classes;
}

static int get_claimant(toll_case *c, int64_t row, struct arena *arena, const toll_claimant **out, toll_error *e) {
  *out = NULL;
  for (size_t depth = 0; row && depth < ROW_CHAIN; depth++) {
    sqlite3_stmt *s;
    int code = db_statement(c, Q_CLAIMANT_GET, &s, e);
    if (code) return code;
    db_put_int(s, 1, row);
    code = db_step(c, s, e);
    if (code <= 0) return code ? code : db_damaged(c, "the case file is damaged", "claimant", e);
    toll_claimant *who = ARENA_NEW(arena, toll_claimant);
    bool bad = false;
    if (who) {
      who->name = arena_copy(arena, db_get_text(s, 0));
      who->role = arena_copy(arena, db_get_text(s, 1));
      who->kind = get_word(s, 2, toll_kind_find, &bad);
      who->span = get_span(s, 3, &bad);
      who->cue = arena_copy(arena, db_get_text(s, 5));
      who->resolved = arena_copy(arena, db_get_text(s, 6));
      row = sqlite3_column_int64(s, 7);
    }
    sqlite3_reset(s);
    if (arena->failed) return db_memory(c, e);
    if (bad) return db_damaged(c, "the case file is damaged", "claimant", e);
    *out = who;
    out = &who->via;
  }
  return 0;
}

/* Room for one more label, in an array that doubles within the arena. */
static toll_label *grow_labels(struct arena *arena, const toll_label *old, size_t count) {
  toll_label *labels = ARENA_ARRAY(arena, count ? 2 * count : 4, toll_label);
  if (labels && count) memcpy(labels, old, count * sizeof *labels);
  return labels;
}

static int get_labels(toll_case *c, int64_t row, struct arena *arena, toll_claim *claim, toll_error *e) {
  toll_label *labels = NULL;
  size_t count = 0;
  bool bad = false;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LABEL_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, row);
  while ((code = db_step(c, s, e)) > 0) {
    bool full = count == 0 || (count >= 4 && (count & (count - 1)) == 0);
    if (full && !(labels = grow_labels(arena, labels, count))) break;
    labels[count].name = arena_copy(arena, db_get_text(s, 0));
    labels[count++].span = get_span(s, 1, &bad);
  }
  sqlite3_reset(s);
  if (code < 0) return code;
  if (arena->failed) return db_memory(c, e);
  claim->labels = labels;
  claim->label_count = count;
  return bad ? db_damaged(c, "the case file is damaged", "label", e) : 0;
}

static void get_numbers(sqlite3_stmt *s, toll_claim *claim, bool *bad) {
  claim->quote = db_get_text(s, 4);
  claim->span = get_span(s, 5, bad);
  claim->count_span = get_span(s, 7, bad);
  claim->harm = get_word(s, 11, toll_harm_find, bad);
  if (sqlite3_column_type(s, 12) != SQLITE_NULL) claim->unit = get_word(s, 12, toll_unit_find, bad);
  claim->who = db_get_text(s, 13);
  claim->classes = get_classes(db_get_text(s, 14), bad);
  claim->side = get_word(s, 15, toll_side_find, bad);
  claim->value = db_get_open(s, 16);
  claim->low = db_get_open(s, 17);
  claim->high = db_get_open(s, 18);
  claim->form = get_word(s, 19, toll_form_find, bad);
  claim->derived = db_get_text(s, 20);
  claim->scope = get_word(s, 21, toll_scope_find, bad);
  claim->status = get_word(s, 22, toll_status_find, bad);
  claim->event = get_u32(s, 23, bad);
}

static void get_setting(sqlite3_stmt *s, toll_claim *claim, bool *bad) {
  claim->when.from = db_get_day(s, 24, bad);
  claim->when.to = db_get_day(s, 25, bad);
  claim->when.text = db_get_text(s, 26);
  claim->as_of = db_get_day(s, 27, bad);
  claim->where.text = db_get_text(s, 28);
  claim->where.name = db_get_text(s, 29);
  toll_slice country = db_get_text(s, 30);
  if (country.len == 2) memcpy(claim->where.country, country.at, 2);
  claim->where.geonameid = sqlite3_column_int64(s, 31);
  claim->by = db_get_text(s, 32);
  claim->confidence = sqlite3_column_double(s, 34);
  claim->rule = db_get_text(s, 35);
}

/* Reads [["child","man"],["woman"]]; null: nobody is told one by one. */
static void get_each(toll_slice text, toll_claim *claim, bool *bad) {
  for (size_t at = 1; at < text.len && text.at[at] != ']'; at++) {
    const char *end = memchr(text.at + at, ']', text.len - at);
    if (!end || claim->each_count == TOLL_EACH) {
      *bad = true;
      return;
    }
    size_t len = (size_t)(end - text.at) - at;
    claim->each[claim->each_count++] = get_classes((toll_slice){text.at + at, len}, bad);
    at += len + 1; /* the comma, or the end */
    if (at < text.len && text.at[at] == ']') return;
  }
}

static void get_around(sqlite3_stmt *s, toll_case_claim *out, bool *bad) {
  toll_claim *claim = &out->claim;
  claim->circle = get_classes(db_get_text(s, 44), bad);
  get_each(db_get_text(s, 45), claim, bad);
  int64_t same = sqlite3_column_int64(s, 46), ordinal = same - out->number + out->ordinal;
  if (same && (ordinal < 0 || ordinal >= INT32_MAX)) *bad = true;
  if (same) claim->same = (uint32_t)ordinal + 1;
  claim->besides = (uint8_t)(sqlite3_column_int(s, 47) & 3);
  claim->later = sqlite3_column_int(s, 48) != 0;
  claim->series = (uint8_t)sqlite3_column_int(s, 49);
  claim->occasion = sqlite3_column_int(s, 50) != 0;
  claim->sentence = get_u32(s, 51, bad);
  out->page = get_u32(s, 52, bad);
  out->box = db_get_text(s, 53);
  out->mention = sqlite3_column_int64(s, 54);
  claim->window.text = db_get_text(s, 55);
  claim->window.from = db_get_day(s, 56, bad);
  claim->window.to = db_get_day(s, 57, bad);
  claim->names = db_get_text(s, 58);
  claim->reckoned = sqlite3_column_type(s, 59) == SQLITE_NULL ? TOLL_OPEN : sqlite3_column_int64(s, 59);
  claim->revised = sqlite3_column_int(s, 60) != 0;
}

int row_get_claim(toll_case *c, sqlite3_stmt *s, struct arena *arena, toll_case_claim *out, toll_error *e) {
  bool bad = false;
  *out = (toll_case_claim){.number = sqlite3_column_int64(s, 0), .document = sqlite3_column_int64(s, 2)};
  toll_slice id = db_get_text(s, 1), whole = db_get_text(s, 41);
  if (id.len >= sizeof out->claim.id || whole.len >= sizeof out->part_of)
    bad = true;
  else {
    memcpy(out->claim.id, id.at, id.len);
    if (whole.len) memcpy(out->part_of, whole.at, whole.len);
  }
  out->ordinal = get_u32(s, 3, &bad);
  get_numbers(s, &out->claim, &bad);
  get_setting(s, &out->claim, &bad);
  out->has_raw = sqlite3_column_type(s, 9) != SQLITE_NULL;
  out->raw_from = (uint64_t)sqlite3_column_int64(s, 9);
  out->raw_to = (uint64_t)sqlite3_column_int64(s, 10);
  out->doc = db_get_text(s, 36);
  out->outlet = db_get_text(s, 37);
  out->title = db_get_text(s, 38);
  out->published = db_get_day(s, 39, &bad);
  out->published_to = db_get_day(s, 40, &bad);
  out->claim.part_of = whole.at ? (int32_t)sqlite3_column_int64(s, 42) : -1;
  out->event = db_get_text(s, 43);
  get_around(s, out, &bad);
  if (bad) return db_damaged(c, "the case file is damaged", "a claim's row", e);
  int code = get_claimant(c, sqlite3_column_int64(s, 33), arena, &out->claim.claimant, e);
  return code ? code : get_labels(c, out->number, arena, &out->claim, e);
}
