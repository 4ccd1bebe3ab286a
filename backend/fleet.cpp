#include "backend/fleet.h"

#include <nlohmann/json.hpp>

#include "backend/fleet/decisions.h"
#include "backend/fleet/fleet_json.h"
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

// Whoever reaches the admin socket is its owner.
std::string who(const Request&) {
  return "owner";
}

std::string text_in(const json& body, const char* field) {
  const auto value = body.is_object() ? body.find(field) : body.end();
  return value != body.end() && value->is_string() ? value->get<std::string>() : std::string();
}

std::string hex_at(const Row& row, int column) {
  return record::to_hex(row.blob(column));
}

std::optional<std::string> text_if(const json& body, const char* field) {
  const bool said = body.is_object() && body.contains(field);
  return said ? std::optional(text_in(body, field)) : std::nullopt;
}

}  // namespace

Result<Response> Fleet::list() {
  const std::int64_t now = clock_.wall_ms();
  const auto fleet = read_fleet(archive_.store(), now);
  if (!fleet) return fleet.error();
  return Response{200, "application/json", fleet_json(*fleet, now), {}};
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

Result<Response> Fleet::decide(
    const Request& request,
    const std::function<Result<Decision>(Decisions&, const KioskId&, const json&)>& how) {
  const auto found = find(request, "kiosk");
  if (!found) return found.error();
  if (const auto* refusal = std::get_if<Response>(&*found)) return *refusal;
  Decisions decisions(archive_, clock_, who(request));
  const auto decision =
      how(decisions, std::get<KioskId>(*found), json::parse(request.body, nullptr, false));
  if (!decision) return decision.error();
  if (!decision->done()) return problem(decision->status, decision->line);
  return Response{200, "text/plain; charset=utf-8", decision->line + "\n", {}};
}

Result<Response> Fleet::accept(const Request& request) {
  return decide(request,
                [](Decisions& to, const KioskId& kiosk, const json&) { return to.accept(kiosk); });
}

Result<Response> Fleet::refuse(const Request& request) {
  return decide(request,
                [](Decisions& to, const KioskId& kiosk, const json&) { return to.refuse(kiosk); });
}

Result<Response> Fleet::revoke(const Request& request) {
  return decide(request,
                [](Decisions& to, const KioskId& kiosk, const json&) { return to.revoke(kiosk); });
}

Result<Response> Fleet::replace(const Request& request) {
  const auto by = find(request, "by");
  if (!by) return by.error();
  const auto* after = std::get_if<KioskId>(&*by);
  if (after == nullptr) return std::get<Response>(*by);
  return decide(request, [&](Decisions& to, const KioskId& before, const json&) {
    return to.replace(before, *after);
  });
}

Result<Response> Fleet::move(const Request& request) {
  return decide(request, [](Decisions& to, const KioskId& kiosk, const json& body) {
    return to.move(kiosk, text_in(body, "place"), text_if(body, "label"));
  });
}

Result<Response> Fleet::join(const Request& request) {
  return decide(request, [](Decisions& to, const KioskId& kiosk, const json& body) {
    return to.join(kiosk, text_in(body, "group"));
  });
}

Result<Response> Fleet::ask_for_diagnostics(const Request& request) {
  return decide(request, [](Decisions& to, const KioskId& kiosk, const json&) {
    return to.ask_for_diagnostics(kiosk);
  });
}

Result<bool> ask_to_enrol(Store& store, const KioskId& kiosk, const record::Hash& opened,
                          const std::string& label, std::int64_t now_ms) {
  bool accepted = false, refused = false, same = false;
  const auto known = read_one(
      store, "SELECT opened_hash, accepted_ms, refused_ms FROM applicant WHERE kiosk = ?1",
      [&](const Row& row) {
        same = record::equal(row.blob(0), opened);
        accepted = !row.is_null(1);
        refused = !row.is_null(2);
      },
      kiosk);
  if (!known) return known.error();
  if (*known && same) return accepted;
  const auto waiting = read_integer(
      store, "SELECT count(*) FROM applicant WHERE accepted_ms IS NULL AND refused_ms IS NULL");
  if (!waiting) return waiting.error();
  if (*waiting >= most_applicants && !refused) return false;
  const Status kept =
      run(store,
          "INSERT INTO applicant (kiosk, opened_hash, label, asked_ms) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (kiosk) DO UPDATE SET opened_hash = excluded.opened_hash, "
          "label = excluded.label, asked_ms = excluded.asked_ms, accepted_ms = NULL",
          kiosk, opened, storable(label), now_ms);
  if (!kept) return kept.error();
  if (refused) return false;
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
