// What installs images, as scripted. One thread.
#pragma once

#include <string>
#include <vector>

#include "platform/updater.h"

namespace smilepost::tests {

class FakeUpdater final : public platform::Updater {
 public:
  Result<std::string> booted_slot() override {
    if (slot.empty()) return Error{"RAUC, D-Bus: nobody is there"};
    return slot;
  }
  std::string version() override { return image; }
  Status install(const std::filesystem::path& bundle) override {
    calls.push_back("install " + bundle.filename().string());
    if (!begins) return begins;
    installing = true;
    return Done{};
  }
  std::optional<Status> outcome() override {
    if (installing) return std::nullopt;
    return ends;
  }
  int percent() override { return 40; }
  Status mark_good() override {
    calls.emplace_back("mark good");
    return marks;
  }
  Status mark_bad() override {
    calls.emplace_back("mark bad");
    return marks;
  }
  Status ask_for_restart() override {
    calls.emplace_back("restart");
    return Done{};
  }

  std::string slot = "a", image = "1.4";
  Status begins = Done{}, ends = Done{}, marks = Done{};
  bool installing = false;
  std::vector<std::string> calls;
};

}  // namespace smilepost::tests
