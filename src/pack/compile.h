/* From text files to a pack, without the file system; and packs from memory. */
#ifndef TOLL_PACK_COMPILE_H
#define TOLL_PACK_COMPILE_H

#include "pack/lines.h"
#include "toll/pack.h"

/* Compiles files that are in memory.  They are taken in the order given (the
 * folder reader sorts them): of each kind, words before rules; exactly one must
 * be PACK_FILE_META.  Free with toll_pack_close.
 * Errors: TOLL_E_SYNTAX with file, line and word; TOLL_E_MEMORY; TOLL_E_LIMIT. */
int pack_compile_text(const struct pack_file *files, size_t count, toll_pack **out, toll_error *e);

/* Loads a copy of an image's bytes.  Errors: TOLL_E_FOREIGN, TOLL_E_DAMAGED,
 * TOLL_E_MEMORY. */
int pack_load_bytes(const void *bytes, size_t len, toll_pack **out, toll_error *e);

/* The image itself, borrowed from the pack. */
toll_slice pack_image(const toll_pack *p);

/* Reads pack.txt alone: the language's code, pointing into the file's text. */
int pack_meta_lang(const struct pack_file *file, toll_slice *lang, toll_error *e);

#endif
