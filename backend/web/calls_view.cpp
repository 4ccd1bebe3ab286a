#include "backend/web/calls_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/day.h"
#include "backend/web/language_names.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using record::CallState;

constexpr std::int64_t second_ms = 1'000, minute_ms = 60'000;
// So much later than the tap a call may be here: its minute seems shorter by that.
constexpr std::int64_t trip_ms = 5 * second_ms;
// So long after "coming" it is news, unless the kiosk says that it is over.
constexpr std::int64_t on_the_way_ms = 10 * minute_ms;

std::string label_of(const record::KioskId& kiosk, const CallBoard& board) {
  const auto found = std::find_if(board.screens.begin(), board.screens.end(),
                                  [&](const auto& screen) { return screen.kiosk == kiosk; });
  if (found != board.screens.end() && !found->label.empty()) return found->label;
  return "Kiosk " + record::to_hex(kiosk).substr(0, 8);
}

// "8 s", "3 min".
std::string duration(std::int64_t milliseconds) {
  const std::int64_t seconds = std::max<std::int64_t>(0, milliseconds) / second_ms;
  if (seconds < 120) return std::to_string(seconds) + " s";
  return std::to_string(seconds * second_ms / minute_ms) + " min";
}

json common(const CallRow& call, const CallBoard& board) {
  return {{"place", label_of(call.key.kiosk, board)},
          {"language", language_name(call.language)},
          {"kiosk", record::to_hex(call.key.kiosk)},
          {"number", record::to_hex(call.key.number)},
          {"time", time_of_day(call.raised_ms)}};
}

std::string outcome(const CallRow& call) {
  if (call.claimed_ms) {
    return "Answered after " + duration(*call.claimed_ms - call.raised_ms);
  }
  if (call.over_ms && *call.over_ms - call.raised_ms < record::call_waits_ms - trip_ms) {
    return "The shopper went on after " + duration(*call.over_ms - call.raised_ms);
  }
  return "Nobody answered";
}

bool is_on_the_way(const CallRow& call, std::int64_t now_ms) {
  return call.claimed_ms && !call.over_ms && now_ms - *call.claimed_ms < on_the_way_ms;
}

void add_calls(json& view, const CallBoard& board, std::int64_t now_ms) {
  view["waiting"] = view["coming"] = view["past"] = json::array();
  for (const auto& call : board.calls) {
    json row = common(call, board);
    if (call.state_at(now_ms) == CallState::waits) {
      row["since"] = ago(now_ms - call.raised_ms);
      view["waiting"].push_back(std::move(row));
    } else if (is_on_the_way(call, now_ms)) {
      row["since"] = ago(now_ms - *call.claimed_ms);
      view["coming"].push_back(std::move(row));
    } else {
      row["outcome"] = outcome(call);
      row["unanswered"] = !call.claimed_ms;
      view["past"].push_back(std::move(row));
    }
  }
}

void add_presence(json& view, const CallBoard& board, std::int64_t now_ms) {
  view["here"] = view["away"] = json::array();
  for (const auto& screen : board.screens) {
    if (screen.revoked) continue;
    const std::int64_t left = screen.until_ms.value_or(0) - now_ms;
    json row = {{"place", label_of(screen.kiosk, board)},
                {"kiosk", record::to_hex(screen.kiosk)},
                {"left", std::to_string((left + minute_ms - 1) / minute_ms) + " min"}};
    view[left > 0 ? "here" : "away"].push_back(std::move(row));
  }
  view["several_away"] = view["away"].size() > 1;
  view["any_here"] = !view["here"].empty();
  view["nobody_here"] = view["here"].empty() && !view["away"].empty();
}

std::string title_of(const json& view) {
  const std::size_t waiting = view["waiting"].size();
  if (waiting == 0) return "Calls";
  return "(" + std::to_string(waiting) + ") " + view["waiting"][0]["place"].get<std::string>() +
         ": could somebody come?";
}

}  // namespace

json calls_view(const CallBoard& board, std::int64_t now_ms, const std::string& notice) {
  json view;
  add_calls(view, board, now_ms);
  add_presence(view, board, now_ms);
  view["title"] = title_of(view);
  view["notice"] = notice.empty() ? json() : json(notice);
  view["any_kiosk"] = !view["here"].empty() || !view["away"].empty();
  view["any_past"] = !view["past"].empty();
  view["quiet"] = view["waiting"].empty() && view["coming"].empty();
  return view;
}

}  // namespace smilepost::backend
