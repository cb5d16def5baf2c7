/* The lists are asked for a few words near the top of each text; of a list's rows, the
 * first byte leaves few to compare. */
#include "read/words.h"

#include <string.h>

#include "base/bytes.h"

static const struct word months[] = {
    {"january", WORD_MONTH, 1},  {"february", WORD_MONTH, 2},  {"march", WORD_MONTH, 3},
    {"april", WORD_MONTH, 4},    {"may", WORD_MONTH, 5},       {"june", WORD_MONTH, 6},
    {"july", WORD_MONTH, 7},     {"august", WORD_MONTH, 8},    {"september", WORD_MONTH, 9},
    {"october", WORD_MONTH, 10}, {"november", WORD_MONTH, 11}, {"december", WORD_MONTH, 12},
    {"января", WORD_MONTH, 1},   {"февраля", WORD_MONTH, 2},   {"марта", WORD_MONTH, 3},
    {"апреля", WORD_MONTH, 4},   {"мая", WORD_MONTH, 5},       {"июня", WORD_MONTH, 6},
    {"июля", WORD_MONTH, 7},     {"августа", WORD_MONTH, 8},   {"сентября", WORD_MONTH, 9},
    {"октября", WORD_MONTH, 10}, {"ноября", WORD_MONTH, 11},   {"декабря", WORD_MONTH, 12},
    {"jan", WORD_MONTH, 1},      {"feb", WORD_MONTH, 2},       {"mar", WORD_MONTH, 3},
    {"apr", WORD_MONTH, 4},      {"jun", WORD_MONTH, 6},       {"jul", WORD_MONTH, 7},
    {"aug", WORD_MONTH, 8},      {"sep", WORD_MONTH, 9},       {"sept", WORD_MONTH, 9},
    {"oct", WORD_MONTH, 10},     {"nov", WORD_MONTH, 11},      {"dec", WORD_MONTH, 12},
};
static const struct word weekdays[] = {
    {"monday", WORD_WEEKDAY, 0},   {"tuesday", WORD_WEEKDAY, 0}, {"wednesday", WORD_WEEKDAY, 0},
    {"thursday", WORD_WEEKDAY, 0}, {"friday", WORD_WEEKDAY, 0},  {"saturday", WORD_WEEKDAY, 0},
    {"sunday", WORD_WEEKDAY, 0},   {"mon", WORD_WEEKDAY, 0},     {"tue", WORD_WEEKDAY, 0},
    {"tues", WORD_WEEKDAY, 0},     {"wed", WORD_WEEKDAY, 0},     {"thu", WORD_WEEKDAY, 0},
    {"thur", WORD_WEEKDAY, 0},     {"thurs", WORD_WEEKDAY, 0},   {"fri", WORD_WEEKDAY, 0},
    {"sat", WORD_WEEKDAY, 0},      {"sun", WORD_WEEKDAY, 0},
};
static const struct word leads[] = {
    {"date", WORD_LEAD, 0},   {"dated", WORD_LEAD, 0},    {"published", WORD_LEAD, 0}, {"posted", WORD_LEAD, 0},
    {"issued", WORD_LEAD, 0}, {"released", WORD_LEAD, 0}, {"updated", WORD_LEAD, 0},   {"on", WORD_LEAD, 0},
};
static const struct word bys[] = {
    {"by", WORD_BY, 0},
};
static const struct word ordinals[] = {
    {"st", WORD_ORDINAL, 0}, {"nd", WORD_ORDINAL, 0}, {"rd", WORD_ORDINAL, 0},
    {"th", WORD_ORDINAL, 0}, {"of", WORD_ORDINAL, 0},
};
static const struct word hyphens[] = {
    {"twenty", WORD_HYPHEN, 0}, {"thirty", WORD_HYPHEN, 0},  {"forty", WORD_HYPHEN, 0},  {"fifty", WORD_HYPHEN, 0},
    {"sixty", WORD_HYPHEN, 0},  {"seventy", WORD_HYPHEN, 0}, {"eighty", WORD_HYPHEN, 0}, {"ninety", WORD_HYPHEN, 0},
    {"anti", WORD_HYPHEN, 0},   {"cross", WORD_HYPHEN, 0},   {"ex", WORD_HYPHEN, 0},     {"half", WORD_HYPHEN, 0},
    {"mid", WORD_HYPHEN, 0},    {"non", WORD_HYPHEN, 0},     {"pro", WORD_HYPHEN, 0},    {"self", WORD_HYPHEN, 0},
    {"vice", WORD_HYPHEN, 0},   {"well", WORD_HYPHEN, 0},
};
static const struct word ands[] = {
    {"and", WORD_AND, 0}, {"or", WORD_AND, 0}, {"to", WORD_AND, 0}, {"и", WORD_AND, 0}, {"или", WORD_AND, 0},
};
static const struct word keys[] = {
    {"date", WORD_KEY, KEY_DATE},        {"published", WORD_KEY, KEY_DATE},     {"posted", WORD_KEY, KEY_DATE},
    {"from", WORD_KEY, KEY_OUTLET},      {"source", WORD_KEY, KEY_OUTLET},      {"outlet", WORD_KEY, KEY_OUTLET},
    {"publisher", WORD_KEY, KEY_OUTLET}, {"newspaper", WORD_KEY, KEY_OUTLET},   {"agency", WORD_KEY, KEY_OUTLET},
    {"title", WORD_KEY, KEY_TITLE},      {"subject", WORD_KEY, KEY_TITLE},      {"headline", WORD_KEY, KEY_TITLE},
    {"by", WORD_KEY, KEY_BYLINE},        {"author", WORD_KEY, KEY_BYLINE},      {"byline", WORD_KEY, KEY_BYLINE},
    {"url", WORD_KEY, KEY_URL},          {"link", WORD_KEY, KEY_URL},           {"language", WORD_KEY, KEY_LANG},
    {"lang", WORD_KEY, KEY_LANG},        {"to", WORD_KEY, KEY_OTHER},           {"cc", WORD_KEY, KEY_OTHER},
    {"message-id", WORD_KEY, KEY_OTHER}, {"reply-to", WORD_KEY, KEY_OTHER},     {"section", WORD_KEY, KEY_OTHER},
    {"location", WORD_KEY, KEY_OTHER},   {"content-type", WORD_KEY, KEY_OTHER}, {"mime-version", WORD_KEY, KEY_OTHER},
};

#define LIST(words)                                                                                                    \
  { words, sizeof words / sizeof *words }
static const struct {
  const struct word *at;
  size_t count;
} lists[] = {
    [WORD_MONTH] = LIST(months), [WORD_WEEKDAY] = LIST(weekdays), [WORD_LEAD] = LIST(leads),
    [WORD_BY] = LIST(bys),       [WORD_ORDINAL] = LIST(ordinals), [WORD_HYPHEN] = LIST(hyphens),
    [WORD_AND] = LIST(ands),     [WORD_KEY] = LIST(keys),
};

int slice_starts_nocase(toll_slice s, toll_slice word) {
  if (s.len < word.len) return 0;
  for (size_t i = 0; i < word.len; i++)
    if (byte_lower(s.at[i]) != word.at[i]) return 0;
  return 1;
}

int slice_is_nocase(toll_slice s, toll_slice word) {
  return s.len == word.len && slice_starts_nocase(s, word);
}

/* Whether a text is a lower-case word, but for its own case. */
static bool is_word(toll_slice text, const char *word) {
  for (size_t i = 0; i < text.len; i++)
    if (word[i] == 0 || byte_lower(text.at[i]) != word[i]) return false;
  return word[text.len] == 0;
}

const struct word *word_find(toll_slice text, unsigned mask) {
  if (text.len == 0 || text.len > 24) return NULL;
  char first = byte_lower(text.at[0]);
  for (size_t kind = 0; kind < sizeof lists / sizeof *lists && mask >> kind; kind++) {
    if (!(mask >> kind & 1)) continue;
    for (const struct word *w = lists[kind].at, *end = w + lists[kind].count; w < end; w++)
      if (w->text[0] == first && is_word(text, w->text)) return w;
  }
  return NULL;
}

toll_slice slice_trim(toll_slice s) {
  while (s.len && byte_blank(s.at[0])) s.at++, s.len--;
  while (s.len && byte_blank(s.at[s.len - 1])) s.len--;
  return s;
}
