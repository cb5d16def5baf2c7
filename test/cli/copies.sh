#!/bin/sh
# toll sources --copies: what counts as one source.
. "$(dirname "$0")/tap.inc"
case=$work/one.toll
story='Nine people were killed in Velmora on 4 March 2011 when a shell hit the bakery in the old town, the ministry said.
The bakery had opened an hour before, and the street was full of people who had come for bread from the villages around.'
python3 - "$work/feed.jsonl" "$story" <<'PY'
import json, sys
path, story = sys.argv[1:]
rows = [("wire", "Valley Wire", "2011-03-05", story),
        ("late", "Gazette", "2011-03-07", story + " This report was shortened."),
        ("early", "Herald", "2011-03-04", "UPDATE: " + story),
        ("quote", "Tribune", "2011-03-08", "Nine people died in Velmora on 4 March 2011, Valley Wire reported."),
        ("other", "Courier", "2011-09-15", "Two people were wounded in Drosten on 13 September 2011, doctors said.")]
with open(path, "w") as f:
    for i, outlet, date, text in rows:
        f.write(json.dumps({"id": i, "outlet": outlet, "date": date, "text": text}) + "\n")
PY
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/feed.jsonl"
run sources --copies --format jsonl "$case"
ends 'sources --copies' 0
python3 - "$work/out" <<'PY'
import json, sys
rows = {r["original"]: r for r in map(json.loads, open(sys.argv[1]))}
assert set(rows["early"]["copies"]) == {"wire", "late"}, rows
assert all(.7 < x <= 1 for x in rows["early"]["copies"].values()), rows
assert "other" not in str(rows), rows
PY
ok 'the earliest is the original of its copies' $?
run sources --copies "$case"
says 'a headline says what counts as one source' 'counts as one source' out
says 'with the likeness in percent' 'late|feed.jsonl:2 .* [789][0-9] %' out
run sources --copies --format csv "$case"
says 'as csv' '^late,early,copies,0\.' out
run tally --format jsonl "$case"
python3 - "$work/out" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
killed = [r for r in rows if r["harm"] == "killed"]
assert len(killed) == 1 and killed[0]["accounts"] <= 2, killed
PY
ok 'copies are one account' $?

# Who quotes an outlet for a figure that the outlet has from somebody, is no further account of it;
# where the outlet has it from two, nobody knows whose it is.
python3 - "$work/once.jsonl" "$work/twice.jsonl" <<'PY'
import json, sys
one = "Nine people were killed in Velmora on 4 March 2011, the health ministry said."
two = one + " Nine people were killed, an opposition leader said, and no shop was open."
for path, text in zip(sys.argv[1:], (one, two)):
    with open(path, "w") as f:
        for i, outlet, date, words in (("a", "Velmora Radio", "2011-03-05", text),
                                       ("b", "Tribune", "2011-03-08", "Nine people died in Velmora on 4 March 2011, Velmora Radio reported.")):
            f.write(json.dumps({"id": i, "outlet": outlet, "date": date, "text": words}) + "\n")
PY
for feed in once twice; do
  "$TOLL" init "$work/$feed.toll" && "$TOLL" add "$work/$feed.toll" "$work/$feed.jsonl"
  "$TOLL" tally --harm killed --format jsonl "$work/$feed.toll" >"$work/$feed.out"
done
grep -q '"accounts": *1' "$work/once.out"
ok 'an outlet and who quotes it are one account of what it was told' $?
grep -q '"accounts": *3' "$work/twice.out"
ok 'but not where the outlet was told it by two' $?

# Thousands of near-copies: each is found, and the work stays small.
python3 - "$work/many.jsonl" "$story" <<'PY'
import json, sys
with open(sys.argv[1], "w") as f:
    for i in range(1500):
        f.write(json.dumps({"id": f"n{i:04}", "date": "2011-03-09", "text": f"{sys.argv[2]} Printed as number {i}."}) + "\n")
PY
"$TOLL" add "$case" "$work/many.jsonl"
run sources --copies --format csv "$case"
lines 'near-copies by the thousand are copies of one' 1503 out
run events --format csv "$case"
says 'and of one event' ',1504,1504' out
# Families of copies, some of which lean on others, with a passage that all share: the same
# copies whether they come at once, on one thread or three, or in parts and in another order.
python3 - "$work" <<'PY'
import json, random, sys
draw = random.Random(5)
words = [f"word{i}" for i in range(400)]
shared = " ".join(draw.choices(words, k=30))
families = [draw.choices(words, k=draw.choice([20, 60, 150, 400])) for _ in range(60)]
rows = []
for i in range(1500):
    text = list(draw.choice(families))
    for _ in range(draw.randrange(len(text) // 8)):
        text[draw.randrange(len(text))] = draw.choice(words)
    if draw.random() < .2:
        text = text[:len(text) // 2] + draw.choice(families)[:len(text) // 2]
    day = f"2011-03-{draw.randrange(1, 28):02}" if draw.random() < .9 else None
    rows.append({"id": f"f{i:04}", "date": day, "text": f"{shared} {' '.join(text)}"})
def write(name, part):
    with open(f"{sys.argv[1]}/{name}.jsonl", "w") as f:
        for row in part:
            f.write(json.dumps({k: v for k, v in row.items() if v}) + "\n")
write("families", rows)
draw.shuffle(rows)
for name, start, end in ("part1", 0, 300), ("part2", 300, 800), ("part3", 800, 1495), ("part4", 1495, 1496), ("part5", 1496, 1500):
    write(name, rows[start:end])
PY
for jobs in 1 3; do
  "$TOLL" init "$work/$jobs.toll"
  "$TOLL" add --jobs $jobs "$work/$jobs.toll" "$work/families.jsonl"
  "$TOLL" sources --copies --format csv "$work/$jobs.toll" >"$work/$jobs.csv"
done
"$TOLL" init "$work/parts.toll"
for part in 1 2 3 4 5; do
  "$TOLL" add --jobs 2 "$work/parts.toll" "$work/part$part.jsonl"
done
"$TOLL" sources --copies --format csv "$work/parts.toll" >"$work/parts.csv"
[ "$(wc -l <"$work/1.csv")" -gt 500 ]
ok 'families have copies' $?
cmp -s "$work/1.csv" "$work/3.csv"
ok 'on one thread or three' $?
cut -d, -f1-4 "$work/1.csv" | sort >"$work/1.txt"
cut -d, -f1-4 "$work/parts.csv" | sort | cmp -s - "$work/1.txt"
ok 'at once or in parts' $?

# A chain of reports, each like those of the days around it, that is too long to be held
# against each other all with all. Earlier printings take the place of some: what that parts,
# and what it leaves as it was, is as if all had come at once.
python3 - "$work" <<'PY'
import datetime, json, random, sys
draw = random.Random(7)
words = [f"{a}{b}" for a in "kal ver mon tir sol dra bel nor".split() for b in "ano eri usk olim ata ivo".split()]
sites = "market school bridge mill station clinic quarry ferry depot bakery".split()
chain, early = [], []
for i in range(700):
    day = datetime.date(2011, 3, 1) + datetime.timedelta(days=2 * i)
    site, said = draw.choice(sites), draw.choice(["doctors", "the mayor", "police"])
    chain.append({"id": f"c{i:04}", "date": str(day + datetime.timedelta(days=1)), "text":
        f"{draw.randrange(2, 30)} people were killed at the {site} in Velmora on {day.day} {day:%B}, {said} said. "
        + " ".join(draw.choices(words, k=30)) + f" near the {draw.choice(sites)}."})
for row in draw.sample(chain, 60):
    day = datetime.date.fromisoformat(row["date"]) - datetime.timedelta(days=1)
    early.append({"id": "a" + row["id"], "date": str(day), "text": row["text"] + " First printed."})
for name, part in ("chain", chain), ("early1", early[:1]), ("early2", early[1:20]), ("early3", early[20:]):
    with open(f"{sys.argv[1]}/{name}.jsonl", "w") as f:
        f.writelines(json.dumps(row) + "\n" for row in part)
PY
for name in later together; do
  "$TOLL" init "$work/$name.toll"
done
"$TOLL" add "$work/together.toll" "$work"/early?.jsonl "$work/chain.jsonl"
for part in chain early1 early2 early3; do
  "$TOLL" add "$work/later.toll" "$work/$part.jsonl"
done
python3 - "$work/together.toll" "$work/later.toll" <<'PY'
import sqlite3, sys
together, later = [sqlite3.connect(path).execute(
    "SELECT d.id, m.level, e.id, o.id FROM mention m JOIN document d USING (document) JOIN event e USING (event) "
    "LEFT JOIN mention r ON r.mention = m.repeats LEFT JOIN document o ON o.document = r.document ORDER BY 1").fetchall()
    for path in sys.argv[1:]]
assert len(together) == 760 and sum(row[3] is not None for row in together) == 60, len(together)
assert any(row[1] > 0 for row in together), "too many for one block"
assert together == later, [(a, b) for a, b in zip(together, later) if a != b]
PY
ok 'earlier originals that come later change what all at once would have' $?
"$TOLL" init "$work/none.toll"
printf 'Two people were wounded in Drosten, doctors said.\n' | "$TOLL" add "$work/none.toll" -
run sources --copies "$work/none.toll"
says 'no copies: that is said' 'no document copies another' err

# Two documents by one id, of one day: which of them is the original does not hang on which came first.
python3 - "$work" <<'PY'
import json, sys
story = ("Nine people were killed in Velmora when a shell hit the bakery in the old town, the ministry said. The bakery had "
         "opened an hour before, and the street was full of people who had come for bread from the villages around.")
for name, day, text in [("first", "04", story), ("second", "04", story.replace("Nine", "Ten") + " The bakery is closed."),
                        ("third", "05", story + " Bread was handed out elsewhere.")]:
    with open(f"{sys.argv[1]}/{name}.jsonl", "w") as f:
        json.dump({"id": "third" if name == "third" else "page", "date": f"2011-03-{day}", "text": text}, f)
PY
for order in 'first second third' 'second third first'; do
  rm -f "$work/twice.toll"
  "$TOLL" init "$work/twice.toll"
  for name in $order; do "$TOLL" add "$work/twice.toll" "$work/$name.jsonl"; done
  "$TOLL" sources --copies --format jsonl "$work/twice.toll" | python3 -c 'import json, sys
print(sorted(json.loads(sys.stdin.read())["copies"].items()))' >"$work/twice.$order"
  "$TOLL" tally --why --format jsonl "$work/twice.toll" >>"$work/twice.$order"
done
grep -q "'page', 0" "$work/twice.first second third" && cmp -s "$work/twice.first second third" "$work/twice.second third first"
ok 'two versions of one page are the same case in either order' $?
finish
