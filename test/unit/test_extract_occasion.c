/* What a protest is held over, and a wound that turns out to be a death. */
#include "extract_scan.h"

static const struct {
  const char *text;
  bool occasion; /* of the first claim */
  const char *what;
} occasions[] = {
    {"Nurses marched against the killing of two doctors.", true, "against"},
    {"Crowds blocked the bridge to protest the murder of a singer.", true, "the deed as the object of the protest"},
    {"Clerks rallied to demand justice for the killing of three porters.", true, "to demand justice for"},
    {"After the death of a pupil in custody, crowds demonstrated.", true, "at the head of the sentence"},
    {"Traders demonstrated after robbers killed four of them.", true, "a clause behind the protest"},
    {"Rebels filmed the burial of a captain who was killed in June.", true, "whose burial it is"},
    {"A rally of 300 clerks left three dead.", false, "killed at a rally of so many"},
    {"Guards killed three people when clerks marched on the palace.", false, "killed at a march"},
    {"Two porters were killed in protests over the death of a singer.", false, "killed in protests"},
    {"Protests against a tax turned violent and guards killed 12.", false, "killed after the protest"},
};

static const struct {
  const char *text;
  size_t count;
  unsigned harm; /* of the last claim */
  const char *what;
} deaths[] = {
    {"A guard was shot. He died in hospital.", 1, TOLL_KILLED, "he"},
    {"Troops shot a bomber. The bomber died.", 1, TOLL_KILLED, "the noun again"},
    {"Thieves shot a clerk, Jan Okel, who later died.", 1, TOLL_KILLED, "the name behind a comma"},
    {"A guard was shot. A porter died.", 2, TOLL_KILLED, "another person"},
    {"Four guards were wounded. A guard died.", 2, TOLL_KILLED, "one of several"},
};

int main(void) {
  struct reading_room room;
  if (!room_open(&room)) return DONE();
  for (size_t i = 0; i < sizeof occasions / sizeof *occasions; i++) {
    toll_claims claims = {NULL, 0};
    room_read(&room, room.scanner, (toll_slice){occasions[i].text, strlen(occasions[i].text)}, &claims);
    IS_INT(claims.count ? claims.items[0].occasion : 9, occasions[i].occasion, occasions[i].what);
  }
  for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) {
    toll_claims claims = {NULL, 0};
    room_read(&room, room.scanner, (toll_slice){deaths[i].text, strlen(deaths[i].text)}, &claims);
    IS_INT(claims.count, deaths[i].count, deaths[i].what);
    IS_INT(claims.count ? claims.items[claims.count - 1].harm : 99, deaths[i].harm, deaths[i].what);
  }
  room_close(&room);
  return DONE();
}
