// Reads what msgfmt, msgmerge, Poedit and Weblate write. Line by line: a string may go on over
// several, and an entry ends where the next one's first comment, context or id begins.
#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/authoring/po_file.h"
#include "kiosk/survey/json_reader.h"

namespace smilepost::kiosk {
namespace {

constexpr std::string_view spaces = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

// What a backslash and this stand for; 0: nothing that is known.
char unescaped(char c) {
  constexpr std::string_view names = R"(ntr"\abfv)", meant = "\n\t\r\"\\\a\b\f\v";
  const auto at = names.find(c);
  return at == std::string_view::npos ? '\0' : meant[at];
}

// "…" with nothing behind it.
std::optional<std::string> unquoted(std::string_view quoted) {
  if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return std::nullopt;
  const auto inside = quoted.substr(1, quoted.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    char c = inside[i];
    if (c == '"') return std::nullopt;
    if (c == '\\') {
      c = ++i < inside.size() ? unescaped(inside[i]) : '\0';
      if (c == '\0') return std::nullopt;
    }
    text += c;
  }
  return text;
}

class PoReader {
 public:
  explicit PoReader(std::string file) : file_(std::move(file)) {}

  void line(std::string_view line) {
    ++number_;
    line = trimmed(line);
    if (line.empty()) return;
    if (line.front() == '#') return comment(line.substr(1));
    if (line.front() == '"') return go_on(line);
    keyword(line);
  }

  Result<std::vector<PoEntry>> take() {
    finish();
    if (error_) return *std::move(error_);
    return std::move(entries_);
  }

 private:
  // The parts of an entry, in their order.
  enum class Part { none, comment, context, id, text };

  void refuse(std::size_t line, const std::string& what_and_remedy) {
    if (!error_) error_ = Error{file_ + ":" + std::to_string(line) + ": " + what_and_remedy};
  }

  void comment(std::string_view rest) {
    if (rest.starts_with('~')) return;
    begin(Part::comment);
    if (rest.starts_with('.')) entry_.comments.emplace_back(trimmed(rest.substr(1)));
    if (rest.starts_with(',')) flags(rest.substr(1));
  }

  void flags(std::string_view list) {
    while (!list.empty()) {
      const auto comma = std::min(list.find(','), list.size());
      if (const auto flag = trimmed(list.substr(0, comma)); !flag.empty())
        entry_.flags.emplace_back(flag);
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
  }

  void keyword(std::string_view line) {
    const auto end = std::min(line.find_first_of("\" \t"), line.size());
    const auto word = line.substr(0, end);
    if (word == "msgid_plural" || word.starts_with("msgstr["))
      return refuse(number_, "has plural forms, which a survey set has not; write one msgstr");
    static constexpr std::array<std::pair<std::string_view, Part>, 3> words{
        {{"msgctxt", Part::context}, {"msgid", Part::id}, {"msgstr", Part::text}}};
    const auto* const known = std::find_if(words.begin(), words.end(),
                                           [&](const auto& pair) { return pair.first == word; });
    if (known == words.end())
      return refuse(number_, "begins with no word of a PO file; look at the line");
    begin(known->second);
    go_on(trimmed(line.substr(end)));
  }

  // A part that may not follow the one before begins the next entry.
  void begin(Part part) {
    const bool again = part != Part::comment && part == part_;
    if (part < part_ || again) finish();
    if (part_ < Part::context && part >= Part::context) entry_.line = number_;
    part_ = part;
    if (part == Part::context) entry_.context.emplace();
    if (part == Part::id) has_id_ = true;
    if (part == Part::text && !has_id_) refuse(number_, "has no msgid before it; write it there");
  }

  void go_on(std::string_view quoted) {
    const auto text = unquoted(quoted);
    if (!text) return refuse(number_, R"(is no "…" in quotes; write \" and \\ within them)");
    if (part_ == Part::context) return entry_.context->append(*text), void();
    if (part_ == Part::id) return entry_.id.append(*text), void();
    if (part_ == Part::text) return entry_.text.append(*text), void();
    refuse(number_, "is a text without a msgid before it; write it there");
  }

  void finish() {
    const auto part = std::exchange(part_, Part::none);
    auto entry = std::exchange(entry_, {});
    has_id_ = false;
    if (part == Part::text) return entries_.push_back(std::move(entry));
    if (part > Part::comment) refuse(entry.line, "has no msgstr; add it below");
  }

  std::string file_;
  std::size_t number_ = 0;  // of the line
  PoEntry entry_;
  Part part_ = Part::none;
  bool has_id_ = false;
  std::vector<PoEntry> entries_;
  std::optional<Error> error_;
};

}  // namespace

bool PoEntry::is_fuzzy() const {
  return std::find(flags.begin(), flags.end(), "fuzzy") != flags.end();
}

Result<std::vector<PoEntry>> parse_po(std::string_view bytes, const std::string& file) {
  if (!is_utf8(bytes)) return Error{file + ": is not UTF-8; save it as UTF-8"};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  PoReader reader(file);
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    reader.line(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return reader.take();
}

std::optional<std::string> header_field(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find('\n'), header.size());
    const auto line = header.substr(0, end);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(':'))
      return std::string(trimmed(line.substr(name.size() + 1)));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return std::nullopt;
}

}  // namespace smilepost::kiosk
