/* toll eval: how often the reading agrees with labelled reports. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "cmd.h"
#include "eval_print.h"
#include "labelled.h"
#include "lookup.h"

static int take_row(void *to, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  return score_row(to, line, path, number, e);
}

static int write_picture(const struct score *s, const char *path) {
  toll_buffer svg = {0};
  score_svg(s, &svg);
  errno = 0;
  FILE *file = fopen(path, "wb");
  bool good = file && !svg.failed && fwrite(svg.at, 1, svg.len, file) == svg.len;
  if (file && fclose(file) != 0) good = false;
  toll_buffer_free(&svg);
  if (!good) report(path, "cannot be written", errno ? strerror(errno) : NULL);
  return good ? EXIT_ALL_READ : EXIT_UNREAD;
}

static int print_results(const struct score *s, const struct settings *settings) {
  toll_buffer out = {0};
  if (strcmp(settings->format, "json") == 0) {
    score_json(s, &out);
    toll_buffer_str(&out, "\n");
  } else {
    struct term term = term_of(stdout);
    eval_print(s, &term, &out);
  }
  bool good = !out.failed;
  if (good) fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
  if (!good) report("eval", "memory is out", NULL);
  return good ? EXIT_ALL_READ : EXIT_UNREAD;
}

/* A value that is not in the text is worse than any other error: it is never passed over. */
static int tell_made_up(const struct score *s) {
  uint64_t n = 0;
  for (size_t i = 0; i < SCORE_PARTS; i++) n += s->parts[i]->unspelled;
  if (n == 0) return EXIT_ALL_READ;
  char text[96];
  snprintf(text, sizeof text,
           n == 1 ? "%llu value is not spelled out in its own words"
                  : "%llu values are not spelled out in their own words",
           (unsigned long long)n);
  report("eval", text, NULL);
  return EXIT_UNREAD;
}

static int evaluate(struct score *s, const struct settings *settings) {
  toll_error e = {0};
  int exit_code;
  if (!labelled_rows(settings->args, settings->arg_count, take_row, s, &exit_code)) return exit_code;
  if (score_finish(s, &e) != 0) return report_code(&e);
  int printed = print_results(s, settings);
  if (settings->curve && printed == EXIT_ALL_READ) printed = write_picture(s, settings->curve);
  int made_up = tell_made_up(s);
  return printed != EXIT_ALL_READ ? printed : made_up != EXIT_ALL_READ ? made_up : exit_code;
}

static int run_eval(const struct settings *settings) {
  toll_error e = {0};
  struct language language;
  struct score_settings how = {.set_aside = settings->set_aside, .errors = (size_t)settings->errors};
  struct score score;
  int code = asked_profile("eval", settings->profile, &how.profile);
  if (code != EXIT_ALL_READ) return code;
  if (language_open(settings->lang, &language, &e) != 0) return report_code(&e);
  how.pack = language.pack;
  how.places = language.places;
  code = score_open(&score, &how, &e) == 0 ? evaluate(&score, settings) : report_code(&e);
  score_close(&score);
  language_close(&language);
  return code;
}

const struct verb verb_eval = {
    .name = "eval",
    .args = "FILE.jsonl...",
    .summary = "how often the reading agrees with labelled reports of your own",
    .options = "profile set-aside errors curve format-whole",
    .about = "Reads labelled reports, one JSON object a line with its text, scans them as if\n"
             "the labels were not there and prints how often the two agree. Labels are figures\n"
             "for the whole report (killed, wounded, kidnapped; killed_lo and killed_hi: numbers,\n"
             "not text), a list of its claims, or templates; which, is seen in each row. See man\n"
             "toll-eval for the fields.\n"
             "Every value must also be spelled out in its own words; those that are not are listed.",
    .examples = "toll eval gold.jsonl\tclaims found, fields right, confidence borne out\n"
                "toll eval --profile noncombatants reports.jsonl\tfigures where only non-combatants were counted\n"
                "toll eval --errors 20 --set-aside gold.jsonl\twhat went wrong, and a third that is never shown\n"
                "toll eval --curve curve.svg --format json gold.jsonl\ta picture, and all counts for programs\n",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = run_eval,
};
