// The seam between the loop and the team: whether somebody is there, and what became of a call.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "kiosk/config.h"
#include "kiosk/sync/call_thread.h"
#include "kiosk/sync/enrolment_file.h"

namespace smilepost::kiosk {

class TeamLine {
 public:
  virtual ~TeamLine() = default;
  // Never block.
  virtual void want(record::NamedCall call) = 0;
  virtual CallNews news() const = 0;
};

// Through the backend of an enrolled kiosk.
class BackendTeamLine final : public TeamLine {
 public:
  // Nothing where the network's settings are wrong, as the sync says. `wake` is called on another
  // thread whenever there is news; it and the clock outlive the line.
  static Result<std::unique_ptr<TeamLine>> open(const std::filesystem::path& state,
                                                const Config& config,
                                                const EnrolmentFile& enrolment,
                                                const platform::Clock& clock,
                                                std::function<void()> wake);

  void want(record::NamedCall call) override { thread_->want(std::move(call)); }
  CallNews news() const override { return thread_->news(); }

 private:
  BackendTeamLine() = default;

  std::unique_ptr<platform::KeyStore> keys_;  // the thread's alone once it runs
  std::optional<EpochKeys> epoch_keys_;       // likewise
  std::unique_ptr<CallThread> thread_;
};

}  // namespace smilepost::kiosk
