/* Character references: the names of HTML 4 and the numbers. */
#ifndef TOLL_READ_HTML_ENTITY_H
#define TOLL_READ_HTML_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the reference at the "&"; returns its length in bytes, 0 when there is
 * none (the "&" then stands for itself).  In attributes a name without its
 * semicolon before a letter, a digit or "=" is none. */
size_t html_entity(const char *at, size_t len, bool attribute, uint32_t *cp);

#endif
