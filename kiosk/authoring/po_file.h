// Files of GNU gettext, as translators' tools read and write them: https://www.gnu.org/software/
// gettext/manual/html_node/PO-Files.html. Our own, because gettext's library (libgettextpo) is
// under the GPL and ends the program at some faults.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

struct PoEntry {
  std::vector<std::string> comments = {};  // for the translator ("#. ")
  std::vector<std::string> flags = {};     // "fuzzy"
  std::optional<std::string> context = {};
  std::string id;
  std::string text;      // empty: not translated
  std::size_t line = 0;  // where it was read

  bool is_header() const { return !context && id.empty(); }
  bool is_fuzzy() const;
  friend bool operator==(const PoEntry& a, const PoEntry& b) {  // wherever it stands
    return a.comments == b.comments && a.flags == b.flags && a.context == b.context &&
           a.id == b.id && a.text == b.text;
  }
};

// Obsolete entries ("#~"), references and translators' own remarks are left out. Plural forms,
// which survey sets do not have, are an Error, and so is what is not UTF-8.
Result<std::vector<PoEntry>> parse_po(std::string_view bytes, const std::string& file);

// No line is wrapped.
std::string write_po(const std::vector<PoEntry>& entries);

// "Language" of a header entry's text, or nothing.
std::optional<std::string> header_field(std::string_view header, std::string_view name);

}  // namespace smilepost::kiosk
