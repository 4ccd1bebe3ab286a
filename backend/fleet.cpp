#include "backend/fleet.h"

#include <nlohmann/json.hpp>

#include "backend/problem.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using record::KioskId;

// Who asks need not be a kiosk at all: what anybody may write has a bound.
constexpr std::int64_t most_applicants = 1'000;
constexpr std::int64_t most_epochs = 8;
constexpr std::size_t shortest_name = 4;

Response done(const std::string& line) {
  platform::log_info("fleet: " + line);
  return Response{200, "text/plain; charset=utf-8", line + "\n", {}};
}

json or_null(const std::optional<std::int64_t>& value) {
  return value ? json(*value) : json();
}

std::string hex_at(const Row& row, int column) {
  return record::to_hex(row.blob(column));
}

Status read_kiosks(Store& store, json& kiosks) {
  return read(
      store,
      "SELECT kiosk.kiosk, label, enrolled_ms, last_contact_ms, revoked_ms, restored_ms, "
      "copied_ms, "
      "replaced_by, (SELECT CAST(coalesce(sum(answers), 0) AS BIGINT) FROM chain c WHERE "
      "c.kiosk = kiosk.kiosk), f.version, f.fetched_ms FROM kiosk LEFT JOIN fetched_bundle f ON "
      "f.kiosk = kiosk.kiosk ORDER BY label = '', label, kiosk.kiosk",
      [&](const Row& row) {
        kiosks.push_back({{"kiosk", hex_at(row, 0)},
                          {"label", row.text(1)},
                          {"enrolled_ms", row.integer(2)},
                          {"last_contact_ms", row.integer(3)},
                          {"revoked_ms", or_null(integer_at(row, 4))},
                          {"restored_ms", or_null(integer_at(row, 5))},
                          {"copied_ms", or_null(integer_at(row, 6))},
                          {"replaced_by", row.is_null(7) ? json() : json(hex_at(row, 7))},
                          {"answers", row.integer(8)},
                          {"bundle", or_null(integer_at(row, 9))},
                          {"bundle_fetched_ms", or_null(integer_at(row, 10))}});
      });
}

Status read_waiting(Store& store, json& waiting) {
  Status applicants =
      read(store,
           "SELECT kiosk, label, asked_ms FROM applicant WHERE accepted_ms IS NULL ORDER BY "
           "asked_ms, kiosk",
           [&](const Row& row) {
             waiting.push_back({{"kiosk", hex_at(row, 0)},
                                {"what", "enrolment"},
                                {"label", row.text(1)},
                                {"asked_ms", row.integer(2)}});
           });
  if (!applicants) return applicants;
  return read(store,
              "SELECT kiosk, asked_ms FROM waiting_epoch WHERE accepted_ms IS NULL ORDER BY "
              "asked_ms, kiosk",
              [&](const Row& row) {
                waiting.push_back({{"kiosk", hex_at(row, 0)},
                                   {"what", "epoch"},
                                   {"label", ""},
                                   {"asked_ms", row.integer(1)}});
              });
}

}  // namespace

Result<Response> Fleet::list() {
  json kiosks = json::array(), waiting = json::array();
  if (auto read = read_kiosks(archive_.store(), kiosks); !read) return read.error();
  if (auto read = read_waiting(archive_.store(), waiting); !read) return read.error();
  const json all{
      {"kiosks", std::move(kiosks)}, {"waiting", std::move(waiting)}, {"now_ms", clock_.wall_ms()}};
  return Response{
      200, "application/json", all.dump(-1, ' ', false, json::error_handler_t::replace), {}};
}

// Among all that are known or wait. A handful of thousands at most: looked through.
Result<std::vector<KioskId>> Fleet::named(const std::string& hex) {
  std::set<KioskId> found;
  const auto look = [&](const Row& row) {
    if (hex_at(row, 0).starts_with(hex)) found.insert(array_at<16>(row, 0));
  };
  for (const char* table : {"SELECT kiosk FROM kiosk", "SELECT kiosk FROM applicant"}) {
    if (auto done_reading = read(archive_.store(), table, look); !done_reading) {
      return done_reading.error();
    }
  }
  return std::vector<KioskId>(found.begin(), found.end());
}

Result<std::variant<KioskId, Response>> Fleet::find(const Request& request, const char* field) {
  using Found = std::variant<KioskId, Response>;
  const json body = json::parse(request.body, nullptr, false);
  const auto value = body.is_object() ? body.find(field) : body.end();
  if (!body.is_object() || value == body.end() || !value->is_string()) {
    return Found(problem(422, std::string("name the kiosk: {\"") + field + "\": \"3f2a91c0\"}"));
  }
  const auto hex = value->get<std::string>();
  const bool digits = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (hex.size() < shortest_name || !digits) {
    return Found(problem(422, "a kiosk's number has hexadecimal digits, four of them at least"));
  }
  const auto kiosks = named(hex);
  if (!kiosks) return kiosks.error();
  if (kiosks->empty()) return Found(problem(404, "no kiosk here has a number that begins so"));
  if (kiosks->size() > 1) {
    return Found(problem(409, "several kiosks' numbers begin so; give more of it"));
  }
  return Found(kiosks->front());
}

Result<Response> Fleet::accept(const Request& request) {
  const auto found = find(request, "kiosk");
  if (!found) return found.error();
  if (const auto* refusal = std::get_if<Response>(&*found)) return *refusal;
  const auto& kiosk = std::get<KioskId>(*found);
  const auto applicant = accept_applicant(kiosk);
  if (!applicant) return applicant.error();
  const auto epochs = accept_epochs(kiosk);
  if (!epochs) return epochs.error();
  const auto back = reinstate(kiosk);
  if (!back) return back.error();
  const std::string name = "kiosk " + record::to_hex(kiosk);
  if (*applicant) return done(name + " is accepted: it comes in when it asks again");
  if (*epochs) return done(name + " may begin its new epoch; its chains so far have ended");
  if (*back) return done(name + " is taken back");
  return problem(409, "this kiosk does not wait for anything");
}

Result<bool> Fleet::accept_applicant(const KioskId& kiosk) {
  const auto waiting = read_integer(
      archive_.store(), "SELECT count(*) FROM applicant WHERE kiosk = ?1 AND accepted_ms IS NULL",
      kiosk);
  if (!waiting) return waiting.error();
  const Status done_so =
      run(archive_.store(), "UPDATE applicant SET accepted_ms = ?1 WHERE kiosk = ?2",
          clock_.wall_ms(), kiosk);
  if (!done_so) return done_so.error();
  return *waiting > 0;
}

// Whoever still has the key of a chain that ended can add nothing to it.
Result<bool> Fleet::accept_epochs(const KioskId& kiosk) {
  const auto waiting = read_integer(
      archive_.store(),
      "SELECT count(*) FROM waiting_epoch WHERE kiosk = ?1 AND accepted_ms IS NULL", kiosk);
  if (!waiting) return waiting.error();
  if (*waiting == 0) return false;
  if (auto closed = run(archive_.store(), "UPDATE chain SET closed = 1 WHERE kiosk = ?1", kiosk);
      !closed) {
    return closed.error();
  }
  const Status done_so =
      run(archive_.store(), "UPDATE waiting_epoch SET accepted_ms = ?1 WHERE kiosk = ?2",
          clock_.wall_ms(), kiosk);
  if (!done_so) return done_so.error();
  return true;
}

Result<bool> Fleet::reinstate(const KioskId& kiosk) {
  const auto revoked =
      read_integer(archive_.store(),
                   "SELECT count(*) FROM kiosk WHERE kiosk = ?1 AND revoked_ms IS NOT NULL", kiosk);
  if (!revoked) return revoked.error();
  const Status done_so = run(archive_.store(),
                             "UPDATE kiosk SET revoked_ms = NULL, replaced_by = NULL WHERE kiosk = "
                             "?1 AND revoked_ms IS NOT NULL",
                             kiosk);
  if (!done_so) return done_so.error();
  return *revoked > 0;
}

Result<Response> Fleet::revoke(const Request& request) {
  const auto found = find(request, "kiosk");
  if (!found) return found.error();
  if (const auto* refusal = std::get_if<Response>(&*found)) return *refusal;
  const auto& kiosk = std::get<KioskId>(*found);
  const Status revoked = run(
      archive_.store(), "UPDATE kiosk SET revoked_ms = coalesce(revoked_ms, ?1) WHERE kiosk = ?2",
      clock_.wall_ms(), kiosk);
  if (!revoked) return revoked.error();
  const Status forgotten = run(archive_.store(), "DELETE FROM applicant WHERE kiosk = ?1", kiosk);
  if (!forgotten) return forgotten.error();
  return done("kiosk " + record::to_hex(kiosk) +
              " is revoked: what it sends from now on is refused");
}

Result<Response> Fleet::replace(const Request& request) {
  const auto old = find(request, "kiosk");
  if (!old) return old.error();
  if (const auto* refusal = std::get_if<Response>(&*old)) return *refusal;
  const auto by = find(request, "by");
  if (!by) return by.error();
  if (const auto* refusal = std::get_if<Response>(&*by)) return *refusal;
  const auto& before = std::get<KioskId>(*old);
  const auto& after = std::get<KioskId>(*by);
  if (before == after) return problem(422, "a kiosk cannot stand in its own place");
  std::map<KioskId, KioskRow> rows;
  if (auto locked = lock_kiosks(archive_.store(), {before, after}, rows); !locked) {
    return locked.error();
  }
  if (rows.size() < 2) return problem(409, "both must be enrolled first");
  if (rows.at(after).revoked_ms) return problem(409, "the new one is revoked");
  const Status ended = run(
      archive_.store(),
      "UPDATE kiosk SET revoked_ms = coalesce(revoked_ms, ?1), replaced_by = ?2 WHERE kiosk = ?3",
      clock_.wall_ms(), after, before);
  if (!ended) return ended.error();
  const Status called = run(archive_.store(), "UPDATE kiosk SET label = ?1 WHERE kiosk = ?2",
                            rows.at(before).label, after);
  if (!called) return called.error();
  return done("kiosk " + record::to_hex(after) + " stands in the place of " +
              record::to_hex(before) + ", which is revoked");
}

Result<bool> ask_to_enrol(Store& store, const KioskId& kiosk, const record::Hash& opened,
                          const std::string& label, std::int64_t now_ms) {
  bool accepted = false;
  const auto known = read_one(
      store, "SELECT accepted_ms FROM applicant WHERE kiosk = ?1 AND opened_hash = ?2",
      [&](const Row& row) { accepted = !row.is_null(0); }, kiosk, opened);
  if (!known) return known.error();
  if (*known) return accepted;
  const auto waiting =
      read_integer(store, "SELECT count(*) FROM applicant WHERE accepted_ms IS NULL");
  if (!waiting) return waiting.error();
  if (*waiting >= most_applicants) return false;
  const Status kept =
      run(store,
          "INSERT INTO applicant (kiosk, opened_hash, label, asked_ms) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (kiosk) DO UPDATE SET opened_hash = excluded.opened_hash, "
          "label = excluded.label, asked_ms = excluded.asked_ms, accepted_ms = NULL",
          kiosk, opened, storable(label), now_ms);
  if (!kept) return kept.error();
  platform::log_warning("kiosk " + record::to_hex(kiosk) +
                        " asks to be enrolled; see smilepost fleet list");
  return false;
}

Result<bool> ask_for_epoch(Store& store, const KioskId& kiosk, record::Epoch epoch,
                           const record::EpochOpened& opened, std::int64_t now_ms) {
  bool accepted = false;
  const auto known = read_one(
      store,
      "SELECT accepted_ms FROM waiting_epoch WHERE kiosk = ?1 AND epoch = ?2 AND public_key = ?3",
      [&](const Row& row) { accepted = !row.is_null(0); }, kiosk, epoch, opened.public_key);
  if (!known) return known.error();
  if (*known) return accepted;
  const auto waiting = read_integer(
      store, "SELECT count(*) FROM waiting_epoch WHERE kiosk = ?1 AND accepted_ms IS NULL", kiosk);
  if (!waiting) return waiting.error();
  if (*waiting >= most_epochs) return false;
  const record::ChainHead none;
  const record::ChainHead& before = opened.previous_head ? *opened.previous_head : none;
  const bool named = opened.previous_head.has_value();
  const Status kept = run(
      store,
      "INSERT INTO waiting_epoch (kiosk, epoch, public_key, previous_epoch, "
      "previous_sequence, previous_hash, asked_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT DO NOTHING",
      kiosk, epoch, opened.public_key, named ? to_value(before.epoch) : Value(),
      named ? to_value(before.sequence) : Value(), named ? to_value(before.hash) : Value(), now_ms);
  if (!kept) return kept.error();
  platform::log_warning("kiosk " + record::to_hex(kiosk) +
                        " began an epoch that no key of it vouches for; see smilepost fleet list");
  return false;
}

Status forget_waiting(Store& store, const EpochKey& epoch) {
  return run(store,
             "DELETE FROM waiting_epoch WHERE kiosk = ?1 AND epoch = ?2 AND accepted_ms IS NULL",
             epoch.first, epoch.second);
}

Result<bool> is_missing_before_accepted(Store& store, const KioskId& kiosk,
                                        const record::ChainHead& stored,
                                        const record::ChainHead& newest) {
  bool missing = false;
  const Status asked = read(
      store,
      "SELECT previous_sequence, previous_hash FROM waiting_epoch WHERE kiosk = ?1 AND "
      "previous_epoch = ?2 AND accepted_ms IS NOT NULL AND previous_sequence > ?3",
      [&](const Row& row) {
        const std::uint64_t last = natural_at(row, 0);
        const bool is_last = newest.sequence == last && array_at<32>(row, 1) == newest.hash;
        missing = missing || newest.sequence < last || is_last;
      },
      kiosk, stored.epoch, stored.sequence);
  if (!asked) return asked.error();
  return missing;
}

}  // namespace smilepost::backend
