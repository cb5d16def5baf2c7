/* Unit tests of the lexer and of where sentences end: each case is a text and
 * its tokens or sentences, parted by bars. */
#include "extract_make.h"

struct row {
  const char *what, *text, *want;
};

static const struct row tokens[] = {
    {"words and a stop", "Ten men died.", "Ten|men|died|."},
    {"white space of every kind", "ten\tmen\r\n \fdied", "ten|men|died"},
    {"nothing", "", ""},
    {"only white space", " \n\t ", ""},
    {"possessive", "the army's men", "the|army|'s|men"},
    {"possessive of a plural", "the rebels' camp", "the|rebels|'|camp"},
    {"negation written together", "it wasn't so", "it|was|n't|so"},
    {"typographic apostrophe", "the army\xE2\x80\x99s men", "the|army|\xE2\x80\x99s|men"},
    {"typographic negation", "it didn\xE2\x80\x99t end", "it|did|n\xE2\x80\x99t|end"},
    {"an apostrophe inside a name stays", "O'Brien saw N'Djamena", "O'Brien|saw|N'Djamena"},
    {"a compound is one word", "a car-bomb went off", "a|car-bomb|went|off"},
    {"an unknown compound too", "a wizzle-wazzle went off", "a|wizzle-wazzle|went|off"},
    {"a compound with a clitic", "the vice-president's car", "the|vice-president|'s|car"},
    {"a number in front is apart", "a 30-year-old man", "a|30|-|year-old|man"},
    {"number words stay apart", "twenty-one men", "twenty|-|one|men"},
    {"a name with digits", "an X-17 and a Qu-25", "an|X|-|17|and|a|Qu|-|25"},
    {"initials", "the U.S. envoy", "the|U.S.|envoy"},
    {"initials in lower case", "at 10 a.m. today", "at|10|a.m.|today"},
    {"grouping by commas", "12,345 and 1,234,567", "12,345|and|1,234,567"},
    {"grouping by lakhs", "1,20,000 and 12,34,56,789", "1,20,000|and|12,34,56,789"},
    {"grouping by stops", "1.200 and 1.234.567", "1.200|and|1.234.567"},
    {"grouping by blanks", "816 000 people", "816 000|people"},
    {"grouping by no-break blanks",
     "816\xC2\xA0"
     "000 and 12\xE2\x80\xAF"
     "345",
     "816\xC2\xA0"
     "000|and|12\xE2\x80\xAF"
     "345"},
    {"grouping by apostrophes", "1'234'567 people", "1'234'567|people"},
    {"a decimal", "1.4 million and 3,5 km", "1.4|million|and|3,5|km"},
    {"a decimal behind groups", "1,234.5 and 1.234,5 km", "1,234.5|and|1.234,5|km"},
    {"a list of numbers is no group", "in 5, 6 and 7", "in|5|,|6|and|7"},
    {"a year and a count are two", "in 1990 150 died", "in|1990|150|died"},
    {"a number at the end of a sentence", "It was 12.", "It|was|12|."},
    {"ordinals", "the 5th and 22nd", "the|5th|and|22nd"},
    {"digits and letters are one word", "10kg of 4x4s in the 1990s", "10kg|of|4x4s|in|the|1990s"},
    {"money and percent", "$5 and 40%", "$|5|and|40|%"},
    {"brackets of both kinds", "(12) [3]", "(|12|)|[|3|]"},
    {"dashes",
     "a \xE2\x80\x93 b\xE2\x80\x94"
     "c",
     "a|\xE2\x80\x93|b|\xE2\x80\x94|c"},
    {"an ellipsis", "and\xE2\x80\xA6 so", "and|\xE2\x80\xA6|so"},
    {"quotation marks of other languages",
     "\xC2\xAB"
     "ten\xC2\xBB \xE2\x80\x9Eten\xE2\x80\x9C",
     "\xC2\xAB|ten|\xC2\xBB|\xE2\x80\x9E|ten|\xE2\x80\x9C"},
    {"letters outside ASCII",
     "Cr\xC3\xA9teil, \xC5\x9Eu\xC5\x9F"
     "a, \xD0\x91\xD0\xB0\xD0\xBA\xD1\x83",
     "Cr\xC3\xA9teil|,|\xC5\x9Eu\xC5\x9F"
     "a|,|\xD0\x91\xD0\xB0\xD0\xBA\xD1\x83"},
    {"a no-break hyphen joins a compound",
     "a car\xE2\x80\x91"
     "bomb",
     "a|car\xE2\x80\x91"
     "bomb"},
    {"a byte order mark is no word",
     "\xEF\xBB\xBF"
     "Ten men",
     "Ten|men"},
    {"marks one by one", "no?! yes...", "no|?|!|yes|.|.|."},
    {"dots between words are one mark", "ten....men", "ten|....|men"},
    {"behind a blank all but the first are", "ten ....men", "ten|.|...|men"},
    {"before a blank none is", "ten.... men", "ten|.|.|.|.|men"},
};

static void say_tokens(struct bench *b, struct line *l) {
  *l = (struct line){0};
  for (int i = 0; i < b->s.token_count; i++) {
    if (i) line_str(l, "|");
    line_add(l, sentence_text(&b->s, i, i + 1));
  }
}

/* The whole text as tokens, whatever its sentences. */
static void test_tokens(struct bench *b) {
  for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
    struct lexer x = {.pack = b->pack, .text = tokens[i].text, .len = strlen(tokens[i].text), .spaced_groups = true};
    struct line l = {0};
    struct token t;
    while (lexer_next(&x, &t)) {
      if (l.len) line_str(&l, "|");
      line_add(&l, (toll_slice){x.text + t.at, t.len});
    }
    IS_STR((const char *)l.at, tokens[i].want, tokens[i].what);
  }
}

/* What a number token holds: thousandths. */
static void test_numbers(struct bench *b) {
  static const struct {
    const char *text;
    int64_t thousandths;
    bool grouped, decimal, ordinal;
  } rows[] = {
      {"12", 12000, 0, 0, 0},
      {"0", 0, 0, 0, 0},
      {"007", 7000, 0, 0, 0},
      {"12,345", 12345000, 1, 0, 0},
      {"1,20,000", 120000000, 1, 0, 0},
      {"1.200", 1200000, 1, 0, 0},
      {"0.200", 200, 0, 1, 0},
      {"816 000", 816000000, 1, 0, 0},
      {"1'234'567", 1234567000, 1, 0, 0},
      {"1.4", 1400, 0, 1, 0},
      {"1.25", 1250, 0, 1, 0},
      {"1.2500", 1250, 0, 1, 0},
      {"1.2345", INT64_MAX, 0, 1, 0},
      {"3,5", 3500, 0, 1, 0},
      {"1,234.5", 1234500, 1, 1, 0},
      {"1.234,5", 1234500, 1, 1, 0},
      {"816 000.25", 816000250, 1, 1, 0},
      {"5th", 5000, 0, 0, 1},
      {"2ND", 2000, 0, 0, 1},
      {"9007199254", INT64_C(9007199254000), 0, 0, 0},
      {"123456789012345678901234567890", INT64_MAX, 0, 0, 0},
      {"999,999,999,999,999,999,999,999", INT64_MAX, 1, 0, 0},
      {"99999999999999999999.5", INT64_MAX, 0, 1, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct lexer x = {.pack = b->pack, .text = rows[i].text, .len = strlen(rows[i].text), .spaced_groups = true};
    struct token t;
    bool one = lexer_next(&x, &t) && x.at == x.len && t.kind == TOKEN_NUMBER;
    OK(one && t.grouped == rows[i].grouped && t.decimal == rows[i].decimal && t.ordinal == rows[i].ordinal,
       rows[i].text);
    IS_INT(t.number, rows[i].thousandths, rows[i].text);
  }
  struct lexer narrow = {.pack = b->pack, .text = "816 000", .len = 7};
  struct token t;
  OK(lexer_next(&narrow, &t) && t.len == 3, "blanks group only where the lexer is told so");
}

/* Sentences as their texts from the first token to the last. */
static const struct row sentences[] = {
    {"two", "Ten died. Six fled.", "Ten died.|Six fled."},
    {"exclamation and question", "Ten died! Who? Six fled.", "Ten died!|Who?|Six fled."},
    {"a title", "Gen. Smith and Dr. Ray spoke. Six fled.", "Gen. Smith and Dr. Ray spoke.|Six fled."},
    {"initials of a person", "J. Smith and A. B. Ray spoke.", "J. Smith and A. B. Ray spoke."},
    {"initials of a state", "The U.S. troops left. Six fled.", "The U.S. troops left.|Six fled."},
    {"initials that end the sentence", "They fled to the U.S. Six died.", "They fled to the U.S.|Six died."},
    {"a time of day that ends the sentence", "It was 10 a.m. The town slept.", "It was 10 a.m.|The town slept."},
    {"a time of day that does not", "At 10 a.m. Monday ten died.", "At 10 a.m. Monday ten died."},
    {"a month", "On Jan. 5 ten died.", "On Jan. 5 ten died."},
    {"a hedge cut short", "It killed approx. 200 people. Six fled.", "It killed approx. 200 people.|Six fled."},
    {"no hedge cut short", "The siege is over. 12 people died.", "The siege is over.|12 people died."},
    {"a number sign", "School No. 4 was hit. Six died.", "School No. 4 was hit.|Six died."},
    {"a decimal", "It took 3.5 hours. Six died.", "It took 3.5 hours.|Six died."},
    {"lower case goes on", "At approx. ten they left.", "At approx. ten they left."},
    {"a stop inside quotation marks", "\"Ten died.\" Six fled.", "\"Ten died.\"|Six fled."},
    {"typographic quotation marks", "\xE2\x80\x9CTen died.\xE2\x80\x9D Six fled.",
     "\xE2\x80\x9CTen died.\xE2\x80\x9D|Six fled."},
    {"a speaker behind a quotation", "\"Are they dead?\" he asked. Six fled.",
     "\"Are they dead?\" he asked.|Six fled."},
    {"a bracket behind the stop", "Ten died (of wounds.) Six fled.", "Ten died (of wounds.)|Six fled."},
    {"references", "Ten died.[12] Six fled.[3][4] All left.", "Ten died.[12]|Six fled.[3][4]|All left."},
    {"no blank behind the stop", "Ten died.Six fled.", "Ten died.|Six fled."},
    {"an address stays whole", "See example.org for more. Six fled.", "See example.org for more.|Six fled."},
    {"an empty line", "Raid kills ten\n\nSix fled", "Raid kills ten|Six fled"},
    {"bullets", "Losses:\n* ten killed\n* six hurt", "Losses:|* ten killed|* six hurt"},
    {"bullets outside ASCII", "Losses:\n\xE2\x80\xA2 ten killed\n\xE2\x80\xA2 six hurt",
     "Losses:|\xE2\x80\xA2 ten killed|\xE2\x80\xA2 six hurt"},
    {"dashes as bullets", "Losses:\n- ten killed\n- six hurt", "Losses:|- ten killed|- six hurt"},
    {"a wrapped line goes on",
     "The ministry said on Monday that ten people had been killed in the\nNorthern District and six others had fled.",
     "The ministry said on Monday that ten people had been killed in the\nNorthern District and six others had fled."},
    {"a wrapped line in lower case goes on", "Ten people\nwere killed.", "Ten people\nwere killed."},
    {"a short line is a heading", "Raid kills ten\nSix people fled after the raid on Monday.",
     "Raid kills ten|Six people fled after the raid on Monday."},
    {"a line that ends with a preposition goes on", "Ten people died in\nSoukra on Monday.",
     "Ten people died in\nSoukra on Monday."},
    {"a trailing blank line", "Ten died.\n\n\n", "Ten died."},
    {"Windows line ends", "Ten died.\r\n\r\nSix fled.\r\n", "Ten died.|Six fled."},
};

static void test_sentences(struct bench *b) {
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
    toll_slice text = {sentences[i].text, strlen(sentences[i].text)};
    struct line l = {0};
    for (size_t at = 0, n = 0; at < text.len && n < 100; n++) {
      size_t next = bench_read(b, text, at, LAYER_TOKENS);
      if (!OK(next > at, "every sentence moves on")) break;
      at = next;
      if (!b->s.token_count) continue;
      if (l.len) line_str(&l, "|");
      line_add(&l, sentence_text(&b->s, 0, b->s.token_count));
    }
    IS_STR((const char *)l.at, sentences[i].want, sentences[i].what);
  }
}

/* Phrases of the pack become single tokens; the longest wins. */
static const struct row phrases[] = {
    {"two words", "according to police", "according to|police"},
    {"the longest", "at least ten", "at least|ten"},
    {"over a line's end", "according\nto police", "according\nto|police"},
    {"by a hyphen", "a fire-fighter died", "a|fire-fighter|died"},
    {"not over another mark", "at, least ten", "at|,|least|ten"},
    {"tens of thousands", "tens of thousands fled", "tens of thousands|fled"},
    {"in capitals", "ACCORDING TO POLICE", "ACCORDING TO|POLICE"},
};

static void test_phrases(struct bench *b) {
  for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
    struct line l;
    bench_text(b, phrases[i].text, LAYER_PHRASES);
    say_tokens(b, &l);
    IS_STR((const char *)l.at, phrases[i].want, phrases[i].what);
  }
}

static void test_sorts(struct bench *b) {
  static const struct {
    const char *text;
    enum token_shape shape;
  } shapes[] = {{"men", SHAPE_LOWER},
                {"Men", SHAPE_CAPITAL},
                {"MEN", SHAPE_UPPER},
                {"iPhone", SHAPE_OTHER},
                {"A", SHAPE_CAPITAL},
                {"McRay", SHAPE_CAPITAL},
                {"\xC5\x9Eu\xC5\x9F"
                 "a",
                 SHAPE_CAPITAL}};
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    bench_text(b, shapes[i].text, LAYER_TOKENS);
    IS_INT(b->tokens[0].shape, shapes[i].shape, shapes[i].text);
  }
  static const struct {
    const char *bytes;
    char mark;
  } marks[] = {{"\xE2\x80\x9C", '"'}, {"\xC2\xAB", '"'}, {"\xE2\x80\x94", '~'}, {"\xE2\x80\xA2", '*'},
               {"\xE2\x82\xAC", '$'}, {"\xC2\xA7", '#'}, {"\xE2\x84\x96", '#'}, {"\xC3\xA9", 0},
               {"\xE2\x80", 0},       {"\xE2", 0}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t len = 0;
    IS_INT(lexer_utf8_mark(marks[i].bytes, strlen(marks[i].bytes), &len), marks[i].mark, "a mark outside ASCII");
    if (marks[i].mark) IS_INT(len, strlen(marks[i].bytes), "and its length");
  }
  static const struct {
    const char *text;
    bool heading, caseless;
  } kinds[] = {{"Ten men died.", false, false},
               {"Raid kills ten", true, false},
               {"RAID KILLS TEN IN THE NORTH", true, true},
               {"TEN MEN DIED IN SOUKRA ON MONDAY.", false, true},
               {"NATO and UN staff left.", false, false}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    bench_text(b, kinds[i].text, LAYER_TOKENS);
    OK(b->s.heading == kinds[i].heading && b->s.caseless == kinds[i].caseless, kinds[i].text);
  }
  toll_slice two = TOLL_LIT("Ten died. Six fled.\n\nTwo hid.");
  size_t second = bench_read(b, two, 0, LAYER_TOKENS);
  OK(b->s.paragraph, "the first sentence opens a paragraph");
  size_t third = bench_read(b, two, second, LAYER_TOKENS);
  OK(!b->s.paragraph, "the one behind it does not");
  bench_read(b, two, third, LAYER_TOKENS);
  OK(b->s.paragraph, "the one behind an empty line does");
}

/* A sentence without an end is cut, and nothing of it is lost or read twice. */
static void test_long(struct bench *b) {
  size_t words = 5 * SENTENCE_TOKENS + 7, len = 2 * words, seen = 0;
  char *text = malloc(len);
  if (!OK(text != NULL, "memory for a long sentence")) return;
  for (size_t i = 0; i < len; i++) text[i] = i % 2 ? ' ' : 'a';
  for (size_t at = 0, last = 0; at < len;) {
    at = bench_read(b, (toll_slice){text, len}, at, LAYER_TOKENS);
    if (at <= last) break;
    last = at;
    seen += (size_t)b->s.token_count;
  }
  IS_INT(seen, words, "a sentence without an end is cut into pieces that hold all words");
  free(text);
}

static uint8_t shape_by_letter(const char *at, size_t len) {
  size_t upper = 0;
  for (size_t i = 0; i < len; i++) upper += at[i] >= 'A' && at[i] <= 'Z';
  if (at[0] >= 'a') return upper ? SHAPE_OTHER : SHAPE_LOWER;
  return upper > 1 && upper == len ? SHAPE_UPPER : SHAPE_CAPITAL;
}

/* Whether the word, written in the middle of a line, is read as it is looked up letter by letter. */
static bool read_plainly(const struct bench *b, const char *word, size_t len, char behind) {
  char text[200];
  memset(text, behind, sizeof text);
  memcpy(text, "x, ", 3);
  memcpy(text + 3, word, len);
  struct lexer x = {.pack = b->pack, .text = text, .len = sizeof text, .at = 2};
  struct token t;
  return lexer_next(&x, &t) && t.at == 3 && t.len == len && t.kind == TOKEN_WORD && !t.glued && x.lines == 0 &&
         t.shape == shape_by_letter(word, len) && t.form == lexer_find(b->pack, word, len);
}

/* Every word of letters that the pack has, in four ways of writing, before different marks. */
static void test_plain(struct bench *b) {
  size_t words = 0, wrong = 0;
  const struct form *f;
  for (uint32_t i = 0; (f = pack_form_at(b->pack, i)) != NULL; i++) {
    toll_slice spelling = pack_string(b->pack, f->text, f->text_len);
    char word[60];
    bool letters = spelling.len < sizeof word;
    for (size_t k = 0; k < spelling.len; k++) letters = letters && spelling.at[k] >= 'a' && spelling.at[k] <= 'z';
    if (!letters) continue;
    words++;
    for (size_t way = 0; way < 4; way++) {
      memcpy(word, spelling.at, spelling.len);
      for (size_t k = 0; k < spelling.len; k++)
        if (way == 3 || (way == 2 && k == spelling.len - 1) || (way && k == 0)) word[k] = (char)(word[k] - 32);
      for (const char *behind = " ,;)@_{\n"; *behind; behind++) wrong += !read_plainly(b, word, spelling.len, *behind);
      word[spelling.len / 2] = 'q';
      wrong += !read_plainly(b, word, spelling.len, ' '); /* hardly ever a word */
    }
  }
  OK(words > 1000, "the pack has words of letters");
  IS_INT(wrong, 0, "words are read by eights as they are letter by letter");
}

static void test_lookup(struct bench *b) {
  const struct form *f = lexer_find(b->pack, "PEOPLE", 6);
  OK(f && f == lexer_find(b->pack, "people", 6), "case is folded");
  const struct form *s = lexer_find(b->pack, "'s", 2);
  OK(s && s == lexer_find(b->pack, "\xE2\x80\x99s", 4), "apostrophes are folded");
  char longest[200];
  memset(longest, 'a', sizeof longest);
  OK(!lexer_find(b->pack, longest, sizeof longest), "a very long word is unknown");
  OK(!lexer_find(b->pack, "", 0), "no word is unknown");
}

int main(void) {
  static struct bench b;
  if (!bench_open(&b)) return DONE();
  test_tokens(&b);
  test_numbers(&b);
  test_sentences(&b);
  test_phrases(&b);
  test_sorts(&b);
  test_long(&b);
  test_plain(&b);
  test_lookup(&b);
  bench_close(&b);
  return DONE();
}
