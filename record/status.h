// How a kiosk tells its backend how it is, and what it is told in return (FORMAT.md, "Status").
#pragma once

#include <string>

#include "record/cose.h"
#include "record/record.h"

namespace smilepost::record {

inline constexpr MessageType status_report_message{"application/vnd.smilepost.status-report+cbor",
                                                   "smilepost status report", 4096};
inline constexpr MessageType status_reply_message{"application/vnd.smilepost.status-reply+cbor",
                                                  "smilepost status reply", 4096};

inline constexpr std::int64_t status_clock_ms = 60'000;  // so far off a report's time may be
inline constexpr std::size_t longest_version = 64, longest_remark = 120, longest_path = 256;
inline constexpr std::string_view release_paths = "/v1/releases/";

// Texts here are of printable ASCII. What is sealed is made so: cut, '?' for what else there is; an
// empty one is left out.
struct ProgramStatus {
  std::string version;                             // longest_version
  std::optional<std::string> image_version, slot;  // of the operating system; likewise
  std::optional<std::uint64_t> starts;             // of the program, in this boot
  std::optional<std::string> safe_mode;            // why; longest_remark
  std::optional<std::uint64_t> bundle;             // its version
  std::optional<std::string> update;               // its state; longest_remark
  friend bool operator==(const ProgramStatus&, const ProgramStatus&) = default;
};

struct WaitingStatus {
  std::uint64_t answers = 0;              // that no receipt has acknowledged
  std::optional<std::int64_t> oldest_ms;  // when it was given, by this kiosk's wall clock
  friend bool operator==(const WaitingStatus&, const WaitingStatus&) = default;
};

struct StorageStatus {
  std::optional<std::uint64_t> free_bytes;
  // As JEDEC's eMMC says them: tenths of its life, 1 to 10, 11 beyond it; 1 normal, 2 warning, 3
  // urgent. 0: not defined.
  std::optional<std::uint8_t> life_a, life_b, pre_eol;
  std::optional<std::uint64_t> failed_writes;
  friend bool operator==(const StorageStatus&, const StorageStatus&) = default;
};

// Since the report before, as far as this start of the program goes.
struct DisplayStatus {
  std::optional<std::string> renderer;  // GL_RENDERER; longest_remark
  std::uint64_t frames = 0;
  std::uint64_t slow = 0;      // of these, which took longer than slow_frame_ms
  std::uint64_t worst_ms = 0;  // the longest
  friend bool operator==(const DisplayStatus&, const DisplayStatus&) = default;
};
inline constexpr std::uint64_t slow_frame_ms = 33;

struct TouchStatus {
  std::uint64_t touches = 0;
  std::uint64_t stuck = 0;  // of these, which lay still for longer than stuck_touch_ms
  std::optional<std::uint64_t> since_ms;  // the last one; nothing: none in this start
  friend bool operator==(const TouchStatus&, const TouchStatus&) = default;
};
inline constexpr std::uint64_t stuck_touch_ms = 30'000;

struct StatusReport {
  KioskId kiosk{};
  Epoch epoch = 0;                       // whose key signs
  std::array<std::uint8_t, 16> nonce{};  // random, another one in each report
  std::int64_t time_ms = 0;              // the backend's clock as the kiosk reckons it; 0: unheard
  std::array<std::uint8_t, 16> boot_id{};  // zeros: not known
  std::uint64_t uptime_ms = 0;             // of the machine
  std::int64_t wall_ms = 0;
  ClockState clock = ClockState::unset;
  ProgramStatus program;
  std::optional<WaitingStatus> waiting;
  std::optional<StorageStatus> storage;
  std::optional<std::int64_t> temperature_mc;  // thousandths of a degree Celsius, the hottest place
  std::optional<DisplayStatus> display;
  std::optional<TouchStatus> touch;
  friend bool operator==(const StatusReport&, const StatusReport&) = default;
};
inline constexpr std::int64_t coldest_mc = -273'150, hottest_mc = 1'000'000;

// What may be fetched. It proves nothing of what lies there: a release is signed itself.
struct ReleaseOffer {
  std::string version;               // 1 to longest_version
  std::uint64_t size = 0;            // bytes
  Hash sha256{};                     // of the whole file
  std::string path;                  // below the backend's address; begins with release_paths
  std::optional<std::string> floor;  // versions below it have known holes
  friend bool operator==(const ReleaseOffer&, const ReleaseOffer&) = default;
};
// Nothing in it leads out of release_paths.
bool is_release_path(std::string_view path);

struct StatusReply {
  KioskId kiosk{};
  Hash report{};             // of the whole message
  std::int64_t time_ms = 0;  // the backend's clock, Unix time
  bool kept = false;         // false: send again, by this time
  std::optional<std::array<std::uint8_t, 16>> diagnostics_wanted;  // the wish's number
  std::optional<ReleaseOffer> release;
  friend bool operator==(const StatusReply&, const StatusReply&) = default;
};

Bytes seal(const StatusReport& report, const SigningKey& kiosk_key);
// Nothing where a text of its offer is not as FORMAT.md has it.
std::optional<Bytes> seal(const StatusReply& reply, const SigningKey& receipt_key);

struct OpenedStatusReport {
  Verdict verdict = Verdict::malformed;
  StatusReport report;
};
// Whose signature it is is not asked: kiosk and epoch say whose it must be.
OpenedStatusReport open_status_report_unverified(BytesView cose);
OpenedStatusReport open_status_report(BytesView cose, const PublicKey& kiosk_key);

struct OpenedStatusReply {
  Verdict verdict = Verdict::malformed;
  StatusReply reply;
};
OpenedStatusReply open_status_reply(BytesView cose, const PublicKey& receipt_key);

}  // namespace smilepost::record
