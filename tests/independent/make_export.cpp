// Writes a good export: see the usage below.
#include <fstream>
#include <iostream>
#include <string_view>

#include "tests/record/samples.h"

using namespace smilepost::record;

int main(int count, char** arguments) {
  const std::string_view what = count == 4 ? arguments[1] : "";
  if (what != "two-epochs" && what != "each-kind") {
    std::cerr << "usage: make-export two-epochs FILE ANSWERS_IN_EACH\n"
                 "       make-export each-kind FILE RECORDS\n";
    return 2;
  }
  initialise_crypto();
  const int number = static_cast<int>(std::strtol(arguments[3], nullptr, 10));
  const auto made = what == "two-epochs" ? samples::export_of_two_epochs(number)
                                         : samples::export_of_each_kind(number);
  const Bytes bytes = samples::joined(made.items);
  std::ofstream out(arguments[2], std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  return out.flush() ? 0 : 1;
}
