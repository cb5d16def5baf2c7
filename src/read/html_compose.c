/* From a page's blocks to the text of the report: which blocks belong to it,
 * which of them is its title, and what the page says of itself.
 *
 * The choice is by size.  An article that holds a good part of the page's words
 * is the report; else main; else all articles; else everything that no class
 * or id speaks against.  Blocks that a class speaks against come back when next
 * to nothing else is there (some pages wrap all in a form, or in "social"). */
#include <string.h>

#include "read/holder.h"
#include "base/bytes.h"
#include "read/words.h"

#define LITTLE 140      /* bytes: less than this is no report */
#define SUBSTANTIAL 200 /* bytes: an article or main of this size can be the report */
#define SHORT 120       /* bytes: links, datelines and bylines are shorter */

struct choice {
  const struct html_page *page;
  unsigned char dropped; /* flags whose blocks are left out */
  bool main_only;
  uint32_t article; /* only this one */
  bool articles_only;
  size_t title_from, title_to; /* blocks that are the title, from == to: none */
  bool header;                 /* blocks of the page's header belong to the report */
};

static size_t size_of(const struct block *b) {
  return b->to - b->from;
}

static toll_slice words_of(const struct html_page *page, const struct block *b) {
  return (toll_slice){page->flow.text.at + b->from, size_of(b)};
}

static bool allowed(const struct choice *c, const struct block *b) {
  return !(b->flags & c->dropped);
}

static bool kept(const struct choice *c, const struct block *b) {
  if (!allowed(c, b) || (b->flags & BLOCK_HEADER && !c->header)) return false;
  if (b->flags & BLOCK_HEADER) return true;
  if (c->article) return b->article == c->article;
  if (c->main_only) return b->flags & BLOCK_MAIN;
  return !c->articles_only || b->article;
}

static size_t total(const struct choice *c) {
  size_t n = 0;
  for (size_t i = 0; i < c->page->count; i++)
    if (kept(c, &c->page->blocks[i])) n += size_of(&c->page->blocks[i]);
  return n;
}

/* Leaves out as much as can be left out while something remains. */
static void choose_dropped(struct choice *c) {
  static const unsigned char tries[] = {BLOCK_AWAY | BLOCK_FORM, BLOCK_AWAY, 0};
  c->dropped = tries[0];
  size_t best = total(c);
  for (size_t i = 1; i < sizeof tries && best < LITTLE; i++) {
    struct choice other = *c;
    other.dropped = tries[i];
    size_t more = total(&other);
    if (more < best * 3 || more < LITTLE) continue;
    c->dropped = tries[i];
    best = more;
  }
}

struct sums {
  size_t all, main, articles, best;
  uint32_t best_article;
  bool best_in_main;
};

static struct sums add_up(const struct choice *c) {
  struct sums s = {0};
  size_t now = 0;
  for (size_t i = 0; i < c->page->count; i++) {
    const struct block *b = &c->page->blocks[i];
    if (!kept(c, b)) continue;
    s.all += size_of(b);
    if (b->flags & BLOCK_MAIN) s.main += size_of(b);
    if (!b->article) continue;
    s.articles += size_of(b);
    now = i > 0 && c->page->blocks[i - 1].article == b->article ? now + size_of(b) : size_of(b);
    if (now <= s.best) continue;
    s.best = now;
    s.best_article = b->article;
    s.best_in_main = b->flags & BLOCK_MAIN;
  }
  return s;
}

static void choose_region(struct choice *c) {
  struct sums s = add_up(c);
  bool article = s.best >= SUBSTANTIAL && s.best * 2 >= s.articles && s.best * 3 >= s.all;
  bool whole_main = s.main >= SUBSTANTIAL && s.main * 3 >= s.all;
  if (article && whole_main && s.best_in_main && s.main * 2 <= s.best * 3)
    article = false; /* main adds a little around it */
  if (article)
    c->article = s.best_article;
  else if (whole_main)
    c->main_only = true;
  else
    c->articles_only = s.articles >= SUBSTANTIAL && s.articles * 3 >= s.all;
}

/* ---- the title ---- */

static bool word_byte(char ch) {
  return (ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z') || (unsigned char)ch >= 0x80;
}

/* Compares letters and digits without case: how many bytes of a are also the beginning of b; both ended? */
static bool same_words(toll_slice a, toll_slice b, bool beginning) {
  size_t i = 0, j = 0, seen = 0;
  for (;;) {
    while (i < a.len && !word_byte(a.at[i])) i++;
    while (j < b.len && !word_byte(b.at[j])) j++;
    if (i == a.len || j == b.len) break;
    char x = a.at[i], y = b.at[j];
    if (x >= 'A' && x <= 'Z') x = (char)(x | 32);
    if (y >= 'A' && y <= 'Z') y = (char)(y | 32);
    if (x != y) return false;
    i++, j++, seen++;
  }
  return seen > 0 && (beginning || (i == a.len && j == b.len));
}

/* Length of the mark between headline and site name that begins at `at`; 0 = none. */
static size_t site_mark(toll_slice s, size_t at) {
  static const toll_slice marks[] = {{" | ", 3},  {" - ", 3},        {" \xe2\x80\x93 ", 5}, {" \xe2\x80\x94 ", 5},
                                     {" :: ", 4}, {" \xc2\xab ", 4}, {" \xc2\xb7 ", 4}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (s.len - at >= marks[i].len && memcmp(s.at + at, marks[i].at, marks[i].len) == 0) return marks[i].len;
  return 0;
}

static size_t words_in(toll_slice s) {
  size_t n = s.len != 0;
  for (size_t i = 0; i < s.len; i++) n += s.at[i] == ' ';
  return n;
}

/* The headline's part of a title that may carry the site's name before or behind it. */
static toll_slice without_site(toll_slice title, toll_slice site) {
  for (size_t at = title.len; at-- > 1;) {
    size_t mark = site_mark(title, at);
    if (mark == 0) continue;
    toll_slice left = {title.at, at}, right = {title.at + at + mark, title.len - at - mark};
    if (site.len && same_words(right, site, false)) return left;
    if (site.len && same_words(left, site, false)) return right;
    if (right.len > 0 && words_in(right) <= 4 && words_in(left) >= 3 && left.len > right.len &&
        !byte_digit(right.at[0])) {
      return left;
    }
    return title;
  }
  return title;
}

/* Where the heading that begins at block i ends: an h1 may be of several blocks. */
static size_t heading_end(const struct html_page *page, size_t i) {
  uint32_t h1 = page->blocks[i].h1;
  size_t end = i + 1;
  while (h1 && end < page->count && page->blocks[end].h1 == h1) end++;
  return end;
}

static toll_slice heading_words(const struct html_page *page, size_t from, size_t to) {
  const struct block *a = &page->blocks[from], *b = &page->blocks[to - 1];
  return (toll_slice){page->flow.text.at + a->from, b->to - a->from};
}

static void take_title(struct choice *c, size_t from, size_t to) {
  c->title_from = from;
  c->title_to = to;
  c->header = c->page->blocks[from].flags & BLOCK_HEADER;
}

/* The visible heading that is the title: one that says what the page's own title
 * says, else the first h1 of the report, else the first h1 where nothing else is known. */
static void choose_title(struct choice *c, toll_slice named) {
  const struct html_page *page = c->page;
  size_t first_h1 = page->count;
  for (size_t i = 0; i < page->count; i = heading_end(page, i)) {
    const struct block *b = &page->blocks[i];
    if (!(b->flags & BLOCK_HEADING) || !allowed(c, b)) continue;
    size_t end = heading_end(page, i);
    toll_slice words = heading_words(page, i, end);
    bool alike = same_words(words, named, b->h1 != 0) && words.len * 2 >= named.len;
    if (alike) {
      take_title(c, i, end);
      return;
    }
    bool better =
        b->h1 && (!named.len || (kept(c, b) && words_in(words) >= 3 && (b->article || b->flags & BLOCK_MAIN)));
    if (better && first_h1 == page->count) first_h1 = i;
  }
  if (first_h1 < page->count) take_title(c, first_h1, heading_end(page, first_h1));
}

/* ---- the text ---- */

static void add_gap(struct pieces *out, enum gap gap, uint32_t source) {
  static const toll_slice marks[] = {{"", 0}, {"\t", 1}, {"\n", 1}, {"\n\n", 2}};
  pieces_whole(out, marks[gap].at, marks[gap].len, source, 0);
}

/* Menus that no class names: runs of short blocks that are all link. */
static size_t link_run(const struct choice *c, size_t i) {
  size_t end = i;
  while (end < c->page->count) {
    const struct block *b = &c->page->blocks[end];
    if ((size_t)b->linked * 10 < size_of(b) * 8 || size_of(b) > SHORT) break;
    if (b->article || b->flags & (BLOCK_HEADING | BLOCK_MAIN)) break;
    end++;
  }
  return end - i >= 3 ? end : i;
}

static uint32_t source_at(const struct html_page *page, uint32_t text) {
  size_t from = 0, to = 0;
  pieces_span(&page->flow, text, text, &from, &to);
  return (uint32_t)from;
}

static void add_block(struct pieces *out, const struct html_page *page, const struct block *b, enum gap gap) {
  uint32_t from = b->from;
  if (out->text.len == 0 || gap != GAP_NONE) {
    while (from < b->to && page->flow.text.at[from] == ' ') from++; /* a blank that joined it to what was left out */
  }
  if (out->text.len > 0) add_gap(out, gap, source_at(page, from));
  pieces_copy(out, &page->flow, from, b->to);
}

static void add_body(struct pieces *out, const struct choice *c) {
  enum gap gap = GAP_PARAGRAPH; /* the widest since the last block that was kept */
  bool first = true;
  for (size_t i = 0; i < c->page->count; i++) {
    size_t links_end = link_run(c, i);
    if (links_end > i) {
      i = links_end - 1;
      gap = GAP_PARAGRAPH;
      continue;
    }
    const struct block *b = &c->page->blocks[i];
    if (!first && b->gap > (unsigned char)gap) gap = (enum gap)b->gap;
    bool title = i >= c->title_from && i < c->title_to;
    if (title || !kept(c, b)) continue;
    add_block(out, c->page, b, gap);
    gap = GAP_NONE;
    first = false;
  }
}

static void add_title(struct pieces *out, const struct choice *c, const struct pieces *named, toll_slice words) {
  if (c->title_to == c->title_from) {
    size_t from = words.len ? (size_t)(words.at - named->text.at) : 0;
    pieces_copy(out, named, from, from + words.len);
    return;
  }
  for (size_t i = c->title_from; i < c->title_to; i++) {
    const struct block *b = &c->page->blocks[i];
    bool blank = out->text.len > 0 && b->gap != GAP_NONE;
    if (blank) pieces_whole(out, " ", 1, source_at(c->page, b->from), 0);
    pieces_copy(out, &c->page->flow, b->from, b->to);
  }
}

/* ---- the facts ---- */

/* A value of the page, entities decoded, kept in the arena. */
static toll_slice plain_value(toll_document *doc, toll_slice value) {
  if (!value.len) return (toll_slice){0};
  struct pieces *plain = &doc->html.plain;
  pieces_reset(plain);
  html_plain(plain, value, 0, value.len, true);
  if (plain->failed) doc->arena.failed = true;
  return arena_copy(&doc->arena, (toll_slice){plain->text.at, plain->text.len});
}

static void take_byline(toll_document_info *info, const struct choice *c) {
  for (size_t i = 0; i < c->page->count && !info->byline.at; i++) {
    const struct block *b = &c->page->blocks[i];
    if (!(b->flags & BLOCK_BYLINE) || !kept(c, b) || size_of(b) > SHORT) continue;
    toll_slice name = header_name(words_of(c->page, b));
    if (name.len > 1) info->byline = name;
  }
}

/* A short block near the beginning that holds a date. */
static void take_dateline(toll_document_info *info, const struct choice *c) {
  int seen = 0;
  for (size_t i = 0; i < c->page->count && seen < 12 && info->from == TOLL_NO_DAY; i++) {
    const struct block *b = &c->page->blocks[i];
    struct date date;
    size_t at;
    if (!kept(c, b)) continue;
    seen++;
    if (size_of(b) > SHORT || !date_find(words_of(c->page, b), &date, &at)) continue;
    if (at > 60 || b->flags & BLOCK_HEADING) continue;
    info->from = date.from;
    info->to = date.to;
  }
}

static void take_facts(toll_document *doc, const struct choice *c) {
  const struct html_meta *meta = &c->page->meta;
  toll_document_info *info = &doc->info;
  info->outlet = plain_value(doc, meta->of[META_OUTLET].value);
  info->byline = plain_value(doc, meta->of[META_BYLINE].value);
  if (info->byline.at) info->byline = header_name(info->byline);
  info->url = plain_value(doc, meta->of[META_URL].value);
  info->lang = plain_value(doc, meta->of[META_LANG].value);
  take_byline(info, c);
  if (meta->date_rank && meta->date_rank <= 4) info->from = meta->date.from, info->to = meta->date.to;
  take_dateline(info, c);
  if (info->from == TOLL_NO_DAY) info->from = meta->date.from, info->to = meta->date.to;
}

/* What only the words tell: an agency's dateline, a line "By …". */
static void take_head(toll_document *doc) {
  struct header head;
  header_clear(&head);
  header_read(&head, doc->info.text);
  head.title = (toll_slice){0};
  holder_adopt(doc, &head);
}

/* The page's own title as pieces, without the site's name. */
static toll_slice named_title(struct html_page *page, toll_slice source, toll_slice site) {
  const struct html_meta *meta = &page->meta;
  toll_slice value = meta->og_title.len ? meta->og_title : meta->title;
  if (!value.len) return (toll_slice){0};
  size_t from = (size_t)(value.at - source.at);
  html_plain(&page->title, source, from, from + value.len, meta->og_title.len != 0);
  toll_slice all = {page->title.text.at, page->title.text.len};
  return all.len ? without_site(all, site) : (toll_slice){0};
}

int html_parse(toll_document *doc, toll_error *e) {
  struct html_page *page = &doc->html;
  if (html_page_read(page, doc->page.text, &doc->arena) != 0) {
    return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  }
  doc->pieced = true;
  struct choice c = {.page = page};
  toll_slice site = plain_value(doc, page->meta.of[META_OUTLET].value);
  toll_slice named = named_title(page, doc->page.text, site);
  choose_dropped(&c);
  choose_region(&c);
  choose_title(&c, named);
  add_title(&doc->text, &c, &page->title, named);
  size_t title = doc->text.text.len;
  add_body(&doc->text, &c);
  if (page->title.failed) doc->text.failed = true;
  if (doc->text.failed || doc->arena.failed) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  if (doc->text.text.len == 0) return holder_fail(doc, TOLL_E_EMPTY, "no words in this page", 0, e);
  doc->info.text = (toll_slice){doc->text.text.at, doc->text.text.len};
  if (title) doc->info.title = (toll_slice){doc->info.text.at, title};
  take_facts(doc, &c);
  take_head(doc);
  return 0;
}

int html_text(struct html_page *page, toll_slice source, struct arena *arena, struct pieces *out) {
  struct choice c = {.page = page};
  if (html_page_read(page, source, arena) != 0) return TOLL_E_MEMORY;
  choose_dropped(&c);
  choose_region(&c);
  add_body(out, &c);
  return out->failed ? TOLL_E_MEMORY : 0;
}
