/* The smallest program on libtoll: prints what a report says was done to whom.
 *
 *   cc scan.c $(pkg-config --cflags --libs toll) -o scan
 *   ./scan /usr/local/share/toll/packs/en.pack < report.txt
 */
#include <stdio.h>
#include <stdlib.h>

#include <toll/document.h>
#include <toll/scan.h>

static int complain(const toll_error *e) {
  char line[1024];
  toll_error_format(e, line, sizeof line);
  fprintf(stderr, "scan: %s\n", line);
  return 1;
}

static int print_claims(toll_scanner *scanner, toll_document *doc, toll_error *e) {
  toll_claims claims;
  int code = toll_scan(scanner, doc, &claims, e);
  for (size_t i = 0; code == 0 && i < claims.count; i++) {
    const toll_claim *c = &claims.items[i];
    printf("%s: %.*s\n", toll_harm_name(c->harm), (int)c->quote.len, c->quote.at);
  }
  return code;
}

/* Reads standard input document by document; an input that cannot be read is told and skipped. */
static int read_input(toll_scanner *scanner, toll_document *doc, toll_error *e) {
  const char *paths[] = {"-"};
  toll_reader *reader;
  int code = toll_reader_open(paths, 1, &reader, e);
  if (code != 0) return code;
  while ((code = toll_reader_fetch(reader, doc, e)) != 0) {
    if (code > 0) code = toll_document_parse(doc, e);
    if (code == 0) code = print_claims(scanner, doc, e);
    if (code != 0) complain(e);
  }
  toll_reader_close(reader);
  return 0;
}

int main(int argc, char **argv) {
  toll_error e = {0};
  toll_pack *pack = NULL;
  toll_scanner *scanner = NULL;
  toll_document *doc = toll_document_new();
  if (argc != 2 || !doc) return fprintf(stderr, "usage: scan PACK < REPORT\n"), 2;
  int code = toll_pack_open(argv[1], &pack, &e);
  if (code == 0) code = toll_scanner_new(pack, NULL, &scanner, &e);
  if (code == 0) code = read_input(scanner, doc, &e);
  if (code != 0) complain(&e);
  if (scanner) toll_scanner_free(scanner);
  if (pack) toll_pack_close(pack);
  toll_document_free(doc);
  return code != 0;
}
