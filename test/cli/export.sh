#!/bin/sh
# Exports: every format says the same, nothing is a formula, names are hidden,
# twice the same case is twice the same bytes.
. "$(dirname "$0")/tap.inc"
TOLL_PACKS=${TOLL_PACKS:-$(dirname "$TOLL")/packs}
export TOLL_PACKS
mkdir "$work/in" "$work/in/anna"
cat >"$work/in/anna/notes.jsonl" <<'END'
{"id": "=one", "title": "+Farmer Orhan Demirtas killed in raid", "outlet": "@Invented Courier", "date": "2031-03-05", "text": "+Farmer Orhan Demirtas killed in raid. Gunmen killed 68-year-old Orhan Demirtas in Ankara on 4 March 2031, police said. At least 9 people, among them Mr Demirtas and 2 children, were killed in the raid, said Selma Yildiz, a witness who saw it."}
{"id": "two", "outlet": "-Minus Wire", "date": "2031-03-06", "text": "-12 people were killed in the raid in Ankara on 4 March 2031, the health ministry said. A Palestinian was wounded, the \"ministry\" said."}
{"id": "three", "title": "＝SUM(A1), a title", "date": "2031-03-07", "text": "Fifteen people were killed in the hamlet of Qwertyville on 9 May 2031, officials said."}
END
case=$work/e.toll
SOURCE_DATE_EPOCH=1930000000 "$TOLL" init "$case" && SOURCE_DATE_EPOCH=1930000001 "$TOLL" add "$case" "$work/in"
chmod a-w "$case"

run export -o "$work/all.xlsx" "$case"
ends 'a workbook' 0
[ ! -s "$work/out" ] && [ ! -s "$work/err" ]
ok 'nothing is printed beside it' $?
run export -o "$work/tables/" "$case"
ends 'a folder of tables' 0
run export -o "$work/lines/" --format jsonl "$case"
ends 'a folder of lines' 0
run export -o "$work/map.geojson" "$case"
ends 'a map' 0
run export "$case"
cmp -s "$work/out" "$work/tables/claims.csv"
ok 'claims as CSV on standard output' $?
run export --format jsonl --view log -o - "$case"
cmp -s "$work/out" "$work/lines/log.jsonl"
ok 'a view as lines on standard output' $?

cat >"$work/book.py" <<'END'
"""A workbook as {sheet: rows of cells}; cells are str, float or None.  A formula is an error."""
import re
import zipfile
import xml.etree.ElementTree as tree

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unescape(text):
    return re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def column(ref):
    number = 0
    for letter in re.match("[A-Z]+", ref).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(path):
    book = zipfile.ZipFile(path)
    assert book.testzip() is None
    names = book.namelist()
    assert not [n for n in names if "external" in n.lower() or n.endswith((".bin", ".vml"))], names
    shared = []
    if "xl/sharedStrings.xml" in names:
        root = tree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(t.text or "" for t in si.iter("{%s}t" % NS["m"])) for si in root]
    rels = {r.get("Id"): r.get("Target") for r in tree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    sheets, roots = {}, {}
    for sheet in tree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", NS):
        root = tree.fromstring(book.read("xl/" + rels[sheet.get(REL)]))
        assert root.find(".//m:f", NS) is None, "a formula"
        assert root.find(".//m:hyperlink", NS) is None, "a link"
        rows = []
        for row in root.find("m:sheetData", NS):
            cells = []
            for cell in row:
                cells += [None] * (column(cell.get("r")) - len(cells))
                kind, value = cell.get("t"), cell.find("m:v", NS)
                if kind == "inlineStr":
                    cells.append(unescape("".join(t.text or "" for t in cell.iter("{%s}t" % NS["m"]))))
                elif kind == "s":
                    cells.append(unescape(shared[int(value.text)]))
                else:
                    assert kind in (None, "n"), kind
                    cells.append(float(value.text) if value is not None else None)
            rows.append(cells)
        sheets[sheet.get("name")], roots[sheet.get("name")] = rows, root
    return sheets, roots, book
END

cat >"$work/same.py" <<'END'
import csv, json, sys
sys.path.insert(0, sys.argv[1])
import book
work = sys.argv[1] + "/"
sheets, roots, _ = book.read(work + "all.xlsx")
VIEWS = ["claims", "documents", "events", "tally", "figures", "copies", "log"]
assert list(sheets) == ["about"] + VIEWS, list(sheets)
counts = {}
for view in VIEWS:
    rows = list(csv.reader(open(work + "tables/%s.csv" % view, newline="", encoding="utf-8")))
    lines = [json.loads(line) for line in open(work + "lines/%s.jsonl" % view, encoding="utf-8")]
    sheet = sheets[view]
    head = rows[0]
    assert sheet[0] == head and len(set(head)) == len(head), view
    assert len(rows) == len(lines) + 1 == len(sheet), view
    counts[view] = len(lines)
    for row, line, cells in zip(rows[1:], lines, sheet[1:]):
        assert list(line) == head and len(row) == len(head)
        cells = cells + [None] * (len(head) - len(cells))
        for name, text, cell in zip(head, row, cells):
            value = line[name]
            if isinstance(value, list):
                assert text.lstrip("'") == ";".join(value) and (cell or "") == "; ".join(value), (name, text, cell)
            elif value is None or value == "":
                assert text == "" and cell is None, (name, text, cell)
            elif isinstance(value, str):
                assert text in (value, "'" + value) and cell == value, (name, value, text, cell)
            else:
                assert float(text) == value and abs(cell - value) < 1e-9, (name, value, text, cell)
    pane = roots[view].find(".//m:pane", book.NS)
    assert pane.get("state") == "frozen" and pane.get("ySplit") == "1", view
    assert roots[view].find("m:autoFilter", book.NS).get("ref").startswith("A1:"), view
    assert roots[view].find("m:cols", book.NS) is not None
assert counts["claims"] == counts["figures"] >= 5 and counts["documents"] == 3 and counts["log"] >= 4, counts
assert counts["events"] == 2, counts
END
python3 "$work/same.py" "$work" 2>"$work/err"
ok 'workbook, tables and lines hold the same, sheet by sheet; heads stay and filter' $?

cat >"$work/leads.py" <<'END'
import hashlib, json, sys
work = sys.argv[1] + "/"
raw = [line.rstrip(b"\n") for line in open(work + "in/anna/notes.jsonl", "rb")]
hashes = {hashlib.sha256(line).hexdigest() for line in raw}
load = lambda view: [json.loads(line) for line in open(work + "lines/%s.jsonl" % view, encoding="utf-8")]
assert {row["sha256"] for row in load("documents")} == hashes
ids = {row["id"] for row in load("claims")}
for row in load("claims"):
    assert row["sha256"] in hashes and row["quote"] and row["event"]
    text = json.loads([line for line in raw if hashlib.sha256(line).hexdigest() == row["sha256"]][0])["text"].encode()
for row in load("figures"):
    assert row["claim"] in ids and row["sha256"] in hashes and row["quote"] and row["use"]
for row in load("events"):
    assert set(row["sha256"]) <= hashes and row["docs"]
assert {row["event"] for row in load("claims")} == {row["id"] for row in load("events")}
END
python3 "$work/leads.py" "$work" 2>"$work/err"
ok 'every figure leads to its words and to the hash of its document' $?

cat >"$work/map.py" <<'END'
import json, sys
work = sys.argv[1] + "/"
whole = json.load(open(work + "map.geojson", encoding="utf-8"))
assert whole["type"] == "FeatureCollection" and "crs" not in whole
features = {f["properties"]["where"]: f for f in whole["features"]}
assert len(features) == 2 and all(f["type"] == "Feature" for f in whole["features"])
lon, lat = features["Ankara"]["geometry"]["coordinates"]
assert abs(lon - 32.85) < .1 and abs(lat - 39.92) < .1 and features["Ankara"]["geometry"]["type"] == "Point"
other = [f for name, f in features.items() if name != "Ankara"][0]
assert other["geometry"] is None
killed = [f for f in features["Ankara"]["properties"]["figures"] if f["harm"] == "killed" and f["group"] == "people"]
assert len(killed) == 1 and killed[0]["high"] == 12 and killed[0]["range"]
claims = {json.loads(line)["id"] for line in open(work + "lines/claims.jsonl", encoding="utf-8")}
assert {c for f in whole["features"] for c in f["properties"]["claim_ids"]} == claims
assert all(len(d["sha256"]) == 64 for f in whole["features"] for d in f["properties"]["documents"])
END
python3 "$work/map.py" "$work" 2>"$work/err"
ok 'the map: a point where the gazetteer has one, null elsewhere, longitude first' $?
run export --format geojson --view claims "$case"
python3 -c '
import json, sys
features = json.load(sys.stdin)["features"]
assert len(features) >= 5 and all(f["properties"]["quote"] and f["properties"]["sha256"] for f in features)' <"$work/out"
ok 'claims as features' $?
run export --format geojson --view log "$case"
ends 'a map of the log makes no sense' 2

# No formulas, whatever a report begins with.
cat >"$work/formulas.py" <<'END'
import csv, glob, sys
import unicodedata
work = sys.argv[1] + "/"
guarded = 0
for path in glob.glob(work + "tables/*.csv") + glob.glob(work + "old/*.csv"):
    rows = list(csv.reader(open(path, newline="", encoding="utf-8")))
    for row in rows[1:]:
        for name, cell in zip(rows[0], row):
            bare = unicodedata.normalize("NFKC", cell).lstrip()
            if name in ("lat", "lon") or not bare:
                continue
            assert bare[0] not in "=+-@" and cell[0] not in "\t\r\n", (path, name, cell)
            guarded += cell.startswith("'")
assert guarded >= 8, guarded
END
mkdir "$work/old"
for verb in claims sources tally timeline; do
  "$TOLL" $verb --event ankara --format csv "$case" >"$work/old/$verb.csv" 2>/dev/null ||
    "$TOLL" $verb --format csv "$case" >"$work/old/$verb.csv"
done
python3 "$work/formulas.py" "$work" 2>"$work/err"
ok 'no cell of any table begins as a formula does' $?
grep -q "'＝SUM(A1), a title" "$work/tables/documents.csv"
ok 'full-width signs are seen as well' $?
python3 - "$work" <<'END' 2>"$work/err"
import sys
sys.path.insert(0, sys.argv[1])
import book
sheets, _, _ = book.read(sys.argv[1] + "/all.xlsx")
cells = {cell for rows in sheets.values() for row in rows for cell in row}
assert {"=one", "@Invented Courier", "-Minus Wire", "＝SUM(A1), a title"} <= cells
END
ok 'in a workbook they are texts as they were' $?

# The first sheet.
python3 - "$work" "$("$TOLL" verify "$case" | sed 's/.*; \([0-9]*\) log entries, root /\1 /')" <<'END' 2>"$work/err"
import sys
sys.path.insert(0, sys.argv[1])
import book
sheets, _, archive = book.read(sys.argv[1] + "/all.xlsx")
about = dict(row for row in sheets["about"])
entries, root = sys.argv[2].split()
assert about["log ends"] == "%s entries, root %s" % (entries, root), about
assert about["case"] == "e.toll" and about["made by"].startswith("toll ") and "[name]" in about["people"]
assert about["sheet claims"].startswith("%d rows" % (len(sheets["claims"]) - 1))
core = archive.read("docProps/core.xml").decode()
assert "2031-02-27T23:06:41Z" in core, core
END
ok 'the first sheet tells the log, the version, and what is hidden; its time is that of the log' $?

# Names.
! grep -rqi 'demirtas\|orhan\|yildiz\|selma' "$work/tables" "$work/lines" "$work/map.geojson"
ok 'names of the harmed and of witnesses are hidden' $?
! grep -rq 'anna' "$work/tables"
ok 'folders are left out' $?
grep -q '\[name\] killed' "$work/tables/claims.csv" && grep -q 'A Palestinian was wounded' "$work/tables/claims.csv"
ok 'what is no name stays' $?
run export --people show --format csv "$case"
says 'and are shown where they are asked for' 'Orhan Demirtas' out
run export --people show --view documents "$case"
says 'with the folders' 'anna/notes.jsonl' out
run export --people perhaps "$case"
ends 'a third way there is not' 2

# The same bytes.
sleep 2
for name in all.xlsx map.geojson; do
  TZ=Asia/Tokyo "$TOLL" export -o "$work/again-$name" "$case" && cmp -s "$work/again-$name" "$work/$name"
  ok "twice the same bytes: $name" $?
done

# What is there already.
run export -o "$work/all.xlsx" "$case"
ends 'a file that is there is not replaced' 2
lines 'one line' 1 err
run export -o "$work/tables" "$case"
ends 'nor one in a folder' 2
echo other >"$work/all.xlsx"
run export --force -o "$work/all.xlsx" "$case"
[ "$code" -eq 0 ] && cmp -s "$work/all.xlsx" "$work/again-all.xlsx"
ok '--force replaces it' $?
run export --force -o "$case" --format csv "$case"
ends 'but never the case' 2
run export -o "$work/none/all.xlsx" "$case"
ends 'a folder that is not there' 1
lines 'one line' 1 err
run export -o "$work/what.txt" "$case"
ends 'a name that says no format' 2
run export --format xlsx "$case"
ends 'a workbook needs a name' 2
run export -o "$work/tables/" --format xlsx "$case"
ends 'and is one file' 2
run export -o "$work/b.csv" --bom "$case"
[ "$(head -c 3 "$work/b.csv" | od -An -tx1 | tr -d ' ')" = efbbbf ] && [ "$(tail -c +4 "$work/b.csv" | cksum)" = "$(cksum <"$work/tables/claims.csv")" ]
ok 'a byte order mark where it is asked for' $?
run export -o "$work/x.csv" "$work/in/anna/notes.jsonl"
ends 'no case' 3
if [ -e /dev/full ]; then
  "$TOLL" export "$case" >/dev/full 2>"$work/err"
  code=$?
  ends 'a full disk' 1
  lines 'a full disk: one line' 1 err
fi
[ "$(find "$work" -name '*.new' | wc -l)" -eq 0 ] && [ ! -e "$work/x.csv" ] && [ ! -e "$work/what.txt" ]
ok 'nothing half written stays' $?

# A case without anything.
"$TOLL" init "$work/empty.toll"
run export -o "$work/empty.xlsx" "$work/empty.toll"
ends 'an empty case' 0
python3 - "$work" <<'END' 2>"$work/err"
import sys
sys.path.insert(0, sys.argv[1])
import book
sheets, _, _ = book.read(sys.argv[1] + "/empty.xlsx")
assert len(sheets["claims"]) == 1 and len(sheets["log"]) == 2
END
ok 'has its sheets all the same' $?
run export -o "$work/empty.geojson" "$work/empty.toll"
python3 -c 'import json, sys; assert json.load(open(sys.argv[1]))["features"] == []' "$work/empty.geojson"
ok 'and a map without points' $?

# Quotes that no XML could hold, and ones that no cell could.
python3 - >"$work/long.jsonl" <<'END'
import json
print(json.dumps({"id": "x\u0001y\uffff_x0041_", "title": "t" * 40000, "date": "2031-03-06",
                  "text": "Eleven people were killed in Ankara on 4 March 2031."}))
END
"$TOLL" init "$work/long.toll" && "$TOLL" add "$work/long.toll" "$work/long.jsonl"
run export -o "$work/long.xlsx" "$work/long.toll"
ends 'odd texts' 0
python3 - "$work" <<'END' 2>"$work/err"
import sys
sys.path.insert(0, sys.argv[1])
import book
sheets, _, _ = book.read(sys.argv[1] + "/long.xlsx")
documents = dict(zip(*sheets["documents"][:2]))
assert documents["title"] == "t" * 32000 + "…" and "cut" in dict(sheets["about"])
assert documents["id"] == "x\ufffdy\ufffd_x0041_", documents["id"]
END
ok 'are made fit, and what was cut is told' $?
finish
