// Says how far the shop day is, on standard output, ten times in all.
#pragma once

#include <cstdint>

#include "kiosk/app.h"
#include "kiosk/play/shop_day.h"

namespace smilepost::kiosk {

class Progress final : public Onlooker {
 public:
  Progress(const ShopDay& day, std::uint64_t duration_ms) : day_(day), duration_ms_(duration_ms) {}
  void frame_drawn(const Registry&, const SessionView&, const StaffView&,
                   std::uint64_t now_ms) override;

 private:
  const ShopDay& day_;
  std::uint64_t duration_ms_;
  std::uint64_t tenths_told_ = 0;
};

}  // namespace smilepost::kiosk
