#include "backend/web/language_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace smilepost::backend {
namespace {

// CLDR's English names of those that kiosks have words for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> names{{
    {"ar", "Arabic"},
    {"bn", "Bangla"},
    {"cs", "Czech"},
    {"de", "German"},
    {"en", "English"},
    {"es", "Spanish"},
    {"fi", "Finnish"},
    {"fr", "French"},
    {"he", "Hebrew"},
    {"hi", "Hindi"},
    {"it", "Italian"},
    {"ja", "Japanese"},
    {"km", "Khmer"},
    {"ko", "Korean"},
    {"nl", "Dutch"},
    {"pl", "Polish"},
    {"pt-BR", "Brazilian Portuguese"},
    {"ro", "Romanian"},
    {"ru", "Russian"},
    {"sv", "Swedish"},
    {"th", "Thai"},
    {"tr", "Turkish"},
    {"uk", "Ukrainian"},
    {"vi", "Vietnamese"},
    {"zh-Hans", "Simplified Chinese"},
    {"zh-Hant", "Traditional Chinese"},
}};

}  // namespace

std::string language_name(std::string_view tag) {
  const auto* found = std::find_if(names.begin(), names.end(),
                                   [&](const auto& known) { return known.first == tag; });
  return std::string(found == names.end() ? tag : found->second);
}

}  // namespace smilepost::backend
