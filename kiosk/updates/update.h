// What is known of a release on its way to this kiosk, and the rules of update_table.h applied to
// it. Pure: what it wants kept is `memory`, and the caller keeps it before it acts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/updates/update_table.h"
#include "record/keys.h"
#include "record/record.h"

namespace smilepost::kiosk {

// What the backend offers, in a reply that it signed.
struct Offer {
  std::string version;
  std::uint64_t size = 0;
  record::Hash sha256{};
  std::string path;   // of the bundle, on the backend: "/v1/releases/1.4.2"
  std::string floor;  // versions below it have a hole that is known; empty: none said
  friend bool operator==(const Offer&, const Offer&) = default;
};

// Which image this is, where it runs from, and in which boot.
struct Here {
  std::string version;
  std::string slot;
  std::string boot;
  friend bool operator==(const Here&, const Here&) = default;
};

// What survives a restart.
struct UpdateMemory {
  UpdateState state = UpdateState::nothing;
  std::optional<Offer> offer;  // under way; or the last one that came to an end
  std::string floor;           // the highest that was ever said
  std::string kept_version;    // not taken again, see keep_from_retry
  std::string reason;          // why it was refused or fell back; empty: no reason to say
  Here from;                   // where it was installed from
  std::optional<record::ChainHead> journal;  // a place in it that the new release must find again
  std::uint32_t tries = 0;                   // that failed
  friend bool operator==(const UpdateMemory&, const UpdateMemory&) = default;
};

enum class Wanted : std::uint8_t {
  yes,
  no_version,  // what it says is none
  runs_already,
  below_floor,
  kept_from_retry,
};

class Update {
 public:
  static constexpr std::uint32_t most_tries = 3;

  // `memory`: of before; where it names another boot, or the other slot, that is an event.
  Update(UpdateMemory memory, Here here);

  // True: something is to be kept.
  bool take_offer(const Offer& offer);
  bool take(UpdateEvent event, const std::string& reason = {});
  // Where the journal stands, before it is installed.
  void note_journal(const record::ChainHead& head) { memory_.journal = head; }

  const UpdateMemory& memory() const { return memory_; }
  UpdateState state() const { return memory_.state; }
  const Here& here() const { return here_; }
  Wanted judge(const Offer& offer) const;

 private:
  bool holds(UpdateGuard guard) const;
  void act(UpdateAction action, const std::string& reason);

  UpdateMemory memory_;
  Here here_;
  std::optional<Offer> proposed_;  // while take_offer() runs
};

}  // namespace smilepost::kiosk
