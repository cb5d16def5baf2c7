/* One table of all features, in the order of their names (a unit test holds the
 * order and that no tag is missing); the small lists of the rule language; and
 * the search for the nearest name. */
#include "pack/feature.h"

#include <string.h>

static const struct feature features[] = {
    {"added", FEATURE_TAG, TAG_ADDED},
    {"age", FEATURE_TAG, TAG_AGE},
    {"alleged", FEATURE_TAG, TAG_ALLEGED},
    {"among", FEATURE_TAG, TAG_AMONG},
    {"and", FEATURE_TAG, TAG_AND},
    {"apart", FEATURE_TAG, TAG_APART},
    {"arrive", FEATURE_TAG, TAG_ARRIVE},
    {"article", FEATURE_TAG, TAG_ARTICLE},
    {"as", FEATURE_TAG, TAG_AS},
    {"at", FEATURE_TAG, TAG_AT},
    {"attacker", FEATURE_TAG, TAG_ATTACKER},
    {"attempt", FEATURE_TAG, TAG_ATTEMPT},
    {"background", FEATURE_TAG, TAG_BACKGROUND},
    {"be", FEATURE_TAG, TAG_BE},
    {"between", FEATURE_TAG, TAG_BETWEEN},
    {"bodyword", FEATURE_TAG, TAG_BODYWORD},
    {"bring", FEATURE_TAG, TAG_BRING},
    {"but", FEATURE_TAG, TAG_BUT},
    {"by", FEATURE_TAG, TAG_BY},
    {"called", FEATURE_TAG, TAG_CALLED},
    {"captivity", FEATURE_TAG, TAG_CAPTIVITY},
    {"care", FEATURE_TAG, TAG_CARE},
    {"cause", FEATURE_TAG, TAG_CAUSE},
    {"claim", FEATURE_TAG, TAG_CLAIM},
    {"class", FEATURE_KEY, KEY_CLASS},
    {"clock", FEATURE_TAG, TAG_CLOCK},
    {"collective", FEATURE_TAG, TAG_COLLECTIVE},
    {"cue", FEATURE_TAG, TAG_CUE},
    {"deny", FEATURE_TAG, TAG_DENY},
    {"designation", FEATURE_TAG, TAG_DESIGNATION},
    {"do", FEATURE_TAG, TAG_DO},
    {"doer", FEATURE_TAG, TAG_DOER},
    {"each", FEATURE_TAG, TAG_EACH},
    {"event", FEATURE_TAG, TAG_EVENT},
    {"find", FEATURE_TAG, TAG_FIND},
    {"for", FEATURE_TAG, TAG_FOR},
    {"force", FEATURE_TAG, TAG_FORCE},
    {"form", FEATURE_KEY, KEY_FORM},
    {"fraction", FEATURE_TAG, TAG_FRACTION},
    {"from", FEATURE_TAG, TAG_FROM},
    {"get", FEATURE_TAG, TAG_GET},
    {"group", FEATURE_TAG, TAG_GROUP},
    {"harm", FEATURE_KEY, KEY_HARM},
    {"have", FEATURE_TAG, TAG_HAVE},
    {"hazard", FEATURE_TAG, TAG_HAZARD},
    {"hedge", FEATURE_TAG, TAG_HEDGE},
    {"hedge_after", FEATURE_TAG, TAG_HEDGE_AFTER},
    {"hire", FEATURE_TAG, TAG_HIRE},
    {"in", FEATURE_TAG, TAG_IN},
    {"include", FEATURE_TAG, TAG_INCLUDE},
    {"injury", FEATURE_TAG, TAG_INJURY},
    {"intransitive", FEATURE_TAG, TAG_INTRANSITIVE},
    {"kin", FEATURE_TAG, TAG_KIN},
    {"kind", FEATURE_KEY, KEY_KIND},
    {"label", FEATURE_KEY, KEY_LABEL},
    {"later", FEATURE_TAG, TAG_LATER},
    {"leave", FEATURE_TAG, TAG_LEAVE},
    {"life", FEATURE_TAG, TAG_LIFE},
    {"limb", FEATURE_TAG, TAG_LIMB},
    {"loose", FEATURE_TAG, TAG_LOOSE},
    {"lose", FEATURE_TAG, TAG_LOSE},
    {"measure", FEATURE_TAG, TAG_MEASURE},
    {"modal", FEATURE_TAG, TAG_MODAL},
    {"money", FEATURE_TAG, TAG_MONEY},
    {"month", FEATURE_TAG, TAG_MONTH},
    {"multiply", FEATURE_TAG, TAG_MULTIPLY},
    {"negation", FEATURE_TAG, TAG_NEGATION},
    {"none", FEATURE_TAG, TAG_NONE},
    {"occasion", FEATURE_TAG, TAG_OCCASION},
    {"of", FEATURE_TAG, TAG_OF},
    {"or", FEATURE_TAG, TAG_OR},
    {"order", FEATURE_TAG, TAG_ORDER},
    {"ordinal", FEATURE_TAG, TAG_ORDINAL},
    {"org", FEATURE_TAG, TAG_ORG},
    {"other", FEATURE_TAG, TAG_OTHER},
    {"pair", FEATURE_TAG, TAG_PAIR},
    {"part", FEATURE_TAG, TAG_PART},
    {"past", FEATURE_TAG, TAG_PAST},
    {"person", FEATURE_TAG, TAG_PERSON},
    {"placeword", FEATURE_TAG, TAG_PLACEWORD},
    {"pointing", FEATURE_TAG, TAG_POINTING},
    {"protest", FEATURE_TAG, TAG_PROTEST},
    {"quantity", FEATURE_TAG, TAG_QUANTITY},
    {"range", FEATURE_TAG, TAG_RANGE},
    {"rate", FEATURE_TAG, TAG_RATE},
    {"reason", FEATURE_TAG, TAG_REASON},
    {"reckon", FEATURE_KEY, KEY_RECKON},
    {"relative", FEATURE_TAG, TAG_RELATIVE},
    {"report", FEATURE_TAG, TAG_REPORT},
    {"revise", FEATURE_TAG, TAG_REVISE},
    {"rise", FEATURE_TAG, TAG_RISE},
    {"same", FEATURE_TAG, TAG_SAME},
    {"self", FEATURE_TAG, TAG_SELF},
    {"since", FEATURE_TAG, TAG_SINCE},
    {"speaker", FEATURE_TAG, TAG_SPEAKER},
    {"staff", FEATURE_TAG, TAG_STAFF},
    {"status", FEATURE_KEY, KEY_STATUS},
    {"strike", FEATURE_TAG, TAG_STRIKE},
    {"subordinate", FEATURE_TAG, TAG_SUBORDINATE},
    {"subset", FEATURE_TAG, TAG_SUBSET},
    {"tell", FEATURE_TAG, TAG_TELL},
    {"that", FEATURE_TAG, TAG_THAT},
    {"there", FEATURE_TAG, TAG_THERE},
    {"thing", FEATURE_TAG, TAG_THING},
    {"threaten", FEATURE_TAG, TAG_THREATEN},
    {"time", FEATURE_TAG, TAG_TIME},
    {"titlecase_skip", FEATURE_TAG, TAG_TITLECASE_SKIP},
    {"to", FEATURE_TAG, TAG_TO},
    {"toll", FEATURE_TAG, TAG_TOLL},
    {"transitive", FEATURE_TAG, TAG_TRANSITIVE},
    {"turn", FEATURE_TAG, TAG_TURN},
    {"uncounted", FEATURE_TAG, TAG_UNCOUNTED},
    {"unit", FEATURE_KEY, KEY_UNIT},
    {"upon", FEATURE_TAG, TAG_UPON},
    {"vague", FEATURE_TAG, TAG_VAGUE},
    {"value", FEATURE_KEY, KEY_VALUE},
    {"value2", FEATURE_KEY, KEY_VALUE2},
    {"voice", FEATURE_TAG, TAG_VOICE},
    {"weapon", FEATURE_TAG, TAG_WEAPON},
    {"weekday", FEATURE_TAG, TAG_WEEKDAY},
    {"window", FEATURE_TAG, TAG_WINDOW},
    {"with", FEATURE_TAG, TAG_WITH},
};
#define FEATURES (sizeof features / sizeof *features)
_Static_assert(FEATURES == (size_t)TAG_COUNT + (size_t)KEY_COUNT, "every tag and key stands in the table");

static const char *const pos_names[POS_COUNT] = {
    [POS_NOUN] = "noun", [POS_VERB] = "verb",   [POS_ADJ] = "adj",   [POS_ADV] = "adv",   [POS_PREP] = "prep",
    [POS_CONJ] = "conj", [POS_DET] = "det",     [POS_PRON] = "pron", [POS_AUX] = "aux",   [POS_NUM] = "num",
    [POS_PART] = "part", [POS_TITLE] = "title", [POS_NAME] = "name", [POS_MARK] = "mark",
};

static const char *const slot_names[SLOT_COUNT] = {
    [SLOT_SUBJECT] = "subject",
    [SLOT_OBJECT] = "object",
    [SLOT_SELF] = "self",
    [SLOT_OF] = "of",
    [SLOT_TO] = "to",
    [SLOT_BY] = "by",
    [SLOT_IN] = "in",
    [SLOT_AT] = "at",
    [SLOT_FROM] = "from",
    [SLOT_WITH] = "with",
    [SLOT_FOR] = "for",
    [SLOT_AMONG] = "among",
    [SLOT_COMPLEMENT] = "complement",
    [SLOT_BEFORE] = "before",
    [SLOT_AFTER] = "after",
    [SLOT_POSSESSOR] = "possessor",
    [SLOT_AS] = "as",
    [SLOT_COLON] = "colon",
    [SLOT_MEMBER] = "member",
    [SLOT_INVERTED] = "inverted",
    [SLOT_SAID] = "said",
    [SLOT_TRIGGER] = "trigger",
};

static const char *const voice_names[VOICE_COUNT] = {
    [VOICE_ACTIVE] = "active",
    [VOICE_PASSIVE] = "passive",
    [VOICE_BARE] = "bare",
};

static int order(const struct feature *f, toll_slice name) {
  size_t len = strlen(f->name), least = len < name.len ? len : name.len;
  int by_bytes = memcmp(f->name, name.at, least);
  return by_bytes ? by_bytes : (len > name.len) - (len < name.len);
}

const struct feature *feature_find(toll_slice name) {
  size_t from = 0, to = name.len > 0 ? FEATURES : 0;
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    int by = order(&features[middle], name);
    if (by == 0) return &features[middle];
    if (by < 0)
      from = middle + 1;
    else
      to = middle;
  }
  return NULL;
}

const struct feature *feature_at(size_t i) {
  return i < FEATURES ? &features[i] : NULL;
}

const char *feature_tag_name(unsigned tag) {
  for (size_t i = 0; i < FEATURES; i++)
    if (features[i].kind == FEATURE_TAG && features[i].bit == tag) return features[i].name;
  return NULL;
}

static int find_in(const char *const *names, int count, toll_slice name) {
  for (int i = 0; i < count && name.len > 0; i++)
    if (names[i] && strlen(names[i]) == name.len && memcmp(names[i], name.at, name.len) == 0) return i;
  return -1;
}

static const char *pos_name(unsigned i) {
  return i < POS_COUNT ? pos_names[i] : NULL;
}
static const char *slot_name(unsigned i) {
  return i < SLOT_COUNT ? slot_names[i] : NULL;
}
static const char *voice_name(unsigned i) {
  return i < VOICE_COUNT ? voice_names[i] : NULL;
}
static const char *feature_name(unsigned i) {
  return i < FEATURES ? features[i].name : NULL;
}
static int pos_find(toll_slice name) {
  return find_in(pos_names, POS_COUNT, name);
}
static int slot_find(toll_slice name) {
  return find_in(slot_names, SLOT_COUNT, name);
}
static int voice_find(toll_slice name) {
  return find_in(voice_names, VOICE_COUNT, name);
}
static int feature_index(toll_slice name) {
  const struct feature *f = feature_find(name);
  return f ? (int)(f - features) : -1;
}

static const struct closed_list lists[LIST_COUNT] = {
    [LIST_HARM] = {toll_harm_find, toll_harm_name, TOLL_HARM_COUNT},
    [LIST_UNIT] = {toll_unit_find, toll_unit_name, TOLL_UNIT_COUNT},
    [LIST_CLASS] = {toll_class_find, toll_class_name, TOLL_CLASS_COUNT},
    [LIST_KIND] = {toll_kind_find, toll_kind_name, TOLL_KIND_COUNT},
    [LIST_FORM] = {toll_form_find, toll_form_name, TOLL_FORM_COUNT},
    [LIST_STATUS] = {toll_status_find, toll_status_name, TOLL_STATUS_COUNT},
    [LIST_SCOPE] = {toll_scope_find, toll_scope_name, TOLL_SCOPE_COUNT},
    [LIST_SIDE] = {toll_side_find, toll_side_name, TOLL_SIDE_COUNT},
    [LIST_POS] = {pos_find, pos_name, POS_COUNT},
    [LIST_SLOT] = {slot_find, slot_name, SLOT_COUNT},
    [LIST_VOICE] = {voice_find, voice_name, VOICE_COUNT},
    [LIST_FEATURE] = {feature_index, feature_name, FEATURES},
};

const struct closed_list *closed_list_of(enum closed_id id) {
  return &lists[id];
}

/* Levenshtein distance, cut off at `far`.  Both words are short: NAME_BYTES. */
#define NAME_BYTES 40
static size_t distance(const char *name, toll_slice word, size_t far) {
  size_t len = strlen(name), row[NAME_BYTES + 1];
  if (len > NAME_BYTES || word.len > NAME_BYTES) return far;
  for (size_t j = 0; j <= len; j++) row[j] = j;
  for (size_t i = 0; i < word.len; i++) {
    size_t corner = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < len; j++) {
      size_t best = corner + (word.at[i] != name[j]);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j + 1] + 1 < best) best = row[j + 1] + 1;
      corner = row[j + 1];
      row[j + 1] = best;
    }
  }
  return row[len] < far ? row[len] : far;
}

/* Keeps the nearer of the best so far and this name; the first wins a tie. */
static void nearer(const char *name, toll_slice word, const char **best, size_t *best_distance) {
  if (!name) return;
  size_t d = distance(name, word, *best_distance);
  if (d >= *best_distance) return;
  *best = name;
  *best_distance = d;
}

/* One more than the slips that are forgiven: two, but not more than half the word. */
static size_t too_far(toll_slice word) {
  return (word.len / 2 < 2 ? word.len / 2 : 2) + 1;
}

const char *closed_list_nearest(enum closed_id id, toll_slice word) {
  const char *best = NULL;
  size_t best_distance = too_far(word);
  for (unsigned i = 0; i < lists[id].count; i++) nearer(lists[id].name(i), word, &best, &best_distance);
  return best;
}

const char *name_nearest(const char *const *names, size_t count, toll_slice word) {
  const char *best = NULL;
  size_t best_distance = too_far(word);
  for (size_t i = 0; i < count; i++) nearer(names[i], word, &best, &best_distance);
  return best;
}
