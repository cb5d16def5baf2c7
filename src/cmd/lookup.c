/* A folder of packs holds LANG.pack (compiled) or LANG/ (text), and places. */
#include "lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* The folder of the running program; "" when the system does not say. */
static void program_folder(char out[PATH_SIZE]) {
  ssize_t len = readlink("/proc/self/exe", out, PATH_SIZE - 1);
  out[len > 0 ? len : 0] = 0;
  char *slash = strrchr(out, '/');
  if (slash) *slash = 0;
}

/* The i-th folder to look in, or false after the last. */
static bool folder_at(size_t i, char out[PATH_SIZE]) {
  static const char *const beside[] = {"packs", "../share/toll/packs"};
  const char *named = getenv("TOLL_PACKS");
  int len = 0;
  if (i == 0) {
    len = snprintf(out, PATH_SIZE, "%s", named ? named : "");
  } else if (i <= 2) {
    char program[PATH_SIZE];
    program_folder(program);
    len = snprintf(out, PATH_SIZE, "%s/%s", program, beside[i - 1]);
  } else if (i == 3) {
    len = snprintf(out, PATH_SIZE, "%s", TOLL_DATADIR "/packs");
  } else {
    return false;
  }
  if (len >= PATH_SIZE) out[0] = 0;
  return true;
}

/* Finds NAME.pack or NAME in the folders. */
static bool find_in_folders(const char *name, char out[PATH_SIZE]) {
  char folder[PATH_SIZE];
  for (size_t i = 0; folder_at(i, folder); i++) {
    if (!folder[0]) continue;
    int len = snprintf(out, PATH_SIZE, "%s/%s.pack", folder, name);
    if (len < PATH_SIZE && access(out, R_OK) == 0) return true;
    len = snprintf(out, PATH_SIZE, "%s/%s", folder, name);
    if (len < PATH_SIZE && access(out, R_OK) == 0) return true;
  }
  return false;
}

int language_places(toll_places **out, toll_error *e) {
  char path[PATH_SIZE];
  *out = NULL;
  return find_in_folders("places", path) ? toll_places_open(path, out, e) : 0;
}

int language_open(const char *lang, struct language *out, toll_error *e) {
  char path[PATH_SIZE];
  *out = (struct language){0};
  const char *name = strcmp(lang, "auto") == 0 ? "en" : lang;
  if (!find_in_folders(name, path)) {
    toll_fail(e, TOLL_E_MISSING, "no such language pack; set TOLL_PACKS to the folder of packs", NULL, 0);
    if (e) toll_error_detail(e, name, strlen(name));
    return TOLL_E_MISSING;
  }
  int code = toll_pack_open(path, &out->pack, e);
  if (code == 0) code = language_places(&out->places, e);
  if (code != 0) language_close(out);
  return code;
}

void language_close(struct language *l) {
  if (l->places) toll_places_close(l->places);
  if (l->pack) toll_pack_close(l->pack);
  *l = (struct language){0};
}
