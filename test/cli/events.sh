#!/bin/sh
# What reviewers decide of events: it stays when documents come, is logged, and can be taken back.
. "$(dirname "$0")/tap.inc"
case=$work/one.toll
SOURCE_DATE_EPOCH=1320000000
export SOURCE_DATE_EPOCH
report() { # report FILE DAY TOWN COUNT WORDS
  printf '%s people were killed in %s on %s 2011 when a %s was hit, the ministry said.\n' "$4" "$3" "$2" "$5" >"$work/in/$1"
}
mkdir "$work/in" "$work/later"
report a.txt '4 March' Velmora Nine 'bakery in the old town'
report b.txt '4 March' Velmora Nine 'bakery near the bridge'
report c.txt '15 June' Ostrinje Forty-one 'school'
report d.txt '27 August' Drosten Six 'harbour'
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/in"
count() { "$TOLL" events --format jsonl "$case" | wc -l; }
ids() { "$TOLL" events --format csv "$case" | sed 1d | cut -d , -f 1 | tr '\n' ' '; }
holds() { # holds NAME N: so many events
  [ "$(count)" -eq "$2" ]
  ok "$1" $?
}
holds 'three events' 3
ids >"$work/before"
"$TOLL" events --format jsonl "$case" >"$work/events"

run events merge "$case" velmora-2011-03-04 ostrinje-2011-06-15 --by 'reviewer 2' --reason 'one siege'
ends 'merge' 0
[ ! -s "$work/out" ] && [ ! -s "$work/err" ]
ok 'which says nothing where there is no terminal' $?
holds 'two events are one' 2
run events --format csv "$case"
says 'with the documents of both' '^velmora-2011-03-04,.*,3,3' out
report e.txt '15 June' Ostrinje Forty-one 'school by the river'
"$TOLL" add "$case" "$work/in"
holds 'it stays one when a document comes' 2
run events decisions "$case"
says 'the decision is listed' 'merge .*reviewer 2 .*one siege' out
run events decisions --format jsonl "$case"
python3 -c 'import json, sys
d = [json.loads(line) for line in sys.stdin]
assert len(d) == 1 and d[0]["kind"] == "merge" and d[0]["decision"] == 1 and not d[0]["undone"], d' <"$work/out"
ok 'also for programs' $?
run events split "$case" ostrinje "$work/in/c.txt" "$work/in/e.txt"
ends 'a split against an earlier merge is refused' 1
says 'and the decision named' 'take it back first.*1' err
lines 'in one line' 1 err
holds 'and nothing has changed' 2
run events undo "$case"
ends 'undo' 0
holds 'there are three again' 3
ids >"$work/after"
cmp -s "$work/before" "$work/after"
ok 'with the ids that they had' $?
run events decisions "$case"
says 'what is taken back stays listed' 'merge .*2011-10-30 +one siege +2011-10-30' out
run events undo "$case"
ends 'nothing more can be taken back' 1
says 'which is said' 'no decision on events' err

run events split "$case" velmora-2011-03-04 "$work/in/b.txt" --by 'reviewer 2'
ends 'split' 0
holds 'a document has an event of its own' 4
report f.txt '4 March' Velmora Nine 'bakery near the bridge, by the river'
"$TOLL" add "$case" "$work/in"
holds 'they stay apart when one comes that is like both' 4
run events merge "$case" velmora-2011-03-04 velmora-2011-03-04.2
ends 'a merge of what was parted is refused' 1
says 'and the decision named, too' 'parts these events.*2' err
run events split "$case" ostrinje-2011-06-15 "$work/in/c.txt" "$work/in/e.txt"
ends 'all of an event cannot be split off' 1
says 'for nothing would be left' 'nothing would be left' err
run events split "$case" ostrinje-2011-06-15 nothing.txt
ends 'no such document' 1
says 'which is said as well' 'no document or claim of the event.*nothing.txt' err

run events rename "$case" drosten 'The harbour of Drosten'
ends 'rename' 0
report g.txt '27 August' Drosten Six 'harbour at night'
"$TOLL" add "$case" "$work/in"
run events "$case"
says 'the name stays' '^The harbour of Drosten +drosten-2011-08-27' out
run events merge "$case" drosten nowhere
ends 'no such event' 1
says 'the ids that there are are listed' 'no such event "nowhere"; there are: .*drosten-2011-08-27' err
lines 'no such event: one line' 1 err
run events merge "$case" drosten
ends 'one event is not merged' 2
run events undo "$case" three
ends 'undo wants a number' 2
run events undo "$case" 2
ends 'an earlier one is taken back' 0
holds 'and only that' 3
run verify "$case"
ends 'the case is sound' 0

# The same decisions and documents, the documents the other way round.
other=$work/other.toll
"$TOLL" init "$other"
for name in g f e d c b a; do
  "$TOLL" add "$other" "$work/in/$name.txt"
  [ "$name" != f ] || cp "$other" "$work/two.toll"
done
"$TOLL" events rename "$other" drosten 'The harbour of Drosten'
"$TOLL" events --format csv "$case" >"$work/events.1"
"$TOLL" events --format csv "$other" >"$work/events.2"
cmp "$work/events.1" "$work/events.2"
ok 'another order gives the same events' $?

# An earlier version, whose features were others, was killed after it had added and before it grouped: of a
# case that had no events yet, and of one that had been grouped.
python3 - "$other" "$work/killed" "$work/two.toll" <<'PY'
import shutil, sqlite3, sys
for grouped, path in enumerate((sys.argv[2] + ".0", sys.argv[2] + ".1")):
    shutil.copy(sys.argv[1], path)
    case = sqlite3.connect(path)
    late = f"document > {2 * grouped}"
    new = f"(SELECT mention FROM mention WHERE {late})"
    case.execute(f"DELETE FROM mention_key WHERE mention IN {new}")
    case.execute(f"DELETE FROM copy_key WHERE {late}")
    case.execute(f"UPDATE feature SET features = x'0102', pairs = NULL WHERE mention IN {new}")
    case.execute(f"UPDATE mention SET event = NULL, level = NULL, repeats = NULL WHERE {late}")
    case.execute(f"UPDATE document SET made = 1, original = NULL, likeness = NULL WHERE {late}")
    case.execute("DELETE FROM event WHERE event NOT IN (SELECT event FROM mention WHERE event IS NOT NULL)")
    case.execute("ATTACH ? AS two", (sys.argv[3],))
    case.execute("UPDATE feature SET pairs = (SELECT pairs FROM two.feature f WHERE f.mention = feature.mention)")
    case.execute("UPDATE grouping SET through = 2" if grouped else "DELETE FROM grouping")
    case.commit()
PY
for grouped in 0 1; do
  run events --format csv "$work/killed.$grouped"
  cmp -s "$work/out" "$work/events.2"
  ok "what an earlier version added and did not group is made anew, $grouped" $?
done

# A claim's id names its document; a copy goes with its original.
id=$("$TOLL" claims --format jsonl "$case" | sed -n '/Forty-one/{s/.*"id": *"\([^"]*\)".*/\1/p;q;}')
run events split "$case" ostrinje-2011-06-15 "$(printf '%s' "$id" | cut -c 1-9)"
ends 'split by the start of a claim' 0
holds 'which parts its document' 4

# A case that may only be read.
chmod 444 "$case"
if [ -w "$case" ]; then
  skip 'a case for reading is not decided on' 'this user may write everywhere'
else
  run events merge "$case" drosten velmora-2011-03-04
  ends 'a case for reading is not decided on' 1
fi
finish
