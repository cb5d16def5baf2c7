/* The parts of toll_case_verify. */
#ifndef TOLL_CASE_VERIFY_H
#define TOLL_CASE_VERIFY_H

#include "toll/case.h"

/* Events, decisions and ranks against what they follow from. */
int verify_tables(toll_case *c, toll_error *e);

#endif
