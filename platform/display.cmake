# smilepost_display: window, renderer, input, sound, SVG, PNG and QR codes. SDL2, OpenGL ES 2, ImGui's core.
pkg_check_modules(sdl2 REQUIRED IMPORTED_TARGET GLOBAL sdl2)
pkg_check_modules(glesv2 REQUIRED IMPORTED_TARGET GLOBAL glesv2)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET GLOBAL imgui)
pkg_check_modules(librsvg REQUIRED IMPORTED_TARGET GLOBAL librsvg-2.0)
pkg_check_modules(libpng REQUIRED IMPORTED_TARGET GLOBAL libpng)
pkg_check_modules(libqrencode REQUIRED IMPORTED_TARGET GLOBAL libqrencode)

# ImGui's core only: the backends in the package are the desktop build and lose taps.
add_library(smilepost_imgui INTERFACE)
target_link_libraries(smilepost_imgui INTERFACE PkgConfig::imgui)

add_library(smilepost_display STATIC edid.cpp input.cpp png.cpp qr_code.cpp renderer.cpp renderer_name.cpp scripted_finger.cpp
                                     sound.cpp svg.cpp texture.cpp touch_watch.cpp window.cpp)
target_link_libraries(smilepost_display
  PUBLIC smilepost_imgui PkgConfig::sdl2
  PRIVATE PkgConfig::glesv2 PkgConfig::librsvg PkgConfig::libpng PkgConfig::libqrencode)
