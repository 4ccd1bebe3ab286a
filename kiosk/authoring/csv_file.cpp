#include "kiosk/authoring/csv_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "kiosk/survey/json_reader.h"

namespace smilepost::kiosk {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Whether a spreadsheet would run it, but for apostrophes in front.
bool looks_like_formula(std::string_view text) {
  const auto first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

std::string guarded(const std::string& text) {
  return looks_like_formula(text) ? "'" + text : text;
}

std::string unguarded(std::string text) {
  if (text.starts_with('\'') && looks_like_formula(text)) text.erase(0, 1);
  return text;
}

// A semicolon and a tab, too: whatever reads the file, it is one cell.
std::string cell_of(const std::string& text) {
  auto plain = guarded(text);
  if (plain.find_first_of(",;\t\"\r\n") == std::string::npos) return plain;
  std::string quoted = "\"";
  for (const char c : plain) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

// Behind the first cell, which may itself hold any of them in quotes.
char separator_of(std::string_view bytes) {
  bool is_quoted = false;
  for (const char c : bytes) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == ',' || c == ';' || c == '\t') return c;
    if (c == '\r' || c == '\n') break;
  }
  return ',';
}

class CsvReader {
 public:
  CsvReader(std::string_view bytes, std::string file)
      : bytes_(bytes), file_(std::move(file)), separator_(separator_of(bytes)) {}

  Result<std::vector<CsvRow>> rows() {
    std::vector<CsvRow> rows;
    while (!bytes_.empty() && !error_)
      if (!take_line_end()) rows.push_back(row());
    if (error_) return *std::move(error_);
    return rows;
  }

 private:
  void refuse(std::size_t line, const std::string& what_and_remedy) {
    if (!error_) error_ = Error{file_ + ":" + std::to_string(line) + ": " + what_and_remedy};
  }

  CsvRow row() {
    CsvRow row{{}, line_};
    do {
      row.cells.push_back(unguarded(bytes_.starts_with('"') ? quoted_cell() : plain_cell()));
    } while (take(separator_));
    if (!take_line_end() && !bytes_.empty())
      refuse(line_, "has text behind a closing quote; write two quotes for one within a text");
    return row;
  }

  std::string plain_cell() {
    const char ends[] = {separator_, '\r', '\n', '\0'};
    const auto end = std::min(bytes_.find_first_of(ends), bytes_.size());
    std::string cell(bytes_.substr(0, end));
    bytes_.remove_prefix(end);
    if (cell.find('"') != std::string::npos)
      refuse(line_,
             "has a quote within a text that does not begin with one; put the text in quotes");
    return cell;
  }

  std::string quoted_cell() {
    const auto begun = line_;
    std::string cell;
    do {
      bytes_.remove_prefix(1);
      const auto end = bytes_.find('"');
      if (end == std::string_view::npos) {
        refuse(begun, "has a quote that is not closed; close it");
        bytes_ = {};
        return cell;
      }
      cell.append(bytes_.substr(0, end));
      line_ += static_cast<std::size_t>(
          std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      bytes_.remove_prefix(end + 1);
      if (bytes_.starts_with('"')) cell += '"';
    } while (bytes_.starts_with('"'));
    return cell;
  }

  bool take(char c) {
    if (!bytes_.starts_with(c)) return false;
    bytes_.remove_prefix(1);
    return true;
  }

  bool take_line_end() {
    const bool returned = take('\r');
    const bool fed = take('\n');
    if (returned || fed) ++line_;
    return returned || fed;
  }

  std::string_view bytes_;  // still to be read
  std::string file_;
  char separator_;
  std::size_t line_ = 1;
  std::optional<Error> error_;
};

}  // namespace

std::string write_csv(const std::vector<CsvRow>& rows) {
  std::string out(byte_order_mark);
  for (const auto& row : rows) {
    const bool is_empty = row.cells.size() == 1 && row.cells.front().empty();
    if (is_empty) out += "\"\"";  // else it would be an empty line
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out.append(i == 0 ? "" : ",").append(cell_of(row.cells[i]));
    out += "\r\n";
  }
  return out;
}

Result<std::vector<CsvRow>> parse_csv(std::string_view bytes, const std::string& file) {
  if (!is_utf8(bytes)) return Error{file + ": is not UTF-8; save it as \"CSV UTF-8\""};
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  return CsvReader(bytes, file).rows();
}

}  // namespace smilepost::kiosk
