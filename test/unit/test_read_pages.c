/* Pages to text: what joins lines, what parts them, what runs along, and the way
 * back from the text to page and box.  Letters here are half as wide as they are
 * high; a row is a line of words at its place. */
#include "read/pages.h"
#include "read/tsv.h"
#include "tap.h"

struct row {
  int page, block, line, left, top, size;
  const char *words;
};

static void add_row(struct pages *p, const struct row *r) {
  while (p->sheets.count < (size_t)r->page) pages_sheet(p, (struct page_size){60000, 80000});
  int32_t at = r->left * 100, letter = r->size * 50;
  for (const char *word = r->words; *word;) {
    size_t len = strcspn(word, " ");
    struct box box = {at, r->top * 100, at + (int32_t)len * letter, (r->top + r->size) * 100};
    pages_word(p, (uint32_t)r->block, (uint32_t)r->line, box, (toll_slice){word, len});
    at = box.right + letter;
    word += len + (word[len] == ' ');
  }
}

static void compose(struct pages *p, const struct row *rows) {
  pages_reset(p);
  for (; rows->words; rows++) add_row(p, rows);
  pages_compose(p);
}

static void is_text(const struct row *rows, const char *want, const char *name) {
  struct pages p = {0};
  compose(&p, rows);
  IS_STR(((toll_slice){p.text.at, p.text.len}), want, name);
  pages_free(&p);
}

#define END                                                                                                            \
  { 0, 0, 0, 0, 0, 0, NULL }

static void test_lines(void) {
  const struct row full[] = {
      {1, 0, 0, 50, 100, 10, "Seven people were killed when the"}, {1, 0, 1, 50, 112, 10, "old bridge gave way."}, END};
  is_text(full, "Seven people were killed when the old bridge gave way.", "a full line goes on in the next");
  const struct row list[] = {
      {1, 0, 0, 50, 100, 10, "North: 7"}, {1, 0, 1, 50, 112, 10, "South: 12 and nobody in the harbour"}, END};
  is_text(list, "North: 7\nSouth: 12 and nobody in the harbour", "one with room behind it was ended on purpose");
  const struct row stop[] = {
      {1, 0, 0, 50, 100, 10, "They were killed."}, {1, 0, 1, 50, 112, 10, "The harbour was closed for the week."}, END};
  is_text(stop, "They were killed.\n\nThe harbour was closed for the week.", "behind a full stop it ends a paragraph");
  const struct row indent[] = {{1, 0, 0, 50, 100, 10, "Seven people were killed when the old"},
                               {1, 0, 1, 62, 112, 10, "The bridge had been closed in May"},
                               {1, 0, 2, 50, 124, 10, "and opened again."},
                               END};
  is_text(indent, "Seven people were killed when the old\n\nThe bridge had been closed in May and opened again.",
          "an indented line begins one");
  const struct row bullets[] = {{1, 0, 0, 50, 100, 10, "\xe2\x80\xa2 two people were killed"},
                                {1, 0, 1, 50, 112, 10, "\xe2\x80\xa2 three people were hurt"},
                                END};
  is_text(bullets, "\xe2\x80\xa2 two people were killed\n\xe2\x80\xa2 three people were hurt",
          "a bullet begins a line");
  const struct row row[] = {{1, 0, 0, 50, 100, 10, "twelve were missing"},
                            {1, 0, 1, 150, 101, 10, "after the raid"},
                            {1, 0, 2, 50, 112, 10, "on the village by the river."},
                            END};
  is_text(row, "twelve were missing after the raid on the village by the river.",
          "two lines beside each other are one");
}

static void test_hyphens(void) {
  static const struct {
    const char *first, *second, *want;
  } rows[] = {
      {"they were kil-", "led there", "they were killed there"},
      {"there were twenty-", "five dead", "there were twenty-five dead"},
      {"men of the Al-", "Zara district", "men of the Al-Zara district"},
      {"a boy, a 15-", "year-old one", "a boy, a 15-year-old one"},
      {"a 68-year-", "old farmer", "a 68-year-old farmer"},
      {"houses of two-", "and three storeys", "houses of two- and three storeys"},
      {"a car-bomb, a car-", "bomb again", "a car-bomb, a car-bomb again"},
      {"a seaside town, a sea-", "side road", "a seaside town, a seaside road"},
      {"they were kil\xc2\xad", "led there", "they were killed there"},
      {"from the sea -", "then silence", "from the sea - then silence"},
      {"\xef\xac\x81ve men were kil\xe2\x80\x90", "led", "five men were killed"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct row lines[] = {{1, 0, 0, 50, 100, 10, rows[i].first}, {1, 0, 1, 50, 112, 10, rows[i].second}, END};
    is_text(lines, rows[i].want, rows[i].want);
  }
}

static void test_blocks(void) {
  const struct row column[] = {{1, 0, 0, 50, 100, 10, "The governor said that in the hills"},
                               {1, 0, 1, 50, 112, 10, "above the river another twelve men"},
                               {1, 1, 0, 300, 100, 10, "were missing since that evening."},
                               {1, 2, 0, 300, 160, 10, "Snow fell."},
                               END};
  is_text(column,
          "The governor said that in the hills above the river another twelve men were missing since that evening."
          "\n\nSnow fell.",
          "a sentence goes on in the next column");
  const struct row heading[] = {{1, 0, 0, 50, 100, 16, "Twelve missing in the hills"},
                                {1, 1, 0, 50, 130, 10, "soldiers searched the valley."},
                                END};
  is_text(heading, "Twelve missing in the hills\n\nsoldiers searched the valley.", "not what a heading stands over");
  const struct row foot[] = {{1, 0, 0, 50, 600, 10, "The governor said that in the hills"},
                             {1, 0, 1, 50, 612, 10, "above the river another twelve men"},
                             {1, 1, 0, 50, 640, 7, "1 The list is of May."},
                             {2, 0, 0, 50, 100, 10, "Were missing, and nobody had looked"},
                             {2, 0, 1, 50, 112, 10, "for them."},
                             END};
  is_text(foot,
          "The governor said that in the hills above the river another twelve men Were missing, and nobody had looked"
          " for them.\n\n1 The list is of May.",
          "and past the notes at a page's foot");
}

static void test_running(void) {
  const struct row rows[] = {{1, 0, 0, 50, 20, 9, "Harbour Observer No 7"},
                             {1, 1, 0, 50, 100, 10, "Seven men died in the"},
                             {1, 2, 0, 290, 780, 9, "1"},
                             {2, 0, 0, 50, 20, 9, "Harbour Observer No 7"},
                             {2, 1, 0, 50, 100, 10, "mine that day."},
                             {2, 2, 0, 290, 780, 9, "2"},
                             END};
  is_text(rows, "Harbour Observer No 7\n\nSeven men died in the mine that day.",
          "running lines are taken out, the first kept");
  const struct row feet[] = {{1, 0, 0, 50, 100, 10, "One."},
                             {1, 1, 0, 50, 780, 9, "The Observer page 1"},
                             {2, 0, 0, 50, 100, 10, "Two."},
                             {2, 1, 0, 50, 780, 9, "The Observer page 2"},
                             {3, 0, 0, 50, 100, 10, "Six."},
                             {3, 1, 0, 50, 780, 9, "The Observer page 3"},
                             END};
  is_text(feet, "One.\n\nTwo.\n\nSix.", "numbers of pages are no text");
  const struct row table[] = {
      {1, 0, 0, 50, 780, 10, "Killed in all: 43 men"}, {2, 0, 0, 50, 780, 10, "Killed in all: 51 men"}, END};
  is_text(table, "Killed in all: 43 men\n\nKilled in all: 51 men", "other numbers are");
  const struct row sides[] = {
      {1, 0, 0, 50, 20, 9, "Bulletin"},  {1, 1, 0, 50, 100, 10, "One."},   {2, 0, 0, 400, 20, 9, "May 1999"},
      {2, 1, 0, 50, 100, 10, "Two."},    {3, 0, 0, 50, 20, 9, "Bulletin"}, {3, 1, 0, 50, 100, 10, "Six."},
      {4, 0, 0, 400, 20, 9, "May 1999"}, {4, 1, 0, 50, 100, 10, "Ten."},   END};
  is_text(sides, "Bulletin\n\nOne.\n\nTwo.\n\nSix.\n\nTen.\n\nMay 1999", "left and right pages have their own");
}

static void test_marks(void) {
  struct pages p = {0};
  add_row(&p, &(struct row){1, 0, 0, 50, 100, 10, "some 43"});
  pages_word(&p, 0, 0, (struct box){9000, 9900, 9300, 10400}, TOLL_LIT("1"));
  pages_word(&p, 0, 0, (struct box){9600, 10000, 11600, 11000}, TOLL_LIT("died"));
  pages_compose(&p);
  IS_STR(((toll_slice){p.text.at, p.text.len}), "some 43 died", "the raised mark of a note is no digit of a number");
  pages_reset(&p);
  add_row(&p, &(struct row){1, 0, 0, 50, 100, 10, "on the 20"});
  pages_word(&p, 0, 0, (struct box){9500, 10000, 10000, 10600}, TOLL_LIT("th"));
  pages_compose(&p);
  IS_STR(((toll_slice){p.text.at, p.text.len}), "on the 20th", "raised letters belong to their word");
  pages_free(&p);
}

static void is_box(const struct pages *p, const char *words, uint32_t page, struct box want, const char *name) {
  const char *at = memmem(p->text.at, p->text.len, words, strlen(words));
  struct box box = {0};
  uint32_t got = 0;
  bool found = at && pages_find(p, (size_t)(at - p->text.at), (size_t)(at - p->text.at) + strlen(words), &got, &box);
  OK(found && got == page, name);
  OK(box.left == want.left && box.top == want.top && box.right == want.right && box.bottom == want.bottom, name);
}

static void test_boxes(void) {
  const struct row rows[] = {{1, 0, 0, 50, 100, 10, "The list said that twenty-"},
                             {1, 0, 1, 50, 112, 10, "five of them, all of them men,"},
                             {2, 0, 0, 50, 100, 10, "had died."},
                             END};
  struct pages p = {0};
  uint32_t page;
  struct box box;
  compose(&p, rows);
  is_box(&p, "list", 1, (struct box){7000, 10000, 9000, 11000}, "a word");
  is_box(&p, "list said", 1, (struct box){7000, 10000, 11500, 11000}, "two of one line");
  is_box(&p, "twenty-five", 1, (struct box){5000, 10000, 18000, 12200}, "one in two parts");
  is_box(&p, "ent", 1, (struct box){14500, 10000, 18000, 11000}, "a piece of a word has the word's");
  is_box(&p, "men, had", 1, (struct box){18000, 11200, 20000, 12200}, "over two pages: that of the first");
  is_box(&p, "had", 2, (struct box){5000, 10000, 6500, 11000}, "the second page");
  OK(!pages_find(&p, 3, 4, &page, &box), "a blank has no box");
  OK(!pages_find(&p, 5, 5, &page, &box), "nor has nothing");
  OK(!pages_find(&p, p.text.len, p.text.len + 9, &page, &box), "nor what is behind the text");
  pages_free(&p);
}

static void test_title(void) {
  const struct row rows[] = {{1, 0, 0, 50, 20, 9, "Observer"},
                             {1, 1, 0, 50, 60, 20, "Shells on the"},
                             {1, 1, 1, 50, 82, 20, "lower town"},
                             {1, 2, 0, 50, 120, 10, "Seven people were killed there, and more."},
                             END};
  struct pages p = {0};
  size_t from = 0, to = 0;
  compose(&p, rows);
  OK(pages_title(&p, &from, &to), "the largest letters are the title");
  IS_STR(((toll_slice){p.text.at + from, to - from}), "Shells on the lower town", "all lines of it");
  compose(&p, rows + 3);
  OK(!pages_title(&p, &from, &to), "a page in one size has none");
  pages_free(&p);
}

#define HEADING "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
#define PAGE "1\t1\t0\t0\t0\t0\t0.000000\t0.000000\t595.000000\t842.000000\t-1\t###PAGE###\n"

/* Fed in pieces of every size. */
static void is_read(const char *rows, const char *want, const char *name) {
  bool good = true;
  for (size_t piece = 1; good && piece <= strlen(rows); piece += piece < 8 ? 1 : 37) {
    struct pages p = {0};
    struct tsv t = {.pages = &p};
    for (size_t at = 0; at < strlen(rows); at += piece) {
      size_t left = strlen(rows) - at;
      tsv_take(&t, rows + at, left < piece ? left : piece);
    }
    tsv_end(&t);
    pages_compose(&p);
    good = p.text.len == strlen(want) && memcmp(p.text.at ? p.text.at : "", want, p.text.len) == 0;
    if (!good) printf("# got '%.*s'\n", (int)p.text.len, p.text.at ? p.text.at : "");
    tsv_free(&t);
    pages_free(&p);
  }
  OK(good, name);
}

static void test_tsv(void) {
  is_read(HEADING PAGE "5\t1\t0\t0\t0\t0\t1.00\t2.00\t30.00\t10.00\t100\tSeven\n5\t1\t0\t0\t0\t1\t35.00\t2.00\t20."
                       "00\t10.00\t100\tdied\n",
          "Seven died", "rows");
  is_read(HEADING PAGE "5\t1\t0\t0\t0\t0\t1.00\t2.00\t30.00\t10.00\t100\tSeven\nmen", "Seven men",
          "a word with a line feed in it");
  is_read(PAGE "5\t1\t0\t0\t0\t0\t1.00\t2.00\t30.00\t10.00\t100\ta\xff\x01z\n", "a\xef\xbf\xbdz",
          "bytes that are no text");
  is_read("5\t1\t0\t0\t0\t0\t1.00\t2.00\t30.00\t10.00\t100\tSeven\n", "", "a word before any page");
  is_read(HEADING PAGE "5\t1\t0\t0\t0\t0\tx\t2.00\t30.00\t10.00\t100\tSeven\n", "", "a place that is no number");
  is_read(HEADING PAGE "5\t1\t0\t0\t0\t0\t-1.5\t99999999999\t30\t10\t100\tSeven\r\n", "Seven", "places far off");
  is_read(HEADING PAGE, "", "a page without words");
  struct pages p = {0};
  struct tsv t = {.pages = &p};
  uint32_t page;
  struct box box;
  const char row[] = PAGE "5\t1\t0\t0\t0\t0\t-1.239\t2\t30.5\t10.25\t100\tSeven\n";
  tsv_take(&t, row, sizeof row - 1);
  pages_compose(&p);
  OK(pages_find(&p, 0, 5, &page, &box) && box.left == -123 && box.top == 200 && box.right == 2927 && box.bottom == 1225,
     "hundredths are exact");
  tsv_free(&t);
  pages_free(&p);
}

int main(void) {
  test_lines();
  test_hyphens();
  test_blocks();
  test_running();
  test_marks();
  test_boxes();
  test_title();
  test_tsv();
  return DONE();
}
