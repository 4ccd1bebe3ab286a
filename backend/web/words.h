// Figures and ids as a shop manager would say them. English: the dashboard's only language so far.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smilepost::backend {

// "long-wait" becomes "Long wait". Only ids are known here; the texts are the survey set's.
std::string words_of_id(std::string_view id);

// An answer by its place, value 1 = worst: the balanced word under a face, the figure where figures
// were offered, "Better answer" of yes and no, which may be either; "3 of 9" where nothing is
// known.
std::string word_of_vote(std::uint64_t steps, std::uint64_t value);

// Which of the five smileys, and of their colours, stands for a value.
int face_of_vote(std::uint64_t steps, std::uint64_t value);

// "just now", "12 s ago", "3 min ago", "5 h ago", "2 days ago". A time to come is "just now".
std::string ago(std::int64_t milliseconds);

// 5912 becomes "5,912".
std::string with_thousands(std::uint64_t number);

// "1 answer", "5,912 answers".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

// "33.3%": how long a bar is, or where it begins. An SVG length, since pages allow no inline style.
std::string bar_length(std::uint64_t part, std::uint64_t whole);

}  // namespace smilepost::backend
