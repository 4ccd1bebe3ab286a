# Sourced by deploy/try and tests/run: names the Debian packages that are missing, then installs
# those and nothing else. Needs apt (Debian 12) and root or sudo.
#
# What is here already stays as it is, but for packages of the same source as one that is installed: a
# -dev package demands its library in the very same version.

build_tools=(
  g++ cmake ninja-build pkg-config ccache gettext libharfbuzz-bin fonts-noto-core fonts-noto-cjk curl ca-certificates
)
build_libraries=(
  libsdl2-dev libimgui-dev libgles-dev libegl-dev libgl1-mesa-dri
  libicu-dev libharfbuzz-dev libfreetype-dev librsvg2-dev libpng-dev libqrencode-dev
  libsodium-dev libsqlite3-dev libcurl4-openssl-dev libssl-dev libpq-dev libboost1.81-dev libtomlplusplus-dev
  nlohmann-json3-dev libfmt-dev libsystemd-dev
)
test_libraries=(libgtest-dev libgmock-dev librapidcheck-dev libcbor-dev)
test_tools=(
  clang-format clang-tidy clang-14 libclang-rt-14-dev patch unicode-data
  postgresql-15 xvfb man-db systemd nginx openssl rauc rauc-service klibc-utils squashfs-tools dbus mtools dosfstools e2fsprogs fdisk python3 python3-cbor2 python3-cryptography python3-jsonschema python3-selenium chromium chromium-driver zbar-tools
)
# Only where packages are built, which is deploy/packages/chroot; across, also the second line, with what the unit tests ask there.
package_tools=(build-essential debhelper lintian systemd man-db)
cross_tools=(crossbuild-essential-arm64 qemu-user-static python3-cryptography unicode-data)

build_packages=("${build_tools[@]}" "${build_libraries[@]}")
test_packages=("${test_tools[@]}" "${test_libraries[@]}")

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

# A line for each architecture that it is here for.
is_installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -x installed >/dev/null; }

# A program counts, wherever it came from: Node may not be Debian's.
missing_packages() {
  local package
  for package in "$@"; do is_installed "$package" || printf '%s\n' "$package"; done
}

apt_options=(-y --no-install-recommends --no-remove -o Dpkg::Use-Pty=0)

read_lists() {
  say "Reading the package lists …"
  as_root apt-get update -q=2 || fail "apt-get update failed: look at /etc/apt/sources.list and the network"
}

# The sources of the packages that the plan brings anew.
new_sources() {
  sed -n 's/^Inst \([^ ]*\) (.*/\1/p' <<<"$1" | xargs -r apt-cache show --no-all-versions |
    awk '/^Package:/ { package = source = $2 } /^Source:/ { source = $2 } /^$/ { print source } END { print source }'
}

# Names what the plan changes of what is here, and refuses where that is more than the above.
check_moved() {
  local plan=$1 moved sources name
  moved=$(sed -n 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ ]*\).*/  \1 \2 → \3/p' <<<"$plan")
  [ -n "$moved" ] || return 0
  sources=$(new_sources "$plan")
  while read -r name _; do
    grep -qxF "$(dpkg-query -W -f '${source:Package}\n' "$name" | head -n 1)" <<<"$sources" ||
      fail "installing them would also change $name, which is here already: 'apt-get install' them by hand if that is right"
  done <<<"$moved"
  printf 'Already here, but the above need them in the same version as themselves:\n%s\n' "$moved"
}

install_planned() {
  local plan
  plan=$(LC_ALL=C apt-get install -s "${apt_options[@]}" "$@" 2>&1) ||
    fail "apt cannot install them: $(grep -m1 '^E:' <<<"$plan")"
  check_moved "$plan"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 "${apt_options[@]}" "$@" >/dev/null
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "no apt-get here: this needs Debian 12 (or install by hand: ${missing[*]})"
  say "Packages to install (${#missing[@]}): ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    fail "installing them needs root: run 'apt-get install ${missing[*]}' as root, then this again"

  apt-get install -s "${apt_options[@]}" "${missing[@]}" >/dev/null 2>&1 || read_lists
  # Lists that are older than the mirror name files that are gone from there.
  install_planned "${missing[@]}" || { read_lists; install_planned "${missing[@]}"; } ||
    fail "apt-get install failed: run 'apt-get install ${missing[*]}' to see why"
}
