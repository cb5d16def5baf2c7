#!/bin/sh
# A case of version 1, kept from when that was the version: migrated it is as one made anew, but for what it never knew.
. "$(dirname "$0")/tap.inc"
here=$(cd "$(dirname "$0")/../migrate" && pwd)
old=$work/old.toll
python3 -c 'import lzma, sys; sys.stdout.buffer.write(lzma.open(sys.argv[1]).read())' "$here/version-1.toll.xz" >"$work/kept.toll"
cp "$work/kept.toll" "$old"

run claims --format jsonl "$old"
ends 'a case of version 1 is read' 0
[ ! -s "$work/err" ]
ok 'without a word' $?
cp "$work/out" "$work/read"
run events --format csv "$old"
ends 'its events too' 0
run verify "$old"
ends 'and it is verified' 0
cmp -s "$old" "$work/kept.toll"
ok 'and is left as it is' $?
mkdir "$work/locked"
cp "$work/kept.toll" "$work/locked/old.toll"
chmod 444 "$work/locked/old.toll"
chmod 555 "$work/locked"
run claims --format jsonl "$work/locked/old.toll"
cmp -s "$work/out" "$work/read"
ok 'one that may only be read is read' $?
chmod 755 "$work/locked"

run migrate "$old"
ends 'migrate' 0
lines 'migrate says so in one line' 1 err
says 'and names both versions' 'version 1 .*version 2' err
run migrate "$old"
ends 'migrate again' 0
[ ! -s "$work/err" ]
ok 'has nothing to do' $?
run verify "$old"
ends 'the migrated case is sound' 0
run claims --format jsonl "$old"
cmp -s "$work/out" "$work/read"
ok 'and has the same claims' $?

cp "$work/kept.toll" "$work/added.toll"
printf 'Twelve people were killed in the raid, the ministry said.\n' >"$work/more.txt"
run add "$work/added.toll" "$work/more.txt"
ends 'add to a case of version 1' 0
lines 'says in one line what became of it' 1 err
run verify "$work/added.toll"
ends 'and it is sound' 0

run init "$work/new.toll"
(cd "$here" && "$TOLL" add "$work/new.toll" reports)
"$TOLL" events "$old" >/dev/null # events are made when they are next asked for
(cd "$here" && SOURCE_DATE_EPOCH=1709900000 "$TOLL" claims --event market "$work/new.toll" >/dev/null)
"$here/compare" "$old" "$work/new.toll" >"$work/out" 2>&1
ok 'it is as one made anew' $?
[ ! -s "$work/out" ] || sed 's/^/# /' "$work/out"
finish
