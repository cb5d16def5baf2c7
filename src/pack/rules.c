/* A rule is a line `rule NAME` and the lines after it, each of which begins with
 * a word of the table `entries` below. */
#include "pack/rules.h"

#include <string.h>

#include "pack/feature.h"
#include "pack/spell.h"

#define RULE_NAME_BYTES 64

struct rule_reader {
  struct line_reader lines;
  struct pack_build *build;
  struct rule *rule; /* the one in hand, or NULL; rules move only when a new one begins */
  toll_slice name;   /* its name in the file */
  uint32_t line;     /* where it began */
  unsigned given;    /* bit set over the table of entries */
};

/* What `trigger` and `when` share: tags and lemmas. */
struct wanted {
  uint64_t tags[2];
  uint32_t lemma_first;
  uint16_t lemma_count;
};

static int fail_unknown(const struct rule_reader *r, const char *message, toll_slice word, enum closed_id list) {
  return line_fail_near(&r->lines, message, word, closed_list_nearest(list, word));
}

/* ---- tags and lemmas ---- */

/* One lemma of `word=`; `_` is a blank as in the word files. */
static int read_lemma(struct rule_reader *r, toll_slice word, struct wanted *w) {
  char text[SPELL_BYTES];
  if (word.len == 0 || word.len > sizeof text) return line_fail(&r->lines, "word= without a word", word);
  for (size_t i = 0; i < word.len; i++) text[i] = word.at[i] == '_' ? ' ' : word.at[i];
  uint32_t form = build_find(r->build, text, word.len);
  if (form == UINT32_MAX) return line_fail(&r->lines, "a word that the pack does not have", word);
  if (!build_is_lemma(r->build, form)) return line_fail(&r->lines, "name the word by its first form", word);
  if (w->lemma_count == UINT16_MAX) return line_fail(&r->lines, "too many words", word);
  w->lemma_count++;
  int code = build_lemma(r->build, form);
  return code ? line_fail_build(&r->lines, code) : TOLL_OK;
}

static int read_lemmas(struct rule_reader *r, toll_slice list, struct wanted *w) {
  if (w->lemma_count > 0) return line_fail(&r->lines, "word= twice on one line", list);
  w->lemma_first = (uint32_t)r->build->lemmas.count;
  int code = TOLL_OK;
  do {
    toll_slice word = line_cut(list, ',', &list);
    code = read_lemma(r, word, w);
  } while (!code && list.at);
  return code;
}

static int read_wanted_word(struct rule_reader *r, toll_slice word, struct wanted *w) {
  toll_slice value, name = line_cut(word, '=', &value);
  if (value.at && line_is(name, "word")) return read_lemmas(r, value, w);
  const struct feature *f = feature_find(name);
  if (!f) return fail_unknown(r, "unknown tag", name, LIST_FEATURE);
  if (f->kind != FEATURE_TAG || value.at)
    return line_fail(&r->lines, "rules ask for tags or word=, not for values", word);
  w->tags[f->bit >> 6] |= (uint64_t)1 << (f->bit & 63);
  return TOLL_OK;
}

static int read_wanted(struct rule_reader *r, toll_slice rest, struct wanted *w) {
  toll_slice word;
  int code = TOLL_OK;
  while (!code && line_word(&rest, &word)) code = read_wanted_word(r, word, w);
  return code;
}

/* ---- entries ---- */

struct entry {
  const char *name;
  int (*read)(struct rule_reader *r, const struct entry *entry, toll_slice rest);
  size_t offset;       /* for read_choice: the byte in struct rule */
  enum closed_id list; /* and what may stand there */
  uint8_t plus;        /* added to the index, where 0 has to stand for none */
  bool often;          /* may be given more than once */
};

/* Takes the one word that an entry has. */
static int only_word(struct rule_reader *r, const struct entry *entry, toll_slice rest, toll_slice *word) {
  toll_slice more;
  if (!line_word(&rest, word))
    return line_fail(&r->lines, "a word is missing behind", (toll_slice){entry->name, strlen(entry->name)});
  if (line_word(&rest, &more)) return line_fail(&r->lines, "one word too many", more);
  return TOLL_OK;
}

static int read_choice(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  toll_slice word;
  int code = only_word(r, entry, rest, &word);
  if (code) return code;
  int index = closed_list_of(entry->list)->find(word);
  if (index < 0) return fail_unknown(r, entry->list == LIST_SLOT ? "unknown slot" : "unknown value", word, entry->list);
  if (entry->list == LIST_SLOT && index == SLOT_TRIGGER)
    return line_fail(&r->lines, "the trigger is no noun group", word);
  ((uint8_t *)r->rule)[entry->offset] = (uint8_t)(index + entry->plus);
  return TOLL_OK;
}

static int read_trigger(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  toll_slice pos, next, peek = rest;
  if (!line_word(&rest, &pos))
    return line_fail(&r->lines, "a word is missing behind", (toll_slice){entry->name, strlen(entry->name)});
  int number = closed_list_of(LIST_POS)->find(pos);
  if (number < 0) return fail_unknown(r, "unknown part of speech", pos, LIST_POS);
  r->rule->pos = (uint8_t)number;
  peek = rest;
  int voice = line_word(&peek, &next) ? closed_list_of(LIST_VOICE)->find(next) : -1;
  if (voice >= 0) {
    r->rule->voice = (uint8_t)voice;
    rest = peek;
  }
  struct wanted w = {0};
  int code = read_wanted(r, rest, &w);
  memcpy(r->rule->tags, w.tags, sizeof w.tags);
  r->rule->lemma_first = w.lemma_first;
  r->rule->lemma_count = w.lemma_count;
  return code;
}

static int read_when(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  toll_slice word;
  struct rule_condition c = {0};
  if (r->rule->conditions == RULE_CONDITIONS) return line_fail(&r->lines, "too many conditions", r->name);
  bool found = line_word(&rest, &word);
  if (found && line_is(word, "not")) {
    c.negated = 1;
    found = line_word(&rest, &word);
  }
  if (!found) return line_fail(&r->lines, "a word is missing behind", (toll_slice){entry->name, strlen(entry->name)});
  int slot = closed_list_of(LIST_SLOT)->find(word);
  if (slot < 0) return fail_unknown(r, "unknown slot", word, LIST_SLOT);
  struct wanted w = {0};
  int code = read_wanted(r, rest, &w);
  if (code) return code;
  if (!w.tags[0] && !w.tags[1] && !w.lemma_count)
    return line_fail(&r->lines, "a condition without a tag or word=", word);
  c.slot = (uint8_t)slot;
  memcpy(c.tags, w.tags, sizeof w.tags);
  c.lemma_first = w.lemma_first;
  c.lemma_count = w.lemma_count;
  r->rule->when[r->rule->conditions++] = c;
  return TOLL_OK;
}

static int read_also(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  toll_slice more;
  (void)entry;
  if (line_word(&rest, &more)) return line_fail(&r->lines, "one word too many", more);
  r->rule->also = 1;
  return TOLL_OK;
}

static int read_example(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  (void)r, (void)entry, (void)rest;
  return TOLL_OK;
}

static int read_rule(struct rule_reader *r, const struct entry *entry, toll_slice rest);

enum { ENTRY_RULE, ENTRY_TRIGGER, ENTRY_VICTIM };
static const struct entry entries[] = {
    [ENTRY_RULE] = {.name = "rule", .read = read_rule, .often = true},
    [ENTRY_TRIGGER] = {.name = "trigger", .read = read_trigger},
    [ENTRY_VICTIM] = {"victim", read_choice, offsetof(struct rule, victim), LIST_SLOT, 0, false},
    {"agent", read_choice, offsetof(struct rule, agent), LIST_SLOT, 0, false},
    {"harm", read_choice, offsetof(struct rule, harm), LIST_HARM, 0, false},
    {"harm-of", read_choice, offsetof(struct rule, harm_of), LIST_SLOT, 0, false},
    {"unit", read_choice, offsetof(struct rule, unit), LIST_UNIT, 0, false},
    {"scope", read_choice, offsetof(struct rule, scope), LIST_SCOPE, 1, false},
    {"side", read_choice, offsetof(struct rule, side), LIST_SIDE, 1, false},
    {"status", read_choice, offsetof(struct rule, status), LIST_STATUS, 1, false},
    {.name = "when", .read = read_when, .often = true},
    {.name = "also", .read = read_also},
    {.name = "+", .read = read_example, .often = true},
};
#define ENTRIES (sizeof entries / sizeof *entries)

/* ---- rules ---- */

/* Holds that the rule in hand has what a rule must have. */
static int finish_rule(struct rule_reader *r) {
  if (!r->rule) return TOLL_OK;
  const char *missing = !(r->given >> ENTRY_TRIGGER & 1)  ? "a rule without trigger"
                        : !(r->given >> ENTRY_VICTIM & 1) ? "a rule without victim"
                                                          : NULL;
  r->rule = NULL;
  if (!missing) return TOLL_OK;
  r->lines.line = r->line;
  return line_fail(&r->lines, missing, r->name);
}

static int check_name(const struct rule_reader *r, toll_slice name) {
  if (name.len > RULE_NAME_BYTES) return line_fail(&r->lines, "a rule's name is too long", name);
  for (size_t i = 0; i < name.len; i++) {
    char c = name.at[i];
    bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!good) return line_fail(&r->lines, "a rule's name is lower-case letters, digits, - and _", name);
  }
  return TOLL_OK;
}

/* Writes "LANG/NAME" into the strings, and refuses a name that is taken. */
static int set_name(struct rule_reader *r, toll_slice name, struct text_place *out) {
  struct pack_build *b = r->build;
  char text[RULE_NAME_BYTES * 2 + 1];
  size_t lang = b->lang.len < RULE_NAME_BYTES ? b->lang.len : RULE_NAME_BYTES;
  if (lang > 0) memcpy(text, (const char *)b->strings.at + b->lang.at, lang);
  text[lang] = '/';
  memcpy(text + lang + 1, name.at, name.len);
  const struct rule *rules = b->rules.at;
  toll_slice full = {text, lang + 1 + name.len};
  for (size_t i = 0; i < b->rules.count; i++) {
    toll_slice other = {(const char *)b->strings.at + rules[i].name, rules[i].name_len};
    if (line_same(other, full)) return line_fail(&r->lines, "there is a rule of this name already", name);
  }
  int code = build_string(b, full, out);
  return code ? line_fail_build(&r->lines, code) : TOLL_OK;
}

static int read_rule(struct rule_reader *r, const struct entry *entry, toll_slice rest) {
  uint32_t line = r->lines.line;
  int code = finish_rule(r);
  if (code) return code;
  toll_slice name;
  struct text_place place = {0};
  code = only_word(r, entry, rest, &name);
  if (!code) code = check_name(r, name);
  if (!code) code = set_name(r, name, &place);
  if (code) return code;
  r->rule = build_rule(r->build);
  if (!r->rule) return line_fail_build(&r->lines, TOLL_E_MEMORY);
  r->rule->name = place.at;
  r->rule->name_len = place.len;
  r->name = name;
  r->line = line;
  r->given = 0;
  return TOLL_OK;
}

static int fail_entry(const struct rule_reader *r, toll_slice word) {
  const char *names[ENTRIES];
  for (size_t i = 0; i < ENTRIES; i++) names[i] = entries[i].name;
  return line_fail_near(&r->lines, "unknown entry of a rule", word, name_nearest(names, ENTRIES, word));
}

static int read_line(struct rule_reader *r, toll_slice line) {
  toll_slice word;
  line_word(&line, &word);
  size_t i = 0;
  while (i < ENTRIES && !line_is(word, entries[i].name)) i++;
  if (i == ENTRIES) return fail_entry(r, word);
  if (i != ENTRY_RULE && !r->rule) return line_fail(&r->lines, "a line before the first rule", word);
  if (!entries[i].often && r->given >> i & 1) return line_fail(&r->lines, "given twice in one rule", word);
  int code = entries[i].read(r, &entries[i], line);
  if (!code) r->given |= 1u << i;
  return code;
}

int rules_read(struct pack_build *b, const struct pack_file *file, toll_error *e) {
  struct rule_reader r = {.build = b};
  toll_slice line;
  int code = lines_open(&r.lines, file, e);
  while (!code && lines_next(&r.lines, &line)) code = read_line(&r, line);
  return code ? code : finish_rule(&r);
}
