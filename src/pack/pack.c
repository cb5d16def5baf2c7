/* The loaded pack: look-ups, and opening, closing and saving. */
#include "pack/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "pack/compile.h"
#include "pack/folder.h"
#include "pack/image.h"

/* ---- look-ups ---- */

const struct form *pack_form(const toll_pack *p, const char *lower, size_t len) {
  if (len == 0) return NULL;
  uint64_t hash = build_hash(lower, len);
  for (size_t i = hash >> p->slot_shift; p->slots[i].form != 0; i = (i + 1) & p->slot_mask) {
    if (p->slots[i].hash != (uint32_t)hash) continue;
    const struct form *form = &p->forms[p->slots[i].form - 1];
    if (form->text_len == len && memcmp(p->strings + form->text, lower, len) == 0) return form;
  }
  return NULL;
}

const struct form *pack_form_at(const toll_pack *p, uint32_t index) {
  return index < p->head->tables[SECTION_FORMS].count ? &p->forms[index] : NULL;
}

/* An opening is tried where the first set that it asks for is met. */
bool pack_promises(const toll_pack *p, const struct needs *met) {
  if (met->bits[0] >> NEED_HARM & 1) return true;
  for (unsigned word = 0; word < NEED_BITS / 64; word++)
    for (uint64_t bits = met->bits[word] & p->firsts.bits[word]; bits; bits &= bits - 1) {
      unsigned first = word * 64 + (unsigned)__builtin_ctzll(bits);
      for (uint32_t i = p->openings_from[first]; i < p->openings_from[first + 1]; i++)
        if (tags_cover(met->bits, p->openings[i].bits)) return true;
    }
  return false;
}

const uint64_t *pack_filter(const toll_pack *p) {
  return p->filter;
}

uint32_t pack_phrase_next(const toll_pack *p, uint32_t node, const struct form *next) {
  size_t slots = p->head->tables[SECTION_EDGES].count;
  if (slots == 0 || node == 0) return 0;
  uint32_t form = pack_form_index(p, next);
  for (size_t i = edge_slot_of(node, form, slots); p->edges[i].to != 0; i = (i + 1) & (slots - 1))
    if (p->edges[i].from == node && p->edges[i].form == form) return p->edges[i].to;
  return 0;
}

const struct form *pack_phrase_form(const toll_pack *p, uint32_t node) {
  if (node >= p->head->tables[SECTION_NODES].count || p->nodes[node] == 0) return NULL;
  return &p->forms[p->nodes[node] - 1];
}

const struct rule *pack_rules(const toll_pack *p, size_t *count) {
  *count = p->head->tables[SECTION_RULES].count;
  return p->rules;
}

const struct model_choice *pack_choice(const toll_pack *p, const char *name) {
  size_t len = strlen(name);
  for (uint32_t i = 0; i < p->head->tables[SECTION_CHOICES].count; i++) {
    const struct model_choice *c = &p->choices[i];
    if (c->name_len == len && memcmp(p->strings + c->name, name, len) == 0) return c;
  }
  return NULL;
}

int32_t pack_weight(const toll_pack *p, const struct model_choice *c, const char *feature, size_t len) {
  size_t slots = p->head->tables[SECTION_WEIGHT_SLOTS].count;
  uint32_t slot;
  for (size_t i = weight_slot_of(c->first, build_hash(feature, len), slots); (slot = p->weight_slots[i]) != 0;
       i = (i + 1) & (slots - 1)) {
    const struct model_weight *w = p->weights + slot - 1;
    if (slot - 1 - c->first >= c->count || w->name_len != len) continue;
    if (memcmp(p->strings + w->name, feature, len) == 0) return w->weight;
  }
  return 0;
}

toll_slice pack_string(const toll_pack *p, uint32_t offset, uint32_t len) {
  return (toll_slice){p->strings + offset, len};
}

toll_slice pack_label(const toll_pack *p, unsigned label) {
  if (label == 0 || label > p->head->tables[SECTION_LABELS].count) return (toll_slice){NULL, 0};
  return pack_string(p, p->labels[label - 1].at, p->labels[label - 1].len);
}

static toll_slice place_text(const toll_pack *p, struct text_place place) {
  return pack_string(p, place.at, place.len);
}
toll_slice toll_pack_lang(const toll_pack *pack) {
  return place_text(pack, pack->head->lang);
}
toll_slice toll_pack_title(const toll_pack *pack) {
  return place_text(pack, pack->head->title);
}
toll_slice toll_pack_version(const toll_pack *pack) {
  return place_text(pack, pack->head->version_text);
}
toll_pack_counts toll_pack_count(const toll_pack *pack) {
  return pack->counts;
}

/* ---- opening and closing ---- */

/* Maps a file of an image; the mapping outlives the descriptor. */
static int map_file(int fd, size_t len, const char *path, toll_pack **out, toll_error *e) {
  if (len < sizeof(struct image_header)) return toll_fail(e, TOLL_E_FOREIGN, "not a compiled pack", path, 0);
  toll_pack *p = mem_alloc(sizeof *p);
  if (!p) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  void *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  int code = bytes == MAP_FAILED ? toll_fail_errno(e, "cannot map the pack", path, errno) : TOLL_OK;
  if (!code) {
    code = image_check(bytes, len, path, p, e);
    if (code) munmap(bytes, len);
  }
  if (code) {
    mem_free(p);
    return code;
  }
  p->mapped = true;
  *out = p;
  return TOLL_OK;
}

static int open_folder(const char *path, toll_pack **out, toll_error *e) {
  struct folder folder = {0};
  int code = folder_read(&folder, path, e);
  if (!code) code = pack_compile_text(folder.files, folder.count, out, e);
  folder_free(&folder);
  return code;
}

int toll_pack_open(const char *path, toll_pack **out, toll_error *e) {
  struct stat info;
  *out = NULL;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return toll_fail(e, TOLL_E_MISSING, "no such pack", path, 0);
  if (fd < 0) return toll_fail_errno(e, "cannot open the pack", path, errno);
  int code = fstat(fd, &info) ? toll_fail_errno(e, "cannot open the pack", path, errno) : TOLL_OK;
  if (!code && S_ISDIR(info.st_mode))
    code = open_folder(path, out, e);
  else if (!code && S_ISREG(info.st_mode))
    code = map_file(fd, (size_t)info.st_size, path, out, e);
  else if (!code)
    code = toll_fail(e, TOLL_E_FOREIGN, "not a compiled pack", path, 0);
  close(fd);
  return code;
}

void toll_pack_close(toll_pack *pack) {
  if (!pack) return;
  if (pack->mapped)
    munmap((void *)(uintptr_t)pack->bytes, pack->len);
  else
    mem_free((void *)(uintptr_t)pack->bytes);
  mem_free(pack);
}

/* ---- saving ---- */

static int write_all(int fd, const unsigned char *at, size_t len) {
  while (len > 0) {
    ssize_t n = write(fd, at, len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    at += n;
    len -= (size_t)n;
  }
  return 0;
}

static int save_as(const toll_pack *pack, const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return errno;
  int wrong = write_all(fd, pack->bytes, pack->len);
  if (!wrong && fsync(fd) && errno != EINVAL) wrong = errno;
  if (close(fd) && !wrong) wrong = errno;
  return wrong;
}

/* Writes beside the goal and renames, so that nobody maps half a pack. */
int toll_pack_save(const toll_pack *pack, const char *path, toll_error *e) {
  static const char ending[] = ".part";
  size_t len = strlen(path);
  struct stat there;
  if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
    return toll_fail(e, TOLL_E_IO, "not written: this is no regular file", path, 0);
  char *part = mem_alloc(len + sizeof ending);
  if (!part) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  memcpy(part, path, len);
  memcpy(part + len, ending, sizeof ending);
  int wrong = save_as(pack, part);
  if (!wrong && rename(part, path)) wrong = errno;
  if (wrong) unlink(part);
  mem_free(part);
  return wrong ? toll_fail_errno(e, "cannot write the pack", path, wrong) : TOLL_OK;
}
