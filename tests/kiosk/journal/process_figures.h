// What this process holds and has written, as the system counts it.
#pragma once

#include <cstdint>

namespace smilepost::kiosk {

// Bytes that are allocated and not given back; by AddressSanitizer's count where that is built in.
std::uint64_t heap_bytes();

std::uint64_t open_files();

// Bytes handed to write(2) and its like since the process began: what a disk would have to take if
// nothing were written over before it gets there. Not what is written through a mapping, as
// SQLite's -shm file is, which no disk ever needs.
std::uint64_t bytes_written();

}  // namespace smilepost::kiosk
