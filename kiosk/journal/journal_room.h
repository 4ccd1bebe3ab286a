// Room set aside for the day the disk is full: a file that is given up so that answers, and the
// clearing up, still have some.
#pragma once

#include "kiosk/journal/journal_files.h"

namespace smilepost::kiosk {

class JournalRoom {
 public:
  static constexpr std::uint64_t reserved_bytes = std::uint64_t{8} << 20;
  static constexpr const char* reserve_file = "reserve";

  explicit JournalRoom(JournalPlace place) : place_(std::move(place)) {}

  // Takes the room, where it is not taken. An Error where the disk has none to spare.
  Status take();
  // Gives it up. False: there was nothing to give.
  bool give();

 private:
  JournalPlace place_;
  bool taken_ = false;
};

}  // namespace smilepost::kiosk
