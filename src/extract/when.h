/* Dates in prose, resolved against the day the document was written. */
#ifndef TOLL_EXTRACT_WHEN_H
#define TOLL_EXTRACT_WHEN_H

#include "extract/reader.h"

struct date {
  int from, to;       /* tokens */
  toll_day first, last; /* TOLL_NO_DAY where the words do not tell */
  bool past;          /* clearly before the events now told: "in 1996", "last year" */
};

/* The date expression that starts at token i, if one does. */
bool date_at(const toll_scanner *x, int i, struct date *d);

#endif
