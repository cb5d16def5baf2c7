/* Help: teaches by example, from the same tables that the parser reads. */
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "options.h"
#include "term.h"

#define HELP_INDENT 27 /* where the words on an option begin */
#define HELP_WIDTH 79

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

/* The words of an option's value, below its help. */
static void print_words(const struct option *o) {
  size_t column = 0;
  for (unsigned n = 0; o->word && o->word(n); n++) {
    size_t len = strlen(o->word(n)) + 1;
    if (n == 0 || column + 1 + len > HELP_WIDTH) {
      printf("%s%*s", n > 0 ? "\n" : "", HELP_INDENT, "");
      column = HELP_INDENT;
    } else {
      printf(" ");
      column++;
    }
    printf("%s%s", o->word(n), o->word(n + 1) ? "," : "\n");
    column += len;
  }
}

/* The option to the left, its help in lines to the right. */
static void print_help(const char *left, const char *help) {
  toll_buffer lines = {0};
  text_wrap(&lines, (toll_slice){help, strlen(help)}, HELP_WIDTH - HELP_INDENT);
  for (size_t at = 0; at < lines.len;) {
    const char *end = memchr(lines.at + at, '\n', lines.len - at);
    size_t len = end ? (size_t)(end - lines.at) - at : lines.len - at;
    printf("%-*s%.*s\n", HELP_INDENT, at == 0 ? left : "", (int)len, lines.at + at);
    at += len + 1;
  }
  toll_buffer_free(&lines);
}

static void print_option(const struct option *o) {
  char left[64];
  int len = o->letter ? snprintf(left, sizeof left, "  -%c, --%s", o->letter, o->name)
                      : snprintf(left, sizeof left, "      --%s", o->name);
  if (o->value && len > 0) snprintf(left + len, sizeof left - (size_t)len, " %s", o->value);
  print_help(left, o->help);
  print_words(o);
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
    "toll claims baku.toll\tevery claim, with the start of its id\n"
    "toll explain baku.toll c01234567\twhy a claim reads as it does\n";

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

const struct verb *verb_named(const char *name) {
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

static int run_help(const struct settings *settings) {
  if (settings->arg_count == 0) {
    help_all();
    return EXIT_ALL_READ;
  }
  const struct verb *verb = verb_named(settings->args[0]);
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
