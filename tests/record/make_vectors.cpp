// Prints one of the vector files: make-vectors records|receipt|bundle|call|status|exports. What is
// checked in is frozen; this is for the vectors of a new kind.
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/record/samples.h"

using namespace smilepost::record;
using Json = nlohmann::ordered_json;

namespace {

Json records() {
  Json all = Json::array();
  for (const auto& [name, cose] : samples::one_of_each_kind()) {
    all.push_back({{"name", name}, {"hash", to_hex(hash_of(cose))}, {"cose", to_hex(cose)}});
  }
  return all;
}

Json receipt() {
  const SigningKey key = samples::key(7);
  return {{"public_key", to_hex(key.public_key())},
          {"cose", to_hex(seal(samples::receipt(), key))}};
}

Json bundle() {
  const SigningKey key = samples::key(9);
  return {{"public_key", to_hex(key.public_key())},
          {"cose", to_hex(seal(samples::bundle(), key).value())}};
}

Json calls() {
  const SigningKey kiosk = samples::key(1), backend = samples::key(7);
  return {{"kiosk_key", to_hex(kiosk.public_key())},
          {"request", to_hex(seal(samples::call_request(), kiosk))},
          {"receipt_key", to_hex(backend.public_key())},
          {"answer", to_hex(seal(samples::call_answer(), backend))}};
}

Json status() {
  const SigningKey kiosk = samples::key(1), backend = samples::key(7);
  return {{"kiosk_key", to_hex(kiosk.public_key())},
          {"report", to_hex(seal(samples::status_report(), kiosk))},
          {"receipt_key", to_hex(backend.public_key())},
          {"reply", to_hex(seal(samples::status_reply(), backend).value())}};
}

Json exports() {
  Json all = Json::array();
  for (const auto& [verdict, file] : samples::judged_exports()) {
    all.push_back({{"verdict", verdict}, {"export", to_hex(file)}});
  }
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string what = count == 2 ? arguments[1] : "";
  if (what != "records" && what != "receipt" && what != "bundle" && what != "call" &&
      what != "status" && what != "exports") {
    std::cerr << "usage: make-vectors records|receipt|bundle|call|status|exports\n";
    return 2;
  }
  std::cout << (what == "records"   ? records()
                : what == "receipt" ? receipt()
                : what == "bundle"  ? bundle()
                : what == "call"    ? calls()
                : what == "status"  ? status()
                                    : exports())
                   .dump(1)
            << '\n';
}
