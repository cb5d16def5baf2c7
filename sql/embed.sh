#!/bin/sh
# embed.sh FILE NAME: prints a C array of FILE's bytes and a closing 0.
set -eu
printf '/* Made from %s by embed.sh. */\n' "${1##*/}"
printf 'extern const unsigned char %s[];\nconst unsigned char %s[] = {\n' "$2" "$2"
od -An -v -tx1 "$1" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
printf '0};\n'
