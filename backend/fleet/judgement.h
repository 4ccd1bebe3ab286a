// Why a kiosk is ill, in plain words. Pure: everything it judges by is handed in.
#pragma once

#include <string>
#include <vector>

#include "backend/fleet/findings.h"
#include "backend/fleet/kiosk_facts.h"
#include "backend/fleet/silence.h"

namespace smilepost::backend {

enum class Condition : std::uint8_t { ill, waits, watch, well, retired };
const char* to_string(Condition health);

// The worst first.
std::vector<Finding> judge(const KioskFacts& kiosk, const Neighbours& others, std::int64_t now_ms);
Condition condition_of(const KioskFacts& kiosk, const std::vector<Finding>& findings);
// Of the worst finding; the last where there is nothing to look after.
Urgency urgency_of(const std::vector<Finding>& findings);

// "80 to 90 % of its storage's life is used", without a stop: it is known in tenths.
std::string wear_words(const StatusFacts& status);

}  // namespace smilepost::backend
