#!/bin/sh
# Adding that is cut short: killed at a few instants, and on a disk that is full. bench/kill does it in earnest.
. "$(dirname "$0")/tap.inc"
"$root/bench/kill" --kills 4 --full 3 --documents 700 --seed 3 "$TOLL" >"$work/out" 2>"$work/err"
ok 'what is there is whole, and adding again gives the same case' $?
says 'it was cut short' '^4 kills \(.*, 3 full disks \([1-3] too small' out
finish
