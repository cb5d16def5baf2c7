/* toll: finds the verb, reads its options, runs it. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "options.h"

const struct verb *const all_verbs[] = {
    &verb_scan,   &verb_init,     &verb_add,    &verb_sources, &verb_claims, &verb_find,    &verb_events,
    &verb_tally,  &verb_timeline, &verb_export, &verb_rank,    &verb_decide, &verb_explain, &verb_eval,
    &verb_verify, &verb_migrate,  &verb_pack,   &verb_help,    NULL};

static bool is_any(const char *word, const char *a, const char *b) {
  return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int run_verb(int argc, char **argv) {
  const struct verb *verb = verb_named(argv[0]);
  if (!verb) return unknown_verb(argv[0]);
  struct settings settings;
  int code = options_read(verb, argc, argv, &settings);
  if (code != EXIT_ALL_READ) return code;
  if (settings.help) {
    help_verb(verb);
    return EXIT_ALL_READ;
  }
  return verb->run(&settings);
}

static int run(int argc, char **argv) {
  if (argc < 2) {
    report("no verb given; see toll --help", NULL, NULL);
    return EXIT_USAGE;
  }
  if (is_any(argv[1], "--help", "-h")) {
    help_all();
    return EXIT_ALL_READ;
  }
  if (is_any(argv[1], "--version", "-V")) {
    printf("toll %s\n", TOLL_VERSION);
    return EXIT_ALL_READ;
  }
  return run_verb(argc - 1, argv + 1);
}

int main(int argc, char **argv) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* nobody asks how much it has in use, and it counts under a lock */
  signal(SIGPIPE, SIG_IGN);                   /* a closed pipe is seen as a failed write */
  signal(SIGXFSZ, SIG_IGN);                   /* and so is a limit on the size of files */
  return finish_output(run(argc, argv));
}
