#!/bin/sh
# Files that hold others: what is damaged, encrypted or grows without end gets one line,
# and the run goes on. The bad files are made here, by test/cli/bad-archives.
. "$(dirname "$0")/tap.inc"
printf 'Twelve people were killed in the raid.\n' >"$work/good.txt"
mkdir "$work/bad"
python3 "$root/test/cli/bad-archives" "$work/bad" >"$work/out" 2>"$work/err"
ok 'the archives are made' $?

# one NAME PATTERN FILE [VALUES]: one line on standard error that matches; the good file beside
# it is read, and of the archive what is good: its values, each beside a blank.
one() {
  run scan --format jsonl "$work/bad/$3" "$work/good.txt"
  lines "$1: one line" 1 err
  says "$1: member and reason" "^toll: [^ ]*$2" err
  got=$(python3 -c 'import json, sys
print(*[json.loads(line)["value"] for line in sys.stdin])' <"$work/out")
  [ "$got" = "${4:+$4 }12" ] && [ "$code" -eq 1 ]
  ok "$1: the rest is read" $?
}

one 'a gzip file cut off' 'cut.gz: .*cut off: at byte' cut.gz
one 'damaged gzip data' 'damaged.gz: damaged' damaged.gz
one 'what follows gzip data' 'junk.gz: what follows' junk.gz 9
one 'a gzip bomb' 'bomb.gz: grows too large' bomb.gz
one 'compression without end' 'deep.gz: archives are nested too deeply' deep.gz
one 'a zstd file cut off' 'cut.zst: .*cut off' cut.zst
one 'zstd that asks for much memory' 'window.zst: .*memory' window.zst
one 'a ZIP archive cut off' 'cut.zip: .*cut off or has lost its directory' cut.zip
one 'a wrong checksum' 'checksum.zip!a.txt: damaged' checksum.zip 9
one 'an encrypted member' 'secret.zip!a.txt: encrypted' secret.zip 9
one 'a member compressed otherwise' 'method.zip!a.txt: compressed in a way' method.zip 9
one 'a picture among reports' 'picture.zip!logo.png: .*PNG' picture.zip 9
one 'a bomb in a ZIP archive' 'bomb.zip!bomb.txt: grows too large' bomb.zip '9 10'
one 'bombs in a bomb' 'bombs.zip!all.zip!.*the archive around it is left out' bombs.zip
one 'archives without end' 'nested.zip!.*nested too deeply' nested.zip '10 10 10 10 10 10 10 10'
one 'an empty archive' 'empty.zip: nothing to read in this archive' empty.zip
one 'a name of two lines' 'name.zip!a[?]b.png: ' name.zip
one 'a damaged header' 'header.tar: a damaged header.*: at byte 1024' header.tar '9 10'
one 'a tar archive cut off' 'cut.tar!b.txt: .*cut off' cut.tar 9
one 'a tar archive of zeros that are not there' 'sparse.tar!.*: ' sparse.tar 9
for kind in warc warc.gz; do
  one "$kind: a length that is too large" "long.$kind!record at .*length" "long.$kind" '9 10'
  one "$kind: a length beyond all files" "longest.$kind!record at .*length" "longest.$kind" '9 10'
  one "$kind: a length that is too small" "short.$kind!record at .*length" "short.$kind" '9 10'
  one "$kind: no length" "none.$kind!record at .*length" "none.$kind" '9 10'
  one "$kind: bytes between records" "between.$kind: no WARC record" "between.$kind" '9 10'
  one "$kind: broken chunks" "chunks.$kind!record at .*chunk" "chunks.$kind" '9 10'
  one "$kind: another compression" "brotli.$kind!record at .*: br" "brotli.$kind" '9 10'
  one "$kind: a bomb in a page" "bomb.$kind!record at .*grows too large" "bomb.$kind" '9 10'
  one "$kind: the last record cut off" "cut.$kind!record at .*cut off" "cut.$kind" 9
done
one 'damaged gzip data in a web archive' 'gzip.warc.gz.*: damaged' gzip.warc.gz '9 10'

# All of them at once, and through a pipe: the same lines, and the good file at the end.
run scan --format jsonl "$work/bad" "$work/good.txt"
lines 'all at once: a line each' "$(ls "$work/bad" | wc -l)" err
tail -n 1 "$work/out" | grep -q '"value": *12'
ok 'all at once: the run goes on to its end' $?
sort "$work/err" >"$work/first"
run scan --jobs 3 --format jsonl "$work/bad" "$work/good.txt"
sort "$work/err" | cmp -s - "$work/first"
ok 'all at once: three threads tell the same' $?
"$TOLL" scan --format jsonl - <"$work/bad/secret.zip" >"$work/out" 2>"$work/err"
says 'a ZIP archive through a pipe' '^toll: -!a.txt: encrypted' err
lines 'a ZIP archive through a pipe: the rest' 1 out

# Memory stays where it is, whatever grows.
"$root/test/limit" 262144 "$TOLL" scan --format jsonl "$work/bad/bomb.gz" "$work/bad/bomb.zip" "$work/bad/bomb.warc.gz" \
  >"$work/out" 2>"$work/err"
[ "$(grep -c 'grows too large' "$work/err")" -eq 3 ]
ok 'bombs are told of under a limit of memory' $?

# What nobody chose is counted, and told where it is asked for.
cp "$root/test/golden/web-archive/input.warc.gz" "$work/crawl.warc.gz"
run scan --verbose "$work/crawl.warc.gz"
says 'what was passed over is told when asked' '^2 records of web archives hold no document: 1 picture, 1 not found' err
run scan "$work/crawl.warc.gz"
lines 'and else only errors are' 1 err

# A case names the member, keeps its own bytes, and its claims can be explained.
run init "$work/case.toll"
run add "$work/case.toll" "$root/test/golden/archive-zip/input.zip"
run sources --format csv "$work/case.toll"
says 'a case names the member' 'input.zip,reports/bridge.txt,' out
run claims "$work/case.toll" --format jsonl
claim=$(python3 -c 'import json, sys
print(next(c["id"] for c in map(json.loads, sys.stdin) if c["value"] == 12))' <"$work/out")
run explain "$work/case.toll" "$claim"
says 'its claim is explained' 'Twelve people' out
run explain "$root/test/golden/archive-zip/input.zip" "$claim"
says 'and in the archive itself' 'bytes in its member' out
python3 - "$work" <<'END'
import sys, zipfile
text = "".join(f"Note {i} of a long day on the river.\n\n" for i in range(30000))
zipfile.ZipFile(sys.argv[1] + "/long.zip", "w", zipfile.ZIP_DEFLATED).writestr("long.txt", text)
END
run add "$work/case.toll" "$work/long.zip"
python3 - "$work/case.toll" >"$work/out" <<'END'
import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute("SELECT inner, raw_offset, raw_size > 1000000 FROM document WHERE path LIKE '%long.zip'"))
END
says 'a text of several windows begins where its member does' "^\('long.txt', 0, 1\)" out
run verify "$work/case.toll"
ends 'the case is whole' 0
finish
