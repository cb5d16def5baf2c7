/* Words of the closed lists are stored as words, so that any SQLite client shows
 * them; a word that is none of the list means that the file is damaged. */
#include "case/row.h"

#include <string.h>

#include "read/pages.h"

static const char *const formats[TOLL_FORMAT_COUNT] = {
    [TOLL_FORMAT_TEXT] = "text", [TOLL_FORMAT_HTML] = "html", [TOLL_FORMAT_JSONL] = "jsonl", [TOLL_FORMAT_PDF] = "pdf"};

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

/* --- writing ------------------------------------------------------------ */

#define CHAIN 32 /* longest chain of claimants that is followed */
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
  return 0;
}

static int put_claimant(toll_case *c, const toll_claimant *who, int64_t via, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CLAIMANT_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, ++c->last_claimant);
  db_put_int(s, 2, c->writing.document);
  db_put_text(s, 3, who->name.at ? who->name : TOLL_LIT(""));
  db_put_text(s, 4, who->role);
  db_put_word(s, 5, toll_kind_name(who->kind));
  db_put_int(s, 6, who->span.from);
  db_put_int(s, 7, who->span.to);
  db_put_text(s, 8, who->cue);
  db_put_text(s, 9, who->resolved);
  if (via) db_put_int(s, 10, via);
  return db_run(c, s, e);
}

/* Writes a chain from its far end, so that every row points to one before it. */
static int put_chain(toll_case *c, const toll_claimant *who, struct recent *recent, int64_t *row, toll_error *e) {
  const toll_claimant *chain[CHAIN];
  size_t depth = 0;
  *row = 0;
  for (; who && depth < CHAIN; who = who->via) {
    if ((*row = find_recent(recent, who)) != 0) break;
    chain[depth++] = who;
  }
  while (depth-- > 0) {
    int code = put_claimant(c, chain[depth], *row, e);
    if (code) return code;
    *row = c->last_claimant;
    recent->who[recent->next % RECENT] = chain[depth];
    recent->row[recent->next++ % RECENT] = *row;
  }
  return 0;
}

static int put_labels(toll_case *c, const toll_claim *claim, int64_t row, toll_error *e) {
  for (size_t i = 0; i < claim->label_count; i++) {
    sqlite3_stmt *s;
    int code = db_statement(c, Q_LABEL_PUT, &s, e);
    if (code) return code;
    db_put_int(s, 1, row);
    db_put_int(s, 2, (int64_t)i);
    db_put_text(s, 3, claim->labels[i].name.at ? claim->labels[i].name : TOLL_LIT(""));
    db_put_int(s, 4, claim->labels[i].span.from);
    db_put_int(s, 5, claim->labels[i].span.to);
    code = db_run(c, s, e);
    if (code) return code;
  }
  return 0;
}

static void write_classes(uint32_t classes, toll_buffer *out) {
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

static void bind_numbers(sqlite3_stmt *s, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  db_put_text(s, 5, claim->quote.at ? claim->quote : TOLL_LIT(""));
  db_put_int(s, 6, claim->span.from);
  db_put_int(s, 7, claim->span.to);
  db_put_int(s, 8, claim->count_span.from);
  db_put_int(s, 9, claim->count_span.to);
  if (row->has_raw) db_put_int(s, 10, (int64_t)row->raw_from);
  if (row->has_raw) db_put_int(s, 11, (int64_t)row->raw_to);
  db_put_word(s, 12, toll_harm_name(claim->harm));
  if (claim->unit) db_put_word(s, 13, toll_unit_name(claim->unit));
  db_put_text(s, 14, claim->who);
  db_put_word(s, 16, toll_side_name(claim->side));
  db_put_open(s, 17, claim->value);
  db_put_open(s, 18, claim->low);
  db_put_open(s, 19, claim->high);
  db_put_word(s, 20, toll_form_name(claim->form));
  db_put_text(s, 21, claim->derived);
  db_put_word(s, 22, toll_scope_name(claim->scope));
  db_put_word(s, 24, toll_status_name(claim->status));
  db_put_int(s, 25, claim->event);
}

static void bind_setting(sqlite3_stmt *s, const toll_claim *claim) {
  db_put_day(s, 26, claim->when.from);
  db_put_day(s, 27, claim->when.to);
  db_put_text(s, 28, claim->when.text);
  db_put_day(s, 29, claim->as_of);
  db_put_text(s, 30, claim->where.text);
  db_put_text(s, 31, claim->where.name);
  if (claim->where.country[0]) db_put_word(s, 32, claim->where.country);
  if (claim->where.geonameid) db_put_int(s, 33, claim->where.geonameid);
  db_put_text(s, 34, claim->by);
  sqlite3_bind_double(s, 36, claim->confidence);
  db_put_text(s, 37, claim->rule.at ? claim->rule : TOLL_LIT(""));
}

/* ["child"] or, of people told one by one, [["child","man"],["woman"]]. */
static void write_each(const toll_claim *claim, toll_buffer *out) {
  toll_buffer_str(out, "[");
  for (unsigned i = 0; i < claim->each_count && i < TOLL_EACH; i++) {
    if (i) toll_buffer_str(out, ",");
    write_classes(claim->each[i], out);
  }
  toll_buffer_str(out, "]");
}

/* What a tally asks of the words around a claim.  In the scratch lie the lists, one after the other. */
static void bind_around(sqlite3_stmt *s, const toll_claim *claim, int64_t first) {
  if (claim->same) db_put_int(s, 40, first + claim->same - 1);
  db_put_int(s, 41, claim->besides);
  db_put_int(s, 42, claim->later);
  db_put_int(s, 43, claim->series);
  db_put_int(s, 44, claim->occasion);
  if (claim->sentence) db_put_int(s, 45, claim->sentence);
  if (claim->window.text.len) {
    db_put_text(s, 46, claim->window.text);
    db_put_day(s, 47, claim->window.from);
    db_put_day(s, 48, claim->window.to);
  }
  db_put_text(s, 49, claim->names);
  if (claim->reckoned > 0) db_put_int(s, 50, claim->reckoned);
  db_put_int(s, 51, claim->revised);
}

static void bind_page(sqlite3_stmt *s, const toll_case_claim *row) {
  if (row->page) db_put_int(s, 52, row->page);
  db_put_text(s, 53, row->box);
}

static int put_claim(toll_case *c, const toll_case_claim *row, int64_t first, int64_t claimant, toll_error *e) {
  const toll_claim *claim = &row->claim;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CLAIM_PUT, &s, e);
  if (code) return code;
  c->scratch.len = 0;
  write_classes(claim->classes, &c->scratch);
  size_t circle = c->scratch.len;
  write_classes(claim->circle, &c->scratch);
  size_t each = c->scratch.len;
  write_each(claim, &c->scratch);
  if (c->scratch.failed) return db_memory(c, e);
  db_put_int(s, 1, row->number);
  db_put_word(s, 2, claim->id);
  db_put_int(s, 3, c->writing.document);
  db_put_int(s, 4, row->ordinal);
  bind_numbers(s, row);
  db_put_text(s, 15, (toll_slice){c->scratch.at, circle});
  db_put_text(s, 38, (toll_slice){c->scratch.at + circle, each - circle});
  if (claim->each_count) db_put_text(s, 39, (toll_slice){c->scratch.at + each, c->scratch.len - each});
  if (claim->part_of >= 0) db_put_int(s, 23, first + claim->part_of);
  bind_setting(s, claim);
  bind_around(s, claim, first);
  bind_page(s, row);
  if (claimant) db_put_int(s, 35, claimant);
  return db_run(c, s, e);
}

/* Every index inside its list: what the caller must have seen to. */
static bool sound(const toll_claims *claims, const toll_claim *claim) {
  return claim->harm > 0 && claim->harm < TOLL_HARM_COUNT && claim->unit < TOLL_UNIT_COUNT &&
         claim->side < TOLL_SIDE_COUNT && claim->form < TOLL_FORM_COUNT && claim->scope < TOLL_SCOPE_COUNT &&
         claim->status < TOLL_STATUS_COUNT && claim->part_of >= -1 && claim->part_of < (int64_t)claims->count &&
         claim->same <= claims->count && claim->each_count <= TOLL_EACH &&
         (!claim->claimant || claim->claimant->kind < TOLL_KIND_COUNT);
}

static int hash_claim(toll_case *c, const toll_case_claim *row, toll_error *e) {
  c->scratch.len = 0;
  toll_case_claim_json(row, &c->scratch);
  toll_buffer_str(&c->scratch, "\n");
  if (c->scratch.failed) return db_memory(c, e);
  sha256_add(&c->writing.claims_hash, c->scratch.at, c->scratch.len);
  return 0;
}

static void fill_row(const toll_case *c, const toll_document *doc, const toll_claims *claims, size_t i, int64_t first,
                     toll_case_claim *row, char room[BOX_FORMAT]) {
  const toll_document_info *info = toll_document_get(doc);
  const toll_claim *claim = &claims->items[i];
  *row = (toll_case_claim){.claim = *claim, .doc = info->id, .outlet = info->outlet, .title = info->title};
  row->number = first + (int64_t)i;
  row->ordinal = c->writing.claims + (uint32_t)i;
  row->document = c->writing.document;
  row->published = info->from;
  row->published_to = info->to;
  if (claim->part_of >= 0) memcpy(row->part_of, claims->items[claim->part_of].id, sizeof row->part_of);
  row->has_raw = toll_document_raw_span(doc, claim->count_span, &row->raw_from, &row->raw_to);
  double box[4];
  if (toll_document_box(doc, claim->count_span, &row->page, box)) row->box = box_format(box, room);
}

int row_put_claims(toll_case *c, const toll_document *doc, const toll_claims *claims, toll_error *e) {
  struct recent recent = {0};
  int64_t first = c->last_claim + 1;
  for (size_t i = 0; i < claims->count; i++) {
    const toll_claim *claim = &claims->items[i];
    if (!sound(claims, claim)) return toll_fail(e, TOLL_E_USAGE, "a claim with a field outside its list", NULL, 0);
    toll_case_claim row;
    int64_t claimant;
    char box[BOX_FORMAT];
    fill_row(c, doc, claims, i, first, &row, box);
    int code = put_chain(c, claim->claimant, &recent, &claimant, e);
    if (!code) code = put_claim(c, &row, first, claimant, e);
    if (!code) code = put_labels(c, claim, row.number, e);
    if (!code) code = hash_claim(c, &row, e);
    if (code) return code;
  }
  c->last_claim += (int64_t)claims->count;
  c->writing.claims += (uint32_t)claims->count;
  return 0;
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
  for (size_t depth = 0; row && depth < CHAIN; depth++) {
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
  claim->besides = sqlite3_column_int(s, 47) != 0;
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
