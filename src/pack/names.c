/* The closed lists of claims: one table a list, in the order of the enums.
 *
 * Packs, case files, command lines and examples all read and write these words;
 * here is the only place that spells them. */
#include "toll/claim.h"

#include <string.h>

static const char *const harm_names[TOLL_HARM_COUNT] = {
    [TOLL_KILLED] = "killed",       [TOLL_WOUNDED] = "wounded",   [TOLL_KILLED_OR_WOUNDED] = "killed_or_wounded",
    [TOLL_MISSING] = "missing",     [TOLL_DETAINED] = "detained", [TOLL_ABDUCTED] = "abducted",
    [TOLL_DISPLACED] = "displaced", [TOLL_TORTURED] = "tortured", [TOLL_SEXUAL_VIOLENCE] = "sexual_violence",
    [TOLL_AFFECTED] = "affected",   [TOLL_FREED] = "freed",       [TOLL_SURRENDERED] = "surrendered",
    [TOLL_DESTROYED] = "destroyed", [TOLL_DAMAGED] = "damaged",   [TOLL_DESTROYED_OR_DAMAGED] = "destroyed_or_damaged",
    [TOLL_SEIZED] = "seized",
};

static const char *const unit_names[TOLL_UNIT_COUNT] = {
    [TOLL_PERSON] = "person",     [TOLL_BODY] = "body",       [TOLL_HOUSEHOLD] = "household",
    [TOLL_BUILDING] = "building", [TOLL_VEHICLE] = "vehicle", [TOLL_VESSEL] = "vessel",
    [TOLL_AIRCRAFT] = "aircraft", [TOLL_OBJECT] = "object",   [TOLL_PLACE] = "place",
};

static const char *const class_names[TOLL_CLASS_COUNT] = {
    [TOLL_CIVILIAN] = "civilian",
    [TOLL_CHILD] = "child",
    [TOLL_WOMAN] = "woman",
    [TOLL_MAN] = "man",
    [TOLL_ELDERLY] = "elderly",
    [TOLL_MILITARY] = "military",
    [TOLL_POLICE] = "police",
    [TOLL_SECURITY] = "security",
    [TOLL_ARMED_GROUP] = "armed_group",
    [TOLL_OFFICIAL] = "official",
    [TOLL_JOURNALIST] = "journalist",
    [TOLL_AID_WORKER] = "aid_worker",
    [TOLL_MEDICAL] = "medical",
    [TOLL_RELIGIOUS] = "religious",
    [TOLL_PRISONER] = "prisoner",
    [TOLL_STUDENT] = "student",
    [TOLL_WORKER] = "worker",
    [TOLL_REFUGEE] = "refugee",
    [TOLL_PROTESTER] = "protester",
    [TOLL_FOREIGN] = "foreign",
    [TOLL_HOUSE] = "house",
    [TOLL_APARTMENT] = "apartment",
    [TOLL_SCHOOL] = "school",
    [TOLL_HOSPITAL] = "hospital",
    [TOLL_WORSHIP] = "worship",
    [TOLL_CULTURAL] = "cultural",
    [TOLL_INFRASTRUCTURE] = "infrastructure",
};

static const char *const form_names[TOLL_FORM_COUNT] = {
    [TOLL_EXACT] = "exact",     [TOLL_AT_LEAST] = "at_least",     [TOLL_MORE_THAN] = "more_than",
    [TOLL_AT_MOST] = "at_most", [TOLL_FEWER_THAN] = "fewer_than", [TOLL_ABOUT] = "about",
    [TOLL_BETWEEN] = "between", [TOLL_VAGUE] = "vague",           [TOLL_NONE] = "none",
};

static const char *const scope_names[TOLL_SCOPE_COUNT] = {
    [TOLL_TOTAL] = "total",
    [TOLL_ADDED] = "added",
    [TOLL_PART] = "part",
    [TOLL_RATE] = "rate",
};

static const char *const status_names[TOLL_STATUS_COUNT] = {
    [TOLL_ASSERTED] = "asserted",         [TOLL_DENIED] = "denied",         [TOLL_UNCONFIRMED] = "unconfirmed",
    [TOLL_HYPOTHETICAL] = "hypothetical", [TOLL_THREATENED] = "threatened",
};

static const char *const side_names[TOLL_SIDE_COUNT] = {
    [TOLL_VICTIM] = "victim",
    [TOLL_PERPETRATOR] = "perpetrator",
};

static const char *const kind_names[TOLL_KIND_COUNT] = {
    [TOLL_KIND_OTHER] = "other",
    [TOLL_KIND_OFFICIAL] = "official",
    [TOLL_KIND_POLICE] = "police",
    [TOLL_KIND_MILITARY] = "military",
    [TOLL_KIND_MEDICAL] = "medical",
    [TOLL_KIND_WITNESS] = "witness",
    [TOLL_KIND_ARMED_GROUP] = "armed_group",
    [TOLL_KIND_NGO] = "ngo",
    [TOLL_KIND_UN] = "un",
    [TOLL_KIND_MEDIA] = "media",
    [TOLL_KIND_COMPANY] = "company",
};

static const char *name_at(const char *const *names, unsigned count, unsigned index) {
  return index < count ? names[index] : NULL;
}

static int name_find(const char *const *names, int count, toll_slice name) {
  for (int i = 0; i < count && name.len > 0; i++)
    if (names[i] && strlen(names[i]) == name.len && memcmp(names[i], name.at, name.len) == 0) return i;
  return -1;
}

const char *toll_harm_name(unsigned harm) {
  return name_at(harm_names, TOLL_HARM_COUNT, harm);
}
const char *toll_unit_name(unsigned unit) {
  return name_at(unit_names, TOLL_UNIT_COUNT, unit);
}
const char *toll_class_name(unsigned bit) {
  return name_at(class_names, TOLL_CLASS_COUNT, bit);
}
const char *toll_form_name(unsigned form) {
  return name_at(form_names, TOLL_FORM_COUNT, form);
}
const char *toll_scope_name(unsigned scope) {
  return name_at(scope_names, TOLL_SCOPE_COUNT, scope);
}
const char *toll_status_name(unsigned status) {
  return name_at(status_names, TOLL_STATUS_COUNT, status);
}
const char *toll_side_name(unsigned side) {
  return name_at(side_names, TOLL_SIDE_COUNT, side);
}
const char *toll_kind_name(unsigned kind) {
  return name_at(kind_names, TOLL_KIND_COUNT, kind);
}

int toll_harm_find(toll_slice name) {
  return name_find(harm_names, TOLL_HARM_COUNT, name);
}
int toll_unit_find(toll_slice name) {
  return name_find(unit_names, TOLL_UNIT_COUNT, name);
}
int toll_class_find(toll_slice name) {
  return name_find(class_names, TOLL_CLASS_COUNT, name);
}
int toll_form_find(toll_slice name) {
  return name_find(form_names, TOLL_FORM_COUNT, name);
}
int toll_scope_find(toll_slice name) {
  return name_find(scope_names, TOLL_SCOPE_COUNT, name);
}
int toll_status_find(toll_slice name) {
  return name_find(status_names, TOLL_STATUS_COUNT, name);
}
int toll_side_find(toll_slice name) {
  return name_find(side_names, TOLL_SIDE_COUNT, name);
}
int toll_kind_find(toll_slice name) {
  return name_find(kind_names, TOLL_KIND_COUNT, name);
}
