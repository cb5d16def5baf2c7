/* The inside of a toll_document, shared by the files of this folder.
 *
 * The way of the bytes: raw --decode--> page (UTF-8) --format--> text.  For plain
 * text the page is the text; for HTML and JSONL the text is made of pieces of
 * the page, and the way back is the two maps one after the other. */
#ifndef TOLL_READ_HOLDER_H
#define TOLL_READ_HOLDER_H

#include "base/arena.h"
#include "base/hash.h"
#include "read/decode.h"
#include "read/header.h"
#include "read/html_page.h"
#include "read/pages.h"
#include "read/pieces.h"
#include "toll/document.h"

struct toll_document {
  struct arena arena; /* strings of info */
  toll_document_info info;
  toll_buffer path;  /* of the file, NUL-terminated */
  toll_buffer label; /* path and "!" and inner where there is one, NUL-terminated: for errors */
  toll_buffer raw;   /* the original bytes, where the holder owns them */
  size_t skip;       /* byte-order mark in raw */
  struct decoded page;
  struct html_page html; /* working memory of the HTML reader, kept between pages */
  struct pieces text;    /* for HTML and JSONL */
  bool pieced;           /* text is made of pieces of the page */
  struct pages pages;    /* for PDF: words and their places */
  bool made;             /* by its container: nothing is left to do but to read the text's head */
  struct sha256 hash;
  struct header head;         /* of a long text's first window, for the later ones */
  struct header known;        /* what the containers around it know */
  bool url_first, date_first; /* and which of it stands before the document's own */
  bool given_id, has_offset;  /* a container, or the document itself, gave them */
  bool unnamed;               /* raw is still to be hashed */
  bool valid;                 /* raw was seen to be valid UTF-8 from its first byte on */
};

struct member;

/* Empties the holder for the next document; path is copied. */
void holder_reset(toll_document *doc, const char *path);

/* Sets info.sha256 and info.id from the digest.  Returns 0 or TOLL_E_MEMORY. */
int holder_identify(toll_document *doc, const uint8_t digest[SHA256_SIZE], toll_error *e);

/* Copies a header's fields into info where info has none. */
void holder_adopt(toll_document *doc, const struct header *head);

/* Names the document: label is the path (len bytes), or that, "!" and the name inside. */
void holder_place(toll_document *doc, size_t len, const char *label);

/* Takes what a container knows; called for the innermost first. */
void holder_know(toll_document *doc, const struct member *member);

/* Takes a document that its container has made.  Returns 0 or TOLL_E_MEMORY. */
int holder_made(toll_document *doc, const struct member *member, toll_error *e);

/* The path as the user named it, with the name inside; never NULL. */
const char *holder_path(const toll_document *doc);

/* Makes room for size bytes in raw.  Returns 0 or TOLL_E_MEMORY. */
int holder_room(toll_document *doc, size_t size);

/* Fails with the document's path, and its line where it has one. */
int holder_fail(const toll_document *doc, int code, const char *message, uint64_t offset, toll_error *e);

/* The formats: from doc->page to doc->info. */
int jsonl_parse(toll_document *doc, toll_error *e);
int html_parse(toll_document *doc, toll_error *e);

/* Formats that are no text: from doc->info.raw to doc->info. */
int pdf_parse(toll_document *doc, toll_error *e);
int docx_parse(toll_document *doc, toll_error *e);
int odt_parse(toll_document *doc, toll_error *e);

/* Whether the bytes of the format are no text in an encoding, and not decoded. */
bool format_packed(enum toll_format format);

/* Longest file or record of the format that is read, and the words for one that is longer. */
size_t format_limit(enum toll_format format, const char **message);

#endif
