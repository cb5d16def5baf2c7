/* The tables are sorted by name and searched by halving; comparing ignores case. */
#include "read/html_tag.h"

#include "base/bytes.h"
#include "read/words.h"

#define TAG(name, id, flags)                                                                                           \
  { {name, sizeof(name) - 1}, id, flags }
enum { B = HTML_BLOCK, S = HTML_SKIP, R = HTML_RAWTEXT | HTML_SKIP, V = HTML_VOID, X = HTML_BARRIER, T = HTML_TABLE };

/* Sorted by name. */
static const struct html_tag tags[] = {
    TAG("a", HTML_TAG_A, 0),
    TAG("address", HTML_TAG_ADDRESS, B),
    TAG("area", HTML_TAG_OTHER, V),
    TAG("article", HTML_TAG_ARTICLE, B),
    TAG("aside", HTML_TAG_OTHER, B | S),
    TAG("audio", HTML_TAG_OTHER, S),
    TAG("b", HTML_TAG_OTHER, 0),
    TAG("base", HTML_TAG_OTHER, V),
    TAG("blockquote", HTML_TAG_OTHER, B),
    TAG("body", HTML_TAG_BODY, B | X | HTML_WHOLE),
    TAG("br", HTML_TAG_BR, V),
    TAG("button", HTML_TAG_OTHER, S),
    TAG("canvas", HTML_TAG_OTHER, S),
    TAG("caption", HTML_TAG_OTHER, B | X),
    TAG("center", HTML_TAG_OTHER, B),
    TAG("col", HTML_TAG_OTHER, V),
    TAG("colgroup", HTML_TAG_OTHER, 0),
    TAG("dd", HTML_TAG_DT, B),
    TAG("del", HTML_TAG_OTHER, S),
    TAG("details", HTML_TAG_OTHER, B),
    TAG("dialog", HTML_TAG_OTHER, B | S),
    TAG("dir", HTML_TAG_OTHER, B),
    TAG("div", HTML_TAG_OTHER, B),
    TAG("dl", HTML_TAG_TERMS, B),
    TAG("dt", HTML_TAG_DT, B),
    TAG("em", HTML_TAG_OTHER, 0),
    TAG("embed", HTML_TAG_OTHER, V),
    TAG("fieldset", HTML_TAG_OTHER, B | S),
    TAG("figcaption", HTML_TAG_OTHER, B),
    TAG("figure", HTML_TAG_OTHER, B),
    TAG("font", HTML_TAG_OTHER, 0),
    TAG("footer", HTML_TAG_OTHER, B | S),
    TAG("form", HTML_TAG_FORM, B),
    TAG("frame", HTML_TAG_OTHER, V),
    TAG("h1", HTML_TAG_H1, B),
    TAG("h2", HTML_TAG_HEADING, B),
    TAG("h3", HTML_TAG_HEADING, B),
    TAG("h4", HTML_TAG_HEADING, B),
    TAG("h5", HTML_TAG_HEADING, B),
    TAG("h6", HTML_TAG_HEADING, B),
    TAG("head", HTML_TAG_OTHER, B),
    TAG("header", HTML_TAG_HEADER, B),
    TAG("hgroup", HTML_TAG_OTHER, B),
    TAG("hr", HTML_TAG_OTHER, B | V),
    TAG("html", HTML_TAG_HTML, B | X | HTML_WHOLE | HTML_FACTS),
    TAG("i", HTML_TAG_OTHER, 0),
    TAG("iframe", HTML_TAG_OTHER, R),
    TAG("img", HTML_TAG_OTHER, V),
    TAG("input", HTML_TAG_OTHER, V),
    TAG("isindex", HTML_TAG_OTHER, V),
    TAG("label", HTML_TAG_OTHER, 0),
    TAG("legend", HTML_TAG_OTHER, B),
    TAG("li", HTML_TAG_LI, B),
    TAG("link", HTML_TAG_LINK, V | HTML_FACTS),
    TAG("main", HTML_TAG_MAIN, B | HTML_WHOLE),
    TAG("math", HTML_TAG_OTHER, S),
    TAG("menu", HTML_TAG_OTHER, B | S),
    TAG("meta", HTML_TAG_META, V | HTML_FACTS),
    TAG("nav", HTML_TAG_OTHER, B | S),
    TAG("noembed", HTML_TAG_OTHER, R),
    TAG("noframes", HTML_TAG_OTHER, R),
    TAG("noscript", HTML_TAG_OTHER, S),
    TAG("object", HTML_TAG_OTHER, S | X),
    TAG("ol", HTML_TAG_LIST, B),
    TAG("optgroup", HTML_TAG_OTHER, S),
    TAG("option", HTML_TAG_OPTION, S),
    TAG("p", HTML_TAG_P, B),
    TAG("param", HTML_TAG_OTHER, V),
    TAG("pre", HTML_TAG_PRE, B),
    TAG("s", HTML_TAG_OTHER, S),
    TAG("script", HTML_TAG_SCRIPT, R | HTML_FACTS),
    TAG("search", HTML_TAG_OTHER, B | S),
    TAG("section", HTML_TAG_OTHER, B),
    TAG("select", HTML_TAG_OTHER, S),
    TAG("source", HTML_TAG_OTHER, V),
    TAG("span", HTML_TAG_OTHER, 0),
    TAG("strike", HTML_TAG_OTHER, S),
    TAG("strong", HTML_TAG_OTHER, 0),
    TAG("style", HTML_TAG_OTHER, R),
    TAG("summary", HTML_TAG_OTHER, B),
    TAG("sup", HTML_TAG_SUP, 0),
    TAG("svg", HTML_TAG_OTHER, S),
    TAG("table", HTML_TAG_TABLE, B | X | T),
    TAG("tbody", HTML_TAG_OTHER, B | T),
    TAG("td", HTML_TAG_CELL, B | X | T),
    TAG("template", HTML_TAG_OTHER, S | X),
    TAG("textarea", HTML_TAG_OTHER, R),
    TAG("tfoot", HTML_TAG_OTHER, B | T),
    TAG("th", HTML_TAG_CELL, B | X | T),
    TAG("thead", HTML_TAG_OTHER, B | T),
    TAG("time", HTML_TAG_TIME, 0),
    TAG("title", HTML_TAG_TITLE, R),
    TAG("tr", HTML_TAG_ROW, B | T),
    TAG("track", HTML_TAG_OTHER, V),
    TAG("ul", HTML_TAG_LIST, B),
    TAG("video", HTML_TAG_OTHER, S),
    TAG("wbr", HTML_TAG_OTHER, V),
    TAG("xmp", HTML_TAG_OTHER, R),
};

static const struct html_tag unknown = TAG("", HTML_UNKNOWN, 0);

/* Order of a name (any case) and a lower-case word. */
static int compare(toll_slice name, toll_slice word) {
  size_t n = name.len < word.len ? name.len : word.len;
  for (size_t i = 0; i < n; i++)
    if (byte_lower(name.at[i]) != word.at[i]) return byte_lower(name.at[i]) - word.at[i];
  return name.len < word.len ? -1 : name.len > word.len;
}

const struct html_tag *html_tag_find(toll_slice name) {
  size_t low = 0, high = sizeof tags / sizeof *tags;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int order = compare(name, tags[mid].name);
    if (order == 0) return &tags[mid];
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return &unknown;
}

/* A word and what it stands for.  Tables of them are sorted by length and then by letters: most
 * words that are looked for are as long as few of them. */
struct row {
  toll_slice word;
  int means;
};

/* What the word means, in whatever case; -1 where the table has none such. */
static int find_row(const struct row *rows, size_t count, toll_slice word) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    toll_slice row = rows[mid].word;
    int order = word.len != row.len ? (word.len < row.len ? -1 : 1) : compare(word, row);
    if (order == 0) return rows[mid].means;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return -1;
}

#define W(text)                                                                                                        \
  { text, sizeof(text) - 1 }

static const struct row attributes[] = {
    {W("id"), HTML_ID},
    {W("rel"), HTML_REL},
    {W("href"), HTML_HREF},
    {W("lang"), HTML_LANG},
    {W("name"), HTML_NAME},
    {W("role"), HTML_ROLE},
    {W("type"), HTML_TYPE},
    {W("class"), HTML_CLASS},
    {W("style"), HTML_STYLE},
    {W("hidden"), HTML_HIDDEN},
    {W("content"), HTML_CONTENT},
    {W("datetime"), HTML_DATETIME},
    {W("itemprop"), HTML_ITEMPROP},
    {W("property"), HTML_PROPERTY},
    {W("xml:lang"), HTML_LANG},
    {W("http-equiv"), HTML_HTTP_EQUIV},
};

int html_attribute_find(toll_slice name) {
  return find_row(attributes, sizeof attributes / sizeof *attributes, name);
}

/* What a word inside a class or id name says: that this is not the report; after it, only how a page
 * is laid out ("has-sidebar"); the author's line. */
enum says { SAYS_AWAY, SAYS_LAYOUT, SAYS_BYLINE };

static const struct row told[] = {
    {W("ad"), SAYS_AWAY},
    {W("is"), SAYS_LAYOUT},
    {W("no"), SAYS_LAYOUT},
    {W("ads"), SAYS_AWAY},
    {W("has"), SAYS_LAYOUT},
    {W("nav"), SAYS_AWAY},
    {W("toc"), SAYS_AWAY},
    {W("gdpr"), SAYS_AWAY},
    {W("hide"), SAYS_LAYOUT},
    {W("menu"), SAYS_AWAY},
    {W("rail"), SAYS_AWAY},
    {W("skip"), SAYS_AWAY},
    {W("tags"), SAYS_AWAY},
    {W("with"), SAYS_LAYOUT},
    {W("login"), SAYS_AWAY},
    {W("modal"), SAYS_AWAY},
    {W("pager"), SAYS_AWAY},
    {W("popup"), SAYS_AWAY},
    {W("promo"), SAYS_AWAY},
    {W("share"), SAYS_AWAY},
    {W("advert"), SAYS_AWAY},
    {W("author"), SAYS_BYLINE},
    {W("byline"), SAYS_BYLINE},
    {W("cookie"), SAYS_AWAY},
    {W("disqus"), SAYS_AWAY},
    {W("footer"), SAYS_AWAY},
    {W("layout"), SAYS_LAYOUT},
    {W("navbar"), SAYS_AWAY},
    {W("navbox"), SAYS_AWAY},
    {W("promos"), SAYS_AWAY},
    {W("signup"), SAYS_AWAY},
    {W("social"), SAYS_AWAY},
    {W("adverts"), SAYS_AWAY},
    {W("captcha"), SAYS_AWAY},
    {W("comment"), SAYS_AWAY},
    {W("consent"), SAYS_AWAY},
    {W("cookies"), SAYS_AWAY},
    {W("menubar"), SAYS_AWAY},
    {W("navmenu"), SAYS_AWAY},
    {W("noprint"), SAYS_AWAY},
    {W("paywall"), SAYS_AWAY},
    {W("reflist"), SAYS_AWAY},
    {W("related"), SAYS_AWAY},
    {W("respond"), SAYS_AWAY},
    {W("sharing"), SAYS_AWAY},
    {W("sidebar"), SAYS_AWAY},
    {W("sitemap"), SAYS_AWAY},
    {W("sponsor"), SAYS_AWAY},
    {W("taboola"), SAYS_AWAY},
    {W("toolbar"), SAYS_AWAY},
    {W("without"), SAYS_LAYOUT},
    {W("comments"), SAYS_AWAY},
    {W("masthead"), SAYS_AWAY},
    {W("mostread"), SAYS_AWAY},
    {W("promoted"), SAYS_AWAY},
    {W("sharebar"), SAYS_AWAY},
    {W("skiplink"), SAYS_AWAY},
    {W("tagcloud"), SAYS_AWAY},
    {W("trending"), SAYS_AWAY},
    {W("cookiebar"), SAYS_AWAY},
    {W("copyright"), SAYS_AWAY},
    {W("promotion"), SAYS_AWAY},
    {W("sponsored"), SAYS_AWAY},
    {W("subscribe"), SAYS_AWAY},
    {W("breadcrumb"), SAYS_AWAY},
    {W("navigation"), SAYS_AWAY},
    {W("newsletter"), SAYS_AWAY},
    {W("pagination"), SAYS_AWAY},
    {W("references"), SAYS_AWAY},
    {W("sharedaddy"), SAYS_AWAY},
    {W("advertising"), SAYS_AWAY},
    {W("breadcrumbs"), SAYS_AWAY},
    {W("editsection"), SAYS_AWAY},
    {W("recommended"), SAYS_AWAY},
    {W("subscription"), SAYS_AWAY},
    {W("advertisement"), SAYS_AWAY},
    {W("recirculation"), SAYS_AWAY},
};
/* The next word of a name: "site-nav", "siteNav" and "site_nav" have two. */
static toll_slice next_word(toll_slice name, size_t *at) {
  while (*at < name.len && !byte_large(name.at[*at]) && !byte_small(name.at[*at])) ++*at;
  size_t from = *at;
  while (*at < name.len && (byte_large(name.at[*at]) || byte_small(name.at[*at]))) {
    ++*at;
    if (*at < name.len && byte_small(name.at[*at - 1]) && byte_large(name.at[*at])) break;
  }
  return (toll_slice){name.at + from, *at - from};
}

static enum html_hint name_hint(toll_slice name) {
  size_t at = 0;
  enum html_hint found = HTML_HINT_NONE;
  for (toll_slice word = next_word(name, &at); word.len; word = next_word(name, &at)) {
    int says = find_row(told, sizeof told / sizeof *told, word);
    if (says == SAYS_LAYOUT) return HTML_HINT_NONE;
    if (says == SAYS_AWAY) return HTML_HINT_AWAY;
    if (says == SAYS_BYLINE) found = HTML_HINT_BYLINE;
  }
  return found;
}

enum html_hint html_class_hint(toll_slice classes) {
  enum html_hint found = HTML_HINT_NONE;
  for (size_t at = 0; at < classes.len;) {
    while (at < classes.len && byte_blank(classes.at[at])) at++;
    size_t from = at;
    while (at < classes.len && !byte_blank(classes.at[at])) at++;
    enum html_hint hint = name_hint((toll_slice){classes.at + from, at - from});
    if (hint == HTML_HINT_AWAY) return hint;
    if (hint != HTML_HINT_NONE) found = hint;
  }
  return found;
}

enum html_hint html_role_hint(toll_slice role) {
  static const struct {
    toll_slice role;
    enum html_hint hint;
  } roles[] = {
      {{"navigation", 10}, HTML_HINT_AWAY},    {{"contentinfo", 11}, HTML_HINT_AWAY},
      {{"complementary", 13}, HTML_HINT_AWAY}, {{"search", 6}, HTML_HINT_AWAY},
      {{"menu", 4}, HTML_HINT_AWAY},           {{"menubar", 7}, HTML_HINT_AWAY},
      {{"dialog", 6}, HTML_HINT_AWAY},         {{"alertdialog", 11}, HTML_HINT_AWAY},
      {{"toolbar", 7}, HTML_HINT_AWAY},        {{"banner", 6}, HTML_HINT_HEADER},
      {{"main", 4}, HTML_HINT_MAIN},           {{"article", 7}, HTML_HINT_ARTICLE},
  };
  role = slice_trim(role);
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (slice_is_nocase(role, roles[i].role)) return roles[i].hint;
  return HTML_HINT_NONE;
}
