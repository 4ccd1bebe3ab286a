// `smilepost survey preview`: the kiosk's own screens, as a rehearsal or as pictures.
#include "deploy/tool/kiosk_program.h"
#include "deploy/tool/survey.h"

namespace smilepost::tool {

int survey_preview(const Arguments& arguments, Streams streams) {
  const auto& given = arguments.values;
  const bool pictures = !given.at("--pictures").empty();
  Words words = pictures ? Words{"pictures"} : Words{"--preview"};
  words.insert(words.end(), {"--survey", arguments.words[1]});
  const auto hand_on = [&](const std::string& from, const std::string& to) {
    if (!given.at(from).empty()) words.insert(words.end(), {to, given.at(from)});
  };
  hand_on("--language", "--language");
  hand_on("--size", "--window");
  hand_on("--pictures", "--into");
  return become_kiosk(words, streams);
}

}  // namespace smilepost::tool
