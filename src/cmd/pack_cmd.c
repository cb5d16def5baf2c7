/* toll pack: for those who write language packs. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "extract/places.h"
#include "pack_common.h"
#include "pack_events.h"
#include "pack_test.h"
#include "pack_train.h"
#include "toll/pack.h"

/* A folder with a list of cities is a gazetteer. */
static bool is_gazetteer(const char *dir) {
  char path[4096];
  int len = snprintf(path, sizeof path, "%s/cities.tsv", dir);
  return len > 0 && (size_t)len < sizeof path && access(path, F_OK) == 0;
}

static int build_places(const char *dir, const char *out) {
  toll_error e = {0};
  toll_places *places;
  if (toll_places_open(dir, &places, &e) != 0) return report_code(&e);
  int code = places_save(places, out, &e);
  toll_places_close(places);
  return code != 0 ? report_code(&e) : EXIT_ALL_READ;
}

static int build_language(const char *dir, const char *out) {
  toll_error e = {0};
  toll_pack *pack;
  if (toll_pack_open(dir, &pack, &e) != 0) return report_code(&e);
  int code = toll_pack_save(pack, out, &e);
  toll_pack_close(pack);
  return code != 0 ? report_code(&e) : EXIT_ALL_READ;
}

static int refuse(const char *message) {
  report("pack", message, NULL);
  return EXIT_USAGE;
}

static int run_pack(const struct settings *settings) {
  const char *what = settings->args[0];
  if (strcmp(what, "test") == 0)
    return settings->arg_count == 2 ? pack_test(settings->args[1], settings->tap) : refuse("usage: toll pack test DIR");
  if (strcmp(what, "build") == 0)
    return settings->arg_count == 3
               ? (is_gazetteer(settings->args[1]) ? build_places : build_language)(settings->args[1], settings->args[2])
               : refuse("usage: toll pack build DIR OUT");
  if (strcmp(what, "train") == 0)
    return settings->arg_count > 2
               ? pack_train(settings->args[1], settings->args + 2, settings->arg_count - 2, settings->unseen)
               : refuse("usage: toll pack train DIR GOLD.jsonl...");
  if (strcmp(what, "common") == 0)
    return settings->arg_count > 2 ? pack_common(settings->args[1], settings->args + 2, settings->arg_count - 2)
                                   : refuse("usage: toll pack common DIR FILE...");
  if (strcmp(what, "events") == 0)
    return settings->arg_count > 2 ? pack_events(settings->args[1], settings->args + 2, settings->arg_count - 2)
                                   : refuse("usage: toll pack events OUT LABELLED.jsonl...");
  return refuse("test, build, train, common or events? See toll help pack");
}

const struct verb verb_pack = {
    .name = "pack",
    .args = "test DIR | build DIR OUT | train DIR GOLD.jsonl... | common DIR FILE... |\n"
            "       events OUT LABELLED.jsonl...",
    .summary = "tests, compiles and trains a language pack",
    .options = "tap unseen",
    .about = "A language is a folder of text files: words, rules, and examples with their\n"
             "readings. test compiles it, runs every example and prints those that fail, then\n"
             "how many pass by phenomenon; build writes the compiled tables to a file. A folder\n"
             "of places is built the same way. train writes DIR/model.txt, the weights that say\n"
             "how sure a reading is, from reports whose claims are labelled (see man toll-eval),\n"
             "and prints what is gained on reports that the weights have not seen. common counts\n"
             "in how many reports each word stands and writes DIR/common.txt, by which words are\n"
             "weighed when reports of one event are looked for. events fits the weights by which\n"
             "two reports are held to tell of one event, from reports with an \"event\" each, and\n"
             "writes them to OUT (src/weigh/agreement.def in the source) for the next build.",
    .examples = "toll pack test packs/en\tdo the examples come out as they say?\n"
                "toll pack build packs/en en.pack\tone file that opens at once\n"
                "toll pack train packs/en gold.jsonl\tfit the weights anew after a change of the rules\n"
                "toll pack common packs/en reports/\tcount how common words are\n"
                "TOLL_PACKS=packs toll scan report.txt\ttry a changed pack on a report\n",
    .min_args = 2,
    .max_args = SIZE_MAX,
    .run = run_pack,
};
