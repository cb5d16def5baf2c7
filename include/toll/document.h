/* A document: the UTF-8 text of one report, what is known about it, and the way
 * back from every byte of that text to the bytes of the original file.
 *
 * A toll_document is a reusable holder.  It owns one arena; reading the next
 * document into it invalidates every slice of the one before.  One thread uses
 * a holder at a time; different holders are independent. */
#ifndef TOLL_DOCUMENT_H
#define TOLL_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum toll_format {
  TOLL_FORMAT_TEXT,
  TOLL_FORMAT_HTML,
  TOLL_FORMAT_JSONL, /* one document a line */
  TOLL_FORMAT_PDF,   /* has pages; the text is put together from them */
  TOLL_FORMAT_DOCX,  /* Office Open XML */
  TOLL_FORMAT_ODT,   /* OpenDocument text */
  TOLL_FORMAT_MAIL,  /* a message, or one that is quoted or forwarded in it */
  TOLL_FORMAT_FEED,  /* an item of a feed */
  TOLL_FORMAT_COUNT
};

enum toll_encoding {
  TOLL_ENCODING_UTF8,
  TOLL_ENCODING_UTF16LE,
  TOLL_ENCODING_UTF16BE,
  TOLL_ENCODING_WINDOWS_1252, /* also Latin-1 */
  TOLL_ENCODING_WINDOWS_1251,
  TOLL_ENCODING_WINDOWS_1250,
  TOLL_ENCODING_WINDOWS_1253,
  TOLL_ENCODING_WINDOWS_1254, /* also Latin-5 */
  TOLL_ENCODING_WINDOWS_1255,
  TOLL_ENCODING_WINDOWS_1256,
  TOLL_ENCODING_WINDOWS_1257,
  TOLL_ENCODING_ISO_8859_2,
  TOLL_ENCODING_ISO_8859_5,
  TOLL_ENCODING_KOI8_R,
  TOLL_ENCODING_KOI8_U,
  TOLL_ENCODING_COUNT
};

typedef struct toll_document toll_document;

/* What is known about the document in the holder.  Borrowed from the holder. */
typedef struct toll_document_info {
  toll_slice id;    /* given by the input, or "sha256:" + 64 hex digits */
  toll_slice path;  /* the file as the user named it; "-" for standard input */
  toll_slice inner; /* where in that file: "reports/a.html", "record at 10241", joined by "!"; not given where it is the
                       file */
  toll_slice url;   /* canonical address, where given */
  toll_slice title; /* where given; it is also the first line of the text */
  toll_slice outlet;  /* newspaper, agency or body that published it */
  toll_slice byline;  /* the author as printed, without "By" */
  toll_slice lang;    /* BCP 47 as given, or empty */
  toll_slice text;    /* UTF-8, valid; windows of one long text follow each other */
  toll_slice raw;     /* the original bytes of this document (a line for JSONL) */
  uint8_t sha256[32]; /* of raw; of the whole file where the text comes in windows */
  toll_day from, to;  /* publication day or interval; TOLL_NO_DAY where not known */
  enum toll_format format;
  enum toll_encoding encoding;
  uint32_t base;          /* offset of text within the document's whole text; 0 for the first window */
  uint64_t raw_offset;    /* where raw starts in its file or, where inner is given, its member (JSONL lines, windows) */
  uint64_t member_offset; /* where the member, or the gzip member it is in, starts in what holds it; 0 where that says
                             nothing */
  uint32_t line;          /* 1-based line in its file for JSONL, else 0 */
  bool more;              /* another window of the same document follows */
  uint32_t repaired;      /* bytes that were no valid text and became U+FFFD */
} toll_document_info;

/* A new empty holder, NULL when memory is out.  Free with toll_document_free. */
toll_document *toll_document_new(void);
void toll_document_free(toll_document *doc);

const toll_document_info *toll_document_get(const toll_document *doc);

/* Makes a document of bytes in memory, whose kind is decided by the bytes.
 * bytes must live as long as the document is used; path is only a label and is
 * copied.  A text that is longer than one window is refused with TOLL_E_LIMIT
 * (use toll_reader for those).  JSONL: the first line only.
 * Errors: TOLL_E_EMPTY, TOLL_E_BINARY, TOLL_E_FORMAT, TOLL_E_LIMIT, TOLL_E_MEMORY. */
int toll_document_from_bytes(toll_document *doc, toll_slice bytes, const char *path, toll_error *e);

/* The original bytes that a span of the text came from: fills [*from, *to) as
 * offsets in the original file, or in the member's own bytes where info.inner is given
 * or the file is compressed.  Returns false where the format keeps none. */
bool toll_document_raw_span(const toll_document *doc, toll_span text, uint64_t *from, uint64_t *to);

/* Where a span of the text is printed: *page counts from 1, box is left, top, right
 * and bottom in points (1/72 inch) from the page's upper left corner, around the
 * words of the span that stand on the page where it begins.  Returns false where
 * the format has no pages, or the span no words. */
bool toll_document_box(const toll_document *doc, toll_span text, uint32_t *page, double box[4]);

/* Walks files, folders (sorted by name, recursively) and "-" in the order given,
 * and yields their documents one by one.
 *
 * Files that hold others (compressed files, archives, web archives) are opened, and
 * give what is in them; doc/man/toll-formats.5.scd says which, and within which limits.
 *
 * Memory: one window of text at a time (TOLL_WINDOW bytes), never a whole file;
 * standard input is read the same way. */
typedef struct toll_reader toll_reader;

#define TOLL_WINDOW ((size_t)512 << 10)    /* longest stretch of plain text handed over at once */
#define TOLL_RECORD_MAX ((size_t)16 << 20) /* longest HTML page or JSONL line that is read */
#define TOLL_FILE_MAX ((size_t)64 << 20)   /* longest PDF, DOCX or ODT */

/* paths: count borrowed strings that must outlive the reader. */
int toll_reader_open(const char *const *paths, size_t count, toll_reader **out, toll_error *e);
/* Keeps the reader from a case that is open in this process, and from the files that SQLite has
 * beside it: to open and close them would take SQLite's locks on them away.  To be called while
 * the case is open and before the first fetch. */
int toll_reader_apart(toll_reader *reader, const char *path, toll_error *e);
void toll_reader_close(toll_reader *reader);

/* Fetches the next document's raw bytes into doc, without decoding; its id and hash
 * are there when it is identified or parsed.  Returns 1 when there is one, 0 at the end, and a negative code when
 * an input could not be read: that input is skipped, e says which and why, and
 * the next call goes on with the rest.  Not thread-safe; hold a lock. */
int toll_reader_fetch(toll_reader *reader, toll_document *doc, toll_error *e);

/* Finds the hash and the id of what was fetched; a line of JSONL that gives itself another id
 * has that one when it is parsed.  Nothing is done twice.  Thread-safe across holders.  doc is
 * const for those who only read it: no const holder is ever made, and what one finds out when
 * it is first asked is no change of the document.  Returns 0 or TOLL_E_MEMORY. */
int toll_document_identify(const toll_document *doc, toll_error *e);

/* Identifies and decodes what was fetched: text, map, metadata.  Thread-safe across holders.
 * Returns 0 or a negative code as toll_document_from_bytes. */
int toll_document_parse(toll_document *doc, toll_error *e);

/* The same for those who have no use for a document without claims: hash and id are not found
 * unless the document gives itself one.  A scan that finds claims identifies the document. */
int toll_document_parse_unnamed(toll_document *doc, toll_error *e);

/* Total input bytes known so far and bytes fetched so far, for a progress bar;
 * total is 0 while not known (standard input). */
void toll_reader_progress(const toll_reader *reader, uint64_t *done, uint64_t *total);

/* What a reader passes over without an error, because nobody chose it: a web archive
 * holds all that a page was made of. */
enum toll_passed {
  TOLL_PASSED_PICTURE,
  TOLL_PASSED_MEDIA,  /* sound and film */
  TOLL_PASSED_SCRIPT, /* scripts, styles, fonts */
  TOLL_PASSED_OTHER,  /* bytes that are no document */
  TOLL_PASSED_ABSENT, /* answers such as "not found" or "moved" */
  TOLL_PASSED_EMPTY,
  TOLL_PASSED_COUNT
};

/* How many of each so far, over all files. */
void toll_reader_passed(const toll_reader *reader, uint64_t counts[TOLL_PASSED_COUNT]);

#ifdef __cplusplus
}
#endif
#endif
