/* Folding: what is left of a name when everything that spellings disagree on is
 * taken away.  Latin letters lose case and marks; apostrophes, full stops and
 * quotation marks go; hyphens, slashes and blanks of any width become one blank.
 * packs/places/make-places folds in the same way. */
#include <string.h>

#include "base/utf8.h"
#include "places.h"

/* The plain letter for each code point; '*' two letters, '.' none. */
static const char latin[] = /* U+00C0..U+024F */
    "aaaaaa*ceeeeiiiidnooooo.ouuuuy**aaaaaa*ceeeeiiiidnooooo.ouuuuy*yaaaaaaccccccccdd"
    "ddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnnn**oooooo**rrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs.b....o...d...aaeff....ikk......oo.............u"
    "u..yy...............*********aaiioouuuuuuuuuuaaaaa**..ggkkoooo..j***gg..nnaa**oo"
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";
static const char additional[] = /* U+1E00..U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..*."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy......";

struct fold_entry {
  uint32_t cp;
  char to[3]; /* "" drops it */
};

static const struct fold_entry others[] = {
    /* two letters */
    {0xc6, "ae"},
    {0xde, "th"},
    {0xdf, "ss"},
    {0xe6, "ae"},
    {0xfe, "th"},
    {0x132, "ij"},
    {0x133, "ij"},
    {0x14a, "ng"},
    {0x14b, "ng"},
    {0x152, "oe"},
    {0x153, "oe"},
    {0x1c4, "dz"},
    {0x1c5, "dz"},
    {0x1c6, "dz"},
    {0x1c7, "lj"},
    {0x1c8, "lj"},
    {0x1c9, "lj"},
    {0x1ca, "nj"},
    {0x1cb, "nj"},
    {0x1cc, "nj"},
    {0x1e2, "ae"},
    {0x1e3, "ae"},
    {0x1f1, "dz"},
    {0x1f2, "dz"},
    {0x1f3, "dz"},
    {0x1fc, "ae"},
    {0x1fd, "ae"},
    {0x1e9e, "ss"},
    /* letters of the phonetic block that alphabets use */
    {0x253, "b"},
    {0x254, "o"},
    {0x257, "d"},
    {0x259, "a"},
    {0x25b, "e"},
    {0x268, "i"},
    /* apostrophes, quotation marks, invisible characters */
    {0xad, ""},
    {0xb4, ""},
    {0x2b9, ""},
    {0x2bb, ""},
    {0x2bc, ""},
    {0x2bd, ""},
    {0x2be, ""},
    {0x2bf, ""},
    {0x2c0, ""},
    {0x2c8, ""},
    {0x2ca, ""},
    {0x2cb, ""},
    {0x200b, ""},
    {0x200c, ""},
    {0x200d, ""},
    {0x2018, ""},
    {0x2019, ""},
    {0x201b, ""},
    {0x201c, ""},
    {0x201d, ""},
    {0x201e, ""},
    {0x2032, ""},
    {0x2033, ""},
    {0xfeff, ""},
    /* blanks and hyphens */
    {0xa0, " "},
    {0x2009, " "},
    {0x2010, " "},
    {0x2011, " "},
    {0x2012, " "},
    {0x2013, " "},
    {0x2014, " "},
    {0x2015, " "},
    {0x202f, " "},
    {0x2212, " "},
};

struct fold_out {
  char *at;
  size_t len, size;
  bool full;
};

static inline void put(struct fold_out *out, char c) {
  if (c == ' ' && (out->len == 0 || out->at[out->len - 1] == ' ')) return;
  if (out->len == out->size)
    out->full = true;
  else
    out->at[out->len++] = c;
}

static const char *find_other(uint32_t cp) {
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (others[i].cp == cp) return others[i].to;
  return NULL;
}

/* Letters first: nearly all of a name are. */
static inline void put_ascii(struct fold_out *out, char c) {
  char small = (char)(c | 0x20);
  if (small >= 'a' && small <= 'z')
    put(out, small);
  else if (memchr(" \t\r\n-_/", c, 7))
    put(out, ' ');
  else if (!memchr("'`.\"", c, 4))
    put(out, c);
}

/* One code point beyond ASCII, which stands in the len bytes at `at`. */
static void put_wide(struct fold_out *out, uint32_t cp, const char *at, size_t len) {
  if (cp >= 0x300 && cp < 0x370) return; /* a mark that combines with the letter before it */
  char plain = '.';
  if (cp >= 0xc0 && cp < 0x250) plain = latin[cp - 0xc0];
  if (cp >= 0x1e00 && cp < 0x1f00) plain = additional[cp - 0x1e00];
  if (plain != '.' && plain != '*') {
    put(out, plain);
    return;
  }
  const char *to = find_other(cp);
  if (to)
    for (; *to; to++) put(out, *to);
  else
    for (size_t i = 0; i < len; i++) put(out, at[i]);
}

size_t places_fold(const char *text, size_t len, char *out, size_t size) {
  struct fold_out folded = {.at = out, .size = size};
  for (size_t i = 0; i < len && !folded.full;) {
    if ((unsigned char)text[i] < 0x80) {
      put_ascii(&folded, text[i++]);
      continue;
    }
    uint32_t cp = 0;
    size_t step = utf8_decode(text + i, len - i, &cp);
    if (step > 1)
      put_wide(&folded, cp, text + i, step);
    else
      put(&folded, text[i]);
    i += step ? step : 1;
  }
  if (folded.full) return 0;
  if (folded.len > 0 && out[folded.len - 1] == ' ') folded.len--;
  return folded.len;
}
