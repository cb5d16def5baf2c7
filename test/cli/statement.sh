#!/bin/sh
# A real statement with known claims, kept beside the project, not in it.
. "$(dirname "$0")/tap.inc"
seed=$root/../shared/seed
if [ ! -r "$seed/statement.txt" ]; then
  skip 'the statement' 'no ../shared/seed'
  finish
fi
"$TOLL" scan --format jsonl "$seed/statement.txt" >"$work/out" 2>"$work/err"
ok 'the statement is read' $?
python3 "$root/test/compare-statement" "$seed/claims.json" "$work/out" "$number" >"$work/tap"
code=$?
cat "$work/tap"
number=$((number + $(grep -cE '^(not )?ok ' "$work/tap")))
[ $code -eq 0 ] || failures=$((failures + 1))
finish
