/* What an item of a feed says, or the head of a feed: its fields, found by expat, and
 * its text with the way back to its bytes.
 *
 * An item is read by itself, as the small XML file that it is.  Prefixes mean what
 * the feed's root says they mean, or what everybody means by them. */
#ifndef TOLL_READ_FEED_ITEM_H
#define TOLL_READ_FEED_ITEM_H

#include "read/header.h"
#include "read/html_page.h"
#include "toll/error.h"

enum feed_space { SPACE_PLAIN, SPACE_CONTENT, SPACE_DC, SPACE_TERMS, SPACE_OTHER };

#define FEED_PREFIXES 32

/* Prefixes that the feed's root declares; zero-initialise. */
struct feed_spaces {
  struct {
    char prefix[24];
    enum feed_space space;
  } of[FEED_PREFIXES];
  size_t count;
};

/* Zero-initialise; memory is kept from item to item. */
struct feed_item {
  struct header facts;
  struct pieces text; /* title and body; leads back into the item's bytes */
  uint32_t repaired;
  struct pieces bytes, chars, title, body, words; /* on the way there */
  struct html_page html;
};

/* Reads an item: raw its bytes, from "<item" to "</item>".  Returns 0, TOLL_E_EMPTY (no
 * words), TOLL_E_FORMAT (damaged; offset in raw) or TOLL_E_MEMORY. */
int feed_item_read(struct feed_item *item, toll_slice raw, toll_slice charset, const struct feed_spaces *spaces,
                   struct arena *arena, toll_error *e);
void feed_item_free(struct feed_item *item);

/* Reads what stands before the first item: who publishes the feed (known->outlet), its
 * language, and its prefixes.  What is damaged is not known. */
void feed_head_read(toll_slice raw, toll_slice charset, struct feed_spaces *spaces, struct header *known,
                    struct arena *arena);

#endif
