#!/bin/sh
# The setup script: help, refusal; nothing is installed here.
. "$(dirname "$0")/tap.inc"
"$root/setup" >"$work/out" 2>"$work/err"
ok 'setup without a word shows its help' $?
says 'the help names both words' 'setup demo' out
"$root/setup" frobnicate >"$work/out" 2>"$work/err"
code=$?
ends 'a word that it does not know' 2
"$root/setup" demo check >"$work/out" 2>"$work/err"
code=$?
ends 'two words' 2
sh -n "$root/setup" && sh -n "$root/.ci/run"
ok 'the scripts parse as POSIX shell' $?
if command -v dash >/dev/null; then
  dash -n "$root/setup"
  ok 'dash takes it too' $?
else
  skip 'dash takes it too' 'no dash'
fi
sed 's|/etc/os-release|'"$work"'/os-release|' "$root/setup" >"$work/setup"
printf 'ID=plan9\nVERSION_ID=4\n' >"$work/os-release"
sh "$work/setup" demo >"$work/out" 2>"$work/err"
code=$?
ends 'another system is refused' 1
says 'another system: it says which it is' 'plan9 4' err
says 'another system: it says what is needed' 'meson' err
tail -n 1 "$root/.ci/run" | grep -q 'exec ./setup check$'
ok '.ci/run is setup check' $?
finish
