/* What is searched for: whatever is typed, it is refused, or the index understands it. */
#include <sqlite3.h>
#include <string.h>

#include "case/query.h"
#include "document_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(sqlite3 *db, const toll_buffer *match) {
  sqlite3_stmt *s = NULL;
  must(sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1", -1, &s, NULL) == SQLITE_OK);
  must(sqlite3_bind_text(s, 1, match->at, (int)match->len - 1, SQLITE_STATIC) == SQLITE_OK);
  int got = sqlite3_step(s);
  must(got == SQLITE_ROW || got == SQLITE_DONE);
  sqlite3_finalize(s);
}

/* The words of the text itself are found in it. */
static void check_hits(const struct query_term *term, toll_slice text) {
  struct word words[QUERY_WORDS];
  size_t count = 0, at = 0;
  while (count < QUERY_WORDS && query_word(text, &at, &words[count], NULL)) {
    must(words[count].span.from < words[count].span.to && words[count].span.to <= text.len);
    count++;
  }
  must(query_hits(term, text, words, count));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct query q;
  struct arena arena = {0};
  toll_buffer match = {0};
  toll_error e = {0};
  sqlite3 *db = NULL;
  if (size > 4096) return 0;
  must(sqlite3_open(":memory:", &db) == SQLITE_OK);
  must(sqlite3_exec(
           db, "CREATE VIRTUAL TABLE t USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2')",
           NULL, NULL, NULL) == SQLITE_OK);
  int code = query_read((toll_slice){(const char *)data, size}, &q, &arena, &e);
  must(code == 0 || (code == TOLL_E_USAGE && e.offset <= size && e.message));
  if (code == 0) {
    query_match(&q, &match);
    ask(db, &match);
    for (size_t i = 0; i < q.count; i++) {
      must(q.terms[i].count > 0);
      check_hits(&q.terms[i], q.terms[i].text);
    }
  }
  sqlite3_close(db);
  toll_buffer_free(&match);
  arena_free(&arena);
  return 0;
}
