/* Letters beyond ASCII are compared as they stand, so a row has the case in which
 * the program writes it. */
#include "read/mail_words.h"

#include <string.h>

#include "base/bytes.h"
#include "read/mail_header.h"
#include "read/words.h"

#define WORD(s)                                                                                                        \
  { s, sizeof(s) - 1 }

static const struct {
  toll_slice name;
  unsigned char field, sign;
} fields[] = {
    {WORD("subject"), MAIL_SUBJECT, SIGN_KNOWN},
    {WORD("from"), MAIL_FROM, SIGN_ADDRESS},
    {WORD("date"), MAIL_DATE, SIGN_KNOWN},
    {WORD("message-id"), MAIL_MESSAGE_ID, SIGN_SURE},
    {WORD("archived-at"), MAIL_ARCHIVED_AT, SIGN_SURE},
    {WORD("list-id"), MAIL_LIST_ID, SIGN_SURE},
    {WORD("organization"), MAIL_ORGANIZATION, SIGN_KNOWN},
    {WORD("organisation"), MAIL_ORGANIZATION, SIGN_KNOWN},
    {WORD("content-language"), MAIL_LANGUAGE, SIGN_KNOWN},
    {WORD("content-type"), MAIL_TYPE, SIGN_KNOWN},
    {WORD("content-transfer-encoding"), MAIL_TRANSFER, SIGN_SURE},
    {WORD("content-disposition"), MAIL_DISPOSITION, SIGN_KNOWN},
    {WORD("snapshot-content-location"), MAIL_SNAPSHOT, SIGN_SURE},
    {WORD("received"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-received"), MAIL_FIELDS, SIGN_SURE},
    {WORD("return-path"), MAIL_FIELDS, SIGN_SURE},
    {WORD("delivered-to"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-original-to"), MAIL_FIELDS, SIGN_SURE},
    {WORD("dkim-signature"), MAIL_FIELDS, SIGN_SURE},
    {WORD("arc-seal"), MAIL_FIELDS, SIGN_SURE},
    {WORD("authentication-results"), MAIL_FIELDS, SIGN_SURE},
    {WORD("mime-version"), MAIL_FIELDS, SIGN_SURE},
    {WORD("in-reply-to"), MAIL_FIELDS, SIGN_SURE},
    {WORD("references"), MAIL_FIELDS, SIGN_KNOWN},
    {WORD("list-unsubscribe"), MAIL_FIELDS, SIGN_SURE},
    {WORD("list-post"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-mailer"), MAIL_FIELDS, SIGN_SURE},
    {WORD("user-agent"), MAIL_FIELDS, SIGN_KNOWN},
    {WORD("thread-topic"), MAIL_FIELDS, SIGN_SURE},
    {WORD("thread-index"), MAIL_FIELDS, SIGN_SURE},
    {WORD("sender"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("reply-to"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("resent-from"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("to"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("cc"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("bcc"), MAIL_FIELDS, SIGN_ADDRESS},
    {WORD("status"), MAIL_FIELDS, SIGN_KNOWN},
    {WORD("x-status"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-gm-thrid"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-gmail-labels"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-mozilla-status"), MAIL_FIELDS, SIGN_SURE},
    {WORD("x-priority"), MAIL_FIELDS, SIGN_SURE},
    {WORD("importance"), MAIL_FIELDS, SIGN_KNOWN},
    {WORD("precedence"), MAIL_FIELDS, SIGN_KNOWN},
};

static int field_row(toll_slice name) {
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (slice_is_nocase(name, fields[i].name)) return (int)i;
  return -1;
}

int mail_field_find(toll_slice name) {
  int row = field_row(name);
  return row < 0 ? -1 : fields[row].field;
}

enum mail_sign mail_field_sign(toll_slice name) {
  int row = field_row(name);
  return row < 0 ? SIGN_NONE : (enum mail_sign)fields[row].sign;
}

/* ---- forwarded messages ---- */

/* bare: written without the dashes that go with all others. */
static const struct {
  toll_slice text;
  bool bare;
} marks[] = {
    {WORD("forwarded message"), false},
    {WORD("original message"), false},
    {WORD("begin forwarded message"), true},
    {WORD("message transféré"), false},
    {WORD("message d'origine"), false},
    {WORD("message original"), false},
    {WORD("début du message réexpédié"), true},
    {WORD("mensaje reenviado"), false},
    {WORD("mensaje original"), false},
    {WORD("inicio del mensaje reenviado"), true},
    {WORD("weitergeleitete nachricht"), false},
    {WORD("ursprüngliche nachricht"), false},
    {WORD("originalnachricht"), false},
    {WORD("anfang der weitergeleiteten nachricht"), true},
    {WORD("messaggio inoltrato"), false},
    {WORD("messaggio originale"), false},
    {WORD("inizio messaggio inoltrato"), true},
    {WORD("mensagem encaminhada"), false},
    {WORD("mensagem original"), false},
    {WORD("Пересылаемое сообщение"), false},
    {WORD("Пересланное сообщение"), false},
    {WORD("Исходное сообщение"), false},
    {WORD("Начало переадресованного сообщения"), true},
    {WORD("yönlendirilmiş ileti"), false},
    {WORD("Özgün İleti"), false},
};

/* Without the dashes, stars, underlines and blanks at both ends. */
static toll_slice bare_line(toll_slice s, bool *dashes) {
  size_t from = 0, to = s.len;
  *dashes = s.len >= 4 && memcmp(s.at, "--", 2) == 0;
  while (from < to && byte_in(s.at[from], "-*_ \t\r\n")) from++;
  while (to > from && byte_in(s.at[to - 1], "-*_ \t\r\n:")) to--;
  while (to > from + 1 && s.at[to - 1] == '\xa0' && s.at[to - 2] == '\xc2') to -= 2; /* the French blank */
  return (toll_slice){s.at + from, to - from};
}

bool mail_is_forward_mark(toll_slice line) {
  bool dashes;
  if (line.len > 160) return false;
  toll_slice words = bare_line(line, &dashes);
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if ((dashes || marks[i].bare) && slice_is_nocase(words, marks[i].text)) return true;
  return false;
}

static const struct {
  toll_slice name;
  enum forward_key key;
} keys[] = {
    {WORD("from"), FORWARD_FROM},        {WORD("de"), FORWARD_FROM},
    {WORD("von"), FORWARD_FROM},         {WORD("da"), FORWARD_FROM},
    {WORD("expéditeur"), FORWARD_FROM},  {WORD("От"), FORWARD_FROM},
    {WORD("От кого"), FORWARD_FROM},     {WORD("Від"), FORWARD_FROM},
    {WORD("kimden"), FORWARD_FROM},      {WORD("gönderen"), FORWARD_FROM},
    {WORD("date"), FORWARD_DATE},        {WORD("sent"), FORWARD_DATE},
    {WORD("envoyé"), FORWARD_DATE},      {WORD("gesendet"), FORWARD_DATE},
    {WORD("datum"), FORWARD_DATE},       {WORD("fecha"), FORWARD_DATE},
    {WORD("enviado"), FORWARD_DATE},     {WORD("enviado el"), FORWARD_DATE},
    {WORD("data"), FORWARD_DATE},        {WORD("inviato"), FORWARD_DATE},
    {WORD("Дата"), FORWARD_DATE},        {WORD("Отправлено"), FORWARD_DATE},
    {WORD("Надіслано"), FORWARD_DATE},   {WORD("tarih"), FORWARD_DATE},
    {WORD("gönderildi"), FORWARD_DATE},  {WORD("subject"), FORWARD_SUBJECT},
    {WORD("objet"), FORWARD_SUBJECT},    {WORD("betreff"), FORWARD_SUBJECT},
    {WORD("asunto"), FORWARD_SUBJECT},   {WORD("oggetto"), FORWARD_SUBJECT},
    {WORD("assunto"), FORWARD_SUBJECT},  {WORD("Тема"), FORWARD_SUBJECT},
    {WORD("konu"), FORWARD_SUBJECT},     {WORD("to"), FORWARD_OTHER},
    {WORD("cc"), FORWARD_OTHER},         {WORD("bcc"), FORWARD_OTHER},
    {WORD("reply-to"), FORWARD_OTHER},   {WORD("organization"), FORWARD_OTHER},
    {WORD("importance"), FORWARD_OTHER}, {WORD("attachments"), FORWARD_OTHER},
    {WORD("À"), FORWARD_OTHER},          {WORD("para"), FORWARD_OTHER},
    {WORD("an"), FORWARD_OTHER},         {WORD("a"), FORWARD_OTHER},
    {WORD("Кому"), FORWARD_OTHER},       {WORD("Копия"), FORWARD_OTHER},
    {WORD("kime"), FORWARD_OTHER},       {WORD("bilgi"), FORWARD_OTHER},
};

enum forward_key mail_forward_key(toll_slice line, toll_slice *value) {
  const char *colon = memchr(line.at, ':', line.len < 40 ? line.len : 40);
  if (!colon) return FORWARD_NONE;
  bool dashes;
  toll_slice name = bare_line((toll_slice){line.at, (size_t)(colon - line.at)}, &dashes);
  *value = slice_trim((toll_slice){colon + 1, line.len - (size_t)(colon + 1 - line.at)});
  while (value->len && value->at[0] == '*') value->at++, value->len--;
  *value = slice_trim(*value);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (slice_is_nocase(name, keys[i].name)) return keys[i].key;
  return FORWARD_NONE;
}

/* ---- quotations ---- */

static const toll_slice wrote[] = {
    WORD("wrote:"),   WORD("writes:"),   WORD("a écrit :"),   WORD("a écrit\xc2\xa0:"), WORD("a écrit:"),
    WORD("schrieb:"), WORD("escribió:"), WORD("ha scritto:"), WORD("escreveu:"),        WORD("пишет:"),
    WORD("писал:"),   WORD("писала:"),   WORD("написал:"),    WORD("написала:"),        WORD("написал(а):"),
    WORD("пише:"),    WORD("yazdı:"),
};

size_t mail_wrote(toll_slice line) {
  for (size_t i = 0; i < sizeof wrote / sizeof *wrote; i++) {
    if (line.len < wrote[i].len) continue;
    if (slice_is_nocase((toll_slice){line.at + line.len - wrote[i].len, wrote[i].len}, wrote[i])) return wrote[i].len;
  }
  return 0;
}

static const toll_slice answers[] = {
    WORD("re"), WORD("fw"), WORD("fwd"), WORD("aw"),  WORD("wg"),  WORD("tr"),  WORD("rv"),
    WORD("sv"), WORD("vs"), WORD("ynt"), WORD("ilt"), WORD("Отв"), WORD("Пер"), WORD("На"),
};

bool mail_is_answer(toll_slice subject) {
  subject = slice_trim(subject);
  const char *colon = subject.len ? memchr(subject.at, ':', subject.len < 12 ? subject.len : 12) : NULL;
  if (!colon) return false;
  toll_slice word = slice_trim((toll_slice){subject.at, (size_t)(colon - subject.at)});
  const char *number = word.len ? memchr(word.at, '[', word.len) : NULL; /* "Re[2]:" */
  if (number) word.len = (size_t)(number - word.at);
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
    if (slice_is_nocase(word, answers[i])) return true;
  return false;
}
