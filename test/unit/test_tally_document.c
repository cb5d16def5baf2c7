/* The figure of one document's main event: what is summed, what is taken off and
 * what is left out. */
#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

#define BIT(c) (1u << (c))

static toll_figure figure(toll_claim *items, size_t count, const char *profile, unsigned harm) {
  toll_profile p;
  toll_document_tally tally;
  toll_claims claims = {items, count};
  for (size_t i = 0; i < count; i++)
    if (items[i].span.to == 0) items[i].span = (toll_span){(uint32_t)i * 1000, (uint32_t)i * 1000 + 20};
  if (toll_profile_read(profile, &p, NULL) || toll_tally_document(&claims, p, &tally)) return (toll_figure){0};
  return tally.of[harm];
}

static int64_t best(toll_claim *items, size_t count, const char *profile) {
  return figure(items, count, profile, TOLL_KILLED).best;
}

static toll_claim killed(int64_t value, const char *who) {
  return make_claim(TOLL_KILLED, value, who);
}

static toll_claim of_class(toll_claim claim, uint32_t classes) {
  claim.classes = classes;
  return claim;
}

static toll_claim part(toll_claim claim, int32_t whole) {
  claim.part_of = whole;
  claim.scope = TOLL_PART;
  return claim;
}

static toll_claim at(toll_claim claim, uint32_t from, uint32_t to) {
  claim.span = (toll_span){from, to};
  return claim;
}

static toll_claim attacker(toll_claim claim) {
  claim.side = TOLL_PERPETRATOR;
  return claim;
}

static toll_claim occasion(toll_claim claim) {
  claim.occasion = true;
  return claim;
}

static const toll_claimant police = {.name = {"police", 6}, .kind = TOLL_KIND_POLICE};
static const toll_claimant doctors = {.name = {"doctors", 7}, .kind = TOLL_KIND_MEDICAL};
static const toll_claimant rebels = {.name = {"the rebels", 10}, .kind = TOLL_KIND_ARMED_GROUP};

static toll_claim by(toll_claim claim, const toll_claimant *who) {
  claim.claimant = who;
  return claim;
}

static void test_apart(void) {
  toll_claim bomber[] = {killed(6, "people"), attacker(killed(1, "bomber"))};
  IS_INT(best(bomber, 2, "everyone"), 7, "the dead bomber comes on top of the others");
  IS_INT(best(bomber, 2, "victims"), 6, "and is no victim");
  toll_claim march[] = {occasion(killed(2, "doctors")), killed(3, "marchers")};
  IS_INT(best(march, 2, "everyone"), 3, "what a protest was held over is not of it");
}

static void test_sums(void) {
  toll_claim enumeration[] = {at(of_class(killed(9, "men"), BIT(TOLL_MAN)), 0, 20),
                              at(of_class(killed(4, "women"), BIT(TOLL_WOMAN)), 25, 50)};
  IS_INT(best(enumeration, 2, "everyone"), 13, "nine men and four women are 13");
  toll_claim restated[] = {killed(12, "people"), killed(12, "people"), by(killed(12, "people"), &police)};
  IS_INT(best(restated, 3, "everyone"), 12, "a figure told three times is one");
  toll_claim parts[] = {killed(12, "people"), part(of_class(killed(3, "children"), BIT(TOLL_CHILD)), 0)};
  IS_INT(best(parts, 2, "everyone"), 12, "a part is not added to its total");
  toll_claim addends[] = {killed(5, "people"), at(killed(3, "people"), 1000, 1020),
                          at(killed(2, "people"), 1030, 1050)};
  IS_INT(best(addends, 3, "everyone"), 5, "nor are two figures that the total is the sum of");
  toll_claim two[] = {at(killed(1, "a farmer"), 0, 10), at(killed(1, "a driver"), 15, 30)};
  IS_INT(best(two, 2, "everyone"), 2, "one and one in a breath are two");
  toll_claim added[] = {killed(10, "people"), killed(2, "people")};
  added[1].scope = TOLL_ADDED;
  IS_INT(best(added, 2, "everyone"), 12, "two more are added to the ten before");
  toll_claim held[] = {killed(10, "people"), killed(2, "people"), killed(12, "people")};
  held[1].scope = TOLL_ADDED;
  IS_INT(best(held, 3, "everyone"), 12, "unless a later total holds them");
  toll_claim some[] = {killed(12, "people"), of_class(killed(4, "soldiers"), BIT(TOLL_MILITARY))};
  IS_INT(best(some, 2, "everyone"), 12, "some of the people are not added to all of them");
}

static toll_claim besides(toll_claim claim) {
  claim.besides = true;
  return claim;
}

static void test_besides(void) {
  toll_claim others[] = {killed(7, "people"), besides(killed(11, "others"))};
  IS_INT(best(others, 2, "everyone"), 18, "eleven others are not the seven");
  toll_claim same[] = {killed(4, "people"), besides(killed(4, "others")), besides(killed(4, "others"))};
  IS_INT(best(same, 3, "everyone"), 8, "nor four others the four, but told again they are the same others");
  toll_claim total[] = {killed(7, "people"), besides(killed(11, "others")), killed(18, "people")};
  IS_INT(best(total, 3, "everyone"), 18, "a total further on holds both");
  toll_claim raids[] = {killed(21, "people"), besides(killed(3, "others"))};
  raids[0].series = 1;
  IS_INT(best(raids, 2, "everyone"), 21, "a total over several attacks holds those of one of them");
  raids[1].later = true;
  IS_INT(best(raids, 2, "everyone"), 24, "unless that came later");
  raids[0].series = 2;
  IS_INT(best(raids, 2, "everyone"), 21, "or the attacks are counted");
  toll_claim day[] = {killed(4, "civilians"), besides(of_class(killed(3, "women"), BIT(TOLL_WOMAN)))};
  day[1].later = true;
  IS_INT(best(day, 2, "everyone"), 7, "the women killed the next day are not among the first");
}

static void test_running(void) {
  toll_claim ninth[] = {killed(1, "a reporter"), killed(9, "reporter")};
  ninth[1].derived = text_of("ordinal: 9");
  IS_INT(best(ninth, 2, "everyone"), 1, "the ninth this year is one here");
  IS_INT(best(ninth + 1, 1, "everyone"), 9, "where it is all that is told, nine");
  toll_claim held[] = {killed(9, "men"), killed(7, "men"), killed(2, "men")};
  held[2].scope = TOLL_ADDED;
  IS_INT(best(held, 3, "everyone"), 9, "two more than the seven are the nine");
}

static void test_left_out(void) {
  toll_claim background[] = {killed(3, "people"), killed(500, "people")};
  background[1].event = 2;
  IS_INT(best(background, 2, "everyone"), 3, "another event is left out");
  background[0].event = 3;
  IS_INT(best(background, 2, "everyone"), 500, "the lowest event there is, where the first has no claim");
  toll_claim denied[] = {killed(3, "people"), killed(40, "people")};
  denied[1].status = TOLL_DENIED;
  IS_INT(best(denied, 2, "everyone"), 3, "a denied figure is left out");
  toll_claim rate[] = {killed(3, "people")};
  rate[0].scope = TOLL_RATE;
  OK(!figure(rate, 1, "everyone", TOLL_KILLED).given, "a rate is no figure");
  OK(!figure(rate, 1, "everyone", TOLL_WOUNDED).given, "a harm without a claim is not given");
  toll_claim vague[] = {killed(TOLL_OPEN, "people")};
  vague[0].form = TOLL_VAGUE;
  toll_figure f = figure(vague, 1, "everyone", TOLL_KILLED);
  OK(f.given && f.best == TOLL_OPEN && f.low == TOLL_OPEN, "vague words give no number");
  toll_claim none[] = {killed(0, "no one")};
  none[0].form = TOLL_NONE;
  f = figure(none, 1, "everyone", TOLL_KILLED);
  OK(f.given && f.low == 0 && f.best == 0 && f.high == 0, "no one is zero");
}

static void test_replaced(void) {
  toll_claim risen[] = {at(by(killed(61, "people"), &police), 0, 20), at(by(killed(58, "people"), &police), 0, 32)};
  risen[1].rule = text_of("en/revise-4");
  toll_figure f = figure(risen, 2, "everyone", TOLL_KILLED);
  OK(f.low == 61 && f.best == 61 && f.high == 61, "what its source has replaced is neither added nor an end");
  toll_claim zero[] = {killed(41, "people"), by(killed(0, "no one"), &police)};
  zero[1].form = TOLL_NONE;
  zero[0].where.text = text_of("Eastford");
  zero[1].where.text = text_of("the next village");
  IS_INT(figure(zero, 2, "everyone", TOLL_KILLED).low, 41, "nobody in the next village is no low of this one");
}

/* What became of people is told by another claim: nobody is counted under two fates. */
static void test_fates(void) {
  toll_claim taken[] = {killed(4, "waiters"), killed(1, "one of them"), killed(1, "another")};
  taken[0].harm = TOLL_ABDUCTED;
  taken[1].same = taken[2].same = 1;
  IS_INT(figure(taken, 3, "everyone", TOLL_ABDUCTED).best, 2, "the abducted less those who died");
  taken[0].value = taken[0].low = taken[0].high = 2;
  OK(!figure(taken, 3, "everyone", TOLL_ABDUCTED).given, "all of them dead, none is left");
  toll_claim shot[] = {killed(1, "a clerk"), killed(1, "the clerk")};
  shot[1].harm = TOLL_WOUNDED;
  shot[1].same = 1;
  OK(!figure(shot, 2, "everyone", TOLL_WOUNDED).given, "the wounds of the dead, told after");
}

static void test_profiles(void) {
  toll_claim bomber[] = {killed(13, "people"), part(killed(1, "the bomber"), 0)};
  bomber[1].side = TOLL_PERPETRATOR;
  IS_INT(best(bomber, 2, "everyone"), 13, "everyone counts the attacker");
  IS_INT(best(bomber, 2, "victims"), 12, "victims are without the attacker that the total holds");
  toll_claim beside[] = {killed(13, "people"), killed(1, "the bomber")};
  beside[1].side = TOLL_PERPETRATOR;
  IS_INT(best(beside, 2, "victims"), 13, "an attacker beside the total is not taken off it");
  toll_claim mixed[] = {at(of_class(killed(3, "soldiers"), BIT(TOLL_MILITARY)), 0, 20),
                        at(of_class(killed(2, "civilians"), BIT(TOLL_CIVILIAN)), 25, 40),
                        at(of_class(killed(4, "police"), BIT(TOLL_POLICE)), 45, 60)};
  IS_INT(best(mixed, 3, "noncombatants"), 6, "soldiers bear arms, police are civilians");
  IS_INT(best(mixed, 3, "class:police"), 4, "one class only");
  toll_claim two[] = {of_class(killed(2, "soldier and a farmer"), BIT(TOLL_MILITARY))};
  two[0].each_count = 2;
  two[0].each[0] = BIT(TOLL_MILITARY);
  IS_INT(best(two, 1, "noncombatants"), 1, "of a soldier and a farmer the farmer");
  IS_INT(best(two, 1, "class:military"), 1, "or the soldier");
  toll_claim workers[] = {killed(9, "people"), part(of_class(killed(2, "aid workers"), BIT(TOLL_AID_WORKER)), 0)};
  IS_INT(best(workers, 2, "class:aid_worker"), 2, "a part of the class stands, its total does not");
  toll_claim lent[] = {killed(1, "the driver"), killed(9, "people")};
  lent[0].circle = BIT(TOLL_AID_WORKER);
  IS_INT(best(lent, 2, "class:aid_worker"), 1, "a class that the passage lends counts");
  toll_profile p;
  toll_error e = {0};
  IS_INT(toll_profile_read("nobody", &p, &e), TOLL_E_USAGE, "no such profile");
  IS_STR((const char *)e.detail, "nobody", "is told by name");
  IS_INT(toll_profile_read("class:nobody", &p, &e), TOLL_E_USAGE, "no such class");
}

static void test_speakers(void) {
  toll_claim rivals[] = {by(killed(12, "people"), &police), by(killed(30, "people"), &rebels)};
  toll_figure f = figure(rivals, 2, "everyone", TOLL_KILLED);
  IS_INT(f.best, 12, "not the figure of a fighting group");
  OK(f.low == 12 && f.high == 30, "within the interval of both");
  toll_claim writer[] = {by(killed(30, "people"), &rebels), killed(12, "people")};
  IS_INT(best(writer, 2, "everyone"), 12, "wherever it stands");
  toll_claim found[] = {by(killed(12, "people"), &police), by(killed(15, "people"), &doctors)};
  IS_INT(best(found, 2, "everyone"), 15, "of two other speakers the one who knows of more");
  toll_claim alone[] = {by(killed(30, "people"), &rebels)};
  IS_INT(best(alone, 1, "everyone"), 30, "a fighting group's where there is no other");
  toll_claim rising[] = {by(killed(3, "people"), &police), by(killed(5, "people"), &police)};
  IS_INT(best(rising, 2, "everyone"), 5, "one speaker's larger figure");
  toll_claim over[] = {killed(100, "people")};
  over[0].form = TOLL_MORE_THAN;
  over[0].low = 101;
  over[0].high = TOLL_OPEN;
  f = figure(over, 1, "everyone", TOLL_KILLED);
  OK(f.best == 100 && f.low <= f.best && f.high == TOLL_OPEN, "more than a hundred");
}

/* The reasons of claims of which harms differ, under a profile; NULL on failure. */
static const toll_document_why *why_of(toll_claim *items, size_t count, const char *profile) {
  static toll_document_why why[16];
  toll_profile p;
  toll_document_tally tally;
  toll_claims claims = {items, count};
  for (size_t i = 0; i < count; i++)
    if (items[i].span.to == 0) items[i].span = (toll_span){(uint32_t)i * 1000, (uint32_t)i * 1000 + 20};
  for (size_t i = 0; i < 16; i++) why[i] = (toll_document_why){TOLL_DOCUMENT_REASON_COUNT, -2};
  if (toll_profile_read(profile, &p, NULL) || toll_tally_document_why(&claims, p, &tally, why)) return NULL;
  return why;
}

#define WHY(w, i, r, o, name) OK((w)[i].reason == (r) && (w)[i].other == (o), name)

static void test_why(void) {
  toll_claim told[] = {killed(12, "people"),
                       part(of_class(killed(3, "children"), BIT(TOLL_CHILD)), 0),
                       by(killed(12, "people"), &police),
                       by(killed(30, "people"), &rebels),
                       by(killed(9, "people"), &rebels),
                       killed(500, "people"),
                       killed(40, "people"),
                       killed(2, "people"),
                       make_claim(TOLL_WOUNDED, 4, "people")};
  told[5].event = 2;
  told[6].status = TOLL_DENIED;
  told[7].scope = TOLL_RATE;
  const toll_document_why *why = why_of(told, 9, "everyone");
  WHY(why, 0, TOLL_USED_WHOLE, -1, "the figure");
  WHY(why, 1, TOLL_LEFT_PART, 0, "a part of it");
  WHY(why, 2, TOLL_LEFT_REPEATED, 0, "told again");
  WHY(why, 3, TOLL_LEFT_HIGHER, 0, "another source's, higher");
  WHY(why, 4, TOLL_LEFT_LOWER, 0, "and lower");
  WHY(why, 5, TOLL_LEFT_EVENT, -1, "another event");
  WHY(why, 6, TOLL_LEFT_STATUS, -1, "denied");
  WHY(why, 7, TOLL_LEFT_RATE, -1, "a rate");
  WHY(why, 8, TOLL_USED_WHOLE, -1, "another harm has a figure of its own");
  toll_claim mixed[] = {killed(13, "people"), part(killed(1, "the bomber"), 0),
                        of_class(killed(2, "soldiers"), BIT(TOLL_MILITARY))};
  mixed[1].side = TOLL_PERPETRATOR;
  why = why_of(mixed, 3, "noncombatants");
  WHY(why, 0, TOLL_USED_LESS, 1, "less the attacker");
  WHY(why, 1, TOLL_LEFT_ATTACKER, -1, "the attacker");
  WHY(why, 2, TOLL_LEFT_COMBATANT, -1, "soldiers");
  why = why_of(mixed, 3, "class:military");
  WHY(why, 0, TOLL_LEFT_CLASS, -1, "not of the class");
}

static void test_why_sums(void) {
  toll_claim listed[] = {at(of_class(killed(9, "men"), BIT(TOLL_MAN)), 0, 20),
                         at(of_class(killed(4, "women"), BIT(TOLL_WOMAN)), 25, 50)};
  const toll_document_why *why = why_of(listed, 2, "everyone");
  OK(why[0].reason == TOLL_USED_SUM && why[1].reason == TOLL_USED_SUM, "summed, because no total is given");
  toll_claim added[] = {killed(10, "people"), killed(2, "people")};
  added[1].scope = TOLL_ADDED;
  why = why_of(added, 2, "everyone");
  WHY(why, 1, TOLL_USED_ADDED, 0, "on top of the total before");
  toll_claim left[] = {at(by(killed(4, "men"), &rebels), 0, 20), at(by(killed(3, "others"), &rebels), 25, 50),
                       killed(6, "people")};
  why = why_of(left, 3, "everyone");
  OK(!toll_document_used(why[0].reason) && !toll_document_used(why[1].reason),
     "what was summed into a figure that is left out is left out with it");
  for (unsigned r = 0; r < TOLL_DOCUMENT_REASON_COUNT; r++)
    if (!*toll_document_reason_text(r)) OK(false, "every reason has words");
  IS_STR(toll_document_reason_text(TOLL_DOCUMENT_REASON_COUNT), "", "no words past the last");
}

static void test_why_json(void) {
  toll_claim items[] = {killed(12, "people"), part(killed(3, "people"), 0)};
  strcpy(items[0].id, "c1");
  strcpy(items[1].id, "c2");
  toll_claims claims = {items, 2};
  toll_document_tally tally;
  toll_document_why why[2];
  toll_buffer out = {0};
  toll_tally_document_why(&claims, (toll_profile){0}, &tally, why);
  toll_tally_why_json(TOLL_LIT("a"), &tally, &claims, why, &out);
  IS_STR(((toll_slice){out.at, out.len}),
         "{\"doc\":\"a\",\"tally\":{\"killed\":{\"low\":12,\"best\":12,\"high\":12}},\"why\":["
         "{\"claim\":\"c1\",\"harm\":\"killed\",\"used\":true,\"reason\":\"the figure of its event\",\"other\":null},"
         "{\"claim\":\"c2\",\"harm\":\"killed\",\"used\":false,\"reason\":\"part of a total that is "
         "given\",\"other\":\"c1\"}]}",
         "the reasons in JSON");
  toll_buffer_free(&out);
}

static void test_json(void) {
  toll_claim items[] = {killed(12, "people"), make_claim(TOLL_WOUNDED, TOLL_OPEN, "people")};
  items[0].high = TOLL_OPEN;
  toll_claims claims = {items, 2};
  toll_document_tally tally;
  toll_buffer out = {0};
  toll_tally_document(&claims, (toll_profile){0}, &tally);
  toll_tally_json(TOLL_LIT("a \"b\""), &tally, &out);
  IS_STR(((toll_slice){out.at, out.len}),
         "{\"doc\":\"a \\\"b\\\"\",\"tally\":{\"killed\":{\"low\":12,\"best\":12,\"high\":null},"
         "\"wounded\":{\"low\":null,\"best\":null,\"high\":null}}}",
         "the tally's JSON");
  toll_buffer_free(&out);
  toll_claims none = {0};
  OK(toll_tally_document(&none, (toll_profile){0}, &tally) == 0 && !tally.of[TOLL_KILLED].given,
     "no claims, no figures");
}

int main(void) {
  test_apart();
  test_sums();
  test_besides();
  test_running();
  test_left_out();
  test_replaced();
  test_fates();
  test_profiles();
  test_speakers();
  test_why();
  test_why_sums();
  test_why_json();
  test_json();
  return DONE();
}
