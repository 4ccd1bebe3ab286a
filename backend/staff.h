// What the staff said. Colleagues who know each other see it: so nothing that fewer than five said.
#pragma once

#include <optional>

#include "backend/answer_figures.h"

namespace smilepost::backend {

inline constexpr std::uint64_t fewest_of_staff = 5;

struct SaidByStaff {
  std::uint64_t visits = 0;
  std::uint64_t visits_flagged = 0;  // among the figures or left out; 0 where there are too few
  AnswerFigures answers;             // of what enough of them answered
};

struct StaffFigures {
  std::optional<SaidByStaff> said;  // none where too few did
};

// None where no staff ever answered at this kiosk.
Result<std::optional<StaffFigures>> staff_figures_of(Store& store, const record::KioskId& kiosk,
                                                     const Day& day, Flagged flagged);

}  // namespace smilepost::backend
