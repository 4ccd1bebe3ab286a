#include "kiosk/screens/qr_picture.h"

#include <algorithm>
#include <cmath>

#include "platform/qr_code.h"

namespace smilepost::kiosk {

namespace {

// Dark modules beside one another are one rectangle.
void draw_row(Ui& ui, const platform::QrCode& code, int row, ImVec2 origin, float module_px) {
  for (int column = 0; column < code.side;) {
    int end = column;
    while (end < code.side && code.at(end, row)) ++end;
    if (end == column) {
      ++column;
      continue;
    }
    const float y = origin.y + static_cast<float>(row) * module_px;
    ui.list.AddRectFilled({origin.x + static_cast<float>(column) * module_px, y},
                          {origin.x + static_cast<float>(end) * module_px, y + module_px},
                          IM_COL32_BLACK);
    column = end;
  }
}

}  // namespace

bool draw_qr(Ui& ui, const std::string& text, const Rect& box) {
  const auto code = platform::qr_code_of(text);
  if (!code) return false;
  const auto across = static_cast<float>(code->side + 2 * platform::qr_quiet_modules);
  const float module_px = std::floor(std::min(box.w, box.h) / across);
  if (module_px < 1 || module_px < ui.real_mm(least_qr_module_mm)) return false;
  const auto place = ui.mirrored(box);
  const float side = across * module_px;
  const ImVec2 from{std::round(place.x + (place.w - side) / 2),
                    std::round(place.y + (place.h - side) / 2)};
  ui.list.AddRectFilled(from, {from.x + side, from.y + side}, IM_COL32_WHITE);
  const float quiet = platform::qr_quiet_modules * module_px;
  for (int row = 0; row < code->side; ++row)
    draw_row(ui, *code, row, {from.x + quiet, from.y + quiet}, module_px);
  return true;
}

}  // namespace smilepost::kiosk
