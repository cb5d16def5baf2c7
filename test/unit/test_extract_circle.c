/* The circle of a claim: the class that the passage lends to people whose own words
 * do not say whose they are. */
#include "extract_scan.h"

#define AID (1u << TOLL_AID_WORKER)

static const struct {
  const char *text;
  unsigned last; /* of the last claim */
  const char *what;
} rows[] = {
    {"A relief convoy was stopped near the dam. The driver was shot.", AID, "the convoy's driver"},
    {"Two guards were wounded when thieves broke into a charity's depot.", AID, "the employer told of behind"},
    {"A cook was wounded. Thieves had broken into the kitchen of an aid agency.", AID, "in the sentence behind"},
    {"A cook was wounded. Thieves had broken into the kitchen of a hotel.", 0, "an employer of another sort"},
    {"A relief convoy was stopped near the dam. Nine soldiers were shot.", 0, "their own word says whose they are"},
    {"Nine miners were killed near an aid agency's depot.", 0, "people whom nobody sends"},
    {"Three aid workers were wounded and another died.", AID, "another of those told of"},
    {"Two aid workers and three others were killed.", 0, "others in one list are of another sort"},
    {"Two aid workers were killed. The blast wounded 60.", 0, "more than were told of before"},
    {"Two drivers were killed, according to an aid agency.", 0, "who gives the figure employs nobody told of"},
    {"An aid agency said that two drivers were killed.", 0, "nor does who says so"},
    {"A nurse of a relief agency was killed and two drivers (not counted here) were wounded.", 0,
     "left out of the count"},
};

int main(void) {
  struct reading_room room;
  if (!room_open(&room)) return DONE();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    toll_claims claims = {NULL, 0};
    room_read(&room, room.scanner, (toll_slice){rows[i].text, strlen(rows[i].text)}, &claims);
    const toll_claim *c = claims.count ? claims.items + claims.count - 1 : NULL;
    IS_INT(c ? (c->classes | c->circle) & AID : 1, rows[i].last, rows[i].what);
  }
  room_close(&room);
  return DONE();
}
