// Keeps visits, counters and reported figures in step with the records as they come in.
#pragma once

#include "backend/boot_times.h"
#include "platform/result.h"
#include "platform/sqlite.h"
#include "record/record.h"

namespace smilepost::backend {

// Why a record needs a person's eye; the numbers are those of `record.raised`.
enum class Raised : std::uint8_t {
  unreadable = 1,
  without_visit = 2,
  implausible = 3,
  wrong_time = 4,
};

class Tally {
 public:
  Tally(platform::Database& database, const record::KioskId& kiosk, record::Epoch epoch)
      : database_(database), kiosk_(kiosk), epoch_(epoch), boot_times_(database, kiosk) {}

  // Records of an epoch in their order, each once, after they were stored: the last word on a visit
  // holds.
  Status count(const record::Record& record, std::int64_t received_ms);

 private:
  Status count_answer(const record::Record& record, const record::Answer& answer,
                      std::int64_t received_ms);
  Status begin_visit(const record::Record& record, const record::Answer& answer,
                     std::int64_t received_ms);
  Status change_vote(std::uint64_t visit, const record::Answer& answer);
  Status change_reasons(std::uint64_t visit, const record::Answer& answer);
  Status open(const record::EpochOpened& opened, std::int64_t received_ms);
  Status miss(const record::Gap& gap);
  Status add_one(const std::string& counter);
  Status raise(std::uint64_t sequence, Raised why);
  Status hear(const record::Record& record, const record::TimeHeard& heard,
              std::int64_t received_ms);
  Status report(std::uint64_t sequence, const record::HeadReport& head, std::int64_t received_ms);
  Result<std::optional<std::uint64_t>> visit_of(const record::Answer& answer) const;
  Result<std::optional<std::uint64_t>> visit_at(std::uint64_t sequence) const;
  Status place(std::uint64_t sequence, std::uint64_t visit);

  platform::Database& database_;
  record::KioskId kiosk_;
  record::Epoch epoch_;
  BootTimes boot_times_;
};

}  // namespace smilepost::backend
