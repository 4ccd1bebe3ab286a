// The whole fleet as the archive knows it, read in a few statements whatever its size.
#pragma once

#include "backend/fleet/judgement.h"
#include "backend/store/store.h"

namespace smilepost::backend {

struct Applicant {
  record::KioskId kiosk{};
  std::string label;
  std::int64_t asked_ms = 0;
  std::optional<std::int64_t> refused_ms;
};

struct Group {
  std::string name = common_group, ring = common_group, note;
  std::optional<std::uint64_t> bundle;  // its own; none: that of everybody
};

struct Judged {
  KioskFacts facts;
  std::vector<Finding> findings;
  Condition health = Condition::well;
};

struct FleetFacts {
  std::vector<Judged> kiosks;                  // the sick first, by urgency; then by place and name
  std::vector<Applicant> applicants, refused;  // who asked first, and was refused last, first
  std::vector<Group> groups;                   // everybody first, then by name
  std::map<std::uint64_t, std::int64_t> bundles;  // kept versions: when each came

  std::size_t count(Condition health) const;
  const Judged* find(const record::KioskId& kiosk) const;
  const Group* group(const std::string& name) const;
  std::optional<std::uint64_t> bundle_of(const std::string& group) const;
};

Result<FleetFacts> read_fleet(Store& store, std::int64_t now_ms);

// "everybody" first.
Result<std::vector<Group>> read_groups(Store& store);

// What administrators did, the newest first: of a kiosk; or, where `kiosk` is empty, of groups,
// releases and whom they refused.
struct LogEntry {
  std::int64_t at_ms = 0;
  std::string what, who;
};
Status add_to_log(Store& store, std::span<const std::uint8_t> kiosk, const LogEntry& entry);
Result<std::vector<LogEntry>> read_log(Store& store, std::span<const std::uint8_t> kiosk);

// Where it stood before, the newest first.
struct Standing {
  std::int64_t since_ms = 0;
  std::string place, label;
};
Result<std::vector<Standing>> read_standings(Store& store, const record::KioskId& kiosk);

}  // namespace smilepost::backend
