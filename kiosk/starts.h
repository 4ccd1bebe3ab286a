// How often the program was started and did not run well, noted in the state folder; and whether
// it runs in safe mode therefore. UI thread only.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/app.h"

namespace smilepost::kiosk {

class Starts final : public Onlooker {
 public:
  static constexpr std::uint64_t most_unwell = 3;  // one more, and it is safe mode
  static constexpr std::uint64_t well_ms = 300'000, well_in_safe_mode_ms = 1'800'000;

  enum class Counting : std::uint8_t { noted, looked_at };  // looked_at: nothing is written

  // Notes this start. Where the file cannot be read or written there is no safe mode, and no harm:
  // that is logged. version: the program's.
  Starts(const std::filesystem::path& state, const std::array<std::uint8_t, 16>& boot_id,
         const std::string& version, Counting counting = Counting::noted);

  // The bundle that this start is about to show; 0: none. Another one than those starts had is
  // tried as if there had been none.
  void heed_bundle(std::uint64_t version);

  std::uint64_t in_boot() const { return now_.in_boot; }  // this one too
  std::optional<std::string> safe_mode() const;           // why; nothing: it runs as usual
  // Not all that it offers was drawn yet: that a vote was kept says nothing of the rest.
  void offers_untried(bool untried) { untried_ = untried; }
  // Asked to end, which is no fault of what it showed; but before its first frame it hung.
  void ended_in_order();

  void frame_shown(std::uint64_t now_ms) override;
  void confirmed(std::uint64_t sequence) override;
  std::optional<std::uint64_t> next_ms() const override { return due_ms_; }
  bool act(const Registry&, std::uint64_t now_ms) override;

 private:
  struct Note {
    std::uint64_t unwell = 0;  // starts in a row, that of now too
    std::uint64_t in_boot = 0;
    std::uint64_t bundle = 0;
    std::string boot;     // hexadecimal
    std::string version;  // of the program
  };
  static Note read(const std::filesystem::path& file);
  static std::string text_of(const Note& note);
  void write_now() const;
  void runs_well();

  std::filesystem::path file_;
  Counting counting_;
  Note now_;
  std::uint64_t before_ = 0;  // starts in a row that did not run well, without this one
  bool safe_ = false, well_ = false, shown_ = false, untried_ = false;
  std::optional<std::uint64_t> due_ms_;  // when it will have run well; nothing: no frame, or it has
  std::jthread writer_;                  // the loop does not wait for a slow card
};

}  // namespace smilepost::kiosk
