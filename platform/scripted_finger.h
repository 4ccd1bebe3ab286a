// Touches the screen without a hand: SDL events that take the same way as a finger's.
#pragma once

#include "platform/input.h"

namespace smilepost::platform {

class ScriptedFinger {
 public:
  // Of the framebuffer, and how the picture is turned on it: as the input queue has it. Fingers of
  // other numbers are other contacts.
  ScriptedFinger(int width, int height, int quarter_turns, int finger = 1)
      : width_(width), height_(height), quarter_turns_(quarter_turns), finger_(finger) {}

  // Pushes the event to SDL's queue; it arrives with the window's next events. UI thread.
  void down(Point at) const;
  void move(Point at) const;
  void up(Point at) const;

 private:
  void push(unsigned type, Point at) const;
  int width_, height_, quarter_turns_, finger_;
};

}  // namespace smilepost::platform
