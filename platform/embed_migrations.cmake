# smilepost_embed_migrations(TARGET HEADER NAMESPACE files...): the numbered SQL files, in the order
# given, as `inline constexpr std::array migrations` of string views in a generated header.
function(smilepost_embed_migrations target header namespace)
  set(text "// Made from SQL files by platform/embed_migrations.cmake.\n#pragma once\n\n#include <array>\n#include <string_view>\n\nnamespace ${namespace} {\n\ninline constexpr std::array migrations{\n")
  foreach(file ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    file(READ ${file} sql)
    string(APPEND text "    std::string_view(R\"sql(${sql})sql\"),\n")
  endforeach()
  string(APPEND text "};\n\n}  // namespace ${namespace}\n")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/${header} CONTENT "${text}")
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
