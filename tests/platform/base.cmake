find_package(SQLite3 REQUIRED)

# A disk in memory that fails and loses power when told.
add_library(smilepost_simulated_disk STATIC power_cut.cpp simulated_disk.cpp simulated_vfs.cpp)
target_link_libraries(smilepost_simulated_disk PUBLIC smilepost_base SQLite::SQLite3)

smilepost_test(base_test
  SOURCES clock_test.cpp disk_test.cpp files_test.cpp http_client_test.cpp http_network_test.cpp
          key_store_test.cpp log_test.cpp machine_health_test.cpp loopback_server.cpp own_process_test.cpp schema_test.cpp
          service_manager_test.cpp sqlite_test.cpp stop_signal_test.cpp timesyncd_test.cpp tls_peers.cpp tls_test.cpp usb_devices_test.cpp
  LIBS smilepost_simulated_disk)
add_test(NAME build_time COMMAND ${CMAKE_COMMAND} -P ${CMAKE_CURRENT_SOURCE_DIR}/build_time_test.cmake)
