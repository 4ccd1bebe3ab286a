// Judges an export with one bit flipped, on request: judge-flips FILE (see bit_flips.py). What lies
// before the item with the flip is judged once.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "record/export_verifier.h"

using namespace smilepost::record;

namespace {

Bytes read_file(const char* name) {
  std::ifstream in(name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return {text.begin(), text.end()};
}

std::string_view word(ExportPlace place) {
  constexpr std::array<std::string_view, 4> words{"anchor", "record", "head", "end"};
  return words.at(static_cast<std::size_t>(place));
}

class Judge {
 public:
  explicit Judge(Bytes file) : file_(std::move(file)) {
    ExportVerifier verifier;
    std::size_t at = 0;
    while (at < file_.size()) {
      before_.push_back({at, verifier});
      const ExportItem item = cut_item(BytesView(file_).subspan(at));
      good_ = verifier.take(item);
      if (!good_) return;
      at += item.bytes.size();
    }
    good_ = !verifier.take({}) && verifier.report().verdict == Verdict::good;
  }

  bool good() const { return good_; }
  std::size_t flips() const { return file_.size() * 8; }

  ExportReport from_its_item(std::size_t flip) {
    const auto behind =
        std::upper_bound(before_.begin(), before_.end(), flip / 8,
                         [](std::size_t place, const Before& before) { return place < before.at; });
    auto [at, verifier] = *std::prev(behind);
    turn(flip);
    ExportItem item;
    do {
      item = cut_item(BytesView(file_).subspan(at));
      at += item.bytes.size();
    } while (verifier.take(item));
    turn(flip);
    return verifier.report();
  }

  ExportReport from_the_front(std::size_t flip) {
    turn(flip);
    std::istringstream in(std::string(file_.begin(), file_.end()));
    turn(flip);
    return verify_export(in);
  }

 private:
  struct Before {
    std::size_t at;
    ExportVerifier verifier;
  };

  void turn(std::size_t flip) { file_[flip / 8] ^= static_cast<std::uint8_t>(1 << flip % 8); }

  Bytes file_;
  std::vector<Before> before_;  // each item
  bool good_ = false;
};

// "verdict:place:record" for each flip.
void answer(Judge& judge, const std::string& way, std::size_t from, std::size_t count,
            std::size_t step) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t flip = from + i * step;
    const ExportReport report =
        way == "whole" ? judge.from_the_front(flip) : judge.from_its_item(flip);
    std::cout << (i == 0 ? "" : " ") << to_string(report.verdict) << ':' << word(report.place)
              << ':' << report.record;
  }
  std::cout << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::cerr << "usage: judge-flips FILE\n", 2;
  initialise_crypto();
  Judge judge(read_file(arguments[1]));
  if (!judge.good()) return std::cerr << "judge-flips: the export itself is not good\n", 1;
  std::cout << judge.flips() << std::endl;
  std::string way;
  std::size_t from = 0, many = 0, step = 0;
  while (std::cin >> way >> from >> many >> step) answer(judge, way, from, many, step);
}
