# Cross-builds for arm64 with Debian's multiarch: its compiler, and the -dev packages of arm64 beside our own
# architecture's. deploy/packages/chroot has both. https://wiki.debian.org/Multiarch/HOWTO
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(PKG_CONFIG_EXECUTABLE /usr/bin/aarch64-linux-gnu-pkg-config)

# What runs while building is this machine's; all else is looked for beside the target's libraries first.
set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu /usr/lib/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# The tests run in emulation.
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
