# Sourced by deploy/try and tests/run: names the Debian packages that are missing, then installs
# those and nothing else. Needs apt (Debian 12) and root or sudo.

build_packages=(
  g++ cmake ninja-build pkg-config ccache gettext libharfbuzz-bin fonts-noto-core
  libsdl2-dev libimgui-dev libgles-dev libegl-dev libgl1-mesa-dri
  libicu-dev libharfbuzz-dev libfreetype-dev librsvg2-dev libpng-dev
  libsodium-dev libsqlite3-dev libcurl4-openssl-dev libboost1.81-dev
  nlohmann-json3-dev libfmt-dev curl ca-certificates
)
test_packages=(
  libgtest-dev libgmock-dev librapidcheck-dev libcbor-dev
  clang-format clang-tidy
  python3 python3-cbor2 python3-cryptography python3-jsonschema chromium
)

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# A program counts, wherever it came from: Node may not be Debian's.
missing_packages() {
  local package
  for package in "$@"; do is_installed "$package" || printf '%s\n' "$package"; done
}

install_missing() {
  local missing plan moved
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "no apt-get here: this needs Debian 12 (or install by hand: ${missing[*]})"
  say "Packages to install (${#missing[@]}): ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    fail "installing them needs root: run 'apt-get install ${missing[*]}' as root, then this again"

  local options=(-y --no-install-recommends --no-remove -o Dpkg::Use-Pty=0)
  if ! apt-get install -s "${options[@]}" "${missing[@]}" >/dev/null 2>&1; then
    say "Reading the package lists …"
    as_root apt-get update -q=2 || fail "apt-get update failed: look at /etc/apt/sources.list and the network"
  fi
  plan=$(LC_ALL=C apt-get install -s "${options[@]}" "${missing[@]}" 2>&1) ||
    fail "apt cannot install them: $(grep -m1 '^E:' <<<"$plan")"
  # A -dev package demands its library in the very same version; only such libraries move with it.
  moved=$(sed -n 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ ]*\).*/  \1 \2 → \3/p' <<<"$plan")
  [ -z "$moved" ] || printf 'Already here, but the above need them in the same version as themselves:\n%s\n' "$moved"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 "${options[@]}" "${missing[@]}" >/dev/null ||
    fail "apt-get install failed: run 'apt-get install ${missing[*]}' to see why"
}
