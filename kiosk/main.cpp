// smilepost-kiosk: does what its command line asks for.
#include <sys/stat.h>

#include <filesystem>
#include <iostream>
#include <system_error>
#include <utility>

#include "kiosk/authoring/lint.h"
#include "kiosk/authoring/pictures.h"
#include "kiosk/options.h"
#include "kiosk/wiring/enrolling.h"
#include "kiosk/wiring/life.h"
#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

constexpr int exit_failed = 1, exit_usage = 2;

// Installed: <prefix>/bin and <prefix>/share/smilepost. In a build folder: bin and share.
std::filesystem::path share_folder(const Options& options) {
  if (!options.share.empty()) return options.share;
  const auto prefix = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  const auto installed = prefix / "share" / "smilepost";
  return std::filesystem::exists(installed) ? installed : prefix / "share";
}

Status run_kiosk(const Options& options) {
  Life life(options, share_folder(options));
  if (auto opened = life.open(); !opened) return opened;
  Status served = life.serve();
  life.end();
  return served;
}

// To look at: what it keeps goes with it.
Status preview_kiosk(Options options) {
  std::string folder = std::filesystem::temp_directory_path() / "smilepost-preview-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr)
    return Error{folder + ": cannot be made; see that there is room in the folder TMPDIR names"};
  options.state = folder;
  if (!options.window) options.window = {1280, 800};
  Status shown = run_kiosk(options);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return shown;
}

Status lint_sets(const Options& options) {
  const auto count = lint({share_folder(options), options.files, options.language},
                          [](const std::string& line) { std::cout << line << std::endl; });
  if (!count) return count.error();
  if (*count == 0) return Done{};
  return Error{std::to_string(*count) + " findings, each above with what to do"};
}

Status draw_set(const Options& options) {
  const auto [width, height] = options.window.value_or(std::pair(1280, 800));
  return draw_pictures(
      {share_folder(options), options.survey, options.language, width, height, options.into},
      [](const std::string& line) { std::cout << line << std::endl; });
}

int report(const Status& status) {
  if (status) return 0;
  platform::log_error(status.error().message);
  return exit_failed;
}

int main_of(const std::vector<std::string>& arguments) {
  ::umask(077);  // what it makes is nobody else's to read: answers, keys, pictures
  const auto options = parse_options(arguments);
  if (!options) {
    std::cerr << "smilepost-kiosk: " << options.error().message << "\n";
    return exit_usage;
  }
  switch (options->command) {
    case Command::help:
      std::cout << usage_text;
      return 0;
    case Command::version:
      std::cout << "smilepost-kiosk " SMILEPOST_VERSION "\n";
      return 0;
    case Command::enrol:
      record::initialise_crypto();
      return report(enrol_kiosk(*options));
    case Command::run:
      record::initialise_crypto();
      return report(options->preview ? preview_kiosk(*options) : run_kiosk(*options));
    case Command::lint:
      return report(lint_sets(*options));
    case Command::pictures:
      return report(draw_set(*options));
  }
  return exit_usage;
}

}  // namespace
}  // namespace smilepost::kiosk

int main(int count, char** arguments) {
  return smilepost::kiosk::main_of({arguments + 1, arguments + count});
}
