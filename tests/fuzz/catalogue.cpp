// A .mo catalogue: what is read stood in the file, and is found again.
#include "kiosk/text/catalogue.h"

#include <fstream>
#include <map>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mo_file.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

void is_in_file(const Messages& messages, std::string_view bytes) {
  must(messages.size() <= bytes.size() / 16, "each message takes 16 bytes of tables");
  for (const auto& [id, forms] : messages) {
    must(!id.empty() && !forms.empty(), "a message says something");
    must(bytes.find(id) != std::string_view::npos, "what is read stood in the file");
    for (const auto& form : forms) {
      must(!form.empty(), "a form says something");
      must(bytes.find(form) != std::string_view::npos, "what is read stood in the file");
    }
  }
}

// As they stand in a file, one behind the other.
std::string joined(const std::vector<std::string>& forms) {
  std::string text = forms.front();
  for (std::size_t i = 1; i < forms.size(); ++i) text += std::string(1, '\0') + forms[i];
  return text;
}

void is_found(const Messages& messages, std::string_view bytes) {
  static const tests::TempFolder folder;
  std::ofstream(folder.path() / "de.mo", std::ios::binary) << bytes;
  const auto catalogue = Catalogue::open(folder.path());
  must(static_cast<bool>(catalogue), "what is read is read from a file");
  for (const auto& [id, forms] : messages) {
    must(catalogue->text("de-AT", id) == forms.front(), "a region has its language's message");
    must(!catalogue->text("de", id, {{"seconds", ""}, {"", "x"}}).empty(),
         "a message is filled in");
    for (const std::uint64_t count : {0U, 1U, 2U, 5U, 21U}) {
      must(!catalogue->text("de", id, "seconds", count).empty(), "a number has its form");
    }
  }
  must(catalogue->missing() == 0, "no message is missing");
}

void judge(std::string_view bytes) {
  const auto messages = parse_mo(bytes, "de.mo");
  if (!messages) return must_be_about(messages.error(), "de.mo: ");
  is_in_file(*messages, bytes);
  std::map<std::string, std::string> written;
  for (const auto& [id, forms] : *messages) written[id] = joined(forms);
  const auto again = parse_mo(mo_file({written.begin(), written.end()}), "de.mo");
  must(again && *again == *messages, "a catalogue written anew is the same");
  is_found(*messages, bytes);
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
