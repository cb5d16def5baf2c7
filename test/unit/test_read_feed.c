/* Unit tests of feeds, and of mail files and mboxes as the reader gives them. */
#include <unistd.h>

#include "base/hash.h"
#include "read/feed_lex.h"
#include "tap.h"
#include "toll/document.h"

/* One file at a time, read from its start. */
struct file {
  char path[64];
  toll_reader *reader;
  toll_document *doc;
  toll_error e;
};

static void start(struct file *f, const char *bytes, size_t len) {
  strcpy(f->path, "/tmp/toll-feed-XXXXXX");
  int fd = mkstemp(f->path);
  if (fd < 0 || write(fd, bytes, len) != (ssize_t)len) abort();
  close(fd);
  static const char *path[1];
  path[0] = f->path;
  f->doc = toll_document_new();
  if (toll_reader_open(path, 1, &f->reader, &f->e) != 0) abort();
}

/* The next document; the code of what came instead. */
static int next(struct file *f, const toll_document_info **info) {
  int code = toll_reader_fetch(f->reader, f->doc, &f->e);
  if (code > 0) {
    int parsed = toll_document_parse(f->doc, &f->e);
    if (parsed < 0) code = parsed;
  }
  *info = toll_document_get(f->doc);
  return code;
}

static void stop(struct file *f) {
  toll_reader_close(f->reader);
  toll_document_free(f->doc);
  remove(f->path);
}

/* The document's own bytes of a word of its text. */
static toll_slice bytes_of(const struct file *f, const char *word) {
  const toll_document_info *info = toll_document_get(f->doc);
  const char *at = info->text.len ? memmem(info->text.at, info->text.len, word, strlen(word)) : NULL;
  if (!at) return (toll_slice){0};
  uint32_t from = (uint32_t)(at - info->text.at);
  uint64_t a = 0, b = 0;
  if (!toll_document_raw_span(f->doc, (toll_span){from, from + (uint32_t)strlen(word)}, &a, &b)) return (toll_slice){0};
  return (toll_slice){info->raw.at + a, b - a};
}

static void day_is(toll_day day, const char *want, const char *name) {
  char text[11] = "none";
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  IS_STR((const char *)text, want, name);
}

static void hash_is_of_raw(const toll_document_info *info, const char *name) {
  uint8_t digest[SHA256_SIZE];
  sha256(info->raw.at, info->raw.len, digest);
  OK(memcmp(digest, info->sha256, SHA256_SIZE) == 0, name);
}

#define RSS "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><title>The bulletin</title>"
#define RSS_END "</channel></rss>"
#define ATOM "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>The office</title>"

static void test_items(void) {
  static const struct {
    const char *feed, *title, *text, *outlet, *byline, *url, *day, *lang;
  } rows[] = {
      {RSS "<language>fr</language><image><title>logo</title></image><item><title>One &amp; two</title>"
           "<link>https://example.org/1?a=1&amp;b</link><pubDate>Wed, 05 Jun 2019 10:00:00 GMT</pubDate>"
           "<author>desk@example.org (The desk)</author><description>Twelve.</description></item>" RSS_END,
       "One & two", "One & two\n\nTwelve.", "The bulletin", "The desk", "https://example.org/1?a=1&b", "2019-06-05",
       "fr"},
      {RSS "<item><description>short</description><c:encoded><![CDATA[<p>Twelve<p>nine&nbsp;x]]></c:encoded></"
           "item>" RSS_END,
       "", "Twelve\n\nnine\xc2\xa0x", "The bulletin", "", "", "none", ""},
      {RSS "<item><title>t</title><guid>https://example.org/2</guid><source url='u'>Other</source></item>" RSS_END, "t",
       "t", "Other", "", "https://example.org/2", "none", ""},
      {RSS "<item><title>t</title><guid isPermaLink='false'>https://example.org/2</guid></item>" RSS_END, "t", "t",
       "The bulletin", "", "", "none", ""},
      {RSS "<item><title>A & B at AT&T</title><link>https://x.example/?a=1&b=2</link></item>" RSS_END, "A & B at AT&T",
       "A & B at AT&T", "The bulletin", "", "https://x.example/?a=1&b=2", "none", ""},
      {RSS "<item><description>one\n\ntwo</description></item>" RSS_END, "", "one\n\ntwo", "The bulletin", "", "",
       "none", ""},
      {RSS "<item><title>&amp;laquo;x&amp;raquo;</title><description>&lt;p&gt;a&lt;b&gt;c</description></item>" RSS_END,
       "\xc2\xabx\xc2\xbb", "\xc2\xabx\xc2\xbb\n\nac", "The bulletin", "", "", "none", ""},
      {RSS "<item><description><p>Twelve</p> <p>nine</p></description></item>" RSS_END, "", "Twelve\n\nnine",
       "The bulletin", "", "", "none", ""},
      {ATOM "<entry><title>t</title><link rel='self' href='https://s.example/'/><link href='https://a.example/'/>"
            "<updated>2020-01-02T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published>"
            "<author><name>Desk</name><email>a@example.org</email></author><summary>s</summary>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Twelve &amp; x</p></div></content>"
            "</entry></feed>",
       "t", "t\n\nTwelve & x", "The office", "Desk", "https://a.example/", "2020-01-01", "en"},
      {ATOM "<entry xml:lang='az'><title>t</title><id>urn:1</id><source><id>i</id><title>First</title></source></entry>"
            "</feed>",
       "t", "t", "First", "", "", "none", "az"},
      {"<?xml version='1.0'?><!-- a --><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
       "xmlns='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/'><channel><title>C</title></channel>"
       "<item><title>t</title><d:date>2001-02-03</d:date><d:creator>W</d:creator></item></r:RDF>",
       "t", "t", "C", "W", "", "2001-02-03", ""},
      {"<?xml version='1.0' encoding='windows-1251'?>" RSS "<item><title>\xcf\xee\xe3</title></item>" RSS_END,
       "\xd0\x9f\xd0\xbe\xd0\xb3", "\xd0\x9f\xd0\xbe\xd0\xb3", "The bulletin", "", "", "none", ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct file f;
    const toll_document_info *info;
    start(&f, rows[i].feed, strlen(rows[i].feed));
    if (!OK(next(&f, &info) == 1, "an item is read")) printf("# %s\n", f.e.message);
    IS_STR(info->title, rows[i].title, "title");
    IS_STR(info->text, rows[i].text, "text");
    IS_STR(info->outlet, rows[i].outlet, "outlet");
    IS_STR(info->byline, rows[i].byline, "byline");
    IS_STR(info->url, rows[i].url, "address");
    day_is(info->from, rows[i].day, "day");
    IS_STR(info->lang, rows[i].lang, "language");
    IS_INT(info->format, TOLL_FORMAT_FEED, "format");
    hash_is_of_raw(info, "the hash is that of its own bytes");
    OK(memcmp(rows[i].feed + info->member_offset, info->raw.at, info->raw.len) == 0, "which stand where it says");
    IS_INT(next(&f, &info), 0, "and there is no more");
    stop(&f);
  }
}

static void test_item_way_back(void) {
  static const struct {
    const char *item, *word, *raw;
  } rows[] = {
      {"<item><title>One &amp; 12</title></item>", "&", "&amp;"},
      {"<item><title>One &amp; 12</title></item>", "12", "12"},
      {"<item><description>&lt;p&gt;Twelve&amp;nbsp;dead</description></item>", "Twelve", "Twelve"},
      {"<item><description>&lt;p&gt;Twelve&amp;nbsp;dead</description></item>", "\xc2\xa0", "&amp;nbsp;"},
      {"<item><description><![CDATA[<p>Twelve&nbsp;dead]]></description></item>", "\xc2\xa0", "&nbsp;"},
      {"<item><description><![CDATA[<p>Twelve&nbsp;dead]]></description></item>", "dead", "dead"},
      {"<item><title>a\r\nb 12</title></item>", "b 12", "b 12"},
      {"<item><title>\xc3\xa9 &#233; 12</title></item>", "\xc3\xa9 12", "&#233; 12"},
      {"<item><title>A & 12</title></item>", "& 12", "& 12"},
      {"<item><description><p>x &amp; 12</p></description></item>", "& 12", "&amp; 12"},
      {"<item><title>x&nbsp;12</title></item>", "\xc2\xa0", "&nbsp;"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct file f;
    char feed[512];
    const toll_document_info *info;
    snprintf(feed, sizeof feed, "%s%s%s", RSS, rows[i].item, RSS_END);
    start(&f, feed, strlen(feed));
    OK(next(&f, &info) == 1, rows[i].item);
    IS_STR(bytes_of(&f, rows[i].word), rows[i].raw, rows[i].raw);
    stop(&f);
  }
}

/* Everything that a file gives: "+text" or "!code", one after the other. */
static void gives(const char *bytes, const char *want, const char *name) {
  struct file f;
  char got[2048] = "";
  size_t n = 0;
  const toll_document_info *info;
  start(&f, bytes, strlen(bytes));
  for (int guard = 0; guard < 100; guard++) {
    int code = next(&f, &info);
    if (code == 0) break;
    if (code < 0) n += (size_t)snprintf(got + n, sizeof got - n, "!%d ", -code);
    if (code > 0)
      n += (size_t)snprintf(got + n, sizeof got - n, "+%.*s@%.*s ", (int)info->text.len, info->text.at,
                            (int)info->inner.len, info->inner.len ? info->inner.at : "");
  }
  IS_STR((const char *)got, want, name);
  stop(&f);
}

static void test_damage(void) {
  gives(RSS "<item><title>a</title></item><item><title>b</item><item><title>c</title></item>" RSS_END,
        "+a@item at 92 !3 +c@item at 142 ", "a damaged item is left out, its neighbours are read");
  gives("<rss><channel><item><title>a</title></item><item><title>b", "+a@item at 14 !3 ", "a feed that is cut off");
  gives("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item><title>&a;</title></item></channel></rss>", "!3 ",
        "declared entities are refused");
  gives("<!DOCTYPE rss PUBLIC '-//N//DTD R//EN' 'http://example.org/r.dtd'><rss><channel><item><title>a</title></item>"
        "</channel></rss>",
        "+a@item at 80 ", "a declared type is not");
  gives("<rss><channel><title>x</title></channel></rss>", "!4 ", "no items");
  gives(RSS "<item/><item><title> </title></item><item><title>c</title></item>" RSS_END, "+c@item at 128 ",
        "items without words are passed over");
  gives("<rss><channel><!-- <item> --><item><title><![CDATA[x </item>]]></title></item></channel></rss>",
        "+x@item at 29 ", "tags in comments and CDATA are none");
  gives("<rss><channel><item><title>caf\xe9 \x83\x65</title></item></channel></rss>",
        "+caf\xc3\xa9 \xc6\x92"
        "e@item at 14 ",
        "bytes in no named set are guessed");
  gives("<?xml version='1.0' encoding='shift_jis'?><rss><channel><item><title>\x83\x65</title></item></channel></rss>",
        "!3 ", "a set that is not read");
}

static void test_feed_looks(void) {
  static const struct {
    const char *bytes;
    bool feed;
  } rows[] = {
      {"<rss version='2.0'>", true},
      {"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- > --><rss>", true},
      {"<feed xmlns='http://www.w3.org/2005/Atom'>", true},
      {"<feed>", false},
      {"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", true},
      {"<rdf:RDF xmlns='http://xmlns.com/foaf/0.1/'>", false},
      {"<html><rss>", false},
      {"<rss", false},
      {"Twelve <rss>", false},
      {"", false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    OK(feed_looks((toll_slice){rows[i].bytes, strlen(rows[i].bytes)}) == rows[i].feed, rows[i].bytes);
}

/* ---- mail through the reader ---- */

#define FIRST "From: Desk <desk@example.org>\nSubject: One\n\nTwelve.\n>From the hills.\n"
#define SECOND "From: Desk <desk@example.org>\r\nSubject: Re: Two\r\n\r\nNine.\r\n> Eight.\r\n"
#define LINE "From desk@example.org Wed Jun  5 10:12:00 2019\n"

static void test_mbox(void) {
  static const char mbox[] =
      LINE FIRST "\n" LINE SECOND "\r\n" LINE "Subject: x\n\nnot parted\nFrom here on\n\nFrom us\n";
  struct file f;
  const toll_document_info *info;
  start(&f, mbox, sizeof mbox - 1);
  OK(next(&f, &info) == 1, "the first message");
  IS_STR(info->inner, "message at 47", "its name");
  IS_INT(info->member_offset, 47, "its place");
  IS_STR(info->raw, FIRST, "its bytes");
  hash_is_of_raw(info, "and their hash");
  IS_STR(info->text, "One\n\nTwelve.\nFrom the hills.", "its text");
  IS_STR(bytes_of(&f, "From the"), "From the", "and the way back over the sign that was added");
  OK(next(&f, &info) == 1, "the second");
  IS_STR(info->raw, SECOND, "its bytes, without the line that parts");
  IS_STR(info->text, "Nine.", "its own words");
  OK(next(&f, &info) == 1, "what is quoted in it");
  IS_STR(info->text, "Eight.", "its words");
  IS_STR(info->raw, "> Eight.\r\n", "its bytes");
  OK(info->inner.len > 9 && memcmp(info->inner.at + info->inner.len - 9, "!quoted 1", 9) == 0, "its name");
  hash_is_of_raw(info, "and their hash");
  OK(next(&f, &info) == 1, "the third");
  IS_STR(info->text, "x\n\nnot parted\nFrom here on\n\nFrom us", "a line that begins so parts nothing");
  IS_INT(next(&f, &info), 0, "the end");
  stop(&f);
}

static void test_mail_file(void) {
  static const char mail[] =
      "From: Desk <desk@example.org>\nDate: 5 Jun 2019 10:00 +0000\nSubject: One\nMIME-Version: 1.0\n"
      "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nTwelve.\n--a\nContent-Type: text/html; name=b.html\n"
      "Content-Transfer-Encoding: base64\n\nPHA+TmluZSBkaWVkLg==\n--a\nContent-Type: message/rfc822\n\n"
      "From: Other <o@example.org>\nSubject: Three\n\nThree died.\n--a\nContent-Type: image/gif\n\nGIF89a\n--a--\n";
  struct file f;
  const toll_document_info *info;
  start(&f, mail, sizeof mail - 1);
  OK(next(&f, &info) == 1 && info->format == TOLL_FORMAT_MAIL, "the message");
  IS_STR(info->text, "One\n\nTwelve.", "its text");
  OK(!info->inner.at && info->raw.len == sizeof mail - 1, "is the whole file");
  OK(next(&f, &info) == 1 && info->format == TOLL_FORMAT_HTML, "a page that is attached");
  IS_STR(info->inner, "part 2 (b.html)", "its name");
  IS_STR(info->text, "Nine died.", "its text");
  IS_STR(info->raw, "<p>Nine died.", "its bytes");
  IS_STR(info->outlet, "Desk", "it is from the sender");
  day_is(info->from, "2019-06-05", "and of the day");
  OK(next(&f, &info) == 1 && info->format == TOLL_FORMAT_MAIL, "a message that is attached");
  IS_STR(info->outlet, "Other", "is from its own sender");
  IS_STR(info->text, "Three\n\nThree died.", "its text");
  day_is(info->from, "none", "and of no known day");
  IS_INT(next(&f, &info), 0, "a picture is passed over");
  stop(&f);
}

static void test_mail_damage(void) {
  gives("From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\ny", "+x\n\ny@ !3 ",
        "a missing boundary is told after the message");
  gives(LINE "From: a@example.org\n\n\n\n" LINE "From: b@example.org\n\nb\n", "!4 +b@message at 117 ",
        "a message without words is told, the next is read");
  gives("From: <Saved>\nSnapshot-Content-Location: https://example.org/\nMIME-Version: 1.0\nContent-Type: "
        "multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>Twelve died.\n--a\nContent-Type: "
        "text/css\n\n"
        "p{}\n--a--\n",
        "+Twelve died.@ ", "a saved page is that page");
}

int main(void) {
  test_items();
  test_item_way_back();
  test_damage();
  test_feed_looks();
  test_mbox();
  test_mail_file();
  test_mail_damage();
  return DONE();
}
