#include "backend/releases.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "backend/fleet/fleet_facts.h"
#include "backend/hex_array.h"
#include "backend/problem.h"
#include "platform/descriptor.h"
#include "record/release_version.h"
#include "record/update_told.h"

namespace smilepost::backend {

using record::KioskId;

namespace {

constexpr const char* below = "/v1/releases/";
constexpr const char* no_such_release = "there is no such release";
constexpr std::array<std::string_view, 4> state_names{"offered", "paused", "withdrawn", "stopped"};
constexpr std::array<std::string_view, 3> ring_names{"canary", "early", "everybody"};

std::string etag_of(const record::Hash& hash) {
  return "\"" + record::to_hex(hash) + "\"";
}

std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool reaches(const Release& release, const KioskId& kiosk, Ring ring) {
  return std::any_of(release.rings.lower_bound(ring), release.rings.end(),
                     [&](const auto& it) { return is_among(kiosk, release.version, it.second); });
}

}  // namespace

std::optional<Ring> ring_named(std::string_view name) {
  const auto* const found = std::find(ring_names.begin(), ring_names.end(), name);
  if (found == ring_names.end()) return std::nullopt;
  return static_cast<Ring>(found - ring_names.begin());
}

std::string_view to_string(Ring ring) {
  return ring_names[static_cast<std::size_t>(ring)];
}

std::string_view to_string(ReleaseState state) {
  return state_names[static_cast<std::size_t>(state)];
}

ReleaseOutcome outcome_of(std::string_view state) {
  if (state == "good") return ReleaseOutcome::good;
  if (state == "fallen back") return ReleaseOutcome::fell_back;
  if (state == "refused") return ReleaseOutcome::refused;
  return ReleaseOutcome::on_its_way;
}

bool is_same_version(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  return first && second && *first == *second;
}

bool is_lower_version(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  return first && second && *first < *second;
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

const Release* offered_among(const std::vector<Release>& releases, const KioskId& kiosk, Ring ring,
                             const std::string& runs) {
  const bool taken_back =
      std::any_of(releases.begin(), releases.end(), [&](const Release& release) {
        return is_same_version(release.version, runs) &&
               (release.state == ReleaseState::withdrawn || release.state == ReleaseState::stopped);
      });
  const auto highest = std::find_if(releases.begin(), releases.end(), [&](const Release& release) {
    return release.state == ReleaseState::offered && release.file_is_here &&
           reaches(release, kiosk, ring);
  });
  if (highest == releases.end() || is_same_version(highest->version, runs)) return nullptr;
  return is_lower_version(highest->version, runs) && !taken_back ? nullptr : &*highest;
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

std::filesystem::path Releases::file_of(const Release& release) const {
  return folder_ / (record::to_hex(release.sha256) + ".raucb");
}

bool Releases::is_here(const Release& release) const {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file_of(release), missing);
  return !missing && size == release.size;
}

Status Releases::log(const std::string& what, const std::string& who) {
  return add_to_log(archive_.store(), {}, {clock_.wall_ms(), what, who});
}

Result<Decision> Releases::done(const std::string& line, const std::string& who) {
  if (auto logged = log(line, who); !logged) return logged.error();
  return Decision{200, line};
}

Result<std::vector<Release>> Releases::read_rows() {
  std::vector<Release> all;
  const Status done_reading =
      read(archive_.store(),
           "SELECT version, floor, sha256, size, stop_kiosks, stop_percent, added_ms, state FROM "
           "release",
           [&](const Row& row) {
             all.push_back({row.text(0), row.text(1), array_at<32>(row, 2), natural_at(row, 3),
                            row.integer(4), row.integer(5), row.integer(6),
                            static_cast<ReleaseState>(row.integer(7) & 3)});
           });
  if (!done_reading) return done_reading.error();
  std::sort(all.begin(), all.end(), [](const Release& a, const Release& b) {
    return is_lower_version(b.version, a.version);
  });
  return all;
}

Result<std::vector<Release>> Releases::list() {
  auto all = read_rows();
  if (!all) return all.error();
  std::map<std::string, Rings> rings;
  const Status done_reading = read(
      archive_.store(), "SELECT version, ring, percent FROM release_ring", [&](const Row& row) {
        rings[row.text(0)][static_cast<Ring>(row.integer(1))] = row.integer(2);
      });
  if (!done_reading) return done_reading.error();
  for (Release& release : *all) {
    release.rings = rings[release.version];
    release.file_is_here = is_here(release);
  }
  return all;
}

Result<std::optional<Release>> Releases::find(const std::string& version) {
  auto all = read_rows();
  if (!all) return all.error();
  for (auto& release : *all)
    if (is_same_version(release.version, version)) return std::optional(std::move(release));
  return std::optional<Release>();
}

Result<std::map<std::string, Outcomes>> Releases::outcomes() {
  std::map<std::string, Outcomes> all;
  const Status done_reading =
      read(archive_.store(),
           "SELECT version, outcome, count(*) FROM release_kiosk GROUP BY version, outcome",
           [&](const Row& row) {
             all[row.text(0)][static_cast<std::size_t>(row.integer(1) & 3)] += row.integer(2);
           });
  if (!done_reading) return done_reading.error();
  return all;
}

Result<Decision> Releases::add(const Release& release, const std::string& who) {
  if (!record::parse_version(release.version) ||
      (!release.floor.empty() && !record::parse_version(release.floor)))
    return Decision{422, "a version is numbers with dots between, as in 1.4.2"};
  if (is_lower_version(release.version, release.floor))
    return Decision{422, "release " + release.version + " is below its own floor " + release.floor +
                             "; no kiosk would take it"};
  if (release.stop_kiosks < 1 || release.stop_percent < 0 || release.stop_percent > 100)
    return Decision{422, "it stops after 1 kiosk or more, and 0 to 100 percent"};
  if (!is_here(release))
    return Decision{422, file_of(release).string() + " is not there, or not of that size"};
  const auto known = find(release.version);
  if (!known) return known.error();
  if (*known && (*known)->sha256 != release.sha256)
    return Decision{409, "version " + release.version +
                             " is here already, with other contents; kiosks tell releases apart by "
                             "their version: give it a new one"};
  if (*known)
    return Decision{200, "release " + release.version + " is here already; nothing was changed"};
  Status stored =
      run(archive_.store(),
          "INSERT INTO release (version, sha256, size, floor, added_ms, state, "
          "stop_kiosks, stop_percent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
          release.version, release.sha256, release.size, release.floor, clock_.wall_ms(),
          ReleaseState::offered, release.stop_kiosks, release.stop_percent);
  if (!stored) return stored.error();
  return done("release " + release.version + " is here; nobody is offered it yet", who);
}

Result<Decision> Releases::offer(const std::string& version, Ring ring, std::int64_t percent,
                                 const std::string& who) {
  if (percent < 0 || percent > 100) return Decision{422, "percent is from 0 to 100"};
  const auto release = find(version);
  if (!release) return release.error();
  if (!*release) return Decision{404, no_such_release};
  const std::string& known = (*release)->version;
  const Status stored =
      run(archive_.store(),
          "INSERT INTO release_ring (version, ring, percent, offered_ms) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (version, ring) DO UPDATE SET percent = excluded.percent, offered_ms = "
          "excluded.offered_ms",
          known, ring, percent, clock_.wall_ms());
  if (!stored) return stored.error();
  if (auto set = set_state(known, ReleaseState::offered); !set) return set.error();
  return done("release " + known + " is offered to " + std::to_string(percent) + " % of " +
                  std::string(to_string(ring)),
              who);
}

Result<Decision> Releases::pause(const std::string& version, const std::string& who) {
  const auto release = find(version);
  if (!release) return release.error();
  if (*release && (*release)->state != ReleaseState::offered)
    return Decision{409, "release " + (*release)->version + " is " +
                             std::string(to_string((*release)->state)) + " already"};
  return change_state(version, ReleaseState::paused, "is paused; nobody further is offered it",
                      who);
}

Result<Decision> Releases::withdraw(const std::string& version, const std::string& who) {
  return change_state(version, ReleaseState::withdrawn,
                      "is withdrawn; kiosks that run it are offered the highest other one", who);
}

Result<Decision> Releases::change_state(const std::string& version, ReleaseState state,
                                        const std::string& what, const std::string& who) {
  const auto release = find(version);
  if (!release) return release.error();
  if (!*release) return Decision{404, no_such_release};
  if (auto set = set_state((*release)->version, state); !set) return set.error();
  return done("release " + (*release)->version + " " + what, who);
}

Status Releases::set_state(const std::string& version, ReleaseState state) {
  return run(archive_.store(), "UPDATE release SET state = ?1 WHERE version = ?2", state, version);
}

Result<std::optional<ReleaseOffer>> Releases::offer_for(const KioskId& kiosk, Ring ring,
                                                        const std::string& runs) {
  const auto all = list();
  if (!all) return all.error();
  const Release* it = offered_among(*all, kiosk, ring, runs);
  if (it == nullptr) return std::optional<ReleaseOffer>();
  return std::optional(
      ReleaseOffer{it->version, it->size, it->sha256, below + it->version, it->floor});
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
  // A kiosk says what became of it in every report; only the first time is news.
  const auto news = read_one(
      archive_.store(),
      "INSERT INTO release_kiosk (kiosk, version, outcome, noted_ms) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (kiosk, version) DO UPDATE SET outcome = excluded.outcome, noted_ms = "
      "excluded.noted_ms WHERE release_kiosk.outcome <> excluded.outcome RETURNING kiosk",
      [](const Row&) {}, kiosk, (*release)->version, outcome, clock_.wall_ms());
  if (!news) return news.error();
  if (!*news || outcome != ReleaseOutcome::fell_back) return Done{};
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
  if (!bad || (*release)->state != ReleaseState::offered) return Done{};
  if (auto stopped = set_state(version, ReleaseState::stopped); !stopped) return stopped;
  return log("release " + version + " is stopped: " + std::to_string(fell_back) + " of " +
                 std::to_string(took) + " kiosks that took it fell back",
             "by itself");
}

Result<Response> Releases::hand_out(const Request& request) {
  const auto kiosk = array_from_hex<16>(request.header("smilepost-kiosk"));
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
  if (!*release || (*release)->state != ReleaseState::offered || !is_here(**release))
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
