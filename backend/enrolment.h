// How a kiosk becomes known: the owner asks for a one-time code, the kiosk shows it once.
#pragma once

#include <deque>

#include "backend/archive.h"
#include "backend/receipts.h"
#include "platform/clock.h"
#include "record/enrolment.h"

namespace smilepost::backend {

class Enrolment {
 public:
  Enrolment(Archive& archive, const platform::Clock& clock, Receipts& receipts)
      : archive_(archive), clock_(clock), receipts_(receipts) {}

  // POST /admin/v1/enrolment-codes: 201 and the code as plain text. With the body "acceptance" it
  // is the one that is no secret: whoever shows it waits until an administrator accepts it.
  Result<Response> make_code(const Request& request);

  // POST /v1/enrolments: 201 and the receipt key with a first receipt; 202 for a kiosk that waits
  // to be accepted: it asks again; 403 for a code that is wrong, expired or used by another kiosk;
  // 429 where wrong codes come too fast.
  Result<Response> enrol(const Request& request);

 private:
  struct Applicant {
    record::EnrolmentRequest request;
    record::KioskId kiosk{};
    record::Epoch epoch = 0;
    record::PublicKey first_key{};
    record::Hash opened_hash{};
  };
  static std::optional<Applicant> read(const Request& request);
  Result<bool> redeem(const Applicant& applicant);
  Result<Response> wait(const Applicant& applicant);
  Result<Response> admit(const Applicant& applicant);
  Response refuse_code();
  bool too_many_wrong_codes();

  Archive& archive_;
  const platform::Clock& clock_;
  Receipts& receipts_;
  std::deque<std::uint64_t> wrong_codes_;  // monotonic times, oldest first
};

}  // namespace smilepost::backend
