/* Unit tests of the reader: files, folders, standard input, windows, bad inputs. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/words.h"
#include "base/hash.h"
#include "tap.h"
#include "toll/document.h"

/* A folder of the test's own, gone at the end. */
static char folder[64];

static const char *inside(const char *name) {
  static char path[4][256];
  static int turn;
  turn = (turn + 1) % 4;
  snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
  return path[turn];
}

static void put(const char *name, const char *bytes, size_t len) {
  FILE *f = fopen(inside(name), "wb");
  if (f && len) fwrite(bytes, 1, len, f);
  if (f) fclose(f);
}

static void put_text(const char *name, const char *text) {
  put(name, text, strlen(text));
}

/* Everything that reading the paths gives: "name:len" or "!code name", one after the other. */
static void read_all(const char *const *paths, size_t count, char *out, size_t size) {
  toll_reader *reader;
  toll_error e;
  toll_document *doc = toll_document_new();
  size_t n = 0;
  out[0] = 0;
  if (toll_reader_open(paths, count, &reader, &e) != 0) return;
  for (int guard = 0; guard < 10000; guard++) {
    int code = toll_reader_fetch(reader, doc, &e);
    if (code == 0) break;
    if (code > 0) code = toll_document_parse(doc, &e);
    const toll_document_info *info = toll_document_get(doc);
    const char *path = code < 0 ? e.path : info->path.at, *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    if (n < size)
      n += (size_t)snprintf(out + n, size - n, code < 0 ? "!%s:%d " : "%s:%d ", name,
                            code < 0 ? -code : (int)info->text.len);
  }
  toll_reader_close(reader);
  toll_document_free(doc);
}

static void test_folder(void) {
  mkdir(inside("b"), 0755);
  mkdir(inside("b/empty"), 0755);
  put_text("a.txt", "Twelve died.");
  put_text("b/two.txt", "Two died.");
  put_text("b/One.txt", "One died.");
  put_text("c.jsonl", "{\"text\":\"aa\"}\n\n{\"text\":1}\n{\"text\":\"bbb\"}");
  put_text("d.html", "<html><p>Four");
  put_text(".hidden", "no");
  put("e.bin", "a\0b\0\0c", 6);
  put_text("f.txt", "");
  OK(symlink("b", inside("g")) == 0, "a link to a folder");
  OK(symlink("nowhere", inside("h")) == 0, "a link to nothing");
  char got[512];
  const char *paths[] = {folder};
  read_all(paths, 1, got, sizeof got);
  IS_STR((const char *)got,
         "a.txt:12 One.txt:9 two.txt:9 c.jsonl:2 !c.jsonl:3 c.jsonl:3 d.html:4 !e.bin:5 !f.txt:4 !h:2 ",
         "a folder in the order of names, each bad file told, the rest read");
  const char *others[] = {inside("b/empty"), inside("missing"), inside("a.txt")};
  read_all(others, 3, got, sizeof got);
  IS_STR((const char *)got, "!empty:4 !missing:2 a.txt:12 ", "an empty folder, a missing file, a good one");
}

static void test_late_name(void) {
  toll_reader *reader;
  toll_error e;
  toll_document *doc = toll_document_new();
  const toll_document_info *info = toll_document_get(doc);
  const char *path = inside("late.jsonl");
  uint8_t digest[SHA256_SIZE];
  put_text("late.jsonl", "{\"text\":\"aa\"}\n{\"id\":\"n-1\",\"text\":\"b\"}");
  toll_reader_open(&path, 1, &reader, &e);
  OK(toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse_unnamed(doc, &e) == 0, "a line, not hashed");
  OK(info->id.len == 0 && info->text.len == 2, "has a text and no id");
  sha256(info->raw.at, info->raw.len, digest);
  OK(toll_document_identify(doc, &e) == 0 && info->id.len == 71, "and an id when it is asked for");
  OK(memcmp(digest, info->sha256, SHA256_SIZE) == 0, "the hash is the line's");
  OK(toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse_unnamed(doc, &e) == 0, "one that names itself");
  IS_STR(info->id, "n-1", "has its id at once");
  OK(toll_document_identify(doc, &e) == 0, "hashed afterwards");
  IS_STR(info->id, "n-1", "it keeps that");
  sha256(info->raw.at, info->raw.len, digest);
  OK(memcmp(digest, info->sha256, SHA256_SIZE) == 0, "and has its hash");
  toll_reader_close(reader);
  toll_document_free(doc);
}

static void test_lines(void) {
  toll_reader *reader;
  toll_error e;
  toll_document *doc = toll_document_new();
  const char *path = inside("lines.jsonl");
  put_text("lines.jsonl", "\xef\xbb\xbf{\"text\":\"aa\"}\r\n  \r\n{\"text\":\"b\\u0041\"}\r\n{bad\r\n{\"text\":\"c\"}");
  toll_reader_open(&path, 1, &reader, &e);
  OK(toll_reader_fetch(reader, doc, &e) == 1, "the first line");
  const toll_document_info *info = toll_document_get(doc);
  OK(toll_document_identify(doc, &e) == 0 && info->id.len == 71, "has an id before it is parsed");
  OK(toll_document_parse(doc, &e) == 0 && info->id.len == 71, "and behind that");
  IS_INT(info->raw_offset, 3, "starts behind the mark");
  IS_STR(info->raw, "{\"text\":\"aa\"}", "its raw bytes are the line without its end");
  OK(toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse(doc, &e) == 0, "the next line");
  IS_INT(info->line, 3, "blank lines count");
  IS_INT(info->raw_offset, 22, "its offset in the file");
  uint64_t from, to;
  OK(toll_document_raw_span(doc, (toll_span){1, 2}, &from, &to) && from == 32 && to == 38, "offsets are the file's");
  uint8_t digest[SHA256_SIZE];
  sha256(info->raw.at, info->raw.len, digest);
  OK(memcmp(digest, info->sha256, SHA256_SIZE) == 0, "the hash is the line's");
  OK(toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse(doc, &e) == TOLL_E_FORMAT, "a bad line");
  IS_INT(e.line, 4, "with its line");
  OK(e.offset >= 42 && e.offset <= 46, "and offset");
  OK(toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse(doc, &e) == 0, "the line after");
  OK(toll_reader_fetch(reader, doc, &e) == 0, "the end");
  uint64_t done, total;
  toll_reader_progress(reader, &done, &total);
  OK(done == total && total > 0, "all is done");
  toll_reader_close(reader);
  toll_document_free(doc);
}

/* The table of words stands in the order of their kinds, or some would not be found. */
static void test_words(void) {
  static const struct {
    const char *text;
    unsigned mask;
    int kind, value;
  } rows[] = {
      {"MAY", WORD_BIT(WORD_MONTH), WORD_MONTH, 5},
      {"\xd0\xbc\xd0\xb0\xd1\x8f", WORD_BIT(WORD_MONTH), WORD_MONTH, 5},
      {"dec", WORD_BIT(WORD_MONTH) | WORD_BIT(WORD_KEY), WORD_MONTH, 12},
      {"Sunday", WORD_BIT(WORD_WEEKDAY), WORD_WEEKDAY, 0},
      {"posted", WORD_BIT(WORD_LEAD), WORD_LEAD, 0},
      {"posted", WORD_BIT(WORD_KEY), WORD_KEY, KEY_DATE},
      {"posted", WORD_BIT(WORD_KEY) | WORD_BIT(WORD_LEAD), WORD_LEAD, 0},
      {"By", WORD_BIT(WORD_BY), WORD_BY, 0},
      {"th", WORD_BIT(WORD_ORDINAL), WORD_ORDINAL, 0},
      {"Ex", WORD_BIT(WORD_HYPHEN), WORD_HYPHEN, 0},
      {"or", WORD_BIT(WORD_AND), WORD_AND, 0},
      {"MIME-version", WORD_BIT(WORD_KEY), WORD_KEY, KEY_OTHER},
      {"ma", WORD_BIT(WORD_MONTH), WORD_NONE, 0},
      {"mayo", WORD_BIT(WORD_MONTH), WORD_NONE, 0},
      {"may", WORD_BIT(WORD_WEEKDAY), WORD_NONE, 0},
      {"", WORD_BIT(WORD_MONTH), WORD_NONE, 0},
  };
  unsigned wrong = 0;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct word *w = word_find((toll_slice){rows[i].text, strlen(rows[i].text)}, rows[i].mask);
    wrong += rows[i].kind == WORD_NONE ? w != NULL : !w || w->kind != rows[i].kind || w->value != rows[i].value;
  }
  IS_INT(wrong, 0, "words are found by kind, in any case, whole");
}

/* Checks that the windows of a file follow each other without a gap, all with one id. */
static void check_windows(const char *path, const char *whole, size_t len, const char *name) {
  toll_reader *reader;
  toll_error e;
  toll_document *doc = toll_document_new();
  uint8_t digest[SHA256_SIZE];
  sha256(whole, len, digest);
  bool good = true, more = true;
  uint64_t at = 0, base = 0;
  int count = 0;
  toll_reader_open(&path, 1, &reader, &e);
  while (more && good) {
    good = toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse(doc, &e) == 0;
    if (!good) break;
    const toll_document_info *info = toll_document_get(doc);
    more = info->more;
    good = info->raw_offset == at && info->base == base && info->raw.len <= TOLL_WINDOW &&
           memcmp(info->raw.at, whole + at, info->raw.len) == 0 && memcmp(info->sha256, digest, SHA256_SIZE) == 0 &&
           info->from == toll_day_of(1990, 1, 20);
    uint64_t from, to;
    uint32_t end = (uint32_t)(base + info->text.len);
    good = good && toll_document_raw_span(doc, (toll_span){end - 1, end}, &from, &to) && to == at + info->raw.len;
    at += info->raw.len;
    base += info->text.len;
    count++;
  }
  OK(good && at == len && count > 2, name);
  OK(toll_reader_fetch(reader, doc, &e) == 0, "and then nothing");
  toll_reader_close(reader);
  toll_document_free(doc);
}

static void test_windows(void) {
  const size_t len = TOLL_WINDOW * 5 / 2;
  char *whole = malloc(len);
  if (!whole) return;
  static const char head[] = "20 January 1990\n\n";
  memset(whole, 'x', len);
  memcpy(whole, head, sizeof head - 1);
  put("long.txt", whole, len);
  check_windows(inside("long.txt"), whole, len, "a line without an end");
  for (size_t i = 100; i + 2 < len; i += 100) memcpy(whole + i, "\n\n", 2);
  put("long.txt", whole, len);
  check_windows(inside("long.txt"), whole, len, "paragraphs");
  for (size_t i = 16; i < len; i++) whole[i] = (char)(i % 9 ? 0xe0 + i % 32 : ' ');
  put("long.txt", whole, len);
  check_windows(inside("long.txt"), whole, len, "windows-1251");

  int kept = dup(STDIN_FILENO), in = open(inside("long.txt"), O_RDONLY);
  dup2(in, STDIN_FILENO);
  check_windows("-", whole, len, "the same from standard input");
  dup2(kept, STDIN_FILENO);
  close(in);
  close(kept);
  free(whole);
}

static void test_limits(void) {
  const size_t len = TOLL_RECORD_MAX + 4096;
  char *whole = malloc(len), got[256];
  if (!whole) return;
  memset(whole, ' ', len);
  memcpy(whole, "{\"text\":\"a\"}\n{\"text\":\"b", 23);
  memcpy(whole + len - 20, "\"}\n{\"text\":\"c\"}\n   ", 19);
  put("big.jsonl", whole, len);
  const char *path = inside("big.jsonl");
  read_all(&path, 1, got, sizeof got);
  IS_STR((const char *)got, "big.jsonl:1 !big.jsonl:6 big.jsonl:1 ", "a line over the limit is skipped alone");
  memcpy(whole, "<html><p>Twelve died.    ", 25);
  put("big.html", whole, len);
  path = inside("big.html");
  read_all(&path, 1, got, sizeof got);
  IS_STR((const char *)got, "!big.html:6 ", "a page over the limit is refused");
  toll_document *doc = toll_document_new();
  toll_error e;
  memset(whole, 'x', len);
  IS_INT(toll_document_from_bytes(doc, (toll_slice){whole, TOLL_WINDOW + 1}, "x", &e), TOLL_E_LIMIT,
         "long text in memory");
  IS_INT(toll_document_from_bytes(doc, (toll_slice){whole, TOLL_WINDOW}, "x", &e), 0, "a window's length is allowed");
  toll_document_free(doc);
  free(whole);
}

static void test_permission(void) {
  put_text("closed.txt", "Twelve died.");
  chmod(inside("closed.txt"), 0);
  const char *paths[] = {inside("closed.txt"), inside("a.txt")};
  char got[256];
  read_all(paths, 2, got, sizeof got);
  const char *want = geteuid() == 0 ? "closed.txt:12 a.txt:12 " : "!closed.txt:2 a.txt:12 "; /* root may read all */
  IS_STR((const char *)got, want, "a file without permission");
}

int main(void) {
  const char *tmp = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/toll-test-XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
  if (!OK(mkdtemp(folder) != NULL, "a folder to work in")) return DONE();
  test_folder();
  test_lines();
  test_late_name();
  test_words();
  test_windows();
  test_limits();
  test_permission();
  char command[128];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  OK(system(command) == 0, "cleaned up");
  return DONE();
}
