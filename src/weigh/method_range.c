/* range: the lowest and the highest figure that somebody gives; no best.
 *
 * "At least 100" beside 131 and 170 says nothing against them: a floor or a
 * ceiling counts only where the other figures do not keep to it.  Where it does
 * count it is an end of the range as it was written, and the number beyond it is
 * open: "90 – > 100" has no highest number.
 *
 * One account is enough: how many there are says the grade, not the range. */
#include "weigh/method.h"

static void run(struct row_work *row) {
  row_widen(row, NULL);
}

const struct method method_range = {
    .about = {"range", "low is the lowest, high the highest eligible figure; there is no best",
              "common practice in the Standards for Casualty Recording (Every Casualty)"},
    .run = run};
