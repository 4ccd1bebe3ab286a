// The seam between the loop and how the kiosk becomes known to a backend.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/config.h"
#include "kiosk/sync/joining_thread.h"

namespace smilepost::kiosk {

class JoiningLine {
 public:
  virtual ~JoiningLine() = default;
  // Never block.
  virtual void order(std::string backend_url, std::string code) = 0;
  virtual void set_pin(std::string pin) = 0;
  virtual JoiningNews news() const = 0;
};

// With the state folder and the network.
class BackendJoiningLine final : public JoiningLine {
 public:
  // Nothing where the network's settings are wrong, as the sync says. `begin_delivery_anew` and
  // `wake` are called on another thread; they and the clock outlive the line.
  static Result<std::unique_ptr<JoiningLine>> open(
      const std::filesystem::path& state, const Config& config,
      std::function<Status(const record::Receipt&)> begin_delivery_anew,
      const platform::Clock& clock, std::function<void()> wake);

  void order(std::string backend_url, std::string code) override {
    thread_->order(std::move(backend_url), std::move(code));
  }
  void set_pin(std::string pin) override { thread_->set_pin(std::move(pin)); }
  JoiningNews news() const override { return thread_->news(); }

 private:
  BackendJoiningLine() = default;

  std::unique_ptr<JoiningThread> thread_;
};

}  // namespace smilepost::kiosk
