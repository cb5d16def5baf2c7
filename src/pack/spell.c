/* The parts of a form count like the wheels of an odometer, the last part
 * fastest; each position of the wheels is one spelling. */
#include "pack/spell.h"

#include <string.h>

static unsigned count_alternatives(toll_slice group) {
  unsigned n = 1;
  for (size_t i = 0; i < group.len; i++) n += group.at[i] == '|';
  return n;
}

static toll_slice alternative(const struct spell_part *part) {
  if (part->count == 1) return part->text;
  const char *at = part->text.at, *end = at + part->text.len;
  for (unsigned skip = part->now; skip > 0; at++) skip -= *at == '|';
  const char *stop = memchr(at, '|', (size_t)(end - at));
  return (toll_slice){at, (size_t)((stop ? stop : end) - at)};
}

static const char *check_bytes(toll_slice form) {
  if (form.len > SPELL_BYTES) return "a form is too long";
  for (size_t i = 0; i < form.len; i++)
    if (form.at[i] >= 'A' && form.at[i] <= 'Z') return "forms are written in lower case";
  return NULL;
}

/* One stretch up to the next bracket, or one group with its brackets. */
static const char *take_part(struct spell *s, toll_slice *rest) {
  bool group = rest->at[0] == '(';
  size_t skip = group ? 1 : 0, len = skip;
  while (len < rest->len && rest->at[len] != '(' && rest->at[len] != ')') len++;
  char stop = len < rest->len ? rest->at[len] : 0;
  if (group && stop != ')') return stop ? "a group inside a group" : "a group without its end";
  if (!group && stop == ')') return "the end of a group without its beginning";
  toll_slice text = {rest->at + skip, len - skip};
  if (!group && memchr(text.at, '|', text.len)) return "alternatives without a group around them";
  if (s->part_count == SPELL_PARTS) return "too many groups in one form";
  s->parts[s->part_count++] = (struct spell_part){text, group ? count_alternatives(text) : 1, 0};
  size_t used = group ? len + 1 : len;
  *rest = (toll_slice){rest->at + used, rest->len - used};
  return NULL;
}

const char *spell_open(struct spell *s, toll_slice form) {
  s->part_count = 0;
  s->more = true;
  const char *wrong = check_bytes(form);
  while (!wrong && form.len > 0) wrong = take_part(s, &form);
  unsigned product = 1;
  for (unsigned i = 0; i < s->part_count && !wrong; i++) {
    product *= s->parts[i].count; /* a part has at most SPELL_BYTES alternatives: no overflow */
    if (product > SPELL_MOST) wrong = "too many alternatives in one form";
  }
  return wrong;
}

/* Turns the wheels by one. */
static bool turn(struct spell *s) {
  for (unsigned i = s->part_count; i-- > 0;) {
    if (++s->parts[i].now < s->parts[i].count) return true;
    s->parts[i].now = 0;
  }
  return false;
}

/* Makes `_` a blank and leaves out blanks at either end and after a blank. */
static size_t add_text(char *out, size_t len, toll_slice text) {
  for (size_t i = 0; i < text.len; i++) {
    char c = text.at[i] == '_' ? ' ' : text.at[i];
    if (c == ' ' && (len == 0 || out[len - 1] == ' ')) continue;
    out[len++] = c;
  }
  return len;
}

bool spell_next(struct spell *s, char out[SPELL_BYTES], size_t *len) {
  if (!s->more) return false;
  size_t n = 0;
  for (unsigned i = 0; i < s->part_count; i++) n = add_text(out, n, alternative(&s->parts[i]));
  if (n > 0 && out[n - 1] == ' ') n--;
  *len = n;
  s->more = turn(s);
  return true;
}
