// The kiosk's sounds, made of sines: no file to ship, nobody's rights. Each begins and ends in
// silence without a click, and is the same every time.
#pragma once

#include <cstdint>
#include <vector>

namespace smilepost::kiosk {

constexpr int wave_rate = 48'000;  // samples a second

// Volume: 0…100, by ear; 100 leaves 3 dB below what the numbers can hold.
std::vector<std::int16_t> tap_wave(int volume);        // a soft tick
std::vector<std::int16_t> thanks_wave(int volume);     // two notes upwards
std::vector<std::int16_t> more_time_wave(int volume);  // one note, low and soft

}  // namespace smilepost::kiosk
