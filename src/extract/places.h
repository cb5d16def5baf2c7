/* The gazetteer: from a name as a report spells it to the places it may mean.
 *
 * A name is folded first: lower case, Latin letters without their marks,
 * apostrophes and full stops dropped, hyphens and blanks as one blank ("Ar-Raqqah",
 * "ar raqqah"; "Sana'a", "sanaa").  Under each folded name stand its candidates in
 * the order of their rank, so that the first is the best guess where nothing else
 * is known.
 *
 * A scanner extends a name greedily: it folds a word, asks places_prefix whether a
 * longer name begins with it, takes the next word in, and keeps the longest
 * stretch for which places_find gave something.
 *
 * Everything returned is borrowed from the gazetteer and lives as long as it
 * does.  A gazetteer never changes after opening and may be shared by threads.
 * Looking up allocates nothing. */
#ifndef TOLL_EXTRACT_PLACES_H
#define TOLL_EXTRACT_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/scan.h"

enum place_kind { PLACE_CITY, PLACE_ADMIN1, PLACE_COUNTRY, PLACE_REGION, PLACE_KIND_COUNT };

enum place_flag {                      /* bit set in place.flags */
                  PLACE_CAPITAL = 1,   /* of its country */
                  PLACE_SEAT = 2,      /* of its first-order division */
                  PLACE_HISTORIC = 4,  /* a state or name that is no more */
                  PLACE_AMBIGUOUS = 8, /* the name is also an English word or a person's name: believe it
                                          only beside a preposition of place or a place word */
                  PLACE_DEMONYM = 16,  /* the name means its people: "Afghan", "Syrians" */
                  PLACE_ACRONYM = 32,  /* believe it only in capitals: "US", "DRC" */
                  PLACE_ALIAS = 64     /* found under another spelling than its own name */
};

#define PLACE_NOWHERE INT16_MIN /* lat and lon of a place whose position is not known */
#define PLACES_KEY_MAX 64       /* longest folded name in bytes */

/* One candidate, as it lies in the image.  name is an offset: use place_name. */
struct place {
  uint32_t name;
  uint32_t id;      /* GeoNames' number, 0 when not known */
  int16_t lat, lon; /* hundredths of a degree, or PLACE_NOWHERE */
  uint16_t admin;   /* number of its first-order division within this gazetteer, 0 when not
                       known; a place of kind PLACE_ADMIN1 carries its own */
  char country[2];  /* ISO 3166-1 alpha-2 (SU, YU, CS, DD for states that are no more), or NULs */
  uint8_t name_len;
  uint8_t kind;  /* enum place_kind */
  uint8_t size;  /* population class: 0 unknown, 1 from 5,000, 2 from 100,000, 3 from 200,000,
                    4 from 500,000, 5 from 1, 6 from 2, 7 from 5, 8 from 10 million */
  uint8_t rank;  /* what candidates are sorted by, larger first */
  uint8_t flags; /* bit set over enum place_flag */
  uint8_t pad[3];
};

/* Folds text into out (not NUL-terminated).  Returns the length, or 0 when nothing
 * is left or size does not suffice: what is longer than PLACES_KEY_MAX is no name.
 * Letters of other scripts are kept as they are. */
size_t places_fold(const char *text, size_t len, char *out, size_t size);

/* The candidates of a folded name, best first: places, then demonyms, then
 * acronyms.  NULL and *count 0 when there is none. */
const struct place *places_find(const toll_places *places, const char *folded, size_t len, size_t *count);

/* The same for a name as written.  Candidates that are acronyms are left out where
 * the text has a small letter ("Car"), all others where it has none and there is an
 * acronym ("CAR").  A text without a capital names nothing. */
const struct place *places_find_text(const toll_places *places, toll_slice text, size_t *count);

/* Whether some longer name begins with these words ("new" of "new delhi"). */
bool places_prefix(const toll_places *places, const char *folded, size_t len);

/* The candidate that fits best: in the hinted division, else in the hinted
 * country, else the first.  country is two letters or NULL, admin 0 for no hint.
 * NULL only when count is 0. */
const struct place *places_pick(const struct place *candidates, size_t count, const char *country, uint16_t admin);

/* As places_pick among the candidates of one kind, for names beside a word such
 * as "province" or "city"; NULL when none is of that kind. */
const struct place *places_pick_kind(const struct place *candidates, size_t count, enum place_kind kind,
                                     const char *country, uint16_t admin);

/* Where a place lies that a claim was given: the one of that GeoNames number, or
 * where the number is 0 or unknown here, the best candidate of that name in that
 * country (two letters; not given: any).  Divisions have no position of their own:
 * the town of the same name in it stands for one.  Degrees, to hundredths.  false
 * where the gazetteer has no such place or not its position. */
bool places_locate(const toll_places *places, int64_t geonameid, toll_slice name, toll_slice country, double *lat,
                   double *lon);

toll_slice place_name(const toll_places *places, const struct place *place); /* as GeoNames spells it */
toll_slice place_country(const struct place *place);                         /* two letters, or not given */

/* Names and candidates in the gazetteer. */
struct places_counts {
  size_t names, places;
};
struct places_counts places_count(const toll_places *places);

/* Writes the compiled gazetteer to a file that toll_places_open maps.  The file
 * is replaced as a whole or not at all.  Errors: TOLL_E_IO, TOLL_E_MEMORY. */
int places_save(const toll_places *places, const char *path, toll_error *e);

/* A gazetteer over the bytes of an image that the caller keeps, 8-byte aligned,
 * until it is closed; path only names it in errors.  Errors: TOLL_E_FORMAT when the bytes
 * are no sound image, TOLL_E_FOREIGN for another version or byte order. */
int places_from_bytes(const void *bytes, size_t len, const char *path, toll_places **out, toll_error *e);

/* Puts the checksum that belongs to them into the bytes of an image, if it is long enough
 * to hold one. */
void places_seal(void *bytes, size_t len);

#endif
