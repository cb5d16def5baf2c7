/* The pack compiler, the image loader and the example reader.
 *
 * An input is a text of sections, each begun by a line `%% meta`, `%% words`,
 * `%% rules`, `%% model`, `%% tests` or `%% poke`.  All but the last are files of a
 * pack.  What they compile to is damaged as the bytes of `poke` say (three for the place, one
 * for the new value), given a right checksum again, and loaded and walked.  An
 * input that begins as an image does is loaded as one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pack/build.h"
#include "pack/compile.h"
#include "pack/example.h"
#include "pack/image.h"
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES 16

struct input {
  struct pack_file files[FILES];
  size_t count;
  toll_slice poke;
};

static uint64_t walk_form(const toll_pack *p, const struct form *f) {
  toll_slice text = pack_string(p, f->text, f->text_len);
  uint64_t sum = f == pack_form(p, text.at, text.len);
  if (text.len) sum += f == pack_form_letters(p, text.at, text.len, build_hash(text.at, text.len));
  for (size_t i = 0; i < text.len; i++) sum += (unsigned char)text.at[i];
  const struct reading *r = pack_readings(p, f);
  sum += pack_needs(p, f->opens).bits[0];
  for (uint32_t i = 0; i < f->count; i++) {
    toll_slice label = pack_label(p, r[i].label);
    for (size_t k = 0; k < label.len; k++) sum += (unsigned char)label.at[k];
    sum += pack_form_at(p, r[i].lemma)->text_len;
    sum += toll_harm_name(r[i].harm) != NULL;
  }
  uint32_t node = f->phrase;
  while (node) {
    const struct form *end = pack_phrase_form(p, node);
    sum += end ? end->words : 0;
    node = pack_phrase_next(p, node, f);
  }
  return sum;
}

static uint64_t walk_rule(const toll_pack *p, const struct rule *r) {
  toll_slice name = pack_string(p, r->name, r->name_len);
  uint64_t sum = 0;
  for (size_t i = 0; i < name.len; i++) sum += (unsigned char)name.at[i];
  sum += pack_lemma_in(p, r->lemma_first, r->lemma_count, UINT32_MAX);
  for (unsigned i = 0; i < r->conditions; i++)
    sum += pack_lemma_in(p, r->when[i].lemma_first, r->when[i].lemma_count, UINT32_MAX);
  return sum;
}

/* A feature that is known, one that is not, and the longest. */
static uint64_t walk_model(const toll_pack *p) {
  const struct model_choice *c = pack_choice(p, "confidence");
  char name[MODEL_NAME_BYTES] = "form=about";
  if (!c) return 0;
  uint64_t sum = (uint64_t)pack_weight(p, c, name, 10) + (uint64_t)pack_weight(p, c, "", 0);
  memset(name, 'z', sizeof name);
  return sum + (uint64_t)pack_weight(p, c, name, sizeof name);
}

/* Follows everything in the pack to where it leads. */
static void walk(const toll_pack *p) {
  uint64_t sum = toll_pack_lang(p).len + toll_pack_title(p).len + toll_pack_count(p).words;
  const struct form *f;
  for (uint32_t i = 0; (f = pack_form_at(p, i)) != NULL; i++) sum += walk_form(p, f);
  size_t count;
  const struct rule *rules = pack_rules(p, &count);
  for (size_t i = 0; i < count; i++) sum += walk_rule(p, &rules[i]);
  sum += walk_model(p);
  volatile uint64_t kept = sum;
  (void)kept;
}

static void load(const void *bytes, size_t len) {
  toll_pack *p;
  toll_error e;
  if (pack_load_bytes(bytes, len, &p, &e) == 0) walk(p);
  toll_pack_close(p);
}

static void load_sealed(unsigned char *bytes, size_t len) {
  if (len >= sizeof(struct image_header)) image_seal(bytes, len);
  load(bytes, len);
}

static void poke(toll_slice image, toll_slice how) {
  unsigned char *copy = malloc(image.len);
  if (!copy) return;
  memcpy(copy, image.at, image.len);
  for (size_t i = 0; i + 4 <= how.len; i += 4) {
    const unsigned char *h = (const unsigned char *)how.at + i;
    copy[((size_t)h[0] << 16 | (size_t)h[1] << 8 | h[2]) % image.len] = h[3];
  }
  load_sealed(copy, image.len);
  free(copy);
}

/* Takes the input apart.  A section's name is the word behind `%% `. */
static void split(struct input *in, const char *at, size_t size) {
  static const char *const names[] = {"meta", "words", "rules", "model", "tests"}; /* enum pack_file_kind */
  const char *end = at + size;
  while (at < end && in->count < FILES) {
    const char *line = memchr(at, '\n', (size_t)(end - at));
    if (!line) break;
    const char *next = memmem(line, (size_t)(end - line), "\n%% ", 4);
    toll_slice body = {line + 1, (size_t)((next ? next : end) - line)};
    body.len = body.len > 0 ? body.len - 1 + (next != NULL) : 0;
    if (body.at + body.len > end) body.len = (size_t)(end - body.at);
    for (unsigned k = 0; k < 5; k++)
      if ((size_t)(line - at) == 3 + strlen(names[k]) && memcmp(at + 3, names[k], strlen(names[k])) == 0)
        in->files[in->count++] = (struct pack_file){names[k], body, (enum pack_file_kind)k};
    if (line - at == 7 && memcmp(at, "%% poke", 7) == 0) in->poke = body;
    at = next ? next + 1 : end;
  }
}

static void compile(const struct input *in) {
  toll_pack *p;
  toll_error e;
  if (pack_compile_text(in->files, in->count, &p, &e) == 0) {
    walk(p);
    load(pack_image(p).at, pack_image(p).len);
    poke(pack_image(p), in->poke);
  }
  toll_pack_close(p);
  struct example_list list = {0};
  if (pack_examples_text(in->files, in->count, &list, &e) == 0) {
    const toll_claims none = {NULL, 0};
    char why[300];
    for (const struct example *x = NULL; (x = pack_examples_next(&list, x)) != NULL;)
      pack_example_match(x, NULL, &none, why, sizeof why);
  }
  pack_examples_free(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size >= 8 && memcmp(data, IMAGE_MAGIC, 8) == 0) {
    load(data, size);
    unsigned char *copy = malloc(size);
    if (copy) {
      memcpy(copy, data, size);
      load_sealed(copy, size);
    }
    free(copy);
    return 0;
  }
  struct input in = {.poke = {NULL, 0}};
  if (size > 0) split(&in, (const char *)data, size);
  compile(&in);
  return 0;
}
