#!/bin/sh
# The same bytes in give the same bytes out: one job or two, once or twice, with
# gcc or clang, and whatever order a folder has on the disk.
. "$(dirname "$0")/tap.inc"
mkdir -p "$work/in/sub"
python3 - "$work/in" <<'P'
import json, sys
harms = ["killed", "wounded", "detained", "displaced"]
for i in range(40):
    path = f"{sys.argv[1]}/{'sub/' if i % 3 == 0 else ''}report-{i:02}.txt"
    with open(path, "w") as f:
        for n in range(i * 5 + 1):
            f.write(f"At least {n + i} people were {harms[n % 4]} in the town, the ministry said on Monday.\n\n")
with open(f"{sys.argv[1]}/feed.jsonl", "w") as f:
    for i in range(500):
        f.write(json.dumps({"id": f"n{i}", "date": "2024-03-05", "text": f"{i + 2} people were killed and {i} wounded on Monday."}) + "\n")
    f.write("not json\n")
P
for format in table jsonl csv; do
  for tally in '' --tally '--tally --why'; do
    # shellcheck disable=SC2086 # options
    "$TOLL" scan --jobs 1 --format $format $tally "$work/in" >"$work/1.out" 2>"$work/1.err"
    "$TOLL" scan --jobs 2 --format $format $tally "$work/in" >"$work/2.out" 2>"$work/2.err"
    cmp -s "$work/1.out" "$work/2.out"
    ok "$format $tally: one job or two" $?
    "$TOLL" scan --jobs 7 --format $format $tally "$work/in" >"$work/2.out" 2>"$work/2.err"
    cmp -s "$work/1.out" "$work/2.out" && cmp -s "$work/1.err" "$work/2.err"
    ok "$format $tally: seven jobs, complaints too" $?
  done
done
[ -s "$work/1.out" ]
ok 'there was something to compare' $?
"$TOLL" scan --jobs 2 --format jsonl "$work/in" >"$work/1.out" 2>/dev/null
"$TOLL" scan --jobs 2 --format jsonl "$work/in" >"$work/2.out" 2>/dev/null
cmp -s "$work/1.out" "$work/2.out"
ok 'twice in a row' $?
# A case: row for row, with a text of several windows between short ones.
python3 -c 'for i in range(30000): print(f"Report {i}: {i % 90 + 2} people were killed in the town, the ministry said.\n")' >"$work/in/long.txt"
SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
for jobs in 1 2 7; do
  "$TOLL" init "$work/$jobs.toll" && "$TOLL" add --jobs $jobs "$work/$jobs.toll" "$work/in" 2>"$work/$jobs.err"
done
"$TOLL" add --jobs 3 "$work/7.toll" "$work/in/sub" "$work/in" 2>/dev/null
for jobs in 2 7; do
  "$root/bench/same-case" "$work/1.toll" "$work/$jobs.toll" >"$work/out"
  ok "a case: one job or $jobs" $?
  cmp -s "$work/1.err" "$work/$jobs.err"
  ok "the same complaints with $jobs" $?
done
run verify "$work/7.toll"
ends 'and it is sound' 0
cp -R "$work/in" "$work/copy"
(cd "$work/in" && "$TOLL" scan --format jsonl . 2>/dev/null) >"$work/1.out"
(cd "$work/copy" && "$TOLL" scan --format jsonl . 2>/dev/null) >"$work/2.out"
cmp -s "$work/1.out" "$work/2.out"
ok 'a copy of the folder' $?
for other in "$TOLL_CLANG" "$TOLL_ASAN"; do
  if [ -x "$other" ]; then
    "$other" scan --jobs 2 --format jsonl "$work/in" "$root/test/golden" "$root/examples/black-january/reports" >"$work/2.out" 2>/dev/null
    "$TOLL" scan --jobs 1 --format jsonl "$work/in" "$root/test/golden" "$root/examples/black-january/reports" >"$work/1.out" 2>/dev/null
    cmp -s "$work/1.out" "$work/2.out"
    ok "the same bytes from $(basename "$(dirname "$other")")" $?
  else
    skip 'the same bytes from another compiler' 'no such build'
  fi
done
finish
