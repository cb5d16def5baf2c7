/* From a place that a claim was given back to its position.  Most places have no
 * GeoNames number in the tables, so the name is asked first; all places are gone
 * through only for a number that its name does not lead to. */
#include "places_image.h"

static bool has_position(const struct place *p) {
  return p->lat != PLACE_NOWHERE && p->lon != PLACE_NOWHERE;
}

static bool in_country(const struct place *p, toll_slice country) {
  return country.len != 2 || memcmp(p->country, country.at, 2) == 0;
}

/* The place of that number; NULL where there is none. */
static const struct place *by_number(const toll_places *places, int64_t id) {
  for (uint32_t i = 0; id && i < places->header->places; i++)
    if (places->places[i].id == id) return &places->places[i];
  return NULL;
}

/* The best of the name's candidates that has a position, in the division where one is given. */
static const struct place *by_name(const toll_places *places, toll_slice name, toll_slice country, uint16_t admin) {
  size_t count;
  const struct place *found = places_find_text(places, name, &count);
  for (size_t i = 0; i < count; i++)
    if (has_position(&found[i]) && in_country(&found[i], country) && (!admin || found[i].admin == admin))
      return &found[i];
  return NULL;
}

/* Of that number among the name's candidates. */
static const struct place *by_both(const toll_places *places, int64_t id, toll_slice name) {
  size_t count;
  const struct place *found = places_find_text(places, name, &count);
  for (size_t i = 0; i < count; i++)
    if (id && found[i].id == id) return &found[i];
  return NULL;
}

bool places_locate(const toll_places *places, int64_t geonameid, toll_slice name, toll_slice country, double *lat,
                   double *lon) {
  if (!places) return false;
  const struct place *p = by_both(places, geonameid, name);
  if (!p) p = by_number(places, geonameid);
  if (!p)
    p = by_name(places, name, country, 0);
  else if (!has_position(p))
    p = p->kind == PLACE_ADMIN1 ? by_name(places, name, country, p->admin) : NULL;
  if (!p) return false;
  *lat = p->lat / 100.0;
  *lon = p->lon / 100.0;
  return true;
}
