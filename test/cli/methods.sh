#!/bin/sh
# The nine methods, ranks of sources and reviewers' decisions from outside.
. "$(dirname "$0")/tap.inc"
export SOURCE_DATE_EPOCH=1700000000
mkdir "$work/in"
printf '{"id":"n1","date":"2003-05-10","outlet":"Courier","text":"In Ankara on 9 May 2003, 12 people were killed in a raid, the governor said."}
{"id":"n2","date":"2003-05-11","outlet":"Wire","text":"In Ankara on 9 May 2003, 15 people were killed in a raid, the hospital said."}
{"id":"n3","date":"2003-05-12","outlet":"Herald","text":"In Ankara on 9 May 2003, 15 people were killed in a raid, the rescue service said."}
' >"$work/in/a.jsonl"
case=$work/m.toll
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/in" || exit 1
methods='range min-max low-best-high conservative cascade majority latest named panel'

for method in $methods; do
  run tally --method "$method" "$case"
  ends "tally by $method" 0
  run tally --method "$method" --format jsonl "$case"
  python3 -c 'import json, sys; rows = [json.loads(line) for line in sys.stdin]
sys.exit(not rows or any(r["method"] != sys.argv[1] for r in rows))' "$method" <"$work/out"
  ok "tally by $method is JSON" $?
done
run tally --method all "$case"
says 'all methods: a column each' 'range +min-max +high +ative +cascade +majority +latest +named +panel' out
says 'all methods: their figures' 'killed, people +12–15 +12–15 +12 \(12–15\) +15 +15 +15 +15 +– +–$' out
"$TOLL" tally --method all "$case" >"$work/out"
python3 -c 'import sys; sys.exit(any(len(l.rstrip("\n")) > 100 for l in open(sys.argv[1])))' "$work/out"
ok 'all methods: no line is wider than 100 columns' $?
grep -q "$(printf '\033')" "$work/out"
[ $? -ne 0 ]
ok 'all methods: no colour but on a terminal' $?
run tally --method all --format csv "$case"
lines 'all methods as csv: a line each' 10 out
run tally --method all --format jsonl "$case"
python3 -c 'import json, sys
row = json.loads(sys.stdin.readline())
sys.exit(list(row["methods"]) != sys.argv[1].split())' "$methods" <"$work/out"
ok 'all methods as JSON, by name' $?
run tally --method most "$case"
ends 'no such method' 2
says 'no such method: there are' 'low-best-high' err

# Every claim once, with the reason.
run tally --method latest --why "$case"
says 'why: used' '^ +c[0-9a-f]{8} +15 .* used ' out
says 'why: not used' '^ +c[0-9a-f]{8} +12 .* eligible, but' out
run tally --method all --why "$case"
says 'why, of all methods' 'used by range,' out
run tally --method all --why --format csv "$case"
lines 'why as csv: a line a claim' 4 out

# Ranks.
run rank "$case" governor 1 --by 'R. Amin'
ends 'a rank without its reason' 2
run rank "$case" governor 1 --by 'R. Amin' --reason 'was there'
ends 'a rank is set' 0
run tally --method latest --format jsonl "$case"
says 'the first-ranked source is latest' '"best":12,' out
run tally --method low-best-high "$case"
says 'and best' '12 \(12–15\)' out
run rank "$case" 'THE  Governor' 2 --by 'R. Amin' --reason 'again'
run rank --format csv "$case"
lines 'another spelling is the same source' 2 out
says 'ranks as csv' '^governor,THE  Governor,2,R. Amin,again,2023-11-14T22:13:20Z' out
run rank "$case" the 1 --by A --reason b
ends 'a name that no source has' 1
run rank "$case" nobody 1 --by A --reason b
says 'a name that no source has: it says so' 'no source' err
printf '{"id":"n4","date":"2003-05-12","outlet":"Echo","text":"In Ankara on 9 May 2003, 11 people were killed in a raid, the city hospital said."}
' >"$work/in/b.jsonl"
cp "$case" "$work/two.toll" && "$TOLL" add "$work/two.toll" "$work/in"
run rank "$work/two.toll" hospital 1 --by A --reason b
run rank "$work/two.toll" 'city' 1 --by A --reason b
ends 'words that one source alone has' 0
run rank "$work/two.toll" outlet:Wire unreliable --by A --reason b
ends 'an outlet, unreliable' 0
printf '{"id":"n5","date":"2003-05-12","outlet":"Echo","text":"In Ankara on 9 May 2003, 11 people were killed in a raid, the city council said."}
' >"$work/in/c.jsonl"
"$TOLL" add "$work/two.toll" "$work/in"
run rank "$work/two.toll" city 1 --by A --reason b
ends 'words that several sources have' 1
says 'words that several sources have: they are listed' 'several.*city council, the city hospital' err
lines 'words that several sources have: one line' 1 err
run rank "$case" governor none --by 'R. Amin' --reason 'taken back'
run rank --format jsonl "$case"
lines 'a rank is taken back' 0 out
run rank "$case" governor none --by 'R. Amin' --reason 'taken back'
ends 'a rank that is not there' 1
run rank "$case" governor 0 --by A --reason b
ends 'no rank' 2

# Decisions.
run decide "$case" --event ankara --harm killed --low 12 --best 14 --high 15 --by 'Panel 2' --reason 'registers compared'
ends 'a figure is decided' 0
run tally --method panel "$case"
says 'the panel' 'killed, people +14 \(12–15\)' out
says 'its decision is shown' 'Decision 1 on killed, people: 12–14–15, Panel 2, 2023-11-14: registers compared' out
run decide "$case" --event ankara --harm killed --low 15 --best 14 --by A --reason b
ends 'a figure that falls' 2
run decide "$case" --event nowhere --harm killed --best 14 --by A --reason b
ends 'no such event' 1
run decide "$case" --event ankara --harm killed --best 14 --by A
ends 'a decision without its reason' 2
first=$("$TOLL" claims --format jsonl "$case" | sed -n '1s/.*"id": *"\(c[0-9a-f]*\)".*/\1/p' | cut -c 1-9)
run decide "$case" --discount "$first" --by A --reason 'another day'
ends 'a claim is discounted' 0
run tally --method range --format jsonl "$case"
says 'and left out of the range' '"low":15,"best":null,"high":15' out
says 'with the reason' 'discounted by a reviewer' out
run decide "$case" --undo 2 --by B --reason 'it was the same day'
ends 'a decision is taken back' 0
run tally --format jsonl "$case"
says 'and no more holds' '"low":12,"best":null,"high":15' out
run decide "$case" --undo 2 --by B --reason 'again'
ends 'only once' 1
run decide --format csv "$case"
lines 'both stay listed' 3 out
says 'with who took it back' '^2,discount,.*,B,it was the same day,2023-11-14' out
run verify "$case"
ends 'the case is sound' 0

# One source: min-max has a figure by the reviewer's word.
printf 'In Ankara on 9 May 2003, 12 people were killed in a raid, the governor said.\n' >"$work/one.txt"
"$TOLL" init "$work/one.toll" && "$TOLL" add "$work/one.toll" "$work/one.txt"
run tally --method min-max --format jsonl "$work/one.toll"
says 'one source is too few' '"low":null,"best":null,"high":null' out
id=$("$TOLL" claims --format jsonl "$work/one.toll" | sed -n '1s/.*"id": *"\(c[0-9a-f]*\)".*/\1/p')
run decide "$work/one.toll" --vouch "$id" --by A --reason 'saw the register'
run tally --method min-max --format jsonl "$work/one.toll"
says 'with a reviewer it is enough' '"low":12,"best":null,"high":12' out
finish
