/* What a kill, a full disk and damage leave of a case: every committed document,
 * no half one, and one clear error.
 *
 * A limit on the size of files stands for the full disk: the system then refuses
 * a write in the middle, as it does there. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "case_make.h"
#include "tap.h"

#define DOCUMENTS 400

/* Text that does not compress, another for every number. */
static void noise(char *out, size_t len, uint32_t seed) {
  uint64_t x = seed * 0x9e3779b97f4a7c15u + 1;
  for (size_t i = 0; i + 1 < len; i++) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    out[i] = (char)('a' + (x >> 59) % 26);
  }
  out[len - 1] = 0;
}

static int add_numbered(toll_case *c, uint32_t n, size_t size, bool *added, toll_error *e) {
  char text[8192];
  noise(text, size, n);
  toll_document *doc = make_document(text, NULL, NULL);
  toll_claim items[4];
  for (size_t i = 0; i < 4; i++) items[i] = make_claim(TOLL_KILLED, (int64_t)n, "people");
  number_claims(items, 4, doc);
  toll_claims claims = {items, 4};
  int code = toll_case_add(c, doc, &claims, added, e);
  toll_document_free(doc);
  return code;
}

/* Adds all documents, committing every few; exits 0 when done. */
static int add_all(const char *path, int pipe_end) {
  toll_case *c = NULL;
  toll_error e = {0};
  if (toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return 1;
  for (uint32_t n = 0; n < DOCUMENTS; n++) {
    bool added;
    if (add_numbered(c, n, 2000, &added, &e)) return 2;
    if (n % 20 != 19) continue;
    if (toll_case_commit(c, &e)) return 3;
    uint32_t done = n + 1;
    if (pipe_end >= 0 && write(pipe_end, &done, sizeof done) != sizeof done) return 4;
  }
  if (toll_case_commit(c, &e)) return 5;
  toll_case_close(c);
  return 0;
}

static int check_whole(const char *path, toll_case_counts *counts) {
  toll_case *c = NULL;
  toll_error e = {0};
  int code = toll_case_open(path, TOLL_CASE_WRITE, &c, &e);
  if (!code) code = toll_case_verify(c, &e);
  if (!code) code = toll_case_count(c, counts, &e);
  if (code) printf("# %s: %s\n", e.message, e.detail);
  toll_case_close(c);
  return code;
}

/* Kills the adding process after so many microseconds; says what it had reported. */
static uint32_t kill_after(const char *path, useconds_t delay) {
  int ends[2];
  uint32_t committed = 0, done;
  if (pipe(ends)) return 0;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(add_all(path, ends[1]));
  close(ends[1]);
  usleep(delay);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  while (read(ends[0], &done, sizeof done) == sizeof done) committed = done;
  close(ends[0]);
  return committed;
}

static void test_kill(const char *folder) {
  char path[600];
  toll_error e = {0};
  toll_case_counts counts = {0};
  bool held = true, whole = true;
  snprintf(path, sizeof path, "%s/kill.toll", folder);
  if (toll_case_init(path, 0, &e)) return;
  for (useconds_t i = 0; i < 12; i++) {
    uint32_t committed = kill_after(path, 2000 + i * 9000);
    whole &= check_whole(path, &counts) == 0;
    held &= counts.documents >= committed && counts.claims == 4 * counts.documents &&
            counts.entries == counts.documents + 1;
  }
  OK(whole, "after every kill the case holds together");
  OK(held, "and has every committed document wholly");
  IS_INT(add_all(path, -1), 0, "the same run to its end");
  OK(check_whole(path, &counts) == 0 && counts.documents == DOCUMENTS, "adds what is missing");
}

static void limit_files(rlim_t size) {
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size;
  setrlimit(RLIMIT_FSIZE, &limit);
}

/* In a child: adds until the disk is full, then checks what is left. */
static int fill_disk(const char *path, rlim_t size) {
  toll_case *c = NULL;
  toll_error e = {0};
  bool added;
  signal(SIGXFSZ, SIG_IGN);
  if (toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return 10;
  for (uint32_t n = 0; n < 5; n++)
    if (add_numbered(c, n, 2000, &added, &e)) return 11;
  if (toll_case_commit(c, &e)) return 12;
  limit_files(size);
  int code = 0;
  uint32_t n = 5;
  for (; !code && n < 3000; n++) {
    code = add_numbered(c, n, 8000, &added, &e);
    if (!code && n % 10 == 0) code = toll_case_commit(c, &e);
  }
  if (code != TOLL_E_IO || !e.message) return 13;
  if (toll_case_pending(c) != 0) return 14;
  limit_files(RLIM_INFINITY);
  if (add_numbered(c, 5000, 2000, &added, &e) || !added || toll_case_commit(c, &e)) return 15; /* room again */
  toll_case_close(c);
  return 0;
}

static void test_full(const char *folder) {
  for (rlim_t i = 0; i < 8; i++) {
    char path[600], name[64];
    toll_error e = {0};
    toll_case_counts counts = {0};
    snprintf(path, sizeof path, "%s/full-%u.toll", folder, (unsigned)i);
    if (toll_case_init(path, 0, &e)) return;
    fflush(stdout);
    int status = 0;
    pid_t child = fork();
    if (child == 0) _exit(fill_disk(path, 180000 + i * 77777));
    waitpid(child, &status, 0);
    snprintf(name, sizeof name, "a disk that is full at %u bytes is told once", (unsigned)(180000 + i * 77777));
    IS_INT(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0, name);
    OK(check_whole(path, &counts) == 0 && counts.documents >= 6, "and nothing committed is lost");
  }
}

static void test_no_room_for_a_case(const char *folder) {
  char path[600];
  snprintf(path, sizeof path, "%s/none.toll", folder);
  fflush(stdout);
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    toll_error e = {0};
    signal(SIGXFSZ, SIG_IGN);
    limit_files(8192);
    _exit(toll_case_init(path, 0, &e) == TOLL_E_IO ? 0 : 1);
  }
  waitpid(child, &status, 0);
  struct stat st;
  OK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a case that has no room is refused");
  OK(stat(path, &st) != 0, "and leaves no file");
}

/* Every byte of a case may be wrong: it is then refused, or what it says still
 * holds; it never crashes. */
static void test_damage(const char *folder) {
  char path[600], hurt[600];
  toll_error e = {0};
  toll_case *c = NULL;
  bool added;
  snprintf(path, sizeof path, "%s/sound.toll", folder);
  snprintf(hurt, sizeof hurt, "%s/hurt.toll", folder);
  if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return;
  for (uint32_t n = 0; n < 20; n++) add_numbered(c, n, 300, &added, &e);
  toll_case_commit(c, &e);
  toll_case_close(c);
  static char bytes[1 << 20];
  FILE *f = fopen(path, "rb");
  size_t len = f ? fread(bytes, 1, sizeof bytes, f) : 0;
  if (f) fclose(f);
  OK(len > 4096, "a case to hurt");
  size_t told = 0, cuts = 0;
  for (size_t i = 0; i < 300; i++) {
    size_t at = (i * 7919 + 100) % len;
    bytes[at] = (char)(bytes[at] ^ 0x55);
    f = fopen(hurt, "wb");
    if (f && fwrite(bytes, 1, len, f) == len) fclose(f);
    bytes[at] = (char)(bytes[at] ^ 0x55);
    int code = toll_case_open(hurt, TOLL_CASE_WRITE, &c, &e);
    if (!code) code = toll_case_verify(c, &e);
    toll_case_close(c);
    c = NULL;
    told += code == TOLL_E_DAMAGED || code == TOLL_E_FOREIGN;
  }
  OK(told > 30, "wrong bytes are told as damage");
  for (size_t i = 1; i < 8; i++) {
    if (truncate(hurt, (off_t)(len * i / 8))) break;
    f = fopen(hurt, "wb");
    if (f && fwrite(bytes, 1, len * i / 8, f)) fclose(f);
    cuts += toll_case_open(hurt, TOLL_CASE_WRITE, &c, &e) == TOLL_E_DAMAGED;
    toll_case_close(c);
    c = NULL;
  }
  IS_INT(cuts, 7, "a file that was cut is told as damage");
}

static void test_changed(const char *folder) {
  static const char *const changes[] = {
      "UPDATE claim SET value = 7 WHERE claim = 2",
      "UPDATE document SET id = 'x' WHERE document = 1",
      "UPDATE content SET raw = (SELECT raw FROM content WHERE content = 2) WHERE content = 1",
      "DELETE FROM claim WHERE claim = 1",
      ("DELETE FROM claim WHERE document = 3; DELETE FROM claimant WHERE document = 3;"
       " DELETE FROM content WHERE document = 3; DELETE FROM document WHERE document = 3"),
      "DROP TRIGGER log_stays; UPDATE log SET body = '{}' WHERE entry = 1",
      "UPDATE claim SET harm = 'bored' WHERE claim = 3",
  };
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
    char path[600];
    toll_error e = {0};
    toll_case *c = NULL;
    bool added;
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/changed-%zu.toll", folder, i);
    if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return;
    for (uint32_t n = 0; n < 3; n++) add_numbered(c, n, 300, &added, &e);
    toll_case_commit(c, &e);
    IS_INT(toll_case_verify(c, &e), 0, "sound");
    toll_case_close(c);
    sqlite3_open(path, &db);
    OK(sqlite3_exec(db, changes[i], NULL, NULL, NULL) == SQLITE_OK, changes[i]);
    sqlite3_close(db);
    toll_case_open(path, TOLL_CASE_READ, &c, &e);
    IS_INT(toll_case_verify(c, &e), TOLL_E_DAMAGED, "and found out");
    toll_case_close(c);
  }
}

int main(void) {
  char folder[512];
  if (!make_folder(folder, sizeof folder)) return 1;
  test_kill(folder);
  test_full(folder);
  test_no_room_for_a_case(folder);
  test_damage(folder);
  test_changed(folder);
  remove_folder(folder);
  return DONE();
}
