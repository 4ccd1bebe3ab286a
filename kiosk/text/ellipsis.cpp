#include "kiosk/text/ellipsis.h"

#include <vector>

#include "kiosk/text/boundaries.h"
#include "kiosk/text/icu_locale.h"
#include "kiosk/text/utf16.h"

namespace smilepost::kiosk {
namespace {

// "Checkout, …" reads better as "Checkout…".
std::string cut_at(std::u16string_view text, int end) {
  constexpr std::u16string_view left_out = u" \t\u00A0\u3000,;:.-\u2013\u2014";
  auto kept = text.substr(0, static_cast<std::size_t>(end));
  while (!kept.empty() && left_out.find(kept.back()) != std::u16string_view::npos) {
    kept.remove_suffix(1);
  }
  return utf8(kept) + "…";
}

}  // namespace

std::string shortened(std::string_view whole, std::string_view language,
                      const std::function<bool(const std::string&)>& fits) {
  if (std::string all(whole); fits(all)) return all;
  const std::u16string text = utf16(whole);
  std::vector<Boundary> cuts = {{}};  // at 0 nothing is left
  for (const auto& end : boundaries(UBRK_CHARACTER, text, icu_locale(language))) {
    cuts.push_back(end);
  }
  std::size_t most = 0, too_much = cuts.size() - 1;
  while (too_much - most > 1) {
    const std::size_t middle = most + (too_much - most) / 2;
    (fits(cut_at(text, cuts[middle].at)) ? most : too_much) = middle;
  }
  return cut_at(text, cuts[most].at);
}

}  // namespace smilepost::kiosk
