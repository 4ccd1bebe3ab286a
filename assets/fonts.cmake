# The shipped fonts: Debian's Noto, subset by charset when building. To ship another script, add a
# line below; the text engine takes whatever <family>-Regular.ttf and <family>-Bold.ttf it finds.
set(SMILEPOST_FONT_FOLDER ${CMAKE_BINARY_DIR}/share/fonts)

find_program(HB_SUBSET hb-subset)
if(NOT HB_SUBSET)
  message(FATAL_ERROR "hb-subset is missing: install the Debian package libharfbuzz-bin")
endif()

function(smilepost_font family weights unicodes)
  foreach(weight ${weights})
    set(source /usr/share/fonts/truetype/noto/${family}-${weight}.ttf)
    if(NOT EXISTS ${source})
      message(FATAL_ERROR "${source} is missing: install the Debian package fonts-noto-core")
    endif()
    set(target ${SMILEPOST_FONT_FOLDER}/${family}-${weight}.ttf)
    add_custom_command(
      OUTPUT ${target}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${SMILEPOST_FONT_FOLDER}
      COMMAND ${HB_SUBSET} --unicodes=${unicodes} --layout-features=* --no-hinting
              --notdef-outline --output-file=${target} ${source}
      DEPENDS ${source} ${CMAKE_SOURCE_DIR}/assets/fonts.cmake
      COMMENT "Subsetting ${family}-${weight}"
      VERBATIM)
    set_property(GLOBAL APPEND PROPERTY SMILEPOST_FONTS ${target})
  endforeach()
endfunction()

# Latin with all its extensions, Greek, Cyrillic, combining marks, punctuation, superscripts,
# currencies, letter-like signs.
smilepost_font(NotoSans "Regular;Bold"
  0020-007E,00A0-052F,1C80-1C8F,1D00-1DFF,1E00-1FFF,2000-206F,2070-209F,20A0-20BF,2100-218F,2212,25CC,2C60-2C7F,A640-A69F,A720-A7FF,AB30-AB6F,FB00-FB06,FFFD)
# The Arabic blocks. European digits and punctuation stay with Noto Sans.
smilepost_font(NotoSansArabic "Regular;Bold"
  0020,00A0,0600-06FF,0750-077F,08A0-08FF,200C-200F,25CC,FB50-FDFF,FE70-FEFF)
# Arrows; then stars, ballot boxes, check marks and crosses, which come in one weight only.
smilepost_font(NotoSansSymbols "Regular;Bold" 2190-21FF)
smilepost_font(NotoSansSymbols2 "Regular" 2605-2606,2610-2612,2713-2718)

get_property(fonts GLOBAL PROPERTY SMILEPOST_FONTS)
add_custom_target(smilepost_fonts ALL DEPENDS ${fonts})
