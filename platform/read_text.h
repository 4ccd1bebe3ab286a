// A whole text file in memory, for rooms that see nothing else of the disk.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace smilepost::platform {

// Nothing where it cannot be read: not there, a folder, not ours, a bad sector. Iterators on the
// stream would throw at the latter; read() says so.
inline std::optional<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return std::nullopt;
  std::string text;
  char chunk[4096];
  do {
    in.read(chunk, sizeof chunk);
    text.append(chunk, static_cast<std::size_t>(in.gcount()));
  } while (in.good());
  if (in.bad()) return std::nullopt;
  return text;
}

}  // namespace smilepost::platform
