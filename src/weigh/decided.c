/* The decisions in force, as the grouping sees them: every mention that one speaks of
 * stands for itself or, in a copy, for the mention that it repeats. */
#include <stdlib.h>
#include <string.h>

#include "weigh/regroup.h"

struct row {
  int64_t decision, mention, node;
  uint8_t kind, side;
  toll_slice name;
};

static uint8_t kind_of(toll_slice name) {
  static const char *const kinds[] = {
      [DECIDED_MERGE] = "merge", [DECIDED_SPLIT] = "split", [DECIDED_RENAME] = "rename"};
  uint8_t kind = 0;
  while (kind < DECIDED_RENAME && (strlen(kinds[kind]) != name.len || memcmp(kinds[kind], name.at, name.len) != 0))
    kind++;
  return kind;
}

/* A list that doubles in its arena. */
static void *grow(struct arena *a, const void *old, size_t count, size_t size) {
  bool full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
  if (!full) return (void *)(uintptr_t)old;
  void *more = arena_array(a, count ? 2 * count : 8, size);
  if (more && count) memcpy(more, old, count * size);
  return more;
}

static int take_row(struct regroup *u, const struct row *row, toll_error *e) {
  struct node *node;
  int code = nodes_get(&u->nodes, row->node, &node, e);
  if (code) return code;
  if (row->kind == DECIDED_RENAME) {
    u->renamings = grow(&u->kept, u->renamings, u->renaming_count, sizeof *u->renamings);
    if (!u->renamings) return db_memory(u->c, e);
    u->renamings[u->renaming_count++] = (struct renaming){row->decision, row->mention, row->name};
    return 0;
  }
  u->decided = grow(&u->kept, u->decided, u->decided_count, sizeof *u->decided);
  if (!u->decided) return db_memory(u->c, e);
  node->decided = true;
  u->decided[u->decided_count++] = (struct decided){node, row->decision, row->mention, row->kind, row->side};
  return 0;
}

int regroup_decisions(struct regroup *u, toll_error *e) {
  struct row *rows = NULL;
  size_t count = 0;
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_DECISIONS, &s, e);
  while (!code && (code = db_step(u->c, s, e)) > 0) {
    rows = grow(&u->kept, rows, count, sizeof *rows);
    if (!rows) return db_memory(u->c, e);
    int64_t mention = sqlite3_column_int64(s, 4), repeats = sqlite3_column_int64(s, 5);
    rows[count++] = (struct row){.decision = sqlite3_column_int64(s, 0),
                                 .mention = mention,
                                 .node = repeats ? repeats : mention,
                                 .kind = kind_of(db_get_text(s, 1)),
                                 .side = (uint8_t)sqlite3_column_int(s, 3),
                                 .name = arena_copy(&u->kept, db_get_text(s, 2))};
    code = 0;
  }
  if (!code && u->kept.failed) code = db_memory(u->c, e);
  u->decided_count = u->renaming_count = 0;
  u->decided = NULL;
  u->renamings = NULL;
  for (size_t i = 0; i < count && !code; i++) code = take_row(u, &rows[i], e);
  return code;
}

int regroup_decisions_again(struct regroup *u, toll_error *e) {
  const struct decided *old = u->decided;
  size_t count = u->decided_count;
  int code = nodes_write(&u->nodes, e);
  if (!code) code = regroup_decisions(u, e);
  for (size_t i = 0; i < count && i < u->decided_count && !code; i++)
    if (old[i].node != u->decided[i].node) code = regroup_loosen(u, u->decided[i].node, e);
  return code;
}
