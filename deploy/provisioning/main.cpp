// smilepost-provision: what a kiosk is told on its first start.
#include <sys/stat.h>

#include <iostream>

#include "deploy/provisioning/kiosk_user.h"
#include "deploy/provisioning/options.h"
#include "deploy/provisioning/provisioning.h"
#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::provisioning {
namespace {

constexpr int exit_failed = 1, exit_usage = 2;

int provision(const Options& options) {
  record::initialise_crypto();
  const auto disk = platform::real_disk();
  Provisioning provisioning(*disk, options.places,
                            [&](const auto& what) { return as_user(options.user, what); });
  const auto outcome = provisioning.run();
  if (!outcome) {
    platform::log_error(outcome.error().message);
    return exit_failed;
  }
  if (*outcome == Provisioning::Outcome::done)
    platform::log_info("kiosk.toml was taken, and its secrets were wiped");
  return 0;
}

int main_of(const std::vector<std::string>& arguments) {
  ::umask(077);
  const auto options = parse_options(arguments);
  if (!options) {
    std::cerr << "smilepost-provision: " << options.error().message << "\n";
    return exit_usage;
  }
  if (options->task == Task::help) std::cout << usage_text;
  if (options->task == Task::version) std::cout << "smilepost-provision " SMILEPOST_VERSION "\n";
  return options->task == Task::provision ? provision(*options) : 0;
}

}  // namespace
}  // namespace smilepost::provisioning

int main(int count, char** arguments) {
  return smilepost::provisioning::main_of({arguments + 1, arguments + count});
}
