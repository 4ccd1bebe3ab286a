// When a record is made, and how far its wall clock may be believed.
#pragma once

#include <optional>

#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::kiosk {

record::Moment moment_now(const platform::Clock& clock);

// A step, where the wall clock moved by over 2 s against the monotonic one between two moments of
// one boot. Nothing across boots: there is nothing to compare with.
std::optional<record::ClockStep> step_between(const record::Moment& before,
                                              const record::Moment& now);

}  // namespace smilepost::kiosk
