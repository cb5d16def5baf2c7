/* Unit tests of figures: each case is a text and all its figures, as words = value,
 * low..high and form, or as the decoy that the words are. */
#include "extract_make.h"

struct row {
  const char *text, *want;
};

static const struct row digits[] = {
    {"12 people died", "12 = 12 12..12 exact"},
    {"0 people died", "0 = 0 0..0 exact"},
    {"12,345 people fled", "12,345 = 12345 12345..12345 exact"},
    {"1,234,567 people fled", "1,234,567 = 1234567 1234567..1234567 exact"},
    {"1,20,000 people fled", "1,20,000 = 120000 120000..120000 exact"},
    {"12,34,567 people fled", "12,34,567 = 1234567 1234567..1234567 exact"},
    {"1.200 people fled", "1.200 = 1200 1200..1200 exact"},
    {"1.234.567 people fled", "1.234.567 = 1234567 1234567..1234567 exact"},
    {"816 000 people fled", "816 000 = 816000 816000..816000 exact"},
    {"816\xC2\xA0"
     "000 people fled",
     "816\xC2\xA0"
     "000 = 816000 816000..816000 exact"},
    {"1'250 people fled", "1'250 = 1250 1250..1250 exact"},
    {"1.4 million people fled", "1.4 million = 1400000 1400000..1400000 exact"},
    {"1.4500 million people fled", "1.4500 million = 1450000 1450000..1450000 exact"},
    {"1,5 million people fled", "1,5 million = 1500000 1500000..1500000 exact"},
    {"2 lakh people fled", "2 lakh = 200000 200000..200000 exact"},
    {"3.5 crore people fled", "3.5 crore = 35000000 35000000..35000000 exact"},
    {"12 thousand people fled", "12 thousand = 12000 12000..12000 exact"},
    {"2 hundred thousand people fled", "2 hundred thousand = 200000 200000..200000 exact"},
    {"3 dozen people fled", "3 dozen = 36 36..36 exact"},
    {"2,500 people and 13 dogs", "2,500 = 2500 2500..2500 exact; 13 = 13 13..13 exact"},
    {"(12) people", "12 = 12 12..12 exact"},
};

static const struct row words[] = {
    {"one person died", "one = 1 1..1 exact"},
    {"zero people died", "zero = 0 0..0 exact"},
    {"twenty-five people died", "twenty-five = 25 25..25 exact"},
    {"twenty five people died", "twenty five = 25 25..25 exact"},
    {"one hundred people died", "one hundred = 100 100..100 exact"},
    {"a hundred people died", "a hundred = 100 100..100 exact"},
    {"two hundred and fifty people died", "two hundred and fifty = 250 250..250 exact"},
    {"two hundred fifty-one people died", "two hundred fifty-one = 251 251..251 exact"},
    {"one thousand two hundred people fled", "one thousand two hundred = 1200 1200..1200 exact"},
    {"one hundred and twenty-three thousand four hundred and six people fled",
     "one hundred and twenty-three thousand four hundred and six = 123406 123406..123406 exact"},
    {"two hundred thousand million people",
     "two hundred thousand million = 200000000000 200000000000..200000000000 exact"},
    {"one million two hundred thousand people", "one million two hundred thousand = 1200000 1200000..1200000 exact"},
    {"two million people fled", "two million = 2000000 2000000..2000000 exact"},
    {"half a million people fled", "half a million = 500000 500000..500000 exact"},
    {"a dozen people died", "a dozen = 12 12..12 exact"},
    {"two dozen people died", "two dozen = 24 24..24 exact"},
    {"half a dozen people died", "half a dozen = 6 6..6 exact"},
    {"three score people died", "three score = 60 60..60 exact"},
    {"FORTY-TWO PEOPLE DIED", "FORTY-TWO = 42 42..42 exact"},
    {"five men and three women", "five = 5 5..5 exact; three = 3 3..3 exact"},
    {"five, six and seven men", "five = 5 5..5 exact; six = 6 6..6 exact; seven = 7 7..7 exact"},
    {"one hundred men and twenty women", "one hundred = 100 100..100 exact; twenty = 20 20..20 exact"},
};

static const struct row hedges[] = {
    {"at least 7 died", "at least 7 = 7 7..- at_least"},
    {"no fewer than seven died", "no fewer than seven = 7 7..- at_least"},
    {"a minimum of 7 people died", "a minimum of 7 = 7 7..- at_least"},
    {"more than 100 died", "more than 100 = 100 101..- more_than"},
    {"over fifty people died", "over fifty = 50 51..- more_than"},
    {"well over 50 people died", "well over 50 = 50 51..- more_than"},
    {"up to 30 died", "up to 30 = 30 0..30 at_most"},
    {"as many as 30 people died", "as many as 30 = 30 0..30 at_most"},
    {"no more than 30 people died", "no more than 30 = 30 0..30 at_most"},
    {"fewer than 30 people died", "fewer than 30 = 30 0..29 fewer_than"},
    {"just under 30 people died", "just under 30 = 30 0..29 fewer_than"},
    {"about 100 people died", "about 100 = 100 100..100 about"},
    {"nearly 100 people died", "nearly 100 = 100 100..100 about"},
    {"some 200 people died", "some 200 = 200 200..200 about"},
    {"an estimated 2,000 people died", "an estimated 2,000 = 2000 2000..2000 about"},
    {"approx. 200 people died", "approx. 200 = 200 200..200 about"},
    {"12 or more died", "12 or more = 12 12..- at_least"},
    {"12 at least died", "12 at least = 12 12..- at_least"},
    {"a dozen at most died", "a dozen at most = 12 0..12 at_most"},
    {"100 or so people died", "100 or so = 100 100..100 about"},
    {"twenty-odd people died", "twenty-odd = 20 20..20 about"},
    {"20-odd people died", "20-odd = 20 20..20 about"},
    {"100+ people died", "100+ = 100 100..- at_least"},
    {"it left >100 people dead", ">100 = 100 101..- more_than"},
    {"> 100 people died", "100 = 100 100..100 exact"},
    {"exactly 12 people died", "exactly 12 = 12 12..12 exact"},
    {"a total of 12 people died", "a total of 12 = 12 12..12 exact"},
    {"about at least 12 people died", "about at least 12 = 12 12..- at_least"},
    {"the toll was revised up to 120", "120 = 120 120..120 exact"},
};

static const struct row ranges[] = {
    {"between 20 and 25 people died", "between 20 and 25 = - 20..25 between"},
    {"between twenty and twenty-five people died", "between twenty and twenty-five = - 20..25 between"},
    {"from 20 to 25 people died", "from 20 to 25 = - 20..25 between"},
    {"ten to eleven people died", "ten to eleven = - 10..11 between"},
    {"ten or eleven people died", "ten or eleven = - 10..11 between"},
    {"5-7 people died", "5-7 = - 5..7 between"},
    {"5\xE2\x80\x93"
     "7 people died",
     "5\xE2\x80\x93"
     "7 = - 5..7 between"},
    {"100-150 people died", "100-150 = - 100..150 between"},
    {"some 20 to 25 people died", "some 20 to 25 = - 20..25 between"},
    {"1,000 to 1,500 people fled", "1,000 to 1,500 = - 1000..1500 between"},
    {"the toll rose from 4 to 7", "4 = 4 4..4 exact; 7 = 7 7..7 exact"},
    {"12 of 40", "12 = 12 12..12 exact; 40 = 40 40..40 exact"},
    {"7 to 5 people", "7 = 7 7..7 exact; 5 = 5 5..5 exact"},
    {"20 and 25 people", "20 = 20 20..20 exact; 25 = 25 25..25 exact"},
};

static const struct row others[] = {
    {"dozens died", "dozens = - -..- vague"},
    {"dozens of people died", "dozens = - -..- vague"},
    {"hundreds of thousands of people fled", "hundreds of thousands = - -..- vague"},
    {"several people died", "several = - -..- vague"},
    {"many people died", "many = - -..- vague"},
    {"at least dozens of people died", "at least dozens = - -..- vague"},
    {"a few people died", "a few = - -..- vague"},
    {"no one died", "no one = 0 0..0 none"},
    {"nobody died", "nobody = 0 0..0 none"},
    {"none of the men died", "none = 0 0..0 none"},
    {"no people died", "no = 0 0..0 none"},
    {"half of the 60 men", "half is 1/2; 60 = 60 60..60 exact"},
    {"two thirds of the 60 men", "two thirds is 2/3; 60 = 60 60..60 exact"},
    {"a quarter of them", "a quarter is 1/4"},
};

static const struct row decoys[] = {
    {"a 34-year-old man died", "34 is age"},
    {"a 34 year old man died", "34 is age"},
    {"a man aged 34 died", "34 is age"},
    {"Ali Ray, 34, died", "34 is age"},
    {"Ali Ray (34) died", "34 is age"},
    {"Amina D., 41, and Omar", "41 is age"},
    {"a boy of two years", "two is time"},
    {"children under 18", "under 18 is age"},
    {"in 1990 they came", "1990 is date"},
    {"on 20 January they came", "20 is date"},
    {"on January 20, 1990, they came", "20 is date; 1990 is date"},
    {"on Jan. 5 they came", "5 is date"},
    {"for 12 hours", "12 is time"},
    {"at 10 a.m. they came", "10 is time"},
    {"from 2010 to 2014 they came", "from 2010 to 2014 is date"},
    {"between 1988 and 1994 they came", "between 1988 and 1994 is date"},
    {"in 2010-2014 they came", "2010-2014 is date"},
    {"between 1500 and 2000 people died", "between 1500 and 2000 = - 1500..2000 between"},
    {"children aged 2, 5 and 7 died", "2 is age; 5 is age; 7 is age"},
    {"children aged 2, 5, 7", "2 is age; 5 is age; 7 is age"},
    {"a man aged 34, and 12 others", "34 is age; 12 = 12 12..12 exact"},
    {"two men aged 34 and 36 and six boys", "two = 2 2..2 exact; 34 is age; 36 is age; six = 6 6..6 exact"},
    {"at 10:30 they came", "10 is name; 30 is name"},
    {"after three weeks", "three is time"},
    {"$5 was paid", "5 is money"},
    {"$3 million was paid", "3 million is money"},
    {"200 dollars were paid", "200 is money"},
    {"5 km away", "5 is measure"},
    {"40% of homes", "40 is measure"},
    {"40 percent of homes", "40 is measure"},
    {"a 122-mm rocket", "122 is measure"},
    {"a 12-storey block", "12 is measure"},
    {"3.5 of them", "3.5 is measure"},
    {"on Route 9 they came", "9 is name"},
    {"Flight 447 crashed", "447 is name"},
    {"Article 5 says", "5 is name"},
    {"School No. 4 was hit", "4 is name"},
    {"the 5th brigade", "5th is ordinal"},
    {"the fifth victim", "fifth is ordinal"},
    {"since 9/11 they came", "9 is name; 11 is name"},
    {"as in [12] they came", "12 is name"},
};

/* Numbers that fit nowhere are never counts, and never wrong ones. */
static const struct row overflow[] = {
    {"123456789012345678901234567890 people died", "123456789012345678901234567890 is measure"},
    {"999,999,999,999,999,999,999,999 people died", "999,999,999,999,999,999,999,999 is measure"},
    {"12345678901234567890 million people died", "12345678901234567890 million is measure"},
    {"90000000000000 trillion people died", "90000000000000 trillion is measure"},
    {"1.2345678 million people died", "1.2345678 million is measure"},
    {"nine million trillion people died", "nine million trillion is measure"},
    {"trillion trillion trillion people died", "trillion trillion trillion is measure"},
    {"nine million trillion nine million trillion people died",
     "nine million trillion nine million trillion is measure"},
    {"12345678901234567890th victim", "12345678901234567890th is ordinal"},
};

static void say_figure(const struct bench *b, const struct figure *f, struct line *l) {
  static const char *const names[] = {"none", "age", "date", "time", "money", "measure", "name", "ordinal", "part"};
  line_add(l, sentence_text(&b->s, f->from, f->to));
  if (f->kind == FIGURE_DECOY) {
    line_str(l, " is ");
    line_str(l, names[f->decoy]);
    return;
  }
  if (f->kind == FIGURE_FRACTION) {
    line_str(l, " is ");
    line_int(l, f->low);
    line_str(l, "/");
    line_int(l, f->high);
    return;
  }
  line_str(l, " = ");
  line_int(l, f->value);
  line_str(l, " ");
  line_int(l, f->low);
  line_str(l, "..");
  line_int(l, f->high);
  line_str(l, " ");
  line_str(l, toll_form_name(f->form));
}

static void test_rows(struct bench *b, const struct row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct line l = {0};
    bench_text(b, rows[i].text, LAYER_FIGURES);
    for (int k = 0; k < b->s.figure_count; k++) {
      if (k) line_str(&l, "; ");
      say_figure(b, b->s.figures + k, &l);
    }
    IS_STR((const char *)l.at, rows[i].want, rows[i].text);
  }
}

/* What holds of every figure of any text. */
static void test_shape(struct bench *b, const char *text) {
  bench_text(b, text, LAYER_FIGURES);
  bool inside = true, apart = true, marked = true, ordered = true;
  for (int k = 0; k < b->s.figure_count; k++) {
    const struct figure *f = b->s.figures + k;
    inside = inside && f->from <= f->core && f->core < f->core_to && f->core_to <= f->to && f->to <= b->s.token_count;
    apart = apart && (k == 0 || f[-1].to <= f->from);
    for (int i = f->from; i < f->to && inside; i++) marked = marked && b->tokens[i].figure == k + 1;
    bool count = f->kind == FIGURE_COUNT;
    ordered = ordered && (!count || f->value == TOLL_OPEN || f->value >= 0);
    ordered = ordered && (!count || f->low == TOLL_OPEN || f->high == TOLL_OPEN || f->low <= f->high);
  }
  OK(inside && apart && marked && ordered, text);
}

/* Products and sums that do not fit, written in words. */
static void test_huge_words(struct bench *b) {
  static const char *const texts[] = {
      "nine hundred hundred hundred trillion nine hundred hundred hundred trillion people died",
      "ninety hundred hundred hundred hundred hundred hundred hundred hundred hundred people died",
      "trillion trillion trillion people died",
      "nine million trillion nine million trillion nine million trillion people died",
      "more than nine million trillion people died",
      "2 trillion trillion people died",
      "between nine million trillion and ten million trillion people died",
      "fewer than 0 people died",
      "fewer than zero people died",
      "at least 12345678901234567890123 of the 5 people died",
      "two thirds of nine million trillion people died",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) test_shape(b, texts[i]);
}

static void test_table(struct bench *b, const struct row *rows, size_t count) {
  test_rows(b, rows, count);
  for (size_t i = 0; i < count; i++) test_shape(b, rows[i].text);
}

#define TABLE(rows) test_table(&b, (rows), sizeof(rows) / sizeof *(rows))

int main(void) {
  static struct bench b;
  if (!bench_open(&b)) return DONE();
  TABLE(digits);
  TABLE(words);
  TABLE(hedges);
  TABLE(ranges);
  TABLE(others);
  TABLE(decoys);
  TABLE(overflow);
  test_huge_words(&b);
  bench_close(&b);
  return DONE();
}
