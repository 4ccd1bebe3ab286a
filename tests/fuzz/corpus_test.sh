#!/usr/bin/env bash
# What is checked in under corpus/ is what make-corpus makes, and small: corpus_test.sh MAKE_CORPUS
set -euo pipefail
cd "$(dirname "$0")"
made=$(mktemp -d); trap 'rm -rf "$made"' EXIT
"$1" "$made"
# Findings and texts lie beside what is made.
if diff -rq "$made" corpus | grep -v "^Only in corpus"; then
  echo "corpus/ is not what make-corpus makes: run it on tests/fuzz/corpus, and look at what changed"; exit 1
fi
bytes=$(find corpus -type f -printf '%s\n' | awk '{ all += $1 } END { print all + 0 }')
[ "$bytes" -le 300000 ] || { echo "corpus/ holds $bytes bytes: keep it under 300,000"; exit 1; }
echo "the corpus is as it is made: $(find corpus -type f | wc -l) inputs, $bytes bytes"
