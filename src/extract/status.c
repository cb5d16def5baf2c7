/* What kind of saying a claim is: asserted, denied, unconfirmed, hypothetical,
 * threatened.
 *
 * The verb group itself may say it ("could kill", "reportedly killed"); else a
 * verb that governs it ("denied killing", "vowed to kill", "feared that 12 had
 * died").  A governor stands to the left in the same clause chain: right before
 * an infinitive or gerund, or before the clause it opens. */
#include "extract/reader.h"

/* The status that a governing word gives, or TOLL_ASSERTED. */
static unsigned governed(const struct item *g, bool direct) {
  if (item_tag(g, TAG_FORCE) || item_tag(g, TAG_CAUSE)) return TOLL_ASSERTED;
  if (g->reading && g->reading->status && !g->reading->harm) return g->reading->status - 1u;
  if (item_tag(g, TAG_DENY)) return TOLL_DENIED;
  if (direct && item_tag(g, TAG_THREATEN)) return TOLL_THREATENED;
  if (item_tag(g, TAG_ORDER) || item_tag(g, TAG_ATTEMPT))
    return direct || g->gerund ? TOLL_HYPOTHETICAL : TOLL_ASSERTED;
  return TOLL_ASSERTED;
}

/* The verb or noun that an infinitive or gerund at v hangs on; -1 when there is none. */
static int governor(const struct sentence *s, int v) {
  int i = item_left(s, v);
  for (int n = 0;
       n < 4 && (item_kind(s, i) == ITEM_NOUN || item_kind(s, i) == ITEM_AND || item_kind(s, i) == ITEM_PREP); n++) {
    const struct item *it = s->items + i;
    if (it->reading && (it->reading->status || item_tag(it, TAG_ORDER) || item_tag(it, TAG_ATTEMPT) ||
                        item_tag(it, TAG_THREATEN) || item_tag(it, TAG_DENY)))
      return i;
    i = item_left(s, i);
  }
  return item_kind(s, i) == ITEM_VERB || item_kind(s, i) == ITEM_ADJ ? i : -1;
}

static unsigned verb_status(const struct sentence *s, int v) {
  const struct item *it = s->items + v;
  if (it->status) return it->status;
  if (!it->infinitive && !it->gerund) return TOLL_ASSERTED;
  int g = governor(s, v);
  if (g < 0)
    return it->infinitive && !it->perfect && item_kind(s, item_left(s, v)) != ITEM_ADJ ? TOLL_HYPOTHETICAL
                                                                                       : TOLL_ASSERTED;
  unsigned status = governed(s->items + g, it->infinitive);
  if (status != TOLL_ASSERTED) return status;
  if (s->items[g].kind == ITEM_VERB && s->items[g].status) return s->items[g].status;
  return TOLL_ASSERTED;
}

/* The clause that holds item k is the content of such a verb: "feared that 12 had died". */
static unsigned content_status(const struct sentence *s, int k) {
  for (int i = k - 1; i >= 0; i--) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_BREAK) return TOLL_ASSERTED;
    if (it->kind == ITEM_SUBORDINATE && it->reading && it->reading->status) return it->reading->status - 1u;
    int noun = it->kind == ITEM_SUBORDINATE ? item_left(s, i) : -1;                  /* "no evidence that" */
    if (noun >= 0 && token_tag(s->tokens + it->head, TAG_BUT)) return TOLL_ASSERTED; /* "hurt no one but killed two" */
    if (item_kind(s, noun) == ITEM_NOUN && s->items[noun].figure >= 0 &&
        s->figures[s->items[noun].figure].form == TOLL_NONE)
      return TOLL_DENIED;
    if (it->kind == ITEM_ADVERB && it->reading && it->reading->status && tags_have(it->reading->tags, TAG_ALLEGED))
      return it->reading->status - 1u;
    if (it->kind != ITEM_VERB) continue;
    if (it->reading && it->reading->status && item_tag(it, TAG_REPORT)) return it->reading->status - 1u;
    if (item_tag(it, TAG_DENY)) return TOLL_DENIED;
    return TOLL_ASSERTED;
  }
  return TOLL_ASSERTED;
}

static bool verb_before_victim(const struct sentence *s, const struct draft *d, int *verb) {
  int k = d->trigger_item;
  if (item_kind(s, k) == ITEM_VERB) return *verb = k, true;
  int l = item_left(s, k); /* the copula before "dead"; the verb whose object the noun is */
  while (item_kind(s, l) == ITEM_NOUN || item_kind(s, l) == ITEM_PREP) l = item_left(s, l);
  return *verb = l, item_kind(s, l) == ITEM_VERB;
}

static bool takes_back(const struct sentence *s, const struct token *t) {
  const struct reading *r = t->form ? pack_readings(s->pack, t->form) : NULL;
  for (uint32_t i = 0; r && i < t->form->count; i++)
    if (r[i].pos == POS_ADJ && r[i].status == TOLL_DENIED + 1) return true;
  return false;
}

/* "reports of 60 deaths were denied", "the claim that 40 were hurt was rejected": the saying
 * is taken back; not "the 60 survivors were denied visas". */
static bool denied_behind(const struct sentence *s, int v) {
  const struct item *it = s->items + v;
  if (it->kind != ITEM_VERB || it->voice != VOICE_PASSIVE || !item_tag(it, TAG_DENY) || it->negated ||
      item_kind(s, item_right(s, v)) == ITEM_NOUN)
    return false;
  for (int i = v - 1; i >= 0 && s->items[i].kind != ITEM_BREAK; i--)
    if (s->items[i].kind == ITEM_NOUN && item_tag(s->items + i, TAG_SPEAKER)) return true;
  return false;
}

/* "reports that 40 were hurt are false": a predicate behind the claim that takes it back. */
static unsigned predicate_status(const struct sentence *s, int k) {
  for (int i = k + 1; i < s->item_count && s->items[i].kind != ITEM_BREAK; i++) {
    const struct item *it = s->items + i;
    if (denied_behind(s, i)) return TOLL_DENIED;
    if (it->kind != ITEM_ADJ || !takes_back(s, s->tokens + it->head)) continue;
    int v = item_left(s, i);
    if (item_kind(s, v) == ITEM_VERB) return s->items[v].negated ? TOLL_ASSERTED : TOLL_DENIED;
  }
  return TOLL_ASSERTED;
}

/* A noun whose world is not ours: "novel", "simulation"; not one of trying or telling. */
static bool unreal(const struct item *it) {
  return it->kind == ITEM_NOUN && it->reading && it->reading->status && !it->reading->harm &&
         !item_tag(it, TAG_ORDER) && !item_tag(it, TAG_ATTEMPT) && !item_tag(it, TAG_THREATEN) &&
         !item_tag(it, TAG_DENY) && !item_tag(it, TAG_REPORT) && !item_tag(it, TAG_SPEAKER);
}

/* "in the novel, 12 are killed", "the simulation left 40 dead": the status of what it all happens in. */
static unsigned setting_status(const struct sentence *s, int verb) {
  for (int i = 0; i < s->item_count; i++) {
    const struct item *it = s->items + i;
    if (!unreal(it)) continue;
    bool in = relate_is(s, item_left(s, i), SLOT_IN);
    if (in || (item_kind(s, verb) == ITEM_VERB && relate_subject(s, verb) == i)) return it->reading->status - 1u;
  }
  return TOLL_ASSERTED;
}

static const char *const note_status[TOLL_STATUS_COUNT] = {"asserted", "denied", "unconfirmed", "hypothetical",
                                                           "threatened"};

void status_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    int verb;
    unsigned status = d->claim.status;
    if (status == TOLL_ASSERTED && verb_before_victim(s, d, &verb)) {
      status = verb == d->trigger_item ? verb_status(s, verb)
                                       : governed(s->items + verb, s->items[verb].voice == VOICE_ACTIVE);
      if (status == TOLL_ASSERTED && verb != d->trigger_item)
        status = s->items[verb].status; /* "reportedly suffered" */
      if (status == TOLL_ASSERTED) status = content_status(s, d->victim_item < verb ? d->victim_item : verb);
    }
    if (status == TOLL_ASSERTED) status = predicate_status(s, d->trigger_item);
    if (status == TOLL_ASSERTED && verb_before_victim(s, d, &verb)) status = setting_status(s, verb);
    if (status == d->claim.status) continue;
    d->claim.status = (uint8_t)status;
    draft_step(x, d, "status", d->trigger, (toll_slice){note_status[status], __builtin_strlen(note_status[status])});
  }
}
