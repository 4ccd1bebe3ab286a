// A translator's PO file: what is read is written anew the same, and is taken whole or not at all.
#include "kiosk/authoring/po_file.h"

#include "tests/fuzz/translated.h"

namespace smilepost::fuzz {
namespace {

void judge(std::string_view bytes) {
  const auto entries = kiosk::parse_po(bytes, "de.po");
  if (!entries) return must_be_about(entries.error(), "de.po:");
  const auto again = kiosk::parse_po(kiosk::write_po(*entries), "de.po");
  must(again && *again == *entries, "a PO file written anew is the same");
  for (const std::optional<std::string>& language : {std::optional<std::string>(), {"fi"}})
    is_taken_or_refused(kiosk::translation_in_po(bytes, "de.po", sample_document(), language),
                        "de.po");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
