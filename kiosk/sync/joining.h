// A kiosk that works already becomes known to a backend beside its work: by what
// smilepost-provision left (setup.json), or what was typed on its glass. One thread;
// joining_thread.h puts it on one of its own. All its memory is the state folder's.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/sync/backoff.h"
#include "kiosk/sync/enrolment.h"
#include "kiosk/sync/enrolment_file.h"
#include "kiosk/sync/setup_file.h"

namespace smilepost::kiosk {

enum class JoiningState : std::uint8_t {
  not_set_up,  // nobody said which backend
  trying,      // it was not reached yet
  waits,       // it has to accept this kiosk
  refused,     // it did not take the code
  joined,
};

struct JoiningStatus {
  JoiningState state = JoiningState::not_set_up;
  std::string backend_url;            // where it is to be, or is
  std::int64_t waiting_since_ms = 0;  // Unix time; 0: it does not wait
  bool has_pin = false;               // staff can enter
  friend bool operator==(const JoiningStatus&, const JoiningStatus&) = default;
};

class Joining {
 public:
  struct World {
    std::function<EnrolmentOutcome(const KioskSetup&)> ask;
    // From now on receipts of the backend so far count no more; everything is due to the new one.
    std::function<Status(const record::Receipt&)> begin_delivery_anew;
    std::function<std::int64_t()> wall_ms;
  };
  struct Times {
    std::uint64_t first_retry_ms = 2'000, longest_retry_ms = 60'000;
    std::uint64_t look_ms = 5'000;  // whether setup.json has come
    std::uint64_t seed = 1;         // of the jitter
  };

  Joining(std::filesystem::path folder, World world, Times times);

  // At most one request. When it wants to be called next.
  std::uint64_t step(std::uint64_t now_ms);

  // Typed on the glass; both are believed to be well formed. What was under way gives way.
  Status order(const std::string& backend_url, const std::string& code);
  // The hash of a new staff PIN, kept where the enrolment is or will be.
  Status set_pin_hash(const std::string& hash);

  const JoiningStatus& status() const { return status_; }
  // Of the staff PIN in force; empty: none was set.
  std::string pin_hash() const;
  // Once after each enrolment.
  std::optional<EnrolmentFile> take_changed();

 private:
  void look();
  std::uint64_t ask(std::uint64_t now_ms);
  Status take(const Enrolment& enrolment);
  Status wait();
  Status refuse(const Error& error);
  std::uint64_t again(std::uint64_t now_ms, std::uint64_t asked_ms = 0);
  Status keep_pin();
  void say_once(const Error& error);

  std::filesystem::path folder_;
  World world_;
  Times times_;
  Backoff backoff_;
  std::optional<KioskSetup> setup_;
  std::optional<EnrolmentFile> enrolment_, changed_;
  JoiningStatus status_;
  std::uint64_t not_before_ms_ = 0;
  std::string said_;
};

}  // namespace smilepost::kiosk
