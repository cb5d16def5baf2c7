/* A profile is a question that a user asks of every claim: do these people
 * count?  It reads the claim's side, its classes and its circle,
 * and nothing else. */
#include "weigh/profile.h"

#include <string.h>

#define BIT(c) (1u << (c))

/* Police and guards are civilians in the law of war unless they take part in the fighting,
 * which their name alone does not say. */
static const uint32_t combatants = BIT(TOLL_MILITARY) | BIT(TOLL_ARMED_GROUP);

static const uint32_t at_large = BIT(TOLL_CIVILIAN) | BIT(TOLL_WORKER) | BIT(TOLL_STUDENT) | BIT(TOLL_PRISONER) |
                                 BIT(TOLL_REFUGEE) | BIT(TOLL_PROTESTER) | BIT(TOLL_FOREIGN);

static const struct {
  const char *name;
  enum toll_profile_kind kind;
} names[] = {{"everyone", TOLL_EVERYONE}, {"victims", TOLL_VICTIMS}, {"noncombatants", TOLL_NONCOMBATANTS}};

int toll_profile_read(const char *name, toll_profile *out, toll_error *e) {
  *out = (toll_profile){0};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(name, names[i].name) == 0) {
      out->kind = names[i].kind;
      return 0;
    }
  if (strncmp(name, "class:", 6) == 0) {
    int cls = toll_class_find((toll_slice){name + 6, strlen(name + 6)});
    if (cls >= 0) {
      out->kind = TOLL_ONLY_CLASS;
      out->cls = (unsigned)cls;
      return 0;
    }
  }
  int code = toll_fail(e, TOLL_E_USAGE, "no such profile (everyone, victims, noncombatants, class:NAME)", NULL, 0);
  toll_error_detail(e, name, strlen(name));
  return code;
}

bool profile_takes(toll_profile profile, const toll_claim *claim) {
  switch (profile.kind) {
  case TOLL_EVERYONE:
    return true;
  case TOLL_VICTIMS:
    return claim->side != TOLL_PERPETRATOR;
  case TOLL_NONCOMBATANTS:
    return claim->side != TOLL_PERPETRATOR && !(claim->classes & combatants);
  case TOLL_ONLY_CLASS:
    return (claim->classes | claim->circle) >> profile.cls & 1;
  }
  return false;
}

int64_t profile_some(toll_profile profile, const toll_claim *claim) {
  uint32_t all = 0;
  int64_t in = 0;
  toll_claim one = *claim;
  for (unsigned i = 0; i < claim->each_count; i++) {
    all |= one.classes = claim->each[i];
    in += profile_takes(profile, &one);
  }
  bool apart = claim->each_count > 1 && claim->value == claim->each_count && all == claim->classes;
  return apart && in > 0 && in < claim->each_count ? in : -1;
}

uint32_t profile_apart(uint32_t classes) {
  return classes & ~at_large;
}
