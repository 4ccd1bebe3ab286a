#include "kiosk/schedule_reader.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/config.h"

namespace smilepost::kiosk {
namespace {

using nlohmann::json;

Result<Schedule> read(const std::string& text) {
  return read_schedule(json::parse(text), "kiosk.json");
}

TEST(ScheduleReader, TakesWhatItSays) {
  const auto schedule = read(R"({"time_zone": "Europe/Berlin",
    "open": {"mon": ["08:00-13:00", "14:00-20:00"], "fri": ["20:00-02:00"], "sat": ["00:00-24:00"]},
    "exceptions": [{"date": "2026-12-24", "name": "Christmas Eve", "open": ["08:00-13:00"]},
                   {"date": "12-25", "name": "Christmas Day"},
                   {"from": "12-27", "to": "01-05"}],
    "rules": [{"weekdays": ["mon", "sun"], "hours": "22:00-06:00", "from": "2026-12-01",
               "to": "2026-12-24", "survey_set": "canteen",
               "languages": {"offered": ["en", "de"], "default": "de"}},
              {"languages": {"default": "fr"}}]})");
  ASSERT_TRUE(schedule) << schedule.error().message;
  EXPECT_EQ(schedule->time_zone, "Europe/Berlin");
  EXPECT_EQ(schedule->open[0], (std::vector<Span>{{480, 780}, {840, 1'200}}));
  EXPECT_EQ(schedule->open[1], std::vector<Span>{});
  EXPECT_EQ(schedule->open[4], (std::vector<Span>{{1'200, 1'560}}));
  EXPECT_EQ(schedule->open[5], (std::vector<Span>{{0, 1'440}}));
  ASSERT_EQ(schedule->exceptions.size(), 3U);
  EXPECT_EQ(schedule->exceptions[0].dates.first, (Date{2026, 12, 24}));
  EXPECT_EQ(schedule->exceptions[1].dates.last, (Date{0, 12, 25}));
  EXPECT_TRUE(schedule->exceptions[1].open.empty());
  EXPECT_EQ(schedule->exceptions[2].dates.last, (Date{0, 1, 5}));
  ASSERT_EQ(schedule->rules.size(), 2U);
  const auto& rule = schedule->rules[0];
  EXPECT_EQ(rule.weekdays, (std::array<bool, 7>{true, false, false, false, false, false, true}));
  EXPECT_EQ(rule.hours, (Span{1'320, 1'800}));
  EXPECT_EQ(rule.shows, (record::StaffAction{"canteen", {"en", "de"}, "de"}));
  EXPECT_EQ(schedule->rules[1].shows, (record::StaffAction{"", {}, "fr"}));
}

TEST(ScheduleReader, WithoutHoursItIsAlwaysOpen) {
  const auto schedule = read(R"({"time_zone": "Asia/Kolkata"})");
  ASSERT_TRUE(schedule);
  for (const auto& day : schedule->open) EXPECT_EQ(day, std::vector<Span>{Span{}});
}

struct Bad {
  const char* fields;
  const char* place;
  const char* remedy;
};

class BadSchedule : public testing::TestWithParam<Bad> {};

TEST_P(BadSchedule, IsOneLineAndCostsTheScheduleAlone) {
  const auto schedule =
      R"("schedule": {"time_zone": "Europe/Berlin", )" + std::string(GetParam().fields) + "}}";
  const auto config = parse_config(R"({"display": {"theme": "dark"}, )" + schedule, "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->theme, "dark");
  EXPECT_FALSE(config->schedule);
  ASSERT_TRUE(config->schedule_fault);
  const auto& message = config->schedule_fault->message;
  const auto where = std::string("kiosk.json at /schedule") + GetParam().place + ": ";
  EXPECT_EQ(message.find(where), 0U) << message;
  EXPECT_NE(message.find(GetParam().remedy), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  const auto from_afar = with_settings({}, "{" + schedule, "bundle 1");
  ASSERT_FALSE(from_afar);
  EXPECT_EQ(from_afar.error().message.find("bundle 1 at /schedule"), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadSchedule,
    testing::Values(
        Bad{R"("opne": {})", "/opne", "spelling"},
        Bad{R"("time_zone": 7)", "/time_zone", "Europe/Berlin"},
        Bad{R"("open": [])", "/open", "object"},
        Bad{R"("open": {"monday": []})", "/open/monday", "spelling"},
        Bad{R"("open": {"mon": "08:00-20:00"})", "/open/mon", "list"},
        Bad{R"("open": {"mon": ["8-20"]})", "/open/mon/0", "08:00-20:00"},
        Bad{R"("open": {"mon": ["08:00-25:00"]})", "/open/mon/0", "08:00-20:00"},
        Bad{R"("open": {"mon": ["08:60-20:00"]})", "/open/mon/0", "08:00-20:00"},
        Bad{R"("open": {"mon": ["08:00-08:00"]})", "/open/mon/0", "00:00-24:00"},
        Bad{R"("open": {"mon": ["24:00-08:00"]})", "/open/mon/0", "08:00-20:00"},
        Bad{R"("open": {"mon": ["08:00-13:00", "12:00-20:00"]})", "/open/mon/1", "order"},
        Bad{R"("exceptions": [{"name": "never"}])", "/exceptions/0", "which day"},
        Bad{R"("exceptions": [{"date": "2027-02-29"}])", "/exceptions/0/date", "2026-12-24"},
        Bad{R"("exceptions": [{"date": "24.12."}])", "/exceptions/0/date", "12-24"},
        Bad{R"("exceptions": [{"date": "12-24", "to": "12-25"}])", "/exceptions/0", "alone"},
        Bad{R"("exceptions": [{"from": "12-24"}])", "/exceptions/0", "from"},
        Bad{R"("exceptions": [{"from": "12-24", "to": "2026-12-25"}])", "/exceptions/0", "year"},
        Bad{R"("exceptions": [{"from": "2026-12-25", "to": "2026-12-24"}])", "/exceptions/0/to",
            "exchange"},
        Bad{R"("exceptions": [{"date": "12-24", "name": ""}])", "/exceptions/0/name", "80 bytes"},
        Bad{R"("rules": {})", "/rules", "list"},
        Bad{R"("rules": [{}])", "/rules/0", "says nothing"},
        Bad{R"("rules": [{"weekdays": ["Monday"], "survey_set": "a"}])", "/rules/0/weekdays/0",
            "mon, tue"},
        Bad{R"("rules": [{"survey_set": 7}])", "/rules/0/survey_set", "id"},
        Bad{R"("rules": [{"languages": {"offered": ["en"], "default": "de"}}])",
            "/rules/0/languages/default", "add it"}));

TEST(ScheduleReader, NeedsATimeZone) {
  const auto schedule = read("{}");
  ASSERT_FALSE(schedule);
  EXPECT_EQ(schedule.error().message.find("kiosk.json at /schedule/time_zone: "), 0U);
}

const char* const whole = R"({"time_zone": "Europe/Berlin", "open": {"mon": ["08:00-20:00"]},
  "exceptions": [{"date": "12-24", "name": "Eve", "open": ["08:00-13:00"]},
                 {"from": "2026-08-01", "to": "2026-08-14"}],
  "rules": [{"weekdays": ["mon"], "hours": "11:00-14:00", "date": "03-01", "survey_set": "a",
             "languages": {"offered": ["en"], "default": "en"}}]})";

// Whatever the bytes: a schedule that makes sense, or one line that says where and what to do.
void judge(const std::string& text) {
  const auto parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return;
  const auto schedule = read_schedule(parsed, "kiosk.json");
  if (!schedule) {
    const auto& message = schedule.error().message;
    RC_ASSERT(message.find("kiosk.json at /schedule") == 0U);
    RC_ASSERT(message.find('\n') == std::string::npos);
    RC_ASSERT(message.size() < 400U);
    return;
  }
  RC_ASSERT(!schedule->time_zone.empty());
  for (const auto& day : schedule->open)
    for (const auto& span : day)
      RC_ASSERT(span.from >= 0 && span.from < minutes_a_day && span.to > span.from &&
                span.to - span.from <= minutes_a_day);
  for (const auto& rule : schedule->rules) RC_ASSERT(rule.shows != record::StaffAction{});
  state_at(*schedule, {{2027, 3, 1}, 0});
}

RC_GTEST_PROP(ScheduleReaderProperty, bytes_changed_anywhere_are_read_or_refused_in_one_line, ()) {
  std::string text = whole;
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::elementOf(std::string("0123456789:-,[]{}\"aZ \n"));
  }
  judge(text);
}

RC_GTEST_PROP(ScheduleReaderProperty, values_of_any_kind_anywhere_are_read_or_refused, ()) {
  auto parsed = json::parse(whole);
  const auto flat = parsed.flatten();
  auto place = flat.begin();
  std::advance(place, *rc::gen::inRange<std::size_t>(0, flat.size()));
  auto pointer = json::json_pointer(place.key());
  for (int up = *rc::gen::inRange(0, 3); up > 0 && !pointer.empty(); --up) pointer.pop_back();
  parsed[pointer] = *rc::gen::elementOf(
      std::vector<json>{nullptr, true, -1, 1e300, "", "08:00-08:00", "2027-02-29", json::array(),
                        json::object(), json::array({json::array()}), json::object({{"\n", 1}})});
  judge(parsed.dump());
}

}  // namespace
}  // namespace smilepost::kiosk
