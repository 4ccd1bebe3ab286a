// The seam between the status line and whoever does what the backend asks for in its replies
// (record/FORMAT.md, "Status"): updates and diagnostics.
#pragma once

#include <optional>
#include <string>

#include "record/status.h"

namespace smilepost::kiosk {

// Called on the sync's thread: nothing here may wait for the network, and but for diagnostics
// nothing for the disk.
class BackendWishes {
 public:
  virtual ~BackendWishes() = default;
  // With each reply: what the backend offers now. Nothing: it offers none, or does no more.
  virtual void offered(const std::optional<record::ReleaseOffer>& release) = 0;
  // How this kiosk is, at length; the status line sends it to whoever asked. No answer is in it,
  // and no secret. Nothing: nobody says it.
  virtual std::optional<std::string> diagnostics() = 0;
  // Where an update is, for the next report. Nothing: there is none to speak of.
  virtual std::optional<std::string> update_state() const = 0;
};

// Where nobody does any of it.
class NoWishes final : public BackendWishes {
 public:
  void offered(const std::optional<record::ReleaseOffer>& /*release*/) override {}
  std::optional<std::string> diagnostics() override { return std::nullopt; }
  std::optional<std::string> update_state() const override { return std::nullopt; }
};

}  // namespace smilepost::kiosk
