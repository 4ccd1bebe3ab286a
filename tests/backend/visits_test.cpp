// What counts of a visit, by the vectors that the independent verifiers count, too.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "backend/audit.h"
#include "kitchen.h"
#include "tests/places.h"

namespace smilepost::backend::test {
namespace {

using nlohmann::json;
using Counts = std::map<std::string, std::int64_t>;

json vectors() {
  std::ifstream file(tests::in_source("tests/vectors/visits.json"));
  EXPECT_TRUE(file);
  return json::parse(file);
}

std::optional<std::uint64_t> sequence_in(const json& answer, const char* key) {
  return answer.contains(key) ? std::optional(answer[key].get<std::uint64_t>()) : std::nullopt;
}

record::Answer answer_from(const json& in) {
  record::Answer answer;
  answer.survey_set = "store";
  answer.question = in["question"];
  answer.presentation = {"en", "light", false, false};
  if (in.contains("vote")) answer.value = record::Vote{in["vote"][0], in["vote"][1]};
  if (in.contains("reasons")) answer.value = record::Reasons{in["reasons"]};
  if (in.contains("leads_to")) answer.leads_to = in["leads_to"].get<std::string>();
  answer.visit = sequence_in(in, "visit");
  answer.amends = sequence_in(in, "amends");
  for (const json& flag : in.value("flags", json::array())) {
    answer.circumstances.flags.push_back(record::Flag{flag.get<std::uint8_t>()});
  }
  answer.audience = record::Audience{in.value("audience", std::uint8_t{0})};
  answer.presentation.text_size = record::TextSize{in.value("text_size", std::uint8_t{0})};
  return answer;
}

HandMadeKiosk kiosk_that_says(const json& answers) {
  HandMadeKiosk kiosk;
  for (const json& answer : answers) kiosk.append(record::Kind::answer, answer_from(answer));
  return kiosk;
}

class VisitsTest : public KitchenTest {
 protected:
  Counts counts_of(const HandMadeKiosk& kiosk) {
    Counts counts;
    const auto add = [&](const Row& row) {
      if (row.integer(4) != 0) counts[said(row) + row.text(3)] += row.integer(4);
    };
    Store& store = kitchen.archive->store();
    EXPECT_TRUE(read(store,
                     "SELECT audience, flagged, question, CASE further WHEN 1 THEN ' further ' "
                     "ELSE ' first ' END || value || '/' || steps, visits FROM hourly_vote "
                     "WHERE kiosk = ?1",
                     add, kiosk.id()));
    EXPECT_TRUE(read(store,
                     "SELECT audience, flagged, question, CASE reason WHEN '' THEN ' reasons' "
                     "ELSE ' reason ' || reason END, visits FROM hourly_reason WHERE kiosk = ?1",
                     add, kiosk.id()));
    return counts;
  }
  void expect_nothing_at_fault(const HandMadeKiosk& kiosk, const std::string& name) {
    Audit audit(kitchen.archive->store(), kitchen.pool);
    const auto report = audit.look_at(kiosk.id(), [](std::uint64_t) {});
    ASSERT_TRUE(report);
    EXPECT_THAT(report->faults, testing::IsEmpty()) << name;
  }

 private:
  static std::string said(const Row& row) {
    return std::to_string(row.integer(0)) + (row.integer(1) != 0 ? " flagged " : " plain ") +
           row.text(2);
  }
};

TEST_F(VisitsTest, CountAsTheVectorsSayInOneBatch) {
  for (const json& one : vectors()) {
    const HandMadeKiosk kiosk = kiosk_that_says(one["answers"]);
    kitchen.enrol(kiosk);
    ASSERT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
    EXPECT_EQ(counts_of(kiosk), one["counts"].get<Counts>()) << one["name"];
  }
}

// What is written in one transaction is taken away and added anew in the next.
TEST_F(VisitsTest, CountTheSameOneByOneAndTheirSumsHold) {
  for (const json& one : vectors()) {
    const HandMadeKiosk kiosk = kiosk_that_says(one["answers"]);
    kitchen.enrol(kiosk);
    for (std::size_t i = 0; i < kiosk.size(); ++i) {
      ASSERT_EQ(kitchen.post_records(kiosk.batch(i, i + 1)).status, 200);
    }
    EXPECT_EQ(counts_of(kiosk), one["counts"].get<Counts>()) << one["name"];
    expect_nothing_at_fault(kiosk, one["name"]);
  }
}

}  // namespace
}  // namespace smilepost::backend::test
