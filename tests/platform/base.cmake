smilepost_test(base_test
  SOURCES clock_test.cpp files_test.cpp http_client_test.cpp key_store_test.cpp log_test.cpp
          loopback_server.cpp
          schema_test.cpp sqlite_test.cpp stop_signal_test.cpp
  LIBS smilepost_base)
