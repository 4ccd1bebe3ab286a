# Sourced by what makes a Debian 12 of its own: builds (packages/chroot) and the kiosk's image (image/build).

# In namespaces of our own, so that whatever is mounted goes with the command; who is not root is root in there alone.
apart() {
  if [ "$(id -u)" = 0 ]; then unshare --mount --pid --fork --kill-child "$@"
  else unshare --map-auto --map-root-user --mount --pid --fork --kill-child "$@"; fi
}

# The package sources of Debian's that this machine is configured with, one a line.
debian_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    grep -E ' bookworm[^ ]* main$' | sort -u
}

require_debian_sources() {
  [ -n "$(debian_sources)" ] || read_lists
  [ -n "$(debian_sources)" ] ||
    fail "this machine has no package source for Debian 12: see /etc/apt/sources.list, then 'apt-get update'"
}

remove_root() { [ ! -e "$1" ] || apart rm -rf --one-file-system "$1"; }
