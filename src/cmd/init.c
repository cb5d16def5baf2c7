/* toll init: a new case file. */
#include <stdio.h>
#include <unistd.h>

#include "casefile.h"
#include "cmd.h"
#include "term.h"

static int run_init(const struct settings *settings) {
  toll_error e = {0};
  if (toll_case_init(settings->args[0], casefile_now(), &e) != 0) return report_code(&e);
  toll_buffer line = {0};
  toll_buffer_str(&line, "made ");
  text_clean(&line, slice_of(settings->args[0]));
  toll_buffer_str(&line, "\n");
  if (isatty(STDERR_FILENO) && !line.failed) fwrite(line.at, 1, line.len, stderr);
  toll_buffer_free(&line);
  return EXIT_ALL_READ;
}

const struct verb verb_init = {
    .name = "init",
    .args = "CASE",
    .summary = "makes a case: one file that keeps reports, claims and a log",
    .options = "",
    .about = "Makes an empty case file. A file that is there already is never touched.",
    .examples = "toll init baku.toll\tan empty case\n"
                "toll add baku.toll reports/\tthen fill it\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_init,
};
