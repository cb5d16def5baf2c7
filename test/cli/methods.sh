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
run rank "$case" governor 1 --by 'reviewer 2'
ends 'a rank without its reason' 2
run rank "$case" governor 1 --by 'reviewer 2' --reason 'was there'
ends 'a rank is set' 0
run tally --method latest --format jsonl "$case"
says 'the first-ranked source is latest' '"best":12,' out
run tally --method low-best-high "$case"
says 'and best' '12 \(12–15\)' out
run rank "$case" 'THE  Governor' 2 --by 'reviewer 2' --reason 'again'
run rank --format csv "$case"
lines 'another spelling is the same source' 2 out
says 'ranks as csv' '^governor,THE  Governor,2,reviewer 2,again,2023-11-14T22:13:20Z' out
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
run rank "$case" governor none --by 'reviewer 2' --reason 'taken back'
run rank --format jsonl "$case"
lines 'a rank is taken back' 0 out
run rank "$case" governor none --by 'reviewer 2' --reason 'taken back'
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
run decide "$case" --discount 'the governor' --by A --reason 'never there'
ends 'a source is discounted' 0
run tally --format jsonl "$case"
says 'and nothing that it says is used' '"low":15,"best":null,"high":15' out
run decide "$case" --discount nobody --by A --reason b
ends 'no such source' 1
run decide "$case" --undo 3 --by A --reason b
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

# Stretches of time are rows of their own, and a counter that starts anew corrects nothing.
tally_of() { # name, then a day, an outlet and a text each
  made=$work/$1
  shift
  n=0
  rm -f "$made.jsonl"
  while [ $# -gt 0 ]; do
    n=$((n + 1))
    printf '{"id":"t%s","date":"%s","outlet":"%s","text":"%s"}\n' "$n" "$1" "$2" "$3" >>"$made.jsonl"
    shift 3
  done
  "$TOLL" init "$made.toll" && "$TOLL" add "$made.toll" "$made.jsonl"
}
tally_of windows \
  2019-03-10 Courier 'In Ankara, 5,000 people have been killed since 7 October, the health ministry said.' \
  2019-03-12 Courier 'In Ankara, 5,200 people have been killed since 7 October, the health ministry said.' \
  2019-03-12 Courier 'In Ankara, 310 people have been killed since the truce collapsed, the health ministry said.'
run tally --format jsonl "$work/windows.toll"
python3 -c 'import json, sys
rows = {(r["window"] or {}).get("text"): r for r in map(json.loads, sys.stdin)}
new = rows.pop("since the truce collapsed")
old = list(rows.values())
sys.exit(len(old) != 1 or (old[0]["low"], old[0]["high"], new["low"], new["high"]) != (5200, 5200, 310, 310))' <"$work/out"
ok 'a stretch of time is a row; a new counter supersedes nothing' $?
run tally --why "$work/windows.toll"
says 'the row says for what time' 'killed, people, since the' out

# What its claimant adds to a total, and what not.
tally_of added \
  2003-05-10 Courier 'In Ankara on 9 May 2003, eight people were killed in a raid, the governor said.' \
  2003-05-12 Courier 'Another three people were killed in Ankara in the raid of 9 May 2003, the governor said.'
run tally --method latest --format jsonl "$work/added.toll"
says 'an addition is added, and the sum is written out' '"derived":"8 \+ 3"' out
says 'so that it is eleven' '"best":11,' out
tally_of held \
  2003-05-10 Courier 'In Ankara on 9 May 2003, eight people were killed in a raid, the governor said.' \
  2003-05-12 Courier 'Another three people were killed in Ankara in the raid of 9 May 2003, the governor said.' \
  2003-05-13 Courier 'In Ankara 12 people have been killed in the raid of 9 May 2003, the governor said.'
run tally --format jsonl "$work/held.toll"
says 'a later total holds it' 'a total holds it' out
says 'and stands alone' '"low":12,"best":null,"high":12' out

# Vague words, and names.
tally_of vague 2003-05-10 Courier 'In Ankara on 9 May 2003, dozens of people were wounded in a raid, the governor said.'
run tally --method conservative --format jsonl "$work/vague.toll"
says 'vague words by the table' '"best":12,' out
says 'written out' '"derived":"dozens = 12"' out
run tally --method range --format jsonl "$work/vague.toll"
says 'and by no other method' '"low":null,"best":null,"high":null' out
tally_of named \
  2003-05-10 Courier 'Ana Reyes was killed in Ankara on 9 May 2003 in a raid, the governor said.' \
  2003-05-11 Wire 'Juan Mora and Ana Reyes were killed in Ankara on 9 May 2003 in a raid, the hospital said.'
run tally --method named --format jsonl "$work/named.toll"
says 'a name counts once' '"low":2,"best":null,"high":null,"range":"≥ 2","derived":"named: Ana Reyes, Juan Mora"' out
run tally --method all "$work/named.toll"
says 'the names are told' 'named: Ana Reyes' out
! grep -q 'named: named' "$work/out"
ok 'and what they are is said once' $?

# The example: series over time, one account however often told, groups apart.
"$TOLL" init "$work/demo.toll" && "$TOLL" add "$work/demo.toll" "$root/examples/black-january/reports" >/dev/null 2>&1
"$TOLL" tally --event baku-1990-01-19 --format jsonl "$work/demo.toll" >"$work/out"
cat >"$work/check.py" <<'P'
import json, sys
rows = {(r["harm"], r["group"]): r for r in map(json.loads, open(sys.argv[1]))}
def claims(row, value):
    return [c for f in row["figures"] if f["value"] == value for c in f["claims"]]
def days(harm, value):
    return sorted(c["given"] for c in claims(rows[harm, "people"], value) if c["used"])
killed = rows["killed", "people"]
checks = {
    "series": (min(days("killed", 133)) < min(days("killed", 131)) < min(days("killed", 147)) < min(days("killed", 150))),
    "missing": days("missing", 321) == ["1990-02-09"] and len(days("missing", 5)) == 2
               and (rows["missing", "people"]["low"], rows["missing", "people"]["high"]) == (5, 321),
    "soldiers": rows["killed", "soldiers"]["low"] == 29 and rows["killed", "police"]["low"] == 5
                and not claims(killed, 29),
    "account": rows["detained", "people"]["accounts"] == 1 and len(days("detained", 841)) >= 4
               and len({c["account"] for c in claims(rows["wounded", "people"], 744)}) == 1,
    "copy": any(c["reason"] == "in a copy of another document" for c in claims(killed, 150)),
    "sums": all(not r["derived"] for r in rows.values()),
}
sys.exit(not checks[sys.argv[2]])
P
for check in series missing soldiers account copy sums; do
  python3 "$work/check.py" "$work/out" $check
  ok "the example: $check" $?
done

# Unclear people enter the upper end only.
tally_of unclear \
  2003-05-10 Courier 'In Ankara on 9 May 2003, 10 civilians were killed in a raid, the governor said.' \
  2003-05-11 Wire 'In Ankara on 9 May 2003, 12 people were killed in a raid, the hospital said.' \
  2003-05-11 Herald 'In Ankara on 9 May 2003, eight people were killed in a raid, the rescue service said.'
run tally --method min-max --format jsonl "$work/unclear.toll"
says 'people of unclear status set the maximum only' '"low":10,"best":null,"high":12' out
tally_of side \
  2003-05-10 Courier 'In Ankara on 9 May 2003, six people and two bombers were killed in a blast, the governor said.' \
  2003-05-11 Wire 'In Ankara on 9 May 2003, eight people were killed in a blast, the hospital said.' \
  2003-05-11 Herald 'In Ankara on 9 May 2003, five people were killed in a blast, the rescue service said.'
run tally --method low-best-high --format jsonl "$work/side.toll"
says 'people of an unclear side set the high end only' '"side":"victim".*"low":6,"best":6,"high":8' out
tally_of zero \
  2003-05-10 Courier 'In Ankara on 9 May 2003, nobody was killed in the raid, the governor said.' \
  2003-05-11 Wire 'In Ankara on 9 May 2003, four people were killed in the raid, the hospital said.' \
  2003-05-11 Herald 'In Ankara on 9 May 2003, five people were killed in the raid, the rescue service said.'
run tally --method min-max --format jsonl "$work/zero.toll"
says 'a zero of one source is none' '"low":4,"best":null,"high":5' out
finish
