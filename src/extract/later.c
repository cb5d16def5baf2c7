#include "extract/reader.h"
void when_read(toll_scanner *x, size_t first) { (void)x; (void)first; }
void where_read(toll_scanner *x, size_t first) { (void)x; (void)first; }
void claimant_read(toll_scanner *x, size_t first) { (void)x; (void)first; }
void label_read(toll_scanner *x, size_t first) { (void)x; (void)first; }
void event_read(toll_scanner *x) { for (size_t i = 0; i < x->draft_count; i++) x->drafts[i].claim.event = 1; }
