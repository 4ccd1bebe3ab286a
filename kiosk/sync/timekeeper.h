// Which of the times that verified receipts name are worth a record of their own. Pure: FORMAT.md,
// "Corrected time".
#pragma once

#include <optional>

#include "record/record.h"

namespace smilepost::kiosk {

class Timekeeper {
 public:
  // Asked about each receipt's time in turn. True: it is to be recorded now. One a program start,
  // also where an earlier one of this boot has one: to look for it would cost more than it does.
  bool wants(const record::TimeHeard& heard);

  // These records are delivered, a CBOR sequence. What was to be recorded and never is among them
  // could not be kept, and the next one is wanted instead.
  void delivered(record::BytesView records);

 private:
  bool is_news(const record::TimeHeard& heard) const;

  std::optional<record::TimeHeard> wanted_;  // last
  std::optional<record::TimeHeard> known_;   // the last that the backend has
};

}  // namespace smilepost::kiosk
