/* Bytes to tokens, and where a sentence ends.
 *
 * One pass: a table gives each byte its class; runs of letters and digits become
 * words, everything else a mark.  A word is looked up as it is read.  Compounds
 * ("car-bomb", "30-year-old") are looked up whole first and only then apart. */
#include <string.h>

#include "extract/plain.h"
#include "pack/word_key.h"

/* Byte classes.  Bytes from 0x80 are letters unless utf8_mark knows better. */
enum { B_MARK, B_SPACE, B_LINE, B_LETTER, B_DIGIT };

static const unsigned char byte_classes[256] = {
    [' '] = B_SPACE, ['\t'] = B_SPACE, ['\v'] = B_SPACE, ['\f'] = B_SPACE, ['\n'] = B_LINE, ['\r'] = B_LINE,
    ['0'] = B_DIGIT, ['1'] = B_DIGIT,  ['2'] = B_DIGIT,  ['3'] = B_DIGIT,  ['4'] = B_DIGIT, ['5'] = B_DIGIT,
    ['6'] = B_DIGIT, ['7'] = B_DIGIT,  ['8'] = B_DIGIT,  ['9'] = B_DIGIT,
#define BOTH(small, capital) [small] = B_LETTER, [capital] = B_LETTER
    BOTH('a', 'A'),  BOTH('b', 'B'),   BOTH('c', 'C'),   BOTH('d', 'D'),   BOTH('e', 'E'),  BOTH('f', 'F'),
    BOTH('g', 'G'),  BOTH('h', 'H'),   BOTH('i', 'I'),   BOTH('j', 'J'),   BOTH('k', 'K'),  BOTH('l', 'L'),
    BOTH('m', 'M'),  BOTH('n', 'N'),   BOTH('o', 'O'),   BOTH('p', 'P'),   BOTH('q', 'Q'),  BOTH('r', 'R'),
    BOTH('s', 'S'),  BOTH('t', 'T'),   BOTH('u', 'U'),   BOTH('v', 'V'),   BOTH('w', 'W'),  BOTH('x', 'X'),
    BOTH('y', 'Y'),  BOTH('z', 'Z'),
#undef BOTH
};

static inline unsigned byte_class(unsigned char c) {
  return c >= 0x80 ? B_LETTER : byte_classes[c];
}

/* Marks outside ASCII: bytes, the sort they count as (' ' for white space). */
static const struct {
  char bytes[4];
  unsigned char len;
  char mark;
} utf8_marks[] = {
    {"\xC2\xA0", 2, ' '},      {"\xE2\x80\x82", 3, ' '},  {"\xE2\x80\x83", 3, ' '},  {"\xE2\x80\x89", 3, ' '},
    {"\xE2\x80\xAF", 3, ' '},  {"\xE2\x80\x8B", 3, ' '},  {"\xE2\x80\x90", 3, '-'},  {"\xE2\x80\x91", 3, '-'},
    {"\xE2\x80\x92", 3, '~'},  {"\xE2\x80\x93", 3, '~'},  {"\xE2\x80\x94", 3, '~'},  {"\xE2\x80\x95", 3, '~'},
    {"\xE2\x80\x98", 3, '\''}, {"\xE2\x80\x99", 3, '\''}, {"\xE2\x80\x9A", 3, '\''}, {"\xE2\x80\x9C", 3, '"'},
    {"\xE2\x80\x9D", 3, '"'},  {"\xE2\x80\x9E", 3, '"'},  {"\xC2\xAB", 2, '"'},      {"\xC2\xBB", 2, '"'},
    {"\xE2\x80\xA6", 3, '~'},  {"\xE2\x80\xA2", 3, '*'},  {"\xC2\xB7", 2, '*'},      {"\xE2\x82\xAC", 3, '$'},
    {"\xC2\xA3", 2, '$'},      {"\xC2\xB0", 2, '%'},      {"\xE2\x80\xA8", 3, ' '},  {"\xEF\xBB\xBF", 3, ' '},
    {"\xE2\x96\xA0", 3, '*'},  {"\xC2\xA7", 2, '#'},      {"\xE2\x84\x96", 3, '#'}};

char lexer_utf8_mark(const char *at, size_t left, size_t *len) {
  unsigned char c = (unsigned char)*at;
  if ((c != 0xC2 && c != 0xE2 && c != 0xEF) || left < 2) return 0;
  for (size_t i = 0; i < sizeof utf8_marks / sizeof *utf8_marks; i++) {
    const char *mark = utf8_marks[i].bytes;
    if (left < utf8_marks[i].len || at[1] != mark[1] || *at != *mark) continue;
    if (utf8_marks[i].len == 3 && at[2] != mark[2]) continue;
    *len = utf8_marks[i].len;
    return utf8_marks[i].mark;
  }
  return 0;
}

/* The class of the character at i and its length in bytes. */
static unsigned char_class(const struct lexer *x, size_t i, size_t *len, char *mark) {
  unsigned char c = (unsigned char)x->text[i];
  *len = 1;
  *mark = 0;
  if (c < 0x80) {
    unsigned k = byte_class(c);
    if (k == B_MARK) *mark = (char)c;
    return k;
  }
  *mark = lexer_utf8_mark(x->text + i, x->len - i, len);
  if (*mark) return *mark == ' ' ? B_SPACE : B_MARK;
  *len = 1;
  while (i + *len < x->len && ((unsigned char)x->text[i + *len] & 0xC0) == 0x80) ++*len;
  return B_LETTER;
}

#define LONGEST 64 /* bytes; longer words are unknown */

const struct form *lexer_find(const toll_pack *pack, const char *at, size_t len) {
  char lower[LONGEST];
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    if (n + 1 >= sizeof lower) return NULL;
    size_t step;
    char mark = (unsigned char)at[i] >= 0x80 ? lexer_utf8_mark(at + i, len - i, &step) : 0;
    char c = at[i];
    if (mark) {
      c = mark;
      i += step - 1;
    } else if (c >= 'A' && c <= 'Z') {
      c = (char)(c + 32);
    }
    lower[n++] = c;
  }
  return pack_form(pack, lower, n);
}

static uint8_t shape_of(const char *at, size_t len) {
  size_t upper = 0, lower = 0;
  for (size_t i = 0; i < len; i++) {
    upper += at[i] >= 'A' && at[i] <= 'Z';
    lower += at[i] >= 'a' && at[i] <= 'z';
  }
  bool first = (at[0] >= 'A' && at[0] <= 'Z') || (unsigned char)at[0] >= 0xC3;
  if (!first) return upper ? SHAPE_OTHER : SHAPE_LOWER;
  return upper > 1 && !lower ? SHAPE_UPPER : SHAPE_CAPITAL;
}

/* The end of a run of letters and digits, with apostrophes inside. */
static size_t run_end(const struct lexer *x, size_t i) {
  for (size_t len; i < x->len; i += len) {
    char mark;
    unsigned k = char_class(x, i, &len, &mark);
    if (k == B_LETTER || k == B_DIGIT) continue;
    if (k != B_MARK || mark != '\'' || i + len >= x->len) break;
    size_t next;
    char other;
    if (char_class(x, i + len, &next, &other) != B_LETTER) break;
  }
  return i;
}

/* Letters and dots in turn: "U.S.", "a.m.".  Returns the end, or from when not so. */
static size_t initials_end(const struct lexer *x, size_t from) {
  size_t i = from, pairs = 0;
  while (i + 1 < x->len && byte_class((unsigned char)x->text[i]) == B_LETTER && (unsigned char)x->text[i] < 0x80 &&
         x->text[i + 1] == '.') {
    i += 2;
    pairs++;
  }
  return pairs >= 2 ? i : from;
}

static bool particle(const struct lexer *x, size_t from, size_t end) {
  const struct form *f = lexer_find(x->pack, x->text + from, end - from);
  return f && (f->pos & (1u << POS_PART | 1u << POS_AUX | 1u << POS_ADV));
}

/* Takes off what is written together with a word but is one of its own ("'s",
 * "n't"): a tail that the pack has as a particle, from the apostrophe or the
 * letter before it on. */
static size_t without_clitic(const struct lexer *x, size_t from, size_t end) {
  for (size_t i = from + 1, len; i < end; i += len) {
    char mark;
    if (char_class(x, i, &len, &mark) != B_MARK || mark != '\'') continue;
    if (particle(x, i, end)) return i;
    if (i > from + 1 && particle(x, i - 1, end)) return i - 1;
  }
  return end;
}

static bool digit_at(const struct lexer *x, size_t i) {
  return i < x->len && x->text[i] >= '0' && x->text[i] <= '9';
}

/* How many digits stand from i on. */
static size_t digits(const struct lexer *x, size_t i) {
  size_t n = 0;
  while (digit_at(x, i + n)) n++;
  return n;
}

/* A grouping mark at i that is followed by a group of two or three digits:
 * returns the mark's length, or 0. */
static size_t group_mark(const struct lexer *x, size_t i, size_t before) {
  if (i >= x->len) return 0;
  size_t len = 1;
  char mark = x->text[i];
  if ((unsigned char)mark >= 0x80) mark = lexer_utf8_mark(x->text + i, x->len - i, &len);
  if (mark != ',' && mark != '.' && mark != ' ' && mark != '\'') return 0;
  size_t group = digits(x, i + len);
  if (before > 3 || group < 2 || group > 3) return 0;
  if (group == 2 && mark != ',') return 0; /* 1,20,000 */
  if (group == 2 && !(x->text[i + len + 2] == ',' && digits(x, i + len + 3) >= 2)) return 0;
  if (mark == ' ' && (len == 1 ? before > 3 || group != 3 || x->text[i - before] == '0' : 0)) return 0;
  return len;
}

/* One more decimal digit behind n; INT64_MAX from the first on that leaves no room
 * for thousandths. */
static int64_t with_digit(int64_t n, char digit) {
  return n < INT64_MAX / 100000 ? n * 10 + (digit - '0') : INT64_MAX;
}

/* A number in any grouping, from a digit: value in thousandths. */
static size_t number_read(const struct lexer *x, size_t i, struct token *t) {
  size_t start = i, before = digits(x, i);
  int64_t value = 0;
  for (size_t n = before; n--; i++) value = with_digit(value, x->text[i]);
  char used = 0;
  for (size_t mark; (mark = group_mark(x, i, i - start == before ? before : 3)) != 0;) {
    char sort = x->text[i];
    size_t group = digits(x, i + mark);
    bool spaced = sort == ' ';
    if (used ? sort != used : (sort == '.' && before == 1 && x->text[start] == '0')) break;
    if (spaced && !x->spaced_groups) break;
    used = sort;
    i += mark;
    for (; group--; i++) value = with_digit(value, x->text[i]);
    t->grouped = true;
  }
  bool fits = value != INT64_MAX;
  if (fits) value *= 1000;
  if (i + 1 < x->len && (x->text[i] == '.' || x->text[i] == ',') && digit_at(x, i + 1) && x->text[i] != used) {
    size_t n = digits(x, i + 1);
    if (x->text[i] == '.' || n < 3) {
      int64_t unit = 100;
      for (size_t k = 0; fits && k < n; k++, unit /= 10) {
        if (unit == 0 && x->text[i + 1 + k] != '0')
          value = INT64_MAX, fits = false; /* finer than a thousandth */
        else
          value += unit * (x->text[i + 1 + k] - '0');
      }
      i += 1 + n;
      t->decimal = true;
    }
  }
  t->number = value;
  return i;
}

static bool ordinal_suffix(const struct lexer *x, size_t i, size_t end) {
  static const char *const suffixes[] = {"st", "nd", "rd", "th", "d"};
  for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
    size_t n = strlen(suffixes[k]);
    if (end - i != n) continue;
    size_t m = 0;
    while (m < n && (x->text[i + m] | 32) == suffixes[k][m]) m++;
    if (m == n) return true;
  }
  return false;
}

/* A whole compound "a-b-c" that the pack knows, or whose parts are no number. */
static size_t compound_end(const struct lexer *x, size_t end, bool *numeric) {
  for (;;) {
    size_t len;
    char mark;
    if (end >= x->len || char_class(x, end, &len, &mark) != B_MARK || mark != '-') return end;
    size_t part = end + len, next;
    if (part >= x->len) return end;
    unsigned k = char_class(x, part, &next, &mark);
    if (k != B_LETTER && k != B_DIGIT) return end;
    if (k == B_DIGIT) *numeric = true;
    end = run_end(x, part);
  }
}

/* The start of a compound's last part, within [from, end). */
static size_t last_part(const struct lexer *x, size_t from, size_t end) {
  size_t part = from;
  for (size_t i = from, len; i < end; i += len) {
    char mark;
    if (char_class(x, i, &len, &mark) == B_MARK && mark == '-') part = i + len;
  }
  return part;
}

/* Where the word at from ends; a compound that the pack does not know as a
 * whole stays one word, known by its last part, unless it begins with a number. */
static size_t word_end(const struct lexer *x, size_t from, struct token *t) {
  size_t end = run_end(x, from);
  bool numeric = false;
  size_t whole = compound_end(x, end, &numeric);
  if (whole > end) {
    size_t cut = without_clitic(x, from, whole);
    t->form = lexer_find(x->pack, x->text + from, cut - from);
    if (t->form) return cut;
    const struct form *first = lexer_find(x->pack, x->text + from, end - from);
    if (!numeric && !(first && (first->pos >> POS_NUM & 1))) {
      size_t part = last_part(x, from, cut);
      t->form = lexer_find(x->pack, x->text + part, cut - part);
      t->compound = true;
      return cut;
    }
  }
  end = without_clitic(x, from, end);
  t->form = lexer_find(x->pack, x->text + from, end - from);
  return end;
}

/* The shape of a word of ASCII letters that are not all small. */
static uint8_t shape_of_letters(const char *p, size_t len) {
  if (*p & 32) return SHAPE_OTHER;
  size_t i = 1;
  while (i < len && !(p[i] & 32)) i++;
  return i == len && len > 1 ? SHAPE_UPPER : SHAPE_CAPITAL;
}

/* A word of ASCII letters at `from` that nothing is written together with, of any length.
 * False, and nothing done, for any other. */
static bool long_word(struct lexer *x, struct token *t, size_t from, bool glued) {
  const char *p = x->text + from;
  uint64_t hash = 0, big = 0;
  size_t len = 0, room = x->len - from;
  for (unsigned n = 8; n == 8; len += n) {
    if (len + 8 >= LONGEST || len + 8 >= room) return false;
    uint64_t bytes = word_key_load(p + len), others = plain_others(bytes), mask = plain_mask(others);
    n = others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
    if (n == 0) break;
    big |= ~bytes & PLAIN_CASE & mask;
    hash = pack_hash_eight(hash, (bytes | PLAIN_CASE) & mask);
  }
  if (len == 0 || plain_goes_on((unsigned char)p[len], len)) return false;
  *t = plain_token(from, len, glued);
  t->form = pack_form_letters(x->pack, p, len, hash);
  t->shape = big ? shape_of_letters(p, len) : SHAPE_LOWER;
  x->at = from + len;
  return true;
}

static void word_token(struct lexer *x, struct token *t, size_t from) {
  size_t end = initials_end(x, from);
  if (end > from)
    t->form = lexer_find(x->pack, x->text + from, end - from);
  else
    end = word_end(x, from, t);
  t->kind = TOKEN_WORD;
  t->len = (uint32_t)(end - from);
  t->shape = shape_of(x->text + from, end - from);
  x->at = end;
}

/* "10k", "1.5m": letters right behind digits that multiply them are a word of their own. */
static bool multiplying(const struct lexer *x, size_t i, size_t end) {
  const struct form *f = end > i ? lexer_find(x->pack, x->text + i, end - i) : NULL;
  return f && tags_have(f->tags, TAG_MULTIPLY);
}

static void number_token(struct lexer *x, struct token *t, size_t from) {
  size_t end = number_read(x, from, t);
  size_t run = run_end(x, end);
  t->kind = TOKEN_NUMBER;
  t->shape = SHAPE_OTHER;
  if (run > end && ordinal_suffix(x, end, run)) {
    t->ordinal = true;
    end = run;
  } else if (run > end && !t->grouped && !t->decimal &&
             !multiplying(x, end, run)) { /* "4x4", "10kg", "1990s": a name, not a count */
    end = run;
    t->kind = TOKEN_WORD;
    t->form = lexer_find(x->pack, x->text + from, end - from);
  }
  t->len = (uint32_t)(end - from);
  x->at = end;
}

/* The length of a run of dots between two words that touch it on both sides; else 0.  What the
 * first two of a run were not, none behind them is: a long run is not gone over for each. */
static size_t dots(const struct lexer *x, size_t at) {
  size_t end = at, len;
  char mark;
  if (at >= 2 && x->text[at - 1] == '.' && x->text[at - 2] == '.') return 0;
  while (end < x->len && x->text[end] == '.') end++;
  if (end < at + 2 || at == 0 || end >= x->len) return 0;
  unsigned after = char_class(x, end, &len, &mark);
  char before = x->text[at - 1];
  bool touches = before != ' ' && before != '\n' && before != '\t';
  return touches && (after == B_LETTER || after == B_DIGIT) ? end - at : 0;
}

/* Marks that the pack may know as words. */
static const bool marks_known[256] = {
    ['+'] = true, ['~'] = true, ['<'] = true, ['>'] = true, ['&'] = true, ['='] = true};

bool lexer_any(struct lexer *x, struct token *t) {
  bool space = x->at == 0;
  x->lines = x->at == 0 ? 2 : 0;
  size_t len = 0;
  char mark = 0;
  unsigned k = B_SPACE;
  if (x->at < x->len && x->text[x->at] == ' ') space = true, x->at++; /* as behind most words */
  while (x->at < x->len && ((k = char_class(x, x->at, &len, &mark)) == B_SPACE || k == B_LINE)) {
    x->lines += k == B_LINE && x->text[x->at] == '\n';
    space = true;
    x->at += len;
  }
  if (x->at >= x->len) return false;
  if (k == B_LETTER && long_word(x, t, x->at, !space)) {
    t->line_start = x->lines > 0;
    return true;
  }
  *t = (struct token){.at = (uint32_t)x->at, .pos = POS_COUNT, .glued = !space, .line_start = x->lines > 0};
  if (k == B_LETTER) {
    word_token(x, t, x->at);
  } else if (k == B_DIGIT) {
    number_token(x, t, x->at);
  } else if (mark == '\'' && t->glued && particle(x, x->at, run_end(x, x->at + len))) { /* "'s" behind a word */
    size_t end = run_end(x, x->at + len);
    t->kind = TOKEN_WORD;
    t->len = (uint32_t)(end - x->at);
    t->form = lexer_find(x->pack, x->text + x->at, end - x->at);
    t->mark = 's';
    x->at = end;
  } else if ((len = dots(x, x->at)) > 0) { /* "A BOY...14...DROWNED": a comma of the wires */
    t->kind = TOKEN_MARK;
    t->mark = ',';
    t->len = (uint32_t)len;
    x->marks |= mark_bit(',');
    x->at += len;
  } else {
    char_class(x, x->at, &len, &mark);
    t->kind = TOKEN_MARK;
    t->mark = mark == '[' ? '(' : mark == ']' ? ')' : mark;
    t->len = (uint32_t)len;
    x->marks |= mark_bit(t->mark);
    if (marks_known[(unsigned char)t->mark]) t->form = lexer_find(x->pack, x->text + x->at, len);
    x->at += len;
  }
  return true;
}
