// What administrators decide about kiosks and groups; each is noted with who did it. Over whatever
// door it came, the answer is one line.
#pragma once

#include "backend/archive.h"
#include "backend/archive/rows.h"
#include "backend/decision.h"
#include "backend/fleet/fleet_facts.h"
#include "platform/clock.h"

namespace smilepost::backend {

class Decisions {
 public:
  Decisions(Archive& archive, const platform::Clock& clock, std::string who)
      : store_(archive.store()), clock_(clock), who_(std::move(who)) {}

  // As Fleet has them: fleet.h.
  Result<Decision> accept(const record::KioskId& kiosk);
  Result<Decision> refuse(const record::KioskId& kiosk);
  Result<Decision> refuse_all();  // whoever waits just now
  Result<Decision> revoke(const record::KioskId& kiosk);
  Result<Decision> replace(const record::KioskId& before, const record::KioskId& after);

  // Another name for what stands where it stood.
  Result<Decision> rename(const record::KioskId& kiosk, const std::string& place,
                          const std::string& label);
  // From now on it stands elsewhere; answers before that stay with the old place. No label: the
  // name that it has.
  Result<Decision> move(const record::KioskId& kiosk, const std::string& place,
                        const std::optional<std::string>& label);
  // Refused where it has a higher bundle than the group: it would take none until the group's is
  // above.
  Result<Decision> join(const record::KioskId& kiosk, const std::string& group);
  Result<Decision> ask_for_diagnostics(const record::KioskId& kiosk);

  Result<Decision> make_group(const Group& group);
  Result<Decision> change_group(const Group& group);       // its ring and note
  Result<Decision> remove_group(const std::string& name);  // its kiosks belong to everybody then
  // None: that of everybody. Refused where one of its kiosks has a higher one.
  Result<Decision> assign(const std::string& group, std::optional<std::uint64_t> bundle);

 private:
  Result<bool> accept_applicant(const record::KioskId& kiosk);
  Result<bool> accept_epochs(const record::KioskId& kiosk);
  Result<bool> reinstate(const record::KioskId& kiosk);
  Result<Decision> stand(const record::KioskId& kiosk, const std::string& place,
                         const std::optional<std::string>& label, bool moved);
  Result<std::optional<Decision>> refusal_of(const FleetFacts& after);
  Result<Decision> noted(const record::KioskId& kiosk, const std::string& line);
  Result<Decision> noted_of_none(const std::string& line);
  Status forget_oldest_refused();
  Status note(std::span<const std::uint8_t> kiosk, const std::string& line);

  Store& store_;
  const platform::Clock& clock_;
  const std::string who_;
};

}  // namespace smilepost::backend
