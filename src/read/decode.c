/* One step function an encoding, and one for all that a table describes; everything else (making text, measuring it,
 * the way back) is a loop over steps. */
#include "read/decode.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "toll/error.h"

#define MARK_EVERY 512

/* One step: the code point at `at` and the raw bytes it takes (1..4, never more
 * than len); *bad where they are no text, the code point then is U+FFFD. */
typedef size_t step_function(const unsigned char *at, size_t len, uint32_t *cp, bool *bad);

static size_t step_utf8(const unsigned char *at, size_t len, uint32_t *cp, bool *bad) {
  size_t n = utf8_decode((const char *)at, len, cp);
  *bad = n == 0;
  return n ? n : utf8_bad_length((const char *)at, len);
}

static size_t step_utf16(const unsigned char *at, size_t len, unsigned high, uint32_t *cp, bool *bad) {
  *cp = UTF8_REPLACEMENT;
  *bad = true;
  if (len < 2) return len;
  uint32_t unit = (uint32_t)at[high] << 8 | at[1 - high];
  if (unit >= 0xd800 && unit < 0xdc00 && len >= 4) {
    uint32_t next = (uint32_t)at[2 + high] << 8 | at[3 - high];
    if (next < 0xdc00 || next > 0xdfff) return 2;
    *cp = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
    *bad = false;
    return 4;
  }
  if (unit >= 0xd800 && unit <= 0xdfff) return 2;
  *cp = unit;
  *bad = false;
  return 2;
}

static size_t step_utf16le(const unsigned char *at, size_t len, uint32_t *cp, bool *bad) {
  return step_utf16(at, len, 1, cp, bad);
}

static size_t step_utf16be(const unsigned char *at, size_t len, uint32_t *cp, bool *bad) {
  return step_utf16(at, len, 0, cp, bad);
}

/* A byte of a one-byte encoding. */
static size_t step_table(const uint16_t *table, unsigned char byte, uint32_t *cp, bool *bad) {
  uint32_t c = byte < 0x80 ? byte : table[byte - 0x80];
  *bad = c == 0 && byte != 0;
  *cp = *bad ? UTF8_REPLACEMENT : c;
  return 1;
}

static step_function *const steps[TOLL_ENCODING_COUNT] = {
    [TOLL_ENCODING_UTF8] = step_utf8,
    [TOLL_ENCODING_UTF16LE] = step_utf16le,
    [TOLL_ENCODING_UTF16BE] = step_utf16be,
};

size_t decode_step(enum toll_encoding encoding, const char *at, size_t len, uint32_t *cp, bool *bad) {
  const unsigned char *bytes = (const unsigned char *)at;
  const uint16_t *table = charset_table(encoding);
  return table ? step_table(table, *bytes, cp, bad) : steps[encoding](bytes, len, cp, bad);
}

/* Room for everything that raw can become: a byte is at most three (a sign of
 * windows-1252, U+FFFD for a bad byte), two bytes of UTF-16 likewise. */
static bool reserve(struct decoded *d, size_t raw_len) {
  size_t most = decode_length((toll_slice){d->raw.at + d->skip, raw_len}, d->encoding);
  if (d->out.cap < most + UTF8_MAX) {
    char *at = mem_resize(d->out.at, most + UTF8_MAX);
    if (!at) return false;
    d->out.at = at;
    d->out.cap = most + UTF8_MAX;
  }
  size_t marks = raw_len / MARK_EVERY + 2;
  if (d->cap < marks) {
    struct mark *items = mem_resize(d->marks, marks * sizeof *items);
    if (!items) return false;
    d->marks = items;
    d->cap = marks;
  }
  return true;
}

static void convert(struct decoded *d) {
  size_t due = d->skip, out = 0;
  for (size_t i = d->skip; i < d->raw.len;) {
    if (i >= due) {
      d->marks[d->count++] = (struct mark){(uint32_t)out, (uint32_t)i};
      due = i + MARK_EVERY;
    }
    uint32_t cp;
    bool bad;
    size_t n = decode_step(d->encoding, d->raw.at + i, d->raw.len - i, &cp, &bad);
    if (bad) d->repaired += (uint32_t)n;
    out += utf8_encode(cp, d->out.at + out);
    i += n;
  }
  d->out.len = out;
}

static void take_as_is(struct decoded *d, toll_slice raw, size_t skip, enum toll_encoding encoding) {
  d->encoding = encoding;
  d->raw = raw;
  d->skip = skip;
  d->repaired = 0;
  d->count = 0;
  d->identical = true;
  d->text = (toll_slice){raw.at + skip, raw.len - skip};
}

void decode_valid(struct decoded *d, toll_slice raw) {
  take_as_is(d, raw, 0, TOLL_ENCODING_UTF8);
}

int decode(struct decoded *d, toll_slice raw, size_t skip, enum toll_encoding encoding) {
  take_as_is(d, raw, skip, encoding);
  d->identical = encoding == TOLL_ENCODING_UTF8 && utf8_valid(d->text.at, d->text.len);
  if (d->identical) return 0;
  if (!reserve(d, raw.len - skip)) return TOLL_E_MEMORY;
  convert(d);
  d->text = (toll_slice){d->out.at, d->out.len};
  return 0;
}

void decoded_free(struct decoded *d) {
  toll_buffer_free(&d->out);
  mem_free(d->marks);
  *d = (struct decoded){0};
}

static size_t encoded_size(uint32_t cp) {
  return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
}

size_t decode_length(toll_slice raw, enum toll_encoding encoding) {
  size_t out = 0, i = encoding == TOLL_ENCODING_UTF8 ? utf8_valid_length(raw.at, raw.len) : 0;
  out = i;
  while (i < raw.len) {
    uint32_t cp;
    bool bad;
    i += decode_step(encoding, raw.at + i, raw.len - i, &cp, &bad);
    out += encoded_size(cp);
  }
  return out;
}

/* The raw position of the character that text offset `at` lies in, and where that character ends. */
static void locate(const struct decoded *d, size_t at, size_t *start, size_t *end) {
  size_t low = 0, high = d->count;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (d->marks[mid].text <= at)
      low = mid;
    else
      high = mid;
  }
  size_t raw = d->count ? d->marks[low].raw : d->skip, text = d->count ? d->marks[low].text : 0;
  *start = *end = raw;
  while (raw < d->raw.len && text <= at) {
    uint32_t cp;
    bool bad;
    *start = raw;
    raw += decode_step(d->encoding, d->raw.at + raw, d->raw.len - raw, &cp, &bad);
    text += encoded_size(cp);
    *end = raw;
  }
  if (text <= at) *start = *end;
}

void decoded_span(const struct decoded *d, size_t from, size_t to, size_t *raw_from, size_t *raw_to) {
  if (d->identical) {
    *raw_from = d->skip + from;
    *raw_to = d->skip + to;
    return;
  }
  size_t ignored;
  locate(d, from, raw_from, &ignored);
  if (to > from)
    locate(d, to - 1, &ignored, raw_to);
  else
    *raw_to = *raw_from;
}

size_t decode_prefix(toll_slice raw, enum toll_encoding encoding, char *out, size_t size) {
  size_t used = 0;
  for (size_t i = 0; i < raw.len && size - used >= UTF8_MAX;) {
    uint32_t cp;
    bool bad;
    i += decode_step(encoding, raw.at + i, raw.len - i, &cp, &bad);
    used += utf8_encode(cp, out + used);
  }
  return used;
}
