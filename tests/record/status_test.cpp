#include "record/status.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

OpenedStatusReport sealed_and_opened(const StatusReport& report) {
  const auto key = samples::key(1);
  return open_status_report(seal(report, key), key.public_key());
}

// The sample with one more pair at the end of its outermost map.
Bytes with_another_key(const MessageType& type, BytesView cose, const SigningKey& key) {
  const auto payload = open_sign1(cose, type).payload;
  Bytes longer(payload.begin(), payload.end());
  EXPECT_LT(longer[0], 0xB7) << "fewer than 23 pairs";
  ++longer[0];
  const Bytes pair = CborWriter().number(23).map(1).text("a").number(1).take();
  longer.insert(longer.end(), pair.begin(), pair.end());
  return sign1(type, longer, key);
}

TEST(Status, WhatIsSaidAndRepliedIsReadAsWritten) {
  StatusReport little;
  little.program.version = "0.9.0";
  little.storage.emplace();
  little.display.emplace();
  little.touch.emplace();
  for (const auto& it : {samples::status_report(), little}) {
    EXPECT_EQ(sealed_and_opened(it).verdict, Verdict::good);
    EXPECT_EQ(sealed_and_opened(it).report, it);
  }
  StatusReply nothing_new = samples::status_reply();
  nothing_new.diagnostics_wanted.reset();
  nothing_new.release.reset();
  nothing_new.kept = false;
  const auto key = samples::key(7);
  for (const auto& it : {samples::status_reply(), nothing_new}) {
    EXPECT_EQ(open_status_reply(seal(it, key).value(), key.public_key()).reply, it);
  }
}

TEST(Status, NobodyElseCanReportOrReply) {
  const auto theirs = samples::key(2).public_key();
  EXPECT_EQ(open_status_report(seal(samples::status_report(), samples::key(1)), theirs).verdict,
            Verdict::wrong_signature);
  EXPECT_EQ(
      open_status_reply(seal(samples::status_reply(), samples::key(7)).value(), theirs).verdict,
      Verdict::wrong_signature);
}

TEST(Status, NoneStandsInForTheOtherOrForARecord) {
  const auto key = samples::key(1);
  const Bytes report = seal(samples::status_report(), key);
  EXPECT_EQ(open_status_reply(report, key.public_key()).verdict, Verdict::wrong_type);
  EXPECT_EQ(open_unverified(report).verdict, Verdict::wrong_type);
  const Bytes reply = seal(samples::status_reply(), key).value();
  EXPECT_EQ(open_status_report(reply, key.public_key()).verdict, Verdict::wrong_type);
}

TEST(Status, WhatALaterVersionAddsIsPassedOver) {
  const auto key = samples::key(1);
  const Bytes report =
      with_another_key(status_report_message, seal(samples::status_report(), key), key);
  EXPECT_EQ(open_status_report(report, key.public_key()).report, samples::status_report());
  const Bytes reply =
      with_another_key(status_reply_message, seal(samples::status_reply(), key).value(), key);
  EXPECT_EQ(open_status_reply(reply, key.public_key()).reply, samples::status_reply());
}

TEST(Status, WhatALaterVersionAddsWithinIsPassedOverToo) {
  const auto key = samples::key(1);
  CborWriter out;
  out.map(6).number(0).number(1).number(1).bytes(KioskId{}).number(2).bytes(Hash{});
  out.number(3).integer(7).number(4).boolean(true).number(6).map(5);
  out.number(1).text("1.0").number(2).number(9).number(3).bytes(Hash{});
  out.number(4).text("/v1/releases/a").number(20).array(1).boolean(false);
  const auto opened =
      open_status_reply(sign1(status_reply_message, out.take(), key), key.public_key());
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.reply.release, (ReleaseOffer{"1.0", 9, {}, "/v1/releases/a", {}}));
}

TEST(Status, TextsOfTheMachineAreMadeToFit) {
  StatusReport report = samples::status_report();
  report.program.version = std::string(longest_version + 1, 'v');
  report.program.image_version = "";
  report.program.slot = "\xC3\x28\n";
  report.display->renderer = std::string(longest_remark + 1, 'r');
  const auto opened = sealed_and_opened(report);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.report.program.version, std::string(longest_version, 'v'));
  EXPECT_EQ(opened.report.program.image_version, std::nullopt);
  EXPECT_EQ(opened.report.program.slot, "?(?");
  EXPECT_EQ(opened.report.display->renderer, std::string(longest_remark, 'r'));
}

TEST(Status, ASensorThatIsBrokenStaysWithinPhysics) {
  StatusReport report = samples::status_report();
  report.temperature_mc = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(sealed_and_opened(report).report.temperature_mc, coldest_mc);
}

// All that goes into one report at its largest.
TEST(Status, TheLargestReportFits) {
  StatusReport report = samples::status_report();
  const std::string longest(400, 'x');
  report.program = {longest, longest, longest, 1ull << 62, longest, 1ull << 62, longest};
  report.display->renderer = longest;
  EXPECT_EQ(sealed_and_opened(report).verdict, Verdict::good);
}

TEST(Status, AReleaseLiesBelowItsPlaceOnly) {
  EXPECT_TRUE(is_release_path("/v1/releases/kiosk/1.0~rc1+b2.raucb"));
  for (const char* path :
       {"", "/v1/releases/", "/v1/bundle", "https://else.example/v1/releases/a",
        "/v1/releases/../admin", "/v1/releases//else.example", "/v1/releases/a b",
        "/v1/releases/a?b", "/v1/releases/%2e%2e/a", "/v1/releases/a@b"}) {
    EXPECT_FALSE(is_release_path(path)) << path;
    StatusReply reply = samples::status_reply();
    reply.release->path = path;
    EXPECT_EQ(seal(reply, samples::key(7)), std::nullopt) << path;
  }
  EXPECT_FALSE(is_release_path("/v1/releases/" + std::string(longest_path, 'a')));
}

TEST(Status, AnOfferThatIsNotSoundIsMalformed) {
  const auto key = samples::key(7);
  const auto verdict_with = [&](const std::string& version, const std::string& path) {
    CborWriter out;
    out.map(6).number(0).number(1).number(1).bytes(KioskId{}).number(2).bytes(Hash{});
    out.number(3).integer(7).number(4).boolean(true).number(6).map(4);
    out.number(1).text(version).number(2).number(9).number(3).bytes(Hash{}).number(4).text(path);
    return open_status_reply(sign1(status_reply_message, out.take(), key), key.public_key())
        .verdict;
  };
  EXPECT_EQ(verdict_with("1", "/v1/releases/a"), Verdict::good);
  EXPECT_EQ(verdict_with("1", "/v1/else/a"), Verdict::malformed);
  EXPECT_EQ(verdict_with("", "/v1/releases/a"), Verdict::malformed);
  EXPECT_EQ(verdict_with("1\n", "/v1/releases/a"), Verdict::malformed);
}

TEST(Status, AMissingKeyIsMalformed) {
  const auto key = samples::key(1);
  const Bytes without_program = CborWriter()
                                    .map(9)
                                    .number(0)
                                    .number(1)
                                    .number(1)
                                    .bytes(KioskId{})
                                    .number(2)
                                    .number(1)
                                    .number(3)
                                    .bytes(KioskId{})
                                    .number(4)
                                    .integer(0)
                                    .number(5)
                                    .bytes(KioskId{})
                                    .number(6)
                                    .number(0)
                                    .number(7)
                                    .integer(0)
                                    .number(8)
                                    .number(0)
                                    .take();
  EXPECT_EQ(
      open_status_report_unverified(sign1(status_report_message, without_program, key)).verdict,
      Verdict::malformed);
}

RC_GTEST_PROP(Status, WhateverIsChangedIsRefused, ()) {
  const auto key = samples::key(1);
  const Bytes report = seal(samples::status_report(), key);
  const Bytes reply = seal(samples::status_reply(), key).value();
  const Bytes other_report = *generators::mutation(report);
  const Bytes other_reply = *generators::mutation(reply);
  if (other_report != report) {
    RC_ASSERT(open_status_report(other_report, key.public_key()).verdict != Verdict::good);
  }
  if (other_reply != reply) {
    RC_ASSERT(open_status_reply(other_reply, key.public_key()).verdict != Verdict::good);
  }
}

}  // namespace
}  // namespace smilepost::record
