/* The body is walked line by line.  Each depth of quotation has one passage that its
 * lines go to; header lines of a forwarded message begin a new one at their depth,
 * and close those of deeper quotations, which were inside what came before. */
#include "read/mail_split.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/date.h"
#include "read/mail_header.h"
#include "read/mail_words.h"
#include "read/words.h"

#define LEVELS 8      /* deeper quotations are with the last */
#define HEAD_LINES 16 /* header lines of a forwarded message that are looked at */
#define NONE SIZE_MAX

struct line {
  size_t from, to;  /* with its end */
  unsigned level;   /* of quotation */
  toll_slice words; /* behind the ">", trimmed */
  size_t at;        /* where the words' line begins behind the ">" */
};

struct split {
  struct mail_passages *out;
  const struct pieces *body;
  struct arena *arena;
  size_t limit;
  size_t now[LEVELS + 1]; /* passage by level, NONE = none */
  struct line above[2];   /* the last two lines with words */
  unsigned last;          /* level of the last line */
};

/* ---- lines ---- */

/* Over "> ", ">> ", "> > ": how many, and where the line's own words begin. */
static unsigned quote_level(toll_slice s, size_t *at) {
  unsigned level = 0;
  size_t i = 0;
  while (i < s.len && s.at[i] == '>') {
    level++;
    *at = ++i;
    if (i < s.len && s.at[i] == ' ') *at = ++i;
  }
  return level < LEVELS ? level : LEVELS;
}

static bool next_line(const struct pieces *body, size_t from, struct line *out) {
  const char *text = body->text.at;
  if (from >= body->text.len) return false;
  const char *end = memchr(text + from, '\n', body->text.len - from);
  *out = (struct line){.from = from, .to = end ? (size_t)(end - text) + 1 : body->text.len};
  size_t skip = 0;
  out->level = quote_level((toll_slice){text + from, out->to - from}, &skip);
  out->at = from + skip;
  out->words = slice_trim((toll_slice){text + out->at, out->to - out->at});
  return true;
}

/* ---- the lines above a forwarded message ---- */

struct forward {
  toll_slice from, date, subject;
  unsigned keys;
  size_t end; /* where its text begins */
  unsigned level;
};

static void take_key(struct forward *f, enum forward_key key, toll_slice value) {
  toll_slice *fields[] = {NULL, &f->from, &f->date, &f->subject, NULL};
  f->keys++;
  if (fields[key] && !fields[key]->at) *fields[key] = value;
}

/* Reads header lines from `at` on; addresses may go on over several lines. */
static void read_forward(const struct pieces *body, size_t at, struct forward *f) {
  struct line line;
  enum forward_key last = FORWARD_NONE;
  *f = (struct forward){.end = at};
  for (int i = 0; i < HEAD_LINES && next_line(body, at, &line); i++, at = line.to) {
    if (i == 0) f->level = line.level;
    toll_slice value;
    enum forward_key key = line.level == f->level ? mail_forward_key(line.words, &value) : FORWARD_NONE;
    if (!line.words.len && f->keys == 0 && i < 3) { /* blank lines between mark and header */
      f->level = line.level;
      struct line next;
      if (next_line(body, line.to, &next)) f->level = next.level;
      continue;
    }
    bool more = key == FORWARD_NONE && last == FORWARD_OTHER && line.words.len && line.level == f->level;
    if (key == FORWARD_NONE && !more) return;
    if (key != FORWARD_NONE) {
      take_key(f, key, value);
      last = key;
    }
    f->end = line.to;
  }
}

/* Whether a forwarded message begins with this line: after a mark some of its header
 * is enough, without one all that matters must be there. */
static bool forward_begins(const struct pieces *body, const struct line *line, struct forward *f) {
  toll_slice value;
  if (mail_is_forward_mark(line->words)) {
    read_forward(body, line->to, f);
    return f->from.len || f->keys >= 2;
  }
  if (mail_forward_key(line->words, &value) != FORWARD_FROM) return false;
  read_forward(body, line->from, f);
  return f->from.len && f->date.len && f->subject.len;
}

/* ---- passages ---- */

/* A new passage; the last one where there is no room, so that nothing is lost. */
static size_t add_passage(struct split *s, enum mail_voice voice) {
  struct mail_passages *out = s->out;
  if (out->count >= s->limit) {
    out->too_many = true;
    return out->count - 1;
  }
  if (out->count == out->cap) {
    size_t cap = out->cap ? out->cap * 2 : 4;
    struct mail_passage *items = mem_resize(out->items, cap * sizeof *items);
    if (!items) {
      s->arena->failed = true;
      return out->count ? out->count - 1 : NONE;
    }
    out->items = items;
    out->cap = cap;
  }
  struct mail_passage *p = &out->items[out->count];
  *p = (struct mail_passage){.voice = voice, .from = NONE};
  header_clear(&p->known);
  return out->count++;
}

static void widen(struct split *s, struct mail_passage *p, size_t from, size_t to) {
  size_t a = 0, b = 0;
  if (from >= to || !pieces_span(s->body, from, to, &a, &b)) return;
  if (a < p->from) p->from = a;
  if (b > p->to) p->to = b;
}

/* Whether the passage has no line yet, or an empty one at its end. */
static bool at_paragraph(const struct mail_passage *p) {
  const toll_buffer *t = &p->text.text;
  if (t->len == p->lead) return true;
  size_t n = t->len;
  if (t->at[n - 1] != '\n') return false;
  n -= n > 1 && t->at[n - 2] == '\r' ? 2 : 1;
  return n == 0 || t->at[n - 1] == '\n';
}

static void set_day(struct header *h, toll_slice text) {
  struct date d;
  size_t at;
  bool got = date_read(text, &d) && d.from != TOLL_NO_DAY;
  if (!got) got = date_find(text, &d, &at) && d.from != TOLL_NO_DAY;
  if (!got) return;
  h->from = d.from;
  h->to = d.to;
}

static void set_writer(struct split *s, struct header *h, toll_slice value) {
  struct mailbox box = mail_mailbox(s->arena, value);
  h->outlet = box.name.len ? box.name : box.address;
}

/* The first line of a passage: its title, if its words are its own. */
static void lead(struct mail_passage *p, const struct pieces *source, size_t from, size_t to) {
  if (from >= to) return;
  pieces_copy(&p->text, source, from, to);
  size_t at = 0, ignored;
  pieces_span(source, to, to, &at, &ignored);
  pieces_whole(&p->text, "\n\n", 2, at, 0);
  p->lead = p->text.text.len;
}

static void begin_forward(struct split *s, const struct line *line, const struct forward *f) {
  size_t index = add_passage(s, VOICE_FORWARDED);
  if (index == NONE) return;
  struct mail_passage *p = &s->out->items[index];
  s->now[f->level] = index;
  for (unsigned i = f->level + 1; i <= LEVELS; i++) s->now[i] = NONE;
  widen(s, p, line->from, f->end);
  set_writer(s, &p->known, f->from);
  set_day(&p->known, f->date);
  if (!f->subject.len) return;
  p->known.title = arena_copy(s->arena, f->subject);
  size_t from = (size_t)(f->subject.at - s->body->text.at);
  if (!mail_is_answer(f->subject)) lead(p, s->body, from, from + f->subject.len);
}

/* ---- quotations ---- */

/* Who wrote what follows, from the line above: "On 5 June 2019, Press office
 * <press@example.org> wrote:".  The name is what stands between the last comma and
 * the address or the verb; with a digit in it, it is none. */
static void read_wrote(struct split *s, struct header *h, toll_slice line, size_t verb) {
  toll_slice head = slice_trim((toll_slice){line.at, line.len - verb});
  set_day(h, head);
  const char *open = memchr(head.at, '<', head.len);
  toll_slice before = head, name;
  if (open) before.len = (size_t)(open - head.at);
  size_t from = before.len;
  while (from > 0 && before.at[from - 1] != ',') from--;
  name = slice_trim((toll_slice){before.at + from, before.len - from});
  bool digit = false;
  for (size_t i = 0; i < name.len; i++) digit = digit || byte_digit(name.at[i]);
  if (from > 0 && name.len > 1 && name.len < 100 && !digit) {
    h->outlet = mail_string(s->arena, name);
  } else if (open) {
    set_writer(s, h, (toll_slice){open, head.len - (size_t)(open - head.at)});
  }
}

/* The one or two lines above that name the writer, put together; 0 = they do not. */
static size_t line_above(struct split *s, unsigned level, toll_slice *out) {
  const struct line *one = &s->above[1], *two = &s->above[0];
  size_t verb = one->words.len && one->level < level ? mail_wrote(one->words) : 0;
  if (!verb) return 0;
  *out = one->words;
  bool joined = two->words.len && two->level == one->level && two->to == one->from && !mail_wrote(two->words) &&
                two->words.len + one->words.len < 300 && one->words.len < 60;
  if (!joined) return verb;
  char *both = arena_alloc(s->arena, two->words.len + 1 + one->words.len);
  if (!both) return verb;
  memcpy(both, two->words.at, two->words.len);
  both[two->words.len] = ' ';
  memcpy(both + two->words.len + 1, one->words.at, one->words.len);
  *out = (toll_slice){both, two->words.len + 1 + one->words.len};
  return verb;
}

/* The passage that a quoted line belongs to. */
static size_t quoted_passage(struct split *s, const struct line *line) {
  toll_slice above = {0};
  bool deeper = line->level > s->last;
  size_t verb = deeper ? line_above(s, line->level, &above) : 0;
  if (s->now[line->level] != NONE && !verb) return s->now[line->level];
  size_t index = add_passage(s, VOICE_QUOTED);
  if (index == NONE) return NONE;
  s->now[line->level] = index;
  for (unsigned i = line->level + 1; i <= LEVELS; i++) s->now[i] = NONE;
  if (verb) read_wrote(s, &s->out->items[index].known, above, verb);
  return index;
}

/* ---- the walk ---- */

/* A message that was forwarded inside a quotation ends with it. */
static void leave_levels(struct split *s, unsigned level) {
  for (unsigned i = level + 1; i <= LEVELS; i++) {
    bool forwarded = s->now[i] != NONE && s->out->items[s->now[i]].voice == VOICE_FORWARDED;
    if (forwarded) s->now[i] = NONE;
  }
}

static void add_line(struct split *s, const struct line *line) {
  bool blank = line->words.len == 0;
  if (!blank && line->level < s->last) leave_levels(s, line->level);
  size_t index = line->level ? quoted_passage(s, line) : s->now[0];
  if (index == NONE) return;
  struct mail_passage *p = &s->out->items[index];
  if (blank && p->text.text.len == p->lead) return;           /* above its first line */
  if (!blank && line->level != s->last && !at_paragraph(p)) { /* something stood between: another paragraph */
    size_t at = 0, ignored;
    pieces_span(s->body, line->at, line->at, &at, &ignored);
    pieces_whole(&p->text, "\n", 1, at, 0);
  }
  pieces_copy(&p->text, s->body, line->at, line->to);
  if (!blank) widen(s, p, line->from, line->to);
}

static void remember(struct split *s, const struct line *line) {
  s->last = line->level;
  if (!line->words.len) return;
  s->above[0] = s->above[1];
  s->above[1] = *line;
}

static void walk(struct split *s) {
  struct line line;
  for (size_t at = 0; !s->arena->failed && next_line(s->body, at, &line); at = line.to) {
    struct forward f;
    if (forward_begins(s->body, &line, &f)) {
      begin_forward(s, &line, &f);
      line.to = f.end;
      line.level = f.level;
      line.words.len = 0;
      memset(s->above, 0, sizeof s->above);
    } else {
      add_line(s, &line);
    }
    remember(s, &line);
  }
}

/* Takes off the blanks at both ends. */
static void trim_passage(struct mail_passage *p) {
  toll_slice all = {p->text.text.at, p->text.text.len};
  toll_slice kept = slice_trim(all);
  if (kept.len == all.len) return;
  struct pieces text = {0};
  size_t from = kept.len ? (size_t)(kept.at - all.at) : 0;
  pieces_copy(&text, &p->text, from, from + kept.len);
  text.failed = text.failed || p->text.failed;
  pieces_free(&p->text);
  p->text = text;
}

/* Passages without a word (quoted blank lines) are dropped, not the first. */
static int finish(struct split *s) {
  struct mail_passages *out = s->out;
  size_t kept = 0;
  bool failed = s->arena->failed;
  for (size_t i = 0; i < out->count; i++) {
    trim_passage(&out->items[i]);
    failed = failed || out->items[i].text.failed;
    if (i > 0 && out->items[i].text.text.len == 0)
      pieces_free(&out->items[i].text);
    else
      out->items[kept++] = out->items[i];
  }
  out->count = kept;
  return failed ? TOLL_E_MEMORY : 0;
}

int mail_split(struct mail_passages *out, const struct pieces *body, const struct pieces *title, size_t limit,
               struct arena *arena) {
  struct split s = {.out = out, .body = body, .arena = arena, .limit = limit};
  for (unsigned i = 0; i <= LEVELS; i++) s.now[i] = NONE;
  s.now[0] = add_passage(&s, VOICE_OWN);
  if (s.now[0] == NONE) return TOLL_E_MEMORY;
  lead(&out->items[0], title, 0, title->text.len);
  walk(&s);
  return finish(&s);
}

void mail_passages_free(struct mail_passages *p) {
  for (size_t i = 0; i < p->count; i++) pieces_free(&p->items[i].text);
  mem_free(p->items);
  *p = (struct mail_passages){0};
}
