// What a kiosk says: one signed, chained record. FORMAT.md is the definition; this is its C++
// shape.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "platform/result.h"
#include "record/bytes.h"
#include "record/keys.h"
#include "record/verdict.h"

namespace smilepost::record {

using KioskId = std::array<std::uint8_t, 16>;  // the first half of SHA-256 of its first public key
using BootId = std::array<std::uint8_t, 16>;
using Epoch = std::uint64_t;  // random, below 2^63

KioskId kiosk_id_of(const PublicKey& first_key);

// How far the wall clock of this record may be believed. A kiosk may have no clock battery.
enum class ClockState : std::uint8_t {
  unset = 0,         // before the build date: it may say 1970
  free_running = 1,  // set once, not confirmed since this boot
  synchronised = 2,  // confirmed by the network in this boot
};

struct Moment {
  BootId boot{};
  std::uint64_t monotonic_ms = 0;  // since boot
  std::int64_t wall_ms = 0;        // Unix time
  ClockState clock = ClockState::unset;
  friend bool operator==(const Moment&, const Moment&) = default;
};

// A place in a chain: the record with this sequence has this hash (SHA-256 of its COSE bytes).
struct ChainHead {
  Epoch epoch = 0;
  std::uint64_t sequence = 0;
  Hash hash{};
  friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

enum class EpochReason : std::uint8_t {
  first_start = 0,
  journal_lost = 1,
  journal_damaged = 2,
  card_restored = 3,
  key_rotated = 4,
};

// Always sequence 0 of its epoch, signed by the key it introduces.
struct EpochOpened {
  PublicKey public_key{};
  EpochReason reason = EpochReason::first_start;
  std::optional<ChainHead> previous_head;  // of the epoch before, as far as this kiosk knows
  std::optional<Signature> endorsement;    // by the old key, over public_key
  // Of records signed for a place of an earlier epoch that were never confirmed, and are signed
  // anew in this one: they count for nothing.
  std::vector<Hash> superseded{};
  friend bool operator==(const EpochOpened&, const EpochOpened&) = default;
};

struct Vote {
  std::uint8_t value = 0;  // by meaning: 1 = worst
  std::uint8_t steps = 0;  // how many answers were offered
  friend bool operator==(const Vote&, const Vote&) = default;
};

struct Reasons {
  // Option ids, sorted; empty where the question was skipped, or an amendment takes all back.
  std::vector<std::string> chosen;
  friend bool operator==(const Reasons&, const Reasons&) = default;
};

// How the question stood on the screen, so that a trend breaks visibly where this changed.
enum class TextSize : std::uint8_t { usual = 0, large = 1 };

struct Presentation {
  std::string language;  // BCP 47
  std::string theme;
  bool right_to_left = false;            // worst first in reading direction
  bool portrait = false;                 // one column
  TextSize text_size = TextSize::usual;  // may be one of a later version
  friend bool operator==(const Presentation&, const Presentation&) = default;
};

enum class Input : std::uint8_t { touch = 0, keypad = 1 };

// What makes an answer doubtful. It is never dropped: figures can be shown with it and without.
enum class Flag : std::uint8_t {
  quick = 0,             // so soon after the visit before that it may be the same person's
  burst = 1,             // one of many within a short time
  several_contacts = 2,  // more than a finger was on the glass: a palm, a child's hands
  resting_contact = 3,   // something lay on the glass
  pattern = 4,           // one of a row of visits that are all alike
};

// Whose answer it is. May hold one of a later version, whose answers are kept apart like any
// other's.
enum class Audience : std::uint8_t { shoppers = 0, staff = 1 };

// How it came to the answer, so that doubtful ones can be told apart.
struct Circumstances {
  // From the first frame that showed the question to the tap; absent where nobody knows since when
  // this shopper was there.
  std::optional<std::uint64_t> response_ms;
  std::optional<Input> input;
  std::vector<Flag> flags;  // ascending, each once; may hold ones of a later version
  friend bool operator==(const Circumstances&, const Circumstances&) = default;
};

struct Answer {
  std::string survey_set;
  std::uint64_t wording = 1;  // version of the survey set's texts
  std::string question;
  std::variant<Vote, Reasons> value;
  std::optional<std::uint64_t> visit;   // sequence of the visit's first answer; absent in that one
  std::optional<std::uint64_t> amends;  // sequence of the answer this one replaces
  std::optional<std::string> leads_to;  // the question that comes next
  Presentation presentation;
  Circumstances circumstances{};
  Audience audience = Audience::shoppers;
  friend bool operator==(const Answer&, const Answer&) = default;
};

struct ClockStep {
  std::int64_t before_ms = 0;  // wall clock that was expected
  std::int64_t after_ms = 0;   // wall clock that was found
  friend bool operator==(const ClockStep&, const ClockStep&) = default;
};

struct StaffAction {
  std::string survey_set;              // in force from the next shopper on
  std::vector<std::string> languages;  // offered, in order
  std::string default_language;
  friend bool operator==(const StaffAction&, const StaffAction&) = default;
};

// How the kiosk's storage fares: what is not known is absent, and a later version may know more.
enum class Health : std::uint64_t {
  free_bytes = 0,     // on the disk that the journal lies on
  journal_bytes = 1,  // its file and its log
  failed_writes = 2,  // since the program started; after each it went on in another file
  damaged_files = 3,  // of the journal, put aside, in which records may still be found
};
using HealthFigures = std::map<Health, std::uint64_t>;

// The heartbeat: what this chain holds, this record included in neither figure.
struct HeadReport {
  std::uint64_t answer_records = 0;  // of this epoch, before this record
  std::uint64_t visits = 0;          // of this epoch: answer records that start a visit
  std::string software;              // "0.1.0"
  HealthFigures health{};            // may be empty
  friend bool operator==(const HeadReport&, const HeadReport&) = default;
};

struct EpochClosed {
  EpochReason reason = EpochReason::key_rotated;
  friend bool operator==(const EpochClosed&, const EpochClosed&) = default;
};

// What the kiosk learnt of the time from a verified receipt, against its own clock that only goes
// forward. All through that boot it says when things happened, whatever the wall clock says.
struct TimeHeard {
  std::int64_t time_ms = 0;    // the receipt's: the backend's clock, Unix time
  std::uint64_t sent_ms = 0;   // since boot: when the request was sent,
  std::uint64_t heard_ms = 0;  // and when the receipt was there; not before it
  friend bool operator==(const TimeHeard&, const TimeHeard&) = default;
};

// Nobody uses one that claims more than this (FORMAT.md, "Corrected time").
inline constexpr std::int64_t earliest_receipt_ms = 1'767'225'600'000;  // 2026
inline constexpr std::uint64_t longest_trip_ms = 120'000;

// Records of an earlier epoch that this kiosk had and cannot read any more. What follows on them
// goes on from here: the newer key vouches for the place.
struct Gap {
  Epoch epoch = 0;
  PublicKey public_key{};   // that epoch's
  std::uint64_t first = 0;  // sequence of the first that is missing
  std::uint64_t last = 0;   // and of the last; not below it
  Hash last_hash{};         // as the record after it names it
  friend bool operator==(const Gap&, const Gap&) = default;
};

// What a call for a colleague came to.
enum class CallStep : std::uint8_t {
  raised = 0,
  claimed = 1,    // a human said that they are coming
  unclaimed = 2,  // nobody did within a minute
  cancelled = 3,  // the shopper went on or left before
};

// A shopper asked for somebody to come to the screen; and a further record, what came of it.
struct Call {
  CallStep step = CallStep::raised;
  std::string language;                 // where it is raised: the shopper's (BCP 47)
  std::optional<std::uint64_t> raised;  // in the others: the sequence of the one that was raised
  friend bool operator==(const Call&, const Call&) = default;
};

// A body this version cannot read. The record still counts in the chain, is archived and raised.
struct UnreadableBody {
  friend bool operator==(const UnreadableBody&, const UnreadableBody&) = default;
};

enum class Kind : std::uint8_t {
  epoch_opened = 1,
  answer = 2,
  clock_step = 3,
  staff_action = 4,
  head = 5,
  epoch_closed = 6,
  time_heard = 7,
  gap = 8,
  call = 9,
};

using Body = std::variant<EpochOpened, Answer, ClockStep, StaffAction, HeadReport, EpochClosed,
                          TimeHeard, Gap, Call, UnreadableBody>;

struct Record {
  KioskId kiosk{};
  Epoch epoch = 0;
  std::uint64_t sequence = 0;
  Hash previous{};  // SHA-256 of the whole COSE bytes before it; zeros at sequence 0
  Moment moment;
  Kind kind = Kind::answer;
  Body body;
  friend bool operator==(const Record&, const Record&) = default;
};

// What a body is; not for UnreadableBody, whose kind only its record knows.
Kind kind_of(const Body& body);

Hash hash_of(BytesView cose);

// No verifier takes a longer one (FORMAT.md): whoever seals checks the size of what came out.
inline constexpr std::size_t largest_record = 4096;

// The signed bytes: an untagged COSE_Sign1. The kind written is the body's; reasons are written
// sorted and once each. Numbers must be below 2^63; an UnreadableBody cannot be sealed.
Bytes seal(const Record& record, const SigningKey& key);

// Reads the envelope and the body without looking at the signature. `record` is valid where the
// verdict is `good`; an unreadable body is still `good` (a chain cannot skip it).
struct Opened {
  Verdict verdict = Verdict::malformed;
  Record record;
};
Opened open_unverified(BytesView cose);

// The same, and the signature must be `key`'s.
Opened open(BytesView cose, const PublicKey& key);

}  // namespace smilepost::record
