// The frozen vectors: today's code makes the same bytes and reads them as the same.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/places.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

nlohmann::json vectors(const std::string& name) {
  std::ifstream file(tests::in_source("tests/vectors/") + name);
  EXPECT_TRUE(file) << name;
  return nlohmann::json::parse(file);
}

TEST(Vectors, RecordsOfEachKind) {
  const auto frozen = vectors("records.json");
  const auto made = samples::one_of_each_kind();
  ASSERT_EQ(frozen.size(), made.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    const std::string hex = frozen[i].at("cose");
    EXPECT_EQ(frozen[i].at("name"), made[i].first);
    EXPECT_EQ(hex, to_hex(made[i].second)) << made[i].first;
    EXPECT_EQ(frozen[i].at("hash"), to_hex(hash_of(made[i].second)));
    const Opened opened = open_unverified(*from_hex(hex));
    EXPECT_EQ(opened.verdict, Verdict::good);
    EXPECT_FALSE(std::holds_alternative<UnreadableBody>(opened.record.body)) << made[i].first;
  }
}

TEST(Vectors, Receipt) {
  const auto frozen = vectors("receipt.json");
  const std::string hex = frozen.at("cose");
  EXPECT_EQ(hex, to_hex(seal(samples::receipt(), samples::key(7))));
  const OpenedReceipt opened = open_receipt(*from_hex(hex), samples::key(7).public_key());
  EXPECT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.receipt, samples::receipt());
}

TEST(Vectors, Bundle) {
  const auto frozen = vectors("bundle.json");
  const std::string hex = frozen.at("cose");
  EXPECT_EQ(hex, to_hex(seal(samples::bundle(), samples::key(9)).value()));
  const OpenedBundle opened = open_bundle(*from_hex(hex), samples::key(9).public_key());
  EXPECT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.bundle, samples::bundle());
}

TEST(Vectors, Call) {
  const auto frozen = vectors("call.json");
  const std::string request = frozen.at("request"), answer = frozen.at("answer");
  EXPECT_EQ(request, to_hex(seal(samples::call_request(), samples::key(1))));
  EXPECT_EQ(answer, to_hex(seal(samples::call_answer(), samples::key(7))));
  const auto asked = open_call_request(*from_hex(request), samples::key(1).public_key());
  EXPECT_EQ(asked.request, samples::call_request());
  const auto answered = open_call_answer(*from_hex(answer), samples::key(7).public_key());
  EXPECT_EQ(answered.answer, samples::call_answer());
}

TEST(Vectors, Status) {
  const auto frozen = vectors("status.json");
  const std::string report = frozen.at("report"), reply = frozen.at("reply");
  EXPECT_EQ(report, to_hex(seal(samples::status_report(), samples::key(1))));
  EXPECT_EQ(reply, to_hex(seal(samples::status_reply(), samples::key(7)).value()));
  const auto told = open_status_report(*from_hex(report), samples::key(1).public_key());
  EXPECT_EQ(told.report, samples::status_report());
  const auto replied = open_status_reply(*from_hex(reply), samples::key(7).public_key());
  EXPECT_EQ(replied.reply, samples::status_reply());
}

TEST(Vectors, AnExportForEachVerdict) {
  const auto frozen = vectors("exports.json");
  const auto made = samples::judged_exports();
  ASSERT_EQ(frozen.size(), made.size());
  std::set<std::string> verdicts;
  for (const auto& [verdict, file] : made) verdicts.insert(verdict);
  EXPECT_EQ(verdicts.size(), static_cast<std::size_t>(Verdict::unreadable_file));
  for (std::size_t i = 0; i < made.size(); ++i) {
    const std::string hex = frozen[i].at("export");
    EXPECT_EQ(frozen[i].at("verdict"), made[i].first);
    EXPECT_EQ(hex, to_hex(made[i].second)) << made[i].first;
    const Bytes bytes = *from_hex(hex);
    std::istringstream in(std::string(bytes.begin(), bytes.end()));
    EXPECT_EQ(to_string(verify_export(in).verdict), made[i].first);
  }
}

}  // namespace
}  // namespace smilepost::record
