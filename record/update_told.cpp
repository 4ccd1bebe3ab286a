#include "record/update_told.h"

#include "record/release_version.h"

namespace smilepost::record {

std::string to_text(const UpdateTold& told) {
  return told.state + (told.version.empty() ? "" : " " + told.version) +
         (told.reason.empty() ? "" : ": " + told.reason);
}

std::optional<UpdateTold> read_update_told(std::string_view text) {
  UpdateTold told;
  const auto colon = text.find(": ");
  if (colon != std::string_view::npos) told.reason = text.substr(colon + 2);
  auto head = text.substr(0, colon);
  const auto digit = head.find_first_of("0123456789");
  if (digit != std::string_view::npos && digit > 0) {
    told.version = head.substr(digit);
    if (!parse_version(told.version) || head[digit - 1] != ' ') return std::nullopt;
    head = head.substr(0, digit - 1);
  }
  if (head.empty() || head.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") != head.npos ||
      head.front() == ' ' || head.back() == ' ')
    return std::nullopt;
  told.state = head;
  return told;
}

}  // namespace smilepost::record
