#include "backend/bundles.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "backend/archive/newest_key.h"
#include "backend/fleet/decisions.h"
#include "backend/hex_array.h"
#include "backend/problem.h"
#include "backend/web/form.h"
#include "platform/log.h"
#include "record/bundle.h"

namespace smilepost::backend {

using record::KioskId;
using record::PublicKey;

struct Bundles::Kept {
  std::uint64_t version = 0;
  PublicKey organisation_key{};
};

// What a kiosk is given, where it may be given anything.
struct Bundles::Due {
  bool revoked = false;
  std::optional<std::uint64_t> version;
};

namespace {

// Beside those that are assigned: so many of the newest, to be assigned yet.
constexpr int spare_bundles = 20;

std::string etag_of(std::uint64_t version) {
  return "\"" + std::to_string(version) + "\"";
}

// The version that a kiosk says it has.
std::uint64_t version_in(std::string_view etag) {
  std::uint64_t version = 0;
  if (etag.size() < 3 || etag.front() != '"') return 0;
  const auto read = std::from_chars(etag.data() + 1, etag.data() + etag.size() - 1, version);
  return read.ec == std::errc() ? version : 0;
}

// By the kiosk's id: two groups that note the same kiosks never wait for each other.
std::vector<std::size_t> in_order(const std::vector<std::optional<KioskId>>& kiosks) {
  std::vector<std::size_t> order(kiosks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return kiosks[a] < kiosks[b]; });
  return order;
}

}  // namespace

Result<std::optional<Bundles::Kept>> Bundles::read_newest() {
  Kept kept;
  const auto found =
      read_one(archive_.store(),
               "SELECT version, organisation_key FROM kept_bundle ORDER BY version DESC LIMIT 1",
               [&](const Row& row) {
                 kept.version = natural_at(row, 0);
                 kept.organisation_key = array_at<32>(row, 1);
               });
  if (!found) return found.error();
  if (!*found) return std::optional<Kept>();
  return std::optional(kept);
}

Result<Response> Bundles::put(const Request& request) {
  const auto kept = read_newest();
  if (!kept) return kept.error();
  const std::string_view named = request.header("smilepost-organisation-key");
  auto key = array_from_hex<32>(named);
  if (!named.empty() && !key) return problem(422, "the organisation key has 64 hexadecimal digits");
  if (!key && *kept) key = (*kept)->organisation_key;
  if (!key) {
    return problem(422,
                   "this backend knows no organisation key yet; name it once with the bundle: "
                   "--organisation-key");
  }
  const auto opened = record::open_bundle(request.bytes(), *key);
  if (opened.verdict == record::Verdict::wrong_signature) {
    return problem(422, "the bundle is not signed with the organisation key " +
                            record::to_hex(*key).substr(0, 8) + "…; nothing was changed");
  }
  if (opened.verdict != record::Verdict::good) {
    return problem(422, "this is no bundle (" + std::string(to_string(opened.verdict)) +
                            "); make one with smilepost bundle sign");
  }
  const std::uint64_t version = opened.bundle.version;
  if (*kept && version <= (*kept)->version) {
    return problem(409, "version " + std::to_string(version) + " is not above " +
                            std::to_string((*kept)->version) +
                            ", which is here; sign it with a higher one");
  }
  return keep(*key, version, request);
}

Result<Response> Bundles::keep(const PublicKey& key, std::uint64_t version,
                               const Request& request) {
  const std::string named = decode_percent(request.header("smilepost-group"));
  const std::string group = named.empty() ? common_group : named;
  const Status kept =
      run(archive_.store(),
          "INSERT INTO kept_bundle (version, organisation_key, received_ms, cose) VALUES (?1, ?2, "
          "?3, ?4)",
          version, key, clock_.wall_ms(), request.bytes());
  if (!kept) return kept.error();
  std::string line = "bundle " + std::to_string(version) + " is here; assign it to a group";
  if (group != "-") {
    const auto assigned = Decisions(archive_, clock_, "owner").assign(group, version);
    if (!assigned) return assigned.error();
    if (!assigned->done()) return take_back(version, *assigned);
    line = "bundle " + std::to_string(version) + " is here" +
           (group == common_group ? "" : " for group “" + group + "”") +
           "; kiosks take it within minutes of their next contact";
  }
  const Status tidied = run(archive_.store(),
                            "DELETE FROM kept_bundle WHERE version NOT IN (SELECT bundle FROM "
                            "kiosk_group WHERE bundle IS NOT NULL) AND version NOT IN (SELECT "
                            "version FROM kept_bundle ORDER BY version DESC LIMIT ?1)",
                            spare_bundles);
  if (!tidied) return tidied.error();
  platform::log_info(line);
  return Response{200, "text/plain; charset=utf-8", line + "\n", {}};
}

// What could not be assigned as was asked is not kept either.
Result<Response> Bundles::take_back(std::uint64_t version, const Decision& refusal) {
  const Status gone = run(archive_.store(), "DELETE FROM kept_bundle WHERE version = ?1", version);
  if (!gone) return gone.error();
  return problem(refusal.status, refusal.line);
}

Result<std::vector<Response>> Bundles::hand_out(const std::vector<const Request*>& requests) {
  std::map<std::uint64_t, record::Bytes> kept;
  std::vector<std::optional<KioskId>> kiosks;
  kiosks.reserve(requests.size());
  for (const auto* request : requests)
    kiosks.push_back(array_from_hex<16>(request->header("smilepost-kiosk")));
  std::vector<Response> responses(requests.size());
  for (const std::size_t place : in_order(kiosks)) {
    if (!kiosks[place]) {
      responses[place] = problem(400, "Smilepost-Kiosk must be the kiosk's 32 hexadecimal digits");
      continue;
    }
    auto response = hand_to(*kiosks[place], *requests[place], kept);
    if (!response) return response.error();
    responses[place] = *std::move(response);
  }
  return responses;
}

Result<std::optional<Bundles::Due>> Bundles::due_to(const KioskId& kiosk) {
  Due due;
  const auto known = read_one(
      archive_.store(),
      "SELECT k.revoked_ms, coalesce(g.bundle, (SELECT bundle FROM kiosk_group WHERE name = "
      "'everybody')) FROM kiosk k LEFT JOIN group_member m ON m.kiosk = k.kiosk "
      "LEFT JOIN kiosk_group g ON g.name = m.group_name WHERE k.kiosk = ?1",
      [&](const Row& row) {
        due.revoked = !row.is_null(0);
        if (!row.is_null(1)) due.version = natural_at(row, 1);
      },
      kiosk);
  if (!known) return known.error();
  return *known ? std::optional(due) : std::nullopt;
}

Result<record::Bytes> Bundles::read_cose(std::uint64_t version) {
  record::Bytes cose;
  const auto found = read_one(
      archive_.store(), "SELECT cose FROM kept_bundle WHERE version = ?1",
      [&](const Row& row) { cose.assign(row.blob(0).begin(), row.blob(0).end()); }, version);
  if (!found) return found.error();
  if (!*found) return Error{"bundle " + std::to_string(version) + " is not kept: report this"};
  return cose;
}

// Who has a higher one would refuse what is here, and keeps what it has.
Result<Response> Bundles::hand_to(const KioskId& kiosk, const Request& request,
                                  std::map<std::uint64_t, record::Bytes>& kept) {
  const auto due = due_to(kiosk);
  if (!due) return due.error();
  if (!*due) return problem(404, "no kiosk of this number is enrolled here");
  if ((*due)->revoked) return problem(403, "this kiosk is revoked");
  if (!(*due)->version) return problem(404, "there is no bundle yet");
  const std::uint64_t version = *(*due)->version;
  const std::uint64_t has = version_in(request.header("if-none-match"));
  if (has >= version) return Response{304, "", "", {{"ETag", etag_of(has)}}};
  if (kept.count(version) == 0) {
    auto cose = read_cose(version);
    if (!cose) return cose.error();
    kept[version] = *std::move(cose);
  }
  const auto key = newest_key(archive_.store(), kiosk);
  if (!key) return key.error();
  const auto sealed = *key ? record::seal_to(**key, kept.at(version)) : std::nullopt;
  if (!sealed) return problem(404, "no key of this kiosk is known yet; it sends one first");
  if (request.method == "GET") {
    if (auto noted = note(kiosk, version); !noted) return noted.error();
  }
  return Response{200,
                  "application/octet-stream",
                  {sealed->begin(), sealed->end()},
                  {{"ETag", etag_of(version)}, {"Cache-Control", "no-store"}}};
}

Status Bundles::note(const KioskId& kiosk, std::uint64_t version) {
  return run(archive_.store(),
             "INSERT INTO fetched_bundle (kiosk, version, fetched_ms) VALUES (?1, ?2, ?3) ON "
             "CONFLICT (kiosk) DO UPDATE SET version = excluded.version, fetched_ms = "
             "excluded.fetched_ms",
             kiosk, version, clock_.wall_ms());
}

}  // namespace smilepost::backend
