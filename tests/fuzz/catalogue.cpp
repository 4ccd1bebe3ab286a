// A .mo catalogue: what is read stood in the file, and is found again.
#include "kiosk/text/catalogue.h"

#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mo_file.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

void is_in_file(const Messages& messages, std::string_view bytes) {
  must(messages.size() <= bytes.size() / 16, "each message takes 16 bytes of tables");
  for (const auto& [id, text] : messages) {
    must(!id.empty() && !text.empty(), "a message says something");
    must(bytes.find(id) != std::string_view::npos, "what is read stood in the file");
    must(bytes.find(text) != std::string_view::npos, "what is read stood in the file");
  }
}

void is_found(const Messages& messages, std::string_view bytes) {
  static const tests::TempFolder folder;
  std::ofstream(folder.path() / "de.mo", std::ios::binary) << bytes;
  const auto catalogue = Catalogue::open(folder.path());
  must(static_cast<bool>(catalogue), "what is read is read from a file");
  for (const auto& [id, text] : messages) {
    must(catalogue->text("de-AT", id) == text, "a region has its language's message");
    must(!catalogue->text("de", id, {{"seconds", ""}, {"", "x"}}).empty() || text == "{seconds}",
         "a message is filled in");
  }
  must(catalogue->missing() == 0, "no message is missing");
}

void judge(std::string_view bytes) {
  const auto messages = parse_mo(bytes, "de.mo");
  if (!messages) return must_be_about(messages.error(), "de.mo: ");
  is_in_file(*messages, bytes);
  const auto again = parse_mo(mo_file({messages->begin(), messages->end()}), "de.mo");
  must(again && *again == *messages, "a catalogue written anew is the same");
  is_found(*messages, bytes);
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
