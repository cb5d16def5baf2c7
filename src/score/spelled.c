/* The check must not lean on the reader that it checks, so this is a reading of
 * its own: it cuts the words into pieces (digits, number words, links, others)
 * and puts neighbouring pieces together for as long as they are one number.
 * Only what a word is worth comes from the pack.  Amounts are in thousandths, so
 * that "1.4 million" comes out whole. */
#include "score/spelled.h"

#include <string.h>

#include "pack/pack.h"

#define PIECES 64      /* more of them than a count has; the rest is not read */
#define PHRASE 4       /* words of the longest number phrase: "half a dozen" */
#define DIGITS_MOST 15 /* more digits than this count nothing on earth */
#define AMOUNT_MOST ((int64_t)1 << 60)

enum piece_kind {
  PIECE_OTHER,
  PIECE_DIGITS,
  PIECE_WORD,
  PIECE_TIMES,
  PIECE_AND,
  PIECE_HYPHEN,
  PIECE_ARTICLE,
  PIECE_NONE,
  PIECE_VAGUE, /* "several", "a number of": more than one, but how many? */
  PIECE_OF,
  PIECE_HALF
};

struct piece {
  enum piece_kind kind;
  int64_t whole;   /* thousandths; of PIECE_TIMES: the factor itself */
  int64_t decimal; /* the same digits with their mark as a decimal point; -1: no such reading */
  bool plural;     /* a common noun that can only be plural */
  bool one;        /* may name one person or thing: a noun, a name, a word that nobody knows */
  bool time;       /* a measure of time or age: a number before it counts nobody */
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

static size_t digit_run(toll_slice s, size_t at) {
  size_t n = 0;
  while (at + n < s.len && is_digit(s.at[at + n])) n++;
  return n;
}

/* Length of a blank, 0 where none stands. */
static size_t blank(toll_slice s, size_t at) {
  static const char *const wide[] = {"\u00a0", "\u2009", "\u202f"};
  if (s.at[at] == ' ' || s.at[at] == '\n' || s.at[at] == '\r' || s.at[at] == '\t') return 1;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    size_t n = strlen(wide[i]);
    if (at + n <= s.len && memcmp(s.at + at, wide[i], n) == 0) return n;
  }
  return 0;
}

/* Length of a mark between two groups of digits, 0 where none stands. */
static size_t gap(toll_slice s, size_t at) {
  static const char *const gaps[] = {",", ".", " ", "'", "\u00a0", "\u202f", "\u2009", "\u2019"};
  for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
    size_t n = strlen(gaps[i]);
    if (at + n < s.len && memcmp(s.at + at, gaps[i], n) == 0 && is_digit(s.at[at + n])) return n;
  }
  return 0;
}

static int64_t digits_value(toll_slice s, size_t from, size_t to) {
  int64_t n = 0;
  size_t digits = 0;
  for (size_t i = from; i < to; i++) {
    if (!is_digit(s.at[i])) continue;
    if (++digits > DIGITS_MOST) return -1;
    n = n * 10 + (s.at[i] - '0');
  }
  return n;
}

/* Where digits at `at` with groups of three end, or of two with three at the end
 * (as in India); the first group alone where what follows is no group. */
static size_t grouped_end(toll_slice s, size_t at) {
  size_t end = at + digit_run(s, at), next = end, mark;
  if (end - at > 3) return end;
  while ((mark = gap(s, next)) > 0) {
    size_t run = digit_run(s, next + mark);
    bool pair = run == 2 && s.at[next] == ',';
    if (run != 3 && !pair) break;
    next += mark + run;
    if (run == 3) end = next;
  }
  return end;
}

static size_t past_blank(toll_slice s, size_t at) {
  return at < s.len ? at + blank(s, at) : at;
}

/* "10k", "1.5mn", "5 million": whether the letters at a place multiply what is before them. */
static bool multiplied(const toll_pack *pack, toll_slice s, size_t at) {
  char word[16];
  size_t n = 0;
  while (at + n < s.len && n < sizeof word && is_letter(s.at[at + n])) n++;
  for (size_t i = 0; i < n; i++) word[i] = (char)(s.at[at + i] | 32);
  const struct form *form = n > 0 && n < sizeof word ? pack_form(pack, word, n) : NULL;
  return form && tags_have(form->tags, TAG_MULTIPLY);
}

/* Digits that belong to a name: "M23", "M-19", "10th". */
static bool named(const toll_pack *pack, toll_slice s, size_t from, size_t to) {
  bool before = from > 0 && is_letter(s.at[from - 1]);
  bool linked = from > 1 && s.at[from - 1] == '-' && is_letter(s.at[from - 2]);
  bool behind = to < s.len && is_letter(s.at[to]) && (unsigned char)s.at[to] < 0x80;
  return before || linked || (behind && !multiplied(pack, s, to));
}

static size_t take_digits(const toll_pack *pack, toll_slice s, size_t at, struct piece *p) {
  size_t end = grouped_end(s, at), first = at + digit_run(s, at);
  int64_t whole = digits_value(s, at, end);
  *p = (struct piece){.kind = PIECE_DIGITS, .whole = whole < 0 ? -1 : whole * 1000, .decimal = -1};
  if (named(pack, s, at, end)) p->kind = PIECE_OTHER;
  if (first == s.len || (s.at[first] != '.' && s.at[first] != ',')) return end;
  size_t decimals = digit_run(s, first + 1);
  if (decimals == 0 || decimals > 3) return end;
  int64_t n = digits_value(s, at, first + 1 + decimals);
  for (size_t i = decimals; i < 3 && n >= 0; i++) n *= 10;
  if (end == first + 1 + decimals) { /* "1.200": either */
    p->decimal = n;
  } else if (end == first && (s.at[first] == '.' || multiplied(pack, s, past_blank(s, first + 1 + decimals)))) {
    /* "1.4", "1,5 million": a decimal only */
    p->whole = p->decimal = n;
    end = first + 1 + decimals;
  }
  return end;
}

/* Copies the words from `at` on, lower-case, blanks as one space; gives the end of
 * the first `count` of them, 0 where there are fewer. */
static size_t lower_words(toll_slice s, size_t at, int count, char *out, size_t size, size_t *len) {
  *len = 0;
  for (int i = 0; i < count; i++) {
    if (i > 0) {
      size_t gap_len = at == s.len ? 0 : s.at[at] == '-' ? 1 : blank(s, at);
      if (gap_len == 0) return 0;
      if (*len < size) out[(*len)++] = s.at[at] == '-' ? '-' : ' ';
      at += gap_len;
    }
    size_t from = at;
    for (; at < s.len && (is_letter(s.at[at]) || (unsigned char)s.at[at] >= 0x80) && !blank(s, at); at++) {
      if (*len == size) return 0;
      char c = s.at[at];
      out[(*len)++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
    }
    if (at == from) return 0;
  }
  return at;
}

/* Whether a reading counts: a day or a month has a value, too, but no count. */
static bool counts(const struct reading *r) {
  bool sort = r->pos == POS_NUM || r->pos == POS_DET || r->pos == POS_PRON || tags_have(r->tags, TAG_PAIR);
  bool other = tags_have(r->tags, TAG_ORDINAL) || tags_have(r->tags, TAG_FRACTION) || tags_have(r->tags, TAG_TIME);
  return sort && !other && r->value >= 0 && r->value <= AMOUNT_MOST / 1000;
}

/* Whether a reading is of many people or things. */
static bool many(const struct reading *r) {
  return r->pos == POS_NOUN && r->inflection == INFL_PLURAL;
}

static bool names_one(const struct reading *r) {
  bool noun = r->pos == POS_NOUN || r->pos == POS_TITLE || r->pos == POS_NAME;
  return noun || (r->pos == POS_PRON && (tags_have(r->tags, TAG_SELF) || tags_have(r->tags, TAG_PERSON)));
}

/* What a form of the pack is worth as a piece of a number. */
static struct piece worth(const toll_pack *pack, const struct form *form) {
  struct piece p = {.decimal = -1};
  const struct reading *r = pack_readings(pack, form);
  bool plural = false, other = false;
  for (uint32_t i = 0; i < form->count; i++) {
    plural = plural || many(&r[i]);
    other = other || !many(&r[i]);
    p.one = p.one || (names_one(&r[i]) && !many(&r[i]));
    if (tags_have(r[i].tags, TAG_NONE)) return (struct piece){.kind = PIECE_NONE, .decimal = -1};
    if (tags_have(r[i].tags, TAG_TIME) || tags_have(r[i].tags, TAG_AGE)) p.time = true;
    if (tags_have(r[i].tags, TAG_ARTICLE)) p.kind = PIECE_ARTICLE;
    if (tags_have(r[i].tags, TAG_AND)) p.kind = PIECE_AND;
    if (tags_have(r[i].tags, TAG_OF)) p.kind = PIECE_OF;
    if (tags_have(r[i].tags, TAG_VAGUE)) p.kind = PIECE_VAGUE;
    if (tags_have(r[i].tags, TAG_FRACTION) && r[i].value == 1 && r[i].value2 == 2) p.kind = PIECE_HALF;
    if (!counts(&r[i])) continue;
    bool times = tags_have(r[i].tags, TAG_MULTIPLY);
    int64_t whole = times ? r[i].value : r[i].value * 1000;
    return (struct piece){.kind = times ? PIECE_TIMES : PIECE_WORD, .whole = whole, .decimal = -1};
  }
  p.plural = plural && !other;
  return p;
}

/* Phrases that are read as one piece; of others each word is a piece. */
static bool whole_phrase(const struct form *form, const struct piece *p) {
  return p->kind != PIECE_OTHER || p->time || tags_have(form->tags, TAG_HEDGE);
}

/* Writes blanks for hyphens, as a phrase of the pack is spelt; gives the length. */
static size_t unhyphenated(char *word, size_t len) {
  for (size_t i = 0; i < len; i++) word[i] = word[i] == '-' ? ' ' : word[i];
  return len;
}

static size_t take_word(const toll_pack *pack, toll_slice s, size_t at, struct piece *p) {
  char word[64];
  size_t len, first = lower_words(s, at, 1, word, sizeof word, &len);
  *p = (struct piece){.decimal = -1};
  for (int count = PHRASE; count > 0; count--) {
    size_t end = lower_words(s, at, count, word, sizeof word, &len);
    const struct form *form = end ? pack_form(pack, word, len) : NULL;
    if (end && !form) form = pack_form(pack, word, unhyphenated(word, len)); /* "half-dozen" */
    if (!form || form->count == 0) continue;
    *p = worth(pack, form);
    if (s.at[at] < 'a' && !tags_have(form->tags, TAG_PERSON)) p->plural = false; /* may be a name */
    if (count == 1 || whole_phrase(form, p)) return end;
  }
  p->one = true;
  return first ? first : at + 1;
}

/* Behind a stop, a blank and digits at `at`; `at` where they do not stand there. */
static size_t after_sign(toll_slice s, size_t at) {
  size_t i = at < s.len && s.at[at] == '.' ? at + 1 : at;
  i = past_blank(s, i);
  size_t n = i > at ? digit_run(s, i) : 0;
  return n ? i + n : at;
}

static size_t cut(const toll_pack *pack, toll_slice s, struct piece out[PIECES]) {
  size_t count = 0;
  for (size_t at = 0; at < s.len && count < PIECES;) {
    if (blank(s, at)) {
      at += blank(s, at);
    } else if (is_digit(s.at[at])) {
      at = take_digits(pack, s, at, &out[count++]);
    } else if (is_letter(s.at[at])) {
      size_t end = take_word(pack, s, at, &out[count]);
      bool sign = end == at + 1 && (at == 0 || !is_digit(s.at[at - 1])); /* "M23", against "1.5m" */
      if (sign && out[count].kind == PIECE_TIMES) out[count].kind = PIECE_OTHER;
      if (out[count].kind == PIECE_NONE && after_sign(s, end) > end) { /* "No. 2" is a name */
        out[count].kind = PIECE_OTHER;
        end = after_sign(s, end);
      }
      count++;
      at = end;
    } else {
      out[count++] = (struct piece){.kind = s.at[at] == '-' ? PIECE_HYPHEN : PIECE_OTHER, .decimal = -1};
      at++;
    }
  }
  return count;
}

/* Whether a number word may follow the part of a number before it. */
static bool follows(int64_t total, int64_t part, const struct piece *p) {
  if (p->kind != PIECE_WORD) return false;
  int64_t units = part / 1000, v = p->whole / 1000;
  if (units == 0) return total > 0 && v < 1000;
  return (units % 100 == 0 && v < 100) || (units % 10 == 0 && units % 100 >= 20 && v > 0 && v < 10);
}

/* A sum or product of amounts; -1 for ever where it is too large. */
static int64_t capped(int64_t n) {
  return n < 0 || n > AMOUNT_MOST ? -1 : n;
}

static int64_t times(int64_t amount, int64_t factor) {
  int64_t out;
  return amount < 0 || __builtin_mul_overflow(amount, factor, &out) ? -1 : capped(out);
}

static int64_t plus(int64_t a, int64_t b) {
  return a < 0 || b < 0 ? -1 : capped(a + b);
}

static void multiply(int64_t *total, int64_t *part, int64_t factor) {
  int64_t base = *part ? *part : 1000;
  if (factor < 1000) {
    *part = times(base, factor);
    return;
  }
  *total = *part == 0 && *total ? times(*total, factor) : plus(*total, times(base, factor));
  *part = 0;
}

/* "[two] and a half million" at piece i: how many pieces, and what is multiplied (a
 * word worth 500,000 is half a million); 0 where none is. */
static size_t and_a_half(const struct piece *p, size_t count, size_t i, int64_t *factor) {
  size_t j = i + 1;
  if (i >= count || p[i].kind != PIECE_AND) return 0;
  if (j < count && p[j].kind == PIECE_ARTICLE) j++;
  if (j + 1 < count && p[j].kind == PIECE_HALF && p[j + 1].kind == PIECE_TIMES) {
    *factor = p[j + 1].whole;
    return j + 2 - i;
  }
  if (j == i + 1 || j >= count || p[j].kind != PIECE_WORD || p[j].whole < 500000) return 0;
  *factor = p[j].whole / 500;
  return j + 1 - i;
}

/* The number that begins at piece i: its end, i where none begins. */
static size_t put_together(const struct piece *p, size_t count, size_t i, bool decimal, int64_t *amount) {
  int64_t total = 0, part = 0;
  size_t j = i;
  if (p[i].kind == PIECE_ARTICLE && i + 1 < count && p[i + 1].kind == PIECE_TIMES) j++;
  size_t first = j;
  for (; j < count; j++) {
    bool joined = j > first && j + 1 < count && p[j].kind == PIECE_HYPHEN && p[j + 1].kind == PIECE_TIMES;
    if (joined) continue; /* "two-hundred" */
    bool link = j > first && j + 1 < count && follows(total, part, &p[j + 1]) &&
                (p[j].kind == PIECE_HYPHEN || (p[j].kind == PIECE_AND && part % 100000 == 0));
    if (link) continue;
    if (p[j].kind == PIECE_TIMES)
      multiply(&total, &part, p[j].whole);
    else if (j == first && p[j].kind == PIECE_DIGITS)
      part = decimal && p[j].decimal >= 0 ? p[j].decimal : p[j].whole;
    else if ((j == first && p[j].kind == PIECE_WORD) || (j > first && follows(total, part, &p[j])))
      part = plus(part, p[j].whole);
    else
      break;
  }
  *amount = plus(total, part);
  int64_t factor;
  size_t more = j > first && *amount < 1000000 ? and_a_half(p, count, j, &factor) : 0;
  if (more) *amount = plus(times(*amount, factor), times(factor, 500));
  return j == first ? i : j + more;
}

enum use { USE_COUNTS, USE_PART_OF_A_WORD, USE_MEASURE };

/* What the number that ends before piece i does: "two-room" is a word of its own
 * that may count ("a six-member team") or not, "ten-year-old" never counts. */
static enum use use_of(const struct piece *p, size_t count, size_t i) {
  bool hyphen = i < count && p[i].kind == PIECE_HYPHEN;
  if (hyphen) i++;
  if (i >= count || p[i].kind != PIECE_OTHER) return USE_COUNTS;
  return p[i].time ? USE_MEASURE : hyphen ? USE_PART_OF_A_WORD : USE_COUNTS;
}

/* What a stretch of words says without a number of its own. */
struct unnumbered {
  bool number, none, article, vague, one;
  bool plural, of; /* what stands last before "of" is plural */
  bool last;       /* the last word may name one person or thing */
};

/* "a man", "a 300 bed hospital": the article counts for itself where the words end in what it makes one. */
static bool says_one(const struct unnumbered *u) {
  if (u->article && u->last && !u->plural && !u->vague) return true;
  return !u->number && !u->none && !u->vague && (u->article || (u->one && !u->plural));
}

bool spelled_in(const toll_pack *pack, toll_slice words, int64_t value) {
  struct piece pieces[PIECES];
  struct unnumbered rest = {0};
  size_t count = cut(pack, words, pieces);
  for (size_t i = 0; i < count;) {
    int64_t amount, decimal;
    size_t end = put_together(pieces, count, i, false, &amount);
    put_together(pieces, count, i, true, &decimal);
    enum use use = use_of(pieces, count, end);
    if (end > i && use != USE_MEASURE) {
      bool scaled = end > i + 1; /* "1.234 million"; alone, three digits are a group */
      if (amount == value * 1000 || (scaled && decimal == value * 1000)) return true;
      rest.number = rest.number || use == USE_COUNTS;
    }
    rest.none = rest.none || pieces[i].kind == PIECE_NONE;
    rest.vague = rest.vague || pieces[i].kind == PIECE_VAGUE;
    rest.article = rest.article || (pieces[i].kind == PIECE_ARTICLE && end == i);
    rest.one = rest.one || pieces[i].one;
    rest.last = end == i && pieces[i].kind == PIECE_OTHER && pieces[i].one;
    rest.of = rest.of || pieces[i].kind == PIECE_OF;
    rest.plural = rest.of ? rest.plural : pieces[i].plural;
    i = end > i ? end : i + 1;
  }
  if (value == 0) return rest.none; /* also "none of the 40" */
  return value == 1 && says_one(&rest);
}
