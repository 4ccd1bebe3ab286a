// What becomes of a release that the backend offers, at a glance: in this state, on this event, if
// the guard holds, the row does something and leads somewhere. The first row that fits is taken;
// where none fits, the event is ignored.
//
//   nothing → offered → downloading → downloaded → installing → installed → on_trial → good
//
// Everything is written down before it is acted on, so that a power cut at any point goes on from
// there. Who begins anew says so by one of the three "began" events: this boot's, or another boot's
// from the slot as before or from the other one.
#pragma once

#include <cstdint>

namespace smilepost::kiosk {

// Bits, so that a row can speak of several.
enum class UpdateState : std::uint16_t {
  nothing = 1,
  offered = 2,        // taken, but there is no room on the disk yet
  downloading = 4,    // piece by piece
  downloaded = 8,     // whole and as announced; waits for the quiet hours
  installing = 16,    // the other slot is being written
  installed = 32,     // waits for its restart
  on_trial = 64,      // runs from the other slot, which is not good yet
  good = 128,         // it stays; like nothing, but says so
  fallen_back = 256,  // the machine returned to the slot before; like nothing, but says why
  refused = 512,      // it could not be taken here; likewise
};

enum class UpdateEvent : std::uint8_t {
  offer,     // the backend offers a release
  no_offer,  // it offers none any more: paused, or withdrawn
  room,      // there is room for it on the disk
  whole,     // all of it came, and is what was announced
  spoilt,    // all of it came, and is something else
  quiet,     // quiet hours, and nobody has been there for a while
  install_done,
  install_failed,
  began_here,    // the program began anew in the boot as before
  began_before,  // the machine did, from the slot as before
  began_other,   // and from the other one
  proven,        // self-test, first frame, journal, a sync; and marked good
  disproved,     // one of them failed, or did not come
};

enum class UpdateGuard : std::uint8_t {
  always,
  wanted,    // the offer is one for this kiosk, see Wanted
  another,   // the same, and another one than that which is under way
  try_left,  // this did not fail too often
};

enum class UpdateAction : std::uint8_t {
  none,
  take_offer,    // instead of what was under way, if anything
  forget_offer,  // what was downloaded of it stays, should it come back
  count_try,
  discard,          // what came is thrown away, and counts as a try
  note_slot,        // which slot and boot this is, and where the journal stands
  keep_from_retry,  // this version is not taken again until another one was; remembers why
  say_good,         // nothing is kept from being taken again any more
  say_bad,          // remembers why; the caller says so to the boot loader, and restarts
};

struct UpdateRow {
  std::uint16_t in;  // states, as bits
  UpdateEvent on;
  UpdateGuard when;
  UpdateAction action;
  UpdateState then;
};

namespace update_table {

constexpr std::uint16_t bits(UpdateState state) {
  return static_cast<std::uint16_t>(state);
}
constexpr std::uint16_t nothing = bits(UpdateState::nothing);
constexpr std::uint16_t offered = bits(UpdateState::offered);
constexpr std::uint16_t downloading = bits(UpdateState::downloading);
constexpr std::uint16_t downloaded = bits(UpdateState::downloaded);
constexpr std::uint16_t installing = bits(UpdateState::installing);
constexpr std::uint16_t installed = bits(UpdateState::installed);
constexpr std::uint16_t on_trial = bits(UpdateState::on_trial);
constexpr std::uint16_t at_rest =
    nothing | bits(UpdateState::good) | bits(UpdateState::fallen_back) | bits(UpdateState::refused);
constexpr std::uint16_t coming = offered | downloading | downloaded;

using enum UpdateEvent;
using Guard = UpdateGuard;
using Action = UpdateAction;
using To = UpdateState;

// clang-format off
constexpr UpdateRow rows[] = {
  // in          on              when               action                    then
  // It comes.
  {at_rest,      offer,          Guard::wanted,     Action::take_offer,       To::offered},
  {coming,       offer,          Guard::another,    Action::take_offer,       To::offered},
  {coming,       no_offer,       Guard::always,     Action::forget_offer,     To::nothing},
  {offered,      room,           Guard::always,     Action::none,             To::downloading},
  {downloading,  whole,          Guard::always,     Action::none,             To::downloaded},
  {downloading,  spoilt,         Guard::try_left,   Action::discard,          To::offered},
  {downloading,  spoilt,         Guard::always,     Action::keep_from_retry,  To::refused},

  // It is installed, at night. From here on a withdrawal is too late: the next release will do.
  {downloaded,   quiet,          Guard::always,     Action::note_slot,        To::installing},
  {installing,   install_done,   Guard::always,     Action::none,             To::installed},
  {installing,   install_failed, Guard::try_left,   Action::count_try,        To::downloaded},
  {installing,   install_failed, Guard::always,     Action::keep_from_retry,  To::refused},

  // The program or the machine began anew meanwhile. A slot that was written by half starts nothing.
  {installing,   began_here,     Guard::try_left,   Action::count_try,        To::downloaded},
  {installing,   began_before,   Guard::try_left,   Action::count_try,        To::downloaded},
  {installing,   began_here,     Guard::always,     Action::keep_from_retry,  To::refused},
  {installing,   began_before,   Guard::always,     Action::keep_from_retry,  To::refused},
  {installing,   began_other,    Guard::always,     Action::none,             To::on_trial},
  {installed,    began_other,    Guard::always,     Action::none,             To::on_trial},

  // It is tried. The boot loader counts; whoever comes up in the slot as before was sent back.
  {installed,    began_before,   Guard::always,     Action::keep_from_retry,  To::fallen_back},
  {on_trial,     began_before,   Guard::always,     Action::keep_from_retry,  To::fallen_back},
  {on_trial,     proven,         Guard::always,     Action::say_good,         To::good},
  {on_trial,     disproved,      Guard::always,     Action::say_bad,          To::on_trial},
};
// clang-format on

}  // namespace update_table
}  // namespace smilepost::kiosk
