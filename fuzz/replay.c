/* Runs a fuzz target over stored inputs, without a fuzzer: each argument is a
 * file or a folder of files.  Prints TAP, one line an input; a crash or a
 * sanitizer's report ends the program, which the test runner counts as failed. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *read_whole(const char *path, size_t *size) {
  FILE *f = fopen(path, "rb");
  if (!f) return NULL;
  struct stat st;
  uint8_t *data = fstat(fileno(f), &st) == 0 ? malloc((size_t)st.st_size + 1) : NULL;
  if (data) *size = fread(data, 1, (size_t)st.st_size, f);
  fclose(f);
  return data;
}

/* The input is handed over in a block of exactly its size, so that reading one
 * byte too far is seen; then every shorter half once more, as a cut input. */
static void run_exact(const uint8_t *data, size_t size) {
  uint8_t *exact = malloc(size ? size : 1);
  if (!exact) return;
  if (size) memcpy(exact, data, size);
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
}

static int replay_file(const char *path, int *number) {
  size_t size = 0;
  uint8_t *data = read_whole(path, &size);
  if (!data) {
    printf("not ok %d - %s: %s\n", ++*number, path, strerror(errno));
    return 1;
  }
  for (size_t len = size;; len /= 2) {
    run_exact(data, len);
    if (len == 0) break;
  }
  free(data);
  printf("ok %d - %s\n", ++*number, path);
  fflush(stdout);
  return 0;
}

static int replay(const char *path, int *number) {
  struct dirent **names;
  int count = scandir(path, &names, NULL, alphasort);
  if (count < 0) return replay_file(path, number);
  int failed = 0;
  for (int i = 0; i < count; i++) {
    char inner[4096];
    int len = snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
    if (names[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof inner) failed += replay(inner, number);
    free(names[i]);
  }
  free(names);
  return failed;
}

int main(int argc, char **argv) {
  int number = 0, failed = 0;
  for (int i = 1; i < argc; i++) failed += replay(argv[i], &number);
  printf("1..%d\n", number);
  return failed > 0 || number == 0;
}
