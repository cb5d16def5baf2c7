#!/bin/sh
# The commands on a case: what is kept, what is told, what is never lost.
. "$(dirname "$0")/tap.inc"
mkdir "$work/in"
printf 'Twelve people were killed in the raid, the ministry said.\n' >"$work/in/a.txt"
printf 'Fifteen people were killed and nine wounded in the raid, doctors said.\n' >"$work/in/b.txt"
case=$work/one.toll

run init "$case"
ends 'init' 0
run init "$case"
ends 'init on a file that is there is wrong usage' 2
lines 'init on a file that is there: one line' 1 err
run add "$case" "$work/in"
ends 'add' 0
[ ! -s "$work/out" ] && [ ! -s "$work/err" ]
ok 'add is silent where there is no terminal' $?
run claims --format jsonl "$case"
ends 'claims' 0
lines 'claims: three' 3 out
cp "$work/out" "$work/before"
"$TOLL" scan --format jsonl "$work/in" >"$work/scanned"
cmp -s "$work/before" "$work/scanned"
ok 'claims of a case are the bytes that scan prints' $?
run add "$case" "$work/in" "$work/in/a.txt"
run claims --format jsonl "$case"
cmp -s "$work/before" "$work/out"
ok 'adding again changes nothing' $?
run claims --harm wounded --format jsonl "$case"
lines 'claims --harm' 1 out
run claims --claimant MINISTRY --format jsonl "$case"
lines 'claims --claimant' 1 out
run claims --format csv "$case"
lines 'claims as csv' 4 out
run claims "$case"
says 'claims as a table' 'killed +15' out
run sources "$case"
says 'sources' 'b\.txt' out
run sources --format jsonl "$case"
lines 'sources as JSON' 2 out
run sources --format csv "$case"
lines 'sources as csv' 3 out
for method in range latest majority; do
  run tally --method $method "$case"
  ends "tally by $method" 0
  run tally --method $method --format jsonl "$case"
  python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin]' <"$work/out"
  ok "tally by $method is JSON" $?
done
id=$(sed -n '1s/.*"id": *"\([^"]*\)".*/\1/p' "$work/before")
run explain "$case" "$id"
ends 'explain on a case' 0
says 'explain shows the words' 'killed' out
cp "$work/out" "$work/explained"
run explain "$work/in/a.txt" "$id"
ends 'explain on a file' 0
cmp -s "$work/out" "$work/explained"
ok 'explain says the same of case and file' $?
run explain "$case" c0000000000000000
ends 'explain: no such claim' 1
says 'explain: no such claim: it says so' 'no such claim' err
lines 'explain: no such claim: one line' 1 err

# The start of an id will do; the table of claims shows it.
start=$(printf '%s' "$id" | cut -c 1-9)
run claims "$case"
says 'claims as a table: the start of the id' "^  $start +killed +12 " out
for where in "$case" "$work/in/a.txt" "$work/in"; do
  run explain "$where" "$start"
  cmp -s "$work/out" "$work/explained"
  ok "explain by the start of an id: $(basename "$where")" $?
done
for where in "$case" "$work/in"; do
  run explain "$where" c
  ends "explain by what several ids start with: $(basename "$where")" 1
  says 'that is said' 'several claims' err
  [ ! -s "$work/out" ]
  ok 'and none of them is explained' $?
done
says_all() {
  for word in 'exact \(just so many\)' 'person \(counts people\)' '12 and no other' 'asserted \(somebody says it is so\)'; do
    grep -Eq "$word" "$work/explained" || return 1
  done
}
says_all
ok 'explain has plain words beside its terms' $?

# A claimant or harm that no claim has: people are told, programs get nothing.
run claims --claimant zzz "$case"
ends 'no claims match' 0
says 'no claims match: it says so' 'no claims match' err
run claims --claimant zzz --format jsonl "$case"
[ ! -s "$work/err" ] && [ ! -s "$work/out" ]
ok 'no claims match: nothing for programs' $?

# An event by its id, the start of it, or words of its name.
printf 'Seven people were killed in Tbilisi on 9 April 1989, the ministry said.\n' >"$work/t.txt"
printf 'Nine people were killed in Baku on 20 January 1990, the ministry said.\n' >"$work/u.txt"
"$TOLL" init "$work/demo.toll" && "$TOLL" add "$work/demo.toll" "$root/examples/black-january/reports" >/dev/null 2>&1
run events --format jsonl "$work/demo.toll"
grep -o '"name":"[^"]*"' "$work/out" | LC_ALL=C sort | tr '\n' ' ' >"$work/names"
[ "$(cat "$work/names")" = '"name":"Baku, 13-19 January 1990" "name":"Baku, 19-20 January 1990" "name":"Neftchala, 25 January 1990" ' ]
ok 'the example holds two events in Baku and one in Neftchala' $?
run tally --harm killed "$work/demo.toll"
says 'the example: the night of 19-20 January' 'killed, people +131–170 ' out
says 'the example: the week before' 'killed, people +48–300 ' out
run tally --harm detained "$work/demo.toll"
[ "$(grep -c 'detained, people' "$work/out")" -eq 1 ]
ok 'the example: the arrests belong to one event' $?
"$TOLL" init "$work/events.toll" && "$TOLL" add "$work/events.toll" "$work/t.txt" "$work/u.txt"
for verb in tally claims; do
  for name in tbilisi TBILISI Tbilisi tbilisi-1989 'april 1989'; do
    run $verb --event "$name" "$work/events.toll"
    [ "$code" -eq 0 ] && grep -q 'Seven people' "$work/out" && ! grep -q 'Nine people' "$work/out"
    ok "$verb: the event $name" $?
  done
  run $verb --event nowhere "$work/events.toll"
  ends "$verb: no such event" 1
  lines "$verb: no such event: one line" 1 err
  says "$verb: no such event: the ids are listed" 'tbilisi-1989-04-09.*baku-1990-01-20' err
  run $verb --event 19 "$work/events.toll"
  ends "$verb: words that several events have" 1
  says "$verb: words that several events have: they are listed" 'several.*tbilisi-1989-04-09.*baku-1990-01-20' err
done

# The tally explains its signs first, sets apart what it leaves out, and fits the terminal.
run tally "$case"
head -n 1 "$work/out" | grep -q 'day they were given.*~ about'
ok 'a tally begins with how it is to be read' $?
printf 'Twelve people were killed in Baku on 20 January 1990, among them two children, the ministry said.\n' >"$work/p.txt"
printf 'Twelve people were killed in Baku on 20 January 1990, the ministry said on Monday.\n' >"$work/q.txt"
"$TOLL" init "$work/parts.toll" && "$TOLL" add "$work/parts.toll" "$work/p.txt" "$work/q.txt"
run tally "$work/parts.toll"
says 'one account is no judgement' '1 account(, told [0-9]+ times)?$' out
grep -q 'weak' "$work/out"
[ $? -ne 0 ]
ok 'nothing is called weak' $?
for width in 60 80; do
  COLUMNS=$width "$TOLL" tally "$work/parts.toll" >"$work/out"
  python3 -c 'import sys
long = [l for l in open(sys.argv[1]) if len(l) - 1 > int(sys.argv[2]) ]
sys.exit(bool(long) or "twelve people were killed" not in " ".join(open(sys.argv[1]).read().lower().split()))' "$work/out" $width
  ok "a tally fits $width columns" $?
done

# A case at rest is one file.
for verb in sources claims events tally; do "$TOLL" $verb "$case" >"$work/out"; done
"$TOLL" claims --event 1990 "$work/parts.toll" >"$work/out"
"$TOLL" add "$case" "$work/in"
[ -z "$(find "$work" -name '*.toll-*')" ]
ok 'no files stay beside a case' $?

# On a terminal the commands say what they did.
printf '{"id": "j1", "text": "Four people were killed."}\n{"id": "j2", "text": "Five people were wounded."}\n' >"$work/feed.jsonl"
tty="python3 $root/test/cli/tty 80"
$tty "$TOLL" init "$work/tty.toll" >"$work/out"
says 'init says what it made' 'made .*tty\.toll' out
$tty "$TOLL" add "$work/tty.toll" "$work/feed.jsonl" "$work/in/a.txt" >"$work/out"
says 'add says what it added' '3 documents added with 3 claims; 0 were there already' out
$tty "$TOLL" add "$work/tty.toll" "$work/feed.jsonl" "$work/in/a.txt" >"$work/out"
says 'add says what was there' '0 documents added with 0 claims; 3 were there already' out
printf '{"id": "j3", "text": "Six people were wounded."}\n' >>"$work/feed.jsonl"
$tty "$TOLL" add "$work/tty.toll" "$work/feed.jsonl" >"$work/out"
says 'add counts lines as documents' '1 document added with 1 claim; 2 were there already' out

# Foreign and damaged files.
printf 'just text\n' >"$work/text.toll"
for verb in 'add' 'sources' 'claims' 'tally'; do
  if [ $verb = add ]; then run add "$work/text.toll" "$work/in"; else run $verb "$work/text.toll"; fi
  ends "$verb: a case file that is a text file" 3
  lines "$verb: a case file that is a text file: one line" 1 err
done
[ "$(cat "$work/text.toll")" = 'just text' ]
ok 'a file that is no case is left as it is' $?
run add "$work/none.toll" "$work/in"
ends 'a case that is not there' 1
lines 'a case that is not there: one line' 1 err
[ ! -e "$work/none.toll" ]
ok 'a case that is not there is not made' $?
head -c 4096 "$case" >"$work/short.toll"
run claims "$work/short.toll"
ends 'a case cut short' 3

# An unreadable input among others.
: >"$work/in/empty.txt"
run add "$case" "$work/in"
ends 'an empty file among others: ends with 1' 1
lines 'an empty file among others: one line' 1 err
run claims --format jsonl "$case"
cmp -s "$work/before" "$work/out"
ok 'an empty file among others: the rest is as before' $?

# Standard input.
printf 'Four people went missing after the flood.\n' | "$TOLL" add "$case" - >"$work/out" 2>"$work/err"
run claims --harm missing --format jsonl "$case"
lines 'add from standard input' 1 out

# A text of more than one window is one document, with the claims of all its windows.
python3 - "$work/long.txt" <<'P'
import sys
with open(sys.argv[1], "w") as f:
    f.write("Twelve people were killed in the raid.\n\n")
    f.write("The council met on Tuesday and heard about roads and prices.\n\n" * 150000)
    f.write("Nine people were wounded in the raid.\n")
P
"$TOLL" init "$work/long.toll"
run add "$work/long.toll" "$work/long.txt"
ends 'a text of several windows is added' 0
run claims --format jsonl "$work/long.toll"
cp "$work/out" "$work/claims"
"$TOLL" scan --format jsonl "$work/long.txt" >"$work/scanned"
lines 'its claims are all there' 2 out
cmp -s "$work/claims" "$work/scanned"
ok 'they are the bytes that scan prints' $?
run add "$work/long.toll" "$work/long.txt" "$work/in/a.txt"
run sources --format jsonl "$work/long.toll"
lines 'adding it again adds only what is new' 2 out

# Order of arrival does not change a tally.
"$TOLL" init "$work/x.toll"
"$TOLL" init "$work/y.toll"
rm "$work/in/empty.txt"
"$TOLL" add "$work/x.toll" "$work/in/a.txt" "$work/in/b.txt"
"$TOLL" add "$work/y.toll" "$work/in/b.txt" "$work/in/a.txt"
"$TOLL" tally "$work/x.toll" >"$work/x"
"$TOLL" tally "$work/y.toll" >"$work/y"
[ -s "$work/x" ] && cmp -s "$work/x" "$work/y"
ok 'the order of arrival changes no tally' $?

# A full disk: a small file system of its own where root may make one.
disk=$work/disk
mkdir "$disk"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=1m tmpfs "$disk" 2>/dev/null; then
  trap 'umount "$disk"; rm -rf "$work"' EXIT
  "$TOLL" init "$disk/c.toll" && "$TOLL" add "$disk/c.toll" "$work/in"
  "$TOLL" claims --format jsonl "$disk/c.toll" >"$work/before"
  python3 - "$work/big.txt" <<'P'
import random, sys
r = random.Random(1)
with open(sys.argv[1], "w") as f:
    for i in range(60000):
        f.write("".join(r.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(80)) + ".\n")
        if i % 1000 == 0:
            f.write(f"At least {i} people were killed.\n")
P
  run add "$disk/c.toll" "$work/big.txt"
  ends 'a full disk: ends with 1' 1
  lines 'a full disk: one line' 1 err
  says 'a full disk: the reason' 'full|[Nn]o space' err
  run claims --format jsonl "$disk/c.toll"
  cmp -s "$work/before" "$work/out"
  ok 'a full disk: nothing that was there is lost' $?
  rm -f "$work/in/c.txt"
  printf 'Three people were wounded in the square.\n' >"$work/in/c.txt"
  run add "$disk/c.toll" "$work/big.txt" "$work/in/c.txt"
  ends 'a full disk, and then a small file' 1
else
  skip 'a full disk while adding' 'no right to mount a small file system'
fi

# A limit on the size of files is a full disk, and no sudden death.
"$TOLL" init "$work/limit.toll"
(ulimit -f 600; "$TOLL" add "$work/limit.toll" "$work/long.txt" 2>"$work/err")
code=$?
ends 'a limit on the size of files: ends with 1' 1
says 'a limit on the size of files: it is told' 'cannot read or write the case file' err
run verify "$work/limit.toll"
ends 'a limit on the size of files: the case is sound' 0

# Who looks at a case while it is being filled, takes nothing away under the one who fills it:
# its write-ahead log stays for as long as it has the file open.
mkdir "$work/busy"
python3 - "$work/busy" <<'P'
import json, sys
for name in "a", "z":
    with open(f"{sys.argv[1]}/{name}.jsonl", "w") as f:
        for i in range(520):
            f.write(json.dumps({"id": f"{name}{i}", "text": f"{i + 2} people were killed in the town."}) + "\n")
P
"$TOLL" init "$work/busy/c.toll"
mkfifo "$work/hold"
"$TOLL" add "$work/busy/c.toll" "$work/busy" "$work/hold" 2>"$work/err" &
exec 9>"$work/hold"
python3 - "$work/busy/c.toll" <<'P'
import sqlite3, sys, time
for _ in range(600):
    case = sqlite3.connect(sys.argv[1], timeout=60)
    if case.execute("SELECT count(*) FROM document").fetchone()[0] > 700: break
    case.close()
    time.sleep(0.1)
P
"$TOLL" claims "$work/busy/c.toll" >"$work/out"
[ -s "$work/out" ] && [ -e "$work/busy/c.toll-wal" ]
ok 'a look at a case that is being filled leaves its log where it is' $?
printf 'Three people were wounded in the square.\n' >&9
exec 9>&-
wait $!
ok 'a folder that holds the case itself is added' $?
[ ! -s "$work/err" ]
ok 'and the case is passed over' $?
run verify "$work/busy/c.toll"
ends 'and it is sound' 0
run add "$work/busy/c.toll" "$work/busy/c.toll"
says 'a case is not added to itself' 'c.toll: this is the case itself' err
finish
