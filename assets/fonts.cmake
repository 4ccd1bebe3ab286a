# The shipped fonts: Debian's Noto, subset by charset when building. To ship another script, add a
# line below; the text engine takes whatever <family>-Regular and -Bold, .ttf or .otf, it finds.
include(${CMAKE_CURRENT_LIST_DIR}/languages.cmake)
set(SMILEPOST_FONT_FOLDER ${CMAKE_BINARY_DIR}/share/fonts)

find_program(HB_SUBSET hb-subset)
if(NOT HB_SUBSET)
  message(FATAL_ERROR "hb-subset is missing: install the Debian package libharfbuzz-bin")
endif()

# smilepost_subset(SOURCE PACKAGE TARGET WHAT…): WHAT is hb-subset's, beside what is the same for all.
function(smilepost_subset source package target)
  if(NOT EXISTS ${source})
    message(FATAL_ERROR "${source} is missing: install the Debian package ${package}")
  endif()
  add_custom_command(
    OUTPUT ${target}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SMILEPOST_FONT_FOLDER}
    COMMAND ${HB_SUBSET} ${ARGN} --layout-features=* --no-hinting --notdef-outline --output-file=${target} ${source}
    DEPENDS ${source} ${CMAKE_SOURCE_DIR}/assets/fonts.cmake ${charset_file}
    COMMENT "Subsetting ${target}"
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY SMILEPOST_FONTS ${target})
endfunction()

# Whether one of these languages is carried; "any" always is.
function(smilepost_carries out)
  set(${out} FALSE PARENT_SCOPE)
  foreach(language ${ARGN})
    if(language STREQUAL any OR language IN_LIST languages)
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

function(smilepost_font family weights for unicodes)
  smilepost_carries(wanted ${for})
  if(NOT wanted)
    return()
  endif()
  foreach(weight ${weights})
    smilepost_subset(/usr/share/fonts/truetype/noto/${family}-${weight}.ttf fonts-noto-core
                     ${SMILEPOST_FONT_FOLDER}/${family}-${weight}.ttf --unicodes=${unicodes})
  endforeach()
endfunction()

# From the collection that has a face for each country: the same character has another shape in each. Letters
# and digits stay with Noto Sans; punctuation is the country's own.
function(smilepost_cjk_font family face for charset unicodes)
  smilepost_carries(wanted ${for})
  if(NOT wanted)
    return()
  endif()
  set(what --face-index=${face} --unicodes=${unicodes})
  if(charset)
    set(charset_file ${CMAKE_BINARY_DIR}/charsets/${charset}.txt)
    add_custom_command(
      OUTPUT ${charset_file}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/charsets
      COMMAND ${CMAKE_SOURCE_DIR}/assets/charset.sh ${charset} > ${charset_file}
      DEPENDS ${CMAKE_SOURCE_DIR}/assets/charset.sh
      COMMENT "Listing ${charset}" VERBATIM)
    list(APPEND what --text-file=${charset_file})
  endif()
  foreach(weight Regular Bold)
    smilepost_subset(/usr/share/fonts/opentype/noto/NotoSansCJK-${weight}.ttc fonts-noto-cjk
                     ${SMILEPOST_FONT_FOLDER}/${family}-${weight}.otf ${what} --unicodes-=0000-200F,0370-052F)
  endforeach()
endfunction()

# Latin with all its extensions, Greek, Cyrillic, combining marks, punctuation, superscripts,
# currencies, letter-like signs.
smilepost_font(NotoSans "Regular;Bold" any
  0020-007E,00A0-052F,1C80-1C8F,1D00-1DFF,1E00-1FFF,2000-206F,2070-209F,20A0-20BF,2100-218F,2212,25CC,2C60-2C7F,A640-A69F,A720-A7FF,AB30-AB6F,FB00-FB06,FFFD)
# Arrows; then stars, ballot boxes, check marks and crosses, which come in one weight only.
smilepost_font(NotoSansSymbols "Regular;Bold" any 2190-21FF)
smilepost_font(NotoSansSymbols2 "Regular" any 2605-2606,2610-2612,2713-2718)
# Of the scripts below, European digits and punctuation stay with Noto Sans.
smilepost_font(NotoSansArabic "Regular;Bold" ar
  0020,00A0,0600-06FF,0750-077F,08A0-08FF,200C-200F,25CC,FB50-FDFF,FE70-FEFF)
smilepost_font(NotoSansHebrew "Regular;Bold" he 0020,00A0,0590-05FF,200C-200F,20AA,25CC,FB1D-FB4F)
smilepost_font(NotoSansDevanagari "Regular;Bold" hi
  0020,00A0,0900-097F,1CD0-1CFF,200C-200D,20A8,20B9,25CC,A830-A839,A8E0-A8FF)
smilepost_font(NotoSansBengali "Regular;Bold" bn 0020,00A0,0951-0952,0964-0965,0980-09FF,200C-200D,20B9,25CC)
# With loops, as in print: letters without them are told apart less well, by the old above all.
smilepost_font(NotoLoopedThai "Regular;Bold" th 0020,00A0,0E00-0E7F,200C-200D,25CC)
smilepost_font(NotoSansKhmer "Regular;Bold" km 0020,00A0,1780-17FF,19E0-19FF,200B-200D,25CC)
# JIS X 0208, KS X 1001 without its Chinese characters but with all syllables, GB 2312, Big5.
smilepost_cjk_font(NotoSansJP 0 ja EUC-JP 3000-30FF,31F0-31FF,FF00-FFEF)
smilepost_cjk_font(NotoSansKR 1 ko "" 2010-203F,3000-303F,3131-318E,AC00-D7A3,FF00-FFEF)
smilepost_cjk_font(NotoSansSC 2 zh-Hans GB2312 3000-303F,FF00-FFEF)
smilepost_cjk_font(NotoSansTC 3 zh-Hant BIG5 3000-303F,3100-312F,FF00-FFEF)

get_property(fonts GLOBAL PROPERTY SMILEPOST_FONTS)
add_custom_target(smilepost_fonts ALL DEPENDS ${fonts})
