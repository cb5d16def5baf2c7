/* Help: teaches by example, from the same tables that the parser reads. */
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "options.h"
#include "term.h"
#include "toll/claim.h"

static void heading(const struct term *term, const char *text) {
  printf("%s%s%s\n", term_tone(term, TONE_BOLD), text, term_tone(term, TONE_PLAIN));
}

/* Each line of examples is "command\twhat it does". */
static void print_examples(const struct term *term, const char *examples) {
  for (const char *line = examples; *line;) {
    size_t command = strcspn(line, "\t\n"), whole = strcspn(line, "\n");
    printf("  %s%.*s%s\n", term_tone(term, TONE_STRONG), (int)command, line, term_tone(term, TONE_PLAIN));
    if (command < whole) printf("      %.*s\n", (int)(whole - command - 1), line + command + 1);
    line += whole + (line[whole] == '\n');
  }
}

static void print_option(const struct option *o) {
  char left[64];
  int len = o->letter ? snprintf(left, sizeof left, "-%c, --%s", o->letter, o->name)
                      : snprintf(left, sizeof left, "    --%s", o->name);
  if (o->value && len > 0) snprintf(left + len, sizeof left - (size_t)len, " %s", o->value);
  printf("  %-24s %s\n", left, o->help);
}

void help_verb(const struct verb *verb) {
  struct term term = term_of(stdout);
  printf("usage: toll %s%s%s\n\n%s\n\n", verb->name, *verb->args ? " " : "", verb->args, verb->about);
  heading(&term, "Examples");
  print_examples(&term, verb->examples);
  if (!*verb->options) return;
  printf("\n");
  heading(&term, "Options");
  const char *at = verb->options;
  for (const struct option *o; (o = option_next(&at));) print_option(o);
}

static const char first_steps[] =
    "toll scan report.txt\tevery figure in a report: how many, of whom, says who, in which words\n"
    "toll scan --format jsonl news/ | jq .quote\tthe same for programs, one claim a line, a whole folder\n"
    "toll init baku.toll && toll add baku.toll reports/\tkeep reports and claims in a case, one file\n"
    "toll tally baku.toll\tcompeting figures side by side, event by event\n"
    "toll explain report.txt c0123456789abcdef\twhy a claim reads as it does\n";

void help_all(void) {
  struct term term = term_of(stdout);
  printf("usage: toll VERB ...\n\n"
         "toll reads reports of harm done to people and keeps the count: how many were\n"
         "killed, wounded, detained, missing, displaced, what was destroyed, who says so,\n"
         "and the exact words that say it.\n\n");
  heading(&term, "First steps");
  print_examples(&term, first_steps);
  printf("\n");
  heading(&term, "Verbs");
  for (const struct verb *const *v = all_verbs; *v; v++) printf("  %-9s %s\n", (*v)->name, (*v)->summary);
  printf("\ntoll help VERB shows a verb's options and examples; toll --version the version.\n"
         "Exit codes: 0 all read; 1 something could not be read, the rest was done;\n"
         "2 wrong usage; 3 a damaged or foreign case file.\n");
}

const struct verb *verb_find(const char *name) {
  for (const struct verb *const *v = all_verbs; *v; v++)
    if (strcmp((*v)->name, name) == 0) return *v;
  return NULL;
}

int unknown_verb(const char *name) {
  const struct verb *best = NULL;
  size_t best_distance = strlen(name) / 3 + 2;
  for (const struct verb *const *v = all_verbs; *v; v++) {
    size_t distance = edit_distance(name, (*v)->name);
    if (distance < best_distance) best = *v, best_distance = distance;
  }
  char line[160];
  if (best)
    snprintf(line, sizeof line, "no verb \"%.60s\"; did you mean toll %s?", name, best->name);
  else
    snprintf(line, sizeof line, "no verb \"%.60s\"; see toll --help", name);
  report(line, NULL, NULL);
  return EXIT_USAGE;
}

static int unknown_harm(const char *verb, const char *name) {
  const char *best = NULL;
  size_t best_distance = strlen(name) / 3 + 2;
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    size_t distance = edit_distance(name, toll_harm_name(harm));
    if (distance < best_distance) best = toll_harm_name(harm), best_distance = distance;
  }
  char line[160];
  if (best)
    snprintf(line, sizeof line, "no harm \"%.60s\"; did you mean %s?", name, best);
  else
    snprintf(line, sizeof line, "no harm \"%.60s\"; see man toll-claims for the list", name);
  report(verb, line, NULL);
  return EXIT_USAGE;
}

int harm_of(const char *verb, const char *name, unsigned *harm) {
  *harm = 0;
  if (!name) return EXIT_ALL_READ;
  int found = toll_harm_find((toll_slice){name, strlen(name)});
  if (found <= 0) return unknown_harm(verb, name);
  *harm = (unsigned)found;
  return EXIT_ALL_READ;
}

static int run_help(const struct settings *settings) {
  if (settings->arg_count == 0) {
    help_all();
    return EXIT_ALL_READ;
  }
  const struct verb *verb = verb_find(settings->args[0]);
  if (!verb) return unknown_verb(settings->args[0]);
  help_verb(verb);
  return EXIT_ALL_READ;
}

const struct verb verb_help = {
    .name = "help",
    .args = "[VERB]",
    .summary = "what a verb does, with examples",
    .options = "",
    .about = "Shows what toll can do, or one verb's options and examples.",
    .examples = "toll help scan\twhat scan takes and prints\n",
    .max_args = 1,
    .run = run_help,
};
