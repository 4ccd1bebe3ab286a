// A survey set's file as translators meet it: its texts, each with a place that stays the same as
// long as ids do, whatever the shape of the set. What is changed is written where it stands; all
// the rest stays as its author wrote it, to the byte.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/authoring/json_text.h"
#include "kiosk/survey/survey_set.h"
#include "platform/result.h"

namespace smilepost::kiosk {

struct SurveyText {
  std::string place;  // "questions/why/options/long-wait/text": items by their id, else from 0
  Texts in;           // every language of the set
};

// Whether a kiosk would take the set: an Error says why not.
using Judge = std::function<Status(std::string_view json, const std::string& file)>;
Status judged_by_the_kiosk(std::string_view json, const std::string& file);

class SurveyDocument {
 public:
  // `file` is only named in messages.
  static Result<SurveyDocument> parse(std::string json, const std::string& file,
                                      const Judge& judge = judged_by_the_kiosk);

  const std::string& json() const { return json_; }
  const std::string& id() const { return root_.find("id")->text; }
  std::uint64_t version() const { return version_; }
  const std::vector<std::string>& languages() const { return languages_; }
  const std::string& source() const { return languages_.front(); }  // what others translate
  bool has_language(const std::string& language) const;
  const std::vector<SurveyText>& texts() const { return texts_; }  // in the file's order

  struct Changes {
    std::map<std::string, Texts> texts;  // by place; a new language has all places
    std::vector<std::string> new_languages;
    std::uint64_t version = 0;
  };
  // The file with them. Nobody has judged it yet.
  std::string with(const Changes& changes) const;

 private:
  SurveyDocument(std::string json, JsonValue root);

  std::string json_;
  JsonValue root_;
  std::uint64_t version_ = 0;
  std::vector<std::string> languages_;
  std::vector<SurveyText> texts_;
};

}  // namespace smilepost::kiosk
