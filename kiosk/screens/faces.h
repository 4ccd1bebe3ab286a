// The row of faces (in portrait: the column), worst first in reading direction.
#pragma once

#include <optional>

#include "kiosk/screens/ui.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

struct FaceMark {
  std::optional<std::uint8_t> ringed;  // the answer in force
  std::optional<std::uint8_t> kept;    // on its way to the disk: stays as pressed
};

// How high the faces would like to be, and how high they must be, in pixels.
struct FacesHeight {
  float wanted = 0, least = 0;
};
FacesHeight faces_height(Ui& ui, const std::vector<FaceView>& faces);

// Draws them into the full-width box; the vote that was tapped in this frame.
std::optional<std::uint8_t> draw_faces(Ui& ui, const std::vector<FaceView>& faces, const Rect& box,
                                       const FaceMark& mark);

}  // namespace smilepost::kiosk
