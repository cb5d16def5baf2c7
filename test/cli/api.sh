#!/bin/sh
# The library from outside: the example program, the installed files, pkg-config.
. "$(dirname "$0")/tap.inc"
build=${BUILD:-$root/build}
printf 'At least 34 people were killed and 120 wounded on Monday.\n' >"$work/a.txt"
"$build/examples/api/api-scan" "$build/packs/en.pack" <"$work/a.txt" >"$work/out" 2>"$work/err"
ok 'the example program runs' $?
says 'it finds the dead' '^killed: .*34 people' out
says 'it finds the wounded' '^wounded: .*120' out

DESTDIR=$work/root meson install -C "$build" --quiet --no-rebuild >"$work/out" 2>"$work/err"
ok 'it installs under DESTDIR' $?
prefix=$work/root$(sed -n 's/^PREFIX.*= *//p' "$root/Makefile")
[ -d "$prefix" ] || prefix=$(dirname "$(dirname "$(find "$work/root" -path '*/bin/toll')")")
run=$prefix/bin/toll
(unset TOLL_PACKS; "$run" scan --format jsonl "$work/a.txt") >"$work/out" 2>"$work/err"
grep -q '"value": *34' "$work/out"
ok 'the installed program finds its pack by itself' $?
for page in toll toll-scan toll-init toll-add toll-sources toll-claims toll-events toll-tally toll-explain toll-eval toll-pack; do
  [ -s "$prefix/share/man/man1/$page.1" ] || echo "$page"
done >"$work/err"
[ ! -s "$work/err" ]
ok 'every command has its page' $?
[ -s "$prefix/share/bash-completion/completions/toll" ]
ok 'the completion is installed' $?
pc=$(find "$prefix" -name toll.pc)
library=$(dirname "$(find "$prefix" -name libtoll.a)")
flags=$(PKG_CONFIG_PATH=$(dirname "$pc") PKG_CONFIG_SYSROOT_DIR=$work/root pkg-config --cflags --libs toll) 2>"$work/err"
# shellcheck disable=SC2086 # a list of words
${CC:-cc} "$root/examples/api/scan.c" $flags -o "$work/scan" 2>"$work/err" &&
  LD_LIBRARY_PATH=$library "$work/scan" "$prefix/share/toll/packs/en.pack" <"$work/a.txt" >"$work/out" 2>"$work/err"
ok 'a program builds against the installed library with pkg-config' $?
says 'and finds the dead' '^killed: .*34 people' out
nm -D --defined-only "$library/libtoll.so" | awk '{print $3}' | grep -v '^toll_' >"$work/out"
[ ! -s "$work/out" ]
ok 'the shared library shows toll_ names only' $?
for header in "$root"/include/toll/*.h; do
  printf '#include "%s"\nint main(void) { return 0; }\n' "$header" >"$work/h.c"
  ${CC:-cc} -std=c17 -pedantic -Wall -Wextra -Werror -I"$root/include" -fsyntax-only "$work/h.c" 2>>"$work/err" || echo "$header"
done >"$work/out"
[ ! -s "$work/out" ]
ok 'every public header stands on its own' $?
finish
