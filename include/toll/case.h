/* The case file: documents, their claims and the log of all that was done, in
 * one SQLite file whose schema doc/case-file.md documents.
 *
 * A toll_case belongs to one thread at a time.  Several processes may read one
 * file while one writes; a second writer waits for up to ten seconds.
 *
 * Errors: TOLL_E_IO (the system refused; also a full disk), TOLL_E_FOREIGN (not
 * a case file, or one of a newer version), TOLL_E_DAMAGED (a case file whose
 * inside does not hold together), TOLL_E_MEMORY; others where said. */
#ifndef TOLL_CASE_H
#define TOLL_CASE_H

#include "claim.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TOLL_CASE_VERSION 2 /* of the file; earlier ones can be read and migrated */

typedef struct toll_case toll_case;

enum toll_case_mode { TOLL_CASE_READ, TOLL_CASE_WRITE };

/* Creates a case file with nothing in it but the log's first entry.  An
 * existing file is never touched: TOLL_E_USAGE.  The file appears whole or not
 * at all.  now: seconds since 1970 that the log entry carries, or 0 for none. */
int toll_case_init(const char *path, int64_t now, toll_error *e);

/* Opens a case file.  Errors: TOLL_E_MISSING where there is no such file.  A case
 * of an earlier version is brought up to this one as toll_case_migrate does, for
 * reading in a temporary copy, without touching the file. */
int toll_case_open(const char *path, enum toll_case_mode mode, toll_case **out, toll_error *e);

/* Brings a case file of an earlier version up to this one, in one transaction with
 * an entry `migrate` in its log that carries the time now.  *from is the version
 * that it had; a case of this version is left as it is. */
int toll_case_migrate(const char *path, int64_t now, int *from, toll_error *e);

/* Whether the handle, opened for reading, reads from a temporary copy: of a case of an
 * earlier version, or of one whose events had to be brought up to date. */
bool toll_case_copied(const toll_case *c);

/* Gives everything back.  What toll_case_commit has not committed is undone, as
 * if the process had been killed: commit first.  Every cursor must be closed. */
void toll_case_close(toll_case *c);

/* The time, in seconds since 1970, that log entries made from now on carry; 0
 * (the start) for none.  The library never asks what time it is; it
 * measures only how long a batch has been open. */
void toll_case_clock(toll_case *c, int64_t now);

/* How many threads toll_events_update may use, at least 1 (the start); changes no byte. */
void toll_case_jobs(toll_case *c, unsigned jobs);

/* What a document says of one of its events, as whoever groups them sees it: made
 * from that document alone, kept by the case without being understood. */
typedef struct toll_mention {
  uint32_t number;     /* the document's own number for the event, as in its claims; each once */
  uint32_t claims;     /* how many of the document's claims have it; may be 0 */
  toll_slice features; /* any bytes */
} toll_mention;

typedef struct toll_mentions {
  const toll_mention *items; /* by number */
  size_t count;
  int64_t version; /* of the features: those of another version are made anew */
} toll_mentions;

/* Adds a parsed document and its claims.  A document that is already there (the
 * same SHA-256 and the same id) is left as it is and *added is false.
 *
 * Windows of one long text are handed over in order, each with its own claims;
 * together they are one document, and *added is true with the last one only.
 * A document that follows before the last window came undoes the unfinished one.
 *
 * Documents are committed in batches, and by toll_case_commit.  After an error
 * with code TOLL_E_IO, TOLL_E_MEMORY or TOLL_E_DAMAGED everything since the last
 * commit is undone (toll_case_pending says how many documents that were before
 * the call); after any other error only this document is.  Adding may go on.
 *
 * A text of 4 GiB or more is refused with TOLL_E_LIMIT, as is a document whose
 * original bytes are more than TOLL_CASE_RAW_MAX. */
int toll_case_add(toll_case *c, const toll_document *doc, const toll_claims *claims, bool *added, toll_error *e);

/* The same in two steps, for programs that read with several threads.  Preparing is
 * the costly one: any thread may do it, each with a preparer of its own, through which
 * the windows of one text go in order.  It appends to *out what putting needs, and
 * nothing on an error.  Putting is for the thread that has the case, in whatever order
 * the documents are to have there; the windows of one document follow each other.
 * mentions goes with the last window, and may be NULL: they are made later then. */
typedef struct toll_preparer toll_preparer;
toll_preparer *toll_preparer_new(void); /* NULL when memory is out */
void toll_preparer_free(toll_preparer *p);
int toll_case_prepare(toll_preparer *p, const toll_document *doc, const toll_claims *claims,
                      const toll_mentions *mentions, toll_buffer *out, toll_error *e);
int toll_case_put(toll_case *c, toll_slice prepared, bool *added, toll_error *e);

#define TOLL_CASE_RAW_MAX ((uint64_t)2 << 30)

/* Whether toll_case_add would find this document there already, so that reading
 * it can be saved.  Needs the info's id and sha256 only. */
int toll_case_has(toll_case *c, const toll_document_info *info, bool *there, toll_error *e);

/* Whether there is no document in the case, none that was added through this handle either. */
int toll_case_is_empty(toll_case *c, bool *empty, toll_error *e);

/* Makes everything added so far durable.  On an error all of it since the last
 * commit is undone. */
int toll_case_commit(toll_case *c, toll_error *e);

/* Documents added through this handle since the last commit. */
size_t toll_case_pending(const toll_case *c);

typedef struct toll_case_counts {
  uint64_t documents, claims, events, entries; /* entries: of the log */
} toll_case_counts;
int toll_case_count(toll_case *c, toll_case_counts *out, toll_error *e);

/* --- reading back ------------------------------------------------------- */

/* A document's row. */
typedef struct toll_case_source {
  int64_t number; /* of the row, from 1 in the order of arrival */
  toll_slice id, path, url, title, outlet, byline, lang;
  toll_slice inner; /* where in the file of that path, or not given */
  uint8_t sha256[32];
  toll_day from, to; /* publication; TOLL_NO_DAY where not known */
  uint8_t format, encoding;
  uint64_t raw_offset, raw_size, text_size;
  uint32_t line;
  uint64_t claims;
  int64_t original; /* number of the document that it copies, or 0 */
  double likeness;  /* to that */
} toll_case_source;

/* A claim's row.  claim.part_of and claim.same are the ordinals of claims of the same
 * document (as claim.ordinal here), the first or -1, the second plus 1 or 0;
 * claim.steps is empty. */
typedef struct toll_case_claim {
  toll_claim claim;
  int64_t number;   /* of the row */
  uint32_t ordinal; /* from 0 within its document */
  int64_t document; /* the document's number */
  toll_slice doc;   /* the document's id */
  toll_slice outlet, title;
  toll_day published, published_to; /* the document's dates */
  char part_of[18];                 /* id of the claim that this is a part of, or "" */
  bool has_raw;                     /* whether raw_from and raw_to are known */
  uint64_t raw_from, raw_to;        /* the count's words in the original bytes */
  toll_slice event;                 /* the case's event, or not given */
  int64_t mention;                  /* number of the mention's row; 0 where there is none yet */
  uint32_t page;                    /* from 1, of a document that has pages; else 0 */
  toll_slice box;                   /* where on the page, as JSON; may be not given */
} toll_case_claim;

/* Which claims; a zeroed filter takes all. */
typedef struct toll_case_filter {
  unsigned harm;       /* a toll_harm, or 0 */
  toll_slice event;    /* id of an event of the case (not the document's number) */
  bool whole;          /* with event: also the other claims of the documents that speak of it */
  toll_slice claimant; /* occurs in the name, role or resolved name of the claimant or of one it came
                          by; for the writer's own claims, in the outlet.  Letter case is ignored */
  toll_slice who;      /* occurs in who; letter case is ignored */
  toll_slice doc;      /* id of a document */
  int64_t document;    /* number of a document's row, or 0 */
  toll_slice claim;    /* id of a claim, or the start of one */
} toll_case_filter;

/* A cursor over rows.  What a row points to is borrowed until the next call on
 * the cursor.  Close it before the case. */
typedef struct toll_case_cursor toll_case_cursor;
void toll_case_cursor_close(toll_case_cursor *cursor);

/* All documents in the order of arrival. */
int toll_case_sources(toll_case *c, toll_case_cursor **out, toll_error *e);
/* The documents that speak of the event with this id. */
int toll_case_sources_of(toll_case *c, toll_slice event, toll_case_cursor **out, toll_error *e);
/* The claims that pass the filter (NULL: all), by document and place in it.
 * The filter's slices must live as long as the cursor. */
int toll_case_claims(toll_case *c, const toll_case_filter *filter, toll_case_cursor **out, toll_error *e);

/* The next row: 1 when there is one, 0 at the end, negative on an error. */
int toll_case_source_next(toll_case_cursor *cursor, toll_case_source *out, toll_error *e);
int toll_case_claim_next(toll_case_cursor *cursor, toll_case_claim *out, toll_error *e);

/* The row as one JSON object, the same bytes as toll_claim_json of the claim
 * that was added. */
void toll_case_claim_json(const toll_case_claim *row, toll_buffer *out);

/* Appends the original bytes of the document with this id: what was hashed.
 * TOLL_E_MISSING where there is none, TOLL_E_DAMAGED where they no longer have
 * their SHA-256. */
int toll_case_document(toll_case *c, toll_slice id, toll_buffer *raw, toll_error *e);

/* Appends the bytes [span.from, span.to) of the document's text, cut at its end. */
int toll_case_text(toll_case *c, int64_t document, toll_span span, toll_buffer *out, toll_error *e);

/* --- words -------------------------------------------------------------- */

/* Documents by the words of their texts.  The query is words that must all occur:
 * "in quotes" next to each other, cut* by their beginning, -without those that must not
 * occur.  Letter case and diacritics are ignored.  The best match comes first. */
typedef struct toll_finding toll_finding;

typedef struct toll_found {
  toll_case_source source;
  toll_slice excerpt;     /* the text around the first hits, its passages parted by " … " */
  const toll_span *marks; /* the hits in the excerpt, in their order */
  size_t mark_count;
} toll_found;

/* At most so many are given back by toll_finding_next; 0: all.  TOLL_E_USAGE where the query makes
 * no sense: the offset in *e is the place in it. */
int toll_case_find(toll_case *c, toll_slice query, size_t most, toll_finding **out, toll_error *e);
void toll_finding_free(toll_finding *finding); /* before the case is closed */
/* How many documents were found, whatever the most. */
size_t toll_finding_count(const toll_finding *finding);
/* The next one: 1, 0 at the end, negative on an error.  Borrowed until the next call. */
int toll_finding_next(toll_finding *finding, toll_found *out, toll_error *e);

/* --- events ------------------------------------------------------------- */

/* Whether the stored events take in every document that is there now; see
 * toll_events_update. */
int toll_case_events_current(toll_case *c, bool *current, toll_error *e);

/* --- the log ------------------------------------------------------------ */

/* Appends an entry {"kind": kind, "at": time, "what": object} in canonical JSON
 * (RFC 8785); object is itself canonical JSON.  It is committed with the rest. */
int toll_case_note(toll_case *c, const char *kind, toll_slice object, toll_error *e);

/* An entry of the log. */
typedef struct toll_case_entry {
  uint64_t number;  /* from 0 */
  toll_slice body;  /* canonical JSON: {"at":TIME,"kind":KIND,"what":{…}} */
  uint8_t leaf[32]; /* its leaf hash */
} toll_case_entry;
/* All entries in their order, read with toll_case_entry_next like other rows. */
int toll_case_log(toll_case *c, toll_case_cursor **out, toll_error *e);
int toll_case_entry_next(toll_case_cursor *cursor, toll_case_entry *out, toll_error *e);

/* The RFC 6962 tree head over all entries: the number of leaves and the root. */
int toll_case_root(toll_case *c, uint64_t *size, uint8_t root[32], toll_error *e);

/* Checks the whole file: SQLite's own check, every document's bytes against
 * their SHA-256, every log entry against its leaf.  TOLL_E_DAMAGED names the
 * first thing that does not hold. */
int toll_case_verify(toll_case *c, toll_error *e);

#ifdef __cplusplus
}
#endif
#endif
