#!/bin/sh
# Short notes of four kinds, written for this test: incident notes, summaries of attacks,
# old chronicles in the present tense, and storm reports. What is read of them by a tally
# of everyone must not fall below what it was when they were stored (test/notes/floors.txt).
. "$(dirname "$0")/tap.inc"
notes=$root/test/notes

for file in incidents attacks chronicle storms; do
  run eval --profile everyone --format json "$notes/$file.jsonl"
  ends "$file" 0
  cp "$work/out" "$work/$file.json"
done
while read -r file harm floor alarms; do
  case $file in '' | '#'*) continue ;; esac
  python3 - "$work/$file.json" "$harm" "$floor" "$alarms" <<'P'
import json, sys
part, = json.load(open(sys.argv[1], encoding="utf-8"))["parts"]
got = part["documents"][sys.argv[2]]
sys.exit(got["rows"] - got["right"] > int(sys.argv[3]) or got["alarms"] > int(sys.argv[4]))
P
  ok "$file, $harm: at most $floor wrong, $alarms of them false alarms" $?
done <"$notes/floors.txt"
finish
