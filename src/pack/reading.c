/* A reading is claims parted by `;`, a claim is words parted by blanks, a word
 * may have its value in double quotes.  One table says how each key's value is
 * read. */
#include "pack/reading.h"

#include <string.h>

#include "pack/feature.h"

typedef int value_reader(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out);

static bool is_null(toll_slice text) {
  return line_is(text, "-");
}

static int read_number(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  (void)key;
  out->number = TOLL_OPEN;
  if (is_null(text) || line_int(text, &out->number)) return TOLL_OK;
  return line_fail(lines, "not an integer", text);
}

/* The value of the claim that this one is part of; `?` where that is null. */
static int read_parent(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  out->number = EXAMPLE_UNKNOWN;
  return line_is(text, "?") ? TOLL_OK : read_number(lines, key, text, out);
}

static int read_text(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  (void)lines, (void)key;
  out->text = is_null(text) ? (toll_slice){NULL, 0} : text;
  return TOLL_OK;
}

static int read_classes(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  (void)key;
  out->number = 0;
  if (is_null(text)) return TOLL_OK;
  while (text.at) {
    toll_slice name = line_cut(text, ',', &text);
    int bit = toll_class_find(name);
    if (bit < 0) return line_fail_near(lines, "unknown class", name, closed_list_nearest(LIST_CLASS, name));
    out->number |= (int64_t)1 << bit;
  }
  return TOLL_OK;
}

/* A date, a month or a year, or two of them around `..`. */
static int read_days(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  (void)key;
  out->days.from = out->days.to = TOLL_NO_DAY;
  if (is_null(text)) return TOLL_OK;
  const char *dots = memmem(text.at, text.len, "..", 2);
  toll_slice first = {text.at, dots ? (size_t)(dots - text.at) : text.len}, second = first;
  if (dots) second = (toll_slice){dots + 2, text.len - first.len - 2};
  toll_day unused;
  bool good = toll_day_read(first, &out->days.from, &unused) == 0;
  good = good && toll_day_read(second, &unused, &out->days.to) == 0;
  return good && out->days.from <= out->days.to ? TOLL_OK : line_fail(lines, "not a date or FROM..TO", text);
}

static int read_choice(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out);

static const struct reading_key {
  const char *name;
  value_reader *read;
  enum closed_id list; /* for read_choice */
} keys[EXAMPLE_KEYS] = {
    [EXAMPLE_LOW] = {.name = "low", .read = read_number},
    [EXAMPLE_HIGH] = {.name = "high", .read = read_number},
    [EXAMPLE_FORM] = {"form", read_choice, LIST_FORM},
    [EXAMPLE_UNIT] = {"unit", read_choice, LIST_UNIT},
    [EXAMPLE_WHO] = {.name = "who", .read = read_text},
    [EXAMPLE_CLASS] = {.name = "class", .read = read_classes},
    [EXAMPLE_SIDE] = {"side", read_choice, LIST_SIDE},
    [EXAMPLE_SCOPE] = {"scope", read_choice, LIST_SCOPE},
    [EXAMPLE_STATUS] = {"status", read_choice, LIST_STATUS},
    [EXAMPLE_EVENT] = {.name = "event", .read = read_number},
    [EXAMPLE_PART_OF] = {.name = "part_of", .read = read_parent},
    [EXAMPLE_CLAIMANT] = {.name = "claimant", .read = read_text},
    [EXAMPLE_RESOLVED] = {.name = "resolved", .read = read_text},
    [EXAMPLE_ROLE] = {.name = "role", .read = read_text},
    [EXAMPLE_KIND] = {"kind", read_choice, LIST_KIND},
    [EXAMPLE_VIA] = {.name = "via", .read = read_text},
    [EXAMPLE_BY] = {.name = "by", .read = read_text},
    [EXAMPLE_WHEN] = {.name = "when", .read = read_days},
    [EXAMPLE_WHERE] = {.name = "where", .read = read_text},
    [EXAMPLE_DERIVED] = {.name = "derived", .read = read_text},
    [EXAMPLE_LABEL] = {.name = "label", .read = read_text},
    [EXAMPLE_COUNT] = {.name = "count", .read = read_text},
    [EXAMPLE_AS_OF] = {.name = "as_of", .read = read_days},
};

const char *example_key_name(unsigned key) {
  return key < EXAMPLE_KEYS ? keys[key].name : NULL;
}

static int read_choice(const struct line_reader *lines, unsigned key, toll_slice text, union example_value *out) {
  int index = closed_list_of(keys[key].list)->find(text);
  if (index < 0) return line_fail_near(lines, "unknown value", text, closed_list_nearest(keys[key].list, text));
  out->number = index;
  return TOLL_OK;
}

/* ---- words ---- */

/* Takes the next word; blanks and `;` inside double quotes belong to it.  A `;`
 * outside is a word of its own.  Returns false at the end. */
static bool next_word(toll_slice *rest, toll_slice *word) {
  *rest = line_trim(*rest);
  bool quoted = false;
  size_t len = 0;
  for (; len < rest->len; len++) {
    char c = rest->at[len];
    if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == ' ' || c == '\t' || c == '\n'))
      break;
    else if (!quoted && c == ';') {
      if (len == 0) len = 1;
      break;
    }
  }
  *word = (toll_slice){rest->at, len};
  *rest = (toll_slice){rest->at + len, rest->len - len};
  return len > 0;
}

/* The value without its double quotes; false when they do not stand around it. */
static bool unquote(toll_slice *value) {
  if (value->len == 0 || !memchr(value->at, '"', value->len)) return true;
  if (value->len < 2 || value->at[0] != '"' || value->at[value->len - 1] != '"') return false;
  *value = (toll_slice){value->at + 1, value->len - 2};
  return !memchr(value->at, '"', value->len);
}

static const char *nearest_key(toll_slice name) {
  const char *names[EXAMPLE_KEYS];
  for (unsigned i = 0; i < EXAMPLE_KEYS; i++) names[i] = keys[i].name;
  return name_nearest(names, EXAMPLE_KEYS, name);
}

static int read_pair(const struct line_reader *lines, toll_slice word, struct example_claim *claim) {
  toll_slice value, name = line_cut(word, '=', &value);
  unsigned key = 0;
  while (key < EXAMPLE_KEYS && !line_is(name, keys[key].name)) key++;
  if (key == EXAMPLE_KEYS) return line_fail_near(lines, "unknown key of a reading", name, nearest_key(name));
  if (claim->set >> key & 1) return line_fail(lines, "this key is given twice", name);
  claim->set |= 1u << key;
  if (!value.at && keys[key].read == read_text) {
    claim->of[key].text = TOLL_LIT(""); /* a bare key: given, whatever it says */
    return TOLL_OK;
  }
  if (!value.at || !unquote(&value)) return line_fail(lines, "a key stands as key=value or key=\"value\"", word);
  if (value.len == 0) return line_fail(lines, "this key needs a value", name);
  return keys[key].read(lines, key, value, &claim->of[key]);
}

static int read_claim(const struct line_reader *lines, toll_slice word, toll_slice *rest, struct example_claim *claim) {
  int harm = toll_harm_find(word);
  if (harm < 0) return line_fail_near(lines, "unknown harm", word, closed_list_nearest(LIST_HARM, word));
  *claim = (struct example_claim){.harm = (unsigned)harm, .value = TOLL_OPEN};
  toll_slice value = {NULL, 0};
  bool good = next_word(rest, &value) && (line_is(value, "?") || line_int(value, &claim->value));
  if (!good) return line_fail(lines, "behind the harm stands an integer or ?", value);
  int code = TOLL_OK;
  while (!code && next_word(rest, &word) && !line_is(word, ";")) code = read_pair(lines, word, claim);
  return code;
}

int reading_parse(const struct line_reader *lines, toll_slice text, struct example_claim *out, size_t *count) {
  toll_slice word;
  *count = 0;
  text = line_trim(text);
  if (line_is(text, "nothing")) return TOLL_OK;
  if (text.len == 0) return line_fail(lines, "an example without its reading", text);
  int code = TOLL_OK;
  while (!code && next_word(&text, &word)) {
    if (*count == EXAMPLE_CLAIMS) return line_fail(lines, "too many claims in one example", word);
    code = read_claim(lines, word, &text, &out[(*count)++]);
  }
  return code;
}
