#!/bin/sh
# Options, help and what a wrong command line is told.
. "$(dirname "$0")/tap.inc"
printf 'Twelve people were killed in the raid.\n' >"$work/a.txt"

run
ends 'no verb is wrong usage' 2
lines 'no verb: one line' 1 err
run --version
ends '--version ends well' 0
says '--version says it' '^toll [0-9]+\.[0-9]+' out
run --help
ends '--help ends well' 0
says '--help shows an example' '^ +toll scan report.txt' out
run -h
ends '-h is --help' 0
run help
ends 'help alone' 0
for verb in scan init add sources claims find events tally timeline export rank decide explain eval migrate pack help; do
  run help $verb
  ends "help $verb" 0
  says "help $verb shows examples" "^ +.*toll $verb" out
  cp "$work/out" "$work/one"
  run $verb --help
  cmp -s "$work/one" "$work/out"
  ok "toll $verb --help says the same" $?
done
run help scann
ends 'help for no verb' 2
says 'help for no verb names the nearest' 'did you mean toll scan' err

run scna
ends 'an unknown verb is wrong usage' 2
says 'an unknown verb: the nearest is named' 'did you mean toll scan\?' err
run frobnicate
ends 'a verb like no other' 2
says 'a verb like no other: help is named' 'see toll --help' err
run scan --fromat jsonl "$work/a.txt"
ends 'an unknown option is wrong usage' 2
says 'an unknown option: the nearest is named' 'did you mean --format\?' err
lines 'an unknown option: one line' 1 err
run scan --zzzzzzzz "$work/a.txt"
says 'an option like no other: help is named' 'see toll help scan' err
run scan --method latest "$work/a.txt"
ends 'an option of another verb' 2
run scan --format xml "$work/a.txt"
ends 'a value that is no choice' 2
says 'a value that is no choice: the choices are named' 'table jsonl csv' err
run scan --format
ends 'an option without its value' 2
says 'an option without its value is named' '--format needs a value' err
run scan --tally=yes "$work/a.txt"
ends 'a flag with a value' 2
run scan --jobs 0 "$work/a.txt"
ends 'zero jobs' 2
run scan --jobs two "$work/a.txt"
ends 'jobs in words' 2
run scan --profile class:nobody --tally "$work/a.txt"
ends 'a profile of no class' 2
says 'a profile of no class is named' 'nobody' err
says 'a profile of no class: the classes are listed' 'child, woman, .*aid_worker' err
run scan --profile class:children --tally "$work/a.txt"
says 'a profile of no class: the nearest is named' 'did you mean class:child\?' err
lines 'a profile of no class: one line' 1 err
run scan --profile victim --tally "$work/a.txt"
ends 'an unknown profile is wrong usage' 2
says 'an unknown profile: the nearest is named' 'did you mean victims\?' err
run help tally
says 'help lists the harms' '^ +.*destroyed_or_damaged' out
says 'help lists the classes' '^ +.*aid_worker' out
grep -q ' $' "$work/out"
[ $? -ne 0 ]
ok 'help has no blanks at the ends of lines' $?
run help scan
says 'help scan names the fields of JSONL' 'text \(needed\), id, date, lang, title,' out
says 'help scan explains the signs' '> 100 more than' out
run scan
ends 'scan without a file' 2
says 'scan without a file: its usage' 'usage: toll scan' err
run init "$work/a.toll" more
ends 'too many words' 2
run claims --harm kiled "$work/a.toll"
ends 'an unknown harm is wrong usage' 2
says 'an unknown harm: the nearest is named' 'did you mean killed\?' err
run claims --harm dead "$work/a.toll"
says 'a harm like no other: all are listed' 'killed, wounded, .*seized' err

run scan --format=jsonl "$work/a.txt"
ends '--option=value' 0
cp "$work/out" "$work/one"
run scan "$work/a.txt" -f jsonl
cmp -s "$work/one" "$work/out"
ok 'options after operands, short form' $?
run scan -fjsonl "$work/a.txt"
cmp -s "$work/one" "$work/out"
ok 'short form with its value' $?
cp "$work/a.txt" "$work/--tally"
(cd "$work" && "$TOLL" scan --format jsonl -- --tally >"$work/out" 2>"$work/err")
[ -s "$work/out" ] && cmp -s "$work/one" "$work/out"
ok 'a file with the name of an option, after --' $?
"$TOLL" scan --format jsonl - <"$work/a.txt" >"$work/out" 2>"$work/err"
grep -q '"harm": *"killed"' "$work/out"
ok '- is standard input' $?

run scan --format csv "$work/a.txt"
says 'csv has a header' '^id,doc,quote,' out
[ "$(wc -l <"$work/out")" -eq 2 ]
ok 'csv has a line a claim' $?
printf '{"id": "=cmd()", "text": "Twelve people were killed in the raid."}\n' >"$work/f.jsonl"
run scan --format csv "$work/f.jsonl"
says 'csv keeps a cell from being a formula' ",'=cmd\(\)," out
run scan --format csv --tally "$work/a.txt"
says 'csv of a tally' '^doc,harm,low,best,high' out
run scan --tally "$work/a.txt"
says 'tally as a table' '^ +12 ' out
run scan --tally --format jsonl "$work/f.jsonl"
says 'tally as JSON' '"doc": *"=cmd\(\)", *"tally": *\{"killed": *\{"low": *12, *"best": *12, *"high": *12\}' out
printf '{"id": "w", "text": "Twelve people, among them 3 children, were killed in the raid. The police said 11 people were killed in the raid. Two were wounded."}\n' >"$work/w.jsonl"
run scan --tally --why "$work/w.jsonl"
says 'reasons below the tally: what is used' '^    killed 12 people +used: ' out
says 'and what is left out, with the reason' 'killed 3 children +left out: part of a total that is given \(12 people\)' out
run scan --tally --why --format jsonl "$work/w.jsonl"
"$TOLL" scan --format jsonl "$work/w.jsonl" | python3 -c '
import json, sys
tally = json.loads(open(sys.argv[1]).read())
claims = [json.loads(line) for line in sys.stdin]
why = tally["why"]
assert [w["claim"] for w in why] == [c["id"] for c in claims] and len(claims) >= 4
assert [w["harm"] for w in why] == [c["harm"] for c in claims]
assert all(w["reason"] and isinstance(w["used"], bool) for w in why)
assert {w["harm"] for w in why if w["used"]} == set(tally["tally"])' "$work/out"
ok 'each claim stands among the reasons once' $?
run scan --tally --format jsonl "$work/w.jsonl"
grep -q '"why"' "$work/out"
[ $? -ne 0 ]
ok 'no reasons where none were asked for' $?
run scan --tally --why --format csv "$work/w.jsonl"
says 'reasons as csv' '^w,killed,11,12,12,c[0-9a-f]+,true,' out
run scan --why "$work/w.jsonl"
ends 'reasons without a tally are wrong usage' 2

run scan "$work/a.txt"
says 'the table shows the figure' 'killed +12' out
grep -q "$(printf '\033')" "$work/out"
[ $? -ne 0 ]
ok 'no colour where there is no terminal' $?
printf '{"id": "x", "title": "A \\u001b[31mred\\u001b[0m title", "text": "Twelve \\u001b[2J people were killed."}\n' >"$work/e.jsonl"
run scan "$work/e.jsonl"
grep -q "$(printf '\033')" "$work/out"
[ $? -ne 0 ]
ok 'control characters of a report do not reach the terminal' $?
run scan "$work/no
such"
lines 'a line feed in a name stays one line of complaint' 1 err

# Completion knows every option of every verb.
for verb in scan init add sources claims events tally timeline export rank decide explain eval pack; do
  "$TOLL" help $verb | sed -n 's/^ .*\(--[a-z]*\).*/\1/p' | while read -r option; do
    grep -q -- "$option" "$root/src/cmd/completion.bash" || echo "$option"
  done
done >"$work/out"
[ ! -s "$work/out" ]
ok 'bash completion knows every option' $?
bash -n "$root/src/cmd/completion.bash" 2>"$work/err"
ok 'bash completion is bash' $?

# complete NAME EXPECTED WORD...: what is offered for the last of the words.
complete() {
  name=$1 expected=$2
  shift 2
  (cd "$work/tab" && PATH="$(dirname "$TOLL"):$PATH" bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _toll
    echo "${COMPREPLY[*]}"' "$root/src/cmd/completion.bash" "$@") >"$work/out" 2>"$work/err"
  [ "$(cat "$work/out")" = "$expected" ]
  ok "completion: $name" $?
}
mkdir "$work/tab"
printf 'Twelve people were killed in Velmora on 3 May 2023.\n' >"$work/tab/a.txt"
"$TOLL" init "$work/tab/v.toll" && "$TOLL" add "$work/tab/v.toll" "$work/tab/a.txt"
: >"$work/tab/v.toll-wal"
id=$("$TOLL" claims --format csv "$work/tab/v.toll" | sed -n '2s/,.*//p')
event=$("$TOLL" events --format csv "$work/tab/v.toll" | sed -n '2s/,.*//p')
: >"$work/tab/v.toll-wal"
complete 'a verb' 'tally' toll tal
complete 'a case is a case file' 'v.toll' toll tally ''
complete 'an event of the case' "$event" toll tally v.toll --event ''
complete 'a claim of the case' "$id" toll explain v.toll c
complete 'a class' 'class:child' toll tally --profile class:ch
complete 'a class where the colon parts words' 'child' toll tally --profile class : ch
finish
