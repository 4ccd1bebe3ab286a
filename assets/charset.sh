#!/bin/sh
# All characters of a two-byte character set, as UTF-8: those that a country's newspapers can be set in.
#   assets/charset.sh EUC-JP
set -eu
LC_ALL=C awk 'BEGIN { for (i = 161; i < 255; i++) for (j = 64; j < 255; j++) printf "%c%c\n", i, j }' |
  iconv -c -f "$1" -t UTF-8 || [ $? = 1 ]  # 1: there are gaps, which -c leaves out
