/* Unit tests of mail: header fields, encodings, parts, whose words they are, and the
 * way back to the bytes of the message. */
#include "read/limits.h"
#include "read/mail.h"
#include "read/mail_words.h"
#include "tap.h"
#include "toll/document.h"

static toll_slice slice(const char *s) {
  return (toll_slice){s, strlen(s)};
}

static toll_slice text_of(const struct pieces *p) {
  return (toll_slice){p->text.at ? p->text.at : "", p->text.len};
}

/* ---- transfer encodings ---- */

static void test_transfer(void) {
  static const struct {
    enum transfer how;
    bool unquote;
    const char *in, *out;
  } rows[] = {
      {TRANSFER_PLAIN, false, ">From here\n", ">From here\n"},
      {TRANSFER_PLAIN, true, ">From here\nand >From x\n>>From y", "From here\nand >From x\n>From y"},
      {TRANSFER_QUOTED, false, "a=3Db =e2=80=93 c", "a=b \xe2\x80\x93 c"},
      {TRANSFER_QUOTED, false, "one =\r\ntwo=\nthree=", "one twothree"},
      {TRANSFER_QUOTED, false, "blank  \t\r\nend  ", "blank\r\nend"},
      {TRANSFER_QUOTED, false, "in  the middle =  \nx", "in  the middle x"},
      {TRANSFER_QUOTED, false, "stray = and =ZZ and =", "stray = and =ZZ and "},
      {TRANSFER_BASE64, false, "VHdlbHZl", "Twelve"},
      {TRANSFER_BASE64, false, "VHdl\r\nbHZl\r\nIQ==\r\n", "Twelve!"},
      {TRANSFER_BASE64, false, "VHdlbHZlIQ", "Twelve!"},
      {TRANSFER_BASE64, false, "VA==VA==", "TT"},
      {TRANSFER_BASE64, false, "V", ""},
      {TRANSFER_BASE64, false, "====", ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct pieces out = {0};
    char bytes[256];
    toll_slice in = slice(rows[i].in);
    transfer_decode(&out, in, 0, in.len, rows[i].how, rows[i].unquote);
    IS_STR(text_of(&out), rows[i].out, rows[i].in);
    size_t n = transfer_bytes(bytes, in, 0, in.len, rows[i].how, rows[i].unquote);
    IS_STR(((toll_slice){bytes, n}), rows[i].out, "the same without a way back");
    pieces_free(&out);
  }
  IS_INT(transfer_find(slice(" Quoted-Printable ")), TRANSFER_QUOTED, "named in any case");
  IS_INT(transfer_find(slice("")), TRANSFER_PLAIN, "nothing said is plain");
  IS_INT(transfer_find(slice("x-uuencode")), TRANSFER_UNKNOWN, "another is told");
}

static void test_charsets(void) {
  enum toll_encoding got;
  OK(transfer_charset(slice("caf\xe9"), slice("iso-8859-1"), &got) && got == TOLL_ENCODING_WINDOWS_1252, "as said");
  OK(transfer_charset(slice("caf\xc3\xa9"), slice("iso-8859-1"), &got) && got == TOLL_ENCODING_UTF8,
     "valid UTF-8 is believed more");
  OK(transfer_charset(slice("\xcf\xee\xe3\xe8\xe1\xeb\xe8 12"), slice("utf-8"), &got) &&
         got == TOLL_ENCODING_WINDOWS_1251,
     "what is said to be UTF-8 and is not is guessed");
  OK(transfer_charset(slice("\xf0\xcf\xc7"), slice("KOI8-R"), &got) && got == TOLL_ENCODING_KOI8_R, "koi8-r");
  OK(transfer_charset(slice("Twelve"), slice("x-unknown"), &got), "ASCII needs no set");
  OK(!transfer_charset(slice("\x83\x65"), slice("shift_jis"), &got), "a set that is not read");
  toll_slice wide = {"1\0002\000", 4};
  OK(transfer_charset(wide, slice("utf-16"), &got) && got == TOLL_ENCODING_UTF16LE, "UTF-16 by where its NULs are");
}

/* ---- header fields ---- */

static void test_words(void) {
  static const struct {
    const char *in, *out;
  } rows[] = {
      {"plain words", "plain words"},
      {"folded\r\n \tvalue", "folded value"},
      {"=?utf-8?Q?caf=C3=A9_12?=", "caf\xc3\xa9 12"},
      {"=?UTF-8?B?Y2Fmw6k=?= open", "caf\xc3\xa9 open"},
      {"=?utf-8?Q?a?= =?utf-8?Q?b?=\r\n =?utf-8?Q?c?= d", "abc d"},
      {"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "caf\xc3\xa9"},
      {"=?iso-8859-1*fr?q?d=E9j=E0?=", "d\xc3\xa9j\xc3\xa0"},
      {"=?koi8-r?B?8M/HycLMyQ==?=", "\xd0\x9f\xd0\xbe\xd0\xb3\xd0\xb8\xd0\xb1\xd0\xbb\xd0\xb8"},
      {"=?windows-1251?Q?=CF=EE=E3?= =?utf-8?Q?x?=", "\xd0\x9f\xd0\xbe\xd0\xb3x"},
      {"x =?utf-8?Q?a?=, b", "x a, b"},
      {"=?broken", "=?broken"},
      {"=?utf-8?X?a?=", "=?utf-8?X?a?="},
      {"a = b =", "a = b ="},
      {"caf\xe9", "caf\xc3\xa9"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct pieces out = {0};
    uint32_t repaired = 0;
    mail_value(&out, slice(rows[i].in), slice(rows[i].in), &repaired);
    IS_STR(text_of(&out), rows[i].out, rows[i].in);
    pieces_free(&out);
  }
}

static void test_mailboxes(void) {
  static const struct {
    const char *in, *name, *address;
  } rows[] = {
      {"Press office <press@example.org>", "Press office", "press@example.org"},
      {"\"Office, press\" <press@example.org>, other@example.org", "Office, press", "press@example.org"},
      {"press@example.org (Press office)", "Press office", "press@example.org"},
      {"press@example.org", "", "press@example.org"},
      {"<press@example.org>", "", "press@example.org"},
      {"Press office", "Press office", ""},
      {"Desk: press@example.org, b@example.org;", "", "press@example.org"},
      {"=?utf-8?Q?Caf=C3=A9=2C_desk?= <a@example.org>", "Caf\xc3\xa9, desk", "a@example.org"},
      {"\"The \\\"desk\\\"\" <a@example.org>", "The \"desk\"", "a@example.org"},
      {"\"open <a@example.org>", "open <a@example.org>", ""},
      {"", "", ""},
  };
  struct arena arena = {0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct mailbox box = mail_mailbox(&arena, slice(rows[i].in));
    IS_STR(box.name, rows[i].name, rows[i].in);
    IS_STR(box.address, rows[i].address, "and the address");
  }
  arena_free(&arena);
}

static void test_parameters(void) {
  static const struct {
    const char *in, *name, *value;
  } rows[] = {
      {"text/plain; charset=\"utf-8\"; format=flowed", "charset", "utf-8"},
      {"text/plain; Charset = koi8-r", "charset", "koi8-r"},
      {"multipart/mixed; x=\"a;b\"; boundary=\"=_c;d\"", "boundary", "=_c;d"},
      {"attachment; filename*=utf-8'fr'r%C3%A9sum%C3%A9.pdf", "filename", "r\xc3\xa9sum\xc3\xa9.pdf"},
      {"attachment; filename*0=\"long \"; filename*1=\"name.pdf\"", "filename", "long name.pdf"},
      {"attachment; filename*0*=iso-8859-1''caf%E9; filename*1=\".pdf\"", "filename", "caf\xc3\xa9.pdf"},
      {"attachment; filename=\"=?utf-8?Q?caf=C3=A9.pdf?=\"", "filename", "caf\xc3\xa9.pdf"},
      {"attachment", "filename", ""},
      {"attachment; filename", "filename", ""},
      {"attachment; filename=\"open", "filename", "open"},
  };
  struct arena arena = {0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    IS_STR(mail_parameter(&arena, slice(rows[i].in), rows[i].name), rows[i].value, rows[i].in);
  IS_STR(mail_token(slice(" text/html ; charset=x")), "text/html", "the value without them");
  arena_free(&arena);
}

/* ---- parts ---- */

/* The parts as "number depth type/subtype from-to", the body in between. */
static void test_parts(void) {
  static const char message[] = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\npreamble\r\n"
                                "--a\r\n\r\none\r\n--a\r\nContent-Type: multipart/alternative; boundary=\"b c\"\r\n\r\n"
                                "--b c\r\nContent-Type: text/html\r\n\r\ntwo\r\n--b c--\r\nepilogue\r\n"
                                "--a \r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nthree\r\n--a--\r\nafter";
  static const struct {
    unsigned depth, number;
    const char *subtype, *body;
  } rows[] = {{0, 1, "mixed", NULL},
              {1, 1, "plain", "one"},
              {1, 2, "alternative", NULL},
              {2, 1, "html", "two"},
              {1, 3, "rfc822", "Subject: x\r\n\r\nthree"}};
  struct arena arena = {0};
  struct mime m;
  OK(mime_read(&m, slice(message), &limits_default, &arena) == 0, "a message is taken apart");
  IS_INT(m.count, sizeof rows / sizeof *rows, "its parts");
  OK(!m.cut && !m.too_deep && !m.too_many, "nothing is wrong with it");
  for (size_t i = 0; i < m.count && i < sizeof rows / sizeof *rows; i++) {
    const struct mime_part *p = &m.parts[i];
    IS_INT(p->depth * 10 + p->number, rows[i].depth * 10 + rows[i].number, "depth and number");
    IS_STR(p->subtype, rows[i].subtype, "type");
    toll_slice body = {message + p->from, p->to - p->from};
    if (rows[i].body) IS_STR(body, rows[i].body, "body");
  }
  arena_free(&arena);
}

static void test_part_faults(void) {
  struct arena arena = {0};
  struct mime m;
  mime_read(&m, slice("Content-Type: multipart/mixed; boundary=a\n\n--a\n\none"), &limits_default, &arena);
  OK(m.cut && m.count == 2 && m.parts[1].to == m.message.len, "a missing last boundary");
  mime_read(
      &m,
      slice("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
            "one\n--a--\n"),
      &limits_default, &arena);
  OK(m.cut && m.count == 3 && m.message.at[m.parts[2].to - 1] == 'e', "an inner one: the part ends with the outer");
  struct limits few = limits_default;
  few.parts = 2;
  mime_read(&m, slice("Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\n\ntwo\n--a--\n"), &few, &arena);
  OK(m.too_many && m.count == 2, "more parts than the limit");
  few.part_depth = 0;
  mime_read(&m, slice("Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a--\n"), &few, &arena);
  OK(m.too_deep && m.count == 1, "deeper than the limit");
  mime_read(&m, slice("Subject: no end"), &limits_default, &arena);
  OK(m.count == 1 && m.parts[0].from == m.message.len, "a header that does not end");
  arena_free(&arena);
}

/* ---- messages ---- */

struct reading {
  struct mail mail;
  struct arena arena;
  toll_error e;
  int code;
};

static void read_message(struct reading *r, const char *message) {
  arena_reset(&r->arena);
  r->code = mail_read(&r->mail, slice(message), &limits_default, &r->arena, &r->e);
  if (r->code != 0) printf("# code %d: %s\n", r->code, r->e.message);
}

static void done(struct reading *r) {
  mail_free(&r->mail);
  arena_free(&r->arena);
}

static toll_slice passage(const struct reading *r, size_t i) {
  return i < r->mail.passages.count ? text_of(&r->mail.passages.items[i].text) : (toll_slice){0};
}

/* The message's own bytes of a word of a passage. */
static toll_slice bytes_of(const struct reading *r, size_t index, const char *word) {
  toll_slice text = passage(r, index);
  const char *at = text.len ? memmem(text.at, text.len, word, strlen(word)) : NULL;
  size_t from = 0, to = 0, start = at ? (size_t)(at - text.at) : 0;
  if (!at || !pieces_span(&r->mail.passages.items[index].text, start, start + strlen(word), &from, &to)) {
    return (toll_slice){0};
  }
  return (toll_slice){r->mail.message.at + from, to - from};
}

#define HEAD "From: Press office <press@example.org>\r\nSubject: Report\r\n"

static void test_texts(void) {
  static const struct {
    const char *message, *text;
  } rows[] = {
      {HEAD "\r\nTwelve.\r\n", "Report\n\nTwelve."},
      {HEAD "Content-Transfer-Encoding: quoted-printable\r\n\r\nTwel=\r\nve.", "Report\n\nTwelve."},
      {HEAD "Content-Type: text/html\r\n\r\n<p>Twelve<p>nine", "Report\n\nTwelve\n\nnine"},
      {HEAD "Content-Type: multipart/alternative; boundary=a\n\n--a\n\nplain\n--a\nContent-Type: text/html\n\n<p>rich\n"
            "--a--",
       "Report\n\nplain"},
      {HEAD
       "Content-Type: multipart/alternative; boundary=a\n\n--a\n\n \n--a\nContent-Type: text/html\n\n<p>rich\n--a--",
       "Report\n\nrich"},
      {HEAD "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>rich\n--a\n"
            "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n--a--",
       "Report\n\nrich"},
      {HEAD "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\nContent-Type: text/html\n\n<p>two\n--a\n"
            "Content-Type: text/plain\nContent-Disposition: attachment\n\nthree\n--a--",
       "Report\n\none\n\ntwo"},
      {HEAD "\r\n", "Report"},
      {"From: a@example.org\nSubject: Re: 12 killed\n\nWe know.", "We know."},
      {"From: a@example.org\n\n12 killed", "12 killed"},
      {HEAD "Content-Type: text/plain; charset=koi8-r\n\n\xf0\xcf\xc7\xc9\xc2\xcc\xc9 12",
       "Report\n\n\xd0\x9f\xd0\xbe\xd0\xb3\xd0\xb8\xd0\xb1\xd0\xbb\xd0\xb8 12"},
      {HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n77u/MTIga2lsbGVk\n",
       "Report\n\n12 killed"},
  };
  struct reading r = {.code = 0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    read_message(&r, rows[i].message);
    IS_STR(passage(&r, 0), rows[i].text, rows[i].text);
  }
  done(&r);
}

static void test_way_back(void) {
  static const struct {
    const char *message, *word, *raw;
  } rows[] = {
      {"Subject: =?utf-8?Q?Caf=C3=A9_12?=\nFrom: a@example.org\n\nx", "12", "12"},
      {"Subject: =?utf-8?Q?Caf=C3=A9_12?=\nFrom: a@example.org\n\nx", "Caf\xc3\xa9", "Caf=C3=A9"},
      {"Subject: =?utf-8?B?MTIga2lsbGVk?=\nFrom: a@example.org\n\nx", "12", "MTIg"},
      {HEAD "\nTwelve died", "Twelve", "Twelve"},
      {HEAD "Content-Transfer-Encoding: quoted-printable\n\nTwel=\nve=2C died", "Twelve", "Twel=\nve"},
      {HEAD "Content-Transfer-Encoding: quoted-printable\n\nTwel=\nve=2C died", ",", "=2C"},
      {HEAD "Content-Transfer-Encoding: quoted-printable\n\nTwel=\nve=2C died", "died", "died"},
      {HEAD "Content-Transfer-Encoding: base64\n\nVHdlbHZlIGRpZWQ=\n", "Twelve", "VHdlbHZl"},
      {HEAD "Content-Transfer-Encoding: base64\n\nVHdlbHZlIGRpZWQ=\n", "died", "IGRpZWQ="},
      {HEAD "Content-Transfer-Encoding: base64\n\nVHdl\r\nbHZlIGRp\r\nZWQ=\n", "elve d", "VHdl\r\nbHZlIGRp"},
      {HEAD "Content-Type: text/html\n\n<p>Caf&eacute; <b>12</b>&nbsp;dead", "Caf\xc3\xa9", "Caf&eacute;"},
      {HEAD "Content-Type: text/html\n\n<p>Caf&eacute; <b>12</b>&nbsp;dead", "12", "12"},
      {HEAD
       "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p class=3Dx>Twel=\nve&=\nnbsp;dead",
       "Twelve", "Twel=\nve"},
      {HEAD
       "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p class=3Dx>Twel=\nve&=\nnbsp;dead",
       "\xc2\xa0", "&=\nnbsp;"},
      {HEAD
       "Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n<p>=CF=EE=E3 12",
       "\xd0\xbe\xd0\xb3 1", "=EE=E3 1"},
      {HEAD "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+VHdlbHZlIGRpZWQ=\n", "died", "IGRpZWQ="},
  };
  struct reading r = {.code = 0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    read_message(&r, rows[i].message);
    IS_STR(bytes_of(&r, 0, rows[i].word), rows[i].raw, rows[i].raw);
  }
  done(&r);
}

static void day_is(toll_day day, const char *want, const char *name) {
  char text[11] = "none";
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  IS_STR((const char *)text, want, name);
}

static void test_facts(void) {
  static const struct {
    const char *message, *outlet, *byline, *url, *day;
  } rows[] = {
      {HEAD "Date: Wed, 5 Jun 2019 10:12:00 +0200\nMessage-ID: <a.1@example.org>\n\nx", "Press office", "",
       "mid:a.1@example.org", "2019-06-05"},
      {"From: a@example.org\n\nx", "a@example.org", "", "", "none"},
      {"From: Press office <a@example.org>\nOrganization: Relief society\n\nx", "Relief society", "Press office", "",
       "none"},
      {"From: Press office <a@example.org>\nList-Id: The bulletin <bulletin.example.org>\n\nx", "The bulletin",
       "Press office", "", "none"},
      {"From: Press office <a@example.org>\nList-Id: <bulletin.example.org>\nDate: 5 Jun 19 10:12 GMT\n\nx",
       "Press office", "", "", "2019-06-05"},
      {"From: a@example.org\nMessage-ID: <1@x>\nArchived-At: <https://lists.example.org/1>\n\nx", "a@example.org", "",
       "https://lists.example.org/1", "none"},
  };
  struct reading r = {.code = 0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    read_message(&r, rows[i].message);
    const struct header *h = &r.mail.known;
    IS_STR(h->outlet, rows[i].outlet, "outlet");
    IS_STR(h->byline, rows[i].byline, "byline");
    IS_STR(h->url, rows[i].url, "address");
    day_is(h->from, rows[i].day, "day");
  }
  done(&r);
}

/* ---- whose words ---- */

static void test_quotes(void) {
  struct reading r = {.code = 0};
  read_message(&r, HEAD "\n"
                        "Ours.\n\nOn Tue, 4 Jun 2019 at 09:00, Field desk\n<field@example.org> wrote:\n"
                        "> Three killed\n> at the bridge.\n> > Nine hurt.\n\nOurs again.\n\n> And four.\n");
  IS_INT(r.mail.passages.count, 3, "the sender and two earlier writers");
  IS_STR(passage(&r, 0),
         "Report\n\nOurs.\n\nOn Tue, 4 Jun 2019 at 09:00, Field desk\n<field@example.org> wrote:\n\nOurs again.",
         "the sender's own words");
  IS_STR(passage(&r, 1), "Three killed\nat the bridge.\n\nAnd four.", "a quotation, taken up again");
  IS_STR(passage(&r, 2), "Nine hurt.", "a quotation in it");
  IS_STR(bytes_of(&r, 1, "killed\nat"), "killed\n> at", "the way back goes over the marks");
  const struct header *h = &r.mail.passages.items[1].known;
  IS_STR(h->outlet, "Field desk", "who is quoted");
  day_is(h->from, "2019-06-04", "and when");
  OK(!r.mail.passages.items[2].known.outlet.at, "who is not named is not known");
  read_message(&r, HEAD "\n> one\n\nOn 1 June 2019, B wrote:\n> two\n");
  IS_INT(r.mail.passages.count, 3, "another writer begins anew");
  read_message(&r, HEAD "\na\n>\n> \nb\n");
  IS_INT(r.mail.passages.count, 1, "blank quotations are none");
  read_message(&r, HEAD "\n5 > 3\n");
  IS_INT(r.mail.passages.count, 1, "a sign inside a line is none");
  done(&r);
}

static void test_forwards(void) {
  static const struct {
    const char *body, *outlet, *title, *day, *text;
  } rows[] = {
      {"---------- Forwarded message ---------\nFrom: Desk <desk@example.org>\nDate: Mon, 3 Jun 2019 at 12:00\n"
       "Subject: 31 houses\nTo: <a@example.org>,\n <b@example.org>\n\nAll burnt.\n",
       "Desk", "31 houses", "2019-06-03", "31 houses\n\nAll burnt."},
      {"-----Original Message-----\nFrom: Desk [mailto:desk@example.org]\nSent: Monday, June 3, 2019 9:00 AM\n"
       "To: Office\nSubject: RE: 31 houses\n\nAll burnt.",
       "Desk", "RE: 31 houses", "2019-06-03", "All burnt."},
      {"Begin forwarded message:\n\n> From: Desk <desk@example.org>\n> Subject: Houses\n> Date: 3 June 2019 at "
       "9:00\n>\n"
       "> All burnt.\n",
       "Desk", "Houses", "2019-06-03", "Houses\n\nAll burnt."},
      {"From: Desk <desk@example.org>\nSent: 3 June 2019\nTo: Office\nSubject: Houses\n\nAll burnt.", "Desk", "Houses",
       "2019-06-03", "Houses\n\nAll burnt."},
      {"*From:* Desk <desk@example.org>\n*Sent:* 3 June 2019\n*Subject:* Houses\n\nAll burnt.", "Desk", "Houses",
       "2019-06-03", "Houses\n\nAll burnt."},
      {"-------- Пересылаемое сообщение --------\nОт: Desk <desk@example.org>\nДата: 3 июня 2019\nТема: Houses\n\nAll "
       "burnt.",
       "Desk", "Houses", "2019-06-03", "Houses\n\nAll burnt."},
  };
  struct reading r = {.code = 0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char message[1024];
    snprintf(message, sizeof message, "%s\nFor your records.\n\n%s", HEAD, rows[i].body);
    read_message(&r, message);
    if (!OK(r.mail.passages.count == 2, "a forwarded message is one of its own")) continue;
    const struct header *h = &r.mail.passages.items[1].known;
    IS_STR(h->outlet, rows[i].outlet, "from whom");
    IS_STR(h->title, rows[i].title, "its subject");
    day_is(h->from, rows[i].day, "its day");
    IS_STR(passage(&r, 1), rows[i].text, "its text");
    IS_STR(bytes_of(&r, 1, "burnt"), "burnt", "and the way back");
  }
  read_message(&r, HEAD "\nFrom: the front\nwe heard nothing.\n");
  IS_INT(r.mail.passages.count, 1, "a line that begins so is no forwarded message");
  done(&r);
}

static void test_many_passages(void) {
  char *message = malloc(200000);
  size_t n = (size_t)sprintf(message, "%s\n", HEAD);
  for (int i = 0; i < 1200; i++)
    n += (size_t)sprintf(message + n, "-----Original Message-----\nFrom: d@example.org\nSubject: s\n\nNumber %d.\n", i);
  struct reading r = {.code = 0};
  read_message(&r, message);
  IS_INT(r.mail.passages.count, limits_default.passages, "no more passages than the limit");
  OK(r.mail.passages.too_many, "which is told");
  toll_slice last = passage(&r, r.mail.passages.count - 1);
  OK(memmem(last.at, last.len, "Number 1199.", 12), "and the last has the rest");
  done(&r);
  free(message);
}

/* ---- members and faults ---- */

static void test_members(void) {
  struct reading r = {.code = 0};
  read_message(&r, HEAD "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n--a\nContent-Type: application/pdf;\n"
                        " name=\"a!b.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--a\n"
                        "Content-Type: image/png\n\nx\n--a\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n--a--\n");
  IS_INT(r.mail.member_count, 3, "what is attached");
  IS_STR(mail_member_name(&r.mail, 0, &r.arena), "part 2 (a_b.pdf)", "its name");
  IS_STR(mail_member(&r.mail, 0, &r.arena), "%PDF-", "its bytes");
  OK(mail_member_aside(&r.mail, 1) && !mail_member_aside(&r.mail, 0), "a picture is nobody's report");
  IS_STR(mail_member_name(&r.mail, 2, &r.arena), "part 4", "a message without a name");
  IS_STR(mail_member(&r.mail, 2, &r.arena), "Subject: y\n\nz", "and its bytes");
  done(&r);
}

static void complains(struct reading *r, const char *message, int code, const char *name) {
  read_message(r, message);
  OK(r->code == 0 && mail_complaint(&r->mail, 0, &r->e) == code && mail_complaint(&r->mail, 1, &r->e) == 0, name);
}

static void test_faults(void) {
  struct reading r = {.code = 0};
  complains(&r, HEAD "\nx", 0, "nothing is wrong");
  complains(&r, HEAD "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nx", TOLL_E_FORMAT, "a boundary is missing");
  complains(&r, HEAD "Content-Transfer-Encoding: x-uuencode\n\nx", TOLL_E_FORMAT, "an unknown transfer encoding");
  complains(&r, HEAD "Content-Type: text/plain; charset=shift_jis\n\n\x83\x65", TOLL_E_FORMAT, "an unknown set");
  complains(&r, HEAD "Content-Transfer-Encoding: base64\n\nYQBi\n", TOLL_E_BINARY, "NUL bytes");
  read_message(&r, "From: a@example.org\nTo: b@example.org\n\n");
  IS_INT(r.code, TOLL_E_EMPTY, "a message without a word");
  done(&r);
}

static void test_looks(void) {
  static const struct {
    const char *head;
    bool mail, mbox;
  } rows[] = {
      {HEAD "\nx", true, false},
      {"Received: from a\n\tby b; Wed, 5 Jun 2019\nX-Thing: y\nDate: Wed, 5 Jun 2019 10:12:00 +0200\n\nx", true, false},
      {"From: our correspondent\nDate: 5 June 2019\n\nTwelve died.", false, false},
      {"From: our correspondent\n\nTwelve died.", false, false},
      {"From: desk@example.org\n\nTwelve died.", false, false},
      {"Subject: x\nDate: y\n\nTwelve died.", false, false},
      {"From: desk@example.org\nSubject: x\nTwelve people died in the raid.\n", false, false},
      {"From desk@example.org Wed Jun  5 10:12:00 2019\nFrom: a\n\nx", false, true},
      {"From desk Wed Jun  5 10:12:00 2019\n\nx", false, false},
      {"From Monday on, twelve people died.\nFrom: x\n", false, false},
      {"", false, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    OK(mail_looks(slice(rows[i].head)) == rows[i].mail, rows[i].head);
    OK(mbox_looks(slice(rows[i].head)) == rows[i].mbox, "and as an mbox");
  }
}

int main(void) {
  test_transfer();
  test_charsets();
  test_words();
  test_mailboxes();
  test_parameters();
  test_parts();
  test_part_faults();
  test_texts();
  test_way_back();
  test_facts();
  test_quotes();
  test_forwards();
  test_many_passages();
  test_members();
  test_faults();
  test_looks();
  return DONE();
}
