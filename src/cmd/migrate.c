/* toll migrate: a case of an earlier version becomes one of this. */
#include <stdio.h>
#include <unistd.h>

#include "casefile.h"
#include "cmd.h"

static int run_migrate(const struct settings *settings) {
  toll_error e = {0};
  int from;
  if (toll_case_migrate(settings->args[0], casefile_now(), &from, &e) != 0) return casefile_code(&e);
  if (from < TOLL_CASE_VERSION)
    casefile_tell_migrated(settings->args[0], from);
  else if (isatty(STDERR_FILENO))
    fprintf(stderr, "it is of version %d already\n", TOLL_CASE_VERSION);
  return EXIT_ALL_READ;
}

const struct verb verb_migrate = {
    .name = "migrate",
    .args = "CASE",
    .summary = "brings a case of an earlier version up to this one",
    .options = "",
    .about = "Brings a case that an earlier version of toll made up to this version's form of the file,\n"
             "whole or not at all, with an entry in its log. `toll add` does so by itself; commands that\n"
             "only read do without: they read a copy and leave the file as it is.",
    .examples = "toll migrate baku.toll\tonce, where other programs are to find the new views\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_migrate,
};
