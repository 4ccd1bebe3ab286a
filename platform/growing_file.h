// A file that comes piece by piece, each piece durable before the next is asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "platform/result.h"

namespace smilepost::platform {

// Writes at `offset`, and makes it durable. Makes the file where it is missing, mode 0600.
Status write_at(const std::filesystem::path& file, std::uint64_t offset,
                std::span<const std::uint8_t> bytes);

// All of a file in order, a MiB at a time at most. An Error of `take` ends it.
Status read_through(const std::filesystem::path& file,
                    const std::function<Status(std::span<const std::uint8_t>)>& take);

}  // namespace smilepost::platform
