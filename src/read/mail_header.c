/* A value is read in stretches: an encoded word, or what stands between two.  Each
 * is made bytes first and then text, by its character set; neighbouring words of
 * one set are joined before that, since many programs cut inside a character. */
#include "read/mail_header.h"

#include <string.h>

#include "base/bytes.h"
#include "read/mail_words.h"
#include "read/transfer.h"
#include "read/words.h"

/* ---- fields ---- */

static size_t line_end(toll_slice s, size_t at) {
  const char *end = memchr(s.at + at, '\n', s.len - at);
  return end ? (size_t)(end - s.at) + 1 : s.len;
}

/* Length of the field name at `at`, without the colon; 0 = none is there. */
static size_t name_length(toll_slice s, size_t at) {
  size_t i = at;
  while (i < s.len && s.at[i] > ' ' && s.at[i] < 127 && s.at[i] != ':') i++;
  return i < s.len && s.at[i] == ':' ? i - at : 0;
}

bool mail_field_next(toll_slice s, size_t *at, toll_slice *name, toll_slice *value) {
  size_t len = name_length(s, *at);
  if (len == 0) return false;
  size_t start = *at + len + 1, end = line_end(s, start);
  while (end < s.len && (s.at[end] == ' ' || s.at[end] == '\t')) end = line_end(s, end);
  *name = (toll_slice){s.at + *at, len};
  *value = slice_trim((toll_slice){s.at + start, end - start});
  *at = end;
  return true;
}

static size_t blank_line(toll_slice s, size_t at) {
  if (at < s.len && s.at[at] == '\n') return 1;
  return s.len - at >= 2 && s.at[at] == '\r' && s.at[at + 1] == '\n' ? 2 : 0;
}

void mail_header_read(struct mail_header *h, toll_slice message, size_t at, size_t end) {
  toll_slice name, value;
  *h = (struct mail_header){0};
  message.len = end;
  /* a separator that a program left in */
  if (end - at > 5 && (memcmp(message.at + at, "From ", 5) == 0 || memcmp(message.at + at, ">From", 5) == 0)) {
    at = line_end(message, at);
  }
  while (at < end && mail_field_next(message, &at, &name, &value)) {
    int field = mail_field_find(name);
    if (field >= 0 && field < MAIL_FIELDS && !h->of[field].at) h->of[field] = value;
  }
  h->end = at + blank_line(message, at);
}

/* ---- encoded words ---- */

struct encoded {
  toll_slice charset;
  size_t from, to, end; /* of the text, and where the word ends */
  bool base64;
};

/* "=?charset?Q?text?=" at `at`; RFC 2231 adds a language behind "*". */
static bool encoded_word(toll_slice s, size_t at, struct encoded *out) {
  if (s.len - at < 8 || s.at[at] != '=' || s.at[at + 1] != '?') return false;
  size_t i = at + 2, from = i;
  while (i < s.len && s.at[i] > ' ' && s.at[i] != '?' && i - from < 64) i++;
  if (s.len - i < 4 || s.at[i] != '?' || s.at[i + 2] != '?') return false;
  const char *star = memchr(s.at + from, '*', i - from);
  out->charset = (toll_slice){s.at + from, star ? (size_t)(star - s.at) - from : i - from};
  char how = byte_lower(s.at[i + 1]);
  if (how != 'q' && how != 'b') return false;
  out->base64 = how == 'b';
  out->from = i = i + 3;
  while (i + 1 < s.len && s.at[i] != '?' && s.at[i] != '\n') i++; /* blanks should not, but do stand in them */
  if (i + 1 >= s.len || s.at[i] != '?' || s.at[i + 1] != '=') return false;
  out->to = i;
  out->end = i + 2;
  return true;
}

struct reading {
  struct pieces *out;
  struct pieces bytes; /* of the stretch at hand */
  toll_slice charset;
  bool encoded;
  bool blank; /* stands before the next word */
  size_t blank_from, blank_to;
  uint32_t *repaired;
};

/* The stretch at hand becomes text. */
static void flush(struct reading *r) {
  enum toll_encoding encoding;
  toll_slice all = {r->bytes.text.at, r->bytes.text.len};
  if (all.len) {
    if (!transfer_charset(all, r->charset, &encoding)) encoding = TOLL_ENCODING_UTF8;
    transfer_text(r->out, &r->bytes, 0, all.len, encoding, r->repaired);
  }
  if (r->bytes.failed) r->out->failed = true;
  pieces_reset(&r->bytes);
}

/* A stretch of the kind begins, or goes on; the blank between them is written, but
 * not between two encoded words. */
static void begin(struct reading *r, bool encoded, toll_slice charset) {
  bool same = r->bytes.text.len && r->encoded == encoded && charset.len == r->charset.len &&
              (charset.len == 0 || memcmp(charset.at, r->charset.at, charset.len) == 0);
  bool join = r->encoded && encoded;
  if (!same) flush(r);
  if (r->blank && !join && (r->out->text.len || r->bytes.text.len)) {
    struct pieces *to = same ? &r->bytes : r->out;
    pieces_whole(to, " ", 1, r->blank_from, r->blank_to - r->blank_from);
  }
  r->blank = false;
  r->encoded = encoded;
  r->charset = charset;
}

static void take_blank(struct reading *r, size_t at) {
  if (!r->blank) r->blank_from = at;
  r->blank = true;
  r->blank_to = at + 1;
}

void mail_value(struct pieces *out, toll_slice message, toll_slice value, uint32_t *repaired) {
  struct reading r = {.out = out, .repaired = repaired};
  if (!value.len) return;
  size_t at = (size_t)(value.at - message.at);
  message.len = at + value.len;
  while (at < message.len && !out->failed) {
    struct encoded word;
    if (byte_blank(message.at[at])) {
      take_blank(&r, at++);
    } else if (encoded_word(message, at, &word)) {
      begin(&r, true, word.charset);
      transfer_word(&r.bytes, message, word.from, word.to, word.base64);
      at = word.end;
    } else {
      size_t start = at++;
      while (at < message.len && !byte_blank(message.at[at]) && message.at[at] != '=') at++;
      begin(&r, false, (toll_slice){0});
      pieces_linear(&r.bytes, message.at, start, at - start);
    }
  }
  flush(&r);
  pieces_free(&r.bytes);
}

toll_slice mail_string(struct arena *arena, toll_slice value) {
  struct pieces out = {0};
  uint32_t ignored = 0;
  mail_value(&out, value, value, &ignored);
  toll_slice copy = {0};
  toll_slice text = slice_trim((toll_slice){out.text.at, out.text.len});
  if (text.len) copy = arena_copy(arena, text);
  if (out.failed) arena->failed = true;
  pieces_free(&out);
  return copy;
}

/* ---- addresses ---- */

/* Where the quoted string or comment that begins at `at` ends. */
static size_t past_quoted(toll_slice s, size_t at) {
  char close = s.at[at] == '"' ? '"' : ')';
  for (size_t i = at + 1; i < s.len; i++) {
    if (s.at[i] == '\\')
      i++;
    else if (s.at[i] == close)
      return i + 1;
  }
  return s.len;
}

/* Without quotation marks and backslashes. */
static toll_slice unquoted(struct arena *arena, toll_slice s) {
  char *out = s.len ? arena_alloc(arena, s.len) : NULL;
  size_t n = 0;
  if (!out) return (toll_slice){0};
  for (size_t i = 0; i < s.len; i++) {
    if (s.at[i] == '"') continue;
    if (s.at[i] == '\\' && i + 1 < s.len) i++;
    out[n++] = s.at[i];
  }
  return (toll_slice){out, n};
}

/* The marks of the first mailbox: positions in the value, or its length. */
struct marks {
  size_t open, close; /* of "<…>" */
  size_t comment, comment_end;
  size_t start, end; /* of the mailbox: a group's name is before, a comma behind */
};

/* "[mailto:desk@example.org]" stands for "<desk@example.org>" in forwarded headers. */
static bool is_mailto(toll_slice s, size_t at) {
  return s.at[at] == '[' && slice_starts_nocase((toll_slice){s.at + at, s.len - at}, TOLL_LIT("[mailto:"));
}

static struct marks find_marks(toll_slice s) {
  struct marks m = {s.len, s.len, s.len, s.len, 0, s.len};
  for (size_t i = 0; i < s.len;) {
    char c = s.at[i];
    size_t next = c == '"' || c == '(' ? past_quoted(s, i) : i + 1;
    if (c == '(' && m.comment == s.len) m.comment = i, m.comment_end = next;
    bool opens = c == '<' || is_mailto(s, i), closes = c == '>' || c == ']';
    if (opens && m.open == s.len) m.open = i;
    if (closes && m.open < s.len && m.close == s.len) m.close = i;
    if (c == ':' && m.open == s.len) m.start = next; /* "group: first, second;" */
    bool over = (c == ',' || c == ';') && (m.open == s.len || m.close < s.len) && i > m.start;
    if (over) {
      m.end = i;
      break;
    }
    i = next;
  }
  return m;
}

static toll_slice part(toll_slice s, size_t from, size_t to) {
  return from < to && to <= s.len ? slice_trim((toll_slice){s.at + from, to - from}) : (toll_slice){0};
}

static bool is_address(toll_slice s) {
  return s.len >= 3 && s.len <= 320 && memchr(s.at, '@', s.len) && !memchr(s.at, ' ', s.len);
}

struct mailbox mail_mailbox(struct arena *arena, toll_slice value) {
  struct mailbox box = {0};
  struct marks m = find_marks(value);
  toll_slice address, name;
  if (m.open < m.end) {
    address = part(value, m.open + (is_mailto(value, m.open) ? 8 : 1), m.close);
    name = part(value, m.start, m.open);
  } else {
    address = part(value, m.start, m.comment < m.end ? m.comment : m.end);
    name = (toll_slice){0};
  }
  if (!name.len && m.comment < m.end) name = part(value, m.comment + 1, m.comment_end - 1);
  if (is_address(address)) box.address = mail_string(arena, address);
  if (!address.len || (!is_address(address) && !name.len)) name = part(value, m.start, m.open < m.end ? m.open : m.end);
  box.name = mail_string(arena, unquoted(arena, name));
  return box;
}

/* ---- parameters ---- */

toll_slice mail_token(toll_slice value) {
  const char *end = value.len ? memchr(value.at, ';', value.len) : NULL;
  if (end) value.len = (size_t)(end - value.at);
  return slice_trim(value);
}

/* One parameter "name=value" of those that follow at *at; false at the end. */
static bool next_parameter(toll_slice s, size_t *at, toll_slice *name, toll_slice *value) {
  size_t i = *at;
  while (i < s.len && s.at[i] != ';') i = s.at[i] == '"' ? past_quoted(s, i) : i + 1;
  if (i >= s.len) return false;
  size_t from = ++i;
  while (i < s.len && s.at[i] != '=' && s.at[i] != ';') i++;
  *name = slice_trim((toll_slice){s.at + from, i - from});
  *at = i;
  *value = (toll_slice){s.at + i, 0};
  if (i >= s.len || s.at[i] == ';') return true;
  from = ++i;
  while (i < s.len && byte_blank(s.at[i])) i++;
  bool quoted = i < s.len && s.at[i] == '"';
  if (quoted) i = past_quoted(s, i);
  while (i < s.len && s.at[i] != ';') i++;
  *value = slice_trim((toll_slice){s.at + from, i - from});
  *at = i;
  return true;
}

static int hex_value(char c) {
  if (byte_digit(c)) return c - '0';
  c = byte_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int hex_byte(char first, char second) {
  int high = hex_value(first), low = hex_value(second);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* "%D0%9F" undone in place. */
static size_t unpercent(char *at, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    int byte = at[i] == '%' && len - i > 2 ? hex_byte(at[i + 1], at[i + 2]) : -1;
    at[n++] = byte >= 0 ? (char)byte : at[i];
    if (byte >= 0) i += 2;
  }
  return n;
}

/* A parameter in the forms of RFC 2231: name*, name*0, name*0*. */
struct extended {
  char *bytes;
  size_t len;
  toll_slice charset;
  bool any;
};

/* The charset before the two quotation marks of the first piece is taken off. */
static toll_slice take_charset(struct extended *x, toll_slice value) {
  const char *first = memchr(value.at, '\'', value.len);
  const char *second = first ? memchr(first + 1, '\'', value.len - (size_t)(first + 1 - value.at)) : NULL;
  if (!second) return value;
  x->charset = (toll_slice){value.at, (size_t)(first - value.at)};
  size_t used = (size_t)(second + 1 - value.at);
  return (toll_slice){value.at + used, value.len - used};
}

static void add_extended(struct extended *x, struct arena *arena, toll_slice value, bool percent, bool first) {
  value = unquoted(arena, value);
  if (!value.at) return;
  if (percent && first) value = take_charset(x, value);
  char *copy = x->bytes + x->len;
  if (value.len) memcpy(copy, value.at, value.len);
  x->len += percent ? unpercent(copy, value.len) : value.len;
  x->any = true;
}

static toll_slice extended_text(struct arena *arena, const struct extended *x) {
  struct pieces bytes = {0}, text = {0};
  enum toll_encoding encoding;
  uint32_t ignored = 0;
  pieces_linear(&bytes, x->bytes, 0, x->len);
  toll_slice all = {bytes.text.at, bytes.text.len}, out = {0};
  if (all.len && transfer_charset(all, x->charset, &encoding)) {
    transfer_text(&text, &bytes, 0, all.len, encoding, &ignored);
    out = arena_copy(arena, (toll_slice){text.text.at, text.text.len});
  }
  if (bytes.failed || text.failed) arena->failed = true;
  pieces_free(&bytes);
  pieces_free(&text);
  return out;
}

toll_slice mail_parameter(struct arena *arena, toll_slice value, const char *wanted) {
  toll_slice want = {wanted, strlen(wanted)}, name, given;
  struct extended x = {.bytes = NULL};
  size_t at = 0;
  while (next_parameter(value, &at, &name, &given)) {
    if (slice_is_nocase(name, want)) return mail_string(arena, unquoted(arena, given));
    if (name.len <= want.len || name.at[want.len] != '*' || !slice_starts_nocase(name, want)) continue;
    if (!x.bytes) x.bytes = arena_alloc(arena, value.len);
    if (!x.bytes) return (toll_slice){0};
    bool numbered = name.len > want.len + 1 && byte_digit(name.at[want.len + 1]);
    add_extended(&x, arena, given, name.at[name.len - 1] == '*', !numbered || !x.any);
  }
  return x.any ? extended_text(arena, &x) : (toll_slice){0};
}
