/* A word line is `POS FORM... : FEATURE...`.  The features make one reading, the
 * template; every spelling of every form gets a copy of it with the inflection
 * that the form's place on the line means.  All copies name the lexeme's first
 * spelling as their lemma. */
#include "pack/words.h"

#include <string.h>

#include "pack/feature.h"
#include "pack/spell.h"

#define LINE_FORMS 256

struct word_line {
  const struct line_reader *lines;
  struct pack_build *build;
  toll_slice forms[LINE_FORMS];
  size_t count;
  struct reading reading; /* the template */
  unsigned keys;          /* bit set over enum feature_key: those given */
};

/* ---- features ---- */

/* Keys whose value is one word of a closed list and goes into one byte. */
static const struct byte_key {
  size_t offset; /* the byte in struct reading */
  enum closed_id list;
  uint8_t plus; /* added to the index, where 0 has to stand for none */
} byte_keys[KEY_COUNT] = {
    [KEY_HARM] = {offsetof(struct reading, harm), LIST_HARM, 0},
    [KEY_UNIT] = {offsetof(struct reading, unit), LIST_UNIT, 0},
    [KEY_KIND] = {offsetof(struct reading, kind), LIST_KIND, 1},
    [KEY_FORM] = {offsetof(struct reading, form), LIST_FORM, 1},
    [KEY_STATUS] = {offsetof(struct reading, status), LIST_STATUS, 1},
};

static int read_byte(struct word_line *w, enum feature_key key, toll_slice value) {
  const struct byte_key *k = &byte_keys[key];
  int index = closed_list_of(k->list)->find(value);
  if (index < 0) return line_fail_near(w->lines, "unknown value", value, closed_list_nearest(k->list, value));
  ((uint8_t *)&w->reading)[k->offset] = (uint8_t)(index + k->plus);
  return TOLL_OK;
}

static int read_classes(struct word_line *w, enum feature_key key, toll_slice value) {
  (void)key;
  while (value.at) {
    toll_slice name = line_cut(value, ',', &value);
    int bit = toll_class_find(name);
    if (bit < 0) return line_fail_near(w->lines, "unknown class", name, closed_list_nearest(LIST_CLASS, name));
    w->reading.classes |= 1u << bit;
  }
  return TOLL_OK;
}

static int read_value(struct word_line *w, enum feature_key key, toll_slice value) {
  int64_t *out = key == KEY_VALUE ? &w->reading.value : &w->reading.value2;
  return line_int(value, out) ? TOLL_OK : line_fail(w->lines, "not an integer", value);
}

static int read_label(struct word_line *w, enum feature_key key, toll_slice value) {
  (void)key;
  for (size_t i = 0; i < value.len; i++)
    if ((value.at[i] < 'a' || value.at[i] > 'z') && value.at[i] != '_')
      return line_fail(w->lines, "a label is lower-case letters and _", value);
  int code = build_label(w->build, value, &w->reading.label);
  return code ? line_fail_build(w->lines, code) : TOLL_OK;
}

typedef int key_reader(struct word_line *w, enum feature_key key, toll_slice value);
static key_reader *const key_readers[KEY_COUNT] = {
    [KEY_HARM] = read_byte,   [KEY_UNIT] = read_byte,    [KEY_CLASS] = read_classes, [KEY_KIND] = read_byte,
    [KEY_FORM] = read_byte,   [KEY_STATUS] = read_byte,  [KEY_VALUE] = read_value,   [KEY_VALUE2] = read_value,
    [KEY_LABEL] = read_label, [KEY_RECKON] = read_value,
};

static int read_feature(struct word_line *w, toll_slice word) {
  toll_slice value, name = line_cut(word, '=', &value);
  const struct feature *f = feature_find(name);
  if (!f) return line_fail_near(w->lines, "unknown feature", name, closed_list_nearest(LIST_FEATURE, name));
  if (f->kind == FEATURE_TAG) {
    if (value.at) return line_fail(w->lines, "this feature takes no value", word);
    w->reading.tags[f->bit >> 6] |= (uint64_t)1 << (f->bit & 63);
    return TOLL_OK;
  }
  if (value.len == 0) return line_fail(w->lines, "this feature needs a value", word);
  if (w->keys >> f->bit & 1) return line_fail(w->lines, "this feature is given twice", name);
  w->keys |= 1u << f->bit;
  return key_readers[f->bit](w, (enum feature_key)f->bit, value);
}

/* ---- forms ---- */

/* What the i-th of count forms on the line is of the lexeme. */
static uint8_t inflection_of(const struct word_line *w, size_t i) {
  static const uint8_t verb[] = {INFL_BASE, INFL_THIRD, INFL_PAST, INFL_PARTICIPLE, INFL_GERUND};
  static const uint8_t noun[] = {INFL_SINGULAR, INFL_PLURAL};
  if (w->reading.pos == POS_VERB) return verb[i];
  if (w->reading.pos != POS_NOUN) return 0;
  if (w->count == 2) return noun[i];
  return tags_have(w->reading.tags, TAG_COLLECTIVE) ? INFL_PLURAL : INFL_SINGULAR | INFL_PLURAL;
}

/* Nouns and verbs write `-` for a form that does not exist. */
static bool is_absent(const struct word_line *w, toll_slice form) {
  return (w->reading.pos == POS_NOUN || w->reading.pos == POS_VERB) && line_is(form, "-");
}

static int add_spelling(struct word_line *w, size_t i, toll_slice text) {
  size_t words = 1;
  for (size_t k = 0; k < text.len; k++) words += text.at[k] == ' ';
  if (text.len == 0) return line_fail(w->lines, "an alternative that leaves no word", w->forms[i]);
  if (words > SPELL_WORDS) return line_fail(w->lines, "a phrase of too many words", w->forms[i]);
  uint32_t form;
  int code = build_form(w->build, text.at, text.len, &form);
  if (code) return line_fail_build(w->lines, code);
  if (w->reading.lemma == UINT32_MAX) w->reading.lemma = form;
  w->reading.inflection = inflection_of(w, i);
  code = build_reading(w->build, form, &w->reading);
  return code ? line_fail_build(w->lines, code) : TOLL_OK;
}

static int add_form_at(struct word_line *w, size_t i) {
  struct spell s;
  const char *wrong = spell_open(&s, w->forms[i]);
  if (wrong) return line_fail(w->lines, wrong, w->forms[i]);
  char text[SPELL_BYTES];
  size_t len;
  int code = TOLL_OK;
  while (!code && spell_next(&s, text, &len)) code = add_spelling(w, i, (toll_slice){text, len});
  return code;
}

static int add_forms(struct word_line *w, toll_slice pos) {
  if (w->count == 0) return line_fail(w->lines, "a word line without a word", pos);
  if (w->reading.pos == POS_VERB && w->count != 5)
    return line_fail(w->lines, "a verb has five forms, base third past participle gerund", w->forms[0]);
  if (w->reading.pos == POS_NOUN && w->count > 2)
    return line_fail(w->lines, "a noun has at most two forms, singular and plural", w->forms[2]);
  w->reading.lemma = UINT32_MAX;
  int code = TOLL_OK;
  for (size_t i = 0; i < w->count && !code; i++)
    if (!is_absent(w, w->forms[i])) code = add_form_at(w, i);
  if (!code && w->reading.lemma == UINT32_MAX) return line_fail(w->lines, "a word line without a word", pos);
  return code;
}

/* ---- lines ---- */

static int read_line(struct word_line *w, toll_slice line) {
  toll_slice pos, word;
  bool features = false;
  line_word(&line, &pos);
  int number = closed_list_of(LIST_POS)->find(pos);
  if (number < 0) return line_fail_near(w->lines, "unknown part of speech", pos, closed_list_nearest(LIST_POS, pos));
  w->reading = (struct reading){.pos = (uint8_t)number, .value = TOLL_OPEN, .value2 = TOLL_OPEN};
  w->count = w->keys = 0;
  while (line_word(&line, &word)) {
    if (!features && line_is(word, ":")) {
      features = true;
    } else if (features) {
      int code = read_feature(w, word);
      if (code) return code;
    } else if (word.at[word.len - 1] == ':') {
      return line_fail(w->lines, "the colon before the features stands alone, between blanks", word);
    } else {
      if (w->count == LINE_FORMS) return line_fail(w->lines, "too many forms on one line", word);
      w->forms[w->count++] = word;
    }
  }
  return add_forms(w, pos);
}

int words_read(struct pack_build *b, const struct pack_file *file, toll_error *e) {
  struct line_reader lines;
  struct word_line w = {.lines = &lines, .build = b};
  toll_slice line;
  int code = lines_open(&lines, file, e);
  while (!code && lines_next(&lines, &line)) code = read_line(&w, line);
  return code;
}
