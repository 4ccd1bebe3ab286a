// `smilepost lint`: done by smilepost-kiosk, which has the screens and what draws them. So the tool
// itself needs no display where it is used beside a backend.
#include "deploy/tool/commands.h"
#include "deploy/tool/kiosk_program.h"

namespace smilepost::tool {

int lint(const Words& words, Streams streams) {
  Words arguments = {"lint"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  return become_kiosk(arguments, streams);
}

}  // namespace smilepost::tool
