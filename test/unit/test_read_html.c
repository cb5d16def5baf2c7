/* Unit tests of pages: what remains, what is left out, the facts, the way back. */
#include "read/html_entity.h"
#include "read/html_lex.h"
#include "read/html_page.h"
#include "tap.h"
#include "toll/document.h"

static const toll_document_info *page(toll_document *doc, const char *html) {
  toll_error e;
  int code = toll_document_from_bytes(doc, (toll_slice){html, strlen(html)}, "page", &e);
  if (code != 0) printf("# code %d: %s\n", code, e.message);
  return toll_document_get(doc);
}

/* Every attribute is found by its length, in any case, and no other. */
static void test_attributes(void) {
  static const char *const names[] = {"class", "id",       "role",    "hidden",   "style",
                                      "name",  "property", "content", "itemprop", "datetime",
                                      "href",  "rel",      "lang",    "xml:lang", "HTTP-EQUIV"};
  static const int rows[] = {HTML_CLASS, HTML_ID,       HTML_ROLE,    HTML_HIDDEN,   HTML_STYLE,
                             HTML_NAME,  HTML_PROPERTY, HTML_CONTENT, HTML_ITEMPROP, HTML_DATETIME,
                             HTML_HREF,  HTML_REL,      HTML_LANG,    HTML_LANG,     HTML_HTTP_EQUIV};
  static const char *const others[] = {
      "",         "i",        "ids",         "src",       "alt",        "Rell",           "title",
      "width",    "colspan",  "xml:base",    "data-item", "formaction", "accept-charset", "clasz",
      "itemtype", "datetimf", "HTTP-EQUIVS", "typo",      "langs"};
  unsigned right = 0, wrong = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    right += html_attribute_find((toll_slice){names[i], strlen(names[i])}) == rows[i];
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    wrong += html_attribute_find((toll_slice){others[i], strlen(others[i])}) != -1;
  IS_INT(right, sizeof names / sizeof *names, "attributes are found");
  IS_INT(wrong, 0, "and what is none is not");
  OK(html_attribute_find((toll_slice){"TYPE", 4}) == HTML_TYPE, "in any case");
}

static void test_hints(void) {
  static const struct {
    const char *name;
    enum html_hint hint;
  } rows[] = {
      {"ad", HTML_HINT_AWAY},
      {"toc", HTML_HINT_AWAY},
      {"Tags", HTML_HINT_AWAY},
      {"menu", HTML_HINT_AWAY},
      {"site-Popup", HTML_HINT_AWAY},
      {"socialBar", HTML_HINT_AWAY},
      {"advertisement", HTML_HINT_AWAY},
      {"recirculation", HTML_HINT_AWAY},
      {"text recommended", HTML_HINT_AWAY},
      {"subscription", HTML_HINT_AWAY},
      {"article__byline", HTML_HINT_BYLINE},
      {"author", HTML_HINT_BYLINE},
      {"author menu", HTML_HINT_AWAY},
      {"has-sidebar", HTML_HINT_NONE},
      {"without_nav", HTML_HINT_NONE},
      {"sidebars navigations a b2 text", HTML_HINT_NONE},
      {"advertisementsandmore", HTML_HINT_NONE},
      {"", HTML_HINT_NONE},
  };
  size_t right = 0, count = sizeof rows / sizeof *rows;
  for (size_t i = 0; i < count; i++)
    right += html_class_hint((toll_slice){rows[i].name, strlen(rows[i].name)}) == rows[i].hint;
  IS_INT((int64_t)right, (int64_t)count, "what names of classes say");
}

/* A page with more names than the lexer remembers: each tag is still the one it is named. */
static void test_many_tags(void) {
  static const char *const known[] = {"a",  "b",  "div", "span",  "p",       "li", "ul",
                                      "h1", "td", "tr",  "table", "section", "em"};
  char page[8192];
  size_t len = 0, right = 0, count = 0;
  for (unsigned i = 0; i < 400; i++)
    len += (size_t)snprintf(page + len, sizeof page - len, i % 3 ? "<%s>" : "<x-%s%u>", known[i % 13], i);
  struct html_lexer lex = {.page = {page, len}};
  struct html_token t = {0};
  for (html_next(&lex, &t); t.kind != HTML_END; html_next(&lex, &t), count++) {
    toll_slice name = {page + t.from + 1, 0};
    while (name.at[name.len] != '>') name.len++;
    right += t.tag == html_tag_find(name);
  }
  OK(count == 400 && right == count, "of many tags each is told from the others");
}

/* Markup of bits that tags are made of, in any order. */
static size_t make_markup(uint64_t *state, char *page, size_t size) {
  static const char *const bits[] = {
      "<a",   "<div", "</a", "</x-long-name", "<SCRIPT", ">",    "/>",       " ",   "\n",
      "=",    "\"",   "'",   "class",         " id=",    "<",    "/",        "a b", "=\"x>y\"",
      "='>'", "=z>",  " ='", "\"\"",          "==",      "<!--", "href =\"", "1",   "<img src=/a/>"};
  size_t len = 0, count = sizeof bits / sizeof *bits;
  while (size - len > 16) {
    const char *bit = bits[tap_number(state) % count];
    memcpy(page + len, bit, strlen(bit));
    len += strlen(bit);
  }
  return len;
}

/* Tags end in the same place whether their attributes are taken or passed over. */
static void test_passed_attributes(void) {
  enum { SIZE = 400 };
  uint64_t state = 5;
  int differ = 0, tags = 0;
  for (int round = 0; round < 3000; round++) {
    char room[SIZE];
    size_t len = make_markup(&state, room, SIZE);
    char *page = malloc(len); /* exactly as long, so that a read behind it is seen */
    memcpy(page, room, len);
    struct html_lexer taking = {.page = {page, len}}, passing = {.page = {page, len}, .away = true};
    struct html_token a = {0}, b = {0};
    do {
      do html_next(&taking, &a);
      while (a.kind == HTML_TEXT);
      html_next(&passing, &b);
      tags += a.kind == HTML_OPEN;
      differ += a.kind != b.kind || a.from != b.from || a.to != b.to;
      if (a.kind != HTML_OPEN && a.kind != HTML_CLOSE) continue;
      html_attributes(&taking, &a);
      html_attributes(&passing, &b);
      differ += a.tag != b.tag || a.empty != b.empty || memcmp(a.attributes, b.attributes, sizeof a.attributes) != 0;
    } while (a.kind != HTML_END && b.kind != HTML_END);
    free(page);
  }
  OK(tags > 10000, "many tags");
  IS_INT(differ, 0, "end where they end, and have the same afterwards");
}

/* One character of a text, and what the flow makes of it. */
struct sign {
  const char *bytes;
  enum { SIGN_LETTER, SIGN_BLANK, SIGN_UNSEEN } kind;
};

/* Words of a text joined by single blanks: what flow_text has to make of it, one character at a time. */
static void test_runs(void) {
  static const struct sign signs[] = {{"a", SIGN_LETTER},
                                      {"bcdefghijklmn", SIGN_LETTER},
                                      {" ", SIGN_BLANK},
                                      {"\n", SIGN_BLANK},
                                      {"  ", SIGN_BLANK},
                                      {"\xc3\xa9", SIGN_LETTER},
                                      {"\xe2\x80\x99", SIGN_LETTER},
                                      {"\xe2\x80\x8b", SIGN_UNSEEN},
                                      {"\xc2\xad", SIGN_UNSEEN},
                                      {"op", SIGN_LETTER}};
  uint64_t state = 3;
  int differ = 0, lost = 0;
  for (int round = 0; round < 2000; round++) {
    char text[200], want[200];
    size_t len = 0, made = 0, count = sizeof signs / sizeof *signs;
    bool blank = false;
    for (int i = 0; i < 12; i++) {
      const struct sign *sign = &signs[tap_number(&state) % count];
      size_t n = strlen(sign->bytes);
      memcpy(text + len, sign->bytes, n);
      len += n;
      blank = blank || sign->kind == SIGN_BLANK;
      if (sign->kind != SIGN_LETTER) continue;
      if (blank && made > 0) want[made++] = ' ';
      blank = false;
      memcpy(want + made, sign->bytes, n);
      made += n;
    }
    struct pieces out = {0};
    html_plain(&out, (toll_slice){text, len}, 0, len, false);
    differ += out.text.len != made || (made && memcmp(out.text.at, want, made) != 0);
    for (size_t i = 0; i < out.text.len; i++) {
      size_t from = 0, to = 0;
      bool found = pieces_span(&out, i, i + 1, &from, &to);
      lost += !found || (out.text.at[i] != ' ' && text[from] != out.text.at[i]);
    }
    pieces_free(&out);
  }
  IS_INT(differ, 0, "words are those of the text, one blank between them");
  IS_INT(lost, 0, "and each byte leads back to its own");
}

static void test_text(void) {
  static const struct {
    const char *html, *text;
  } rows[] = {
      {"<p>One  <b>two</b>\n three", "One two three"},
      {"<p hidden>One<p class=\"sidebar\">Two<p id=a>Three", "Three"},
      {"<p hidden>One<b title='x>y'>Two</b><p style='display: none' class=b>Three<p class=c>Four", "Four"},
      {"<p>One<p>Two<div>Three</div>", "One\n\nTwo\n\nThree"},
      {"<p>One<br>Two<br><br>Three", "One\nTwo\n\nThree"},
      {"<p>a&amp;b &lt;c&gt; &eacute;&#8364;&#x20ac;&#151; &unknown; &ampx AT&T",
       "a&b <c> \xc3\xa9\xe2\x82\xac\xe2\x82\xac\xe2\x80\x94 &unknown; &x AT&T"},
      {"<p>a<script>b<p>c</script>d<style>e</style><!-- f --><noscript>g</noscript>", "ad"},
      {"<ul><li>a<li>b</ul><table><tr><td>c<td>d<tr><th>e</table>", "a\n\nb\n\nc\td\n\ne"},
      {"<nav>a<div>b</nav><aside>c</aside><footer>d</footer><p>e", "e"},
      {"<div class='cookie-bar'>a</div><div id=siteNav>b</div><div role=navigation>c</div><p>d", "d"},
      {"<div class='has-sidebar'><p>a</div>", "a"},
      {"<p>a <span class=share>b</span> c", "a c"},
      {"<p hidden>a<p style='color:red;display: none'>b<p>c", "c"},
      {"<p>cas&shy;ual\xc2\xadties&#8203; x", "casualties x"},
      {"<p>12&nbsp;dead", "12\xc2\xa0"
                          "dead"},
      {"<pre>a  b\nc</pre>", "a  b\nc"},
      {"<p>was <s>10</s> <del>11</del> 12", "was 12"},
      {"<div><p>a</span></div>b</div></td>c", "a\n\nb\n\nc"},
      {"<select><option>a<option>b</select><button>c</button><textarea>d</textarea><p>e", "e"},
      {"<p>1 < 2 <3 <", "1 < 2 <3 <"},
      {"<p>a<unknown-thing>b</unknown-thing>c<p", "abc"},
      {"<div class=related>a<div>b</div>c</div><p>d", "d"},
      {"<p>x<sup class=\"reference\"><a>[1]</a></sup>y", "xy"},
      {"<p class=byline>By A B<p>c<p>d", "By A B\n\nc\n\nd"},
  };
  toll_document *doc = toll_document_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    IS_STR(page(doc, rows[i].html)->text, rows[i].text, rows[i].html);
  toll_document_free(doc);
}

#define FILL                                                                                                           \
  "<p>The ministry said on Sunday that the count was not complete and that more would be told on Monday. The "         \
  "hospital "                                                                                                          \
  "gave no figure of its own, and the police asked all those who had been there to come forward with what they knew."

static bool has(toll_slice s, const char *word) {
  return s.at && memmem(s.at, s.len, word, strlen(word));
}

static void test_regions(void) {
  toll_document *doc = toll_document_new();
  toll_slice text =
      page(doc, "<div>outside</div><article><h1>Head line here</h1>" FILL "</article><div>after</div>")->text;
  OK(has(text, "Sunday") && !has(text, "outside") && !has(text, "after"), "the article alone");
  text = page(doc, "<div>outside</div><main>lead" FILL "</main>")->text;
  OK(has(text, "lead") && !has(text, "outside"), "main alone");
  text = page(doc, "<div>outside" FILL FILL "</div><article>card</article>")->text;
  OK(has(text, "outside") && has(text, "card"), "a small article is not the report");
  text = page(doc, "<form id=all>" FILL "</form>")->text;
  OK(has(text, "Sunday"), "a page that is all form");
  text = page(doc, "<div class=social>" FILL "</div>")->text;
  OK(has(text, "Sunday"), "a page that is all in a wrapper of that name");
  text = page(doc, "<a href=1>One</a><p><a href=2>Two</a><p><a href=3>Three</a>" FILL)->text;
  OK(!has(text, "Two") && has(text, "Sunday"), "a run of links is a menu");
  toll_document_free(doc);
}

static void test_title(void) {
  static const struct {
    const char *html, *title;
  } rows[] = {
      {"<title>Twelve dead in blast | The Paper</title><p>Text", "Twelve dead in blast"},
      {"<title>Twelve dead in blast | The Paper</title><h1>Twelve dead in <i>blast</i></h1><p>Text",
       "Twelve dead in blast"},
      {"<title>x</title><meta property=og:title content='A &amp; B'><p>Text", "A & B"},
      {"<meta property=og:site_name content='The Paper'><title>The Paper - Twelve dead</title><p>Text", "Twelve dead"},
      {"<title>Quake - 12 dead</title><p>Text", "Quake - 12 dead"},
      {"<h1>Twelve<br>dead</h1><p>Text", "Twelve dead"},
      {"<p>Text", ""},
      {"<header><h1>The Paper</h1></header><title>Twelve dead in blast</title><article><h2>Twelve dead in "
       "blast</h2>" FILL "</article>",
       "Twelve dead in blast"},
  };
  toll_document *doc = toll_document_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const toll_document_info *info = page(doc, rows[i].html);
    IS_STR(info->title, rows[i].title, rows[i].html);
    OK(info->title.len == 0 || info->text.len == info->title.len || info->text.at[info->title.len] == '\n',
       "the title is the first line");
    uint64_t from, to;
    OK(toll_document_raw_span(doc, (toll_span){0, 3}, &from, &to) && to > from, "and leads to bytes");
  }
  toll_document_free(doc);
}

static void test_facts(void) {
  toll_document *doc = toll_document_new();
  const toll_document_info *info =
      page(doc, "<html lang=en-GB><meta property='og:site_name' content='The Paper'><link rel=canonical "
                "href='https://example.org/a'><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
                "\"datePublished\":\"1990-01-22T08:00\",\"author\":[{\"name\":\"A B\"},{\"name\":\"C D\"}],"
                "\"publisher\":{\"name\":\"P\"}}</script><meta name=author content='X Y'><p>Text");
  IS_STR(info->outlet, "The Paper", "outlet");
  IS_STR(info->byline, "A B, C D", "byline of JSON-LD");
  IS_STR(info->url, "https://example.org/a", "url");
  IS_STR(info->lang, "en-GB", "lang");
  IS_INT(info->from, toll_day_of(1990, 1, 22), "date of JSON-LD");
  info = page(
      doc,
      "<script "
      "type='application/ld+json'>{\"@graph\":[{\"publisher\":{\"name\":\"P\"}},{\"datePublished\":\"1990-01-23\"}]}"
      "</script><p>Text");
  IS_STR(info->outlet, "P", "publisher in a graph");
  IS_INT(info->from, toll_day_of(1990, 1, 23), "date in a graph");
  info = page(
      doc, "<meta property='article:published_time' content='1990-01-24T00:00'><p class=author>By Jane Doe</p><p>Text");
  IS_INT(info->from, toll_day_of(1990, 1, 24), "date of meta");
  IS_STR(info->byline, "Jane Doe", "visible byline");
  info = page(doc, "<meta property='article:author' content='https://example.org/x'><article><time "
                   "datetime='1990-01-25'>now</time>" FILL "</article>");
  IS_INT(info->from, toll_day_of(1990, 1, 25), "date of a time element");
  OK(info->byline.at == NULL, "an address is no author");
  info = page(doc, "<h1>Twelve dead</h1><p>Published 26 January 1990, 18:00<p>BAKU (Wire) - Twelve");
  IS_INT(info->from, toll_day_of(1990, 1, 26), "visible dateline");
  IS_STR(info->outlet, "Wire", "the agency's dateline");
  toll_document_free(doc);
}

/* The raw bytes of a word of the text are the word, also where the page was recoded. */
static void test_way_back(void) {
  toll_document *doc = toll_document_new();
  const char *html = "<html><meta charset=windows-1252><p>caf\xe9 &amp; <b>twelve\n   people</b> d\xe9"
                     "c\xe9"
                     "d\xe9s";
  const toll_document_info *info = page(doc, html);
  IS_STR(info->text,
         "caf\xc3\xa9 & twelve people d\xc3\xa9"
         "c\xc3\xa9"
         "d\xc3\xa9s",
         "recoded");
  static const struct {
    const char *word, *raw;
  } rows[] = {{"caf\xc3\xa9", "caf\xe9"},
              {"&", "&amp;"},
              {"twelve people", "twelve\n   people"},
              {"d\xc3\xa9"
               "c\xc3\xa9",
               "d\xe9"
               "c\xe9"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *at = memmem(info->text.at, info->text.len, rows[i].word, strlen(rows[i].word));
    uint32_t start = at ? (uint32_t)(at - info->text.at) : 0;
    uint64_t from = 0, to = 0;
    OK(toll_document_raw_span(doc, (toll_span){start, start + (uint32_t)strlen(rows[i].word)}, &from, &to),
       "has a way back");
    IS_STR(((toll_slice){html + from, to - from}), rows[i].raw, rows[i].raw);
  }
  toll_document_free(doc);
}

static void test_charset(void) {
  toll_document *doc = toll_document_new();
  IS_INT(page(doc, "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>\xcf\xee\xe3")->encoding,
         TOLL_ENCODING_WINDOWS_1251, "said by http-equiv");
  IS_INT(page(doc, "<meta charset='iso-8859-1'><p>caf\xc3\xa9 caf\xc3\xa9")->encoding, TOLL_ENCODING_UTF8,
         "valid UTF-8 is believed more");
  const toll_document_info *russian = page(doc, "<meta charset=koi8-r><p>\xf0\xcf\xc7\xc9\xc2\xcc\xc9 12");
  IS_INT(russian->encoding, TOLL_ENCODING_KOI8_R, "said by meta");
  IS_STR(russian->text, "\xd0\x9f\xd0\xbe\xd0\xb3\xd0\xb8\xd0\xb1\xd0\xbb\xd0\xb8 12", "and read");
  toll_error e;
  const char *other = "<meta charset=shift_jis><p>\x83\x65\x83";
  IS_INT(toll_document_from_bytes(doc, (toll_slice){other, strlen(other)}, "x", &e), TOLL_E_FORMAT,
         "another set is refused");
  IS_STR((const char *)e.detail, "shift_jis", "and named");
  IS_INT(toll_document_from_bytes(doc, TOLL_LIT("<html><body></body></html>"), "x", &e), TOLL_E_EMPTY, "no words");
  toll_document_free(doc);
}

static void test_deep(void) {
  enum { DEPTH = 100000 };
  char *html = malloc(DEPTH * 11 + 64), *at = html;
  if (!html) return;
  at += sprintf(at, "<p>first</p>");
  for (int i = 0; i < DEPTH; i++) at += sprintf(at, "<div>");
  at += sprintf(at, "inside");
  for (int i = 0; i < DEPTH; i++) at += sprintf(at, "</div>");
  sprintf(at, "<p>last");
  toll_document *doc = toll_document_new();
  IS_STR(page(doc, html)->text, "first\n\ninside\n\nlast", "a hundred thousand levels");
  toll_document_free(doc);
  free(html);
}

static void test_entities(void) {
  static const struct {
    const char *text;
    size_t len;
    uint32_t cp;
    bool attribute;
  } rows[] = {
      {"&amp;", 5, '&', false},      {"&ampx", 4, '&', false},
      {"&ampx", 0, 0, true},         {"&thetasym;", 10, 0x3d1, false},
      {"&notin;", 7, 0x2209, false}, {"&notit", 4, 0xac, false},
      {"&zwj", 0, 0, false},         {"&#65", 4, 'A', false},
      {"&#x41;", 6, 'A', false},     {"&#128;", 6, 0x20ac, false},
      {"&#0;", 4, 0xfffd, false},    {"&;", 0, 0, false},
      {"&copy=", 0, 0, true},        {"&apos;", 6, '\'', false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint32_t cp = 0;
    size_t len = html_entity(rows[i].text, strlen(rows[i].text), rows[i].attribute, &cp);
    OK(len == rows[i].len && (len == 0 || cp == rows[i].cp), rows[i].text);
  }
}

int main(void) {
  test_attributes();
  test_hints();
  test_many_tags();
  test_passed_attributes();
  test_runs();
  test_text();
  test_regions();
  test_title();
  test_facts();
  test_way_back();
  test_charset();
  test_deep();
  test_entities();
  return DONE();
}
