/* What DOCX and ODT share: both are ZIP archives of XML parts. */
#ifndef TOLL_READ_OFFICE_H
#define TOLL_READ_OFFICE_H

#include "read/holder.h"
#include "read/prose.h"
#include "read/xml.h"

#define OFFICE_PART_MAX ((size_t)64 << 20) /* bytes of one part, unpacked */

/* What kind of office document the bytes begin.  name: of one that is not read ("a
 * spreadsheet"), else NULL.  False: none, though it may be an archive. */
bool office_looks(toll_slice head, enum toll_format *format, const char **name);

/* Reads one part of doc->info.raw with x.  1; 0: there is no such part; negative: told of the document. */
int office_part(const toll_document *doc, toll_slice part, struct xml *x, toll_error *e);

/* What a document says of itself beside its text. */
struct office_facts {
  toll_buffer title, author, lang;
};
void office_facts_free(struct office_facts *f);

/* The part with the facts, and where they stand in it: any id of office_fact. */
enum office_fact { FACT_TITLE = 1, FACT_AUTHOR, FACT_LANG };
int office_read_facts(const toll_document *doc, toll_slice part, const struct xml_name *names, struct office_facts *out,
                      toll_error *e);

/* Makes the prose the document's text, and adds what is known of it.  Takes the
 * prose's memory.  heading: of the text, or none. */
int office_finish(toll_document *doc, struct prose *p, const struct office_facts *f, toll_span heading, toll_error *e);

#endif
