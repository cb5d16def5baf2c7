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
# The demo ends with commands that work.
mkdir "$work/demo"
ln -s "$TOLL" "$work/demo/toll"
TOLL_PACKS=${TOLL_PACKS:-$(dirname "$TOLL")/packs} sh "$root/examples/black-january/demo" "$work/demo/toll" >"$work/out" 2>"$work/err"
code=$?
ends 'the demo' 0
says 'the demo ends with an explain of a claim' "^  $work/demo/toll explain $work/demo/black-january.toll c[0-9a-f]+\$" out
sed -n '/^Next:/,$p' "$work/out" | sed 1d | while read -r command; do
  TOLL_PACKS=${TOLL_PACKS:-$(dirname "$TOLL")/packs} sh -c "$command" >/dev/null || echo "$command"
done >"$work/failed" 2>"$work/err"
[ ! -s "$work/failed" ]
ok "the demo's last words are commands that work" $?

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
