#include <unistd.h>

#include <iostream>

#include "deploy/tool/commands.h"
#include "record/keys.h"

int main(int count, char** arguments) {
  smilepost::record::initialise_crypto();
  return smilepost::tool::run({arguments + 1, arguments + count},
                              {std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1});
}
