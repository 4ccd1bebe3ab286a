// A translator's table: what is read is written anew the same, no cell of it a formula, and is
// taken whole or not at all.
#include "kiosk/authoring/csv_file.h"

#include "tests/fuzz/translated.h"

namespace smilepost::fuzz {
namespace {

// As it is written alone in a row, behind the mark and perhaps a quote.
void is_no_formula(const std::string& cell) {
  const auto written = kiosk::write_csv({{{cell}}}).substr(3);
  const auto first = written[written.front() == '"' ? 1 : 0];
  must(std::string_view("=+-@\t").find(first) == std::string_view::npos, "no cell is a formula");
}

void judge(std::string_view bytes) {
  const auto rows = kiosk::parse_csv(bytes, "t.csv");
  if (!rows) return must_be_about(rows.error(), "t.csv:");
  for (const auto& row : *rows)
    for (const auto& cell : row.cells) is_no_formula(cell);
  const auto again = kiosk::parse_csv(kiosk::write_csv(*rows), "t.csv");
  must(again && *again == *rows, "a table written anew is the same");
  for (const std::optional<std::string>& language : {std::optional<std::string>(), {"de"}})
    is_taken_or_refused(kiosk::translation_in_csv(bytes, "t.csv", sample_document(), language),
                        "t.csv");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
