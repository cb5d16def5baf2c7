#!/bin/sh
# Bytes of a case flipped at random: whatever verify does not notice is in no table that carries a figure.
. "$(dirname "$0")/tap.inc"
"$root/test/flips" --flips 150 --seed 7 "$TOLL" >"$work/out" 2>"$work/err"
ok 'no flip changes a figure unnoticed' $?
says 'and many are noticed' '^150 flips in .*: [2-9][0-9] noticed' out
finish
