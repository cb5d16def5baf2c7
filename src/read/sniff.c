/* The order of the questions: known magic numbers, a byte-order mark, NULs (of
 * UTF-16 or of a binary), control bytes, then markup or JSON at the beginning,
 * and last the encoding.
 *
 * Among one-byte encodings the choice is made by neighbours.  In Western text a
 * letter beyond ASCII stands alone among ASCII letters ("médecin"); in Cyrillic
 * text such letters stand beside each other.  So: more pairs of high letters
 * than pairs of a high and an ASCII letter means windows-1251. */
#include "read/sniff.h"

#include <string.h>

#include "base/seek.h"
#include "base/utf8.h"
#include "base/bytes.h"
#include "read/charset.h"
#include "read/decode.h"
#include "read/html_lex.h"
#include "read/json.h"
#include "read/office.h"
#include "read/words.h"

#define PROBE ((size_t)65536)   /* bytes looked at for NULs */
#define CONTROLS ((size_t)8192) /* and for control bytes */

struct magic {
  toll_slice bytes;
  size_t at;
  const char *name;
};

#define MAGIC(literal, offset, name)                                                                                   \
  { {literal, sizeof(literal) - 1}, offset, name }

static const struct magic magics[] = {
    MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an old office document"),
    MAGIC("{\\rtf", 0, "an RTF document"),
    MAGIC("\x89PNG\r\n\x1a\n", 0, "a PNG picture"),
    MAGIC("\xff\xd8\xff", 0, "a JPEG picture"),
    MAGIC("GIF87a", 0, "a GIF picture"),
    MAGIC("GIF89a", 0, "a GIF picture"),
    MAGIC("II*\0", 0, "a TIFF picture"),
    MAGIC("MM\0*", 0, "a TIFF picture"),
    MAGIC("WEBPVP8", 8, "a WebP picture"),
    MAGIC("WAVEfmt ", 8, "a sound file"),
    MAGIC("AVI LIST", 8, "a film file"),
    MAGIC("ID3\3\0", 0, "a sound file"),
    MAGIC("ID3\4\0", 0, "a sound file"),
    MAGIC("OggS", 0, "a sound or film file"),
    MAGIC("ftyp", 4, "a film file"),
    MAGIC("\x1a\x45\xdf\xa3", 0, "a film file"),
    MAGIC("1AY&SY", 4, "a bzip2 file"),
    MAGIC("\xfd"
          "7zXZ",
          0, "an xz file"),
    MAGIC("7z\xbc\xaf\x27\x1c", 0, "a 7z archive"),
    MAGIC("Rar!\x1a\7", 0, "a RAR archive"),
    MAGIC("SQLite format 3", 0, "an SQLite database"),
    MAGIC("\x7f"
          "ELF",
          0, "a program"),
    MAGIC("\xca\xfe\xba\xbe", 0, "a program"),
    MAGIC("%!PS", 0, "a PostScript file"),
    MAGIC("\xff\xfe\0\0", 0, "text in UTF-32"),
    MAGIC("\0\0\xfe\xff", 0, "text in UTF-32"),
};

static int refuse(const char *what, const char *path, toll_error *e) {
  toll_fail(e, TOLL_E_BINARY, "not a text that is read yet", path, 0);
  toll_error_detail(e, what, strlen(what));
  return TOLL_E_BINARY;
}

static const char *magic_name(toll_slice head) {
  for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
    const struct magic *m = &magics[i];
    if (head.len >= m->at + m->bytes.len && memcmp(head.at + m->at, m->bytes.at, m->bytes.len) == 0) return m->name;
  }
  return NULL;
}

static bool take_mark(toll_slice head, struct kind *out) {
  static const struct {
    toll_slice mark;
    enum toll_encoding encoding;
  } marks[] = {
      {{"\xef\xbb\xbf", 3}, TOLL_ENCODING_UTF8},
      {{"\xff\xfe", 2}, TOLL_ENCODING_UTF16LE},
      {{"\xfe\xff", 2}, TOLL_ENCODING_UTF16BE},
  };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (head.len < marks[i].mark.len || memcmp(head.at, marks[i].mark.at, marks[i].mark.len) != 0) continue;
    out->encoding = marks[i].encoding;
    out->skip = marks[i].mark.len;
    return true;
  }
  return false;
}

static bool is_wide(enum toll_encoding encoding) {
  return encoding == TOLL_ENCODING_UTF16LE || encoding == TOLL_ENCODING_UTF16BE;
}

/* Whether the 16-bit units look like letters: nearly all from ASCII and one other row of Unicode. */
static bool few_rows(toll_slice probe, size_t high) {
  size_t rows[256] = {0}, most = 0, units = probe.len / 2;
  for (size_t i = 0; i < units; i++) rows[(unsigned char)probe.at[2 * i + high]]++;
  for (size_t i = 1; i < 256; i++)
    if (rows[i] > most) most = rows[i];
  return (rows[0] + most) * 10 >= units * 9;
}

/* NULs that all stand on one side of the byte pairs, and not only here and there, are UTF-16. */
static bool wide_by_nuls(toll_slice probe, enum toll_encoding *encoding, bool *any) {
  size_t nuls[2] = {0, 0};
  *any = memchr(probe.at, 0, probe.len) != NULL;
  if (!*any || probe.len < 4) return false;
  for (size_t i = 0; i < probe.len; i++)
    if (probe.at[i] == 0) nuls[i & 1]++;
  *encoding = nuls[1] ? TOLL_ENCODING_UTF16LE : TOLL_ENCODING_UTF16BE;
  if (nuls[0] && nuls[1]) return false;
  return (nuls[0] + nuls[1]) * 50 >= probe.len && few_rows(probe, nuls[1] ? 1 : 0);
}

static size_t count_controls(const char *at, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)at[i];
    n += (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1b) || c == 0x7f;
  }
  return n;
}

/* Whether one of sixteen bytes is such a control. */
static bool any_control(const char *at) {
  seek_block b = seek_load(at), good = seek_within(b, '\t', '\r') | seek_is(b, '\x1b');
  return seek_first((seek_within(b, 0, 0x1f) & ~good) | seek_is(b, 0x7f)) < SEEK_BLOCK;
}

static bool many_controls(toll_slice probe) {
  size_t n = 0, i = 0;
  if (probe.len > CONTROLS) probe.len = CONTROLS;
  for (; probe.len - i >= SEEK_BLOCK; i += SEEK_BLOCK)
    if (any_control(probe.at + i)) n += count_controls(probe.at + i, SEEK_BLOCK);
  n += count_controls(probe.at + i, probe.len - i);
  return n * 50 > probe.len + 100;
}

static bool letter_high(unsigned char c) {
  return c >= 0xc0 || c == 0xa8 || c == 0xb8;
}
static bool letter_low(unsigned char c) {
  return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static enum toll_encoding one_byte(toll_slice bytes) {
  size_t beside = 0, alone = 0;
  for (size_t i = 1; i < bytes.len; i++) {
    unsigned char a = (unsigned char)bytes.at[i - 1], b = (unsigned char)bytes.at[i];
    if (letter_high(a) && letter_high(b))
      beside++;
    else
      alone += (letter_high(a) && letter_low(b)) || (letter_low(a) && letter_high(b));
  }
  return beside > alone ? TOLL_ENCODING_WINDOWS_1251 : TOLL_ENCODING_WINDOWS_1252;
}

enum toll_encoding sniff_encoding(toll_slice bytes, bool *plain, bool *valid) {
  size_t sequences = 0, wrong = 0, ascii = utf8_ascii_length(bytes.at, bytes.len);
  *plain = ascii == bytes.len;
  *valid = *plain || utf8_valid(bytes.at + ascii, bytes.len - ascii);
  if (*valid) return TOLL_ENCODING_UTF8;
  for (size_t i = ascii; i < bytes.len;) {
    uint32_t cp;
    size_t n = utf8_decode(bytes.at + i, bytes.len - i, &cp);
    if (n == 0 && utf8_is_cut(bytes.at + i, bytes.len - i)) n = bytes.len - i; /* the probe's end, no fault */
    wrong += n == 0;
    sequences += n > 1;
    i += n ? n : 1;
  }
  if (wrong == 0 || sequences >= wrong * 2) return TOLL_ENCODING_UTF8;
  return one_byte(bytes);
}

/* Whether a line is a JSON object with members, or the start of one (cut at the
 * probe's end) that has a "text".  A whole object without one is a record too:
 * its line is then refused by name, and never scanned as if it were prose. */
static bool record_line(toll_slice line) {
  struct json j;
  json_start(&j, line);
  if (json_next(&j) != JSON_OBJECT) return false;
  bool text = false, any = false;
  for (;;) {
    enum json_event event = json_next(&j);
    if (event == JSON_OBJECT_END) return any && json_next(&j) == JSON_END;
    if (event == JSON_CUT) return text;
    if (event != JSON_KEY) return false;
    any = true;
    text = text || json_is(&j, TOLL_LIT("text"));
    event = json_skip(&j, json_next(&j));
    if (event == JSON_BAD) return false;
    if (event == JSON_CUT) return text;
  }
}

/* JSON lines: one of the first lines is a record (the very first may be damaged). */
static bool is_records(toll_slice head) {
  size_t at = 0;
  for (int tries = 0; tries < 3 && at < head.len; tries++) {
    while (at < head.len && byte_blank(head.at[at])) at++;
    if (at == head.len || head.at[at] != '{') return false;
    const char *end = memchr(head.at + at, '\n', head.len - at);
    size_t len = end ? (size_t)(end - head.at) - at : head.len - at;
    if (record_line((toll_slice){head.at + at, len})) return true;
    at += len;
  }
  return false;
}

/* What a page, or what it came with, says of its encoding is believed unless the bytes say otherwise:
 * what is valid UTF-8 beyond ASCII is no accident. */
static int said_encoding(toll_slice bytes, toll_slice name, const char *path, struct kind *out, toll_error *e) {
  enum toll_encoding seen = sniff_encoding(bytes, &out->plain, &out->valid), said;
  out->encoding = seen;
  if (seen == TOLL_ENCODING_UTF8 || !name.at) return 0;
  if (!charset_find(name, &said)) {
    toll_fail(e, TOLL_E_FORMAT, "a page in a character set that is not read yet", path, 0);
    toll_error_detail(e, name.at, name.len);
    return TOLL_E_FORMAT;
  }
  bool wide = is_wide(said); /* said in bytes that are none: as HTML has it, UTF-8 */
  if (said != TOLL_ENCODING_UTF8 && !wide) out->encoding = said;
  return 0;
}

static bool all_blank(toll_slice s) {
  for (size_t i = 0; i < s.len; i++)
    if (!byte_blank(s.at[i])) return false;
  return true;
}

static int narrow_format(toll_slice head, toll_slice charset, const char *path, struct kind *out, toll_error *e) {
  toll_slice body = {head.at + out->skip, head.len - out->skip};
  enum html_look look = html_looks(body);
  if (look == HTML_OTHER_XML) return refuse("an XML file that is no web page", path, e);
  if (look == HTML_YES) {
    out->format = TOLL_FORMAT_HTML;
    return out->skip ? 0 : said_encoding(head, charset.at ? charset : html_charset(head), path, out, e);
  }
  out->format = is_records(body) ? TOLL_FORMAT_JSONL : TOLL_FORMAT_TEXT;
  if (out->format == TOLL_FORMAT_JSONL)
    out->encoding = TOLL_ENCODING_UTF8; /* JSON is nothing else */
  else if (!out->skip)
    return said_encoding(body, charset, path, out, e);
  return 0;
}

static int wide_format(toll_slice head, const char *path, struct kind *out, toll_error *e) {
  char start[4096];
  toll_slice text = {start, decode_prefix((toll_slice){head.at + out->skip, head.len - out->skip}, out->encoding, start,
                                          sizeof start)};
  if (all_blank(text) && text.len < sizeof start - UTF8_MAX) {
    return toll_fail(e, TOLL_E_EMPTY, "nothing to read in this file", path, 0);
  }
  if (is_records(text)) return refuse("JSON lines in UTF-16", path, e);
  out->format = html_looks(text) == HTML_YES ? TOLL_FORMAT_HTML : TOLL_FORMAT_TEXT;
  return 0;
}

/* "%PDF-1.7" begins a PDF; some programs put other bytes before it, at most this many. */
#define BEFORE_PDF 1024

static bool is_pdf(toll_slice head) {
  static const char mark[] = "%PDF-";
  const size_t len = sizeof mark - 1;
  if (head.len > BEFORE_PDF + len + 1) head.len = BEFORE_PDF + len + 1;
  const char *at = head.len > len ? memmem(head.at, head.len, mark, len) : NULL;
  return at && at + len < head.at + head.len && byte_digit(at[len]);
}

int sniff(toll_slice head, toll_slice charset, const char *path, struct kind *out, toll_error *e) {
  *out = (struct kind){0};
  if (is_pdf(head)) {
    out->format = TOLL_FORMAT_PDF;
    return 0;
  }
  const char *name;
  if (office_looks(head, &out->format, &name)) return name ? refuse(name, path, e) : 0;
  name = magic_name(head);
  if (name) return refuse(name, path, e);
  bool marked = take_mark(head, out);
  toll_slice probe = {head.at, head.len < PROBE ? head.len : PROBE};
  if (marked && is_wide(out->encoding)) return wide_format(head, path, out, e);
  bool nuls = marked && memchr(probe.at, 0, probe.len);
  enum toll_encoding wide;
  if (!marked && wide_by_nuls(probe, &wide, &nuls)) {
    out->encoding = wide;
    return wide_format(head, path, out, e);
  }
  if (nuls || many_controls(probe)) return refuse("bytes that are no text", path, e);
  if (all_blank((toll_slice){head.at + out->skip, head.len - out->skip})) {
    return toll_fail(e, TOLL_E_EMPTY, "nothing to read in this file", path, 0);
  }
  return narrow_format(head, charset, path, out, e);
}
