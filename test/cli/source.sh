#!/bin/sh
# What the source promises and a compiler does not see: folders depend only
# leftwards, the library keeps still, functions and files stay short.
. "$(dirname "$0")/tap.inc"
cd "$root" || exit 1
before='base'
for layer in read pack extract case weigh; do
  grep -nE '#include "[a-z]+/' src/$layer/*.[ch] | grep -vE "\"(toll|$layer|$(echo $before | tr ' ' '|'))/" >"$work/out"
  [ ! -s "$work/out" ]
  ok "src/$layer includes only what stands left of it" $?
  before="$before $layer"
done
grep -nE '#include "[a-z]+/' src/base/*.[ch] | grep -vE '"(toll|base)/' >"$work/out"
[ ! -s "$work/out" ]
ok 'src/base includes only itself' $?
grep -nE '(^|[^a-z_.>])(exit|abort|printf|puts|putchar|perror|syslog)\(' src/base/*.c src/read/*.c src/pack/*.c src/extract/*.c \
  src/case/*.c src/weigh/*.c >"$work/out"
[ ! -s "$work/out" ]
ok 'the library neither prints nor exits' $?
grep -nE '(^|[^a-z_.>])(malloc|calloc|realloc|free|strdup)\(' src/*/*.c | grep -v '^src/base/alloc.c' >"$work/out"
[ ! -s "$work/out" ]
ok 'the heap is reached through src/base/alloc.h only' $?
find include src test fuzz examples -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 800' >"$work/out"
[ ! -s "$work/out" ]
ok 'no file is longer than 800 lines' $?
# A function runs from the first line that ends in "{" to a lone "}" in the first column.
awk 'FNR == 1 { start = 0 }
  /\{$/ && !start { start = FNR }
  /^\}/ { if ($0 == "}" && start && FNR - start > 60) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' \
  src/*/*.c >"$work/out"
[ ! -s "$work/out" ]
ok 'no function is longer than 60 lines' $?
grep -rnE 'TODO|FIXME' src include packs/en fuzz test/unit >"$work/out"
[ ! -s "$work/out" ]
ok 'nothing is left to be done later in a comment' $?
for target in fuzz/fuzz_*.c; do
  name=$(basename "$target" .c | cut -c6-)
  [ -n "$(ls "fuzz/corpus/$name" 2>/dev/null)" ] || echo "$name has no corpus"
done >"$work/out"
[ ! -s "$work/out" ]
ok 'every fuzz target has stored inputs' $?
finish
