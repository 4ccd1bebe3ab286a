#include "kiosk/sound/waves.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace smilepost::kiosk {

namespace {

struct Note {
  double hertz = 0;
  double begins_s = 0, lasts_s = 0;
  double attack_s = 0;                 // from silence to full
  double fades_s = 0;                  // to 1/e
  std::vector<double> overtones = {};  // shares of the 2nd, 3rd … partial
};

constexpr double release_s = 0.02;  // what is left at the end goes to nothing

// 0…1, without a corner at either end.
double eased(double share) {
  const double clamped = std::clamp(share, 0.0, 1.0);
  return 0.5 - 0.5 * std::cos(std::numbers::pi * clamped);
}

double envelope(const Note& note, double t) {
  if (t <= 0 || t >= note.lasts_s) return 0;
  return eased(t / note.attack_s) * std::exp(-t / note.fades_s) *
         eased((note.lasts_s - t) / std::min(release_s, note.lasts_s / 2));
}

double sounding(const Note& note, double t) {
  const double turn = 2 * std::numbers::pi * note.hertz * t;
  double sum = std::sin(turn);
  for (std::size_t i = 0; i < note.overtones.size(); ++i)
    sum += note.overtones[i] * std::sin(turn * double(i + 2));
  return sum * envelope(note, t);
}

std::vector<double> mixed(const std::vector<Note>& notes) {
  double length_s = 0;
  for (const auto& note : notes) length_s = std::max(length_s, note.begins_s + note.lasts_s);
  std::vector<double> wave(std::size_t(length_s * wave_rate) + 1);
  for (std::size_t i = 0; i < wave.size(); ++i)
    for (const auto& note : notes) wave[i] += sounding(note, double(i) / wave_rate - note.begins_s);
  return wave;
}

// The highest sample becomes `peak`, a share of the largest number.
std::vector<std::int16_t> scaled(const std::vector<double>& wave, double peak) {
  double highest = 0;
  for (const double value : wave) highest = std::max(highest, std::abs(value));
  constexpr double largest = 32'767;
  std::vector<std::int16_t> samples;
  samples.reserve(wave.size());
  for (const double value : wave)
    samples.push_back(std::int16_t(std::lround(value / highest * peak * largest)));
  return samples;
}

// The ear hears half the amplitude as little less: squared, the middle of the scale is of use.
double gain(int volume) {
  const double share = std::clamp(volume, 0, 100) / 100.0;
  return share * share;
}

}  // namespace

std::vector<std::int16_t> tap_wave(int volume) {
  constexpr double beside_thanks = 0.4;  // it comes more often
  static const std::vector<Note> tick = {
      {.hertz = 1'000, .lasts_s = 0.045, .attack_s = 0.003, .fades_s = 0.008, .overtones = {0.2}}};
  return scaled(mixed(tick), 0.7 * beside_thanks * gain(volume));
}

// E5, then A5: a fourth upwards, warm by its second partial, each note ringing into the next.
std::vector<std::int16_t> thanks_wave(int volume) {
  static const std::vector<Note> two_notes = {{.hertz = 659.26,
                                               .lasts_s = 0.5,
                                               .attack_s = 0.012,
                                               .fades_s = 0.13,
                                               .overtones = {0.3, 0.08}},
                                              {.hertz = 880,
                                               .begins_s = 0.16,
                                               .lasts_s = 0.6,
                                               .attack_s = 0.012,
                                               .fades_s = 0.17,
                                               .overtones = {0.3, 0.08}}};
  return scaled(mixed(two_notes), 0.7 * gain(volume));
}

// E4: as low as small loudspeakers have it, and softer than the thanks: it asks, and hurries
// nobody.
std::vector<std::int16_t> more_time_wave(int volume) {
  constexpr double beside_thanks = 0.6;
  static const std::vector<Note> one_note = {
      {.hertz = 329.63, .lasts_s = 0.7, .attack_s = 0.04, .fades_s = 0.2, .overtones = {0.4, 0.1}}};
  return scaled(mixed(one_note), 0.7 * beside_thanks * gain(volume));
}

}  // namespace smilepost::kiosk
