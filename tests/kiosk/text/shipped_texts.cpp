#include "tests/kiosk/text/shipped_texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kiosk/text/catalogue.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

const std::filesystem::path locales = tests::in_build("share/locales");
const std::filesystem::path surveys = tests::in_source("assets/surveys");

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void add_texts(const nlohmann::json& node, const std::vector<std::string>& languages,
               std::vector<ShippedText>& texts) {
  if (!node.is_structured()) return;
  for (const auto& [key, value] : node.items()) {
    const bool is_text = std::find(languages.begin(), languages.end(), key) != languages.end();
    if (is_text && value.is_string()) texts.emplace_back(key, value);
    add_texts(value, languages, texts);
  }
}

}  // namespace

std::vector<std::string> shipped_languages() {
  std::vector<std::string> languages;
  for (const auto& entry : std::filesystem::directory_iterator(locales)) {
    languages.push_back(entry.path().stem().string());
  }
  std::sort(languages.begin(), languages.end());
  return languages;
}

std::vector<ShippedText> shipped_texts() {
  const auto languages = shipped_languages();
  std::vector<ShippedText> texts;
  for (const auto& language : languages) {
    const auto file = locales / (language + ".mo");
    const auto messages = parse_mo(contents(file), file.string());
    for (const auto& [id, forms] : *messages) {
      for (const auto& form : forms) texts.emplace_back(language, form);
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(surveys)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".json") || name.ends_with("schema.json")) continue;
    add_texts(nlohmann::json::parse(contents(entry.path())), languages, texts);
  }
  return texts;
}

}  // namespace smilepost::kiosk
