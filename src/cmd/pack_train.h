/* Trains the choices of a language pack. */
#ifndef TOLL_CMD_PACK_TRAIN_H
#define TOLL_CMD_PACK_TRAIN_H

#include <stddef.h>

/* Fits the weights to the labelled reports, writes dir/model.txt and prints what
 * is gained.  unseen: a file of reports that no rule was written from, or NULL; see
 * train.h.  Nothing is written when a file could not be read.  Returns an exit
 * code. */
int pack_train(const char *dir, const char *const *paths, size_t count, const char *unseen);

#endif
