// Tries survey sets on before shoppers see them: every screen is drawn once, unseen, on the display
// as it is. Rasters and glyphs are there afterwards, so that no shopper waits for them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kiosk/screen_parts.h"
#include "kiosk/survey/survey_set.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// A screen that was drawn, and what is on it.
struct TriedScreen {
  std::string name;
  const SessionView& view;
  const Registry& shown;
  bool words_missing = false;    // of the kiosk's own
  bool letters_missing = false;  // no font has them
};

// Why nobody could use it; nothing: all is there.
std::optional<std::string> fault_of(const TriedScreen& screen, const Display& display,
                                    const std::string& language);

class Fitting {
 public:
  // parts outlive it. `call_place`: as in Config; where there is one, the call's screens are tried.
  explicit Fitting(ScreenParts& parts, Texts call_place = {})
      : parts_(parts), call_place_(std::move(call_place)) {}

  // An Error says what cannot be shown in this language of the set's: a text that is too long, a
  // face or a reason without room, a letter or one of the kiosk's own words that is missing.
  Status check(const SurveySet& set, const std::string& language,
               const std::string& public_line = {});

  // Draws what shoppers may meet, one screen after the other, as long as `see` is true.
  using See = std::function<bool(const TriedScreen&)>;
  void try_shoppers_screens(const SurveySet& set, const std::string& language,
                            const std::string& public_line, const See& see);
  // What staff may meet, the panel with this set's languages in it.
  void try_staff_screens(const SurveySet& set, const std::string& language, const See& see);

 private:
  // Which of a set's own pictures cannot be drawn, or hardly be seen; nothing: all is good.
  const std::optional<std::string>& picture_fault(const SetLook& look);
  // The screen's view is given so that what was drawn may be judged by it.
  bool try_on(const std::string& name, const SessionView& view, const StaffView& staff,
              ScreenState& state, const See& see);

  void try_calls(SessionView view, const std::string& place, ScreenState& state, const See& see);

  ScreenParts& parts_;
  Texts call_place_;
  // What was judged last, and what came of it: a set looks the same in each language.
  std::optional<SetLook> judged_;
  std::optional<std::string> faint_;
};

}  // namespace smilepost::kiosk
