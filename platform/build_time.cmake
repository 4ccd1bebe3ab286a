# When this source is from, Unix time, in SMILEPOST_BUILD_TIME: the same for each build of it.
# https://reproducible-builds.org/docs/source-date-epoch/
set(SMILEPOST_BUILD_TIME "$ENV{SOURCE_DATE_EPOCH}")
if(NOT SMILEPOST_BUILD_TIME MATCHES "^[0-9]+$")
  execute_process(COMMAND git -C ${CMAKE_CURRENT_LIST_DIR} log -1 --format=%ct
                  OUTPUT_VARIABLE SMILEPOST_BUILD_TIME OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT SMILEPOST_BUILD_TIME MATCHES "^[0-9]+$")
  set(SMILEPOST_BUILD_TIME 1767225600) # 2026: older than this is no copy of it
endif()
