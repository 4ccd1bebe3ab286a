#include "backend/enrolment.h"

#include "backend/archive/rows.h"
#include "backend/fleet.h"
#include "backend/problem.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t code_lives_ms = 24LL * 3600 * 1000;
constexpr std::size_t wrong_codes_a_minute = 10;
constexpr std::uint64_t minute_ms = 60'000;

std::string text_of(const record::Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<Response> Enrolment::make_code(const Request& request) {
  record::EnrolmentCode code;
  code.secret = record::acceptance_secret;
  code.receipt_key = record::fingerprint_of(receipts_.public_key());
  const auto text = [&code] {
    return Response{201, "text/plain; charset=utf-8", record::to_string(code) + "\n", {}};
  };
  if (request.body == "acceptance") return text();
  record::fill_random(code.secret);
  const std::int64_t now = clock_.wall_ms();
  if (auto done = run(archive_.store(),
                      "DELETE FROM enrolment_code WHERE expires_ms < ?1 AND kiosk IS NULL", now);
      !done) {
    return done.error();
  }
  const Status kept =
      run(archive_.store(), "INSERT INTO enrolment_code (secret_hash, expires_ms) VALUES (?1, ?2)",
          record::sha256(code.secret), now + code_lives_ms);
  if (!kept) return kept.error();
  return text();
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
  if (applicant->request.code_secret == record::acceptance_secret) return wait(*applicant);
  const auto redeemed = redeem(*applicant);
  if (!redeemed) return redeemed.error();
  if (!*redeemed) return refuse_code();
  return admit(*applicant);
}

std::optional<Enrolment::Applicant> Enrolment::read(const Request& request) {
  auto decoded = record::decode_enrolment_request(request.bytes());
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
  const record::Hash secret_hash = record::sha256(applicant.request.code_secret);
  bool expired = false, used = false, ours = false;
  const auto found = read_one(
      archive_.store(),
      "SELECT expires_ms, kiosk, opened_hash FROM enrolment_code WHERE secret_hash = ?1 {lock}",
      [&](const Row& row) {
        expired = row.integer(0) < clock_.wall_ms();
        used = !row.is_null(1);
        ours = record::equal(row.blob(1), applicant.kiosk) &&
               record::equal(row.blob(2), applicant.opened_hash);
      },
      secret_hash);
  if (!found) return found.error();
  if (!*found || expired) return false;
  if (used) return ours;
  const Status done =
      run(archive_.store(),
          "UPDATE enrolment_code SET kiosk = ?1, opened_hash = ?2 WHERE secret_hash = ?3",
          applicant.kiosk, applicant.opened_hash, secret_hash);
  if (!done) return done.error();
  return true;
}

// Known already, it has nothing to wait for.
Result<Response> Enrolment::wait(const Applicant& applicant) {
  const auto accepted = ask_to_enrol(archive_.store(), applicant.kiosk, applicant.opened_hash,
                                     applicant.request.label, clock_.wall_ms());
  if (!accepted) return accepted.error();
  if (*accepted) return admit(applicant);
  return problem(202, "an administrator must accept this kiosk: smilepost fleet accept " +
                          record::to_hex(applicant.kiosk).substr(0, 8));
}

// Enrolled again, a kiosk keeps its name unless it brings one, and is revoked no longer. Its tokens
// begin anew with the first batch: whether this answer arrived, nobody knows.
Result<Response> Enrolment::admit(const Applicant& applicant) {
  const std::int64_t now = clock_.wall_ms();
  const Status asks_no_more =
      run(archive_.store(), "DELETE FROM applicant WHERE kiosk = ?1 AND accepted_ms IS NULL",
          applicant.kiosk);
  if (!asks_no_more) return asks_no_more.error();
  const Status known =
      run(archive_.store(),
          "INSERT INTO kiosk (kiosk, first_key, label, enrolled_ms, last_contact_ms) "
          "VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT (kiosk) DO UPDATE SET "
          "label = CASE WHEN excluded.label = '' THEN kiosk.label ELSE excluded.label END, "
          "last_contact_ms = excluded.last_contact_ms, newest = NULL, previous = NULL, "
          "revoked_ms = NULL",
          applicant.kiosk, applicant.first_key, storable(applicant.request.label), now);
  if (!known) return known.error();
  record::Receipt receipt;
  receipt.kiosk = applicant.kiosk;
  receipt.epoch = applicant.epoch;
  receipt.next_token = Receipts::fresh_token();
  platform::log_info("kiosk " + record::to_hex(applicant.kiosk) + " enrolled");
  return Response{201,
                  "application/cbor",
                  text_of(record::encode(
                      record::EnrolmentAnswer{receipts_.public_key(), receipts_.seal(receipt)})),
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
