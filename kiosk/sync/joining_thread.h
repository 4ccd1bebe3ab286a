// Joining on its own thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/joining.h"
#include "platform/clock.h"
#include "platform/http_client.h"

namespace smilepost::kiosk {

struct JoiningNews {
  JoiningStatus status;
  std::string address;   // of this machine in its network; empty: there is none
  std::string pin_hash;  // of the staff PIN in force; empty: none was set
  // Enrolled since the start: how often, and where now.
  std::uint64_t enrolments = 0;
  std::optional<EnrolmentFile> enrolment;
  friend bool operator==(const JoiningNews&, const JoiningNews&) = default;
};

class JoiningThread {
 public:
  struct World {
    std::function<Status(const record::Receipt&)> begin_delivery_anew;
    std::function<Result<std::string>(const std::string& pin)> hash_pin;  // takes 0.1 s
    std::function<std::string()> own_address;
  };

  // clock and what the functions use outlive it. `changed` is called on its thread whenever there
  // is news.
  JoiningThread(std::filesystem::path folder, std::unique_ptr<JournalReader> journal,
                std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
                World world, Joining::Times times, std::function<void()> changed);
  ~JoiningThread();  // at once: a request under way is given up

  // Any thread; they never block.
  void order(std::string backend_url, std::string code);
  void set_pin(std::string pin);
  JoiningNews news() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
