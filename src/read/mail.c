/* Two passes over the parts: the first chooses what is shown, the second makes text
 * of that, in the order of the message. */
#include "read/mail.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/bytes.h"
#include "read/date.h"
#include "read/mail_words.h"
#include "read/words.h"

#define STUB 300 /* bytes: a plain part that is shorter may only point to the HTML beside it */

struct making {
  struct mail *m;
  struct arena *arena;
  struct pieces body;
  const struct limits *limits;
};

/* ---- the header ---- */

static toll_slice without_brackets(toll_slice s) {
  const char *open = s.len ? memchr(s.at, '<', s.len) : NULL;
  if (!open) return s;
  s.len -= (size_t)(open + 1 - s.at);
  s.at = open + 1;
  const char *close = memchr(s.at, '>', s.len);
  if (close) s.len = (size_t)(close - s.at);
  return slice_trim(s);
}

static toll_slice joined(struct arena *arena, const char *prefix, toll_slice s) {
  size_t n = strlen(prefix);
  char *at = arena_alloc(arena, n + s.len + 1);
  if (!at) return (toll_slice){0};
  memcpy(at, prefix, n);
  if (s.len) memcpy(at + n, s.at, s.len);
  return (toll_slice){at, n + s.len};
}

/* Where it is archived, where it was saved from, else its own address (RFC 2392). */
static toll_slice message_url(const struct mail_header *h, struct arena *arena) {
  static const enum mail_field addresses[] = {MAIL_SNAPSHOT, MAIL_ARCHIVED_AT};
  for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
    toll_slice at = mail_string(arena, without_brackets(h->of[addresses[i]]));
    if (at.len && memmem(at.at, at.len, "://", 3)) return at;
  }
  toll_slice id = mail_string(arena, without_brackets(h->of[MAIL_MESSAGE_ID]));
  return id.len && !memchr(id.at, ' ', id.len) ? joined(arena, "mid:", id) : (toll_slice){0};
}

/* The list that a message came over has a name before its id: "The bulletin <bulletin.example.org>". */
static toll_slice list_name(const struct mail_header *h, struct arena *arena) {
  if (!memchr(h->of[MAIL_LIST_ID].at ? h->of[MAIL_LIST_ID].at : "", '<', h->of[MAIL_LIST_ID].len))
    return (toll_slice){0};
  return mail_mailbox(arena, h->of[MAIL_LIST_ID]).name;
}

/* Who publishes: the list, else the organisation, else the sender; who writes: the
 * sender, where somebody else publishes. */
static void read_sender(struct header *known, const struct mail_header *h, struct arena *arena) {
  struct mailbox from = mail_mailbox(arena, h->of[MAIL_FROM]);
  toll_slice sender = from.name.len ? from.name : from.address;
  toll_slice publisher = list_name(h, arena);
  if (!publisher.len) publisher = mail_string(arena, h->of[MAIL_ORGANIZATION]);
  known->outlet = publisher.len ? publisher : sender;
  bool same = publisher.len == from.name.len && publisher.len && memcmp(publisher.at, from.name.at, from.name.len) == 0;
  if (publisher.len && !same) known->byline = from.name;
}

static void read_header(struct mail *m, struct arena *arena) {
  const struct mail_header *h = &m->mime.parts[0].header;
  struct date day;
  header_clear(&m->known);
  m->known.title = mail_string(arena, h->of[MAIL_SUBJECT]);
  read_sender(&m->known, h, arena);
  m->known.url = message_url(h, arena);
  toll_slice lang = mail_token(h->of[MAIL_LANGUAGE]);
  if (lang.len && lang.len < 36 && !memchr(lang.at, ',', lang.len)) m->known.lang = mail_string(arena, lang);
  if (date_read(h->of[MAIL_DATE], &day) && day.from != TOLL_NO_DAY) m->known.from = day.from, m->known.to = day.to;
}

/* ---- which parts ---- */

enum use { USE_NONE, USE_TEXT, USE_MEMBER };

static bool is_html(const struct mime_part *p) {
  return mime_is(p, "text", "html") || mime_is(p, "application", "xhtml+xml");
}

static bool is_words(const struct mail *m, const struct mime_part *p, struct arena *arena) {
  if (mime_attached(p)) return false;
  if (!mime_is(p, "text", "plain") && !is_html(p)) return false;
  bool inlined = slice_is_nocase(mail_token(p->header.of[MAIL_DISPOSITION]), TOLL_LIT("inline"));
  return p == m->mime.parts || inlined || mime_file(p, arena).len == 0;
}

/* The next part after i that stands directly in `parent`; count when there is none. */
static size_t next_child(const struct mime *m, size_t parent, size_t i) {
  do i++;
  while (i < m->count && m->parts[i].parent != parent);
  return i;
}

static size_t trimmed_length(const struct mail *m, const struct mime_part *p) {
  return slice_trim((toll_slice){m->message.at + p->from, p->to - p->from}).len;
}

/* Of alternatives the plain text; where that is a mere stub, the HTML (or what holds it). */
static size_t choose_alternative(const struct mail *m, size_t parent, struct arena *arena) {
  const struct mime *mime = &m->mime;
  size_t plain = MIME_TOP, rich = MIME_TOP;
  for (size_t i = next_child(mime, parent, parent); i < mime->count; i = next_child(mime, parent, i)) {
    const struct mime_part *p = &mime->parts[i];
    if (mime_is(p, "text", "plain") && is_words(m, p, arena) && plain == MIME_TOP) plain = i;
    if ((is_html(p) || p->multipart) && rich == MIME_TOP) rich = i;
  }
  if (plain == MIME_TOP || rich == MIME_TOP) return plain == MIME_TOP ? rich : plain;
  size_t length = trimmed_length(m, &mime->parts[plain]);
  bool stub = length < STUB && mime->parts[rich].to - mime->parts[rich].from > length * 8 + 1000;
  return length == 0 || stub ? rich : plain;
}

static void mark(const struct making *k, size_t index, enum use *uses);

static void mark_children(const struct making *k, size_t parent, enum use *uses) {
  const struct mime *m = &k->m->mime;
  const struct mime_part *p = &m->parts[parent];
  bool alternative = mime_is(p, "multipart", "alternative");
  size_t chosen = alternative ? choose_alternative(k->m, parent, k->arena) : MIME_TOP;
  for (size_t i = next_child(m, parent, parent); i < m->count; i = next_child(m, parent, i)) {
    bool words = mime_is(&m->parts[i], "text", NULL) || m->parts[i].multipart;
    if (alternative && i != chosen && words) continue; /* another form of the same words */
    mark(k, i, uses);
  }
}

/* Depth is bounded by limits.part_depth. */
static void mark(const struct making *k, size_t index, enum use *uses) {
  const struct mime_part *p = &k->m->mime.parts[index];
  if (p->multipart)
    mark_children(k, index, uses);
  else if (is_words(k->m, p, k->arena))
    uses[index] = USE_TEXT;
  else if (!mime_is(p, "multipart", NULL))
    uses[index] = USE_MEMBER;
}

/* ---- text ---- */

/* A part that cannot be read is left out; the first is told. */
static int leave_out(struct mail *m, int code, const char *message, const struct mime_part *p, toll_slice detail) {
  if (m->trouble.message) return 0;
  m->trouble.message = message;
  m->trouble.code = code;
  m->trouble.at = p->from;
  m->trouble.detail = detail;
  return 0;
}

/* Text of HTML, through the page reader; its way back goes through `text`. */
static int add_html(struct making *k, const struct pieces *text) {
  struct pieces words = {0};
  toll_slice source = {text->text.at, text->text.len};
  int code = html_text(&k->m->html, source, k->arena, &words);
  if (code == 0) pieces_through(&k->body, &words, text);
  pieces_free(&words);
  return code;
}

static void part_break(struct making *k, size_t at) {
  if (k->body.text.len > 0) pieces_whole(&k->body, "\n\n", 2, at, 0);
}

/* The bytes of a part, undone; as UTF-8; as words. */
static int add_bytes(struct making *k, const struct mime_part *p, const struct pieces *bytes) {
  struct mail *m = k->m;
  toll_slice all = {bytes->text.at, bytes->text.len};
  enum toll_encoding encoding;
  if (!transfer_charset(all, p->charset, &encoding)) {
    return leave_out(m, TOLL_E_FORMAT, "a text in a character set that is not read was left out", p, p->charset);
  }
  struct pieces text = {0};
  transfer_text(&text, bytes, 0, all.len, encoding, &m->repaired);
  int code = text.failed ? TOLL_E_MEMORY : 0;
  if (code == 0 && text.text.len && memchr(text.text.at, 0, text.text.len)) {
    code = leave_out(m, TOLL_E_BINARY, "bytes that are no text were left out of this message", p, (toll_slice){0});
  } else if (code == 0 && text.text.len) {
    part_break(k, p->from);
    if (is_html(p))
      code = add_html(k, &text);
    else
      pieces_copy(&k->body, &text, 0, text.text.len);
  }
  pieces_free(&text);
  return code;
}

static int add_part(struct making *k, const struct mime_part *p) {
  struct mail *m = k->m;
  if (p->to - p->from > TOLL_RECORD_MAX) {
    return leave_out(m, TOLL_E_LIMIT, "a text of more than 16 MiB was left out of this message", p, (toll_slice){0});
  }
  if (p->transfer == TRANSFER_UNKNOWN) {
    return leave_out(m, TOLL_E_FORMAT, "a text in a transfer encoding that is not known was left out", p,
                     mail_token(p->header.of[MAIL_TRANSFER]));
  }
  struct pieces bytes = {0};
  transfer_decode(&bytes, m->message, p->from, p->to, p->transfer, m->unquote);
  int code = bytes.failed ? TOLL_E_MEMORY : 0;
  if (code == 0 && bytes.text.len) code = add_bytes(k, p, &bytes);
  pieces_free(&bytes);
  return code;
}

/* The subject leads the text, unless it is that of an earlier message ("Re: …"). */
static int split(struct making *k) {
  struct pieces title = {0};
  struct mail *m = k->m;
  toll_slice subject = m->mime.parts[0].header.of[MAIL_SUBJECT];
  bool own = m->known.title.len && !mail_is_answer(m->known.title);
  if (own) mail_value(&title, m->message, subject, &m->repaired);
  int code = title.failed ? TOLL_E_MEMORY : 0;
  if (code == 0) code = mail_split(&m->passages, &k->body, &title, k->limits->passages, k->arena);
  pieces_free(&title);
  return code;
}

static int read_parts(struct making *k) {
  struct mail *m = k->m;
  enum use *uses = ARENA_ARRAY(k->arena, m->mime.count, enum use);
  m->members = ARENA_ARRAY(k->arena, m->mime.count, size_t);
  if (!uses || !m->members) return TOLL_E_MEMORY;
  mark(k, 0, uses);
  int code = 0;
  for (size_t i = 0; i < m->mime.count && code == 0; i++) {
    if (uses[i] == USE_TEXT) code = add_part(k, &m->mime.parts[i]);
    if (uses[i] == USE_MEMBER) m->members[m->member_count++] = i;
  }
  if (code == 0 && k->body.failed) code = TOLL_E_MEMORY;
  return code;
}

static bool has_words(const struct mail *m) {
  return m->known.title.len || m->passages.count > 1 || m->passages.items[0].text.text.len || m->member_count;
}

int mail_read(struct mail *m, toll_slice message, const struct limits *limits, struct arena *arena, toll_error *e) {
  struct making k = {.m = m, .arena = arena, .limits = limits};
  mail_passages_free(&m->passages);
  m->message = message;
  m->member_count = 0;
  m->repaired = 0;
  m->trouble.message = NULL;
  int code = mime_read(&m->mime, message, limits, arena);
  if (code == 0) {
    read_header(m, arena);
    code = read_parts(&k);
  }
  if (code == 0) code = split(&k);
  pieces_free(&k.body);
  if (code == 0 && arena->failed) code = TOLL_E_MEMORY;
  if (code == 0 && !has_words(m)) code = toll_fail(e, TOLL_E_EMPTY, "no words in this message", NULL, 0);
  if (code == TOLL_E_MEMORY) toll_fail(e, code, "out of memory", NULL, 0);
  return code;
}

void mail_free(struct mail *m) {
  mail_passages_free(&m->passages);
  html_page_free(&m->html);
}

int mail_complaint(const struct mail *m, unsigned nth, toll_error *e) {
  const struct {
    const char *message; /* NULL: all is well */
    int code;
    size_t at;
    toll_slice detail;
  } all[] = {
      {m->mime.too_deep ? "parts of this message are nested too deeply and were left out" : NULL, TOLL_E_LIMIT, 0, {0}},
      {m->mime.too_many ? "more parts in this message than are read; the rest is left out" : NULL,
       TOLL_E_LIMIT,
       0,
       {0}},
      {m->mime.cut && !m->mime.too_deep && !m->mime.too_many
           ? "this message is cut off: the boundary that ends its parts is missing"
           : NULL,
       TOLL_E_FORMAT,
       m->message.len,
       {0}},
      {m->passages.too_many ? "more quoted and forwarded messages in this one than are told apart" : NULL,
       TOLL_E_LIMIT,
       0,
       {0}},
      {m->trouble.message, m->trouble.code, m->trouble.at, m->trouble.detail},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (!all[i].message || nth-- > 0) continue;
    toll_fail(e, all[i].code, all[i].message, NULL, all[i].at);
    if (all[i].detail.len) toll_error_detail(e, all[i].detail.at, all[i].detail.len);
    return all[i].code;
  }
  return 0;
}

/* ---- members ---- */

toll_slice mail_member(const struct mail *m, size_t index, struct arena *arena) {
  const struct mime_part *p = &m->mime.parts[m->members[index]];
  toll_slice raw = {m->message.at + p->from, p->to - p->from};
  if (p->transfer == TRANSFER_PLAIN && !m->unquote) return raw;
  if (raw.len == 0) return raw;
  char *out = arena_alloc(arena, raw.len);
  if (!out) return (toll_slice){0};
  return (toll_slice){out, transfer_bytes(out, m->message, p->from, p->to, p->transfer, m->unquote)};
}

/* "2.1", as IMAP counts. */
static size_t write_number(const struct mime *m, size_t index, char *out, size_t size) {
  size_t path[64], depth = 0, len = 0;
  for (size_t i = index; i != MIME_TOP && m->parts[i].parent != MIME_TOP && depth < 64; i = m->parts[i].parent) {
    path[depth++] = i;
  }
  while (depth-- > 0 && len + 16 < size) {
    int n = snprintf(out + len, size - len, "%s%u", len ? "." : "", m->parts[path[depth]].number);
    if (n > 0) len += (size_t)n;
  }
  return len;
}

toll_slice mail_member_name(const struct mail *m, size_t index, struct arena *arena) {
  static const char lead[] = "part ";
  size_t part = m->members[index];
  char number[400];
  size_t digits = write_number(&m->mime, part, number, sizeof number);
  toll_slice file = mime_file(&m->mime.parts[part], arena);
  if (file.len > 200) file.len = utf8_floor(file.at, file.len, 200);
  char *out = arena_alloc(arena, sizeof lead + digits + file.len + 4);
  if (!out) return (toll_slice){0};
  size_t len = sizeof lead - 1;
  memcpy(out, lead, len);
  if (digits)
    memcpy(out + len, number, digits), len += digits;
  else
    out[len++] = '1';
  if (!file.len) return (toll_slice){out, len};
  memcpy(out + len, " (", 2);
  len += 2;
  for (size_t i = 0; i < file.len; i++) { /* what would end a line or a name is no part of one */
    unsigned char c = (unsigned char)file.at[i];
    out[len++] = c < ' ' || c == 127 || c == '!' ? '_' : file.at[i];
  }
  out[len++] = ')';
  return (toll_slice){out, len};
}

bool mail_member_aside(const struct mail *m, size_t index) {
  static const struct {
    const char *type, *subtype;
  } rows[] = {
      {"image", NULL},
      {"audio", NULL},
      {"video", NULL},
      {"font", NULL},
      {"text", "calendar"},
      {"text", "css"},
      {"text", "vcard"},
      {"text", "x-vcard"},
      {"application", "ics"},
      {"application", "pgp-signature"},
      {"application", "pgp-keys"},
      {"application", "pkcs7-signature"},
      {"application", "x-pkcs7-signature"},
      {"message", "delivery-status"},
      {"message", "disposition-notification"},
  };
  const struct mime_part *p = &m->mime.parts[m->members[index]];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (mime_is(p, rows[i].type, rows[i].subtype)) return true;
  return false;
}
