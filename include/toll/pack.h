/* A language pack: words, number words, frames and rules of one language, and
 * the gazetteer that goes with it, compiled from text files to tables.
 *
 * A toll_pack is immutable after opening and may be shared by any number of
 * threads. */
#ifndef TOLL_PACK_H
#define TOLL_PACK_H

#include "error.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct toll_pack toll_pack;

/* Opens a pack: a folder of pack files, which is compiled, or a file that
 * toll_pack_save wrote, which is mapped.  On a syntax error e names file, line
 * and the offending word.  Free with toll_pack_close. */
int toll_pack_open(const char *path, toll_pack **out, toll_error *e);
void toll_pack_close(toll_pack *pack);

/* Writes the compiled tables to a file that toll_pack_open maps. */
int toll_pack_save(const toll_pack *pack, const char *path, toll_error *e);

/* "en", "English", "1": borrowed from the pack.  Empty when pack.txt does not say. */
toll_slice toll_pack_lang(const toll_pack *pack);
toll_slice toll_pack_title(const toll_pack *pack);
toll_slice toll_pack_version(const toll_pack *pack);

/* What is in the pack: different spellings of single words and of phrases, rules,
 * labels. */
typedef struct toll_pack_counts {
  size_t words, phrases, rules, labels;
} toll_pack_counts;
toll_pack_counts toll_pack_count(const toll_pack *pack);

#ifdef __cplusplus
}
#endif
#endif
