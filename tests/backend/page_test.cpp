#include "backend/web/page.h"

#include <nlohmann/json.hpp>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

std::string header_of(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

using PageTest = KitchenTest;

TEST_F(PageTest, TellsWhatToDoWhereThereIsNoKiosk) {
  const Response page = kitchen.ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("No kiosk yet"), std::string::npos);
  EXPECT_NE(page.body.find("enrol-code"), std::string::npos);
}

TEST_F(PageTest, ShowsTheFiguresOfAKiosk) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk, "Checkout");
  kiosk.reasons(kiosk.vote(1, 4, "what-went-wrong"), "what-went-wrong", {"long-wait"});
  kiosk.vote(4);
  kiosk.head();
  kitchen.post_records(kiosk.batch());
  kitchen.clock.now_ms += 12'000;
  const std::string page = kitchen.ask("GET", "/").body;
  for (const char* text :
       {"Checkout", "2 answers today", "1 of 2 chose a happy face", "Long wait", "What went wrong",
        "12 s ago", "Kiosk has 3, server has 3", "nothing lost on the way", "Very good"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
}

TEST_F(PageTest, ShowsEachQuestionWithItsFigureItsRangeAndItsSample) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk, "Checkout");
  kiosk.rating = "recommend";
  for (int i = 0; i < 40; ++i) {  // of 0 to 10: twenty 9, ten 7, ten 3
    const std::uint64_t visit = kiosk.vote(i < 20 ? 10 : (i < 30 ? 8 : 4), 11, "how-easy");
    kiosk.further(visit, "how-easy", i < 20 ? 7 : 4, 7, "found-it");
    if (i < 29) kiosk.further(visit, "found-it", i < 20 ? 2 : 1, 2);
  }
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  for (const char* text :
       {"Recommendation score", ">+25<", "from \u2212100 to +100",
        "\u22121 to +51, from 40 answers", "20 of 40 chose 9 or 10, 10 chose 6 or less.",
        "How easy", "20 of 40 chose 5 or more.", ">5.5 <", "5.0 to 6.0, from 40 answers",
        "Found it", "20 of 29 gave the better answer.", ">69 % <",
        "from 29 answers, too few for a range", "No face was tapped today"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(page.find("Happy index</h3>"), std::string::npos);
}

TEST_F(PageTest, GivesEachQuestionToPrograms) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  const std::uint64_t visit = kiosk.vote(4, 4, "recommend");
  kiosk.further(visit, "recommend", 11, 11);
  kitchen.post_records(kiosk.batch());
  const auto json = nlohmann::json::parse(kitchen.ask("GET", "/results.json").body);
  const auto& questions = json["kiosks"].at(0)["questions"];
  EXPECT_EQ(questions.at(0)["scale"], "faces");
  EXPECT_EQ(questions.at(0)["further"], false);
  EXPECT_EQ(questions.at(1)["question"], "recommend");
  EXPECT_EQ(questions.at(1)["scale"], "recommendation");
  EXPECT_EQ(questions.at(1)["further"], true);
  EXPECT_EQ(questions.at(1)["estimate"]["mean"], 100);
  EXPECT_EQ(questions.at(1)["estimate"]["sample"], 1);
  EXPECT_EQ(questions.at(1)["estimate"]["range"], nullptr);
}

TEST_F(PageTest, NamesTheFacesQuestionsWhereThereAreSeveral) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.rating = "cleanliness";
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.ask("GET", "/").body.find("Cleanliness"), std::string::npos);
  kiosk.rating = "your-visit";
  kiosk.vote(3, 5);
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  EXPECT_NE(page.find("Cleanliness"), std::string::npos);
  EXPECT_NE(page.find("Your visit"), std::string::npos);
}

TEST_F(PageTest, SaysApartWhatNeedsAPerson) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(9, 4);  // no such face
  kiosk.vote(9, 4);
  kiosk.reasons(77, "why", {"long-wait"});
  kiosk.append(record::Kind::head, record::HeadReport{99, 1, "0.1.0"});
  kiosk.time_heard(noon_ms + 3'600'000, 0, 0);
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  for (const char* text : {"2 records could not be read", "1 answer names a visit that is not here",
                           "1 report of the kiosk claimed more",
                           "1 report of the time by this kiosk cannot be true"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
}

// A kiosk's storage, told by its heads and by the beginning of a later epoch.
TEST_F(PageTest, SaysWhatBecameOfAKiosksStorage) {
  using record::Health;
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  for (int i = 0; i < 5; ++i) kiosk.vote(4);
  kitchen.post_records(kiosk.batch(0, 3));
  kiosk.open_epoch(record::EpochReason::journal_damaged, true);
  kiosk.append(record::Kind::head,
               record::HeadReport{
                   0, 0, "0.1.0", {{Health::free_bytes, 5U << 20U}, {Health::failed_writes, 2}}});
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  for (const char* text :
       {"3 records that this kiosk had did not come", "could not read its journal, 1 time",
        "card failed, 2 times", "5 MiB are free"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(page.find("nothing lost on the way"), std::string::npos);
}

// Two boots of which nobody ever told the time, and one of which somebody did.
void lose_track_of_time(HandMadeKiosk& kiosk) {
  kiosk.clock = record::ClockState::free_running;
  kiosk.boot = {1};
  kiosk.vote(4);
  kiosk.clock = record::ClockState::unset;
  kiosk.wall_ms = 5'000;  // 1970
  kiosk.boot = {2};
  kiosk.vote(4);
  kiosk.vote(3);
  kiosk.boot = {3};
  for (int i = 0; i < 3; ++i) kiosk.vote(1);
  kiosk.monotonic_ms = 3'600'000;
  kiosk.time_heard(noon_ms - 1'000, 3'000'000, 100);
}

TEST_F(PageTest, SaysBesideTheFigureWhichTimesAreCorrectedAndWhichDoubtful) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  lose_track_of_time(kiosk);
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  for (const char* text :
       {"3 at a corrected time, because this kiosk", "6 answers today",
        "2 at the time they arrived here", "1 by this kiosk&#39;s own clock, which nobody",
        ">3 at a corrected time<", ">3 at a doubtful time<"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(page.find("seemed to be of today"), std::string::npos);
}

TEST_F(PageTest, SaysWhatWentToAnotherDayAlsoWhereNothingIsLeft) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.clock = record::ClockState::unset;
  kiosk.boot = {1};
  kiosk.monotonic_ms = 1'000;
  kiosk.vote(4);
  kiosk.monotonic_ms = 86'400'000;
  kiosk.time_heard(noon_ms - 1'000, 86'000'000, 100);
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  EXPECT_NE(page.find("No answer yet today"), std::string::npos);
  EXPECT_NE(page.find("1 other seemed to be of today"), std::string::npos);
}

TEST_F(PageTest, SaysNothingOfTimesWhereTheClockWasRight) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.ask("GET", "/").body.find("class=\"time"), std::string::npos);
}

TEST_F(PageTest, ShowsTheFiguresWithWhatIsDoubtfulAndWithout) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  kiosk.how.flags = {record::Flag::quick, record::Flag::several_contacts};
  kiosk.vote(1);
  kitchen.post_records(kiosk.batch());
  const std::string all = kitchen.ask("GET", "/").body;
  for (const char* text :
       {"2 answers today", "1 of them is doubtful.", "href=\"/unflagged\"",
        "data-from=\"/figures\"",
        "1 within seconds of the one before, 1 with several fingers on the screen."}) {
    EXPECT_NE(all.find(text), std::string::npos) << text;
  }
  const std::string without = kitchen.ask("GET", "/unflagged").body;
  for (const char* text : {"1 answer today", "1 doubtful one is left out.", "href=\"/\"",
                           "data-from=\"/unflagged/figures\""}) {
    EXPECT_NE(without.find(text), std::string::npos) << text;
  }
  EXPECT_NE(kitchen.ask("GET", "/unflagged/figures").body.find("1 answer today"),
            std::string::npos);
  EXPECT_NE(kitchen.ask("GET", "/figures").body.find("2 answers today"), std::string::npos);
  const auto figures = nlohmann::json::parse(kitchen.ask("GET", "/unflagged/results.json").body);
  EXPECT_EQ(figures["visits"], 1);
  EXPECT_EQ(figures["visits_flagged"], 1);
  EXPECT_EQ(figures["kiosks"][0]["flags"]["quick"], 1);
}

TEST_F(PageTest, SaysNothingOfFlagsWhereThereAreNone) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.ask("GET", "/").body.find("doubtful"), std::string::npos);
}

TEST_F(PageTest, GivesTheSameMarksToPrograms) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  lose_track_of_time(kiosk);
  kiosk.time_heard(noon_ms + 3'600'000, 3'000'000, 100);
  kitchen.post_records(kiosk.batch());
  const auto json = nlohmann::json::parse(kitchen.ask("GET", "/results.json").body);
  for (const auto& figures : {json, json["kiosks"].at(0)}) {
    EXPECT_EQ(figures["visits"], 6);
    EXPECT_EQ(figures["visits_corrected"], 3);
    EXPECT_EQ(figures["visits_by_arrival"], 2);
    EXPECT_EQ(figures["visits_unconfirmed"], 1);
    EXPECT_EQ(figures["visits_moved"], 0);
  }
  EXPECT_EQ(json["kiosks"].at(0)["wrong_times"], 1);
}

TEST_F(PageTest, EscapesWhateverComesFromAKiosk) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk, "<script>alert(1)</script>");
  kiosk.reasons(kiosk.vote(1, 4, "<i>why"), "<i>why", {"\"><img src=x>"});
  kitchen.post_records(kiosk.batch());
  const std::string page = kitchen.ask("GET", "/").body;
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<i>"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_NE(page.find("&lt;img"), std::string::npos);
}

TEST_F(PageTest, AllowsNothingInline) {
  const Response page = kitchen.ask("GET", "/");
  EXPECT_NE(header_of(page, "Content-Security-Policy").find("default-src 'none'"),
            std::string::npos);
  EXPECT_EQ(page.body.find("style="), std::string::npos);
  EXPECT_EQ(page.body.find("<script>"), std::string::npos);
}

TEST_F(PageTest, SendsFiguresAgainOnlyWhereTheyChanged) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  const Response first = kitchen.ask("GET", "/figures");
  const std::string tag = header_of(first, "ETag");
  const Response same = kitchen.ask("GET", "/figures", {}, {{"if-none-match", tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  kiosk.vote(3);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.ask("GET", "/figures", {}, {{"if-none-match", tag}}).status, 200);
}

// A page that waits must not make the archive count again: here it could not.
TEST(PageFileTest, ReadsTheArchiveOnlyAfterAChange) {
  TemporaryFolder folder;
  Kitchen kitchen((folder.path() / "archive.sqlite").string());
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(3);
  kitchen.post_records(kiosk.batch());
  const std::string tag = header_of(kitchen.ask("GET", "/figures"), "ETag");
  ASSERT_TRUE(kitchen.archive->store().script("ALTER TABLE visit RENAME TO elsewhere"));
  EXPECT_EQ(kitchen.ask("GET", "/figures", {}, {{"if-none-match", tag}}).status, 304);
  ASSERT_TRUE(kitchen.archive->store().script("ALTER TABLE elsewhere RENAME TO visit"));
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.ask("GET", "/figures", {}, {{"if-none-match", tag}}).status, 200);
}

// What a request saw of others in its group may be rolled back with them.
TEST_F(PageTest, ReadsAgainWhereWhatItSawWasUndone) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(3);
  const Request batch{"POST",
                      "/v1/records",
                      {{"content-type", "application/cbor-seq"}},
                      kiosk.batch(),
                      Door::network};
  const Request read{"GET", "/results.json", {{"host", "localhost"}}, "", Door::network};
  kitchen.archive->answer_group({&batch}, [&](const auto& group) -> Result<std::vector<Response>> {
    EXPECT_TRUE(kitchen.routes.answer(group));
    EXPECT_TRUE(kitchen.routes.answer({&read}));
    return Error{"the disk is full"};
  });
  const auto json = nlohmann::json::parse(kitchen.ask("GET", "/results.json").body);
  EXPECT_EQ(json["visits"], 0);
}

TEST_F(PageTest, GivesTheSameFiguresToPrograms) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk, "Checkout");
  kiosk.reasons(kiosk.vote(2, 4, "why"), "why", {"long-wait"});
  kiosk.head();
  kitchen.post_records(kiosk.batch());
  const auto json = nlohmann::json::parse(kitchen.ask("GET", "/results.json").body);
  EXPECT_EQ(json["answer_records"], 2);
  EXPECT_EQ(json["visits"], 1);
  const auto& one = json["kiosks"].at(0);
  EXPECT_EQ(one["label"], "Checkout");
  EXPECT_EQ(one["answer_records"], 2);
  EXPECT_EQ(one["questions"].at(0)["votes"], (std::vector<int>{0, 1, 0, 0}));
  EXPECT_EQ(one["comparison"]["kiosk_has"], 2);
  EXPECT_EQ(one["follow_ups"].at(0)["reasons"].at(0)["reason"], "long-wait");
}

TEST_F(PageTest, HasItsFiles) {
  EXPECT_EQ(kitchen.ask("GET", "/style.css").content_type, "text/css; charset=utf-8");
  EXPECT_EQ(kitchen.ask("GET", "/refresh.js").status, 200);
  EXPECT_EQ(kitchen.ask("GET", "/icon.svg").content_type, "image/svg+xml");
}

}  // namespace
}  // namespace smilepost::backend::test
