# smilepost_base: the outside world without a display.
include(embed_migrations.cmake)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)

add_library(smilepost_base STATIC
  clock.cpp
  disk.cpp
  files.cpp
  http_client.cpp
  key_store.cpp
  log.cpp
  schema.cpp
  sqlite.cpp
  stop_signal.cpp)
target_link_libraries(smilepost_base PRIVATE CURL::libcurl SQLite::SQLite3)
