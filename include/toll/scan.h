/* The scanner: a document in, its claims out.
 *
 * A scanner belongs to one thread; it keeps its arenas between documents, so
 * that after warm-up nothing is allocated.  Windows of one long text must be
 * scanned in order by the same scanner: speakers and events carry over. */
#ifndef TOLL_SCAN_H
#define TOLL_SCAN_H

#include "claim.h"
#include "pack.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct toll_scanner toll_scanner;
typedef struct toll_places toll_places;

/* A gazetteer: a folder or file of packs/places.  Immutable and shareable.  Free with
 * toll_places_close.  Errors: TOLL_E_MISSING, TOLL_E_IO, TOLL_E_SYNTAX, TOLL_E_FORMAT,
 * TOLL_E_FOREIGN, TOLL_E_LIMIT, TOLL_E_MEMORY. */
int toll_places_open(const char *path, toll_places **out, toll_error *e);
void toll_places_close(toll_places *places);

/* pack and places must outlive the scanner; places may be NULL.  Free with
 * toll_scanner_free.  Errors: TOLL_E_MEMORY. */
int toll_scanner_new(const toll_pack *pack, const toll_places *places, toll_scanner **out, toll_error *e);
void toll_scanner_free(toll_scanner *scanner);

/* Whether claims come with the steps that led to them, as a new scanner's do.  Those who do
 * not show them read faster without. */
void toll_scanner_explain(toll_scanner *scanner, bool on);

/* Reads a parsed document: what stands around its claims, and its head; the rest is searched
 * for words that a claim needs, and left.  One that has claims has its id afterwards.  *out is
 * borrowed from the scanner and the document until the next call of either.
 * Errors: TOLL_E_MEMORY. */
int toll_scan(toll_scanner *scanner, const toll_document *doc, toll_claims *out, toll_error *e);

#ifdef __cplusplus
}
#endif
#endif
