// The command line of smilepost-kiosk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

enum class Command : std::uint8_t { run, enrol, lint, pictures, help, version };

struct Options {
  Command command = Command::run;
  std::filesystem::path state = "/var/lib/smilepost";
  std::filesystem::path share;        // empty: beside the program
  std::filesystem::path config;       // empty: none
  std::filesystem::path provisioned;  // over config; need not be there

  // run
  std::optional<std::pair<int, int>> window;  // else full-screen
  std::optional<std::uint64_t> for_seconds;
  std::optional<std::uint64_t> play_seconds;  // of a scripted shop day
  std::uint64_t seed = 1;                     // of the shop day
  std::filesystem::path screenshots;
  std::filesystem::path figures;  // a line for each answering tap, for deploy/try
  std::filesystem::path trace;    // taps and confirmations, for tests

  // run, to look at: nothing is kept
  bool preview = false;
  std::string language;          // the first one; also lint's only one
  std::filesystem::path survey;  // the set to preview; empty: the first of the folder

  // pictures: of `survey`
  std::filesystem::path into;

  // lint
  std::vector<std::filesystem::path> files;

  // enrol
  std::string backend_url;
  std::string label;
  std::filesystem::path code_file;
  std::filesystem::path pin_file;
};

// arguments without the program's name.
Result<Options> parse_options(const std::vector<std::string>& arguments);

extern const char* const usage_text;

}  // namespace smilepost::kiosk
