#include "platform/renderer_name.h"

#include <GLES2/gl2.h>

namespace smilepost::platform {

std::string renderer_name() {
  const GLubyte* name = glGetString(GL_RENDERER);
  return name == nullptr ? std::string{} : std::string(reinterpret_cast<const char*>(name));
}

}  // namespace smilepost::platform
