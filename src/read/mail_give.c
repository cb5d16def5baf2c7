#include "read/mail_give.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

toll_slice mail_give_name(struct mail_giver *g, uint64_t offset) {
  int n = snprintf(g->name_room, sizeof g->name_room, "message at %llu", (unsigned long long)offset);
  return (toll_slice){g->name_room, n > 0 ? (size_t)n : 0};
}

int mail_give_start(struct mail_giver *g, toll_slice message, const uint64_t *offset, const struct limits *limits,
                    toll_error *e) {
  arena_reset(&g->arena);
  g->open = false;
  g->next = g->complaints = 0;
  memset(g->voices, 0, sizeof g->voices);
  g->name = (toll_slice){0};
  g->offset = offset ? *offset : 0;
  g->mail.unquote = offset != NULL;
  if (offset) g->name = mail_give_name(g, *offset);
  int code = mail_read(&g->mail, message, limits, &g->arena, e);
  g->open = code == 0;
  return code;
}

/* The message's name and, behind "!", what it is called in it. */
static toll_slice full_name(const struct mail_giver *g, toll_slice inner, struct arena *arena) {
  if (!inner.len || !g->name.len) return inner.len ? inner : g->name;
  char *at = arena_alloc(arena, g->name.len + 1 + inner.len);
  if (!at) return inner;
  memcpy(at, g->name.at, g->name.len);
  at[g->name.len] = '!';
  memcpy(at + g->name.len + 1, inner.at, inner.len);
  return (toll_slice){at, g->name.len + 1 + inner.len};
}

static toll_slice passage_name(struct mail_giver *g, enum mail_voice voice, struct arena *arena) {
  static const char *const words[] = {"", "quoted", "forwarded"};
  char name[40];
  if (voice == VOICE_OWN) return full_name(g, (toll_slice){0}, arena);
  int n = snprintf(name, sizeof name, "%s %u", words[voice], ++g->voices[voice]);
  toll_slice inner = arena_copy(arena, (toll_slice){name, n > 0 ? (size_t)n : 0});
  return full_name(g, inner, arena);
}

/* The message itself, or an earlier one in it: made already. */
static void give_passage(struct mail_giver *g, struct container *c, struct member *m, struct mail_passage *p) {
  const struct mail *mail = &g->mail;
  bool own = p->voice == VOICE_OWN;
  toll_slice raw = mail->message;
  if (!own) raw = (toll_slice){mail->message.at + p->from, p->to - p->from};
  if (!own) pieces_shift(&p->text, p->from);
  m->name = passage_name(g, p->voice, &c->arena);
  m->memory = raw;
  m->has_offset = !own || g->name.len;
  m->offset = own ? g->offset : p->from;
  g->made = (struct made){.format = TOLL_FORMAT_MAIL,
                          .text = &p->text,
                          .facts = own ? mail->known : p->known,
                          .repaired = own ? mail->repaired : 0};
  m->made = &g->made;
}

/* What was attached is sniffed like any bytes; it is from whom the message is from, where
 * it does not say itself. */
static void give_member(const struct mail_giver *g, struct container *c, struct member *m, size_t index) {
  const struct mail *mail = &g->mail;
  const struct mime_part *p = &mail->mime.parts[mail->members[index]];
  m->name = full_name(g, mail_member_name(mail, index, &c->arena), &c->arena);
  m->memory = mail_member(mail, index, &c->arena);
  m->gathered = mail_member_aside(mail, index);
  if (mime_is(p, "text", NULL)) m->charset = p->charset;
  m->has_offset = true;
  m->offset = p->from;
  if (mime_is(p, "message", NULL)) return;
  m->known.outlet = mail->known.outlet;
  m->known.from = mail->known.from;
  m->known.to = mail->known.to;
}

/* A page that a browser saved as a message is that page; all else in it is its dress. */
static int give_page(struct mail_giver *g, struct container *c, struct member *m) {
  const struct mail *mail = &g->mail;
  size_t html = 0;
  while (html < mail->mime.count && !mime_is(&mail->mime.parts[html], "text", "html")) html++;
  g->open = false;
  if (html == mail->mime.count) return 0;
  const struct mime_part *p = &mail->mime.parts[html];
  char *out = arena_alloc(&c->arena, p->to - p->from + 1);
  if (!out) return 1; /* the source sees that the arena failed */
  m->name = g->name;
  m->memory = (toll_slice){out, transfer_bytes(out, mail->message, p->from, p->to, p->transfer, mail->unquote)};
  m->charset = p->charset;
  m->known.url = mail->known.url;
  return 1;
}

int mail_give_next(struct mail_giver *g, struct container *c, struct member *m, toll_error *e) {
  struct mail *mail = &g->mail;
  if (!g->open) return 0;
  if (mail->mime.parts[0].header.of[MAIL_SNAPSHOT].at) return give_page(g, c, m);
  size_t next = g->next++, passages = mail->passages.count;
  if (next < passages) {
    give_passage(g, c, m, &mail->passages.items[next]);
    return 1;
  }
  if (next - passages < mail->member_count) {
    give_member(g, c, m, next - passages);
    return 1;
  }
  m->name = g->name;
  int code = mail_complaint(mail, g->complaints++, e);
  g->open = code != 0;
  return code;
}

void mail_give_free(struct mail_giver *g) {
  mail_free(&g->mail);
  arena_free(&g->arena);
}

/* ---- a file that is one message ---- */

struct mail_file {
  struct mail_giver giver;
  toll_buffer bytes;
};

#define CHUNK ((size_t)262144)

/* The whole message, but no more than is read of one. */
static int take_message(struct container *c, toll_buffer *b, toll_error *e) {
  uint64_t most = c->spent->limits->message_bytes;
  for (;;) {
    if (b->len > most) return toll_fail(e, TOLL_E_LIMIT, "this message is longer than 64 MiB", NULL, 0);
    if (b->cap - b->len < CHUNK) {
      size_t cap = b->cap ? b->cap * 2 : CHUNK;
      char *at = mem_resize(b->at, cap);
      if (!at) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
      b->at = at;
      b->cap = cap;
    }
    int64_t got = stream_some(c->in, b->at + b->len, b->cap - b->len, e);
    if (got <= 0) return (int)got;
    b->len += (size_t)got;
  }
}

static int open_mail(struct container *c, toll_error *e) {
  struct mail_file *f = mem_alloc(sizeof *f);
  if (!f) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  c->state = f;
  int code = take_message(c, &f->bytes, e);
  if (code != 0) return code;
  return mail_give_start(&f->giver, (toll_slice){f->bytes.at, f->bytes.len}, NULL, c->spent->limits, e);
}

static int next_mail(struct container *c, struct member *m, toll_error *e) {
  struct mail_file *f = c->state;
  return mail_give_next(&f->giver, c, m, e);
}

static void close_mail(struct container *c) {
  struct mail_file *f = c->state;
  if (!f) return;
  mail_give_free(&f->giver);
  toll_buffer_free(&f->bytes);
  mem_free(f);
}

const struct container_kind container_mail = {"a mail message", mail_looks, open_mail, next_mail, close_mail};
