// What a shopper sees while the state folder cannot be used at all: the break screen, until it can.
#pragma once

#include <functional>

#include "kiosk/screen_parts.h"
#include "platform/clock.h"

namespace smilepost::kiosk {

class StorageBreak {
 public:
  static constexpr std::uint64_t try_again_ms = 5'000;

  // Both must outlive it. In that language.
  StorageBreak(platform::Window& window, ScreenParts& parts, int quarter_turns,
               std::string language);

  // Tries at once, then every five seconds with the break on screen, until it goes well or is asked
  // to stop; the last Error then. Each new Error is one line in the log.
  Status wait_for(const std::function<Status()>& attempt, const std::function<bool()>& stop,
                  const platform::Clock& clock);

 private:
  void draw();
  void pause(std::uint64_t until_ms, const std::function<bool()>& stop,
             const platform::Clock& clock);

  platform::Window& window_;
  ScreenParts& parts_;
  int quarter_turns_;
  std::string language_;
};

}  // namespace smilepost::kiosk
