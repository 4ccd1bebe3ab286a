// What an administrator decides about kiosks, through the backend's owner-only socket.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "deploy/tool/admin_socket.h"
#include "deploy/tool/arguments.h"

namespace smilepost::tool {
namespace {

using nlohmann::json;

constexpr std::size_t shown_digits = 8;
constexpr const char* actions = "list, accept, refuse, revoke, replace, move, group or diagnostics";

std::string ago(std::int64_t then_ms, std::int64_t now_ms) {
  const std::int64_t minutes = std::max<std::int64_t>(0, now_ms - then_ms) / 60'000;
  if (minutes < 2) return "just now";
  if (minutes < 120) return fmt::format("{} min ago", minutes);
  constexpr std::int64_t hour = 60, day = 24 * hour;
  if (minutes < 2 * day) return fmt::format("{} h ago", minutes / hour);
  return fmt::format("{} days ago", minutes / day);
}

std::string state_of(const json& kiosk) {
  if (!kiosk["replaced_by"].is_null()) {
    return "replaced by " + kiosk["replaced_by"].get<std::string>().substr(0, shown_digits);
  }
  if (!kiosk["revoked_ms"].is_null()) return "revoked";
  if (!kiosk["copied_ms"].is_null()) return "COPIED: two devices answer for it";
  for (const json& finding : kiosk.value("findings", json::array())) {
    if (finding["severity"] != "note") return finding["what"].get<std::string>();
  }
  if (!kiosk["restored_ms"].is_null()) return "card restored";
  return "good";
}

// As wide as the longest in its column; a terminal's columns are counted as code points, nearly.
using Line = std::array<std::string, 7>;

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void print(const std::vector<Line>& lines, Streams streams) {
  std::array<std::size_t, std::tuple_size_v<Line>> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], width_of(line[i]));
  }
  for (const Line& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      if (i + 1 < line.size()) text.append(widths[i] - width_of(line[i]) + 2, ' ');
    }
    streams.out << text << '\n';
  }
}

std::string name_of(const json& kiosk) {
  return kiosk["kiosk"].get<std::string>().substr(0, shown_digits);
}

// Which bundle it was handed last, and when.
std::string bundle_of(const json& kiosk, std::int64_t now_ms) {
  if (!kiosk.contains("bundle") || kiosk["bundle"].is_null()) return "-";
  return fmt::format("{}, {}", kiosk["bundle"].get<std::int64_t>(),
                     ago(kiosk["bundle_fetched_ms"].get<std::int64_t>(), now_ms));
}

void show(const json& fleet, Streams streams) {
  const auto now_ms = fleet["now_ms"].get<std::int64_t>();
  std::vector<Line> lines{{"KIOSK", "NAME", "PLACE", "GROUP", "LAST HEARD", "BUNDLE", "STATE"}};
  for (const json& waiting : fleet["waiting"]) {
    const bool epoch = waiting["what"] == "epoch";
    lines.push_back(
        {name_of(waiting), waiting["label"].get<std::string>(), "", "-",
         ago(waiting["asked_ms"].get<std::int64_t>(), now_ms), "-",
         epoch ? "WAITS with a new key that no older one vouches for" : "WAITS to be enrolled"});
  }
  for (const json& kiosk : fleet["kiosks"]) {
    lines.push_back({name_of(kiosk), kiosk["label"].get<std::string>(), kiosk.value("place", ""),
                     kiosk.value("group", "-"),
                     ago(kiosk["last_contact_ms"].get<std::int64_t>(), now_ms),
                     bundle_of(kiosk, now_ms), state_of(kiosk)});
  }
  print(lines, streams);
  const auto enrolled = fleet["kiosks"].size();
  const auto refused = fleet.value("refused", json::array()).size();
  streams.out << fmt::format("{} kiosk{}, {} waiting{}\n", enrolled, enrolled == 1 ? "" : "s",
                             fleet["waiting"].size(),
                             refused > 0 ? fmt::format(", {} refused", refused) : "");
}

int failed(const std::string& fault, int code, Streams streams) {
  streams.err << "smilepost fleet: " << fault << '\n';
  return code;
}

int list(const Arguments& arguments, Streams streams) {
  const auto answer = get_from_admin(arguments.values.at("--socket"), "/admin/v1/fleet");
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  const json fleet = json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !fleet.is_object()) {
    return failed("the backend gave no list; look into its log", exit_bad, streams);
  }
  if (arguments.flags.count("--json") > 0) return streams.out << answer->body << '\n', exit_good;
  show(fleet, streams);
  return exit_good;
}

int decide(const std::string& action, const json& request, const Arguments& arguments,
           Streams streams) {
  const auto answer = post_to_admin(arguments.values.at("--socket"), "/admin/v1/fleet/" + action,
                                    request.dump(), "application/json");
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  if (answer->status == 200) return streams.out << answer->body, exit_good;
  const json problem = json::parse(answer->body, nullptr, false);
  const bool told = problem.is_object() && problem.contains("detail");
  return failed(told ? problem["detail"].get<std::string>()
                     : fmt::format("the backend answered {}; look into its log", answer->status),
                exit_bad, streams);
}

}  // namespace

int fleet(const Words& words, Streams streams) {
  const std::string action = words.empty() ? "" : words.front();
  Syntax syntax{.command = "fleet", .values = {"--socket"}, .words = {actions}};
  if (action == "list") syntax.flags = {"--json"};
  constexpr std::array of_one_kiosk{"accept", "refuse", "revoke", "diagnostics"};
  if (std::find(of_one_kiosk.begin(), of_one_kiosk.end(), action) != of_one_kiosk.end())
    syntax.words.emplace_back("KIOSK");
  if (action == "replace") syntax.words.insert(syntax.words.end(), {"OLD", "NEW"});
  if (action == "group") syntax.words.insert(syntax.words.end(), {"KIOSK", "GROUP"});
  if (action == "move") {
    syntax.words.insert(syntax.words.end(), {"KIOSK", "PLACE"});
    syntax.optional.insert("--name");
  }
  const auto arguments = parse(words, syntax);
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  if (action == "list") return list(*arguments, streams);
  if (syntax.words.size() == 1) return failed(std::string("say ") + actions, exit_usage, streams);
  json request{{"kiosk", arguments->words[1]}};
  if (action == "replace") request["by"] = arguments->words[2];
  if (action == "group") request["group"] = arguments->words[2];
  if (action == "move") {
    request["place"] = arguments->words[2];
    if (const auto& name = arguments->values.at("--name"); !name.empty()) request["label"] = name;
  }
  return decide(action, request, *arguments, streams);
}

}  // namespace smilepost::tool
