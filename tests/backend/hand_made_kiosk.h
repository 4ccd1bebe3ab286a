// A kiosk made by hand: any chain a test needs, signed for real.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/receipt.h"
#include "record/record.h"

namespace smilepost::backend::test {

inline constexpr std::int64_t noon_ms = 1'795'348'800'000;  // 2026-11-22 12:00 UTC

class HandMadeKiosk {
 public:
  explicit HandMadeKiosk(std::int64_t wall_ms = noon_ms);

  record::KioskId id() const { return id_; }
  record::Epoch epoch() const { return epoch_; }
  const record::SigningKey& signing_key() const { return *key_; }
  std::size_t size() const { return records_.size(); }
  const record::Bytes& at(std::size_t sequence) const { return records_[sequence]; }
  record::ChainHead head_at(std::size_t sequence) const;

  // Time of the records to come.
  std::int64_t wall_ms;
  record::ClockState clock = record::ClockState::synchronised;
  record::BootId boot{};
  std::optional<std::uint64_t> monotonic_ms;  // since boot; without one: a second a record
  std::string rating = "rating";
  record::Circumstances how{};  // of the answers to come
  record::Audience audience = record::Audience::shoppers;

  // Each appends a record and returns its sequence.
  std::uint64_t vote(int value, int steps = 4, std::optional<std::string> leads_to = {});
  std::uint64_t amend(std::uint64_t visit, int value, int steps = 4,
                      std::optional<std::string> leads_to = {});
  std::uint64_t reasons(std::uint64_t visit, const std::string& question,
                        std::vector<std::string> chosen, std::optional<std::uint64_t> amends = {});
  // Answers to further questions of a visit, and where they lead.
  std::uint64_t further(std::uint64_t visit, const std::string& question, int value, int steps,
                        std::optional<std::string> leads_to = {});
  std::uint64_t reasons_leading(std::uint64_t visit, const std::string& question,
                                std::vector<std::string> chosen,
                                std::optional<std::string> leads_to);
  // Any references, good or bad.
  std::uint64_t vote_naming(int value, std::optional<std::uint64_t> visit,
                            std::optional<std::uint64_t> amends);
  std::uint64_t head();
  // A contact: the request was sent at `sent_ms` since boot, the receipt there `trip_ms` later.
  std::uint64_t time_heard(std::int64_t time_ms, std::uint64_t sent_ms, std::uint64_t trip_ms);
  std::uint64_t append(record::Kind kind, record::Body body);

  // Where no endorsement is wanted, the old key is taken for lost.
  void open_epoch(record::EpochReason reason, bool endorsed);
  // Its keys are lost, its journal is not.
  void lose_keys();
  // Forgets the records from this sequence on, as a restored card would.
  void forget_from(std::size_t sequence) { records_.resize(sequence); }

  // The CBOR sequence of records [from, to).
  std::string batch(std::size_t from, std::size_t to) const;
  std::string batch() const { return batch(0, records_.size()); }
  std::string enrolment(const record::EnrolmentCode& code, const std::string& label) const;

 private:
  void begin(record::SigningKey next, const record::EpochOpened& opened);
  record::Answer answer(const std::string& question) const;

  std::shared_ptr<const record::SigningKey> key_;  // a copied card has the same
  record::KioskId id_;
  record::Epoch epoch_ = 0;
  std::vector<record::Bytes> records_;
  record::HeadReport held_;
};

}  // namespace smilepost::backend::test
