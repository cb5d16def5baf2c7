/* Opening, checking and asking a gazetteer.  Whatever it came from, text tables or
 * a file, it is an image (places_image.h) that has been checked as a whole once;
 * look-ups then trust every offset in it. */
#include "places.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/sum.h"
#include "places_image.h"

/* --- the checksum ------------------------------------------------------------ */

/* The sum that language packs have. */
static uint64_t image_checksum(const void *image, size_t len) {
  size_t from = offsetof(struct places_header, checksum) + sizeof(uint64_t);
  struct sum sum = {.hash = len};
  sum_add(&sum, (const unsigned char *)image + from, len - from);
  return sum_end(&sum);
}

void places_seal(void *bytes, size_t len) {
  if (len < sizeof(struct places_header)) return;
  uint64_t sum = image_checksum(bytes, len);
  memcpy((char *)bytes + offsetof(struct places_header, checksum), &sum, sizeof sum);
}

/* --- checking an image --------------------------------------------------------- */

/* Lays the sections over the bytes; false when they do not fill them exactly. */
static bool lay_out(toll_places *p, size_t len) {
  const struct places_header *h = p->header;
  if (h->bits < PLACES_BITS_MIN || h->bits > PLACES_BITS_MAX) return false;
  const char *at = (const char *)h + sizeof *h;
  size_t need = sizeof *h;
  const size_t sections[] = {places_bucket_bytes(h->bits), places_key_bytes(h->keys), places_place_bytes(h->places),
                             h->strings};
  for (size_t i = 0; i < 4; i++) need += sections[i]; /* four times less than 2^37: cannot wrap */
  if (need != len || h->size != len) return false;
  p->buckets = (const uint32_t *)(const void *)at;
  p->keys = (const struct places_key *)(const void *)(at += sections[0]);
  p->places = (const struct place *)(const void *)(at += sections[1]);
  p->strings = at + sections[2];
  return true;
}

static bool sound_keys(const toll_places *p) {
  const struct places_header *h = p->header;
  size_t buckets = (size_t)1 << h->bits;
  unsigned bad = p->buckets[buckets] > h->keys;
  for (size_t i = 0; i < buckets; i++) bad |= p->buckets[i] > p->buckets[i + 1];
  for (size_t i = 0; i < h->keys; i++) {
    const struct places_key *k = &p->keys[i];
    bad |= (uint64_t)k->text + k->len > h->strings;
    bad |= (uint64_t)k->first + k->count > h->places;
  }
  return !bad;
}

static bool sound_places(const toll_places *p) {
  const struct places_header *h = p->header;
  unsigned bad = 0;
  for (size_t i = 0; i < h->places; i++) {
    const struct place *place = &p->places[i];
    bad |= (uint64_t)place->name + place->name_len > h->strings;
    bad |= place->kind >= PLACE_KIND_COUNT;
    bad |= ((unsigned char)place->country[0] | (unsigned char)place->country[1]) & 0x80u;
  }
  return !bad;
}

static int check(toll_places *p, size_t len, const char *path, toll_error *e) {
  const struct places_header *h = p->header;
  if (len < sizeof *h || memcmp(h->magic, PLACES_MAGIC, sizeof h->magic) != 0)
    return toll_fail(e, TOLL_E_FORMAT, "not a compiled gazetteer", path, 0);
  if (h->version != PLACES_VERSION || h->order != PLACES_ORDER)
    return toll_fail(e, TOLL_E_FOREIGN, "a gazetteer compiled by another version or on another kind of machine", path,
                     8);
  if (!lay_out(p, len)) return toll_fail(e, TOLL_E_FORMAT, "a gazetteer of the wrong size", path, sizeof *h);
  if (h->checksum != image_checksum(h, len))
    return toll_fail(e, TOLL_E_FORMAT, "a gazetteer whose checksum is wrong", path,
                     offsetof(struct places_header, checksum));
  if (!sound_keys(p) || !sound_places(p))
    return toll_fail(e, TOLL_E_FORMAT, "a gazetteer that does not hold together", path, 0);
  return 0;
}

int places_from_bytes(const void *bytes, size_t len, const char *path, toll_places **out, toll_error *e) {
  *out = NULL;
  toll_places *p = mem_alloc(sizeof *p);
  if (!p) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  p->header = bytes;
  p->hold = PLACES_BORROWED;
  int code = check(p, len, path, e);
  if (code)
    mem_free(p);
  else
    *out = p;
  return code;
}

/* --- files ---------------------------------------------------------------------- */

/* Maps a whole file.  An empty one gives an empty slice. */
static int map_file(const char *path, toll_slice *out, toll_error *e) {
  *out = (toll_slice){"", 0};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return toll_fail_errno(e, "cannot open", path, errno);
  struct stat info;
  int code = 0;
  if (fstat(fd, &info) != 0)
    code = toll_fail_errno(e, "cannot read", path, errno);
  else if (!S_ISREG(info.st_mode))
    code = toll_fail(e, TOLL_E_IO, "not a file", path, 0);
  else if (info.st_size > 0) {
    void *at = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (at == MAP_FAILED)
      code = toll_fail_errno(e, "cannot map", path, errno);
    else
      *out = (toll_slice){at, (size_t)info.st_size};
  }
  close(fd);
  return code;
}

static void unmap(const void *at, size_t len) {
  if (len > 0) munmap((void *)(uintptr_t)at, len);
}

static int open_image(const char *path, toll_places **out, toll_error *e) {
  toll_slice bytes;
  int code = map_file(path, &bytes, e);
  if (code) return code;
  code = places_from_bytes(bytes.at, bytes.len, path, out, e);
  if (code)
    unmap(bytes.at, bytes.len);
  else
    (*out)->hold = PLACES_MAPPED;
  return code;
}

static const char *const file_names[PLACES_FILE_COUNT] = {"admin1.tsv", "countries.tsv", "regions.tsv", "cities.tsv",
                                                          "ambiguous.txt"};

struct folder {
  char *paths[PLACES_FILE_COUNT];
  struct places_source sources[PLACES_FILE_COUNT];
};

static int map_folder(const char *path, struct folder *f, toll_error *e) {
  size_t room = strlen(path) + 32;
  for (size_t i = 0; i < PLACES_FILE_COUNT; i++) {
    f->paths[i] = mem_alloc(room);
    if (!f->paths[i]) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
    snprintf(f->paths[i], room, "%s/%s", path, file_names[i]);
    f->sources[i].path = f->paths[i];
    int code = map_file(f->paths[i], &f->sources[i].text, e);
    if (code) return code;
  }
  return 0;
}

static void free_folder(struct folder *f) {
  for (size_t i = 0; i < PLACES_FILE_COUNT; i++) {
    unmap(f->sources[i].text.at, f->sources[i].text.len);
    mem_free(f->paths[i]);
  }
}

static int open_folder(const char *path, toll_places **out, toll_error *e) {
  struct folder folder = {{0}, {{0}}};
  void *image = NULL;
  size_t size = 0;
  int code = map_folder(path, &folder, e);
  if (!code) code = places_compile(folder.sources, &image, &size, e);
  free_folder(&folder);
  if (!code) code = places_from_bytes(image, size, path, out, e);
  if (code)
    mem_free(image);
  else
    (*out)->hold = PLACES_HEAP;
  return code;
}

int toll_places_open(const char *path, toll_places **out, toll_error *e) {
  *out = NULL;
  struct stat info;
  if (stat(path, &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return toll_fail(e, TOLL_E_MISSING, "no gazetteer there", path, 0);
    return toll_fail_errno(e, "cannot open the gazetteer", path, errno);
  }
  return S_ISDIR(info.st_mode) ? open_folder(path, out, e) : open_image(path, out, e);
}

void toll_places_close(toll_places *places) {
  if (!places) return;
  size_t size = (size_t)places->header->size;
  if (places->hold == PLACES_MAPPED) unmap(places->header, size);
  if (places->hold == PLACES_HEAP) mem_free((void *)(uintptr_t)places->header);
  mem_free(places);
}

static bool write_fully(int fd, const char *at, size_t len) {
  while (len > 0) {
    ssize_t n = write(fd, at, len);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    len -= (size_t)n;
  }
  return true;
}

/* Writes beside the file first: the old one stays whole until the new one is. */
static int write_beside(const toll_places *places, const char *beside, const char *path, toll_error *e) {
  int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return toll_fail_errno(e, "cannot write", beside, errno);
  bool good = write_fully(fd, (const char *)places->header, (size_t)places->header->size) && fsync(fd) == 0;
  int reason = errno;
  if (close(fd) != 0 && good) {
    good = false;
    reason = errno;
  }
  if (good && rename(beside, path) != 0) {
    good = false;
    reason = errno;
  }
  if (good) return 0;
  unlink(beside);
  return toll_fail_errno(e, "cannot write the gazetteer", path, reason);
}

int places_save(const toll_places *places, const char *path, toll_error *e) {
  size_t room = strlen(path) + 32;
  struct stat there;
  if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
    return toll_fail(e, TOLL_E_IO, "not written: this is no regular file", path, 0);
  char *beside = mem_alloc(room);
  if (!beside) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  snprintf(beside, room, "%s.%ld.new", path, (long)getpid());
  int code = write_beside(places, beside, path, e);
  mem_free(beside);
  return code;
}

/* --- look-ups --------------------------------------------------------------------- */

static const struct places_key *find_key(const toll_places *p, const char *folded, size_t len) {
  if (!p || len == 0 || len > PLACES_KEY_MAX) return NULL;
  const uint32_t *bucket = &p->buckets[places_hash(folded, len) >> (64 - p->header->bits)];
  for (uint32_t i = bucket[0]; i < bucket[1]; i++) {
    const struct places_key *key = &p->keys[i];
    if (key->len == len && memcmp(p->strings + key->text, folded, len) == 0) return key;
  }
  return NULL;
}

const struct place *places_find(const toll_places *places, const char *folded, size_t len, size_t *count) {
  const struct places_key *key = find_key(places, folded, len);
  *count = key ? key->count : 0;
  return *count ? places->places + key->first : NULL;
}

bool places_prefix(const toll_places *places, const char *folded, size_t len) {
  const struct places_key *key = find_key(places, folded, len);
  return key && key->prefix;
}

static bool has_small(toll_slice text) {
  size_t i = 0;
  while (i < text.len && !(text.at[i] >= 'a' && text.at[i] <= 'z')) i++;
  return i < text.len;
}

/* A letter beyond ASCII passes for a capital. */
static bool has_capital(toll_slice text) {
  size_t i = 0;
  while (i < text.len && !(text.at[i] >= 'A' && text.at[i] <= 'Z') && (unsigned char)text.at[i] < 0x80) i++;
  return i < text.len;
}

const struct place *places_find_text(const toll_places *places, toll_slice text, size_t *count) {
  char folded[PLACES_KEY_MAX];
  *count = 0;
  if (!has_capital(text)) return NULL;
  const struct place *found = places_find(places, folded, places_fold(text.at, text.len, folded, sizeof folded), count);
  size_t names = *count; /* acronyms stand last */
  while (names > 0 && (found[names - 1].flags & PLACE_ACRONYM)) names--;
  if (names == *count || has_small(text))
    *count = names;
  else {
    found += names;
    *count -= names;
  }
  return *count ? found : NULL;
}

/* 2 in the hinted division, 1 in the hinted country, 0 elsewhere. */
static int fit(const struct place *place, const char *country, uint16_t admin) {
  if (admin && place->admin == admin) return 2;
  return country && memcmp(place->country, country, 2) == 0;
}

const struct place *places_pick(const struct place *candidates, size_t count, const char *country, uint16_t admin) {
  const struct place *best = NULL;
  for (size_t i = 0; i < count; i++)
    if (!best || fit(&candidates[i], country, admin) > fit(best, country, admin)) best = &candidates[i];
  return best;
}

const struct place *places_pick_kind(const struct place *candidates, size_t count, enum place_kind kind,
                                     const char *country, uint16_t admin) {
  const struct place *best = NULL;
  for (size_t i = 0; i < count; i++) {
    if (candidates[i].kind != kind) continue;
    if (!best || fit(&candidates[i], country, admin) > fit(best, country, admin)) best = &candidates[i];
  }
  return best;
}

toll_slice place_name(const toll_places *places, const struct place *place) {
  return (toll_slice){places->strings + place->name, place->name_len};
}

toll_slice place_country(const struct place *place) {
  return place->country[0] ? (toll_slice){place->country, 2} : (toll_slice){NULL, 0};
}

struct places_counts places_count(const toll_places *places) {
  struct places_counts n = {places->header->keys, places->header->places};
  return n;
}
