/* One pass over the tokens with a stack of open elements.  Each level of the
 * stack holds the whole state of the place (not only what its own tag adds), so
 * that leaving an element, or many at once, is going back to a level.
 *
 * The rules for unclosed and stray tags are the ones that matter of HTML's: p, li,
 * cells, rows, dt and option close each other; a stray inline closing tag does not
 * reach beyond the block it stands in, a stray block closing tag not beyond its
 * table cell.  Elements deeper than HTML_DEPTH are read, but not remembered. */
#include "read/html_page.h"

#include <string.h>

#include "base/alloc.h"
#include "read/html_flow.h"
#include "read/html_lex.h"
#include "read/words.h"

#define HTML_DEPTH 512

/* Made by whoever opens a level; those above the depth are nobody's. */
struct level {
  const struct html_tag *tag;
  uint32_t name;
  bool away; /* its content is skipped */
  struct place place;
};

struct html_walk {
  struct html_page *page;
  struct arena *arena;
  struct html_lexer lex;
  struct flow flow;
  struct level stack[HTML_DEPTH];
  unsigned depth;
  size_t beyond;                     /* elements open above the last level */
  unsigned open[HTML_TAG_OTHER + 1]; /* levels by html_name, so that no level is searched in vain */
  uint32_t articles, h1s;
};

static const struct level *top(const struct html_walk *w) {
  return &w->stack[w->depth];
}

static enum gap gap_of(const struct html_tag *tag) {
  if (tag->id == HTML_TAG_BR) return GAP_LINE;
  if (tag->id == HTML_TAG_CELL) return GAP_CELL;
  return tag->flags & HTML_BLOCK ? GAP_PARAGRAPH : GAP_NONE;
}

static void go_back(struct html_walk *w, unsigned depth) {
  for (unsigned i = w->depth; i > depth; i--) {
    flow_break(&w->flow, gap_of(w->stack[i].tag));
    w->open[w->stack[i].tag->id]--;
  }
  w->depth = depth;
}

/* Whether looking for an unclosed `id` ends at this element. */
static bool shields(const struct html_tag *tag, unsigned id) {
  if (id == HTML_TAG_P) return tag->flags & HTML_BARRIER || tag->id == HTML_TAG_ARTICLE;
  if (id == HTML_TAG_LI) return tag->id == HTML_TAG_LIST || tag->flags & HTML_BARRIER;
  if (id == HTML_TAG_CELL) return tag->id == HTML_TAG_ROW || tag->id == HTML_TAG_TABLE;
  if (id == HTML_TAG_ROW) return tag->id == HTML_TAG_TABLE;
  return tag->flags & HTML_BARRIER || tag->id == HTML_TAG_TERMS;
}

static void close_unclosed(struct html_walk *w, unsigned id) {
  if (!w->open[id]) return;
  for (unsigned i = w->depth; i > 0; i--) {
    if (w->stack[i].tag->id == id) {
      go_back(w, i - 1);
      return;
    }
    if (shields(w->stack[i].tag, id)) return;
  }
}

static void close_implied(struct html_walk *w, const struct html_tag *tag) {
  if (tag->flags & HTML_BLOCK) close_unclosed(w, HTML_TAG_P);
  if (tag->id >= HTML_TAG_LI && tag->id <= HTML_TAG_OPTION) close_unclosed(w, tag->id);
  if (tag->id == HTML_TAG_ROW) close_unclosed(w, HTML_TAG_CELL);
}

static bool style_hides(toll_slice style) {
  const char *at = style.len ? memmem(style.at, style.len, "display", 7) : NULL;
  if (!at) return false;
  toll_slice rest = {at + 7, style.len - (size_t)(at - style.at) - 7};
  while (rest.len && (rest.at[0] == ' ' || rest.at[0] == ':')) rest.at++, rest.len--;
  return slice_starts_nocase(rest, TOLL_LIT("none"));
}

static void apply_hint(struct level *l, const struct html_walk *w, enum html_hint hint) {
  bool whole = l->tag->flags & HTML_WHOLE || l->tag->id == HTML_TAG_ARTICLE;
  if (hint == HTML_HINT_AWAY && !whole && !(l->place.flags & BLOCK_HEADING)) l->place.flags |= BLOCK_AWAY;
  if (hint == HTML_HINT_BYLINE && !whole) l->place.flags |= BLOCK_BYLINE;
  if (hint == HTML_HINT_MAIN) l->place.flags |= BLOCK_MAIN;
  if (hint == HTML_HINT_ARTICLE && !l->place.article) l->place.article = w->articles + 1;
  if (hint == HTML_HINT_HEADER && !l->place.article && !(l->place.flags & BLOCK_MAIN)) l->place.flags |= BLOCK_HEADER;
}

/* What the tag alone says of the place inside it. */
static void apply_tag(struct level *l, const struct html_walk *w) {
  static const struct {
    unsigned char id, flag;
  } rows[] = {
      {HTML_TAG_MAIN, BLOCK_MAIN},       {HTML_TAG_FORM, BLOCK_FORM},      {HTML_TAG_H1, BLOCK_HEADING},
      {HTML_TAG_HEADING, BLOCK_HEADING}, {HTML_TAG_ADDRESS, BLOCK_BYLINE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (l->tag->id == rows[i].id) l->place.flags |= rows[i].flag;
  bool inside = l->place.article || l->place.flags & BLOCK_MAIN;
  if (l->tag->id == HTML_TAG_HEADER && !inside) l->place.flags |= BLOCK_HEADER;
  if (l->tag->id == HTML_TAG_ARTICLE && !l->place.article) l->place.article = w->articles + 1;
  if (l->tag->id == HTML_TAG_H1) l->place.h1 = w->h1s + 1;
  if (l->tag->id == HTML_TAG_A) l->place.linked = true;
  if (l->tag->id == HTML_TAG_PRE) l->place.verbatim = true;
  if (l->tag->flags & HTML_SKIP) l->away = true;
}

/* What the element is called. */
static void apply_names(struct level *l, const struct html_walk *w, const toll_slice *a) {
  if (a[HTML_CLASS].len) apply_hint(l, w, html_class_hint(a[HTML_CLASS]));
  if (a[HTML_ID].len) apply_hint(l, w, html_class_hint(a[HTML_ID]));
  if (a[HTML_ITEMPROP].len) apply_hint(l, w, html_class_hint(a[HTML_ITEMPROP]));
}

static struct level make_level(const struct html_walk *w, struct html_token *t) {
  struct level l = *top(w);
  l.tag = t->tag;
  l.name = t->name;
  if (l.away) return l;
  apply_tag(&l, w);
  if (l.away) return l;        /* of an element whose content is skipped, nobody asks what it is called */
  html_attributes(&w->lex, t); /* that the lexer passed over if this tag has closed what was skipped */
  if (!t->any) return l;
  const toll_slice *a = t->attributes;
  apply_names(&l, w, a);
  if (a[HTML_REL].len && slice_is_nocase(a[HTML_REL], TOLL_LIT("author"))) apply_hint(&l, w, HTML_HINT_BYLINE);
  if (a[HTML_ROLE].len) apply_hint(&l, w, html_role_hint(a[HTML_ROLE]));
  bool hidden = a[HTML_HIDDEN].at || style_hides(a[HTML_STYLE]);
  if (hidden && !(t->tag->flags & HTML_WHOLE)) l.away = true;
  bool note = t->tag->id == HTML_TAG_SUP && slice_starts_nocase(a[HTML_CLASS], TOLL_LIT("reference"));
  if (note) l.away = true;
  return l;
}

/* Content and meta names that say something; rank: the lower, the better. */
static void read_meta(struct html_walk *w, const struct html_token *t) {
  static const struct {
    toll_slice name;
    int field;
    unsigned rank;
  } rows[] = {
      {{"og:site_name", 12}, META_OUTLET, 1},
      {{"publisher", 9}, META_OUTLET, 3},
      {{"dc.publisher", 12}, META_OUTLET, 3},
      {{"article:publisher", 17}, META_OUTLET, 5},
      {{"application-name", 16}, META_OUTLET, 6},
      {{"author", 6}, META_BYLINE, 2},
      {{"byl", 3}, META_BYLINE, 2},
      {{"dc.creator", 10}, META_BYLINE, 3},
      {{"parsely-author", 14}, META_BYLINE, 3},
      {{"article:author", 14}, META_BYLINE, 4},
      {{"og:url", 6}, META_URL, 2},
      {{"content-language", 16}, META_LANG, 3},
      {{"dc.language", 11}, META_LANG, 2},
  };
  static const struct {
    toll_slice name;
    unsigned rank;
  } dates[] = {
      {{"article:published_time", 22}, 2},
      {{"datepublished", 13}, 2},
      {{"date", 4}, 3},
      {{"dc.date", 7}, 3},
      {{"dc.date.issued", 14}, 3},
      {{"dcterms.date", 12}, 3},
      {{"dcterms.issued", 14}, 3},
      {{"pubdate", 7}, 3},
      {{"publishdate", 11}, 3},
      {{"publish-date", 12}, 3},
      {{"publication_date", 16}, 3},
      {{"parsely-pub-date", 16}, 3},
      {{"og:published_time", 17}, 3},
  };
  const toll_slice *a = t->attributes;
  toll_slice names[] = {a[HTML_PROPERTY], a[HTML_NAME], a[HTML_ITEMPROP], a[HTML_HTTP_EQUIV]};
  toll_slice value = slice_trim(a[HTML_CONTENT]);
  struct html_meta *meta = &w->page->meta;
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    if (!names[n].len || !value.len) continue;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
      if (slice_is_nocase(names[n], rows[i].name)) {
        html_meta_offer(meta, (enum meta_field)rows[i].field, rows[i].rank, value);
      }
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
      if (slice_is_nocase(names[n], dates[i].name)) html_meta_offer_date(meta, dates[i].rank, value);
    bool title = slice_is_nocase(names[n], TOLL_LIT("og:title")) || slice_is_nocase(names[n], TOLL_LIT("dc.title"));
    if (title && !meta->og_title.at) meta->og_title = value;
  }
}

/* Tags that say something of the page beside their place in the text. */
static void read_facts(struct html_walk *w, const struct html_token *t) {
  const toll_slice *a = t->attributes;
  struct html_meta *meta = &w->page->meta;
  if (t->tag->id == HTML_TAG_META) read_meta(w, t);
  if (t->tag->id == HTML_TAG_HTML) html_meta_offer(meta, META_LANG, 1, slice_trim(a[HTML_LANG]));
  if (t->tag->id == HTML_TAG_LINK && slice_is_nocase(slice_trim(a[HTML_REL]), TOLL_LIT("canonical"))) {
    html_meta_offer(meta, META_URL, 1, slice_trim(a[HTML_HREF]));
  }
  if (t->tag->id != HTML_TAG_TIME || !a[HTML_DATETIME].len) return;
  const struct place *at = &top(w)->place;
  if (top(w)->away || at->flags & BLOCK_AWAY) return;
  bool published = slice_is_nocase(a[HTML_ITEMPROP], TOLL_LIT("datepublished"));
  bool inside = at->article || at->flags & (BLOCK_MAIN | BLOCK_HEADER);
  html_meta_offer_date(meta, published ? 2 : inside ? 4 : 6, a[HTML_DATETIME]);
}

static void read_raw(struct html_walk *w, const struct html_token *t) {
  toll_slice content = html_raw(&w->lex, t);
  struct html_meta *meta = &w->page->meta;
  if (t->tag->id == HTML_TAG_TITLE && !meta->title.at && !top(w)->away) meta->title = content;
  bool data = t->tag->id == HTML_TAG_SCRIPT &&
              slice_starts_nocase(slice_trim(t->attributes[HTML_TYPE]), TOLL_LIT("application/ld+json"));
  if (data) html_ld_read(meta, content, w->arena);
}

static void open_element(struct html_walk *w, struct html_token *t) {
  close_implied(w, t->tag);
  flow_break(&w->flow, gap_of(t->tag));
  read_facts(w, t);
  if (t->tag->flags & HTML_VOID || t->empty) return; /* <div/>: only XHTML has it, and means it */
  if (t->tag->flags & HTML_RAWTEXT) {
    read_raw(w, t);
    return;
  }
  if (w->depth + 1 >= HTML_DEPTH) {
    w->beyond++;
    return;
  }
  struct level l = make_level(w, t);
  if (l.place.article > w->articles) w->articles = l.place.article;
  if (l.place.h1 > w->h1s) w->h1s = l.place.h1;
  w->stack[++w->depth] = l;
  w->open[l.tag->id]++;
}

/* Whether a stray closing tag's search ends at this open element. */
static bool holds(const struct html_tag *open, const struct html_tag *closing) {
  if (closing->flags & HTML_TABLE) return open->id == HTML_TAG_TABLE;
  if (closing->flags & HTML_BLOCK) return open->flags & HTML_BARRIER;
  return open->flags & HTML_BLOCK;
}

static void close_element(struct html_walk *w, const struct html_token *t) {
  flow_break(&w->flow, gap_of(t->tag));
  if (w->beyond > 0 && !(t->tag->flags & HTML_VOID)) {
    w->beyond--;
    return;
  }
  if (t->tag->flags & HTML_WHOLE && t->tag->flags & HTML_BARRIER) return; /* pages go on after </body> */
  for (unsigned i = w->open[t->tag->id] ? w->depth : 0; i > 0; i--) {
    if (w->stack[i].name == t->name) {
      go_back(w, i - 1);
      return;
    }
    if (holds(w->stack[i].tag, t->tag)) return;
  }
}

static void read_tokens(struct html_walk *w) {
  struct html_token t = {0};
  for (html_next(&w->lex, &t); t.kind != HTML_END; html_next(&w->lex, &t)) {
    if (t.kind == HTML_OPEN)
      open_element(w, &t);
    else if (t.kind == HTML_CLOSE)
      close_element(w, &t);
    else if (!top(w)->away)
      flow_text(&w->flow, t.from, t.to, &top(w)->place, false);
    w->lex.away = top(w)->away;
  }
}

/* Empties the walk for another page; the names that the lexer has seen stay. */
static void start(struct html_page *page, toll_slice source, struct arena *arena) {
  struct html_walk *w = page->walk;
  w->page = page;
  w->arena = arena;
  w->lex.page = source;
  w->lex.at = 0;
  w->lex.endless = w->lex.away = false;
  w->flow = (struct flow){.out = &page->flow, .page = page, .source = source};
  w->depth = 0;
  w->beyond = 0;
  w->articles = w->h1s = 0;
  memset(w->open, 0, sizeof w->open);
  w->stack[0] = (struct level){.tag = html_tag_find((toll_slice){"", 0})};
}

int html_page_read(struct html_page *page, toll_slice source, struct arena *arena) {
  pieces_reset(&page->flow);
  pieces_reset(&page->title);
  page->count = 0;
  page->meta = (struct html_meta){.date = {TOLL_NO_DAY, TOLL_NO_DAY}};
  if (!page->walk) page->walk = mem_alloc(sizeof *page->walk);
  if (!page->walk) return TOLL_E_MEMORY;
  start(page, source, arena);
  read_tokens(page->walk);
  return page->flow.failed ? TOLL_E_MEMORY : 0;
}

void html_page_free(struct html_page *page) {
  pieces_free(&page->flow);
  pieces_free(&page->title);
  pieces_free(&page->plain);
  mem_free(page->blocks);
  mem_free(page->walk);
  *page = (struct html_page){0};
}

void html_meta_offer(struct html_meta *meta, enum meta_field field, unsigned rank, toll_slice value) {
  if (!value.len || (meta->of[field].rank != 0 && meta->of[field].rank <= rank)) return;
  bool address = memmem(value.at, value.len, "://", 3) != NULL;
  if (address != (field == META_URL) && field != META_LANG) return;
  meta->of[field].value = value;
  meta->of[field].rank = rank;
}

void html_meta_offer_date(struct html_meta *meta, unsigned rank, toll_slice text) {
  struct date date;
  if ((meta->date_rank != 0 && meta->date_rank <= rank) || !date_read(text, &date)) return;
  if (date.from == TOLL_NO_DAY) return;
  meta->date = date;
  meta->date_rank = rank;
}
