/* The compiler: pack.txt, then all words, then all rules, then the model, then the image. */
#include "pack/compile.h"

#include <string.h>

#include "base/alloc.h"
#include "pack/build.h"
#include "pack/feature.h"
#include "pack/image.h"
#include "pack/model.h"
#include "pack/rules.h"
#include "pack/words.h"

/* ---- pack.txt ---- */

enum meta_key { META_LANG, META_TITLE, META_VERSION, META_COUNT };
static const char *const meta_names[META_COUNT] = {"lang", "title", "version"};

/* A BCP 47 tag, lower case: letters, digits and hyphens, as it begins rule names. */
static bool is_lang(toll_slice s) {
  for (size_t i = 0; i < s.len; i++)
    if ((s.at[i] < 'a' || s.at[i] > 'z') && (s.at[i] < '0' || s.at[i] > '9') && s.at[i] != '-') return false;
  return s.len > 0 && s.len <= 32;
}

static int read_meta_line(const struct line_reader *lines, toll_slice line, toll_slice values[META_COUNT]) {
  toll_slice key;
  line_word(&line, &key);
  size_t i = 0;
  while (i < META_COUNT && !line_is(key, meta_names[i])) i++;
  if (i == META_COUNT) return line_fail_near(lines, "unknown key", key, name_nearest(meta_names, META_COUNT, key));
  if (values[i].at) return line_fail(lines, "this key is given twice", key);
  values[i] = line_trim(line);
  if (values[i].len == 0) return line_fail(lines, "this key needs a value", key);
  if (i == META_LANG && !is_lang(values[i])) return line_fail(lines, "not a language code such as en", values[i]);
  return TOLL_OK;
}

static int read_meta(const struct pack_file *file, toll_slice values[META_COUNT], toll_error *e) {
  struct line_reader lines;
  toll_slice line;
  int code = lines_open(&lines, file, e);
  while (!code && lines_next(&lines, &line)) code = read_meta_line(&lines, line, values);
  if (code || values[META_LANG].at) return code;
  lines.line = 0;
  return line_fail(&lines, "the pack does not say its language", TOLL_LIT("lang"));
}

int pack_meta_lang(const struct pack_file *file, toll_slice *lang, toll_error *e) {
  toll_slice values[META_COUNT] = {{0}};
  int code = read_meta(file, values, e);
  *lang = values[META_LANG];
  return code;
}

static int keep_meta(struct pack_build *b, const struct pack_file *file, toll_error *e) {
  toll_slice values[META_COUNT] = {{0}};
  int code = read_meta(file, values, e);
  if (code) return code;
  struct text_place *places[META_COUNT] = {&b->lang, &b->title, &b->version};
  for (size_t i = 0; i < META_COUNT && !code; i++) code = build_string(b, values[i], places[i]);
  return code ? toll_fail(e, code, "out of memory", file->path, 0) : TOLL_OK;
}

/* ---- all files ---- */

typedef int file_reader(struct pack_build *b, const struct pack_file *file, toll_error *e);

static int read_kind(struct pack_build *b, const struct pack_file *files, size_t count, enum pack_file_kind kind,
                     file_reader *read, toll_error *e) {
  int code = TOLL_OK;
  for (size_t i = 0; i < count && !code; i++)
    if (files[i].kind == kind) code = read(b, &files[i], e);
  return code;
}

static int read_all(struct pack_build *b, const struct pack_file *files, size_t count, toll_error *e) {
  size_t metas = 0;
  for (size_t i = 0; i < count; i++) metas += files[i].kind == PACK_FILE_META;
  if (metas != 1) return toll_fail(e, TOLL_E_MISSING, "a pack has one pack.txt", count ? files[0].path : NULL, 0);
  int code = read_kind(b, files, count, PACK_FILE_META, keep_meta, e);
  if (!code) code = read_kind(b, files, count, PACK_FILE_WORDS, words_read, e);
  if (!code) code = read_kind(b, files, count, PACK_FILE_RULES, rules_read, e);
  if (!code) code = read_kind(b, files, count, PACK_FILE_MODEL, model_read, e);
  return code;
}

/* Makes the handle of an image in heap memory, which it takes over also when it fails. */
static int adopt(unsigned char *bytes, size_t len, const char *path, toll_pack **out, toll_error *e) {
  toll_pack *p = mem_alloc(sizeof *p);
  int code = p ? image_check(bytes, len, path, p, e) : toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  if (code) {
    mem_free(p);
    mem_free(bytes);
    return code;
  }
  *out = p;
  return TOLL_OK;
}

int pack_compile_text(const struct pack_file *files, size_t count, toll_pack **out, toll_error *e) {
  struct pack_build b = {0};
  unsigned char *bytes = NULL;
  size_t len = 0;
  *out = NULL;
  int code = read_all(&b, files, count, e);
  if (!code) {
    code = image_make(&b, &bytes, &len);
    if (code) toll_fail(e, code, code == TOLL_E_MEMORY ? "out of memory" : "the pack is too large", files[0].path, 0);
  }
  build_free(&b);
  return code ? code : adopt(bytes, len, files[0].path, out, e);
}

int pack_load_bytes(const void *bytes, size_t len, toll_pack **out, toll_error *e) {
  *out = NULL;
  unsigned char *copy = mem_alloc(len);
  if (!copy) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  if (len > 0) memcpy(copy, bytes, len);
  return adopt(copy, len, NULL, out, e);
}

toll_slice pack_image(const toll_pack *p) {
  return (toll_slice){(const char *)p->bytes, p->len};
}
