#!/bin/sh
# The English pack: every phenomenon has its examples, and broken packs are told.
. "$(dirname "$0")/tap.inc"
cd "$root" || exit 1
"$TOLL" pack test packs/en >"$work/out" 2>"$work/err"
while read -r name; do
  grep -q "^$name  " "$work/out" || echo "$name"
done >"$work/missing" <<'P'
subset
nested subset
added against total
another, others
state transfer
range
hedge
vague
distributive
kinship list
family of
named list
bare singular
implied death
explicit none
unknown is not none
denial
hypothetical, threat
background
perpetrator
two claimants
nested source
revision
batch added late
counter reset
joint harm
missing, feared dead
unit
fraction
rate
anaphora
ellipsis
many events, one total
headline against body
decoys
ordinal
grouping
contested class
role reversal
order against result
legal adverb
part characterised
two harms, one object
list under one verb
P
[ ! -s "$work/missing" ]
ok 'every phenomenon has examples' $?
sed 's/^/# no examples: /' "$work/missing"

cp -R packs/en "$work/en"
run pack build "$work/en" "$work/en.pack"
ends 'a pack is compiled' 0
cmp -s "$work/en.pack" "$(dirname "$TOLL")/packs/en.pack"
ok 'a copy of the folder compiles to the same bytes' $?
printf 'verb zap zaps zapped zapped zapping : harm=kiled\n' >"$work/en/words/zap.txt"
run pack build "$work/en" "$work/bad.pack"
ends 'an unknown feature is refused' 1
lines 'an unknown feature: one line' 1 err
says 'an unknown feature: file, line and word' 'zap.txt:1: .*kiled' err
[ ! -e "$work/bad.pack" ]
ok 'an unknown feature: nothing is written' $?
printf 'verb zap zaps zapped zapped zapping : harm=killed transitive\n' >"$work/en/words/zap.txt"
mkdir "$work/packs"
"$TOLL" pack build "$work/en" "$work/packs/en.pack"
printf 'Twelve people were zapped in the raid.\n' >"$work/a.txt"
TOLL_PACKS=$work/packs "$TOLL" scan --format jsonl "$work/a.txt" >"$work/out" 2>"$work/err"
says 'a new verb is a line in a file' '"value": *12' out
mkfifo "$work/pipe.pack"
run pack build "$work/en" "$work/pipe.pack"
ends 'a goal that is no regular file is refused' 1
[ -p "$work/pipe.pack" ]
ok 'and stays what it was' $?

run pack build "$work/nowhere" "$work/bad.pack"
ends 'a folder that is not there' 1
run pack test
ends 'pack test without a folder' 2
run pack bild "$work/en" "$work/x"
ends 'pack with an unknown word' 2
rm "$work/en/words/zap.txt" "$work/en/model.txt"
"$TOLL" pack build "$work/en" "$work/packs/en.pack"
printf 'Ten people were killed and two hurt, police said.\n' >"$work/b.txt"
TOLL_PACKS=$work/packs "$TOLL" scan --format jsonl "$work/b.txt" 2>&1 | sed 's/"confidence":[^,]*,//' >"$work/without"
"$TOLL" scan --format jsonl "$work/b.txt" 2>&1 | sed 's/"confidence":[^,]*,//' >"$work/with"
[ -s "$work/with" ] && cmp -s "$work/with" "$work/without"
ok 'without a model the rules alone read the same' $?
run pack train "$work/en" "$root/test/eval/labelled.jsonl"
ends 'pack train' 0
says 'it tells what it learned from' '^confidence +4 +3 ' out
says 'and writes the model' '^choice confidence$' en/model.txt
run pack train --unseen "$root/test/eval/labelled.jsonl" "$work/en" "$root/test/eval/labelled.jsonl"
ends 'pack train with reports that no rule was written from' 0
says 'the model says what its bias is set by' 'bias is set by 4 examples' en/model.txt
run pack train "$work/en"
ends 'pack train without reports' 2
run pack train "$work/en" "$work/nowhere.jsonl"
ends 'pack train with reports that are not there' 1
run pack train "$work/en" "$work/b.txt"
ends 'pack train with a text' 1
python3 "$root/bench/reports" --labelled --days 20 "$work" 200
run pack events "$work/alone.def" "$root/test/events/reports.jsonl"
ends 'pack events' 0
grep 'weights in use' "$work/out" >"$work/alone"
sed 's/, [-0-9.]*)//' "$root/src/weigh/agreement.def" >"$work/names"
sed 's/, [-0-9.]*)//' "$work/alone.def" | cmp -s - "$work/names"
ok 'writes a weight for every feature' $?
run pack events "$work/both.def" "$root/test/events/reports.jsonl" "$work/labelled.jsonl"
ends 'pack events with made-up reports as well' 0
grep 'weights in use' "$work/out" | cmp -s - "$work/alone"
ok 'is measured on the first file alone' $?
cmp -s "$work/alone.def" "$work/both.def"
[ $? -eq 1 ]
ok 'and learns from both' $?
head -c 1000 "$work/en.pack" >"$work/packs/en.pack"
TOLL_PACKS=$work/packs "$TOLL" scan "$work/a.txt" >"$work/out" 2>"$work/err"
code=$?
ends 'a compiled pack cut short is refused' 1
lines 'a compiled pack cut short: one line' 1 err
"$TOLL" pack build packs/places "$work/places.pack"
cmp -s "$work/places.pack" "$(dirname "$TOLL")/packs/places.pack"
ok 'the gazetteer compiles to the same bytes' $?
finish
