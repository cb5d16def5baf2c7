/* Expat gives names as "namespace|local"; the table is asked by the local part
 * first, so that the long addresses are compared for few elements only.  Its memory
 * is its own: refused an allocation of ours, expat 2.5 takes some documents for damaged. */
#include "read/xml.h"

#include <expat.h>
#include <string.h>

#define PIECE_MAX ((size_t)1 << 30)

static const char doctype[] = "its XML declares a document type, which is not read";

static const char *local_part(const char *name) {
  const char *bar = strrchr(name, '|');
  return bar ? bar + 1 : name;
}

static unsigned find_name(const struct xml *x, const char *name) {
  const char *local = local_part(name);
  for (const struct xml_name *n = x->names; n->local; n++) {
    if (n->local[0] != local[0] || strcmp(n->local, local) != 0) continue;
    const char *space = strstr(name, n->space);
    if (space && space < local) return n->id;
  }
  return 0;
}

const char *xml_attr(const char *const *attrs, const char *local) {
  for (; *attrs; attrs += 2)
    if (strcmp(local_part(attrs[0]), local) == 0) return attrs[1];
  return NULL;
}

static void stop_if_told(struct xml *x) {
  if (x->stop) XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attrs) {
  struct xml *x = data;
  if (x->skip > 0) {
    x->skip++;
    return;
  }
  if (!x->start(x->state, find_name(x, name), attrs)) x->skip = 1;
  stop_if_told(x);
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
  struct xml *x = data;
  if (x->skip > 0) {
    x->skip--;
    return;
  }
  x->end(x->state, find_name(x, name));
  stop_if_told(x);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int len) {
  struct xml *x = data;
  if (x->skip > 0 || len <= 0) return;
  x->text(x->state, (toll_slice){text, (size_t)len});
  stop_if_told(x);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int internal) {
  struct xml *x = data;
  (void)name, (void)system, (void)public, (void)internal;
  x->stop = doctype;
  XML_StopParser(x->parser, XML_FALSE);
}

int xml_open(struct xml *x, toll_error *e) {
  x->skip = 0;
  x->stop = NULL;
  XML_Parser parser = XML_ParserCreateNS(NULL, '|');
  x->parser = parser;
  if (!parser) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  XML_SetUserData(parser, x);
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  return 0;
}

static int fail(struct xml *x, toll_error *e) {
  enum XML_Error error = XML_GetErrorCode(x->parser);
  if (error == XML_ERROR_NO_MEMORY) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  if (x->stop) return toll_fail(e, x->stop == doctype ? TOLL_E_FORMAT : TOLL_E_LIMIT, x->stop, NULL, 0);
  toll_fail(e, TOLL_E_FORMAT, "its XML is damaged", NULL, 0);
  const char *why = XML_ErrorString(error);
  if (e && why) toll_error_detail(e, why, strlen(why));
  return TOLL_E_FORMAT;
}

int xml_take(struct xml *x, toll_slice bytes, bool last, toll_error *e) {
  if (bytes.len > PIECE_MAX) return toll_fail(e, TOLL_E_LIMIT, "too long for XML", NULL, 0);
  if (XML_Parse(x->parser, bytes.at, (int)bytes.len, last) != XML_STATUS_OK) return fail(x, e);
  return 0;
}

void xml_close(struct xml *x) {
  if (x->parser) XML_ParserFree(x->parser);
  x->parser = NULL;
}
