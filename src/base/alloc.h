/* The library's only way to the heap, so that tests can refuse the n-th
 * allocation and see what becomes of it (the allocation-failure sweep). */
#ifndef TOLL_BASE_ALLOC_H
#define TOLL_BASE_ALLOC_H

#include <stddef.h>

void *mem_alloc(size_t size);               /* zeroed; NULL when refused; size 0 is size 1 */
void *mem_array(size_t count, size_t size); /* zeroed; overflow checked */
void *mem_resize(void *p, size_t size);     /* as realloc; on refusal p stays valid */
void mem_free(void *p);

/* A test build (TOLL_ALLOC_SWEEP) refuses allocation number n (1-based, counted
 * since the call) and all later ones when sticky; 0 = never refuse.  In other builds
 * these do nothing. */
void mem_refuse(size_t n, int sticky);
size_t mem_count(void);

#endif
