#!/bin/sh
# Documents by their words.
. "$(dirname "$0")/tap.inc"
mkdir "$work/in"
printf 'Harbour Wire\n5 March 2024\n\nThe market was shelled. The health ministry said that Gen. Élodie Nörgård was wounded.\n' >"$work/in/a.txt"
printf 'Valley News\n7 March 2024\n\nThe ministry of transport said that health checks at the market went on. Bombs fell; a bombing followed.\n' >"$work/in/b.txt"
printf '%s\n' '{"id":"c","title":"Curfew in the valley","text":"Nothing was said of it.","outlet":"Daily Sheet","date":"2024-03-09"}' >"$work/in/c.jsonl"
# Several windows: the two words that are asked for stand at its ends.
python3 -c '
print("A long account\n")
print("The lighthouse was closed.\n")
for i in range(20000): print(f"On day {i} the keeper wrote that nothing had happened to anybody.\n")
print("The ferry did not come.")' >"$work/in/long.txt"
case=$work/find.toll
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/in"

# found NAME DOCUMENTS WORD...: the paths of those that are found, in the order of their names.
found() {
  name=$1
  want=$2
  shift 2
  run find --format jsonl "$case" "$@"
  [ "$(python3 -c 'import json, sys; print(*sorted(json.loads(l)["path"].split("/")[-1][0] for l in sys.stdin))' <"$work/out")" = "$want" ]
  ok "$name" $?
}
found 'a word' 'a b' market
found 'all words must occur' 'b' market transport
found 'letter case is nothing' 'a b' MARKET
found 'nor are diacritics' 'a' elodie norgard
found 'typed or not' 'a' ÉLODIE
found 'a phrase' 'a' 'health ministry'
found 'a phrase with marks of its own' 'a' '"health ministry" shelled'
found 'its words apart' 'a b' health ministry
found 'the beginning of a word' 'b' 'bomb*'
found 'one letter is a beginning as well' 'b' 'transp*'
found 'a whole word is no beginning' '' bomb
found 'without a word' 'a' market -transport
found 'without a phrase' 'b' market '-health ministry'
found 'a title' 'c' curfew
found 'words at both ends of a long text' 'l' lighthouse ferry
found 'a long text without one of its words' '' lighthouse -ferry
found 'a word of a long text that is nowhere else' 'l' ferry
found 'words that the index has a meaning for' '' 'NEAR' 'OR' 'NOT'
found 'nothing' '' zebra

run find "$case" market
ends 'find' 0
says 'it prints the document' 'Harbour Wire' out
says 'and the day' '2024-03-05' out
says 'and the words' 'The market was shelled' out
! grep -q "$(printf '\033')" "$work/out"
ok 'and no colours where there is no terminal' $?
run find --limit 1 "$case" said
ends 'find --limit' 0
says 'what is not shown is told' '3 documents match' err
run find "$case" zebra
ends 'nothing is found' 0
says 'and that is said' 'no documents match' err
run find --format csv "$case" curfew
lines 'csv' 2 out
run find --format jsonl "$case" lighthouse ferry
python3 -c 'import json, sys; d = json.loads(sys.stdin.read()); sys.exit(d["hits"] != ["lighthouse", "ferry"] or "…" not in d["excerpt"])' <"$work/out"
ok 'hits of both ends are shown' $?
run find "$case" '"market'
ends 'an open quotation mark' 2
says 'is told with its place' 'not closed: at character 1' err
lines 'in one line' 1 err
run find "$case" market '-"x y'
says 'the place counts all words' 'at character 9' err
run find "$case" -market
ends 'nothing that must occur' 2
run find "$case" '!!' market
ends 'no word at all' 2
says 'is told with its place' 'no word to look for: at character 1' err
run find "$case"
ends 'no words' 2
cp "$case" "$work/before.toll"
chmod 444 "$case"
run find "$case" market
ends 'a case that cannot be written to' 0
cmp -s "$case" "$work/before.toll"
ok 'finding changes nothing' $?
python3 "$root/test/cli/tty" 80 "$TOLL" find "$case" market >"$work/out" 2>/dev/null
grep -q "$(printf '\033\[1mmarket\033')" "$work/out"
ok 'on a terminal the hits are bold' $?
finish
