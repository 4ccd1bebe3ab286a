// The frame of a long test: cases by number, progress, a note of the next case so that it can be
// resumed, and a closing figure. For tests/long.
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>

namespace smilepost::tests {

class LongRun {
 public:
  // Options: --count N (how many cases there are), --from K (the first), --note FILE.
  LongRun(int count, char** arguments, std::uint64_t cases) : count_(cases) {
    for (int i = 1; i + 1 < count; i += 2) {
      const std::string option = arguments[i], value = arguments[i + 1];
      if (option == "--count") {
        count_ = std::stoull(value);
      } else if (option == "--from") {
        from_ = std::stoull(value);
      } else if (option == "--note") {
        note_ = value;
      } else {
        refuse(option);
      }
    }
    if (count % 2 == 0) refuse(arguments[count - 1]);
  }

  std::uint64_t cases() const { return count_; }
  const std::string& note() const { return note_; }  // empty: none is kept

  // `one` does a case and says what was wrong, or nothing. `figure` is asked at the end. The exit
  // code.
  int run(const std::function<std::string(std::uint64_t)>& one,
          const std::function<std::string()>& figure) {
    for (std::uint64_t number = from_; number < count_; ++number) {
      if (const std::string fault = one(number); !fault.empty()) {
        std::cout << "\nFAILED in case " << number << ": " << fault << "\n";
        return 1;
      }
      if (due()) tell(number + 1, figure());
    }
    write_note(count_);
    std::cerr << (terminal_ ? "\r\x1b[K" : "");
    std::cout << figure() << std::endl;
    return 0;
  }

 private:
  [[noreturn]] static void refuse(const std::string& option) {
    std::cerr << option << ": unknown; known are --count N, --from K, --note FILE\n";
    std::exit(2);
  }

  bool due() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return false;
    next_ = now + (terminal_ ? std::chrono::seconds(1) : std::chrono::seconds(10));
    return true;
  }

  void tell(std::uint64_t done, const std::string& figure) {
    write_note(done);
    std::cerr << (terminal_ ? "\r\x1b[K" : "") << done << " of " << count_ << ": " << figure
              << (terminal_ ? "" : "\n") << std::flush;
  }

  // Whole or not at all.
  void write_note(std::uint64_t next) const {
    if (note_.empty()) return;
    const std::string beside = note_ + ".new";
    std::ofstream(beside) << next << "\n";
    std::filesystem::rename(beside, note_);
  }

  std::uint64_t from_ = 0, count_ = 0;
  std::string note_;
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

}  // namespace smilepost::tests
