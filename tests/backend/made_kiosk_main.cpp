// Writes what a kiosk would send, for tests in other languages:
//   backend_made_kiosk CODE LABEL WALL_MS VOTE... : enrol.cbor, first.seq and later.seq in the
// current folder. A VOTE is 1 to 4, with the reasons after a colon: "1:long-wait,unfriendly". In
// their place "boot:1970" begins a boot without a clock, "boot:free" one whose clock is a minute
// slow and confirmed by nobody, and "heard" is a receipt's time that was heard in that boot.
// "recommend=4/11,why-not=long-wait+rude,effort=2/7" is a visit of several questions, each of which
// leads to the next, "effort=-" one that was skipped; "staff" and "shoppers" say whose follow.
// later.seq holds one more very good vote and a head.
#include <fstream>
#include <sstream>
#include <string>

#include "hand_made_kiosk.h"

namespace {

void write(const char* file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void boot(smilepost::backend::test::HandMadeKiosk& kiosk, bool has_clock) {
  using smilepost::record::ClockState;
  ++kiosk.boot[0];
  kiosk.clock = has_clock ? ClockState::free_running : ClockState::unset;
  kiosk.wall_ms = has_clock ? kiosk.wall_ms - 61'000 : 5'000;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// The first question of a visit is a vote on the rating.
std::uint64_t answer(smilepost::backend::test::HandMadeKiosk& kiosk, const std::string& said,
                     std::optional<std::uint64_t> visit, const std::optional<std::string>& next) {
  const auto parts = split(said, '=');
  const auto vote = split(parts.at(1), '/');
  if (vote.size() < 2) {
    const auto chosen = parts[1] == "-" ? std::vector<std::string>() : split(parts[1], '+');
    return kiosk.reasons_leading(visit.value(), parts[0], chosen, next);
  }
  const int value = std::stoi(vote[0]), steps = std::stoi(vote[1]);
  if (visit) return kiosk.further(*visit, parts[0], value, steps, next);
  kiosk.rating = parts[0];
  return kiosk.vote(value, steps, next);
}

void add_path(smilepost::backend::test::HandMadeKiosk& kiosk, const std::string& text) {
  const auto said = split(text, ',');
  std::optional<std::uint64_t> visit;
  for (std::size_t i = 0; i < said.size(); ++i) {
    std::optional<std::string> next;
    if (i + 1 < said.size()) next = split(said[i + 1], '=').at(0);
    const std::uint64_t sequence = answer(kiosk, said[i], visit, next);
    if (!visit) visit = sequence;
  }
}

void add(smilepost::backend::test::HandMadeKiosk& kiosk, const std::string& text,
         std::int64_t now_ms) {
  if (text.rfind("boot:", 0) == 0) {
    kiosk.wall_ms = now_ms;
    return boot(kiosk, text == "boot:free");
  }
  if (text == "heard") {
    const std::uint64_t since_boot_ms = 1000 * kiosk.size();
    return void(kiosk.time_heard(now_ms, since_boot_ms - 200, 200));
  }
  using smilepost::record::Audience;
  if (text == "staff") return void(kiosk.audience = Audience::staff);
  if (text == "shoppers") return void(kiosk.audience = Audience::shoppers);
  if (text.find('=') != std::string::npos) return add_path(kiosk, text);
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
  const std::int64_t now_ms = std::stoll(values[3]);
  smilepost::backend::test::HandMadeKiosk kiosk(now_ms);
  for (int i = 4; i < count; ++i) add(kiosk, values[i], now_ms);
  kiosk.head();
  const std::size_t first = kiosk.size();
  kiosk.audience = smilepost::record::Audience::shoppers;
  add(kiosk, "4", now_ms);
  kiosk.head();
  const auto code = smilepost::record::parse_enrolment_code(values[1]);
  if (!code) return 2;
  write("enrol.cbor", kiosk.enrolment(*code, values[2]));
  write("first.seq", kiosk.batch(0, first));
  write("later.seq", kiosk.batch(first, kiosk.size()));
  return 0;
}
