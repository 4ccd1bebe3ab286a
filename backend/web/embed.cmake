# smilepost_embed_files(TARGET files...): each file's text as an `inline constexpr` string view named
# after the file ("style.css" is `style_css`), in the generated header backend/web/files.h.
function(smilepost_embed_files target)
  set(text "// Made from the files beside it by backend/web/embed.cmake.\n#pragma once\n\n#include <string_view>\n\nnamespace smilepost::backend::web {\n\n")
  foreach(file ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    get_filename_component(name ${file} NAME)
    string(REPLACE "." "_" name ${name})
    file(READ ${file} content)
    string(APPEND text "inline constexpr std::string_view ${name} = R\"~file~(${content})~file~\";\n\n")
  endforeach()
  string(APPEND text "}  // namespace smilepost::backend::web\n")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/backend/web/files.h CONTENT "${text}")
endfunction()
