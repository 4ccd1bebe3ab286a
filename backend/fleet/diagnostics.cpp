#include "backend/fleet/diagnostics.h"

#include "backend/fleet/reporter.h"
#include "backend/problem.h"

namespace smilepost::backend {

Result<Response> DiagnosticsInbox::take(const Request& request) {
  const auto opened = record::open_diagnostics_unverified(request.bytes());
  if (opened.verdict != record::Verdict::good) {
    return problem(422,
                   "these are no diagnostics (" + std::string(to_string(opened.verdict)) + ")");
  }
  const auto& said = opened.diagnostics;
  auto key = key_of_reporter(archive_.store(), said.kiosk, said.epoch);
  if (!key) return key.error();
  if (auto* const refusal = std::get_if<Response>(&*key)) return std::move(*refusal);
  const auto& by = std::get<record::PublicKey>(*key);
  if (record::open_diagnostics(request.bytes(), by).verdict != record::Verdict::good)
    return not_signed_by_reporter();
  const auto wanted = end_wish(said);
  if (!wanted) return wanted.error();
  if (!*wanted) return problem(409, "nobody asks for diagnostics of this number");
  if (auto kept = keep(said); !kept) return kept.error();
  return Response{204, "", "", {}};
}

Result<bool> DiagnosticsInbox::end_wish(const record::Diagnostics& said) {
  return read_one(
      archive_.store(),
      "DELETE FROM diagnostics_wanted WHERE kiosk = ?1 AND number = ?2 RETURNING kiosk",
      [](const Row&) {}, said.kiosk, said.wish);
}

Status DiagnosticsInbox::keep(const record::Diagnostics& said) {
  const Blob text(reinterpret_cast<const std::uint8_t*>(said.text.data()), said.text.size());
  auto kept = run(archive_.store(),
                  "INSERT INTO diagnostics (kiosk, received_ms, report) VALUES (?1, ?2, ?3) ON "
                  "CONFLICT (kiosk, received_ms) DO UPDATE SET report = excluded.report",
                  said.kiosk, clock_.wall_ms(), text);
  if (!kept) return kept;
  return run(archive_.store(),
             "DELETE FROM diagnostics WHERE kiosk = ?1 AND received_ms NOT IN (SELECT received_ms "
             "FROM diagnostics WHERE kiosk = ?1 ORDER BY received_ms DESC LIMIT 3)",
             said.kiosk);
}

}  // namespace smilepost::backend
