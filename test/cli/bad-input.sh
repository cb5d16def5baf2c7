#!/bin/sh
# What cannot be read gets one clear line; the rest of the run goes on.
. "$(dirname "$0")/tap.inc"
printf 'Twelve people were killed in the raid.\n' >"$work/good.txt"

# one NAME PATTERN FILE...: one line on standard error that names the file and
# matches; the good file beside it is still read.
one() {
  name=$1 pattern=$2
  shift 2
  run scan --format jsonl "$@" "$work/good.txt"
  ends "$name: ends with 1" 1
  lines "$name: one line" 1 err
  says "$name: file and reason" "^toll: .*$pattern" err
  grep -q '"value": *12' "$work/out"
  ok "$name: the rest is read" $?
}

: >"$work/empty.txt"
one 'an empty file' 'empty.txt: .' "$work/empty.txt"
mkdir "$work/dir"
one 'a folder without reports' 'dir: .' "$work/dir"
head -c 3000 /dev/zero | tr '\0' '\001' >"$work/binary"
printf '\177ELF\002\001\001\000\000\000' | cat - "$work/binary" >"$work/program.txt"
one 'a binary' 'program.txt: .' "$work/program.txt"
one 'a file that is not there' 'nowhere.txt: .*No such file' "$work/nowhere.txt"
printf '{"id": "a", "text": "Seven people were wounded."}\n{"id": "b", "text": \n{"id": "c", "text": "Nine people were wounded."}\n' >"$work/broken.jsonl"
one 'a broken line of JSONL' 'broken.jsonl:2: .' "$work/broken.jsonl"
[ "$(grep -c wounded "$work/out")" -eq 2 ]
ok 'a broken line of JSONL: its neighbours are read' $?

# JSON lines under other names are told what is read, and never taken for prose.
printf '{"body": "Three people were wounded."}\n{"id": "b", "content": "Nine people were wounded."}\n' >"$work/body.jsonl"
run scan --format jsonl "$work/body.jsonl" "$work/good.txt"
ends 'JSON lines without a text: ends with 1' 1
lines 'JSON lines without a text: a line each' 2 err
says 'JSON lines without a text: line and reason' 'body.jsonl:1: .*no text' err
says 'JSON lines without a text: the fields that are read' 'body.jsonl:2: .*id, text, date, lang, title, outlet, url, byline' err
lines 'JSON lines without a text: no claim is made of them' 1 out
printf '{"text": 7}\n' >"$work/number.jsonl"
one 'a text that is no string' 'number.jsonl:1: .*no string' "$work/number.jsonl"
printf '{"id": "a"}\n{"id": "b", "text": "Nine people were wounded."}\n' >"$work/first.jsonl"
one 'a first line without a text' 'first.jsonl:1: .*no text' "$work/first.jsonl"
grep -q '"value": *9' "$work/out"
ok 'a first line without a text: the next is read' $?
printf '{ Twelve people were killed in the raid. }\n' >"$work/brace.txt"
run scan --format jsonl "$work/brace.txt"
ends 'prose in braces is prose' 0
lines 'prose in braces is read' 1 out

# Only what is read can be said to hold no figures.
printf '<html><body><p>The flood.</p><table><tr><th>District</th><th>Killed</th></tr><tr><td>North</td><td>12</td></tr></table></body></html>\n' >"$work/table.html"
run scan "$work/table.html"
says 'figures in a table: it says what was not read' 'tables are not read' out

# A UTF-8 sequence cut in two is no reason not to read the rest of the file.
printf 'Seven people were killed in the caf\303' >"$work/cut.txt"
run scan --format jsonl "$work/cut.txt" "$work/good.txt"
grep -q '"value": *7' "$work/out" && grep -q '"value": *12' "$work/out"
ok 'a file cut inside a character is read up to there' $?
[ "$code" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q 'cut.txt: some bytes are no valid text' "$work/err"
ok 'a file cut inside a character: one line says so' $?
printf 'Seven people were killed at \377\376 noon, \200\201 it said.\n' >"$work/odd.txt"
run scan --format jsonl "$work/odd.txt"
[ "$code" -le 1 ] && { python3 -c 'import sys; sys.stdin.buffer.read().decode("utf-8")' <"$work/out"; }
ok 'bytes that are no text: the output is UTF-8 all the same' $?

# A file without permission: root may read all, so become nobody for it.
printf 'Seven people were killed.\n' >"$work/secret.txt"
chmod 000 "$work/secret.txt"
if [ "$(id -u)" -ne 0 ]; then
  one 'no permission' 'secret.txt: .*Permission denied' "$work/secret.txt"
elif command -v setpriv >/dev/null && setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
  chmod 755 "$work"
  cp "$TOLL" "$work/toll"
  packs=${TOLL_PACKS:-$(dirname "$TOLL")/packs}
  cp -R "$packs" "$work/packs"
  setpriv --reuid 65534 --clear-groups env TOLL_PACKS="$work/packs" "$work/toll" scan --format jsonl \
    "$work/secret.txt" "$work/good.txt" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  ends 'no permission: ends with 1' 1
  lines 'no permission: one line' 1 err
  says 'no permission: file and reason' 'secret.txt: .*Permission denied' err
  says 'no permission: the rest is read' '"value": *12' out
else
  skip 'no permission' 'root, and setpriv cannot drop to nobody'
fi

mkfifo "$work/pipe"
timeout 10 sh -c 'printf "Five people were killed.\n" >"$0"' "$work/pipe" &
run scan --format jsonl "$work/pipe" "$work/good.txt"
wait
says 'a named pipe: the rest is read' '"value": *12' out
ln -s loop "$work/loop"
run scan --format jsonl "$work/loop" "$work/good.txt"
ends 'a link to itself' 1

# Standard output that is full or closed.
if [ -c /dev/full ]; then
  "$TOLL" scan --format jsonl "$work/good.txt" >/dev/full 2>"$work/err"
  code=$?
  ends 'standard output is full: ends with 1' 1
  lines 'standard output is full: one line' 1 err
  says 'standard output is full: the reason' 'standard output: .*No space left' err
else
  skip 'standard output is full' 'no device /dev/full here'
fi
yes "$(cat "$work/good.txt")" | head -n 20000 >"$work/long.txt"
{ "$TOLL" scan --format jsonl "$work/long.txt" 2>"$work/err"; echo $? >"$work/code"; } | head -n 1 >"$work/out"
[ "$(cat "$work/code")" -le 1 ] && [ ! -s "$work/err" ]
ok 'a reader that goes away early is no trouble' $?

# One line of 100 MB (1 GB in make bench), within 64 MB of memory.
python3 - "$work/line.txt" <<'P'
import sys
words = b"The council met on Tuesday and heard about roads and prices, and then went on to speak of the weather. " * 100
with open(sys.argv[1], "wb") as f:
    for i in range(10000):
        f.write(words)
    f.write(b"Twelve people were killed in the raid.")
P
python3 "$root/test/limit" 64 "$TOLL" scan --jobs 1 --format jsonl "$work/line.txt" >"$work/out" 2>"$work/err"
code=$?
[ "$code" -le 1 ]
ok 'a line of 100 MB is read in 64 MB of memory' $?
grep -q '"value": *12' "$work/out" || [ -s "$work/err" ]
ok 'a line of 100 MB: its end is read, or a reason given' $?
rm -f "$work/line.txt"

# A socket of datagrams keeps writes apart: one for each line of trouble, also where a path is odd.
python3 - "$TOLL" "$work" >"$work/out" 2>"$work/err" <<'P'
import socket, subprocess, sys, threading
toll, work = sys.argv[1:]
path = f"{work}/odd\nname.jsonl"
with open(path, "w") as f:
    f.write("{\"text\": \"Nothing.\"}\n" + "{}\n" * 50)
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
writes = []
def listen():
    while writes[-1:] != [b""]:
        writes.append(ours.recv(65536))
listener = threading.Thread(target=listen)
listener.start()
subprocess.run([toll, "scan", "--jobs", "2", path, f"{work}/no such"], stdout=subprocess.DEVNULL, stderr=theirs)
theirs.send(b"")
listener.join()
print(len(writes) - 1, all(w.startswith(b"toll: ") and w.count(b"\n") == 1 and w.endswith(b"\n") for w in writes[:-1]))
P
says 'each line of trouble is one write' '^51 True$' out
printf 'Twelve people were killed in the raid.\n' >"$work/raid.txt"
for seconds in abc 0 12s 86401; do
  TOLL_PDF_SECONDS=$seconds "$TOLL" scan --format jsonl "$work/raid.txt" >"$work/out" 2>"$work/err"
  says "TOLL_PDF_SECONDS=$seconds is told of" 'TOLL_PDF_SECONDS: no number of seconds from 1 to 86400; 60 are taken' err
done
says 'and reading goes on' '"value": *12' out
TOLL_PDF_SECONDS=86400 "$TOLL" scan --format jsonl "$work/raid.txt" >"$work/out" 2>"$work/err"
lines 'a good number of seconds is not' 0 err
finish
