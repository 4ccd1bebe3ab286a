#include "backend/releases.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <system_error>

#include "backend/problem.h"
#include "platform/descriptor.h"
#include "platform/log.h"
#include "record/release_version.h"
#include "record/update_told.h"

namespace smilepost::backend {

using nlohmann::json;
using record::KioskId;

namespace {

constexpr std::int64_t usual_stop_kiosks = 2, usual_stop_percent = 5;
constexpr const char* below = "/v1/releases/";

enum State : std::int8_t { offered, paused, withdrawn, stopped };
constexpr std::array<const char*, 4> state_names{"offered", "paused", "withdrawn", "stopped"};
constexpr std::array<std::string_view, 3> ring_names{"canary", "early", "everybody"};

Response done(const std::string& line) {
  platform::log_info("release: " + line);
  return Response{200, "text/plain; charset=utf-8", line + "\n", {}};
}

std::string text_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::int64_t> number_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::string etag_of(const record::Hash& hash) {
  return "\"" + record::to_hex(hash) + "\"";
}

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> from_hex_text(std::string_view text) {
  std::array<std::uint8_t, size> out{};
  const auto bytes = record::from_hex(text);
  if (!bytes || bytes->size() != size) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

bool is_lower(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  return first && second && *first < *second;
}

bool is_same(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  return first && second && *first == *second;
}

std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A state of a later kiosk's is one on its way.
ReleaseOutcome outcome_of(std::string_view state) {
  if (state == "good") return ReleaseOutcome::good;
  if (state == "fallen back") return ReleaseOutcome::fell_back;
  if (state == "refused") return ReleaseOutcome::refused;
  return ReleaseOutcome::on_its_way;
}

}  // namespace

struct Releases::Kept {
  std::string version, floor;
  record::Hash sha256{};
  std::uint64_t size = 0;
  std::int64_t added_ms = 0, state = 0, stop_kiosks = 0, stop_percent = 0;
};

std::optional<Ring> ring_named(std::string_view name) {
  const auto* const found = std::find(ring_names.begin(), ring_names.end(), name);
  if (found == ring_names.end()) return std::nullopt;
  return static_cast<Ring>(found - ring_names.begin());
}

std::string_view to_string(Ring ring) {
  return ring_names[static_cast<std::size_t>(ring)];
}

bool is_among(const KioskId& kiosk, const std::string& version, std::int64_t percent) {
  record::Bytes bytes(kiosk.begin(), kiosk.end());
  bytes.insert(bytes.end(), version.begin(), version.end());
  const auto hash = record::sha256(bytes);
  const std::uint32_t place =
      (std::uint32_t{hash[0]} << 16U | std::uint32_t{hash[1]} << 8U | std::uint32_t{hash[2]}) %
      100U;
  return place < percent;
}

// RFC 9110, 14.1.2. Several parts, a tail, another unit: the whole is a right answer, too.
std::optional<BytePart> asked_part(std::string_view range, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  const auto dash = range.find('-');
  if (!range.starts_with(unit) || dash == std::string_view::npos) return std::nullopt;
  const auto first = digits(range.substr(unit.size(), dash - unit.size()));
  const auto after = range.substr(dash + 1);
  const auto last = after.empty() ? std::optional(size - 1) : digits(after);
  if (!first || !last || (!after.empty() && *last < *first)) return std::nullopt;
  return BytePart{*first, std::min(*last, size - 1)};
}

std::filesystem::path Releases::file_of(const Kept& release) const {
  return folder_ / (record::to_hex(release.sha256) + ".raucb");
}

// Another backend on the same database may have it, and this one not.
bool Releases::is_here(const Kept& release) const {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file_of(release), missing);
  return !missing && size == release.size;
}

// Highest first.
Result<std::vector<Releases::Kept>> Releases::read_all() {
  std::vector<Kept> all;
  const Status read_rows =
      read(archive_.store(),
           "SELECT version, sha256, size, floor, added_ms, state, stop_kiosks, stop_percent FROM "
           "release",
           [&](const Row& row) {
             all.push_back({row.text(0), row.text(3), array_at<32>(row, 1), natural_at(row, 2),
                            row.integer(4), row.integer(5), row.integer(6), row.integer(7)});
           });
  if (!read_rows) return read_rows.error();
  std::sort(all.begin(), all.end(),
            [](const Kept& a, const Kept& b) { return is_lower(b.version, a.version); });
  return all;
}

Result<std::optional<Releases::Kept>> Releases::find(const std::string& version) {
  auto all = read_all();
  if (!all) return all.error();
  for (auto& release : *all)
    if (is_same(release.version, version)) return std::optional(std::move(release));
  return std::optional<Kept>();
}

Result<Response> Releases::add(const Request& request) {
  const json body = json::parse(request.body, nullptr, false);
  Kept release;
  release.version = text_at(body, "version");
  release.floor = text_at(body, "floor");
  release.size = static_cast<std::uint64_t>(number_at(body, "size").value_or(0));
  release.stop_kiosks = number_at(body, "stop_kiosks").value_or(usual_stop_kiosks);
  release.stop_percent = number_at(body, "stop_percent").value_or(usual_stop_percent);
  const auto sha256 = from_hex_text<32>(text_at(body, "sha256"));
  if (!record::parse_version(release.version) ||
      (!release.floor.empty() && !record::parse_version(release.floor)))
    return problem(422, "a version is numbers with dots between, as in 1.4.2");
  if (is_lower(release.version, release.floor))
    return problem(422, "release " + release.version + " is below its own floor " + release.floor +
                            "; no kiosk would take it");
  if (!sha256 || release.size == 0) return problem(422, "its size and SHA-256 must be said");
  if (release.stop_kiosks < 1 || release.stop_percent < 0 || release.stop_percent > 100)
    return problem(422, "it stops after 1 kiosk or more, and 0 to 100 percent");
  release.sha256 = *sha256;
  if (!is_here(release))
    return problem(422, file_of(release).string() + " is not there, or not of that size");
  const auto known = find(release.version);
  if (!known) return known.error();
  if (*known && (*known)->sha256 != release.sha256)
    return problem(409, "version " + release.version +
                            " is here already, with other contents; kiosks tell releases apart by "
                            "their version: give it a new one");
  if (*known) return done("release " + release.version + " is here already; nothing was changed");
  Status stored =
      run(archive_.store(),
          "INSERT INTO release (version, sha256, size, floor, added_ms, state, stop_kiosks, "
          "stop_percent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
          release.version, release.sha256, release.size, release.floor, clock_.wall_ms(),
          State::offered, release.stop_kiosks, release.stop_percent);
  if (!stored) return stored.error();
  return done("release " + release.version + " is here; nobody is offered it yet");
}

Result<Response> Releases::list() {
  auto all = read_all();
  if (!all) return all.error();
  json releases = json::array();
  for (const auto& release : *all) {
    json rings = json::object(), outcomes = json::object();
    const Status rings_read = read(
        archive_.store(), "SELECT ring, percent FROM release_ring WHERE version = ?1 ORDER BY ring",
        [&](const Row& row) {
          rings[std::string(to_string(static_cast<Ring>(row.integer(0))))] = row.integer(1);
        },
        release.version);
    if (!rings_read) return rings_read.error();
    std::array<std::int64_t, 4> counts{};
    Status counted = read(
        archive_.store(),
        "SELECT outcome, count(*) FROM release_kiosk WHERE version = ?1 GROUP BY outcome",
        [&](const Row& row) {
          if (row.integer(0) >= 0 && row.integer(0) < 4)
            counts[static_cast<std::size_t>(row.integer(0))] = row.integer(1);
        },
        release.version);
    if (!counted) return counted.error();
    releases.push_back({{"version", release.version},
                        {"sha256", record::to_hex(release.sha256)},
                        {"size", release.size},
                        {"floor", release.floor},
                        {"added_ms", release.added_ms},
                        {"state", state_names[static_cast<std::size_t>(release.state & 3)]},
                        {"file_is_here", is_here(release)},
                        {"rings", rings},
                        {"on_its_way", counts[0]},
                        {"good", counts[1]},
                        {"fell_back", counts[2]},
                        {"refused", counts[3]}});
  }
  return Response{200, "application/json", json{{"releases", std::move(releases)}}.dump(), {}};
}

Result<Response> Releases::offer(const Request& request) {
  const json body = json::parse(request.body, nullptr, false);
  const auto ring = ring_named(text_at(body, "ring"));
  const auto percent = number_at(body, "percent");
  if (!ring) return problem(422, "a ring is canary, early or everybody");
  if (!percent || *percent < 0 || *percent > 100) return problem(422, "percent is from 0 to 100");
  const auto release = find(text_at(body, "version"));
  if (!release) return release.error();
  if (!*release) return problem(404, "there is no such release; see smilepost release list");
  const auto& version = (*release)->version;
  Status stored = run(archive_.store(),
                      "INSERT INTO release_ring (version, ring, percent, offered_ms) VALUES (?1, "
                      "?2, ?3, ?4) ON CONFLICT (version, ring) DO UPDATE SET percent = "
                      "excluded.percent, offered_ms = excluded.offered_ms",
                      version, *ring, *percent, clock_.wall_ms());
  if (stored)
    stored = run(archive_.store(), "UPDATE release SET state = ?1 WHERE version = ?2",
                 State::offered, version);
  if (!stored) return stored.error();
  return done("release " + version + " is offered to " + std::to_string(*percent) + " % of " +
              std::string(to_string(*ring)));
}

Result<Response> Releases::pause(const Request& request) {
  return set_state(request, State::paused, "is offered to nobody until you offer it again");
}

Result<Response> Releases::withdraw(const Request& request) {
  return set_state(request, State::withdrawn,
                   "is withdrawn; kiosks that run it are offered the highest other one");
}

Result<Response> Releases::set_state(const Request& request, int state, const std::string& what) {
  const json body = json::parse(request.body, nullptr, false);
  const auto release = find(text_at(body, "version"));
  if (!release) return release.error();
  if (!*release) return problem(404, "there is no such release; see smilepost release list");
  const Status stored = run(archive_.store(), "UPDATE release SET state = ?1 WHERE version = ?2",
                            state, (*release)->version);
  if (!stored) return stored.error();
  return done("release " + (*release)->version + " " + what);
}

Result<bool> Releases::reaches(const Kept& release, const KioskId& kiosk, Ring ring) {
  bool reached = false;
  const Status done_reading = read(
      archive_.store(), "SELECT percent FROM release_ring WHERE version = ?1 AND ring >= ?2",
      [&](const Row& row) {
        reached = reached || is_among(kiosk, release.version, row.integer(0));
      },
      release.version, ring);
  if (!done_reading) return done_reading.error();
  return reached;
}

Result<std::optional<ReleaseOffer>> Releases::offer_for(const KioskId& kiosk, Ring ring,
                                                        const std::string& runs) {
  const auto all = read_all();
  if (!all) return all.error();
  const bool taken_back = std::any_of(all->begin(), all->end(), [&](const Kept& release) {
    return is_same(release.version, runs) &&
           (release.state == State::withdrawn || release.state == State::stopped);
  });
  for (const auto& release : *all) {
    if (release.state != State::offered || !is_here(release)) continue;
    const auto reached = reaches(release, kiosk, ring);
    if (!reached) return reached.error();
    if (!*reached) continue;
    if (is_same(release.version, runs)) break;
    if (is_lower(release.version, runs) && !taken_back) break;
    return std::optional(ReleaseOffer{release.version, release.size, release.sha256,
                                      below + release.version, release.floor});
  }
  return std::optional<ReleaseOffer>();
}

Result<std::optional<ReleaseOffer>> Releases::hear(const KioskId& kiosk, Ring ring,
                                                   const std::string& runs,
                                                   const std::string& update) {
  const auto told = record::read_update_told(update);
  if (told && !told->version.empty()) {
    const auto noted = note(kiosk, told->version, outcome_of(told->state));
    if (!noted) return noted.error();
  }
  return offer_for(kiosk, ring, runs);
}

Status Releases::note(const KioskId& kiosk, const std::string& version, ReleaseOutcome outcome) {
  const auto release = find(version);
  if (!release) return release.error();
  if (!*release) return Done{};  // of another backend, or of the image as it came
  Status stored =
      run(archive_.store(),
          "INSERT INTO release_kiosk (kiosk, version, outcome, noted_ms) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (kiosk, version) DO UPDATE SET outcome = excluded.outcome, noted_ms = "
          "excluded.noted_ms WHERE release_kiosk.outcome <> excluded.outcome",
          kiosk, (*release)->version, outcome, clock_.wall_ms());
  if (!stored || outcome != ReleaseOutcome::fell_back) return stored;
  return stop_if_bad((*release)->version);
}

Status Releases::stop_if_bad(const std::string& version) {
  std::int64_t took = 0, fell_back = 0;
  Status counted = read(
      archive_.store(),
      "SELECT outcome, count(*) FROM release_kiosk WHERE version = ?1 AND outcome IN (1, 2) GROUP "
      "BY outcome",
      [&](const Row& row) {
        took += row.integer(1);
        if (row.integer(0) == 2) fell_back = row.integer(1);
      },
      version);
  if (!counted) return counted;
  const auto release = find(version);
  if (!release || !*release) return release ? Status(Done{}) : Status(release.error());
  const bool bad =
      fell_back >= (*release)->stop_kiosks && fell_back * 100 >= (*release)->stop_percent * took;
  if (!bad || (*release)->state != State::offered) return Done{};
  platform::log_warning("release " + version + " is stopped: " + std::to_string(fell_back) +
                        " of " + std::to_string(took) +
                        " kiosks that took it fell back; see smilepost release list");
  return run(archive_.store(), "UPDATE release SET state = ?1 WHERE version = ?2", State::stopped,
             version);
}

Result<Response> Releases::hand_out(const Request& request) {
  const auto kiosk = from_hex_text<16>(request.header("smilepost-kiosk"));
  if (!kiosk) return problem(400, "Smilepost-Kiosk must be the kiosk's 32 hexadecimal digits");
  bool revoked = false;
  const auto known = read_one(
      archive_.store(), "SELECT revoked_ms FROM kiosk WHERE kiosk = ?1",
      [&](const Row& row) { revoked = !row.is_null(0); }, *kiosk);
  if (!known) return known.error();
  if (!*known) return problem(404, "no kiosk of this number is enrolled here");
  if (revoked) return problem(403, "this kiosk is revoked");
  const auto release = find(request.path.substr(std::string_view(below).size()));
  if (!release) return release.error();
  if (!*release || (*release)->state != State::offered || !is_here(**release))
    return problem(404, "no such release is offered");
  const std::string etag = etag_of((*release)->sha256);
  if (request.header("if-none-match") == etag) return Response{304, "", "", {{"ETag", etag}}};
  const auto if_range = request.header("if-range");
  BytePart sent{0, (*release)->size - 1};
  bool is_part = false;
  if (if_range.empty() || if_range == etag) {
    const auto asked = asked_part(request.header("range"), (*release)->size);
    is_part = asked.has_value();
    sent = asked.value_or(sent);
  }
  const std::string size = std::to_string((*release)->size);
  if (is_part && sent.first > sent.last) {
    Response none = problem(416, "the release ends before that");
    none.headers.emplace_back("Content-Range", "bytes */" + size);
    return none;
  }
  const auto file = std::make_shared<const platform::Descriptor>(
      ::open(file_of(**release).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file->valid()) return problem(404, "the release's file cannot be read here");
  Response response{is_part ? 206 : 200,
                    "application/octet-stream",
                    "",
                    {{"ETag", etag}, {"Accept-Ranges", "bytes"}, {"Cache-Control", "no-store"}}};
  if (is_part)
    response.headers.emplace_back("Content-Range", "bytes " + std::to_string(sent.first) + "-" +
                                                       std::to_string(sent.last) + "/" + size);
  response.file = {file, sent.first, sent.last - sent.first + 1};
  return response;
}

}  // namespace smilepost::backend
