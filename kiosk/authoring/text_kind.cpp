#include "kiosk/authoring/text_kind.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/survey/survey_set_rules.h"

namespace smilepost::kiosk {
namespace {

using Known = std::pair<std::string_view, TextKind>;  // the last names of a place; * is any name

// The first that fits counts.
constexpr std::array kinds{
    Known{"title", {"What staff call the survey set", rules::longest_title}},
    Known{"options/*/text", {"An answer to choose", rules::longest_reason}},
    Known{"text", {"A question", rules::longest_question}},
    Known{"label",
          {"The word under a face; the first face is the unhappiest", rules::longest_label}},
    Known{"least", {"The word beside the lowest number", rules::longest_label}},
    Known{"most", {"The word beside the highest number", rules::longest_label}},
    Known{"no", {"The word on the button for no", rules::longest_label}},
    Known{"yes", {"The word on the button for yes", rules::longest_label}},
    Known{
        "response",
        {"What is said to the answer at once, before the next question", rules::longest_response}},
    Known{"thanks/*", {"The thanks at the end; several take turns", rules::longest_thanks}},
};

std::string_view take_last(std::string_view& names) {
  const auto slash = names.rfind('/');
  const auto last = slash == std::string_view::npos ? names : names.substr(slash + 1);
  names = slash == std::string_view::npos ? std::string_view() : names.substr(0, slash);
  return last;
}

bool ends_with_names(std::string_view place, std::string_view names) {
  while (!names.empty()) {
    const auto wanted = take_last(names);
    const auto name = take_last(place);
    if (name.empty() || (wanted != "*" && wanted != name)) return false;
  }
  return true;
}

}  // namespace

TextKind kind_of(std::string_view place) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const Known& known) {
    return ends_with_names(place, known.first);
  });
  return found == kinds.end() ? TextKind{} : found->second;
}

}  // namespace smilepost::kiosk
