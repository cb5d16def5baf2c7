/* What a scanner remembers: nothing of one document in the next, everything that
 * it must of one window in the next. */
#include <unistd.h>

#include "extract_scan.h"

/* --- the same bytes, whatever came before -------------------------------- */

/* The JSON lines of every text of the corpus, in its order, whatever the order in which they are read. */
struct reading {
  toll_buffer lines[CORPUS_MAX];
};

static void reading_free(struct reading *r, size_t count) {
  for (size_t i = 0; i < count; i++) toll_buffer_free(&r->lines[i]);
}

/* The k-th text to read: forwards, backwards, or leaping by a number that is prime to the count. */
static size_t order_at(int order, size_t k, size_t count) {
  if (order == 0) return k;
  if (order == 1) return count - 1 - k;
  size_t leap = 7919 % count ? 7919 : 7907;
  return (k * leap + 13) % count;
}

static void read_one(struct reading_room *room, toll_scanner *scanner, toll_slice text, toll_buffer *out) {
  toll_claims claims;
  if (room_read(room, scanner, text, &claims)) room_json(room, &claims, out);
}

static void read_all(struct reading_room *room, const struct corpus *c, int order, struct reading *r) {
  for (size_t k = 0; k < c->count; k++) {
    size_t i = order_at(order, k, c->count);
    r->lines[i].len = 0;
    read_one(room, room->scanner, c->texts[i], &r->lines[i]);
  }
}

static bool same(const toll_buffer *a, const toll_buffer *b) {
  return !a->failed && !b->failed && a->len == b->len && (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

static int differences(const struct reading *a, const struct reading *b, const struct corpus *c) {
  int n = 0;
  for (size_t i = 0; i < c->count; i++) {
    if (same(&a->lines[i], &b->lines[i])) continue;
    if (n++ < 3)
      printf("# differs: %.*s\n# %.*s# %.*s", (int)(c->texts[i].len < 300 ? c->texts[i].len : 300), c->texts[i].at,
             (int)a->lines[i].len, a->lines[i].at, (int)b->lines[i].len, b->lines[i].at);
  }
  return n;
}

static void test_orders(struct reading_room *room, const struct corpus *c) {
  static struct reading fresh, now;
  toll_error e;
  for (size_t i = 0; i < c->count; i++) {
    toll_scanner *own;
    if (toll_scanner_new(room->pack, room->places, &own, &e) != 0) break;
    read_one(room, own, c->texts[i], &fresh.lines[i]);
    toll_scanner_free(own);
  }
  static const char *const names[] = {"forwards", "backwards", "leaping"};
  for (int order = 0; order < 3; order++) {
    read_all(room, c, order, &now);
    IS_INT(differences(&fresh, &now, c), 0, names[order]);
  }
  int n = 0;
  for (size_t i = 0; i < c->count; i++) {
    toll_buffer again = {0};
    read_one(room, room->scanner, c->texts[i], &again);
    again.len = 0;
    read_one(room, room->scanner, c->texts[i], &again);
    n += !same(&again, &fresh.lines[i]);
    toll_buffer_free(&again);
  }
  IS_INT(n, 0, "twice in a row");
  reading_free(&fresh, c->count);
  reading_free(&now, c->count);
}

/* Any two documents in a row: the second is read as if it were alone. */
static void test_pairs(struct reading_room *room) {
  static const char *const texts[] = {
      "The army said ten people were killed in Baku on 5 May 1990. \"Six men",
      "\"They were wounded,\" she said. He added that four others died.",
      "All of them were freed. The others died. Four more died.",
      "It later rose to 12. Nearby, three were hurt. Of them, two were women.",
      "LIMA, 19 Jan 1989 (Agency) -- Seven farmers died.",
      "Two died there. The ministry said so. On Monday six more died.",
      "",
  };
  enum { COUNT = sizeof texts / sizeof *texts };
  toll_buffer alone[COUNT] = {0};
  toll_error e;
  for (int i = 0; i < COUNT; i++) {
    toll_scanner *own;
    if (toll_scanner_new(room->pack, room->places, &own, &e) != 0) continue;
    read_one(room, own, (toll_slice){texts[i], strlen(texts[i])}, &alone[i]);
    toll_scanner_free(own);
  }
  for (int i = 0; i < COUNT; i++) {
    int differ = 0;
    for (int k = 0; k < COUNT; k++) {
      toll_buffer behind = {0};
      read_one(room, room->scanner, (toll_slice){texts[k], strlen(texts[k])}, &behind);
      behind.len = 0;
      read_one(room, room->scanner, (toll_slice){texts[i], strlen(texts[i])}, &behind);
      differ += !same(&behind, &alone[i]);
      toll_buffer_free(&behind);
    }
    IS_INT(differ, 0, texts[i]);
  }
  for (int i = 0; i < COUNT; i++) toll_buffer_free(&alone[i]);
}

/* --- ids ------------------------------------------------------------------ */

static void test_ids(struct reading_room *room) {
  static const char text[] = "Ten men were killed and six were hurt.";
  toll_claims claims;
  char first[2][18];
  if (!OK(room_read(room, room->scanner, TOLL_LIT(text), &claims) && claims.count == 2, "two claims")) return;
  for (int i = 0; i < 2; i++) memcpy(first[i], claims.items[i].id, 18);
  IS_STR((const char *)first[0], "c04cb06269a4006ca",
         "an id is made of the document, the place, the harm and the unit alone");
  OK(strcmp(first[0], first[1]) != 0, "two claims have two ids");
  room_read(room, room->scanner, TOLL_LIT("Six fled."), &claims);
  room_read(room, room->scanner, TOLL_LIT(text), &claims);
  OK(claims.count == 2 && !strcmp(claims.items[0].id, first[0]) && !strcmp(claims.items[1].id, first[1]), "they stay");
  room_read(room, room->scanner, TOLL_LIT("Ten men were killed and six were hurt. "), &claims);
  OK(claims.count == 2 && strcmp(claims.items[0].id, first[0]) != 0, "another document has other ids");
}

/* --- windows ---------------------------------------------------------------- */

#define FILLER                                                                                                         \
  "The caf\xC3\xA9s of the \xC3\x8Ele district opened \xE2\x80\x94 as on every day \xE2\x80\x94 at dawn, and the "     \
  "streets were quiet. "
#define EVERY 97 /* sentences between two claims */

/* A text of more than four windows with a claim of its own number every so often;
 * returns how many. */
static int64_t long_text(toll_buffer *text, bool lines) {
  int64_t n = 0;
  for (size_t i = 0; text->len < 4 * TOLL_WINDOW + TOLL_WINDOW / 2; i++) {
    toll_buffer_str(text, FILLER);
    if (lines && i % 5 == 4) toll_buffer_str(text, "\n\n");
    if (i % EVERY) continue;
    char claim[80];
    snprintf(claim, sizeof claim, "Some %" PRId64 " farmers were killed in the village. ", 1000 + n++);
    toll_buffer_str(text, claim);
  }
  return n;
}

struct windows {
  int count;
  int64_t found, wrong, bad_raw;
  uint64_t end;
};

static void check_window(struct windows *w, const toll_document *doc, const toll_claims *claims, toll_slice whole) {
  const toll_document_info *info = toll_document_get(doc);
  w->wrong += info->base != w->end || info->base + info->text.len > whole.len;
  w->end = info->base + info->text.len;
  w->count++;
  for (size_t i = 0; i < claims->count; i++) {
    const toll_claim *c = claims->items + i;
    uint64_t from, to;
    bool inside = c->span.from >= info->base && c->span.to <= w->end && c->quote.len == c->span.to - c->span.from;
    w->wrong += !inside || memcmp(whole.at + c->span.from, c->quote.at, c->quote.len) != 0;
    w->wrong += c->count_span.from < c->span.from || c->count_span.to > c->span.to || c->value != 1000 + w->found;
    w->wrong += c->form != TOLL_ABOUT || c->harm != TOLL_KILLED || c->event < 1;
    for (size_t k = 0; k < c->step_count; k++)
      w->wrong += c->steps[k].span.from < info->base || c->steps[k].span.to > w->end;
    w->bad_raw +=
        !toll_document_raw_span(doc, c->count_span, &from, &to) || from != c->count_span.from || to != c->count_span.to;
    w->found++;
  }
}

static bool write_file(char *path, toll_slice bytes) {
  int fd = mkstemp(path);
  if (fd < 0) return false;
  size_t done = 0;
  while (done < bytes.len) {
    ssize_t n = write(fd, bytes.at + done, bytes.len - done);
    if (n <= 0) break;
    done += (size_t)n;
  }
  return close(fd) == 0 && done == bytes.len;
}

static void test_windows(struct reading_room *room, bool lines) {
  char path[] = "/tmp/toll-test-XXXXXX";
  const char *paths[] = {path};
  toll_buffer text = {0};
  toll_reader *reader = NULL;
  toll_error e;
  struct windows w = {0};
  int64_t want = long_text(&text, lines);
  toll_slice whole = {text.at, text.len};
  bool good = write_file(path, whole) && toll_reader_open(paths, 1, &reader, &e) == 0;
  for (int code = 1; good && (code = toll_reader_fetch(reader, room->doc, &e)) != 0;) {
    toll_claims claims;
    good = code > 0 && toll_document_parse(room->doc, &e) == 0 && toll_scan(room->scanner, room->doc, &claims, &e) == 0;
    if (good) check_window(&w, room->doc, &claims, whole);
  }
  OK(good && w.count > 4, lines ? "a long text is read in windows" : "a long text of one line is");
  IS_INT(w.end, whole.len, "the windows are the whole text");
  IS_INT(w.found, want, "every claim of it is found once");
  IS_INT(w.wrong, 0, "at its place in the whole text");
  IS_INT(w.bad_raw, 0, "and in the file");
  toll_reader_close(reader);
  unlink(path);
  toll_buffer_free(&text);
}

int main(void) {
  static struct corpus corpus;
  struct reading_room room;
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  test_orders(&room, &corpus);
  test_pairs(&room);
  test_ids(&room);
  test_windows(&room, true);
  test_windows(&room, false);
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
