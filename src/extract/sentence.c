/* Where sentences begin and end, and what the layers ask of a token.
 *
 * A sentence ends at a full stop that is no abbreviation's, at an empty line, at
 * a bullet, and after a line that is too short to have been wrapped (titles,
 * headlines, tables).  A quotation mark or bracket behind the stop belongs to it. */
#include "extract/plain.h"

#include <string.h>

const struct reading *token_reading_tag(const struct sentence *s, const struct token *t, enum pos pos, enum tag tag) {
  if (!token_tag(t, tag)) return NULL;
  const struct reading *r = pack_readings(s->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (r[i].pos == pos && tags_have(r[i].tags, tag)) return r + i;
  return NULL;
}

bool sentence_promises(const struct sentence *s) {
  struct needs met = s->met;
  if (s->told) met.bits[0] |= (uint64_t)1 << NEED_TOLD;
  return pack_promises(s->pack, &met);
}

/* A stop behind such a word ends no sentence: "Gen. Smith", "U.S. troops", "Jan. 5", "J. Smith". */
static bool abbreviation(const struct sentence *s, const struct token *word, const struct token *next) {
  if (word->kind != TOKEN_WORD) return false;
  if (word->len == 1 && word->shape != SHAPE_LOWER) return true;
  if (s->text[word->at + word->len - 1] == '.') return next->shape == SHAPE_LOWER || next->kind == TOKEN_NUMBER;
  if (!word->form) return false;
  if (next->kind == TOKEN_NUMBER && word->shape != SHAPE_LOWER && token_tag(word, TAG_NONE))
    return true; /* "Unit No. 4" */
  if (next->kind == TOKEN_NUMBER && word->len <= 4 && token_tag(word, TAG_DESIGNATION))
    return true; /* "Nos. 3 and 4" */
  if (next->kind == TOKEN_NUMBER && word->form->pos == 1u << POS_MARK && token_tag(word, TAG_HEDGE))
    return true; /* "approx. 200" */
  if (word->form->pos >> POS_TITLE & 1) return word->len <= TITLE_SHORT;
  return word->len <= 4 && word->shape != SHAPE_LOWER && token_tag(word, TAG_MONTH) && next->kind == TOKEN_NUMBER;
}

static bool closes(const struct token *t) {
  return t->kind == TOKEN_MARK && t->glued && (t->mark == '"' || t->mark == '\'' || t->mark == ')');
}

/* The last token of a mark of reference behind a stop: ".[12]". */
static bool reference(const struct token *end) {
  return end->kind == TOKEN_MARK && end->mark == ')' && end->glued && end[-1].kind == TOKEN_NUMBER &&
         end[-2].kind == TOKEN_MARK && end[-2].mark == '(' && end[-2].glued;
}

static bool begins(const struct token *t) {
  return t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER;
}

/* Initials keep their stop ("at 10 a.m."): a sentence ends behind them where the next
 * word opens one and is no part of a name ("U.S. Army"). */
static bool ends_in_initials(const struct sentence *s, const struct token *last, const struct token *next) {
  if (last->kind != TOKEN_WORD || last->len < 4 || s->text[last->at + last->len - 1] != '.') return false;
  if (next->kind != TOKEN_WORD || next->shape != SHAPE_CAPITAL || !next->form) return false;
  return (next->form->pos & (1u << POS_DET | 1u << POS_PRON | 1u << POS_NUM | 1u << POS_CONJ)) != 0;
}

/* Words on one line, the last of them without a stop: nothing ends between most tokens. */
static inline bool runs_on(const struct sentence *s, const struct lexer *x) {
  if (s->token_count == 0) return true;
  const struct token *last = s->tokens + s->token_count - 1;
  return x->lines == 0 && last->kind != TOKEN_MARK && s->text[last->at + last->len - 1] != '.';
}

/* Whether a sentence ends between its last token and the next one. */
static bool ends_here(const struct sentence *s, const struct lexer *x, const struct token *next) {
  if (x->lines >= 2) return true;
  if (x->lines == 1 && next->kind == TOKEN_MARK && (next->mark == '*' || next->mark == '-' || next->mark == '~'))
    return true;
  int i = s->token_count - 1;
  while (i >= 3 && reference(s->tokens + i)) i -= 3;
  while (i > 0 && closes(s->tokens + i)) i--;
  const struct token *stop = s->tokens + i;
  if (ends_in_initials(s, stop, next)) return true;
  if (stop->kind != TOKEN_MARK || (stop->mark != '.' && stop->mark != '!' && stop->mark != '?')) return false;
  if (next->glued && next->kind == TOKEN_MARK) return false;
  if (next->glued && next->shape == SHAPE_LOWER) return false;
  if (stop->mark == '.' && i > 0 && abbreviation(s, s->tokens + i - 1, next)) return false;
  return begins(next);
}

/* A line that ended well before the width of its paragraph, without a stop. */
static bool short_line(const struct sentence *s, const struct lexer *x, const struct token *next) {
  if (x->lines != 1 || next->shape == SHAPE_LOWER) return false;
  const struct token *last = s->tokens + s->token_count - 1;
  if (last->kind == TOKEN_MARK && last->mark != ')' && last->mark != '"') return false;
  if (last->form && (last->form->pos & (1u << POS_PREP | 1u << POS_DET | 1u << POS_CONJ | 1u << POS_AUX))) return false;
  size_t line = last->at + last->len, start = line;
  while (start > 0 && x->text[start - 1] != '\n') start--;
  size_t end = next->at;
  while (end < x->len && x->text[end] != '\n') end++;
  size_t width = line - start, following = end - next->at;
  size_t word = next->len;
  return width + 1 + word + 12 < (following > 76 ? following : 76) && width < 62;
}

/* How the words of a sentence are written, by enum token_shape; those of four letters and
 * more are counted again by themselves. */
struct cases {
  int of[SHAPE_OTHER + 1], long_of[SHAPE_OTHER + 1];
  int small; /* small words with a capital, behind the first word */
};

/* Small words that are written with a capital inside a sentence only in titles. */
static bool small_word(const struct token *t) {
  const unsigned small = 1u << POS_AUX | 1u << POS_PREP | 1u << POS_CONJ | 1u << POS_DET;
  return t->form && (t->form->pos & small) && !(t->form->pos & (1u << POS_NAME | 1u << POS_NOUN | 1u << POS_TITLE));
}

static struct cases count_cases(const struct sentence *s) {
  struct cases n = {0};
  for (const struct token *t = s->tokens, *end = t + s->token_count; t < end; t++) {
    if (t->kind != TOKEN_WORD) continue;
    n.of[t->shape]++;
    n.long_of[t->shape] += t->len >= 4;
    if (t->shape == SHAPE_CAPITAL) n.small += t > s->tokens && t->len > 1 && small_word(t);
  }
  return n;
}

bool sentence_follows_case(const struct sentence *s) {
  struct cases n = count_cases(s);
  return n.of[SHAPE_UPPER] > 0 && n.of[SHAPE_UPPER] <= 2 && n.of[SHAPE_LOWER] == 0;
}

/* Words of four letters and more show a title: smaller ones are often left small in it;
 * in a short sentence a small word with a capital does. */
static void note_case(struct sentence *s) {
  struct cases n = count_cases(s);
  int upper = n.of[SHAPE_UPPER], lower = n.of[SHAPE_LOWER];
  int capitals = n.long_of[SHAPE_CAPITAL] + n.long_of[SHAPE_UPPER];
  bool few = upper > 0 && lower == 0; /* "THREE DIED.": as the sentence before is */
  s->caseless = (few && (s->caseless || upper > 2)) || (upper > 3 && upper > 4 * lower);
  bool long_title = capitals >= 4 && n.long_of[SHAPE_LOWER] * 8 < capitals;
  s->titled = !s->caseless && (long_title || (n.long_of[SHAPE_LOWER] == 0 && n.small > 0));
}

/* Only an empty line, or the beginning of the text, stands before offset. */
static bool opens_paragraph(const char *text, size_t offset) {
  int lines = 0;
  for (; offset > 0 &&
         (text[offset - 1] == ' ' || text[offset - 1] == '\n' || text[offset - 1] == '\r' || text[offset - 1] == '\t');
       offset--)
    lines += text[offset - 1] == '\n';
  return offset == 0 || lines >= 2;
}

/* Where a sentence that is too long is cut: behind its last comma, so that no
 * clause is torn, else at `end`.  The tokens behind the cut are given up. */
static size_t cut_long(struct sentence *s, size_t end) {
  for (int i = s->token_count - 1; i > SENTENCE_TOKENS / 2; i--) {
    if (s->tokens[i - 1].kind != TOKEN_MARK || (s->tokens[i - 1].mark != ',' && s->tokens[i - 1].mark != ';')) continue;
    s->token_count = i;
    return s->tokens[i].at;
  }
  return end;
}

size_t sentence_read(struct sentence *s, const char *text, size_t len, size_t offset) {
  struct lexer x = {.pack = s->pack, .text = text, .len = len, .at = offset, .spaced_groups = true};
  s->text = text;
  s->token_count = 0;
  s->heading = true;
  size_t next = len;
  for (struct token *t = s->tokens; lexer_next(&x, t); t++, s->token_count++) {
    if (s->token_count == 0) s->paragraph = opens_paragraph(text, t->at);
    if (!runs_on(s, &x) && (ends_here(s, &x, t) || short_line(s, &x, t))) {
      next = t->at;
      break;
    }
    if (s->token_count == SENTENCE_TOKENS) {
      next = cut_long(s, t->at);
      break;
    }
  }
  for (int i = s->token_count; i-- > 0 && s->tokens[i].kind == TOKEN_MARK;)
    if (s->tokens[i].mark == '.' || s->tokens[i].mark == '!' || s->tokens[i].mark == '?') s->heading = false;
  s->marks = x.marks;
  note_case(s);
  return next;
}

/* "a night | watchman": what could be a rate only tells what the noun behind token j is. */
static bool describes_next(const struct sentence *s, int j) {
  const struct form *f = j + 1 < s->token_count ? s->tokens[j + 1].form : NULL;
  if (!f || s->tokens[j + 1].compound) return false;
  bool deed = f->pos == (1u << POS_NOUN | 1u << POS_VERB) && tags_have(f->tags, TAG_EVENT); /* "a night raid" */
  return deed || f->pos == 1u << POS_NOUN;
}

/* "left six dead and wounded | a further nine": no noun for both, as its second word has an object. */
static bool acts_next(const struct sentence *s, const struct form *f, int j) {
  if (!(f->harms >> TOLL_KILLED_OR_WOUNDED & 1) || !(f->pos >> POS_NOUN & 1) || j + 1 >= s->token_count) return false;
  const struct token *t = s->tokens + j + 1;
  bool verb = s->tokens[j].form && s->tokens[j].form->pos >> POS_VERB & 1;
  return verb && (t->kind == TOKEN_NUMBER || (t->form && t->form->pos & (1u << POS_DET | 1u << POS_NUM)));
}

static bool begins_phrase(const struct token *t) {
  return t->form && t->form->phrase && !t->compound;
}

static const struct form *phrase_at(const struct sentence *s, int i, int *end);

/* "shot | at least nine": the phrase's last word, token j, opens the hedge of a number. */
static bool cuts_hedge(const struct sentence *s, const struct form *f, int j) {
  int end;
  const struct form *hedge = tags_have(f->tags, TAG_HEDGE) ? NULL : phrase_at(s, j, &end);
  return hedge && tags_have(hedge->tags, TAG_HEDGE);
}

/* The longest phrase that starts at token i, whose form begins one: its form and where it ends. */
static const struct form *phrase_at(const struct sentence *s, int i, int *end) {
  const struct form *found = NULL;
  uint32_t node = begins_phrase(s->tokens + i) ? s->tokens[i].form->phrase : 0;
  for (int j = i + 1; node && j < s->token_count; j++) {
    const struct form *next = s->tokens[j].form;
    if (!next && s->tokens[j].kind == TOKEN_MARK && s->tokens[j].mark == '-' && s->tokens[j].glued) continue;
    if (!next || s->tokens[j].compound) break;
    node = pack_phrase_next(s->pack, node, next);
    const struct form *f = node ? pack_phrase_form(s->pack, node) : NULL;
    if (!f || !f->count || (tags_have(f->tags, TAG_RATE) && describes_next(s, j)) || acts_next(s, f, j)) continue;
    if (cuts_hedge(s, f, j)) continue;
    found = f;
    *end = j + 1;
  }
  return found;
}

/* Whether a phrase may start at token i: most words that start one are not followed by its second. */
static inline bool may_join(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (!begins_phrase(t) || t->kind != TOKEN_WORD || i + 1 == s->token_count) return false;
  const struct form *next = t[1].form;
  return next ? (t->form->followers & pack_follower(pack_form_index(s->pack, next))) != 0 : t[1].mark == '-';
}

/* Makes one token of the phrase that starts at token i, if one does; returns where it ends. */
static int join_phrase(struct sentence *s, int i) {
  int end = i + 1;
  struct token *t = s->tokens + i;
  const struct form *f = phrase_at(s, i, &end);
  if (f) {
    const struct token *last = s->tokens + end - 1;
    t->form = f;
    t->len = last->at + last->len - t->at;
  }
  return end;
}

static inline void note_form(struct sentence *s, const struct form *f) {
  s->tags[0] |= f->tags[0];
  s->tags[1] |= f->tags[1];
  s->harms |= f->harms;
  s->carried |= f->carried;
  if (f->opens) needs_add(&s->met, pack_needs(s->pack, f->opens));
}

static bool has_mark(const struct sentence *s, char mark) {
  for (int i = 0; i < s->token_count; i++)
    if (s->tokens[i].mark == mark) return true;
  return false;
}

void sentence_phrases(struct sentence *s) {
  struct token *out = s->tokens;
  s->tags[0] = s->tags[1] = s->harms = 0;
  s->carried = 0;
  s->met = (struct needs){{0}};
  for (int i = 0, end; i < s->token_count; i = end, out++) {
    struct token *t = s->tokens + i;
    end = may_join(s, i) ? join_phrase(s, i) : i + 1;
    if (t->form && !t->form->count) t->form = NULL; /* known in phrases only, and this is none */
    if (t->form) note_form(s, t->form);
    if (out != t) *out = *t;
  }
  s->token_count = (int)(out - s->tokens);
  s->quotes = sentence_may_mark(s, '"') && has_mark(s, '"');
}

bool sentence_parse(struct sentence *s, bool only, bool *promises) {
  sentence_phrases(s);
  *promises = sentence_promises(s);
  if (only && !*promises) return true;
  if (!sentence_figures(s)) return false;
  sentence_tag(s);
  return sentence_chunk(s);
}
