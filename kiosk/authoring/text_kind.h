// What a text of a survey set is for, by the place where it stands: for translators, who see one
// text after the other and not the set.
#pragma once

#include <cstddef>
#include <string_view>

namespace smilepost::kiosk {

struct TextKind {
  std::string_view what;    // empty: not known
  std::size_t longest = 0;  // characters; 0: not known
};

// Of a place such as "questions/why/options/long-wait/text".
TextKind kind_of(std::string_view place);

}  // namespace smilepost::kiosk
