// Writes a good export of two epochs: make-export FILE ANSWERS_IN_EACH
#include <fstream>
#include <iostream>

#include "tests/record/samples.h"

using namespace smilepost::record;

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: make-export FILE ANSWERS_IN_EACH\n";
    return 2;
  }
  initialise_crypto();
  const int answers = static_cast<int>(std::strtol(arguments[2], nullptr, 10));
  const Bytes bytes = samples::joined(samples::export_of_two_epochs(answers).items);
  std::ofstream out(arguments[1], std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  return out.flush() ? 0 : 1;
}
