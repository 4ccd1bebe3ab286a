smilepost_test(platform_display_test
  SOURCES edid_test.cpp input_test.cpp png_test.cpp renderer_test.cpp scripted_finger_test.cpp sound_test.cpp svg_test.cpp texture_test.cpp touch_watch_test.cpp
          window_test.cpp
  LIBS smilepost_display)
