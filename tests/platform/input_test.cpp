#include "platform/input.h"

#include <SDL.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace smilepost::platform {
namespace {

constexpr int width = 1000, height = 500;

SDL_Event finger(Uint32 type, SDL_FingerID id, float x, float y, SDL_TouchID device = 7) {
  SDL_Event event{};
  event.type = type;
  event.tfinger.touchId = device;
  event.tfinger.fingerId = id;
  event.tfinger.x = x;
  event.tfinger.y = y;
  return event;
}

SDL_Event button(Uint32 type, int x, int y, Uint8 which_button = SDL_BUTTON_LEFT,
                 Uint32 which = 0) {
  SDL_Event event{};
  event.type = type;
  event.button.which = which;
  event.button.button = which_button;
  event.button.x = x;
  event.button.y = y;
  return event;
}

SDL_Event motion(int x, int y) {
  SDL_Event event{};
  event.type = SDL_MOUSEMOTION;
  event.motion.x = x;
  event.motion.y = y;
  return event;
}

SDL_Event window_event(SDL_WindowEventID id) {
  SDL_Event event{};
  event.type = SDL_WINDOWEVENT;
  event.window.event = Uint8(id);
  return event;
}

// "down 500,250; up 500,250"
std::string drained(InputQueue& queue) {
  std::string text;
  constexpr const char* names[] = {"down", "move", "up", "cancelled"};
  while (const auto contact = queue.next()) {
    text += (text.empty() ? "" : "; ") + std::string(names[int(contact->phase)]) + " " +
            std::to_string(int(contact->at.x)) + "," + std::to_string(int(contact->at.y));
  }
  return text;
}

TEST(InputQueue, ATapOfAFingerIsADownAndAnUpInPixels) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 10);
  queue.take(finger(SDL_FINGERUP, 1, 0.25F, 0.5F), 20);
  const auto down = queue.next();
  ASSERT_TRUE(down);
  EXPECT_EQ(down->time_ms, 10U);
  EXPECT_EQ(down->at.x, 500);
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(drained(queue), "up 250,250");
  EXPECT_TRUE(queue.empty());
}

TEST(InputQueue, TapsWithinOneFrameAreAllKept) {
  InputQueue queue(width, height, 0);
  for (int tap = 0; tap < 3; ++tap) {
    queue.take(finger(SDL_FINGERDOWN, tap, 0.1F, 0.1F), 0);
    queue.take(finger(SDL_FINGERUP, tap, 0.1F, 0.1F), 0);
  }
  EXPECT_EQ(drained(queue),
            "down 100,50; up 100,50; down 100,50; up 100,50; down 100,50; up 100,50");
}

TEST(InputQueue, TheLeftMouseButtonCountsAsAContact) {
  InputQueue queue(width, height, 0);
  queue.take(motion(1, 1), 0);
  queue.take(button(SDL_MOUSEBUTTONDOWN, 10, 20), 0);
  queue.take(motion(11, 21), 0);
  queue.take(button(SDL_MOUSEBUTTONUP, 12, 22), 0);
  queue.take(motion(1, 1), 0);
  EXPECT_EQ(drained(queue), "down 10,20; move 11,21; up 12,22");
}

TEST(InputQueue, OtherMouseButtonsAreIgnored) {
  InputQueue queue(width, height, 0);
  queue.take(button(SDL_MOUSEBUTTONDOWN, 10, 20, SDL_BUTTON_RIGHT), 0);
  queue.take(button(SDL_MOUSEBUTTONUP, 10, 20, SDL_BUTTON_RIGHT), 0);
  EXPECT_TRUE(queue.empty());
}

TEST(InputQueue, WhatSdlMakesUpFromTouchOrMouseIsDropped) {
  InputQueue queue(width, height, 0);
  queue.take(button(SDL_MOUSEBUTTONDOWN, 10, 20, SDL_BUTTON_LEFT, SDL_TOUCH_MOUSEID), 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F, SDL_MOUSE_TOUCHID), 0);
  EXPECT_TRUE(queue.empty());
}

TEST(InputQueue, ASecondContactIsIgnoredWhileTheFirstIsHeld) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 0);
  queue.take(finger(SDL_FINGERDOWN, 2, 0.1F, 0.1F), 3000);
  queue.take(finger(SDL_FINGERMOTION, 2, 0.2F, 0.1F), 3000);
  queue.take(finger(SDL_FINGERUP, 2, 0.1F, 0.1F), 3000);
  queue.take(button(SDL_MOUSEBUTTONDOWN, 10, 20), 3000);
  queue.take(finger(SDL_FINGERUP, 1, 0.5F, 0.5F), 3000);
  EXPECT_EQ(drained(queue), "down 500,250; up 500,250");
}

TEST(InputQueue, AContactKnowsOfTheOthersOnTheGlass) {
  InputQueue queue(width, height, 0);
  const auto tap = [&](std::uint64_t at_ms) {
    queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), at_ms);
    queue.take(finger(SDL_FINGERUP, 1, 0.5F, 0.5F), at_ms + 50);
    while (const auto contact = queue.next())
      if (contact->phase == Contact::Phase::up) return *contact;
    return Contact{};
  };
  EXPECT_FALSE(tap(0).accompanied);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 100);
  queue.take(finger(SDL_FINGERDOWN, 2, 0.1F, 0.1F), 110);  // and up again, before the first
  queue.take(finger(SDL_FINGERUP, 2, 0.1F, 0.1F), 120);
  queue.take(finger(SDL_FINGERUP, 1, 0.5F, 0.5F), 130);
  queue.next();
  const auto up = queue.next();
  EXPECT_TRUE(up->accompanied);
  EXPECT_FALSE(up->beside_resting);
  EXPECT_FALSE(tap(200).accompanied) << "it is gone";
}

TEST(InputQueue, AContactKnowsOfWhatLiesOnTheGlass) {
  InputQueue queue(width, height, 0);
  const auto tap = [&](std::uint64_t at_ms) {
    while (queue.next()) continue;
    queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), at_ms);
    queue.take(finger(SDL_FINGERUP, 1, 0.5F, 0.5F), at_ms + 50);
    std::optional<Contact> last;
    while (const auto contact = queue.next()) last = contact;
    return *last;
  };
  queue.take(finger(SDL_FINGERDOWN, 9, 0.1F, 0.1F), 0);
  EXPECT_TRUE(tap(3001).beside_resting);
  queue.take(finger(SDL_FINGERUP, 9, 0.1F, 0.1F), 4000);
  EXPECT_FALSE(tap(5000).beside_resting);
  queue.take(finger(SDL_FINGERDOWN, 9, 0.1F, 0.1F), 6000);
  EXPECT_FALSE(tap(700'000).accompanied) << "its lifting was lost";
  queue.take(finger(SDL_FINGERDOWN, 9, 0.1F, 0.1F), 700'100);
  queue.take(window_event(SDL_WINDOWEVENT_FOCUS_LOST), 710'000);
  EXPECT_FALSE(tap(710'100).accompanied);
}

TEST(InputQueue, AContactThatRestsGivesWayAfterThreeSeconds) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 1000);
  queue.take(finger(SDL_FINGERDOWN, 2, 0.1F, 0.1F), 4001);
  queue.take(finger(SDL_FINGERMOTION, 1, 0.6F, 0.5F), 4100);  // the palm still trembles
  queue.take(finger(SDL_FINGERUP, 2, 0.1F, 0.1F), 4200);
  queue.take(finger(SDL_FINGERUP, 1, 0.6F, 0.5F), 4300);
  EXPECT_EQ(drained(queue), "down 500,250; cancelled 500,250; down 100,50; up 100,50");
}

TEST(InputQueue, AReleasedContactGivesWayAtOnce) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 0);
  EXPECT_EQ(drained(queue), "down 500,250");
  queue.release();
  queue.take(finger(SDL_FINGERDOWN, 2, 0.1F, 0.1F), 100);
  queue.take(finger(SDL_FINGERMOTION, 1, 0.6F, 0.5F), 110);
  queue.take(finger(SDL_FINGERUP, 1, 0.6F, 0.5F), 120);
  queue.take(finger(SDL_FINGERUP, 2, 0.1F, 0.1F), 130);
  EXPECT_EQ(drained(queue), "down 100,50; up 100,50");
}

TEST(InputQueue, AContactThatIsStillToBeSeenIsNotReleased) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 0);
  queue.release();
  queue.take(finger(SDL_FINGERUP, 1, 0.5F, 0.5F), 10);
  EXPECT_EQ(drained(queue), "down 500,250; up 500,250");
}

TEST(InputQueue, AFingerThatGoesDownTwiceHasLostItsUp) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F), 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.1F, 0.1F), 100);
  EXPECT_EQ(drained(queue), "down 500,250; cancelled 500,250; down 100,50");
}

TEST(InputQueue, MovesAreFoldedButNeverPastAnotherPhase) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.1F, 0.1F), 0);
  queue.take(finger(SDL_FINGERMOTION, 1, 0.2F, 0.1F), 1);
  queue.take(finger(SDL_FINGERMOTION, 1, 0.3F, 0.1F), 2);
  queue.take(finger(SDL_FINGERUP, 1, 0.3F, 0.1F), 3);
  EXPECT_EQ(drained(queue), "down 100,50; move 300,50; up 300,50");
}

TEST(InputQueue, LosingTheFocusCancels) {
  InputQueue queue(width, height, 0);
  queue.take(window_event(SDL_WINDOWEVENT_FOCUS_LOST), 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.1F, 0.1F), 0);
  queue.take(window_event(SDL_WINDOWEVENT_FOCUS_LOST), 1);
  queue.take(finger(SDL_FINGERUP, 1, 0.1F, 0.1F), 2);
  EXPECT_EQ(drained(queue), "down 100,50; cancelled 100,50");
}

TEST(InputQueue, ThePointerThatLeavesCancelsAMouseButNoFinger) {
  InputQueue queue(width, height, 0);
  queue.take(finger(SDL_FINGERDOWN, 1, 0.1F, 0.1F), 0);
  queue.take(window_event(SDL_WINDOWEVENT_LEAVE), 1);
  queue.take(finger(SDL_FINGERUP, 1, 0.1F, 0.1F), 2);
  queue.take(button(SDL_MOUSEBUTTONDOWN, 10, 20), 3);
  queue.take(window_event(SDL_WINDOWEVENT_LEAVE), 4);
  queue.take(button(SDL_MOUSEBUTTONUP, 10, 20), 5);
  EXPECT_EQ(drained(queue), "down 100,50; up 100,50; down 10,20; cancelled 10,20");
}

// The framebuffer's corner right of the middle of its upper edge, seen in the upright picture.
TEST(InputQueue, CoordinatesAreThoseOfTheUprightPicture) {
  constexpr const char* expected[] = {"down 900,50", "down 50,100", "down 100,450", "down 450,900"};
  for (int turns = 0; turns < 4; ++turns) {
    InputQueue queue(width, height, turns);
    queue.take(finger(SDL_FINGERDOWN, 1, 0.9F, 0.1F), 0);
    EXPECT_EQ(drained(queue), expected[turns]) << turns;
  }
}

TEST(InputQueue, KeysAndQuitAreNoContacts) {
  InputQueue queue(width, height, 0);
  SDL_Event quit{};
  quit.type = SDL_QUIT;
  queue.take(quit, 0);
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace smilepost::platform
