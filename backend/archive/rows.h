// What the archive holds of kiosks, as rows: what they mean stands in store/sqlite/0001.sql.
#pragma once

#include <compare>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backend/batch.h"
#include "backend/store/store.h"
#include "backend/tokens.h"
#include "record/record.h"

namespace smilepost::backend {

struct KioskRow {
  record::KioskId kiosk{};
  record::PublicKey first_key{};
  std::string label;
  std::int64_t enrolled_ms = 0;
  std::int64_t last_contact_ms = 0;
  Tokens tokens;
  std::optional<std::int64_t> revoked_ms;
  friend bool operator==(const KioskRow&, const KioskRow&) = default;
};

struct ChainKey {
  record::KioskId kiosk{};
  record::Epoch epoch = 0;
  std::int64_t branch = 0;
  friend auto operator<=>(const ChainKey&,
                          const ChainKey&) = default;  // NOLINT(modernize-use-nullptr)
};

// A signed head's own figures, and what was stored here before it.
struct Report {
  std::uint64_t sequence = 0;
  std::uint64_t answers = 0, visits = 0;
  std::uint64_t stored = 0;
  std::int64_t received_ms = 0;
  std::string software;
  record::HealthFigures health;
  friend bool operator==(const Report&, const Report&) = default;
};

// Why a chain began, and what it says of the one before.
struct Opening {
  record::EpochReason reason = record::EpochReason::first_start;
  std::int64_t received_ms = 0;
  std::optional<record::Epoch> previous_epoch;
  std::optional<std::uint64_t> previous_sequence;
  friend bool operator==(const Opening&, const Opening&) = default;
};

struct ChainRow {
  ChainKey key;
  record::PublicKey public_key{};
  std::optional<std::int64_t> parent;
  std::uint64_t forked_at = 0;
  std::uint64_t head_sequence = 0;
  record::Hash head_hash{};
  bool closed = false;
  std::uint64_t answers = 0, answers_before = 0;
  std::uint64_t unreadable = 0, without_visit = 0, implausible = 0, wrong_times = 0;
  std::optional<Report> report;
  std::optional<Opening> opening;

  record::ChainHead head() const { return {key.epoch, head_sequence, head_hash}; }
  friend bool operator==(const ChainRow&, const ChainRow&) = default;
};

// Why a record needs a person's eye.
enum class Raised : std::uint8_t {
  no = 0,
  unreadable = 1,     // the body is of another version
  without_visit = 2,  // it names a visit that is not there
  implausible = 3,    // it reports more than can be before it
  wrong_time = 4,     // it tells a time that no receipt can have named
};

// Only ever added. The record is the one that was received, and outlives the row.
struct RecordRow {
  ChainKey chain;
  const ReceivedRecord* received = nullptr;
  std::int64_t received_ms = 0;
  Raised raised = Raised::no;
  std::optional<std::uint64_t> visit;

  const record::Record& record() const { return received->record; }
};

struct VisitKey {
  ChainKey chain;
  std::uint64_t sequence = 0;
  friend auto operator<=>(const VisitKey&,
                          const VisitKey&) = default;  // NOLINT(modernize-use-nullptr)
};

// Of a visit's answers that carry this flag.
inline std::uint64_t flag_bit(record::Flag flag) {
  constexpr std::uint64_t of_a_later_version = 62;
  return std::uint64_t{1} << std::min(static_cast<std::uint64_t>(flag), of_a_later_version);
}

// What a visit ended with on one question: a vote, or reasons, or neither where it was skipped.
struct AnswerInForce {
  std::optional<record::Vote> vote;
  std::vector<std::string> reasons;
  std::optional<std::string> leads_to;
  friend bool operator==(const AnswerInForce&, const AnswerInForce&) = default;
};

struct VisitRow {
  VisitKey key;
  record::BootId boot{};
  std::int64_t monotonic_ms = 0;
  std::int64_t received_ms = 0;
  record::ClockState clock = record::ClockState::unset;
  std::int64_t said_ms = 0;
  bool by_arrival = false;
  std::int64_t believed_ms = 0;
  std::optional<std::int64_t> corrected_ms, wrong_by_ms;
  record::Audience audience = record::Audience::shoppers;
  std::optional<std::string> question;           // of its first vote
  std::uint64_t flags = 0;                       // bits, as flag_bit() has them
  std::map<std::string, AnswerInForce> answers;  // by question

  std::int64_t counted_ms() const { return corrected_ms.value_or(believed_ms); }
  friend bool operator==(const VisitRow&, const VisitRow&) = default;
};

struct BootKey {
  record::KioskId kiosk{};
  record::BootId boot{};
  friend auto operator<=>(const BootKey&,
                          const BootKey&) = default;  // NOLINT(modernize-use-nullptr)
};

// A time that was heard, and when in its boot.
struct Contact {
  std::int64_t time_ms = 0;    // Unix time
  std::int64_t middle_ms = 0;  // since boot: half way between request and receipt
  std::int64_t trip_ms = 0;    // from one to the other

  static constexpr std::int64_t drift = 10'000;  // a quartz: one part in so many
  // Moments from here on are not corrected: so no sum leaves 64 bits.
  static constexpr std::int64_t largest_monotonic_ms = std::int64_t{1} << 53U;
  // What it says of a moment is wrong by this at most.
  std::int64_t wrong_by_ms(std::int64_t monotonic_ms) const {
    return trip_ms / 2 + std::llabs(monotonic_ms - middle_ms) / drift;
  }
};

struct ContactRow {
  BootKey key;
  ChainKey chain;
  std::uint64_t sequence = 0;
  Contact contact;
};

struct GapRow {
  record::KioskId kiosk{};
  record::Gap gap;
};

std::int64_t day_received(std::int64_t received_ms);

// Each reads or writes all its rows in one statement, whatever their number.

// Of those that are enrolled; nobody else writes anything of theirs until the transaction ends.
Status lock_kiosks(Store& store, const std::set<record::KioskId>& kiosks,
                   std::map<record::KioskId, KioskRow>& into);
Status write_kiosks(Store& store, const std::vector<const KioskRow*>& rows);

using EpochKey = std::pair<record::KioskId, record::Epoch>;
Status read_chains(Store& store, const std::set<EpochKey>& epochs,
                   std::map<ChainKey, ChainRow>& into);
Status write_chains(Store& store, const std::vector<const ChainRow*>& rows);

Status add_records(Store& store, const std::vector<RecordRow>& rows);
Status add_late(Store& store, const std::vector<RecordRow>& rows);
Status write_gaps(Store& store, const std::vector<GapRow>& rows);

// The visits that answers with these places belong to, where they do; with each answer's place.
Status read_visits_of(Store& store, const std::set<VisitKey>& answers, std::int64_t today,
                      std::map<VisitKey, VisitKey>& visit_of, std::map<VisitKey, VisitRow>& into);
// Some of the contact's boot: those after `after` whose corrected time is no better than it could
// say, in the order of their keys. None: there are no more.
Status read_improvable(Store& store, const ContactRow& contact, const VisitKey& after,
                       std::vector<VisitRow>& into);
// All of a kiosk's.
Status read_visits(Store& store, const record::KioskId& kiosk,
                   const std::function<void(const VisitRow&)>& each);
Status add_visits(Store& store, const std::vector<const VisitRow*>& rows);
Status change_visits(Store& store, const std::vector<const VisitRow*>& rows);

Status read_contacts(Store& store, const std::set<BootKey>& boots,
                     std::map<BootKey, std::vector<Contact>>& into);
Status add_contacts(Store& store, const std::vector<ContactRow>& rows);
Status confirm_boots(Store& store, const std::set<BootKey>& boots);

}  // namespace smilepost::backend
