// Nothing here stops at the first fault, but only the first one is kept: so the reading code has no
// error paths of its own.
#include "kiosk/schedule_reader.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "kiosk/survey/json_place.h"

namespace smilepost::kiosk {
namespace {

using nlohmann::json;

constexpr std::size_t most_spans = 8, most_exceptions = 400, most_rules = 100, most_languages = 40;
constexpr std::size_t longest_text = 80;  // bytes
constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};

// A value and where it stands (a JSON pointer, RFC 6901).
struct Node {
  const json& value;
  std::string place;
};

// Two digits at that place; -1: something else.
int two_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (at + 2 > text.size() || !digit(at) || !digit(at + 1)) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// "08:30" → 510; -1: no time.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  const int hours = two_digits(text, 0), minutes = two_digits(text, 3);
  const bool in_range = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
  return in_range || text == "24:00" ? hours * 60 + minutes : -1;
}

std::optional<Span> span_of(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  Span span{minute_of(text.substr(0, 5)), minute_of(text.substr(6))};
  if (span.from < 0 || span.from == minutes_a_day || span.to < 0 || span.from == span.to)
    return std::nullopt;
  if (span.to < span.from) span.to += minutes_a_day;
  return span;
}

// "2026-12-24", or "12-24" of every year.
std::optional<Date> date_of(std::string_view text) {
  const bool every_year = text.size() == 5;
  if (!every_year && (text.size() != 10 || text[4] != '-')) return std::nullopt;
  const auto day = every_year ? text : text.substr(5);
  const int century = every_year ? 0 : two_digits(text, 0);
  const int year = every_year ? 0 : two_digits(text, 2);
  if (day[2] != '-' || century < 0 || year < 0) return std::nullopt;
  const Date date{century * 100 + year, two_digits(day, 0), two_digits(day, 3)};
  constexpr int leap_year = 2000;
  const bool real = is_date({every_year ? leap_year : date.year, date.month, date.day});
  if (!real || (!every_year && date.year < 1970)) return std::nullopt;
  return date;
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Schedule schedule(const Node& node);
  const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const std::string& place, const std::string& what_and_remedy) {
    if (!error_) error_ = Error{file_ + " at " + place + ": " + what_and_remedy};
  }

  void expect_object(const Node& node, std::initializer_list<std::string_view> fields);
  std::vector<Node> list(const Node& node, std::size_t most);
  std::string text(const Node& node, const char* must_be);
  Span span(const Node& node);
  std::vector<Span> hours(const Node& node);
  Date date(const Node& node);
  std::optional<DateRange> dates(const Node& node);
  std::size_t weekday(const Node& node);
  std::array<std::vector<Span>, 7> week(const Node& node);
  ScheduleException exception(const Node& node);
  void languages(const Node& node, record::StaffAction& shows);
  ScheduleRule rule(const Node& node);

  static bool has(const Node& node, const char* key) {
    return node.value.is_object() && node.value.contains(key);
  }
  static Node at(const Node& node, const char* key) {
    return {node.value.at(key), node.place + "/" + key};
  }

  std::string file_;
  std::optional<Error> error_;
};

void Reader::expect_object(const Node& node, std::initializer_list<std::string_view> fields) {
  if (!node.value.is_object()) return refuse(node.place, "must be an object {…}");
  for (const auto& [name, value] : node.value.items())
    if (std::find(fields.begin(), fields.end(), name) == fields.end())
      refuse(node.place + "/" + pointer_token(name),
             "is no setting; remove it or mend its spelling");
}

std::vector<Node> Reader::list(const Node& node, std::size_t most) {
  std::vector<Node> items;
  if (!node.value.is_array() || node.value.size() > most) {
    refuse(node.place, "must be a list […] of at most " + std::to_string(most));
    return items;
  }
  for (const auto& item : node.value)
    items.push_back({item, node.place + "/" + std::to_string(items.size())});
  return items;
}

std::string Reader::text(const Node& node, const char* must_be) {
  const auto* text = node.value.get_ptr<const std::string*>();
  if (text != nullptr && !text->empty() && text->size() <= longest_text) return quotable(*text);
  refuse(node.place, std::string("must be ") + must_be);
  return {};
}

Span Reader::span(const Node& node) {
  const auto* text = node.value.get_ptr<const std::string*>();
  const auto span = text != nullptr ? span_of(*text) : std::nullopt;
  if (!span)
    refuse(node.place, R"(must be hours such as "08:00-20:00"; "00:00-24:00" is a whole day)");
  return span.value_or(Span{});
}

std::vector<Span> Reader::hours(const Node& node) {
  std::vector<Span> hours;
  for (const auto& item : list(node, most_spans)) {
    const auto next = span(item);
    if (!hours.empty() && next.from < hours.back().to)
      refuse(item.place, "begins before the hours before it end; put them in order");
    hours.push_back(next);
  }
  return hours;
}

Date Reader::date(const Node& node) {
  const auto* text = node.value.get_ptr<const std::string*>();
  const auto date = text != nullptr ? date_of(*text) : std::nullopt;
  if (!date) refuse(node.place, R"(must be a day such as "2026-12-24", or "12-24" for every year)");
  return date.value_or(Date{});
}

// Of "date", or of "from" and "to". Nothing: it has none of them.
std::optional<DateRange> Reader::dates(const Node& node) {
  if (has(node, "date") && !has(node, "from") && !has(node, "to")) {
    const auto day = date(at(node, "date"));
    return DateRange{day, day};
  }
  if (!has(node, "date") && has(node, "from") && has(node, "to")) {
    const DateRange range{date(at(node, "from")), date(at(node, "to"))};
    const bool every_year = range.first.year == 0;
    if (every_year != (range.last.year == 0))
      refuse(node.place, "must have a year in both, from and to, or in none");
    else if (!every_year && range.last < range.first)
      refuse(node.place + "/to", "is before from; exchange them");
    return range;
  }
  if (has(node, "date") || has(node, "from") || has(node, "to"))
    refuse(node.place, R"(must have either "date" alone, or "from" and "to")");
  return std::nullopt;
}

std::size_t Reader::weekday(const Node& node) {
  const auto* text = node.value.get_ptr<const std::string*>();
  const auto* found =
      text == nullptr ? weekdays.end() : std::find(weekdays.begin(), weekdays.end(), *text);
  if (found != weekdays.end()) return static_cast<std::size_t>(found - weekdays.begin());
  refuse(node.place, "must be mon, tue, wed, thu, fri, sat or sun");
  return 0;
}

std::array<std::vector<Span>, 7> Reader::week(const Node& node) {
  std::array<std::vector<Span>, 7> week;
  expect_object(node, {"mon", "tue", "wed", "thu", "fri", "sat", "sun"});
  for (std::size_t day = 0; day < weekdays.size(); ++day)
    if (has(node, weekdays[day].data())) week[day] = hours(at(node, weekdays[day].data()));
  return week;
}

ScheduleException Reader::exception(const Node& node) {
  ScheduleException exception;
  expect_object(node, {"date", "from", "to", "name", "open"});
  const auto days = dates(node);
  if (!days) refuse(node.place, R"(must say which day: "date": "2026-12-24")");
  exception.dates = days.value_or(DateRange{});
  if (has(node, "name")) exception.name = text(at(node, "name"), "a name of at most 80 bytes");
  if (has(node, "open")) exception.open = hours(at(node, "open"));
  return exception;
}

void Reader::languages(const Node& node, record::StaffAction& shows) {
  expect_object(node, {"offered", "default"});
  if (has(node, "offered"))
    for (const auto& item : list(at(node, "offered"), most_languages))
      shows.languages.push_back(text(item, "one language tag"));
  if (has(node, "default")) shows.default_language = text(at(node, "default"), "one language tag");
  const auto& offered = shows.languages;
  const bool is_offered =
      std::find(offered.begin(), offered.end(), shows.default_language) != offered.end();
  if (!offered.empty() && !shows.default_language.empty() && !is_offered)
    refuse(node.place + "/default", "is not offered; add it to the languages offered");
}

ScheduleRule Reader::rule(const Node& node) {
  ScheduleRule rule;
  expect_object(node, {"weekdays", "hours", "date", "from", "to", "survey_set", "languages"});
  if (has(node, "weekdays")) {
    rule.weekdays.fill(false);
    for (const auto& item : list(at(node, "weekdays"), weekdays.size()))
      rule.weekdays[weekday(item)] = true;
  }
  if (has(node, "hours")) rule.hours = span(at(node, "hours"));
  rule.dates = dates(node);
  if (has(node, "survey_set"))
    rule.shows.survey_set = text(at(node, "survey_set"), "a survey set id");
  if (has(node, "languages")) languages(at(node, "languages"), rule.shows);
  if (rule.shows == record::StaffAction{})
    refuse(node.place, "says nothing; name a survey_set or languages, or remove it");
  return rule;
}

Schedule Reader::schedule(const Node& node) {
  Schedule schedule;
  expect_object(node, {"time_zone", "open", "exceptions", "rules"});
  if (has(node, "time_zone"))
    schedule.time_zone = text(at(node, "time_zone"), "a time zone such as Europe/Berlin");
  else
    refuse(node.place + "/time_zone", "is missing; write one such as Europe/Berlin");
  schedule.open.fill({Span{}});
  if (has(node, "open")) schedule.open = week(at(node, "open"));
  if (has(node, "exceptions"))
    for (const auto& item : list(at(node, "exceptions"), most_exceptions))
      schedule.exceptions.push_back(exception(item));
  if (has(node, "rules"))
    for (const auto& item : list(at(node, "rules"), most_rules))
      schedule.rules.push_back(rule(item));
  return schedule;
}

}  // namespace

Result<Schedule> read_schedule(const json& value, const std::string& file) {
  Reader reader(file);
  auto schedule = reader.schedule({value, "/schedule"});
  if (reader.error()) return *reader.error();
  return schedule;
}

}  // namespace smilepost::kiosk
