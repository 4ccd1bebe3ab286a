// Unicode's own conformance tests of UAX #9 (Debian's unicode-data), for both directions of a
// paragraph.
#include "kiosk/text/bidi.h"

#include <gtest/gtest.h>
#include <unicode/utf16.h>

#include <map>
#include <sstream>
#include <string>

#include "tests/kiosk/text/conformance.h"

namespace smilepost::kiosk {
namespace {

using Order = std::vector<int>;

// Which character stands where, from left to right, by its place in the text.
Order order_of(const std::vector<char32_t>& characters, bool right_to_left) {
  std::u16string text;
  std::vector<int> character_at;  // of each unit
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const auto character = static_cast<UChar32>(characters[i]);
    if (U16_LENGTH(character) == 2) text.push_back(U16_LEAD(character));
    text.push_back(U16_LENGTH(character) == 2 ? U16_TRAIL(character) : char16_t(character));
    character_at.resize(text.size(), int(i));
  }
  const Bidi bidi(text, right_to_left);
  Order order;
  const auto add = [&](int unit) {
    const int character = character_at[std::size_t(unit)];
    if (order.empty() || order.back() != character) order.push_back(character);
  };
  for (const BidiRun& run : bidi.visual_runs(0, int(text.size()))) {
    if (run.right_to_left) {
      for (int unit = run.end; unit > run.begin; --unit) add(unit - 1);
    } else {
      for (int unit = run.begin; unit < run.end; ++unit) add(unit);
    }
  }
  return order;
}

// The files leave out characters that are not seen.
Order without_removed(const Order& order, const std::vector<bool>& removed) {
  Order seen;
  for (const int at : order) {
    if (!removed[std::size_t(at)]) seen.push_back(at);
  }
  return seen;
}

std::vector<bool> removed_in(const std::string& levels) {
  std::vector<bool> removed;
  for (const std::string& level : words_in(levels)) removed.push_back(level == "x");
  return removed;
}

Order order_in(const std::string& text) {
  Order order;
  for (const std::string& word : words_in(text)) order.push_back(std::stoi(word));
  return order;
}

std::vector<std::string> fields_in(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> fields;
  for (std::string field; std::getline(in, field, ';');) fields.push_back(field);
  fields.resize(5);
  return fields;
}

// Code points; the paragraph's direction: 0 left to right, 1 the other way, 2 by its first letter;
// its level; the levels; the order.
TEST(Bidi, PassesBidiCharacterTestButForWhatIsListed) {
  Deviations deviations("bidi_deviations.txt");
  const int cases = each_case("/usr/share/unicode/BidiCharacterTest.txt", [&](const auto& line) {
    const auto fields = fields_in(line);
    if (fields[1] == "2") return;  // here the language decides
    std::vector<char32_t> characters;
    for (const std::string& hex : words_in(fields[0])) {
      characters.push_back(char32_t(std::stoul(hex, nullptr, 16)));
    }
    const auto order = order_of(characters, fields[1] == "1");
    if (without_removed(order, removed_in(fields[3])) != order_in(fields[4])) deviations.add(line);
  });
  EXPECT_GT(cases, 90'000);
}

// A character of each class.
char32_t of_class(const std::string& name) {
  static const std::map<std::string, char32_t> characters = {
      {"L", U'a'},        {"R", U'\u05D0'},   {"AL", U'\u0627'},  {"EN", U'1'},
      {"ES", U'+'},       {"ET", U'$'},       {"AN", U'\u0661'},  {"CS", U','},
      {"NSM", U'\u0300'}, {"BN", U'\u200B'},  {"B", U'\u2029'},   {"S", U'\t'},
      {"WS", U' '},       {"ON", U'!'},       {"LRE", U'\u202A'}, {"LRO", U'\u202D'},
      {"RLE", U'\u202B'}, {"RLO", U'\u202E'}, {"PDF", U'\u202C'}, {"LRI", U'\u2066'},
      {"RLI", U'\u2067'}, {"FSI", U'\u2068'}, {"PDI", U'\u2069'}};
  return characters.at(name);
}

// Classes; in which directions it holds: 2 left to right, 4 the other way. Levels and order stand
// once for all lines that follow.
TEST(Bidi, PassesBidiTest) {
  std::vector<bool> removed;
  Order due;
  const auto check = [&](const std::string& line) {
    const auto fields = fields_in(line);
    const int directions = std::stoi(fields[1]);
    std::vector<char32_t> characters;
    for (const std::string& name : words_in(fields[0])) characters.push_back(of_class(name));
    for (const bool right_to_left : {false, true}) {
      if ((directions & (right_to_left ? 4 : 2)) == 0) continue;
      const auto order = order_of(characters, right_to_left);
      ASSERT_EQ(without_removed(order, removed), due) << line << (right_to_left ? " rtl" : "");
    }
  };
  const int lines = each_case("/usr/share/unicode/BidiTest.txt", [&](const std::string& line) {
    if (line.rfind("@Levels:", 0) == 0) {
      removed = removed_in(line.substr(8));
    } else if (line.rfind("@Reorder:", 0) == 0) {
      due = order_in(line.substr(9));
    } else {
      check(line);
    }
  });
  EXPECT_GT(lines, 400'000);
}

}  // namespace
}  // namespace smilepost::kiosk
