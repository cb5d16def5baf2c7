#!/bin/sh
# The figures of one event over time: table, lines for programs, picture.
. "$(dirname "$0")/tap.inc"
mkdir "$work/in"
note() {
  printf '{"id": "%s", "date": %s, "outlet": "Invented Courier", "text": "%s"}\n' "$1" "$2" "$3"
}
at='in the earthquake in Ankara on 4 March 2031'
{
  note a '"2031-03-05"' "At least 40 people were killed $at, the health ministry said."
  note b '"2031-03-06"' "The health ministry said 52 people were killed $at."
  note c '"2031-03-06"' "About 60 people were killed $at, the doctors' union said."
  note d '"2031-03-09"' "Between 55 and 65 people, including 9 children, were killed $at, the relief office said. Seven were wounded."
  note e 'null' "Up to 70 people were killed $at, the mayor said."
} | sed 's/"date": null, //' >"$work/in/notes.jsonl"
case=$work/t.toll
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/in"

run timeline --event ankara --harm killed "$case"
ends 'a table' 0
says 'its first figure, with the day and the hedge' '^ +2031-03-05 +≥ 40 ' out
says 'a range' '2031-03-09 +55–65 ' out
says 'what has no day stands so' '^ +no day +≤ 70 ' out
says 'the method says what it makes of them' '^killed, people +range ' out
run timeline --harm killed "$case"
ends 'the only event need not be named' 0
"$TOLL" init "$work/two.toll" && "$TOLL" add "$work/two.toll" "$work/in" "$root/examples/black-january/reports" 2>/dev/null
run timeline --harm killed "$work/two.toll"
ends 'of several events one must be named' 1
says 'and which there are is said' 'which event\? --event takes one; there are: .*ankara-2031-03-04' err
run timeline --event nowhere --harm killed "$case"
ends 'an event that is not there' 1
lines 'that is one line' 1 err
run timeline --event ankara --harm displaced "$case"
ends 'a harm that the event has not' 1
lines 'that is said in one line' 1 err

run timeline --event ankara --format csv "$case"
ends 'csv' 0
cp "$work/out" "$work/csv"
run timeline --event ankara --format jsonl "$case"
ends 'jsonl' 0
python3 - "$work/csv" "$work/out" <<'END'
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))
lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
assert len(rows) == len(lines) >= 7
for row, line in zip(rows, lines):
    assert list(row) == list(line)
    for key, value in line.items():
        assert row[key] == ("" if value is None else str(value)), (key, value, row[key])
people = [line for line in lines if line["harm"] == "killed" and line["group"] == "people"]
assert [line["given"] for line in people if line["state"] == "shown"] == sorted(
    (line["given"] for line in people if line["state"] == "shown"), key=lambda day: day or "9")
assert {line["harm"] for line in lines} == {"killed", "wounded"}
assert all(line["quote"] and line["claim"].startswith("c") for line in lines)
END
ok 'both say the same, by day, with ids and quotes' $?

run timeline --event ankara --harm killed -o "$work/k.svg" "$case"
ends 'a picture, by the name of the file' 0
[ ! -s "$work/out" ] && [ ! -s "$work/err" ]
ok 'nothing is printed beside it' $?
run timeline --event ankara --harm killed --format svg "$case"
cmp -s "$work/out" "$work/k.svg"
ok 'the same bytes on standard output' $?
cmp -s "$work/k.svg" "$root/test/cli/timeline.svg" || {
  [ -n "${BLESS-}" ] && cp "$work/k.svg" "$root/test/cli/timeline.svg"
}
ok 'the picture is the one that was looked at (BLESS=1 stores a new one)' $?
python3 - "$work/k.svg" <<'END'
import re, sys
import xml.etree.ElementTree as tree
text = open(sys.argv[1], encoding="utf-8").read()
root = tree.fromstring(text)
svg = "{http://www.w3.org/2000/svg}"
tags = {element.tag.removeprefix(svg) for element in root.iter()}
assert not tags & {"script", "image", "foreignObject", "a", "use"}, tags
assert "http" not in text.replace("http://www.w3.org/2000/svg", "") and "@import" not in text
assert root.find(svg + "title").text and "52" in root.find(svg + "desc").text
ids = {element.get("id") for element in root.iter()} - {None}
assert set(root.get("aria-labelledby").split()) <= ids
marks = [g.find(svg + "title").text for g in root.iter(svg + "g")]
assert len(marks) == 5 and all("“" in mark and re.search(r" c[0-9a-f]{16}$", mark) for mark in marks), marks
words = " ".join("".join(t.itertext()) for t in root.iter(svg + "text"))
for claimant in ("the health ministry", "the doctors' union", "the relief office", "mayor"):
    assert claimant in words, claimant
assert set(re.findall(r"#[0-9a-f]{3,6}\b", text)) <= {"#000", "#fff", "#ccc", "#bbb", "#c4c4c4"}, "greys only"
width, height = (float(n) for n in root.get("viewBox").split()[2:])
for element in root.iter():
    for x, y, w in (("x", "y", width), ("cx", "cy", width)):
        if element.get(x) and not element.get("transform"):
            assert -1 <= float(element.get(x)) <= w and -1 <= float(element.get(y)) <= height, element.attrib
END
ok 'it stands alone, can be read aloud, has a quote for every mark, and no colour' $?
run timeline --event ankara --harm killed -o "$work/k.svg" "$case"
ends 'a file that is there is not replaced' 2
says 'that is said' 'is there already; --force' err
echo other >"$work/k.svg"
run timeline --event ankara --harm killed -o "$work/k.svg" --force "$case"
[ "$code" -eq 0 ] && [ "$(head -c 4 "$work/k.svg")" = '<svg' ]
ok '--force replaces it' $?
run timeline --event ankara -o "$case" --force "$case"
ends 'but never the case itself' 2
run timeline --event ankara -o "$work/none/k.svg" "$case"
ends 'a folder that is not there' 1
lines 'one line' 1 err
[ "$(find "$work" -name '*.new' | wc -l)" -eq 0 ]
ok 'nothing half written stays' $?

# Hundreds of claimants over thirty years, and numbers far apart.
python3 - >"$work/many.jsonl" <<'END'
import json
for i in range(200):
    number = 20 + i * 7 if i % 50 else 90000 + i
    text = "%d people were killed in the earthquake in Ankara on 4 March 2031, the Ward %d Council said." % (number, i)
    print(json.dumps({"id": "m%d" % i, "date": "20%02d-%02d-11" % (31 + i // 7, 4 + i % 9), "text": text}))
END
"$TOLL" init "$work/many.toll" && "$TOLL" add "$work/many.toll" "$work/many.jsonl"
run timeline --event ankara --harm killed --format svg "$work/many.toll"
ends 'a picture of hundreds' 0
python3 - "$work/out" <<'END'
import sys
import xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
svg = "{http://www.w3.org/2000/svg}"
texts = ["".join(t.itertext()) for t in root.iter(svg + "text")]
assert any("logarithmic scale" in t for t in texts)
assert {"2035", "2040", "2045", "2050", "2055"} <= set(texts)
assert {"100", "1,000", "10,000", "100,000"} <= set(texts)
assert sum("Council" in t for t in texts) >= 180
END
ok 'years and powers of ten are told, and every claimant named' $?
"$TOLL" timeline --event ankara --harm killed --format svg "$work/many.toll" | cmp -s - "$work/out"
ok 'twice the same bytes' $?
finish
