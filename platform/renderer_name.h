// What draws here: "V3D 4.2", or "llvmpipe (…)", where there is no driver for the GPU.
#pragma once

#include <string>

namespace smilepost::platform {

// GL_RENDERER. Needs a current ES context; empty: it does not say.
std::string renderer_name();

}  // namespace smilepost::platform
