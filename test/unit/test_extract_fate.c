/* Links between claims on the same people: which claim tells what became of whom. */
#include "extract_scan.h"

static const struct {
  const char *text;
  unsigned same; /* of the last claim */
  const char *what;
} rows[] = {
    {"A waiter was kidnapped in May. The waiter was found dead in June.", 1, "the noun again"},
    {"A waiter was kidnapped in May. He was killed in June.", 1, "a pronoun"},
    {"A waiter was kidnapped in May. The victim was killed in June.", 1, "the victim"},
    {"Two waiters were kidnapped in May. Both were killed in June.", 1, "both"},
    {"Four waiters were kidnapped in May. Two were killed in June.", 1, "some of them"},
    {"A waiter was kidnapped in May. A cook was killed in June.", 0, "another person"},
    {"Guards shot three waiters, killing one.", 1, "what the shots led to"},
    {"Three waiters were kidnapped; the body of one was found in May.", 1, "the body of one of them"},
    {"Two waiters were kidnapped in May. One victim was killed in June.", 1, "one of the victims"},
    {"Guards opened fire, wounding three waiters and killing one.", 0, "beside them"},
    {"One guard was beaten in May. The staff member was badly hurt.", 1, "no more than that he works"},
    {"One guard was beaten in May. The cook was badly hurt.", 0, "another trade"},
    {"Four waiters were wounded and two were killed.", 0, "the dead beside the wounded"},
    {"A waiter was killed and the cook was wounded.", 0, "two persons in one sentence"},
    {"Forty waiters were kidnapped. Six cooks died in the riots, while the mayor wrote that nine were killed.", 0,
     "another figure for those beside them"},
    {"Two waiters were kidnapped in May. Nine were killed in June.", 0, "more than they were"},
};

int main(void) {
  struct reading_room room;
  if (!room_open(&room)) return DONE();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    toll_claims claims = {NULL, 0};
    room_read(&room, room.scanner, (toll_slice){rows[i].text, strlen(rows[i].text)}, &claims);
    IS_INT(claims.count ? claims.items[claims.count - 1].same : 99, rows[i].same, rows[i].what);
  }
  room_close(&room);
  return DONE();
}
