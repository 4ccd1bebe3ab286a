#!/usr/bin/env bash
# Every C++ file of the product passes the chosen clang-tidy checks. Clean results are remembered by
# content, so that only what changed, or includes something that changed, is looked at again.
set -euo pipefail
build=$1
cache=$build/tidy; mkdir -p "$cache"
headers=$(git ls-files -z --cached --others --exclude-standard '*.h' .clang-tidy | sort -z | xargs -0 cat | sha256sum | cut -d' ' -f1)

check() {
  local file=$1 key
  key=$( { echo "$headers"; cat "$file"; } | sha256sum | cut -d' ' -f1)
  [ -e "$cache/$key" ] && return 0
  clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option "$file" 2>"$cache/$key.log" || { cat "$cache/$key.log"; return 1; }
  touch "$cache/$key"; rm -f "$cache/$key.log"
}
export -f check; export build cache headers

git ls-files -z --cached --others --exclude-standard 'record/*.cpp' 'platform/*.cpp' 'kiosk/*.cpp' 'backend/*.cpp' 'deploy/*.cpp' |
  xargs -0 -P "$(nproc)" -I{} bash -c 'check "$1"' _ {}
