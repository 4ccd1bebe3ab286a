// kiosk.toml, from whoever wrote it: a fault is one line about it; what is taken makes whole files,
// in which no line of a value begins another.
#include "deploy/provisioning/parcels.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace provisioning;

void judge(std::string_view text) {
  auto settings = read_kiosk_toml(text, "kiosk.toml");
  if (!settings) return must_be_about(settings.error(), "kiosk.toml");
  settings->staff_pin.clear();  // its hash takes 0.1 s
  const auto parcels = parcels_of(*settings, {});
  must(static_cast<bool>(parcels), "without a PIN there is nothing that could fail");
  for (const auto& parcel : *parcels) {
    must(!parcel.text.empty(), "no file is empty");
    if (parcel.is_patch)
      must(patched(patched("", parcel.text), parcel.text) == patched("", parcel.text),
           "doing it again is doing it once");
  }
  const auto connection = connection_text(*settings);
  const auto keys =
      std::count(connection.begin(), connection.end(), '[') -
      std::count(settings->wifi ? settings->wifi->passphrase.begin() : connection.end(),
                 settings->wifi ? settings->wifi->passphrase.end() : connection.end(), '[');
  must(keys >= 3 && keys <= 5, "a value opened a section of its own");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
