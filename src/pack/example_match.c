/* Comparing what was expected with what came out.
 *
 * One table says for each key where its value stands in a claim; comparing and
 * printing both go by it.  The claims expected are paired with those that came by
 * augmenting paths, so that a claim that fits two expectations does not take the
 * wrong one. */
#include "pack/example.h"

#include <string.h>

#include "pack/feature.h"

#define CLAIMS_SEEN 256 /* claims that came out beyond these are only counted */

struct match {
  const struct example *example;
  const toll_document *doc;
  const toll_claims *claims;
  size_t seen;               /* claims->count, at most CLAIMS_SEEN */
  int owner[CLAIMS_SEEN];    /* which expectation a claim meets, or -1 */
  bool visited[CLAIMS_SEEN]; /* in the search under way */
};

/* ---- where values stand ---- */

static const toll_slice not_given = {NULL, 0};

static toll_slice text_who(const struct match *m, const toll_claim *c) {
  return (void)m, c->who;
}
static toll_slice text_by(const struct match *m, const toll_claim *c) {
  return (void)m, c->by;
}
static toll_slice text_derived(const struct match *m, const toll_claim *c) {
  return (void)m, c->derived;
}
static toll_slice text_where(const struct match *m, const toll_claim *c) {
  return (void)m, c->where.text;
}
static toll_slice text_claimant(const struct match *m, const toll_claim *c) {
  return (void)m, c->claimant ? c->claimant->name : not_given;
}
static toll_slice text_resolved(const struct match *m, const toll_claim *c) {
  return (void)m, c->claimant ? c->claimant->resolved : not_given;
}
static toll_slice text_role(const struct match *m, const toll_claim *c) {
  return (void)m, c->claimant ? c->claimant->role : not_given;
}
static toll_slice text_via(const struct match *m, const toll_claim *c) {
  return (void)m, c->claimant && c->claimant->via ? c->claimant->via->name : not_given;
}
static toll_slice text_count(const struct match *m, const toll_claim *c) {
  if (!m->doc) return not_given;
  const toll_document_info *info = toll_document_get(m->doc);
  if (c->count_span.from < info->base || c->count_span.to < c->count_span.from) return not_given;
  size_t from = c->count_span.from - info->base, to = c->count_span.to - info->base;
  if (to > info->text.len) return not_given;
  return (toll_slice){info->text.at + from, to - from};
}

static int64_t number_low(const struct match *m, const toll_claim *c) {
  return (void)m, c->low;
}
static int64_t number_high(const struct match *m, const toll_claim *c) {
  return (void)m, c->high;
}
static int64_t number_form(const struct match *m, const toll_claim *c) {
  return (void)m, c->form;
}
static int64_t number_unit(const struct match *m, const toll_claim *c) {
  return (void)m, c->unit;
}
static int64_t number_class(const struct match *m, const toll_claim *c) {
  return (void)m, c->classes;
}
static int64_t number_side(const struct match *m, const toll_claim *c) {
  return (void)m, c->side;
}
static int64_t number_scope(const struct match *m, const toll_claim *c) {
  return (void)m, c->scope;
}
static int64_t number_status(const struct match *m, const toll_claim *c) {
  return (void)m, c->status;
}
static int64_t number_event(const struct match *m, const toll_claim *c) {
  return (void)m, c->event;
}
static int64_t number_kind(const struct match *m, const toll_claim *c) {
  return (void)m, c->claimant ? c->claimant->kind : TOLL_OPEN;
}
static int64_t number_part_of(const struct match *m, const toll_claim *c) {
  if (c->part_of < 0 || (size_t)c->part_of >= m->claims->count) return TOLL_OPEN;
  int64_t value = m->claims->items[c->part_of].value;
  return value == TOLL_OPEN ? EXAMPLE_UNKNOWN : value;
}

enum place_kind {
  PLACE_NUMBER,
  PLACE_CHOICE,
  PLACE_CLASSES,
  PLACE_TEXT,
  PLACE_WHERE,
  PLACE_LABELS,
  PLACE_WHEN,
  PLACE_AS_OF
};

static const struct place {
  enum place_kind kind;
  enum closed_id list; /* of a choice */
  int64_t (*number)(const struct match *m, const toll_claim *c);
  toll_slice (*text)(const struct match *m, const toll_claim *c);
  int64_t usual; /* a choice or number that is not worth printing */
} places[EXAMPLE_KEYS] = {
    [EXAMPLE_LOW] = {.kind = PLACE_NUMBER, .number = number_low, .usual = EXAMPLE_UNKNOWN},
    [EXAMPLE_HIGH] = {.kind = PLACE_NUMBER, .number = number_high, .usual = EXAMPLE_UNKNOWN},
    [EXAMPLE_FORM] = {PLACE_CHOICE, LIST_FORM, number_form, NULL, TOLL_EXACT},
    [EXAMPLE_UNIT] = {PLACE_CHOICE, LIST_UNIT, number_unit, NULL, TOLL_PERSON},
    [EXAMPLE_WHO] = {.kind = PLACE_TEXT, .text = text_who},
    [EXAMPLE_CLASS] = {.kind = PLACE_CLASSES, .number = number_class, .usual = 0},
    [EXAMPLE_SIDE] = {PLACE_CHOICE, LIST_SIDE, number_side, NULL, TOLL_VICTIM},
    [EXAMPLE_SCOPE] = {PLACE_CHOICE, LIST_SCOPE, number_scope, NULL, TOLL_TOTAL},
    [EXAMPLE_STATUS] = {PLACE_CHOICE, LIST_STATUS, number_status, NULL, TOLL_ASSERTED},
    [EXAMPLE_EVENT] = {.kind = PLACE_NUMBER, .number = number_event, .usual = 1},
    [EXAMPLE_PART_OF] = {.kind = PLACE_NUMBER, .number = number_part_of, .usual = TOLL_OPEN},
    [EXAMPLE_CLAIMANT] = {.kind = PLACE_TEXT, .text = text_claimant},
    [EXAMPLE_RESOLVED] = {.kind = PLACE_TEXT, .text = text_resolved},
    [EXAMPLE_ROLE] = {.kind = PLACE_TEXT, .text = text_role},
    [EXAMPLE_KIND] = {PLACE_CHOICE, LIST_KIND, number_kind, NULL, TOLL_OPEN},
    [EXAMPLE_VIA] = {.kind = PLACE_TEXT, .text = text_via},
    [EXAMPLE_BY] = {.kind = PLACE_TEXT, .text = text_by},
    [EXAMPLE_WHEN] = {.kind = PLACE_WHEN},
    [EXAMPLE_WHERE] = {.kind = PLACE_WHERE, .text = text_where},
    [EXAMPLE_DERIVED] = {.kind = PLACE_TEXT, .text = text_derived},
    [EXAMPLE_LABEL] = {.kind = PLACE_LABELS},
    [EXAMPLE_COUNT] = {.kind = PLACE_TEXT, .text = text_count},
    [EXAMPLE_AS_OF] = {.kind = PLACE_AS_OF},
};

/* ---- comparing ---- */

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The next byte of a name: lower case, white space as one blank; 0 at the end. */
static char next_byte(toll_slice *s) {
  if (s->len == 0) return 0;
  char c = lower(s->at[0]);
  size_t used = 1;
  if (is_space(c))
    for (c = ' '; used < s->len && is_space(s->at[used]);) used++;
  *s = (toll_slice){s->at + used, s->len - used};
  return c;
}

static bool same_bytes(toll_slice a, toll_slice b) {
  char x, y;
  do {
    x = next_byte(&a);
    y = next_byte(&b);
  } while (x == y && x != 0);
  return x == y;
}

static toll_slice without_article(toll_slice s) {
  static const char *const articles[] = {"the ", "a ", "an "};
  for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
    size_t len = strlen(articles[i]);
    if (s.len <= len || !same_bytes((toll_slice){s.at, len}, (toll_slice){articles[i], len})) continue;
    return line_trim((toll_slice){s.at + len, s.len - len});
  }
  return s;
}

/* As names are compared: without regard to case, white space and article. */
static bool same_name(toll_slice want, toll_slice got) {
  if (!want.at || got.len == 0) return !want.at && got.len == 0;
  if (want.len == 0) return true; /* a bare key asks for no more than that */
  return same_bytes(without_article(want), without_article(got));
}

/* The labels are a set on both sides. */
static bool same_labels(toll_slice want, const toll_claim *c) {
  if (want.at && want.len == 0) return c->label_count > 0;
  bool good = true;
  for (toll_slice rest = want; rest.at && good;) {
    toll_slice name = line_cut(rest, ',', &rest);
    good = false;
    for (size_t i = 0; i < c->label_count && !good; i++) good = line_same(name, c->labels[i].name);
  }
  for (size_t i = 0; i < c->label_count && good; i++) {
    good = false;
    for (toll_slice rest = want; rest.at && !good;) good = line_same(line_cut(rest, ',', &rest), c->labels[i].name);
  }
  return good;
}

static bool same_value(const struct match *m, unsigned key, const union example_value *want, const toll_claim *c) {
  const struct place *p = &places[key];
  if (p->kind == PLACE_LABELS) return same_labels(want->text, c);
  if (p->kind == PLACE_WHEN) return want->days.from == c->when.from && want->days.to == c->when.to;
  if (p->kind == PLACE_AS_OF) return want->days.from == c->as_of && want->days.to == c->as_of;
  if (p->kind == PLACE_WHERE && want->text.at && same_name(want->text, c->where.name)) return true;
  return p->text ? same_name(want->text, p->text(m, c)) : want->number == p->number(m, c);
}

static bool same_claim(const struct match *m, const struct example_claim *want, const toll_claim *got) {
  if (want->harm != got->harm || want->value != got->value) return false;
  for (unsigned key = 0; key < EXAMPLE_KEYS; key++)
    if (want->set >> key & 1 && !same_value(m, key, &want->of[key], got)) return false;
  return true;
}

/* ---- pairing ---- */

/* Finds a claim for an expectation, moving others where they have a choice.  The
 * depth is at most EXAMPLE_CLAIMS: every level holds another expectation. */
static bool find_claim(struct match *m, int want) {
  for (size_t i = 0; i < m->seen; i++) {
    if (m->visited[i] || !same_claim(m, &m->example->claims[want], &m->claims->items[i])) continue;
    m->visited[i] = true;
    if (m->owner[i] >= 0 && !find_claim(m, m->owner[i])) continue;
    m->owner[i] = want;
    return true;
  }
  return false;
}

/* How many expectations are met; sets owner. */
static size_t pair_up(struct match *m) {
  size_t met = 0;
  for (size_t i = 0; i < m->seen; i++) m->owner[i] = -1;
  for (size_t want = 0; want < m->example->count; want++) {
    memset(m->visited, 0, sizeof m->visited);
    met += find_claim(m, (int)want);
  }
  return met;
}

/* ---- telling why not ---- */

struct out {
  char *at;
  size_t size, len;
};

static void put(struct out *o, toll_slice text) {
  for (size_t i = 0; i < text.len && o->len + 1 < o->size; i++) o->at[o->len++] = text.at[i] == '\n' ? ' ' : text.at[i];
}

static void put_line(struct out *o) {
  if (o->len + 1 < o->size) o->at[o->len++] = '\n';
}

static void put_str(struct out *o, const char *text) {
  put(o, (toll_slice){text, text ? strlen(text) : 0});
}

static void put_int(struct out *o, int64_t n) {
  char digits[21];
  size_t at = sizeof digits;
  uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
  do digits[--at] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (n < 0) digits[--at] = '-';
  put(o, (toll_slice){digits + at, sizeof digits - at});
}

static void put_text(struct out *o, toll_slice text) {
  bool quote = false;
  for (size_t i = 0; text.at && i < text.len; i++) quote = quote || is_space(text.at[i]) || text.at[i] == ';';
  if (text.len == 0) put_str(o, "-");
  if (quote) put_str(o, "\"");
  put(o, text);
  if (quote) put_str(o, "\"");
}

static void put_days(struct out *o, toll_day from, toll_day to) {
  char text[11];
  if (from == TOLL_NO_DAY || to == TOLL_NO_DAY) {
    put_str(o, "-");
    return;
  }
  toll_day_format(from, text);
  put_str(o, text);
  if (from == to) return;
  toll_day_format(to, text);
  put_str(o, "..");
  put_str(o, text);
}

static void put_classes(struct out *o, int64_t classes) {
  const char *mark = "";
  if (classes == 0) put_str(o, "-");
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    put_str(o, mark);
    put_str(o, toll_class_name(bit));
    mark = ",";
  }
}

static void put_value(struct out *o, unsigned key, const union example_value *v) {
  const struct place *p = &places[key];
  put_str(o, " ");
  put_str(o, example_key_name(key));
  bool text = p->kind == PLACE_TEXT || p->kind == PLACE_WHERE || p->kind == PLACE_LABELS;
  if (text && v->text.at && v->text.len == 0) return;
  put_str(o, "=");
  if (p->kind == PLACE_WHEN || p->kind == PLACE_AS_OF)
    put_days(o, v->days.from, v->days.to);
  else if (p->kind == PLACE_CLASSES)
    put_classes(o, v->number);
  else if (p->kind == PLACE_CHOICE)
    put_str(o, closed_list_of(p->list)->name((unsigned)v->number));
  else if (text)
    put_text(o, v->text);
  else if (v->number == EXAMPLE_UNKNOWN || v->number == TOLL_OPEN)
    put_str(o, v->number == TOLL_OPEN ? "-" : "?");
  else
    put_int(o, v->number);
}

static void put_head(struct out *o, const char *what, unsigned harm, int64_t value) {
  put_str(o, what);
  put_str(o, toll_harm_name(harm));
  put_str(o, " ");
  if (value == TOLL_OPEN)
    put_str(o, "?");
  else
    put_int(o, value);
}

static void put_expected(struct out *o, const char *what, const struct example_claim *x) {
  put_head(o, what, x->harm, x->value);
  for (unsigned key = 0; key < EXAMPLE_KEYS; key++)
    if (x->set >> key & 1) put_value(o, key, &x->of[key]);
  put_line(o);
}

static void put_labels(struct out *o, const toll_claim *c) {
  for (size_t i = 0; i < c->label_count; i++) {
    put_str(o, i == 0 ? " label=" : ",");
    put(o, c->labels[i].name);
  }
}

/* One key of a claim that came out, where it says more than usual. */
static void put_key(struct out *o, const struct match *m, unsigned key, const toll_claim *c) {
  const struct place *p = &places[key];
  union example_value v = {.text = not_given};
  bool more = false;
  if (p->kind == PLACE_LABELS) {
    put_labels(o, c);
  } else if (p->kind == PLACE_WHEN || p->kind == PLACE_AS_OF) {
    v.days.from = p->kind == PLACE_WHEN ? c->when.from : c->as_of;
    v.days.to = p->kind == PLACE_WHEN ? c->when.to : c->as_of;
    more = v.days.from != TOLL_NO_DAY;
  } else if (p->text) {
    v.text = p->text(m, c);
    more = v.text.len > 0;
  } else {
    v.number = p->number(m, c);
    more = v.number != (key == EXAMPLE_LOW || key == EXAMPLE_HIGH ? c->value : p->usual);
  }
  if (more) put_value(o, key, &v);
}

static void put_claim(struct out *o, const struct match *m, const char *what, const toll_claim *c) {
  put_head(o, what, c->harm, c->value);
  for (unsigned key = 0; key < EXAMPLE_KEYS; key++) put_key(o, m, key, c);
  if (c->rule.len > 0) {
    put_str(o, " (");
    put(o, c->rule);
    put_str(o, ")");
  }
  put_line(o);
}

static void tell(const struct match *m, struct out *o) {
  for (size_t want = 0; want < m->example->count; want++) {
    bool met = false;
    for (size_t i = 0; i < m->seen; i++) met = met || m->owner[i] == (int)want;
    put_expected(o, met ? "as expected: " : "missing:     ", &m->example->claims[want]);
  }
  for (size_t i = 0; i < m->seen; i++)
    if (m->owner[i] < 0) put_claim(o, m, "came out:    ", &m->claims->items[i]);
  if (m->claims->count == 0)
    put_str(o, "nothing came out");
  else if (m->example->count == 0)
    put_str(o, "expected: nothing");
  else if (o->len > 0 && o->at[o->len - 1] == '\n')
    o->len--;
  o->at[o->len] = 0;
}

bool pack_example_match(const struct example *x, const toll_document *doc, const toll_claims *claims, char *why,
                        size_t size) {
  struct match m = {.example = x, .doc = doc, .claims = claims};
  m.seen = claims->count < CLAIMS_SEEN ? claims->count : CLAIMS_SEEN;
  size_t met = pair_up(&m);
  bool good = met == x->count && claims->count == x->count;
  if (good && why && size > 0) why[0] = 0;
  if (!good && why && size > 0) tell(&m, &(struct out){why, size, 0});
  return good;
}
