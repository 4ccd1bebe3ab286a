find_package(nlohmann_json REQUIRED)
find_package(rapidcheck REQUIRED)
smilepost_test(kiosk_text_test
  SOURCES atlas_test.cpp bidi_test.cpp ellipsis_test.cpp font_set_test.cpp icu_locale_test.cpp line_breaker_test.cpp
          paragraph_cache_test.cpp paragraph_test.cpp shaper_test.cpp shipped_texts.cpp
          text_engine_test.cpp
  LIBS smilepost_text smilepost_catalogue PkgConfig::harfbuzz nlohmann_json::nlohmann_json
       rapidcheck)
# hb-shape is the oracle for shaping.
find_program(HB_SHAPE hb-shape)
if(NOT HB_SHAPE)
  message(FATAL_ERROR "hb-shape is missing: install the Debian package libharfbuzz-bin")
endif()
target_compile_definitions(kiosk_text_test PRIVATE HB_SHAPE="${HB_SHAPE}")
