// The row of faces (in portrait: the column), worst first in reading direction.
#pragma once

#include <optional>

#include "kiosk/screens/ui.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

// How a scale's answers look just now.
struct FaceMark {
  std::optional<std::uint8_t> ringed;  // the answer in force
  std::optional<std::uint8_t> kept;    // on its way to the disk: stays as pressed
  float breath = 1;                    // how much larger than usual all faces are
};

// How high a scale's answers would like to be, and how high they must be, in pixels.
struct ScaleHeight {
  float wanted = 0, least = 0;
};
ScaleHeight faces_height(Ui& ui, const std::vector<FaceView>& faces);

// Draws them into the full-width box; the vote that was tapped in this frame.
std::optional<std::uint8_t> draw_faces(Ui& ui, const std::vector<FaceView>& faces, const Rect& box,
                                       const FaceMark& mark);

}  // namespace smilepost::kiosk
