// Plays the shop day on the running kiosk: looks at the registry, moves the scripted finger.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "kiosk/app.h"
#include "kiosk/play/shop_day.h"
#include "platform/scripted_finger.h"

namespace smilepost::kiosk {

class Player final : public Onlooker {
 public:
  Player(ShopDay& day, platform::ScriptedFinger finger) : day_(day), finger_(finger) {}
  std::optional<std::uint64_t> next_ms() const override;
  bool act(const Registry& registry, std::uint64_t now_ms) override;

 private:
  ShopDay& day_;
  platform::ScriptedFinger finger_;
};

// Writes a picture of each screen the first time it stands still in a language.
class Photographer final : public Onlooker {
 public:
  Photographer(const platform::Window& window, std::filesystem::path folder)
      : window_(window), folder_(std::move(folder)) {}
  void frame_drawn(const Registry& registry, const SessionView& session, const StaffView& staff,
                   std::uint64_t now_ms) override;
  std::optional<std::uint64_t> next_ms() const override;
  bool act(const Registry&, std::uint64_t) override { return true; }
  std::size_t pictures() const { return taken_.size(); }

 private:
  const platform::Window& window_;
  std::filesystem::path folder_;
  std::string screen_;
  std::uint64_t since_ms_ = 0;
  bool waiting_ = false;  // for the screen to stand still
  std::set<std::string> taken_;
};

// One line for each answering tap and each confirmation, written at once: whoever kills the kiosk
// can say afterwards what had been shown. For tests; it holds answers.
class Trace final : public Onlooker {
 public:
  static Result<std::unique_ptr<Trace>> open(const std::filesystem::path& file);
  ~Trace() override;
  void tell(const std::string& line) const;
  void confirmed(std::uint64_t sequence) override;

 private:
  explicit Trace(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace smilepost::kiosk
