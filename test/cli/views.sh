#!/bin/sh
# The views, as another program sees them.
. "$(dirname "$0")/tap.inc"
mkdir "$work/in"
printf 'Harbour Wire\n5 March 2024\n\nAt least 34 people were killed in the market on Monday, the health ministry said. Police said 30 people were killed.\n' >"$work/in/a.txt"
printf 'Valley News\n7 March 2024\n\nThe health ministry said that 37 people were killed in the market on Monday, up from 34.\n' >"$work/in/b.txt"
case=$work/views.toll
"$TOLL" init "$case" && "$TOLL" add "$case" "$work/in" && "$TOLL" claims --event market "$case" >/dev/null
python3 - "$case" >"$work/out" 2>"$work/err" <<'P'
import json, sqlite3, sys
number = 0
def ok(name, good, got=None):
    global number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else f"\n# got {got}"))
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
db.row_factory = sqlite3.Row
def rows(sql, *args):
    return [dict(r) for r in db.execute(sql, args)]
views = {r["name"]: r for r in rows("SELECT name FROM sqlite_schema WHERE type = 'view'")}
ok("the views are there", set(views) >= {"v_claims", "v_documents", "v_events", "v_tally", "v_copies", "v_log"}, list(views))
for view in sorted(views):
    got = rows(f"SELECT * FROM {view}")
    ok(f"{view} has no bytes in it", not any(isinstance(v, bytes) for r in got for v in r.values()))
claims = rows("SELECT * FROM v_claims")
ok("every claim has its event", claims and all(r["event"] for r in claims), claims)
ok("every claim its document's hash", all(rows("SELECT 1 FROM v_documents WHERE id = ? AND length(sha256) = 64", r["doc"]) for r in claims))
events = rows("SELECT * FROM v_events")
ok("an event counts its claims", sum(r["claims"] for r in events) == len(claims), events)
tally = rows("SELECT * FROM v_tally WHERE harm = 'killed' AND claimant LIKE '%health ministry'")
said = [r for r in tally if r["last_day"] == "2024-03-07"]
ok("a claimant's last figure stands beside the range", [(r["low"], r["last_value"]) for r in said] == [(34, 37)], tally)
police = rows("SELECT * FROM v_tally WHERE claimant = 'Police'")
ok("one who spoke once", [(r["claims"], r["low"], r["high"], r["last_value"]) for r in police] == [(1, 30, 30, 30)], police)
log = rows("SELECT * FROM v_log")
ok("the log is readable", [r["kind"] for r in log] == ["init", "add", "add"] and json.loads(log[1]["what"])["claims"] == 2, log)
ok("words are found", len(rows("SELECT rowid FROM search WHERE search MATCH 'market'")) == 2)
try:
    sqlite3.connect(sys.argv[1]).execute("UPDATE log SET body = ''")
    ok("the log cannot be changed by hand", False)
except sqlite3.DatabaseError:
    ok("the log cannot be changed by hand", True)
print(f"1..{number}")
P
cat "$work/out"
[ -s "$work/err" ] && sed 's/^/# /' "$work/err"
exit 0
