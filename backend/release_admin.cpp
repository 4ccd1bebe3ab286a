#include "backend/release_admin.h"

#include <nlohmann/json.hpp>

#include "backend/hex_array.h"
#include "backend/problem.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

constexpr const char* owner = "owner";  // whoever reaches the socket

std::string text_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::int64_t> number_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

json body_of(const Request& request) {
  return json::parse(request.body, nullptr, false);
}

Result<Response> told(const Result<Decision>& decision) {
  if (!decision) return decision.error();
  if (!decision->done()) return problem(decision->status, decision->line);
  return Response{200, "text/plain; charset=utf-8", decision->line + "\n", {}};
}

json entry(const Release& release, const Outcomes& outcomes) {
  json rings = json::object();
  for (const auto& [ring, percent] : release.rings) rings[std::string(to_string(ring))] = percent;
  const auto count = [&](ReleaseOutcome outcome) {
    return outcomes.at(static_cast<std::size_t>(outcome));
  };
  return {{"version", release.version},
          {"sha256", record::to_hex(release.sha256)},
          {"size", release.size},
          {"floor", release.floor},
          {"added_ms", release.added_ms},
          {"state", to_string(release.state)},
          {"file_is_here", release.file_is_here},
          {"rings", std::move(rings)},
          {"on_its_way", count(ReleaseOutcome::on_its_way)},
          {"good", count(ReleaseOutcome::good)},
          {"fell_back", count(ReleaseOutcome::fell_back)},
          {"refused", count(ReleaseOutcome::refused)}};
}

}  // namespace

Result<Response> ReleaseAdmin::add(const Request& request) {
  const json body = body_of(request);
  const auto sha256 = array_from_hex<32>(text_at(body, "sha256"));
  const std::int64_t size = number_at(body, "size").value_or(0);
  if (!sha256 || size <= 0) return problem(422, "its size and SHA-256 must be said");
  Release release;
  release.version = text_at(body, "version");
  release.floor = text_at(body, "floor");
  release.sha256 = *sha256;
  release.size = static_cast<std::uint64_t>(size);
  release.stop_kiosks = number_at(body, "stop_kiosks").value_or(release.stop_kiosks);
  release.stop_percent = number_at(body, "stop_percent").value_or(release.stop_percent);
  return told(releases_.add(release, owner));
}

Result<Response> ReleaseAdmin::offer(const Request& request) {
  const json body = body_of(request);
  const auto ring = ring_named(text_at(body, "ring"));
  if (!ring) return problem(422, "a ring is canary, early or everybody");
  return told(releases_.offer(text_at(body, "version"), *ring,
                              number_at(body, "percent").value_or(-1), owner));
}

Result<Response> ReleaseAdmin::pause(const Request& request) {
  return told(releases_.pause(text_at(body_of(request), "version"), owner));
}

Result<Response> ReleaseAdmin::withdraw(const Request& request) {
  return told(releases_.withdraw(text_at(body_of(request), "version"), owner));
}

Result<Response> ReleaseAdmin::list() {
  const auto listed = releases_.list();
  if (!listed) return listed.error();
  json releases = json::array();
  auto outcomes = releases_.outcomes();
  if (!outcomes) return outcomes.error();
  for (const Release& release : *listed)
    releases.push_back(entry(release, (*outcomes)[release.version]));
  return Response{200, "application/json", json{{"releases", std::move(releases)}}.dump(), {}};
}

}  // namespace smilepost::backend
