/* One table holds every option of every verb.  A verb names those it takes;
 * parsing, help and suggestions all read this table. */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toll/claim.h"

#define AT(field) offsetof(struct settings, field)

static const char *class_word(unsigned n) {
  return toll_class_name(n);
}

static const char *harm_word(unsigned n) {
  return toll_harm_name(n + 1);
}

#define METHODS "range min-max low-best-high conservative cascade majority latest named panel"

static const struct option all_options[] = {
    {"format", 'f', OPTION_CHOICE, AT(format), "FORMAT", "table jsonl csv", 0,
     "table for people (default), jsonl or csv for programs"},
    {"format", 'f', OPTION_CHOICE, AT(format), "FORMAT", "table json", 0,
     "table for people (default) or json for programs", NULL, "format-whole"},
    {"format", 'f', OPTION_CHOICE, AT(format), "FORMAT", "table csv jsonl svg", 0,
     "table for people (default), csv or jsonl for programs, svg for a picture; else as the file's name ends", NULL,
     "format-timeline"},
    {"format", 'f', OPTION_CHOICE, AT(format), "FORMAT", "csv jsonl geojson xlsx", 0,
     "csv, jsonl, geojson or xlsx; else as the file's name ends", NULL, "format-export"},
    {"view", 0, OPTION_CHOICE, AT(view), "VIEW", "claims documents events tally figures copies log", 0,
     "only this view: claims, documents, events, tally, figures, copies or log"},
    {"people", 0, OPTION_CHOICE, AT(people), "WHAT", "hide show", 0,
     "names of the harmed and of witnesses: hide (default) or show"},
    {"bom", 0, OPTION_FLAG, AT(bom), NULL, NULL, 0, "csv begins with a byte order mark, for old spreadsheets"},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE|DIR", NULL, 0,
     "the file to write, or a folder for a file a view; - is standard output", NULL, "output-export"},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE", NULL, 0, "write to this file; - (default) is standard output"},
    {"force", 0, OPTION_FLAG, AT(force), NULL, NULL, 0, "replace a file that is there"},
    {"tally", 't', OPTION_FLAG, AT(tally), NULL, NULL, 0, "one line a document: the figures of its main event"},
    {"why", 'w', OPTION_FLAG, AT(why), NULL, NULL, 0, "with --tally: every figure, used or left out, and the reason"},
    {"profile", 'p', OPTION_TEXT, AT(profile), "WHO", NULL, 0,
     "who counts in a tally: everyone (default), victims, noncombatants, class:NAME; the classes:", class_word},
    {"lang", 'l', OPTION_CHOICE, AT(lang), "LANG", "auto en", 0, "language of the text: auto (default) or en"},
    {"jobs", 'j', OPTION_NUMBER, AT(jobs), "N", NULL, 256,
     "threads to use (default: one a processor); changes no byte"},
    {"harm", 0, OPTION_TEXT, AT(harm), "HARM", NULL, 0, "only this harm, one of:", harm_word},
    {"event", 0, OPTION_TEXT, AT(event), "E", NULL, 0,
     "only this event of the case: its id, the start of it, or words of its name"},
    {"limit", 0, OPTION_NUMBER, AT(limit), "N", NULL, 1000000000, "at most so many (default 20)"},
    {"claimant", 0, OPTION_TEXT, AT(claimant), "TEXT", NULL, 0, "only claimants whose name contains TEXT"},
    {"method", 'm', OPTION_CHOICE, AT(method), "METHOD", METHODS, 0,
     "how competing figures become one: range (default), min-max, low-best-high, conservative, cascade, majority, "
     "latest, named or panel"},
    {"method", 'm', OPTION_CHOICE, AT(method), "METHOD", METHODS " all", 0,
     "how competing figures become one: range (default), min-max, low-best-high, conservative, cascade, majority, "
     "latest, named, panel, or all side by side",
     NULL, "method-all"},
    {"why", 'w', OPTION_FLAG, AT(why), NULL, NULL, 0,
     "every claim, used or left out, the reason, the claim that it speaks of, and its words", NULL, "why-claims"},
    {"copies", 0, OPTION_FLAG, AT(copies), NULL, NULL, 0,
     "which documents count as one source: copies, and who passes on"},
    {"by", 0, OPTION_TEXT, AT(by), "WHO", NULL, 0, "who decides: a name, kept with the decision and in the log"},
    {"reason", 0, OPTION_TEXT, AT(reason), "TEXT", NULL, 0, "why, in a sentence"},
    {"low", 0, OPTION_TEXT, AT(low), "N", NULL, 0, "the lowest figure that the reviewers hold possible"},
    {"best", 0, OPTION_TEXT, AT(best), "N", NULL, 0, "the figure that they hold right"},
    {"high", 0, OPTION_TEXT, AT(high), "N", NULL, 0, "the highest one"},
    {"class", 0, OPTION_TEXT, AT(classes), "CLASS", NULL, 0,
     "of one group that stands apart in the tally, with a comma between several; the classes:", class_word},
    {"side", 0, OPTION_CHOICE, AT(side), "SIDE", "victim perpetrator", 0, "victim (default) or perpetrator"},
    {"unit", 0, OPTION_TEXT, AT(unit), "UNIT", NULL, 0, "of this unit (default: person, for harm to people)"},
    {"vouch", 0, OPTION_TEXT, AT(vouch), "CLAIM", NULL, 0, "stand for a claim: the start of its id"},
    {"discount", 0, OPTION_TEXT, AT(discount), "CLAIM", NULL, 0,
     "take a claim for shown wrong: the start of its id; or all that a source says: its name"},
    {"undo", 0, OPTION_NUMBER, AT(undo), "NUMBER", NULL, 1000000000, "take a decision back"},
    {"set-aside", 0, OPTION_FLAG, AT(set_aside), NULL, NULL, 0,
     "tell a fixed third of the rows apart, and show none of its texts"},
    {"errors", 'e', OPTION_NUMBER, AT(errors), "N", NULL, 1000000, "show the first N things that went wrong"},
    {"curve", 'c', OPTION_TEXT, AT(curve), "FILE.svg", NULL, 0,
     "draw error against coverage, and confidence against truth"},
    {"unseen", 0, OPTION_TEXT, AT(unseen), "FILE.jsonl", NULL, 0,
     "labelled reports that no rule was written from: they set how sure the model is"},
    {"tap", 0, OPTION_FLAG, AT(tap), NULL, NULL, 0, "print the results as TAP"},
    {"verbose", 'v', OPTION_FLAG, AT(verbose), NULL, NULL, 0,
     "say what was passed over in web archives also where standard error is no terminal"},
    {"help", 'h', OPTION_FLAG, AT(help), NULL, NULL, 0, "show this help"},
};
#define OPTION_COUNT (sizeof all_options / sizeof all_options[0])

static const char *listed(const struct option *o) {
  return o->listed ? o->listed : o->name;
}

static const struct option *by_name(const char *name, size_t len) {
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (strlen(listed(&all_options[i])) == len && memcmp(listed(&all_options[i]), name, len) == 0)
      return &all_options[i];
  return NULL;
}

const struct option *option_next(const char **at) {
  *at += strspn(*at, " ");
  size_t len = strcspn(*at, " ");
  if (len == 0) return NULL;
  const struct option *found = by_name(*at, len);
  *at += len;
  return found;
}

const struct option *option_find(const struct verb *verb, const char *name, size_t len) {
  const char *at = verb->options;
  for (const struct option *o; (o = option_next(&at));)
    if (strlen(o->name) == len && memcmp(o->name, name, len) == 0) return o;
  return by_name("help", 4) && len == 4 && memcmp(name, "help", 4) == 0 ? by_name("help", 4) : NULL;
}

static const struct option *by_letter(const struct verb *verb, char letter) {
  if (letter == 'h') return by_name("help", 4);
  const char *at = verb->options;
  for (const struct option *o; (o = option_next(&at));)
    if (o->letter == letter) return o;
  return NULL;
}

#define WORD_MAX 31

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b), d[WORD_MAX + 1][WORD_MAX + 1];
  if (n > WORD_MAX || m > WORD_MAX) return WORD_MAX + 1;
  for (size_t i = 0; i <= n; i++) {
    for (size_t j = 0; j <= m; j++) {
      d[i][j] = i == 0 ? j : i;
      if (i == 0 || j == 0) continue;
      d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[n][m];
}

/* The nearest option the verb takes; NULL when none is near enough to be meant. */
static const struct option *nearest_option(const struct verb *verb, const char *name) {
  const struct option *best = NULL;
  size_t best_distance = strlen(name) / 3 + 2;
  const char *at = verb->options;
  for (const struct option *o; (o = option_next(&at));) {
    size_t distance = edit_distance(name, o->name);
    if (distance < best_distance) best = o, best_distance = distance;
  }
  return best;
}

static int refuse_option(const struct verb *verb, const char *arg) {
  char name[64], line[192];
  const char *bare = arg + strspn(arg, "-");
  snprintf(name, sizeof name, "%.*s", (int)strcspn(bare, "="), bare);
  const struct option *near = nearest_option(verb, name);
  if (near)
    snprintf(line, sizeof line, "no option %.60s; did you mean --%s?", arg, near->name);
  else
    snprintf(line, sizeof line, "no option %.60s; see toll help %s", arg, verb->name);
  report(verb->name, line, NULL);
  return EXIT_USAGE;
}

static bool is_choice(const char *choices, const char *value) {
  size_t len = strlen(value);
  for (const char *at = choices; *at; at += strspn(at, " ")) {
    size_t word = strcspn(at, " ");
    if (word == len && memcmp(at, value, len) == 0) return true;
    at += word;
  }
  return false;
}

static bool read_number(const char *value, long max, long *out) {
  char *end;
  errno = 0;
  long n = strtol(value, &end, 10);
  *out = n;
  return errno == 0 && end != value && *end == 0 && n >= 1 && n <= max;
}

static int refuse_value(const struct verb *verb, const struct option *o, const char *value) {
  char line[224];
  if (o->choices)
    snprintf(line, sizeof line, "--%s takes one of: %s; not \"%.60s\"", o->name, o->choices, value);
  else
    snprintf(line, sizeof line, "--%s takes a number from 1 to %ld; not \"%.60s\"", o->name, o->max, value);
  report(verb->name, line, NULL);
  return EXIT_USAGE;
}

static int set_value(const struct verb *verb, const struct option *o, const char *value, struct settings *settings) {
  char *field = (char *)settings + o->offset;
  switch (o->kind) {
  case OPTION_FLAG:
    *(bool *)(void *)field = true;
    break;
  case OPTION_NUMBER:
    if (!read_number(value, o->max, (long *)(void *)field)) return refuse_value(verb, o, value);
    break;
  case OPTION_CHOICE:
    if (!is_choice(o->choices, value)) return refuse_value(verb, o, value);
    *(const char **)(void *)field = value;
    break;
  case OPTION_TEXT:
    *(const char **)(void *)field = value;
    break;
  }
  return EXIT_ALL_READ;
}

static int misses_value(const struct verb *verb, const struct option *o, bool given) {
  char line[96];
  snprintf(line, sizeof line, given ? "--%s takes no value" : "--%s needs a value", o->name);
  report(verb->name, line, NULL);
  return EXIT_USAGE;
}

/* Reads the option at argv[*i]; moves *i over its value if that stands apart. */
static int read_option(const struct verb *verb, int argc, char **argv, int *i, struct settings *settings) {
  const char *arg = argv[*i], *value = NULL;
  const struct option *o;
  if (arg[1] == '-') {
    size_t len = strcspn(arg + 2, "=");
    o = option_find(verb, arg + 2, len);
    if (arg[2 + len] == '=') value = arg + 3 + len;
  } else {
    o = by_letter(verb, arg[1]);
    if (arg[2]) value = arg + 2;
  }
  if (!o) return refuse_option(verb, arg);
  if (o->kind == OPTION_FLAG && value) return misses_value(verb, o, true);
  if (o->kind != OPTION_FLAG && !value) {
    if (*i + 1 >= argc) return misses_value(verb, o, false);
    value = argv[++*i];
  }
  return set_value(verb, o, value, settings);
}

static int check_operands(const struct verb *verb, size_t count) {
  if (count >= verb->min_args && count <= verb->max_args) return EXIT_ALL_READ;
  char line[192];
  snprintf(line, sizeof line, "%s; usage: toll %s %s",
           count < verb->min_args ? "something is missing" : "too many words", verb->name, verb->args);
  report(verb->name, line, NULL);
  return EXIT_USAGE;
}

int options_read(const struct verb *verb, int argc, char **argv, struct settings *settings) {
  *settings = (struct settings){.format = "table", .profile = "everyone", .lang = "auto", .method = "range"};
  int kept = 1;
  bool only_operands = false;
  for (int i = 1; i < argc; i++) {
    bool is_option = !only_operands && argv[i][0] == '-' && argv[i][1] != 0;
    if (verb->dashed && argv[i][0] == '-' && argv[i][1] != '-' && strcmp(argv[i], "-h") != 0) is_option = false;
    if (is_option && strcmp(argv[i], "--") == 0) {
      only_operands = true;
    } else if (is_option) {
      int code = read_option(verb, argc, argv, &i, settings);
      if (code != EXIT_ALL_READ) return code;
    } else {
      argv[kept++] = argv[i];
    }
  }
  settings->args = (const char *const *)(argv + 1);
  settings->arg_count = (size_t)(kept - 1);
  return settings->help ? EXIT_ALL_READ : check_operands(verb, settings->arg_count);
}
