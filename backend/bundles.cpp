#include "backend/bundles.h"

#include <algorithm>
#include <numeric>

#include "backend/archive/newest_key.h"
#include "backend/problem.h"
#include "platform/log.h"
#include "record/bundle.h"

namespace smilepost::backend {

using record::KioskId;
using record::PublicKey;

struct Bundles::Kept {
  std::uint64_t version = 0;
  PublicKey organisation_key{};
  record::Bytes cose;
};

namespace {

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> from_hex_header(std::string_view text) {
  std::array<std::uint8_t, size> out{};
  const auto bytes = record::from_hex(text);
  if (!bytes || bytes->size() != size) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

std::string etag_of(std::uint64_t version) {
  return "\"" + std::to_string(version) + "\"";
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

Result<std::optional<Bundles::Kept>> Bundles::read_kept() {
  Kept kept;
  const auto found =
      read_one(archive_.store(), "SELECT version, organisation_key, cose FROM bundle WHERE id = 1",
               [&](const Row& row) {
                 kept.version = natural_at(row, 0);
                 kept.organisation_key = array_at<32>(row, 1);
                 const Blob cose = row.blob(2);
                 kept.cose.assign(cose.begin(), cose.end());
               });
  if (!found) return found.error();
  if (!*found) return std::optional<Kept>();
  return std::optional(std::move(kept));
}

Result<Response> Bundles::put(const Request& request) {
  const auto kept = read_kept();
  if (!kept) return kept.error();
  const std::string_view named = request.header("smilepost-organisation-key");
  auto key = from_hex_header<32>(named);
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
  const Status done =
      run(archive_.store(),
          "INSERT INTO bundle (id, version, organisation_key, received_ms, cose) VALUES (1, ?1, "
          "?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
          "organisation_key = excluded.organisation_key, received_ms = excluded.received_ms, "
          "cose = excluded.cose",
          version, *key, clock_.wall_ms(), request.bytes());
  if (!done) return done.error();
  const std::string line = "bundle " + std::to_string(version) +
                           " is here; kiosks take it within minutes of their next contact";
  platform::log_info(line);
  return Response{200, "text/plain; charset=utf-8", line + "\n", {}};
}

Result<std::vector<Response>> Bundles::hand_out(const std::vector<const Request*>& requests) {
  const auto kept = read_kept();
  if (!kept) return kept.error();
  std::vector<std::optional<KioskId>> kiosks;
  kiosks.reserve(requests.size());
  for (const auto* request : requests)
    kiosks.push_back(from_hex_header<16>(request->header("smilepost-kiosk")));
  std::vector<Response> responses(requests.size());
  for (const std::size_t place : in_order(kiosks)) {
    if (!kiosks[place]) {
      responses[place] = problem(400, "Smilepost-Kiosk must be the kiosk's 32 hexadecimal digits");
      continue;
    }
    auto response = hand_to(*kiosks[place], *kept ? &**kept : nullptr, *requests[place]);
    if (!response) return response.error();
    responses[place] = *std::move(response);
  }
  return responses;
}

Result<Response> Bundles::hand_to(const KioskId& kiosk, const Kept* kept, const Request& request) {
  bool revoked = false;
  const auto known = read_one(
      archive_.store(), "SELECT revoked_ms FROM kiosk WHERE kiosk = ?1",
      [&](const Row& row) { revoked = !row.is_null(0); }, kiosk);
  if (!known) return known.error();
  if (!*known) return problem(404, "no kiosk of this number is enrolled here");
  if (revoked) return problem(403, "this kiosk is revoked");
  if (kept == nullptr) return problem(404, "there is no bundle yet");
  const std::string etag = etag_of(kept->version);
  if (request.header("if-none-match") == etag) return Response{304, "", "", {{"ETag", etag}}};
  const auto key = newest_key(archive_.store(), kiosk);
  if (!key) return key.error();
  const auto sealed = *key ? record::seal_to(**key, kept->cose) : std::nullopt;
  if (!sealed) return problem(404, "no key of this kiosk is known yet; it sends one first");
  if (request.method == "GET") {
    if (auto noted = note(kiosk, kept->version); !noted) return noted.error();
  }
  return Response{200,
                  "application/octet-stream",
                  {sealed->begin(), sealed->end()},
                  {{"ETag", etag}, {"Cache-Control", "no-store"}}};
}

Status Bundles::note(const KioskId& kiosk, std::uint64_t version) {
  return run(archive_.store(),
             "INSERT INTO fetched_bundle (kiosk, version, fetched_ms) VALUES (?1, ?2, ?3) ON "
             "CONFLICT (kiosk) DO UPDATE SET version = excluded.version, fetched_ms = "
             "excluded.fetched_ms",
             kiosk, version, clock_.wall_ms());
}

}  // namespace smilepost::backend
