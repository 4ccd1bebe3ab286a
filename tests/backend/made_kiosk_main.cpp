// Writes what a kiosk would send, for tests in other languages:
//   backend_made_kiosk CODE LABEL WALL_MS VOTE... : enrol.cbor, first.seq and later.seq in the
// current folder. A VOTE is 1 to 4, with the reasons after a colon: "1:long-wait,unfriendly".
// later.seq holds one more very good vote and a head.
#include <fstream>
#include <string>

#include "hand_made_kiosk.h"

namespace {

void write(const char* file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void add(smilepost::backend::test::HandMadeKiosk& kiosk, const std::string& text) {
  const int value = text.at(0) - '0';
  const char* follow_up = value <= 2 ? "what-went-wrong" : "what-did-you-like";
  const std::uint64_t visit = kiosk.vote(value, 4, follow_up);
  std::vector<std::string> reasons;
  for (std::size_t from = 2; from < text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    reasons.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  if (!reasons.empty()) kiosk.reasons(visit, follow_up, reasons);
}

}  // namespace

int main(int count, char** values) {
  if (count < 4) return 2;
  smilepost::backend::test::HandMadeKiosk kiosk(std::stoll(values[3]));
  for (int i = 4; i < count; ++i) add(kiosk, values[i]);
  kiosk.head();
  const std::size_t first = kiosk.size();
  add(kiosk, "4");
  kiosk.head();
  const auto code = smilepost::record::parse_enrolment_code(values[1]);
  if (!code) return 2;
  write("enrol.cbor", kiosk.enrolment(*code, values[2]));
  write("first.seq", kiosk.batch(0, first));
  write("later.seq", kiosk.batch(first, kiosk.size()));
  return 0;
}
