#include "kiosk/sync/enrolment.h"

#include "record/enrolment.h"
#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

class Enrolling : public SyncFixture {
 protected:
  Enrolling() {
    record::fill_random(code_.secret);
    code_.receipt_key = record::fingerprint_of(backend_.receipt_key.public_key());
    http_.answer = [this](const platform::HttpRequest& request) { return enrolled(request); };
  }

  platform::HttpResponse enrolled(const platform::HttpRequest& /*request*/) {
    const record::EnrolmentAnswer answer{answered_key_.public_key(),
                                         record::seal(backend_.receipt(epoch_), answered_key_)};
    return {201, "application/cbor", record::encode(answer)};
  }

  Result<std::optional<Enrolment>> ask() {
    return enrol(record::to_string(code_), "https://feedback.example/", "Till 3", *reader_, http_);
  }
  Result<Enrolment> enrol_here() {
    auto enrolment = ask();
    if (!enrolment) return enrolment.error();
    return enrolment->value();
  }
  std::string fault() {
    const auto enrolment = enrol_here();
    return enrolment ? "" : enrolment.error().message;
  }

  record::EnrolmentCode code_;
  record::SigningKey answered_key_ = record::SigningKey::from_seed(backend_.receipt_key.seed());
};

TEST_F(Enrolling, shows_the_code_and_the_first_record) {
  answers(3);
  const auto enrolment = enrol_here();
  ASSERT_TRUE(enrolment) << enrolment.error().message;
  EXPECT_EQ(enrolment->backend_url, "https://feedback.example");
  EXPECT_EQ(enrolment->receipt_key, backend_.receipt_key.public_key());
  EXPECT_EQ(enrolment->kiosk, journal_->kiosk());
  EXPECT_TRUE(journal_->keep_receipt(enrolment->receipt));
  ASSERT_EQ(http_.requests.size(), 1U);
  EXPECT_EQ(http_.requests[0].method, "POST");
  EXPECT_EQ(http_.requests[0].url, "https://feedback.example/v1/enrolments");
  const auto sent = record::decode_enrolment_request(http_.requests[0].body);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->code_secret, code_.secret);
  EXPECT_EQ(sent->label, "Till 3");
  EXPECT_EQ(sent->epoch_opened, reader_->page(epoch_, 0, 1, 1)->front().cose);
}

TEST_F(Enrolling, who_has_to_be_accepted_asks_again) {
  code_.secret = record::acceptance_secret;
  const auto answer = std::exchange(
      http_.answer, tests::always(202, "application/problem+json", "{\"status\":202}"));
  const auto waiting = ask();
  ASSERT_TRUE(waiting);
  EXPECT_FALSE(*waiting);
  http_.answer = answer;
  EXPECT_TRUE(enrol_here());
}

TEST_F(Enrolling, a_mistyped_code_is_not_sent) {
  EXPECT_FALSE(enrol("7K3M-nonsense", "https://feedback.example", "", *reader_, http_));
  EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Enrolling, a_key_that_the_code_does_not_vouch_for_is_refused) {
  answered_key_ = record::SigningKey::generate();
  EXPECT_NE(fault().find("not the backend that made this code"), std::string::npos);
}

TEST_F(Enrolling, answers_that_are_none_are_refused_with_a_remedy) {
  http_.answer = tests::always(403, "application/problem+json", "{}");
  EXPECT_NE(fault().find("ask for a new code"), std::string::npos);
  http_.answer = tests::always(404, "text/html", "");
  EXPECT_NE(fault().find("check the address"), std::string::npos);
  http_.answer = tests::always(201, "text/html", "<html>");
  EXPECT_NE(fault().find("answers something else"), std::string::npos);
  http_.answer = tests::always(200, "text/html", "<html>");
  EXPECT_NE(fault().find("HTTP 200"), std::string::npos);
  http_.answer = tests::no_network();
  EXPECT_NE(fault().find("timed out"), std::string::npos);
}

TEST_F(Enrolling, no_error_shows_the_code) {
  for (const auto& answer :
       {tests::no_network(), tests::always(403, "", ""), tests::always(201, "", "")}) {
    http_.answer = answer;
    EXPECT_EQ(fault().find(record::to_string(code_).substr(0, 4)), std::string::npos);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
