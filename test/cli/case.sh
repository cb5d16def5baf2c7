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
lines 'explain: no such claim: one line' 1 err

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
finish
