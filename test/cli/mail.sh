#!/bin/sh
# Mail and feeds from outside: what is given, what is told, how much it takes.
. "$(dirname "$0")/tap.inc"
printf 'Twelve people were killed in the raid.\n' >"$work/good.txt"
limit=$root/test/limit

# one NAME MB PATTERN FILE...: within so much memory, one line that matches, and the
# good file beside it is read.
one() {
  name=$1 most=$2 pattern=$3
  shift 3
  python3 "$limit" "$most" "$TOLL" scan --jobs 1 --format jsonl "$@" "$work/good.txt" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  ends "$name: ends with 1, within $most MB" 1
  lines "$name: one line" 1 err
  says "$name: file and reason" "^toll: .*$pattern" err
  grep -q '"value": *12' "$work/out"
  ok "$name: the rest is read" $?
}

fields() {
  printf 'From: Desk <desk@example.org>\nSubject: %s\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n' "$1"
}

# A message that quotes, forwards and has something attached.
mkdir "$work/mail"
{
  fields Report
  printf 'Content-Type: multipart/mixed; boundary=a\n\n--a\n\nTwo people were killed.\n\nOn 4 June 2019, Field desk wrote:\n'
  printf '> Three people were killed.\n\n---------- Forwarded message ---------\nFrom: Office <o@example.net>\nSubject: Note\n\n'
  printf 'Four people were killed.\n--a\nContent-Type: text/plain; name=list.txt\nContent-Transfer-Encoding: base64\n\n'
  printf 'Five people were killed.\n' | base64
  printf -- '--a--\n'
} >"$work/mail/one.eml"
run scan --format jsonl "$work/mail/one.eml"
ends 'a message' 0
lines 'a message: a claim of each of its four documents' 4 out
for value in 2 3 4 5; do
  grep -q "\"value\": *$value," "$work/out"
  ok "a message: the claim of $value" $?
done
run scan "$work/mail/one.eml"
says 'a message: the forwarded one is named' 'one.eml!forwarded 1 · Office' out
says 'a message: so is what is attached' 'one.eml!part 2 \(list.txt\) · Desk' out

# The same in an archive in an mbox's neighbourhood: containers nest.
(cd "$work/mail" && tar cf ../mail.tar one.eml && gzip ../mail.tar)
run scan --format jsonl "$work/mail.tar.gz"
lines 'in a compressed archive' 4 out
printf 'From desk Wed Jun  5 10:12:00 2019\n' | cat - "$work/mail/one.eml" >"$work/two.mbox"
printf '\nFrom desk Wed Jun  5 10:12:00 2019\n' | cat - "$work/mail/one.eml" >>"$work/two.mbox"
run scan --format jsonl "$work/two.mbox"
lines 'an mbox of two' 8 out
run scan --jobs 4 --format jsonl "$work/two.mbox"
cp "$work/out" "$work/out4"
run scan --jobs 1 --format jsonl "$work/two.mbox"
cmp -s "$work/out" "$work/out4"
ok 'an mbox: the same for any number of jobs' $?
"$TOLL" scan --format jsonl - <"$work/two.mbox" >"$work/piped" 2>"$work/err"
cmp -s "$work/out" "$work/piped"
ok 'an mbox: the same from a pipe' $?

# A case keeps each as a document of its own; the same mail again adds nothing.
run init "$work/a.toll"
run add "$work/a.toll" "$work/two.mbox"
ends 'into a case' 0
run sources "$work/a.toll" --format jsonl
lines 'into a case: the second copy of a message is no new document' 4 out
run add "$work/a.toll" "$work/mail/one.eml"
run sources "$work/a.toll" --format jsonl
lines 'into a case: nor is the message as a file' 4 out
run verify "$work/a.toll"
ends 'into a case: it holds together' 0

# News that begins like a header is news.
printf 'From: our correspondent\nDate: 5 June 2019\n\nTwelve people were killed in the raid.\n' >"$work/news.txt"
run scan --format jsonl "$work/news.txt"
lines 'news that begins "From:" is read as text' 1 out
grep -q '"span":\[43,' "$work/out"
ok 'its text is the whole file' $?

# ---- what goes wrong ----

{
  fields Deep
  i=0
  while [ $i -lt 10000 ]; do
    printf 'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n' $i $i
    i=$((i + 1))
  done
  printf '\nTwelve.\n'
} >"$work/deep.eml"
one '10,000 parts, one in the other' 64 'deep.eml.*nested too deeply' "$work/deep.eml"
{
  fields Wide
  printf 'Content-Type: multipart/mixed; boundary=b\n\n'
  i=0
  while [ $i -lt 10000 ]; do
    printf -- '--b\n\nx\n'
    i=$((i + 1))
  done
  printf -- '--b--\n'
} >"$work/wide.eml"
one '10,000 parts, one beside the other' 64 'wide.eml.*more parts' "$work/wide.eml"
{
  fields Long
  printf '\n'
  yes 'Nothing of note was heard on this day from any of the districts.' | head -c 300000000
} >"$work/long.eml"
one 'a message of 300 MB' 200 'long.eml.*longer than 64 MiB' "$work/long.eml"
{
  printf 'From desk Wed Jun  5 10:12:00 2019\n'
  cat "$work/long.eml"
  printf '\n\nFrom desk Wed Jun  5 10:12:00 2019\nFrom: Desk <desk@example.org>\nSubject: x\n\nTwelve people were killed.\n'
} >"$work/long.mbox"
rm "$work/long.eml"
one 'such a message in an mbox' 200 'long.mbox!message at 35: .*longer than 64 MiB' "$work/long.mbox"
lines 'such a message in an mbox: the next is read' 2 out
rm "$work/long.mbox"
{
  fields Text
  printf '\n'
  yes 'Nothing of note was heard on this day from any of the districts.' | head -c 20000000
} >"$work/text.eml"
one 'a text of 20 MB' 200 'text.eml.*more than 16 MiB' "$work/text.eml"
{
  fields NUL
  printf '\nTwelve\000people'
} >"$work/nul.eml"
one 'NUL bytes' 64 'nul.eml.*no text' "$work/nul.eml"
{
  fields Set
  printf 'Content-Type: text/plain; charset=x-none\n\ncaf\351 12\n'
} >"$work/set.eml"
one 'a character set that nobody knows' 64 'set.eml.*character set.*x-none' "$work/set.eml"
fields 'No end' >"$work/open.eml"
run scan --format jsonl "$work/open.eml"
ends 'a header without an end is read' 0

# Many messages take no more memory than few.
i=0
while [ $i -lt 50 ]; do
  printf 'From desk Wed Jun  5 10:12:00 2019\nFrom: Desk <desk@example.org>\nSubject: %d\n\nNobody was hurt.\n\n' $i
  i=$((i + 1))
done >"$work/few.mbox"
i=0
while [ $i -lt 1000 ]; do
  cat "$work/few.mbox"
  i=$((i + 1))
done >"$work/many.mbox"
python3 "$limit" 48 "$TOLL" scan --jobs 1 --format jsonl "$work/many.mbox" >"$work/out" 2>"$work/err" </dev/null
code=$?
ends 'an mbox of 50,000 messages, within 48 MB' 0
lines 'an mbox of 50,000 messages: all of them' 50000 out

# ---- feeds ----

{
  printf '<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "ha">\n'
  printf '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>\n'
  printf '<rss><channel><item><title>&c;</title></item></channel></rss>\n'
} >"$work/laughs.xml"
one 'a feed that declares entities' 64 'laughs.xml.*declares entities' "$work/laughs.xml"
printf '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>' >"$work/outer.xml"
one 'an entity from outside' 64 'outer.xml.*declares entities' "$work/outer.xml"
printf '<rss><channel><title>D</title><item><title>a</item><item><title>Nine people were wounded.</title></item></channel></rss>' >"$work/damaged.xml"
one 'a damaged item' 64 'damaged.xml!item at 30: .*damaged' "$work/damaged.xml"
lines 'a damaged item: its neighbour is read' 2 out
{
  printf '<rss><channel><title>Many</title>'
  i=0
  while [ $i -lt 100 ]; do
    printf '<item><title>Nobody was hurt</title><description><![CDATA[<p>%d</p>]]></description></item>\n' $i
    i=$((i + 1))
  done
} >"$work/few.xml"
{
  cat "$work/few.xml"
  sed 1d "$work/few.xml" >"$work/items.xml"
  i=0
  while [ $i -lt 300 ]; do
    cat "$work/items.xml"
    i=$((i + 1))
  done
  printf '</channel></rss>\n'
} >"$work/many.xml"
python3 "$limit" 48 "$TOLL" scan --jobs 1 --format jsonl "$work/many.xml" >"$work/out" 2>"$work/err" </dev/null
code=$?
ends 'a feed of 29,800 items, within 48 MB' 0
lines 'a feed of 29,800 items: all of them' 29800 out
finish
