#include "kiosk/authoring/survey_document.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "kiosk/authoring/json_edit.h"

namespace smilepost::kiosk {
namespace {

using Kind = JsonValue::Kind;
using Visit = std::function<void(const std::string& place, const JsonValue& texts)>;

// An object all of whose members are texts, each named by a language of the set.
bool is_texts(const JsonValue& value, const std::vector<std::string>& languages) {
  return value.kind == Kind::object && !value.items.empty() &&
         std::all_of(value.items.begin(), value.items.end(), [&](const JsonValue& item) {
           return item.kind == Kind::text &&
                  std::find(languages.begin(), languages.end(), item.key) != languages.end();
         });
}

std::string name_of(const JsonValue& item, std::size_t index) {
  if (!item.key.empty()) return item.key;
  const auto* id = item.find("id");
  return id != nullptr && id->kind == Kind::text ? id->text : std::to_string(index);
}

std::string place_in(const std::string& place, const std::string& name) {
  return place.empty() ? name : place + "/" + name;
}

void visit_texts(const JsonValue& value, const std::string& place,
                 const std::vector<std::string>& languages, const Visit& visit) {
  if (is_texts(value, languages)) return visit(place, value);
  for (std::size_t i = 0; i < value.items.size(); ++i)
    visit_texts(value.items[i], place_in(place, name_of(value.items[i], i)), languages, visit);
}

std::vector<std::string> texts_of_list(const JsonValue* list) {
  std::vector<std::string> texts;
  if (list == nullptr || list->kind != Kind::list) return texts;
  for (const auto& item : list->items)
    if (item.kind == Kind::text) texts.push_back(item.text);
  return texts;
}

void change_texts(const JsonValue& texts, const Texts& wanted, JsonEdit& edit) {
  for (const auto& [language, text] : wanted) {
    const auto* known = texts.find(language);
    if (known == nullptr)
      edit.add_member(texts, language, text);
    else if (known->text != text)
      edit.replace(known->span, json_quoted(text));
  }
}

}  // namespace

Status judged_by_the_kiosk(std::string_view json, const std::string& file) {
  const auto set = parse_survey_set(json, file, pictures_beside(file));
  if (!set) return set.error();
  return Done{};
}

Result<SurveyDocument> SurveyDocument::parse(std::string json, const std::string& file,
                                             const Judge& judge) {
  if (auto good = judge(json, file); !good) return good.error();
  auto root = parse_json(json, file);
  if (!root) return root.error();
  const auto* id = root->find("id");
  const bool whole = id != nullptr && id->kind == Kind::text && root->find("version") != nullptr &&
                     !texts_of_list(root->find("languages")).empty();
  if (!whole) return Error{file + ": /: has no id, no version or no languages; add them"};
  return SurveyDocument(std::move(json), *std::move(root));
}

SurveyDocument::SurveyDocument(std::string json, JsonValue root)
    : json_(std::move(json)),
      root_(std::move(root)),
      languages_(texts_of_list(root_.find("languages"))) {
  // As the kiosk has it, 4.0 is a version, too.
  const auto span = root_.find("version")->span;
  version_ = static_cast<std::uint64_t>(
      std::strtod(json_.substr(span.begin, span.end - span.begin).c_str(), nullptr));
  visit_texts(root_, "", languages_, [&](const std::string& place, const JsonValue& value) {
    SurveyText text{place, {}};
    for (const auto& item : value.items) text.in.emplace(item.key, item.text);
    texts_.push_back(std::move(text));
  });
}

bool SurveyDocument::has_language(const std::string& language) const {
  return std::find(languages_.begin(), languages_.end(), language) != languages_.end();
}

std::string SurveyDocument::with(const Changes& changes) const {
  JsonEdit edit(json_);
  if (changes.version != version_)
    edit.replace(root_.find("version")->span, std::to_string(changes.version));
  for (const auto& language : changes.new_languages)
    edit.add_item(*root_.find("languages"), language);
  visit_texts(root_, "", languages_, [&](const std::string& place, const JsonValue& value) {
    const auto wanted = changes.texts.find(place);
    if (wanted != changes.texts.end()) change_texts(value, wanted->second, edit);
  });
  return edit.done();
}

}  // namespace smilepost::kiosk
