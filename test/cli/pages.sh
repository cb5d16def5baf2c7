#!/bin/sh
# PDF, DOCX and ODT: what is on their pages is read; what cannot be gets one line, and the run goes on.
. "$(dirname "$0")/tap.inc"
files=$work/files
python3 "$root/test/pages/make" "$files" || { echo 'Bail out! no files to read'; exit 1; }
printf 'Twelve people were killed in the raid.\n' >"$work/good.txt"

pdftotext -v 2>"$work/err"
grep -q '^pdftotext version' "$work/err"
ok 'pdftotext is installed (./setup sees to it)' $?

# has NAME PYTHON: a claim of the last run, as `c`, for which that is true.
has() {
  python3 - "$work/out" "$2" <<'P'
import json, sys
claims = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
sys.exit(not any(eval(sys.argv[2], {"c": c}) for c in claims))
P
  ok "$1" $?
}

# --- PDF ----------------------------------------------------------------------

run scan --format jsonl "$files/columns.pdf"
ends 'a PDF of two columns is read' 0
lines 'and has its claims, none of them twice' 8 out
has 'a number, its page and its box' \
  'c["value"] == 43 and c["page"] == 1 and c["box"] == [72.0, 152.1, 125.79, 162.27] and c["raw_span"] is None'
has 'a number that a line parts keeps the hyphen that is its own' 'c["value"] == 25 and "twenty-five missing" in c["quote"]'
has 'and has one box around both its parts' 'c["value"] == 25 and c["box"][3] - c["box"][1] > 20'
has 'a sentence goes on over the page, past the note at its foot' \
  'c["value"] == 12 and c["page"] == 1 and c["claimant"]["name"] == "The district governor"'
has 'and what stands on the next page says so' 'c["value"] == 3 and c["page"] == 2'
for same in before xref; do
  run scan --format jsonl "$files/$same.pdf"
  ends "$same.pdf: a PDF that is not quite one is read" 0
done
run scan --format csv "$files/columns.pdf"
says 'CSV has both, too' ',2,"\[316\.57,72\.10,' out
run scan "$files/columns.pdf"
says 'the heading is the one in large letters' 'Shells hit the market in the lower town' out
says 'the table says the page' '\(page 1\)' out
run scan --format jsonl "$files/long.pdf"
has '5,000 pages are read to the last' 'c["value"] == 9 and c["page"] == 5000'

run init "$work/case.toll"
run add "$work/case.toll" "$files/columns.pdf" "$files/report.docx" "$files/report.odt"
ends 'all three go into a case' 0
run verify "$work/case.toll"
ends 'which is sound' 0
run claims --format jsonl "$work/case.toll"
cp "$work/out" "$work/claims"
"$TOLL" scan --format jsonl "$files/columns.pdf" "$files/report.docx" "$files/report.odt" >"$work/out"
cmp -s "$work/out" "$work/claims"
ok 'its claims are those of the files, byte for byte' $?
run claims "$work/case.toll"
says 'toll claims says the page' '\(page 1\)' out
id=$(python3 -c 'import json,sys; print(next(c["id"] for c in map(json.loads, open(sys.argv[1])) if c["value"] == 25))' "$work/claims")
run explain "$work/case.toll" "$id"
says 'and toll explain page and place' 'page +1, 72 points from the left' out
python3 - "$work/case.toll" >"$work/out" <<'P'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(*db.execute("SELECT format, title, byline, date_from FROM document ORDER BY document"), sep="\n")
print(*db.execute("SELECT page, box FROM v_claims WHERE value = 43"))
print(*db.execute("SELECT count(*) FROM v_claims WHERE raw_from IS NOT NULL OR page IS NULL AND box IS NOT NULL"))
P
says 'the case: a PDF and what is known of it' "'pdf', 'Shells hit the market in the lower town', None, '2021-05-12'" out
says 'a DOCX' "'docx', 'The fire of May', 'Ann Writer', None" out
says 'an ODT' "'odt', 'The slide of June', 'Bo Reporter', None" out
says 'page and box are columns' "\(1, '\[72.00,152.10,125.79,162.27\]'\)" out
says 'no row has bytes in a file that keeps no way back' '^\(0,\)' out

# Many at once, and in an archive.
for i in 1 2 3 4 5 6 7 8 9; do cp "$files/columns.pdf" "$work/copy-$i.pdf"; done
"$TOLL" scan --jobs 1 --format jsonl "$work"/copy-*.pdf >"$work/one"
"$TOLL" scan --jobs 8 --format jsonl "$work"/copy-*.pdf >"$work/out" 2>"$work/err"
cmp -s "$work/one" "$work/out" && [ "$(wc -l <"$work/out")" -eq 72 ]
ok 'by many threads the same' $?
(cd "$files" && python3 -m zipfile -c "$work/all.zip" columns.pdf report.docx report.odt)
run scan --format jsonl "$work/all.zip"
ends 'in an archive they are documents, not archives' 0
cmp -s "$work/out" "$work/claims"
ok 'and read the same' $?
run scan --format jsonl - <"$files/columns.pdf"
"$TOLL" scan --format jsonl - <"$files/columns.pdf" >"$work/out"
lines 'from standard input too' 8 out

# --- what cannot be read ------------------------------------------------------

# one FILE PATTERN: one line that names the file and matches; the good file beside it is read.
one() {
  run scan --format jsonl "$files/$1" "$work/good.txt"
  [ "$code" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -Eq "^toll: .*$1: .*$2" "$work/err" && grep -q '"value":12' "$work/out"
  ok "$1: one line, and the run goes on" $?
}
one locked.pdf 'encrypted'
one none.pdf 'no pages'
one scan.pdf 'no text: it would have to be read by character recognition first'
one cut.pdf 'pdftotext cannot read this PDF'
one entity.docx 'document type'
one laughs.docx 'document type'
one laughs.odt 'document type'
one bomb.docx '64 MiB'
one words.docx '32 MiB'
one broken.docx 'XML is damaged'
one empty.docx 'no words'
one sheet.xlsx 'a spreadsheet'
one sheet.ods 'a spreadsheet'
head -c 1000 "$files/report.docx" >"$files/half.docx"
one half.docx 'cut off'
python3 "$root/test/limit" 256 "$TOLL" scan --jobs 1 --format jsonl "$files/bomb.docx" "$files/words.docx" "$files/laughs.docx" \
  "$files/deep.docx" "$work/good.txt" >"$work/out" 2>"$work/err"
lines 'bombs stay inside 256 MB of memory' 3 err
lines 'and hide nothing that follows' 2 out

# --- the other program --------------------------------------------------------

# pretend SCRIPT: a pdftotext of our own, found first; runs over a PDF and a good text.
pretend() {
  mkdir -p "$work/bin"
  printf '#!/bin/sh\n%s\n' "$1" >"$work/bin/pdftotext"
  chmod +x "$work/bin/pdftotext"
  PATH=$work/bin:$PATH TOLL_PDF_SECONDS=${2-20} "$TOLL" scan --format jsonl "$files/columns.pdf" "$work/good.txt" \
    >"$work/out" 2>"$work/err" </dev/null
  code=$?
}
# told NAME PATTERN: the pretended program came to one line that matches; the good text was read.
told() {
  [ "$code" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -Eq "columns.pdf: .*$2" "$work/err" && grep -q '"value":12' "$work/out"
  ok "$1" $?
}
pretend "sleep 600 & echo \$! >$work/sleeper; sleep 600" 1
told 'a reader that hangs is killed' 'took too long'
! kill -0 "$(cat "$work/sleeper")" 2>/dev/null
ok 'with what it had started' $?
pretend 'exec >&- 2>&-; sleep 600' 1
told 'also one that closed its output before' 'took too long'
pretend 'kill -SEGV $$'
told 'a reader that crashes' 'broke off'
pretend 'echo some trouble >&2; exit 1'
told 'a reader that gives up, with its own words' 'cannot read this PDF: some trouble'
pretend 'printf "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t###PAGE###\n"; exec yes "$(printf "5\t1\t0\t0\t0\t0\t1.00\t1.00\t9.00\t9.00\t100\t%04000d" 7)"'
told 'a reader that never ends is stopped' 'more than 32 MiB'
pretend 'head -c 3000000 /dev/urandom'
told 'a reader that writes something else' 'no text'
pretend 'exec /no/such/program'
told 'one that cannot be run' 'cannot be started'
mkdir -p "$work/none"
PATH=$work/none "$TOLL" scan --format jsonl "$files/columns.pdf" "$files/report.docx" "$work/good.txt" >"$work/out" 2>"$work/err"
code=$?
told 'where pdftotext is not installed one line says so' 'pdftotext, which is not installed'
has 'and the rest is read' 'c["value"] == 14'
cd "$work/bin" && PATH=.:bin "$TOLL" scan "$files/columns.pdf" >"$work/out" 2>"$work/err"
says 'a program is never taken from where one stands' 'not installed' err
cd "$root" || exit 1

# --- DOCX and ODT -------------------------------------------------------------

run scan --format jsonl "$files/report.docx"
ends 'a DOCX is read' 0
has 'words in several runs' 'c["value"] == 14 and c["quote"] == "Fourteen people were killed"'
has 'what was inserted' 'c["value"] == 9'
has 'a text box, once' 'c["value"] == 2'
has 'a note' 'c["value"] == 6'
grep -Eq '"value":(90|50|60)' "$work/out"
[ $? -eq 1 ]
ok 'not what was deleted, is hidden, or is only a rule above notes' $?
run scan --format jsonl "$files/report.odt"
ends 'an ODT is read' 0
has 'its text' 'c["value"] == 12 and c["claimant"]["name"] == "police"'
has 'a number and the mark of a note behind it' 'c["value"] == 3'
has 'a note of an ODT' 'c["value"] == 9 and c["claimant"]["name"] == "The mayor"'
grep -Eq '"value":(90|20|31)' "$work/out"
[ $? -eq 1 ]
ok 'not what was deleted, nor comments' $?
finish
