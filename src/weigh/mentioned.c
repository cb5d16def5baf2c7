/* A document that comes in one window is what mention_make takes; of a longer one
 * the windows' mentions with the same number are one.  A window that speaks of harm
 * without a figure counts only where no other window of the document has a claim. */
#include "weigh/mentioned.h"

#include <stdlib.h>
#include <string.h>

static int memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

static struct mention *list(const struct mentioned *m) {
  return (struct mention *)(void *)m->found.at;
}

static size_t count(const struct mentioned *m) {
  return m->found.len / sizeof(struct mention);
}

static void take(struct mentioned *m, const struct mention *made) {
  for (size_t i = 0; i < count(m); i++)
    if (list(m)[i].number == made->number) {
      mention_take(&list(m)[i], made);
      return;
    }
  toll_buffer_add(&m->found, (const char *)made, sizeof *made);
}

static void take_harm(struct mentioned *m, const struct mention *made) {
  if (m->has_harm)
    mention_take(&m->harm, made);
  else
    m->harm = *made;
  m->has_harm = true;
}

static int compare_numbers(const void *a, const void *b) {
  const struct mention *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

static int pack_all(struct mentioned *m, toll_mentions *out, toll_error *e) {
  if (m->has_harm && count(m) == 0) toll_buffer_add(&m->found, (const char *)&m->harm, sizeof m->harm);
  size_t n = count(m);
  if (n) qsort(list(m), n, sizeof *list(m), compare_numbers);
  arena_reset(&m->packed);
  toll_mention *items = ARENA_ARRAY(&m->packed, n, toll_mention);
  for (size_t i = 0; items && i < n; i++) {
    unsigned char packed[MENTION_PACKED_MAX];
    const char *bytes = (const char *)packed;
    size_t len = mention_pack(&list(m)[i], packed);
    items[i] = (toll_mention){list(m)[i].number, list(m)[i].claims, arena_copy(&m->packed, (toll_slice){bytes, len})};
  }
  if (m->packed.failed || m->found.failed) return memory(e);
  *out = (toll_mentions){items, n, MENTION_VERSION};
  return 0;
}

int mentioned_window(struct mentioned *m, const toll_document_info *info, const toll_claims *claims, toll_mentions *out,
                     toll_error *e) {
  struct mention *made;
  size_t made_count;
  *out = (toll_mentions){.version = MENTION_VERSION};
  if (info->base == 0) {
    if (m->found.failed) toll_buffer_free(&m->found);
    m->found.len = 0;
    m->has_harm = false;
  }
  arena_reset(&m->window);
  if (mention_make(&m->maker, info, claims, &m->window, &made, &made_count)) return memory(e);
  for (size_t i = 0; i < made_count; i++) {
    if (made[i].claims == 0)
      take_harm(m, &made[i]);
    else
      take(m, &made[i]);
  }
  return info->more ? 0 : pack_all(m, out, e);
}

void mentioned_free(struct mentioned *m) {
  arena_free(&m->window);
  arena_free(&m->packed);
  toll_buffer_free(&m->found);
}
