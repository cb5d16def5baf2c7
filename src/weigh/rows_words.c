/* What rows, reasons and grades are called. */
#include <string.h>

#include "weigh/rows.h"

static const char *const reasons[TOLL_REASON_COUNT] = {
    [TOLL_USED] = "used",
    [TOLL_NOT_STATUS] = "denied, hypothetical or threatened",
    [TOLL_NOT_RATE] = "a rate, not a total",
    [TOLL_NOT_PART] = "part of another figure",
    [TOLL_NOT_ADDED] = "comes on top of another figure",
    [TOLL_NOT_PROFILE] = "outside the profile",
    [TOLL_NOT_REPEATED] = "said before in the same document",
    [TOLL_NOT_COPY] = "in a copy of another document",
    [TOLL_NOT_SUPERSEDED] = "replaced by the same source",
    [TOLL_NOT_VAGUE] = "no number",
    [TOLL_NOT_BOUND] = "a bound that the figures in use keep to",
    [TOLL_NOT_CHOSEN] = "eligible, but the method takes another",
    [TOLL_NOT_ELSEWHERE] = "nobody harmed, but of another place or event",
    [TOLL_USED_ON_TOP] = "used, added to a total",
    [TOLL_NOT_HELD] = "a total holds it, or may hold it",
    [TOLL_NOT_UNLIKE] = "far below its source's earlier figure, and it is not told why",
    [TOLL_NOT_DISCOUNTED] = "discounted by a reviewer",
    [TOLL_NOT_BACKED] = "one independent source alone tells it",
    [TOLL_NOT_RELIABLE] = "of a source ranked as unreliable",
    [TOLL_NOT_RECENT] = "there are more recent reports",
    [TOLL_NOT_NAMED] = "names nobody",
    [TOLL_NOT_PANEL] = "the reviewers' figure stands in its place",
};

const char *toll_reason_text(unsigned reason) {
  return reason < TOLL_REASON_COUNT ? reasons[reason] : NULL;
}

bool toll_reason_used(unsigned reason) {
  return reason == TOLL_USED || reason == TOLL_USED_ON_TOP;
}

static const char *const grades[TOLL_GRADE_COUNT] = {"none", "confirmed", "fair", "weak", "contested", "discounted"};

const char *toll_grade_name(unsigned grade) {
  return grade < TOLL_GRADE_COUNT ? grades[grade] : NULL;
}

static const char *const units[TOLL_UNIT_COUNT] = {
    "things", "people", "bodies", "households", "buildings", "vehicles", "vessels", "aircraft", "objects", "places",
};

static const char *const groups[TOLL_CLASS_COUNT] = {
    [TOLL_CIVILIAN] = "civilians",
    [TOLL_CHILD] = "children",
    [TOLL_WOMAN] = "women",
    [TOLL_MAN] = "men",
    [TOLL_ELDERLY] = "elderly people",
    [TOLL_MILITARY] = "soldiers",
    [TOLL_POLICE] = "police",
    [TOLL_SECURITY] = "security staff",
    [TOLL_ARMED_GROUP] = "members of armed groups",
    [TOLL_OFFICIAL] = "officials",
    [TOLL_JOURNALIST] = "journalists",
    [TOLL_AID_WORKER] = "aid workers",
    [TOLL_MEDICAL] = "medical staff",
    [TOLL_RELIGIOUS] = "clergy",
    [TOLL_PRISONER] = "prisoners",
    [TOLL_STUDENT] = "students",
    [TOLL_WORKER] = "workers",
    [TOLL_REFUGEE] = "refugees",
    [TOLL_PROTESTER] = "protesters",
    [TOLL_FOREIGN] = "foreigners",
    [TOLL_HOUSE] = "houses",
    [TOLL_APARTMENT] = "apartments",
    [TOLL_SCHOOL] = "schools",
    [TOLL_HOSPITAL] = "hospitals",
    [TOLL_WORSHIP] = "places of worship",
    [TOLL_CULTURAL] = "cultural sites",
    [TOLL_INFRASTRUCTURE] = "infrastructure",
};

/* "people", "soldiers", "children and women", "attackers: members of armed groups". */
toll_slice rows_name_group(struct weigh *w, const toll_tally_row *row) {
  char text[512];
  size_t n = 0;
  bool attackers = row->side == TOLL_PERPETRATOR;
  const char *between = attackers ? "attackers: " : "";
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(row->classes >> bit & 1)) continue;
    size_t need = strlen(between) + strlen(groups[bit]);
    if (n + need >= sizeof text) break;
    memcpy(text + n, between, strlen(between));
    memcpy(text + n + strlen(between), groups[bit], strlen(groups[bit]));
    n += need;
    between = " and ";
  }
  if (n == 0) {
    const char *word = attackers ? "attackers" : units[row->unit];
    return arena_copy(&w->arena, (toll_slice){word, strlen(word)});
  }
  static const char bodies[] = " (bodies)";
  if (row->unit == TOLL_BODY && n + sizeof bodies < sizeof text) {
    memcpy(text + n, bodies, sizeof bodies);
    n += sizeof bodies - 1;
  }
  return arena_copy(&w->arena, (toll_slice){text, n});
}
