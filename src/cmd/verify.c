/* toll verify: whether a case still is what was put into it. */
#include <stdio.h>

#include "casefile.h"
#include "cmd.h"

static int run_verify(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  int code = casefile_open(settings->args[0], TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  uint8_t root[32];
  uint64_t entries = 0;
  int wrong = toll_case_verify(file, &e);
  if (wrong == 0) wrong = toll_case_root(file, &entries, root, &e);
  if (wrong != 0) {
    code = casefile_code(&e);
  } else {
    printf("sound; %llu log entries, root ", (unsigned long long)entries);
    for (size_t i = 0; i < sizeof root; i++) printf("%02x", root[i]);
    printf("\n");
  }
  toll_case_close(file);
  return code;
}

const struct verb verb_verify = {
    .name = "verify",
    .args = "CASE",
    .summary = "checks every byte of a case against its hashes and its log",
    .options = "",
    .about = "Checks the file, every document against its SHA-256, and every log entry against its\n"
             "leaf, and prints the root of the log's Merkle tree. Ends with 3 when anything does not\n"
             "hold, and says what.",
    .examples = "toll verify baku.toll\tbefore you hand the file on, and after you were handed it\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_verify,
};
