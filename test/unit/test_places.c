/* The gazetteer: folding, tables to image, look-ups, damaged images, the shipped tables. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "extract/places_image.h"
#include "tap.h"

#ifndef SOURCE_ROOT
#define SOURCE_ROOT "."
#endif

static const char admin1[] = "# name\tother names\n"
                             "Herat\t\tAF\t11\t\t\t1140025\t0\tadmin1\t\n"
                             "Georgia\t\tUS\tGA\t\t\t4197000\t0\tadmin1\t\n"
                             "Homs\thims\tSY\t11\t\t\t169575\t0\tadmin1\t\n";
static const char countries[] = "Afghanistan\t~afghan|~afghans\tAF\t\t\t\t0\t0\tcountry\t\n"
                                "Central African Republic\t^car\tCF\t\t\t\t0\t0\tcountry\t\n"
                                "Georgia\t~georgian\tGE\t\t\t\t0\t0\tcountry\t\n"
                                "Soviet Union\t^ussr|~soviet\tSU\t\t\t\t0\t0\tcountry\th\n"
                                "United States\tamerica|^us\tUS\t\t\t\t0\t0\tcountry\t\n";
static const char regions[] = "Kashmir\t\t\t\t\t\t0\t0\tregion\t\n";
static const char cities[] = "Herat\t\tAF\t11\t34.35\t62.20\t1140026\t3\tcity\ta\n"
                             "Kābul\tkaboul\tAF\t13\t34.53\t69.17\t1138958\t7\tcity\tc\n"
                             "Nancy\tnancy\tFR\t44\t48.68\t6.18\t2990999\t2\tcity\t\n"
                             "Homs\t\tSY\t11\t34.73\t36.72\t169577\t4\tcity\ta\n"
                             "New Delhi\t\tIN\t07\t28.64\t77.22\t1261481\t3\tcity\tc\n"
                             "New Delhi Town\t\tIN\t07\t28.64\t77.22\t0\t1\tcity\t\n"
                             "Paris\t\tUS\tTX\t33.66\t-95.56\t0\t1\tcity\tm\n"
                             "Paris\t\tFR\t11\t48.85\t2.35\t2988507\t6\tcity\tc\n"
                             "Athens\t\tUS\tGA\t33.96\t-83.38\t0\t1\tcity\tm\n"
                             "Athens\t\tGR\t35\t37.98\t23.73\t264371\t4\tcity\tc\n"
                             "Car\t\tIN\t01\t9.16\t92.76\t0\t1\tcity\t\n";
static const char words[] = "# words\nnancy car\nnew_delhi_town\n";

static struct places_source source(const char *path, const char *text) {
  return (struct places_source){path, {text, strlen(text)}};
}

/* Compiles the tables above, with one of them replaced where text is given. */
static int compile(enum places_file which, const char *text, void **image, size_t *size, toll_error *e) {
  struct places_source sources[PLACES_FILE_COUNT] = {
      [PLACES_ADMIN1] = source("admin1.tsv", admin1),      [PLACES_COUNTRIES] = source("countries.tsv", countries),
      [PLACES_REGIONS] = source("regions.tsv", regions),   [PLACES_CITIES] = source("cities.tsv", cities),
      [PLACES_AMBIGUOUS] = source("ambiguous.txt", words),
  };
  if (text) sources[which].text = (toll_slice){text, strlen(text)};
  *image = NULL;
  return places_compile(sources, image, size, e);
}

static void is_fold(const char *text, const char *want) {
  char out[PLACES_KEY_MAX];
  size_t len = places_fold(text, strlen(text), out, sizeof out);
  IS_STR(((toll_slice){out, len}), want, text);
}

static void test_fold(void) {
  is_fold("Baghdad", "baghdad");
  is_fold("Ar-Raqqah", "ar raqqah");
  is_fold("Sana'a", "sanaa");
  is_fold("Sana’a", "sanaa");
  is_fold("Şa‘dah", "sadah");
  is_fold("Ḩalfāyā", "halfaya");
  is_fold("H\xcc\xa7"
          "ama",
          "hama");
  is_fold("Straße", "strasse");
  is_fold("Århus", "arhus");
  is_fold("Œuvre", "oeuvre");
  is_fold("Gəncə", "ganca");
  is_fold("Łódź", "lodz");
  is_fold("U.S.", "us");
  is_fold("  St.\tJohn\xc2\xa0 - Town ", "st john town");
  is_fold("Đà Nẵng", "da nang");
  is_fold("Киев", "Киев");
  is_fold("a\xff"
          "b",
          "a\xff"
          "b");
  char out[4];
  IS_INT(places_fold("abcd", 4, out, sizeof out), 4, "a name that just fits");
  IS_INT(places_fold("abcde", 5, out, sizeof out), 0, "a name that does not fit is none");
  IS_INT(places_fold("'-.", 3, out, sizeof out), 0, "nothing is left of marks");
}

static const struct place *find(const toll_places *p, const char *text, size_t *count) {
  return places_find_text(p, (toll_slice){text, strlen(text)}, count);
}

static void is_first(const toll_places *p, const char *text, const char *name, const char *country,
                     enum place_kind kind) {
  size_t count = 0;
  const struct place *found = find(p, text, &count);
  if (!OK(found != NULL, text)) return;
  IS_STR(place_name(p, found), name, "its name");
  IS_STR(place_country(found), country, "its country");
  IS_INT(found->kind, kind, "its kind");
}

static void test_find(const toll_places *p) {
  size_t n = 0;
  is_first(p, "Kabul", "Kābul", "AF", PLACE_CITY);
  is_first(p, "Kaboul", "Kābul", "AF", PLACE_CITY);
  is_first(p, "Georgia", "Georgia", "GE", PLACE_COUNTRY);
  is_first(p, "Herat", "Herat", "AF", PLACE_CITY);
  is_first(p, "Paris", "Paris", "FR", PLACE_CITY);
  is_first(p, "Afghans", "Afghanistan", "AF", PLACE_COUNTRY);
  is_first(p, "US", "United States", "US", PLACE_COUNTRY);
  is_first(p, "U.S.", "United States", "US", PLACE_COUNTRY);
  is_first(p, "CAR", "Central African Republic", "CF", PLACE_COUNTRY);
  is_first(p, "Car", "Car", "IN", PLACE_CITY);
  OK(!find(p, "us", &n) && n == 0, "a small word is no acronym");
  OK(!find(p, "Us", &n) && n == 0, "nor with one capital");
  OK(!find(p, "kabul", &n), "a name has a capital");
  OK(!find(p, "Nowhere", &n) && n == 0, "a name that is not there");
  OK(!find(p, "", &n), "an empty name");
  const struct place *kabul = find(p, "Kabul", &n);
  IS_INT(kabul->lat, 3453, "latitude in hundredths");
  IS_INT(kabul->id, 1138958, "GeoNames' number");
  OK(kabul->flags == PLACE_CAPITAL, "its flags");
  OK(find(p, "Kaboul", &n)->flags & PLACE_ALIAS, "found under another spelling");
  IS_INT(find(p, "Nancy", &n)->flags, PLACE_AMBIGUOUS, "a word of the stop list");
  IS_INT(n, 1, "a name that repeats its own key counts once");
  OK(find(p, "New-Delhi-Town", &n)->flags & PLACE_AMBIGUOUS, "a stop list's name of several words");
  OK(!(find(p, "CAR", &n)->flags & PLACE_AMBIGUOUS), "an acronym is not ambiguous");
  OK(find(p, "Afghan", &n)->flags & PLACE_DEMONYM, "a people");
  OK(find(p, "USSR", &n)->flags & PLACE_HISTORIC, "a state that is no more");
  IS_INT(find(p, "Kashmir", &n)->lat, PLACE_NOWHERE, "a position that is not known");
  OK(place_country(find(p, "Kashmir", &n)).at == NULL, "a region of several countries");
}

static void test_prefix(const toll_places *p) {
  OK(places_prefix(p, "new", 3), "new begins a name");
  OK(places_prefix(p, "new delhi", 9), "new delhi is a name and begins another");
  OK(!places_prefix(p, "new delhi town", 14), "new delhi town begins none");
  OK(!places_prefix(p, "ne", 2), "half a word begins none");
  size_t n = 9;
  OK(!places_find(p, "new", 3, &n) && n == 0, "a beginning alone is no place");
}

static void test_pick(const toll_places *p) {
  size_t n = 0, m = 0;
  const struct place *paris = find(p, "Paris", &n);
  IS_INT(n, 2, "two of the name");
  OK(places_pick(paris, n, NULL, 0) == paris, "without a hint the first");
  OK(places_pick(paris, n, "US", 0) == paris + 1, "the hinted country");
  OK(places_pick(paris, n, "AF", 0) == paris, "a hint that fits none");
  OK(places_pick(paris, 0, "AF", 0) == NULL, "no candidates");
  const struct place *georgia = find(p, "Georgia", &n);
  const struct place *state = places_pick_kind(georgia, n, PLACE_ADMIN1, NULL, 0);
  OK(state && state->admin != 0, "a division has a number");
  const struct place *athens = find(p, "Athens", &m);
  OK(places_pick(athens, m, "GR", state->admin) == athens + 1, "the hinted division goes before the country");
  OK(places_pick_kind(georgia, n, PLACE_CITY, NULL, 0) == NULL, "none of a kind");
}

static void test_small(void) {
  void *image = NULL;
  size_t size = 0;
  toll_places *p = NULL;
  toll_error e = {0};
  IS_INT(compile(PLACES_CITIES, NULL, &image, &size, &e), 0, "small tables compile");
  IS_INT(places_from_bytes(image, size, "memory", &p, &e), 0, "and open");
  if (p) {
    test_find(p);
    test_prefix(p);
    test_pick(p);
  }
  toll_places_close(p);
  void *again = NULL;
  size_t again_size = 0;
  compile(PLACES_CITIES, NULL, &again, &again_size, &e);
  OK(size == again_size && memcmp(image, again, size) == 0, "the same tables give the same bytes");
  mem_free(again);
  mem_free(image);
}

static void test_empty(void) {
  struct places_source none[PLACES_FILE_COUNT];
  for (size_t i = 0; i < PLACES_FILE_COUNT; i++) none[i] = source("none", "");
  void *image = NULL;
  size_t size = 0, n = 0;
  toll_places *p = NULL;
  IS_INT(places_compile(none, &image, &size, NULL), 0, "empty tables compile");
  IS_INT(places_from_bytes(image, size, "memory", &p, NULL), 0, "and open");
  OK(!places_find(p, "kabul", 5, &n), "and hold nothing");
  toll_places_close(p);
  mem_free(image);
}

static void refuses(const char *row, const char *message, const char *detail) {
  void *image = NULL;
  size_t size = 0;
  toll_error e = {0};
  char text[256];
  snprintf(text, sizeof text, "# comment\n\n%s\n", row);
  IS_INT(compile(PLACES_CITIES, text, &image, &size, &e), TOLL_E_SYNTAX, row);
  IS_STR(e.message ? e.message : "", message, "its message");
  IS_STR(e.path, "cities.tsv", "its file");
  IS_STR(e.detail, detail, "the word");
  IS_INT(e.line, 3, "its line");
  mem_free(image);
}

static void test_syntax(void) {
  refuses("Kabul\tAF", "a row needs ten columns", "Kabul\tAF");
  refuses("Kabul\t\tAF\t13\t34.53\t69.17\t1\t7\tcity\tc\tx", "a row needs ten columns",
          "Kabul\t\tAF\t13\t34.53\t69.17\t1\t7\tcity\tc\tx");
  refuses("\t\tAF\t13\t34.53\t69.17\t1\t7\tcity\tc", "no fitting name", "");
  refuses("Kabul\t\tAFG\t13\t34.53\t69.17\t1\t7\tcity\tc", "no country code", "AFG");
  refuses("Kabul\t\tAF\t13\t94.53\t69.17\t1\t7\tcity\tc", "no latitude", "94.53");
  refuses("Kabul\t\tAF\t13\t34.53\t69.1\t1\t7\tcity\tc", "no longitude", "69.1");
  refuses("Kabul\t\tAF\t13\t34.53\t69.17\t9999999999\t7\tcity\tc", "no number", "9999999999");
  refuses("Kabul\t\tAF\t13\t34.53\t69.17\t1\t9\tcity\tc", "no size from 0 to 8", "9");
  refuses("Kabul\t\tAF\t13\t34.53\t69.17\t1\t7\ttown\tc", "no kind of place", "town");
  refuses("Kabul\t\tAF\t13\t34.53\t69.17\t1\t7\tcity\tz", "no flag", "z");
}

/* Whatever an image holds, opening and asking it stays within its bytes. */
static unsigned ask_everything(const toll_places *p) {
  static const char *const names[] = {"kabul", "paris", "new", "new delhi", "us", "nowhere"};
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t n = 0;
    const struct place *found = places_find(p, names[i], strlen(names[i]), &n);
    sum += places_prefix(p, names[i], strlen(names[i]));
    for (size_t k = 0; k < n; k++) {
      toll_slice name = place_name(p, found + k);
      for (size_t c = 0; c < name.len; c++) sum += (unsigned char)name.at[c];
    }
    sum += places_pick(found, n, "US", 1) != NULL;
  }
  return sum;
}

static int open_copy(const char *image, size_t size, bool seal, size_t at, int flip) {
  char *copy = mem_alloc(size);
  if (!copy) return TOLL_E_MEMORY;
  memcpy(copy, image, size);
  if (at < size) copy[at] = (char)(copy[at] ^ flip);
  if (seal) places_seal(copy, size);
  toll_places *p = NULL;
  int code = places_from_bytes(copy, size, "copy", &p, NULL);
  volatile unsigned sum = code ? 0 : ask_everything(p);
  (void)sum;
  toll_places_close(p);
  mem_free(copy);
  return code;
}

static void test_damage(void) {
  void *image = NULL;
  size_t size = 0, found = 0, cut = 0;
  compile(PLACES_CITIES, NULL, &image, &size, NULL);
  for (size_t i = 0; i < size; i++) found += open_copy(image, size, false, i, 0x10) < 0;
  IS_INT(found, size, "every changed byte is noticed");
  for (size_t i = 0; i < size; i++)
    for (int flip = 1; flip < 256; flip <<= 1) (void)open_copy(image, size, true, i, flip);
  OK(true, "an image with a forged checksum is read within its bytes");
  for (size_t i = 0; i < size; i++) cut += open_copy(image, i, true, i, 0) < 0;
  IS_INT(cut, size, "an image cut short anywhere is refused");
  struct places_header *header = image;
  toll_places *p = NULL;
  toll_error e = {0};
  header->version++;
  IS_INT(places_from_bytes(image, size, "x", &p, &e), TOLL_E_FOREIGN, "another version");
  header->version--;
  header->order = 0x04030201u;
  IS_INT(places_from_bytes(image, size, "x", &p, &e), TOLL_E_FOREIGN, "another byte order");
  mem_free(image);
}

static void test_memory(void) {
  for (size_t n = 1; n < 200; n++) {
    void *image = NULL;
    size_t size = 0;
    toll_places *p = NULL;
    mem_refuse(n, 1);
    int code = compile(PLACES_CITIES, NULL, &image, &size, NULL);
    if (!code) code = places_from_bytes(image, size, "memory", &p, NULL);
    mem_refuse(0, 0);
    toll_places_close(p);
    mem_free(image);
    if (!code) break;
    if (code != TOLL_E_MEMORY) OK(false, "a refused allocation is told as such");
  }
  OK(true, "refused allocations are survived");
}

static void test_files(const toll_places *shipped) {
  char folder[] = "/tmp/toll-places-XXXXXX", path[64], other[80];
  toll_places *p = NULL;
  toll_error e = {0};
  if (!OK(mkdtemp(folder) != NULL, "a folder to write in")) return;
  IS_INT(toll_places_open(folder, &p, &e), TOLL_E_IO, "a folder without tables");
  snprintf(path, sizeof path, "%s/image", folder);
  snprintf(other, sizeof other, "%s/none/image", folder);
  IS_INT(toll_places_open(path, &p, &e), TOLL_E_MISSING, "a file that is not there");
  IS_INT(places_save(shipped, other, &e), TOLL_E_IO, "a folder that is not there");
  IS_INT(places_save(shipped, path, &e), 0, "saved");
  IS_INT(places_save(shipped, path, &e), 0, "saved over");
  IS_INT(toll_places_open(path, &p, &e), 0, "opened again");
  if (p) {
    is_first(p, "Baghdad", "Baghdad", "IQ", PLACE_CITY);
    IS_INT(places_count(p).names, places_count(shipped).names, "as many names");
  }
  toll_places_close(p);
  OK(truncate(path, 0) == 0, "emptied");
  IS_INT(toll_places_open(path, &p, &e), TOLL_E_FORMAT, "an empty file");
  unlink(path);
  rmdir(folder);
}

/* Every other name in a shipped table stands there as folding leaves it. */
static void test_folded(const char *path) {
  FILE *file = fopen(path, "r");
  char line[8192], key[PLACES_KEY_MAX];
  size_t wrong = 0, rows = 0;
  while (file && fgets(line, sizeof line, file)) {
    char *others = strchr(line, '\t'), *end = others ? strchr(others + 1, '\t') : NULL;
    if (line[0] == '#' || !end) continue;
    rows++;
    *end = '\0';
    char *rest = NULL;
    for (char *name = strtok_r(others + 1, "|", &rest); name; name = strtok_r(NULL, "|", &rest)) {
      name += *name == '~' || *name == '^';
      size_t len = places_fold(name, strlen(name), key, sizeof key);
      wrong += len != strlen(name) || memcmp(key, name, len) != 0;
    }
  }
  if (file) fclose(file);
  OK(rows > 100, path);
  IS_INT(wrong, 0, "its other names are folded");
}

static void test_shipped(void) {
  toll_places *p = NULL;
  toll_error e = {0};
  size_t n = 0;
  if (!IS_INT(toll_places_open(SOURCE_ROOT "/packs/places", &p, &e), 0, "the shipped tables compile")) {
    printf("# %s:%u: %s: %s\n", e.path, e.line, e.message ? e.message : "", e.detail);
    return;
  }
  is_first(p, "Kiev", "Kyiv", "UA", PLACE_CITY);
  is_first(p, "Deir al-Zour", "Deir ez-Zor", "SY", PLACE_CITY);
  is_first(p, "Syrians", "Syria", "SY", PLACE_COUNTRY);
  is_first(p, "Soviet", "Soviet Union", "SU", PLACE_COUNTRY);
  is_first(p, "Darfur", "Darfur", "SD", PLACE_REGION);
  is_first(p, "Helmand", "Helmand", "AF", PLACE_ADMIN1);
  is_first(p, "Lebanon", "Lebanon", "LB", PLACE_COUNTRY);
  is_first(p, "Nagorno-Karabakh", "Nagorno-Karabakh", "AZ", PLACE_REGION);
  is_first(p, "Khojaly", "Khojaly", "AZ", PLACE_ADMIN1);
  OK(find(p, "Police", &n)->flags & PLACE_AMBIGUOUS, "Police is ambiguous");
  OK(find(p, "Of", &n)->flags & PLACE_AMBIGUOUS, "Of is ambiguous");
  OK(!(find(p, "Baghdad", &n)->flags & PLACE_AMBIGUOUS), "Baghdad is not");
  OK(p->header->size < (8u << 20), "the image is small");
  test_files(p);
  toll_places_close(p);
}

static void locate(const toll_places *p, int64_t id, const char *name, const char *country, bool found, double lat,
                   const char *what) {
  double at = 0, lon = 0;
  bool got = places_locate(p, id, (toll_slice){name, strlen(name)}, (toll_slice){country, strlen(country)}, &at, &lon);
  OK(got == found && (!found || at == lat), what);
  if (got && at != lat) printf("# %g %g\n", at, lon);
}

static void test_locate(void) {
  void *image;
  size_t size;
  toll_places *p = NULL;
  toll_error e = {0};
  if (compile(PLACES_ADMIN1, NULL, &image, &size, &e) == 0) places_from_bytes(image, size, "memory", &p, &e);
  OK(p != NULL, "the tables compile");
  if (!p) return;
  locate(p, 1138958, "Kabul", "AF", true, 34.53, "a position by number and name");
  locate(p, 1138958, "the capital", "AF", true, 34.53, "by number alone");
  locate(p, 0, "Paris", "US", true, 33.66, "by name and country");
  locate(p, 0, "Paris", "", true, 48.85, "by name: the best of that name");
  locate(p, 2988507, "Paris", "FR", true, 48.85, "the number decides between namesakes");
  locate(p, 0, "Paris", "GE", false, 0, "none of that name in that country");
  locate(p, 1140025, "Herat", "AF", true, 34.35, "a division: its town of the same name");
  locate(p, 4197000, "Georgia", "US", false, 0, "a division without one");
  locate(p, 0, "Afghanistan", "AF", false, 0, "a country has no position");
  locate(p, 77, "Nowhere", "", false, 0, "a number and a name that nobody knows");
  locate(NULL, 0, "Paris", "", false, 0, "no gazetteer");
  toll_places_close(p);
  mem_free(image);
}

int main(void) {
  test_fold();
  test_small();
  test_empty();
  test_syntax();
  test_damage();
  test_memory();
  test_shipped();
  test_folded(SOURCE_ROOT "/packs/places/cities.tsv");
  test_folded(SOURCE_ROOT "/packs/places/admin1.tsv");
  test_folded(SOURCE_ROOT "/packs/places/countries.tsv");
  test_folded(SOURCE_ROOT "/packs/places/regions.tsv");
  test_locate();
  return DONE();
}
