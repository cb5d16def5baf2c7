#!/bin/sh
# toll eval: numbers that were counted by hand, agreement with the judge of the
# labelled sets to the last digit where that is at hand, and bad input.
. "$(dirname "$0")/tap.inc"
own=$root/test/eval/labelled.jsonl

run eval "$own"
ends 'the own labelled file' 0
says 'killed: 6 of 8, 4 of 5, one false alarm of 3' '^killed +all +8 +0\.750 +5 +0\.800 +3 +0\.333$' out
says 'wounded: all of 3' '^wounded +all +3 +1\.000 +2 +1\.000 +1 +0\.000$' out
says 'interval: one of two exact, both inside' '^interval +all +2 +0\.500 +1\.000$' out
says 'claims: 3 of 4 and 4, 2 of them right' '^claims +all +4 +4 +0\.750 +0\.750 +0\.750 +0\.500$' out
says 'the status is wrong once in three' '^status +0\.667$' out
says 'values agree' '^value +1\.000$' out
says 'plain: 2 of 3' '^plain +2 of 3$' out
says 'two harms: 1 of 2' '^two harms +1 of 2$' out
says 'wrong label: 0 of 1' '^wrong label +0 of 1$' out
says '16 values and the ends of a range are checked' '^values checked against their words +18$' out
says 'targets: one of two, both above one' '^targets +all +2 +0\.500 +2 +0\.500$' out
says 'all of them are spelled out' '^values not spelled out there +0$' out
says 'the coded row has nothing to compare' '^of these without a label to compare +1$' out
says 'one row is answered for by a later one' 'later one of their id +1$' out
cp "$work/out" "$work/first"
run eval - <"$own"
"$TOLL" eval - <"$own" >"$work/out" 2>"$work/err"
cmp -s "$work/first" "$work/out"
ok 'standard input gives the same' $?

run eval --errors 2 "$own"
[ "$(grep -c '^  \(figure\|missed\|extra\) ' "$work/out")" -eq 2 ]
ok '--errors shows as many as asked for' $?
run eval --errors 100 --set-aside "$own"
ends '--set-aside' 0
python3 - "$own" "$work/out" <<'P'
import hashlib, json, re, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
out = open(sys.argv[2], encoding="utf-8").read()
aside = [r for r in rows if int(hashlib.sha256(r["id"].encode()).hexdigest()[:8], 16) % 3 == 0]
assert re.search(rf"^rows +{len(rows) - len(aside)} +{len(aside)}$", out, re.M), "sizes"
assert not [r for r in aside if r["text"][:20] in out], "a text that is set aside is shown"
P
ok 'a third by the hash of the id, none of whose texts is shown' $?

run eval --curve "$work/curve.svg" --format json "$own"
ends '--curve and --format json' 0
python3 - "$work/curve.svg" "$work/out" <<'P'
import json, re, sys, xml.dom.minidom
svg = open(sys.argv[1], encoding="utf-8").read()
xml.dom.minidom.parseString(svg)
assert not [c for c in re.findall(r"#[0-9a-f]{3,6}", svg) if len(set(c[1:])) > 1], "a colour"
all_rows, = json.load(open(sys.argv[2], encoding="utf-8"))["parts"]
assert all_rows["claims"]["f1"] == 0.75 and all_rows["phenomena"]["plain"] == {"rows": 3, "passed": 2}
assert all_rows["curve"][0]["coverage"] == 1 and all_rows["curve"][0]["wrong"] == 2
P
ok 'the picture is SVG in grey, the results are JSON' $?
run eval --curve "$work/no/such.svg" "$own"
ends 'a picture that cannot be written' 1
says 'a picture that cannot be written: the reason' 'such.svg: .*No such file' err
lines 'a picture that cannot be written: one line' 1 err
run eval --format csv "$own"
ends 'a format of other verbs' 2
run eval --profile nobody "$own"
ends 'no such profile' 2

{ cat "$own"; printf '{"id": "x", "text": "Ten died.", "claims": [{"harm": "killed"}]}\n{"id": "y"\n'; } >"$work/bad.jsonl"
run eval "$work/bad.jsonl"
ends 'rows that cannot be read: ends with 1' 1
says 'rows that cannot be read: path, line and reason' 'bad.jsonl:16: .*count_span' err
says 'rows that cannot be read: the next one too' 'bad.jsonl:17: ' err
lines 'rows that cannot be read: a line each' 2 err
cmp -s "$work/first" "$work/out"
ok 'rows that cannot be read: the rest is scored' $?
printf 'Ten people were killed.\n' >"$work/a.txt"
run eval "$work/a.txt"
ends 'a text is no list of labelled reports' 1
lines 'a text is no list of labelled reports: one line' 1 err
run eval "$work/none.jsonl"
ends 'a file that is not there' 1

# The judge, where it is: every number that it prints, made again from our counts.
judge=$root/../shared/eval/score.py
if [ -r "$judge" ]; then
  for set in wad:noncombatants awsd:class:aid_worker drone:victims muc:everyone gold:everyone; do
    name=${set%%:*}
    "$TOLL" eval --profile "${set#*:}" --format json "${judge%/*}/dev/$name.jsonl" >"$work/ours" 2>"$work/err"
    python3 "$judge" --toll "$TOLL" "$name" >"$work/judged" 2>>"$work/err"
    python3 - "$name" "$work/ours" >"$work/out" 2>>"$work/err" <<'P'
import json, sys
name, part = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))["parts"][0]
i, c, t = part["interval"], part["claims"], part["targets"]
for harm, x in part["documents"].items():
    print(f"{name:12} {harm:10} exact {x['exact']:.3f}  non-zero {x['nonzero_exact']:.3f} (n {x['nonzero_rows']})  "
          f"false alarms on zeros {x['false_alarms']:.3f} (n {x['zero_rows']})")
if i and not part["documents"]:
    print(f"{name:12} interval exact {i['exact']:.3f}  best inside {i['best_inside']:.3f}  n {i['rows']}")
if t:
    print(f"{name:12} targets found {t['rate']:.3f} (n {t['all']})  number above one {t['above_one_rate']:.3f} (n {t['above_one']})")
if c:
    print(f"{name:12} claims P {c['precision']:.3f} R {c['recall']:.3f} F1 {c['f1']:.3f}   "
          f"with value, form, status right F1 {c['strict_f1']:.3f}   gold {c['gold']} found {c['found']}")
    print("             fields " + "  ".join(f"{f} {x:.2f}" for f, x in c["fields"].items()))
P
    [ -s "$work/judged" ] && diff "$work/judged" "$work/out" >>"$work/err"
    ok "$name: every number of the judge, to the last digit" $?
  done
  for set in wad awsd drone muc polnear events idmc gold; do
    "$TOLL" eval --set-aside --format json "${judge%/*}/dev/$set.jsonl" >"$work/ours" 2>"$work/err"
    python3 - "$work/ours" >"$work/out" 2>>"$work/err" <<'P'
import json, sys
parts = json.load(open(sys.argv[1], encoding="utf-8"))["parts"]
counts = [(p["part"], p["values_checked"], p["values_not_spelled"]) for p in parts]
print(counts)
sys.exit(any(n for _, _, n in counts) or not any(n for _, n, _ in counts))
P
    ok "$set: every value is spelled out in its own words" $?
    sed 's/^/# /' "$work/out"
  done
else
  skip 'agreement with the judge of the labelled sets' 'the sets are not here'
fi
finish
