# The text engine's share of smilepost_text: ICU, HarfBuzz, FreeType, and the fonts it draws with.
pkg_check_modules(harfbuzz REQUIRED IMPORTED_TARGET GLOBAL harfbuzz)
pkg_check_modules(freetype REQUIRED IMPORTED_TARGET GLOBAL freetype2)
pkg_check_modules(icu_uc REQUIRED IMPORTED_TARGET GLOBAL icu-uc)
find_package(fmt REQUIRED)
include(${CMAKE_SOURCE_DIR}/assets/fonts.cmake)

target_sources(smilepost_text PRIVATE atlas.cpp bidi.cpp boundaries.cpp ellipsis.cpp font_set.cpp line_breaker.cpp
                                      paragraph.cpp paragraph_cache.cpp shaper.cpp
                                      text_engine.cpp utf16.cpp)
target_link_libraries(smilepost_text
  PUBLIC smilepost_display
  PRIVATE smilepost_catalogue PkgConfig::harfbuzz PkgConfig::freetype PkgConfig::icu_uc fmt::fmt)
add_dependencies(smilepost_text smilepost_fonts)
