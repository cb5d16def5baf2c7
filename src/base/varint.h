/* Whole numbers, seven bits a byte, the lowest first; the last byte has its high bit clear. */
#ifndef TOLL_BASE_VARINT_H
#define TOLL_BASE_VARINT_H

#include <stddef.h>
#include <stdint.h>

#define VARINT_MOST 10 /* bytes */

/* Returns how many bytes of out were written. */
size_t varint_write(uint64_t n, unsigned char out[VARINT_MOST]);
/* Returns how many bytes were read; 0 where they end within the number or it is too large. */
size_t varint_read(const unsigned char *at, size_t len, uint64_t *n);

#endif
