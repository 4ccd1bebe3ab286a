// A kiosk's figures in a few plain words each: for a cell, and for a sentence.
#pragma once

#include <string>

#include "backend/fleet/kiosk_facts.h"

namespace smilepost::backend {

// What is not known is a dash.
std::string version_words(const KioskFacts& kiosk);
std::string backlog_words(const KioskFacts& kiosk);
std::string clock_words(const KioskFacts& kiosk);
std::string storage_words(const KioskFacts& kiosk);
std::string temperature_words(const KioskFacts& kiosk);
std::string screen_words(const KioskFacts& kiosk);
std::string touch_words(const KioskFacts& kiosk, std::int64_t now_ms);
// "Till 3 in Berlin 2 (7f3a91c0)".
std::string named_with_place(const KioskFacts& kiosk);
std::string bundle_words(const KioskFacts& kiosk);

}  // namespace smilepost::backend
