/* A document's figures as JSON, and the reasons in words. */
#include <string.h>

#include "toll/tally.h"

/* By toll_document_reason; worded to follow "used:" or "left out:". */
static const char *const reasons[TOLL_DOCUMENT_REASON_COUNT] = {
    [TOLL_USED_WHOLE] = "the figure of its event",
    [TOLL_USED_LESS] = "the figure of its event, less its part outside the profile",
    [TOLL_USED_SUM] = "summed, because no total is given",
    [TOLL_USED_ADDED] = "added to the total before it",
    [TOLL_USED_LIVING] = "the figure of its event, less those who died",
    [TOLL_LEFT_EVENT] = "another event, not the one mainly reported",
    [TOLL_LEFT_STATUS] = "denied, hypothetical or threatened",
    [TOLL_LEFT_RATE] = "a rate, not a total",
    [TOLL_LEFT_REPLACED] = "replaced by its own claimant",
    [TOLL_LEFT_OCCASION] = "what a protest was held over",
    [TOLL_LEFT_RUNNING] = "a running count over other events too",
    [TOLL_LEFT_ELSEWHERE] = "none harmed, but in another place",
    [TOLL_LEFT_ATTACKER] = "attackers are outside the profile",
    [TOLL_LEFT_COMBATANT] = "combatants are outside the profile",
    [TOLL_LEFT_CLASS] = "not of the class that the profile asks for",
    [TOLL_LEFT_DEAD] = "counted among the dead",
    [TOLL_LEFT_REPEATED] = "restatement of a figure",
    [TOLL_LEFT_PART] = "part of a total that is given",
    [TOLL_LEFT_WITHIN] = "some of the people of a larger figure",
    [TOLL_LEFT_HELD] = "an addition that a later total holds",
    [TOLL_LEFT_ADDEND] = "one of the figures that a total is the sum of",
    [TOLL_LEFT_SMALLER] = "lower than another figure of the same claimant",
    [TOLL_LEFT_LOWER] = "lower than the figure used, which is from another claimant",
    [TOLL_LEFT_HIGHER] = "higher than the figure used, which is from another claimant",
    [TOLL_LEFT_VAGUE] = "vague, where a number is given",
    [TOLL_LEFT_LESS] = "less than the figures for some of its people",
};

bool toll_document_used(unsigned reason) {
  return reason < TOLL_LEFT_EVENT;
}

const char *toll_document_reason_text(unsigned reason) {
  return reason < TOLL_DOCUMENT_REASON_COUNT ? reasons[reason] : "";
}

static void number_json(toll_buffer *out, const char *key, int64_t n) {
  toll_buffer_str(out, key);
  if (n == TOLL_OPEN)
    toll_buffer_str(out, "null");
  else
    toll_buffer_int(out, n);
}

static void word_json(toll_buffer *out, const char *key, const char *word) {
  toll_buffer_str(out, key);
  toll_buffer_json(out, (toll_slice){word, strlen(word)});
}

/* All but the last brace. */
static void begin_json(toll_slice doc, const toll_document_tally *tally, toll_buffer *out) {
  toll_buffer_str(out, "{\"doc\":");
  toll_buffer_json(out, doc);
  toll_buffer_str(out, ",\"tally\":{");
  const char *comma = "";
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    const toll_figure *f = &tally->of[harm];
    if (!f->given) continue;
    word_json(out, comma, toll_harm_name(harm));
    number_json(out, ":{\"low\":", f->low);
    number_json(out, ",\"best\":", f->best);
    number_json(out, ",\"high\":", f->high);
    toll_buffer_str(out, "}");
    comma = ",";
  }
  toll_buffer_str(out, "}");
}

void toll_tally_json(toll_slice doc, const toll_document_tally *tally, toll_buffer *out) {
  begin_json(doc, tally, out);
  toll_buffer_str(out, "}");
}

void toll_tally_why_json(toll_slice doc, const toll_document_tally *tally, const toll_claims *claims,
                         const toll_document_why *why, toll_buffer *out) {
  begin_json(doc, tally, out);
  toll_buffer_str(out, ",\"why\":[");
  for (size_t i = 0; i < claims->count; i++) {
    word_json(out, i ? ",{\"claim\":" : "{\"claim\":", claims->items[i].id);
    word_json(out, ",\"harm\":", toll_harm_name(claims->items[i].harm));
    toll_buffer_str(out, toll_document_used(why[i].reason) ? ",\"used\":true" : ",\"used\":false");
    word_json(out, ",\"reason\":", toll_document_reason_text(why[i].reason));
    if (why[i].other >= 0)
      word_json(out, ",\"other\":", claims->items[why[i].other].id);
    else
      toll_buffer_str(out, ",\"other\":null");
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "]}");
}
