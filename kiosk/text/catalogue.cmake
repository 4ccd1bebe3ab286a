# The kiosk's own words: the reader, and the .po files compiled beside the programs.
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_program(MSGFMT msgfmt REQUIRED)

add_library(smilepost_catalogue STATIC catalogue.cpp icu_locale.cpp languages.cpp numbers.cpp pseudo.cpp times.cpp)
target_link_libraries(smilepost_catalogue PRIVATE ICU::uc ICU::i18n)

include(${CMAKE_SOURCE_DIR}/assets/languages.cmake)
set(mo_files)
foreach(language ${languages})
  set(po ${CMAKE_SOURCE_DIR}/locales/${language}.po)
  set(mo ${CMAKE_BINARY_DIR}/share/locales/${language}.mo)
  add_custom_command(OUTPUT ${mo}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/share/locales
    COMMAND ${MSGFMT} --check --output-file=${mo} ${po}
    DEPENDS ${po} VERBATIM)
  list(APPEND mo_files ${mo})
endforeach()
add_custom_target(smilepost_locales ALL DEPENDS ${mo_files})
add_dependencies(smilepost_catalogue smilepost_locales)
