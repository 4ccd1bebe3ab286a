#!/usr/bin/env bash
# deploy/packages.sh against an apt and a dpkg that are scripted: nothing is installed here.
set -euo pipefail
source_folder=$1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
export PATH=$work/bin:$PATH WORK=$work

program() { printf '#!/usr/bin/env bash\n%s\n' "$2" >"$work/bin/$1"; chmod +x "$work/bin/$1"; }
program id 'echo 0'
# status/NAME: a line for each architecture; source/NAME: its source.
program dpkg-query 'case $3 in *Status*) cat "$WORK/status/$4" ;; *) cat "$WORK/source/$4" ;; esac 2>/dev/null'
program apt-cache 'shift 2; for name; do printf "Package: %s\nSource: %s\n\n" "$name" "$(cat "$WORK/source/$name")"; done'
# plan: what a simulation says; failures: how many installations fail.
program apt-get 'case "$*" in
  "install -s"*) cat "$WORK/plan" ;;
  update*) echo update >>"$WORK/did" ;;
  install*) echo install >>"$WORK/did"
    left=$(cat "$WORK/failures"); [ "$left" = 0 ] || { echo $((left - 1)) >"$WORK/failures"; exit 100; } ;;
esac'

# Runs install_missing with the packages; what it did is in $work/did, what it said in $work/said.
installs() {
  rm -f "$work/did"; touch "$work/did"
  (. "$source_folder/deploy/packages.sh"; install_missing "$@") >"$work/said" 2>&1
}
begin() { rm -rf "$work"/{status,source}; mkdir "$work"/{status,source}; : >"$work/plan"; echo 0 >"$work/failures"; }
fault() { printf 'FAILED: %s\n' "$*"; cat "$work/said"; exit 1; }
did() { [ "$(tr '\n' ' ' <"$work/did")" = "$1" ] || fault "$2: it did $(tr '\n' ' ' <"$work/did")"; }

begin
printf 'installed\ninstalled\n' >"$work/status/libpng-dev"
installs libpng-dev || fault "two architectures"
did "" "a package that is here for two architectures is installed again"

begin
printf 'config-files\n' >"$work/status/libpng-dev"
echo libpng1.6 >"$work/source/libpng-dev"
printf 'Inst libpng-dev (1.6.39-2 Debian:12 [amd64])\n' >"$work/plan"
installs libpng-dev || fault "one that was removed"
did "install " "one that was removed"

echo 1 >"$work/failures"
installs libpng-dev || fault "stale lists"
did "install update install " "lists that are older than the mirror"

echo 2 >"$work/failures"
! installs libpng-dev || fault "an installation that fails twice was taken for good"
grep -q "apt-get install failed: run" "$work/said" || fault "it does not say what to do"

printf 'Inst libpng16-16 [1.6.39-1] (1.6.39-2 Debian:12 [amd64])\nInst libpng-dev (1.6.39-2 Debian:12 [amd64])\n' >"$work/plan"
echo 0 >"$work/failures"; echo libpng1.6 >"$work/source/libpng16-16"
installs libpng-dev || fault "a partner of the same source"
did "install " "a partner of the same source"
grep -q "libpng16-16 1.6.39-1 → 1.6.39-2" "$work/said" || fault "what moves is not named"

printf 'Inst openssl [3.0.1] (3.0.2 Debian:12 [amd64])\n' >>"$work/plan"; echo openssl >"$work/source/openssl"
! installs libpng-dev || fault "a stranger was changed"
did "" "a stranger was changed"
grep -q "would also change openssl" "$work/said" || fault "the stranger is not named"
echo "packages are installed as said"
