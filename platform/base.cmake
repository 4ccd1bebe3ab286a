# smilepost_base: the outside world without a display.
include(build_time.cmake)
include(embed_migrations.cmake)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET GLOBAL libsystemd)

add_library(smilepost_base STATIC
  build_time.cpp
  clock.cpp
  disk.cpp
  files.cpp
  growing_file.cpp
  http_client.cpp
  http_fault.cpp
  key_store.cpp
  log.cpp
  machine_health.cpp
  network_state.cpp
  own_process.cpp
  schema.cpp
  service_manager.cpp
  sqlite.cpp
  stop_signal.cpp
  timesyncd.cpp
  tls.cpp
  updater.cpp
  usb_devices.cpp)
target_link_libraries(smilepost_base PRIVATE CURL::libcurl OpenSSL::SSL OpenSSL::Crypto SQLite::SQLite3 PkgConfig::systemd)
set_source_files_properties(build_time.cpp PROPERTIES
  COMPILE_DEFINITIONS SMILEPOST_BUILD_TIME=${SMILEPOST_BUILD_TIME})
