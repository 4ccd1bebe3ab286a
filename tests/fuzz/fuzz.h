// What the targets share. A target takes any bytes at all and says what holds of that which was
// made of them: not to crash is the least of it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "platform/result.h"
#include "record/bytes.h"

// libFuzzer's name for it, and replay_main.cpp's. Always 0.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace smilepost::fuzz {

// Ends the program where the property does not hold.
inline void must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

inline std::string_view text_of(record::BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

constexpr std::size_t longest_message = 400;

inline bool is_one_line(std::string_view text) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  return !text.empty() && std::none_of(text.begin(), text.end(), is_control);
}

// What is refused is said in one line that a person can read, and it begins with the file.
inline void must_be_about(const Error& error, std::string_view file) {
  must(error.message.starts_with(file), "a refusal begins with the file's name");
  must(is_one_line(error.message), "a refusal is one line");
  must(error.message.size() <= longest_message, "a refusal is short");
}

}  // namespace smilepost::fuzz
