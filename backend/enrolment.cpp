#include "backend/enrolment.h"

#include "backend/problem.h"
#include "backend/sql.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t code_lives_ms = 24LL * 3600 * 1000;
constexpr std::size_t wrong_codes_a_minute = 10;
constexpr std::uint64_t minute_ms = 60'000;

record::BytesView bytes_of(const std::string& body) {
  return {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
}

std::string text_of(const record::Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<Response> Enrolment::make_code() {
  record::EnrolmentCode code;
  record::fill_random(code.secret);
  code.receipt_key = record::fingerprint_of(receipts_.public_key());
  const std::int64_t now = clock_.wall_ms();
  if (auto done = run(archive_.database(),
                      "DELETE FROM enrolment_code WHERE expires_ms < ? AND kiosk IS NULL", now);
      !done) {
    return done.error();
  }
  const Status kept =
      run(archive_.database(), "INSERT INTO enrolment_code (secret_hash, expires_ms) VALUES (?, ?)",
          record::sha256(code.secret), now + code_lives_ms);
  if (!kept) return kept.error();
  return Response{201, "text/plain; charset=utf-8", record::to_string(code) + "\n", {}};
}

Result<Response> Enrolment::enrol(const Request& request) {
  const auto applicant = read(request);
  if (!applicant) {
    return problem(422, "this is no enrolment of a kiosk's first epoch (see FORMAT.md, \"Wire\")");
  }
  if (applicant->request.label.size() > record::longest_label) {
    return problem(422, "the label is longer than " + std::to_string(record::longest_label) +
                            " bytes; choose a shorter one");
  }
  const auto redeemed = redeem(*applicant);
  if (!redeemed) return redeemed.error();
  if (!*redeemed) return refuse_code();
  return admit(*applicant);
}

std::optional<Enrolment::Applicant> Enrolment::read(const Request& request) {
  auto decoded = record::decode_enrolment_request(bytes_of(request.body));
  if (!decoded) return std::nullopt;
  const auto envelope = record::open_unverified(decoded->epoch_opened);
  if (envelope.verdict != record::Verdict::good) return std::nullopt;
  const auto* opened = std::get_if<record::EpochOpened>(&envelope.record.body);
  if (!opened || envelope.record.sequence != 0 ||
      record::kiosk_id_of(opened->public_key) != envelope.record.kiosk ||
      record::open(decoded->epoch_opened, opened->public_key).verdict != record::Verdict::good) {
    return std::nullopt;
  }
  const record::Hash opened_hash = record::hash_of(decoded->epoch_opened);
  return Applicant{*std::move(decoded), envelope.record.kiosk, envelope.record.epoch,
                   opened->public_key, opened_hash};
}

// True for a fresh code, and again for the kiosk that used it: the answer may have been lost.
Result<bool> Enrolment::redeem(const Applicant& applicant) {
  platform::Database& database = archive_.database();
  const record::Hash secret_hash = record::sha256(applicant.request.code_secret);
  const auto row = first_row(database,
                             "SELECT expires_ms, kiosk IS NULL, kiosk IS ?2 AND opened_hash IS ?3 "
                             "FROM enrolment_code WHERE secret_hash = ?1",
                             secret_hash, applicant.kiosk, applicant.opened_hash);
  if (!row) return row.error();
  if (!*row || (*row)->integer(0) < clock_.wall_ms()) return false;
  if ((*row)->integer(1) == 0) return (*row)->integer(2) != 0;
  const Status used =
      run(database, "UPDATE enrolment_code SET kiosk = ?, opened_hash = ? WHERE secret_hash = ?",
          applicant.kiosk, applicant.opened_hash, secret_hash);
  if (!used) return used.error();
  return true;
}

Result<Response> Enrolment::admit(const Applicant& applicant) {
  const std::int64_t now = clock_.wall_ms();
  const Status known =
      run(archive_.database(),
          "INSERT INTO kiosk VALUES (?1, ?4, ?2, ?3, ?3) ON CONFLICT DO UPDATE SET "
          "label = CASE WHEN ?2 = '' THEN label ELSE ?2 END, last_contact_ms = ?3",
          applicant.kiosk, applicant.request.label, now, applicant.first_key);
  if (!known) return known.error();
  const auto receipt =
      receipts_.issue(applicant.kiosk, applicant.epoch, std::nullopt, std::nullopt);
  if (!receipt) return receipt.error();
  platform::log_info("kiosk " + record::to_hex(applicant.kiosk) + " enrolled");
  return Response{
      201,
      "application/cbor",
      text_of(record::encode(record::EnrolmentAnswer{receipts_.public_key(), *receipt})),
      {}};
}

// Only wrong codes count, and only they are slowed down: nobody can lock a good one out.
Response Enrolment::refuse_code() {
  if (too_many_wrong_codes()) {
    return problem_retry(429, "too many wrong enrolment codes; wait a minute and try again", 60);
  }
  wrong_codes_.push_back(clock_.monotonic_ms());
  platform::log_warning("an enrolment was refused: wrong, expired or used code");
  return problem(403, "this code is wrong, expired or used by another kiosk; ask for a new one");
}

bool Enrolment::too_many_wrong_codes() {
  while (!wrong_codes_.empty() && wrong_codes_.front() + minute_ms <= clock_.monotonic_ms()) {
    wrong_codes_.pop_front();
  }
  return wrong_codes_.size() >= wrong_codes_a_minute;
}

}  // namespace smilepost::backend
