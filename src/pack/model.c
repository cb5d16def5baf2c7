/* A model is a list of choices, each a bias and a list of weights by the names of
 * features.  Weights have exactly three decimals and are kept in thousandths, so
 * that a sum of them is the same on every machine. */
#include "pack/model.h"

#include <string.h>

#define WEIGHT_DIGITS 4 /* before the point */
#define DECIMALS 3

struct model_reader {
  struct line_reader lines;
  struct pack_build *build;
  struct model_choice *choice; /* the one in hand, or NULL; choices move only when a new one begins */
  toll_slice last;             /* the feature of the line before in this choice */
  bool biased, limited;        /* has its bias, its least */
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* "-1.250" as -1250; false when it is not written so. */
static bool read_thousandths(toll_slice s, int32_t *out) {
  bool minus = s.len > 0 && s.at[0] == '-';
  if (minus) s.at++, s.len--;
  if (s.len < DECIMALS + 2 || s.len > WEIGHT_DIGITS + 1 + DECIMALS) return false;
  int32_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    bool point = i == s.len - DECIMALS - 1;
    if (point ? s.at[i] != '.' : !is_digit(s.at[i])) return false;
    if (!point) n = n * 10 + (s.at[i] - '0');
  }
  *out = minus ? -n : n;
  return true;
}

/* Features and choices are called in lower case; a value stands behind =. */
static bool is_name(toll_slice s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = s.at[i];
    if (!(c >= 'a' && c <= 'z') && !is_digit(c) && !strchr("-_=/", c)) return false;
  }
  return s.len > 0 && s.len <= MODEL_NAME_BYTES;
}

static bool in_order(toll_slice a, toll_slice b) {
  int d = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
  return d < 0 || (d == 0 && a.len < b.len);
}

/* The number that ends the line. */
static int read_number(struct model_reader *r, toll_slice rest, int32_t *out) {
  toll_slice word, more;
  if (!line_word(&rest, &word)) return line_fail(&r->lines, "a number is missing", TOLL_LIT(""));
  if (line_word(&rest, &more)) return line_fail(&r->lines, "one word too many", more);
  if (!read_thousandths(word, out)) return line_fail(&r->lines, "not a number with three decimals", word);
  return TOLL_OK;
}

static int begin_choice(struct model_reader *r, toll_slice rest) {
  toll_slice name, more;
  struct pack_build *b = r->build;
  if (!line_word(&rest, &name)) return line_fail(&r->lines, "a choice without a name", TOLL_LIT(""));
  if (line_word(&rest, &more)) return line_fail(&r->lines, "one word too many", more);
  if (!is_name(name)) return line_fail(&r->lines, "a name is lower-case letters, digits and - _ = /", name);
  const struct model_choice *all = b->choices.at;
  for (size_t i = 0; i < b->choices.count; i++)
    if (line_same((toll_slice){(const char *)b->strings.at + all[i].name, all[i].name_len}, name))
      return line_fail(&r->lines, "there is a choice of this name already", name);
  struct text_place place = {0};
  int code = build_string(b, name, &place);
  r->choice = code ? NULL : build_choice(b);
  if (!r->choice) return line_fail_build(&r->lines, code ? code : TOLL_E_MEMORY);
  *r->choice = (struct model_choice){place.at, place.len, (uint32_t)b->weights.count, 0, 0, 0};
  r->biased = r->limited = false;
  r->last = (toll_slice){"", 0};
  return TOLL_OK;
}

static int add_weight(struct model_reader *r, toll_slice name, toll_slice rest) {
  struct model_weight w = {0};
  struct text_place place = {0};
  if (!is_name(name)) return line_fail(&r->lines, "a name is lower-case letters, digits and - _ = /", name);
  if (!in_order(r->last, name)) return line_fail(&r->lines, "features stand in the order of their bytes", name);
  int code = read_number(r, rest, &w.weight);
  if (code) return code;
  code = build_string(r->build, name, &place);
  w.name = place.at, w.name_len = place.len;
  if (!code) code = build_weight(r->build, &w);
  if (code) return line_fail_build(&r->lines, code);
  r->choice->count++;
  r->last = name;
  return TOLL_OK;
}

/* `bias` and `least` stand before the features and at most once. */
static int read_once(struct model_reader *r, toll_slice word, toll_slice rest, bool *given, int32_t *out) {
  if (*given) return line_fail(&r->lines, "given twice in one choice", word);
  *given = true;
  return read_number(r, rest, out);
}

/* A feature may be called as what opens or limits a choice: it has a number behind it, and
 * stands behind other features. */
static bool is_feature(const struct model_reader *r, toll_slice rest) {
  toll_slice word;
  int32_t number;
  return r->choice && r->choice->count > 0 && line_word(&rest, &word) && read_thousandths(word, &number);
}

static int read_line(struct model_reader *r, toll_slice line) {
  toll_slice word;
  line_word(&line, &word);
  if (is_feature(r, line) && in_order(r->last, word)) return add_weight(r, word, line);
  if (line_is(word, "choice")) return begin_choice(r, line);
  if (!r->choice) return line_fail(&r->lines, "a line before the first choice", word);
  if (line_is(word, "bias")) return read_once(r, word, line, &r->biased, &r->choice->bias);
  if (line_is(word, "least")) return read_once(r, word, line, &r->limited, &r->choice->least);
  return add_weight(r, word, line);
}

int model_read(struct pack_build *b, const struct pack_file *file, toll_error *e) {
  struct model_reader r = {.build = b};
  toll_slice line;
  int code = lines_open(&r.lines, file, e);
  while (!code && lines_next(&r.lines, &line)) code = read_line(&r, line);
  return code;
}
