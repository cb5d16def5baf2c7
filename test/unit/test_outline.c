/* The outline of a passage is the same whether its words were met before or not. */
#include "extract/outline.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "toll/scan.h"

static const char *const passages[] = {
    "Gunmen killed 14 farmers in the eastern village of Tamsaroo, near Port Elizabeth, on 3 May 1998.",
    "Twelve people died in Paris, Texas; in Paris the mayor of Nice said it was nice.",
    "A bomb in São Paulo, “heavy” shelling of New York and New Delhi; the Straße to Köln, Ürümqi and N'Djamena.",
    "In march they march in March; Turkish soldiers near Of and Bath took a bath. US and us.",
    ("Donaudampfschifffahrtsgesellschaftskapitaenskajuetentuerschluessel und "
     "Donaudampfschifffahrtsgesellschaftskapitaene"),
    "",
    "1,200 of 3,000 were wounded, two thousand fled; 1,2 and 12,34 and 2024.",
};
#define PASSAGES (sizeof passages / sizeof *passages)

static bool same_text(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static bool same_word(const struct outline_word *a, const struct outline_word *b) {
  return same_text(a->text, b->text) && a->hash == b->hash && a->sound == b->sound && a->value == b->value &&
         a->weight == b->weight && a->traits == b->traits;
}

static bool same(const struct outline *a, const struct outline *b) {
  if (a->word_count != b->word_count || a->place_count != b->place_count) return false;
  for (size_t i = 0; i < a->word_count; i++)
    if (!same_word(&a->words[i], &b->words[i])) return false;
  for (size_t i = 0; i < a->place_count; i++)
    if (!same_text(a->places[i].text, b->places[i].text) || a->places[i].place != b->places[i].place) return false;
  return a->classes == b->classes && a->harm == b->harm && a->kind == b->kind;
}

struct room {
  toll_pack *pack;
  toll_places *places;
  struct arena arena;
  struct outline fresh, memory;
};

/* Reads the passage with and without the memory; both may weigh each word or leave the light ones out. */
static bool read_alike(struct room *room, const char *text, bool all) {
  toll_slice passage = {text, strlen(text)};
  arena_reset(&room->arena);
  outline_clear(&room->fresh);
  outline_clear(&room->memory);
  room->fresh.all = room->memory.all = all;
  return outline_read(&room->fresh, room->pack, room->places, passage, &room->arena) == 0 &&
         outline_read(&room->memory, room->pack, room->places, passage, &room->arena) == 0 &&
         same(&room->fresh, &room->memory);
}

static void check_passages(struct room *room, const char *what) {
  bool alike = true;
  for (size_t round = 0; round < 2 * PASSAGES; round++)
    alike = alike && read_alike(room, passages[round / 2], round % 2 == 0);
  OK(alike, what);
}

/* Ten words of their own for each number. */
static void make_words(char *out, size_t size, unsigned number) {
  size_t len = 0;
  for (unsigned i = 0; i < 10; i++) {
    char word[8] = "Wodaaaa";
    for (unsigned n = number * 10 + i, k = 3; k < 7; k++, n /= 26) word[k] = (char)('a' + n % 26);
    len += (size_t)snprintf(out + len, size - len, "%s ", word + (number + i) % 2);
  }
}

/* A memory that runs full goes on without keeping what is new, and then starts afresh. */
static void check_full(struct room *room) {
  char text[128];
  bool alike = true;
  for (unsigned i = 0; i < 2000 && alike; i++) {
    make_words(text, sizeof text, i);
    alike = read_alike(room, text, true) && read_alike(room, text, false);
    if (i == 1500) check_passages(room, "and with a memory that is full");
    if (i == 1600) outline_memory_next(room->memory.memory);
  }
  OK(alike, "and for more words than a memory holds");
}

int main(void) {
  toll_error e = {0};
  struct room room = {0};
  if (toll_pack_open(SOURCE_ROOT "/packs/en", &room.pack, &e) ||
      toll_places_open(SOURCE_ROOT "/packs/places", &room.places, &e))
    return 1;
  room.memory.memory = outline_memory_new();
  OK(room.memory.memory != NULL, "there is a memory");
  check_passages(&room, "an outline is the same with a memory and without");
  check_full(&room);
  outline_memory_free(room.memory.memory);
  toll_pack *pack = room.pack;
  toll_places *places = room.places;
  room.pack = NULL;
  room.places = NULL;
  room.memory.memory = outline_memory_new();
  check_passages(&room, "and without a pack or a gazetteer");
  outline_memory_free(room.memory.memory);
  toll_places_close(places);
  toll_pack_close(pack);
  arena_free(&room.arena);
  return DONE();
}
