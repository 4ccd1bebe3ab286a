# The languages that this build carries: those of locales/, or fewer, as an image wants them. Decides which
# catalogues and which fonts are made.
file(GLOB po_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/locales/*.po)
set(known_languages)
foreach(po ${po_files})
  get_filename_component(language ${po} NAME_WE)
  list(APPEND known_languages ${language})
endforeach()

set(SMILEPOST_LANGUAGES "" CACHE STRING "Languages to carry, as their files in locales/ are named: \"en;de;ja\". Empty: all")
set(languages ${SMILEPOST_LANGUAGES})
if(NOT languages)
  set(languages ${known_languages})
endif()
foreach(language ${languages})
  if(NOT language IN_LIST known_languages)
    message(FATAL_ERROR "SMILEPOST_LANGUAGES names ${language}, but there is no locales/${language}.po: write it, or leave it out")
  endif()
endforeach()
