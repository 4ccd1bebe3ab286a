#include "backend/web/answers_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

constexpr std::size_t most_reasons = 8;
constexpr std::uint64_t most_bars = 5;  // that are as high as those of faces

std::string percent(std::uint64_t part, std::uint64_t whole) {
  const double share =
      whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return fmt::format("{:.0f} %", share);
}

// "+12", "0", with a minus as wide as the plus.
std::string with_sign(double score) {
  const auto rounded = std::lround(score);
  if (rounded == 0) return "0";
  return fmt::format("{}{}", rounded > 0 ? "+" : "\u2212", std::labs(rounded));
}

std::string words_of_figure(Scale scale, double figure) {
  switch (scale) {
    case Scale::yes_no:
      return fmt::format("{:.0f} %", figure);
    case Scale::faces:
      return fmt::format("{:.0f}", figure);
    case Scale::recommendation:
      return with_sign(figure);
    case Scale::effort:
    case Scale::other:
      break;
  }
  return fmt::format("{:.1f}", figure);
}

std::string label_of(Scale scale) {
  switch (scale) {
    case Scale::yes_no:
      return "Better answers";
    case Scale::faces:
      return "Happy index";
    case Scale::recommendation:
      return "Recommendation score";
    case Scale::effort:
    case Scale::other:
      break;
  }
  return "Average answer";
}

// Between which figures it lies, where they do not say it themselves.
json unit_of(const Distribution& distribution) {
  switch (scale_of(distribution.steps)) {
    case Scale::yes_no:
      return nullptr;
    case Scale::faces:
      return "of 100";
    case Scale::recommendation:
      return "from \u2212100 to +100";
    case Scale::effort:
    case Scale::other:
      break;
  }
  return fmt::format("from 1 to {}", distribution.steps);
}

json estimate_view(Scale scale, const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  const std::string from = "from " + counted(estimate->sample, "answer", "answers");
  json out = {{"value", words_of_figure(scale, estimate->mean)},
              {"face", nullptr},
              {"unit", nullptr},
              {"note", from + ", too few for a range"}};
  if (estimate->range) {
    out["note"] = fmt::format("{} to {}, {}", words_of_figure(scale, estimate->range->first),
                              words_of_figure(scale, estimate->range->second), from);
  }
  return out;
}

// A sentence before the statistics.
json sentence_of(const std::vector<Distribution>& distributions) {
  std::uint64_t good = 0, bad = 0, all = 0;
  for (const Distribution& one : distributions) {
    good += one.good();
    bad += one.bad();
    all += one.sample();
  }
  if (all == 0) return nullptr;
  const std::uint64_t steps = distributions.front().steps;
  const std::string of_all = with_thousands(good) + " of " + with_thousands(all);
  switch (scale_of(steps)) {
    case Scale::yes_no:
      return of_all + " gave the better answer.";
    case Scale::faces:
      return of_all + " chose a happy face.";
    case Scale::recommendation:
      return of_all + " chose 9 or 10, " + with_thousands(bad) + " chose 6 or less.";
    case Scale::effort:
    case Scale::other:
      break;
  }
  return of_all + " chose " + std::to_string((steps + 1) / 2 + 1) + " or more.";
}

// Of 0 to 10 those that count alike have one colour.
int colour_of(std::uint64_t steps, std::uint64_t value) {
  if (scale_of(steps) != Scale::recommendation) return face_of_vote(steps, value);
  return is_good(steps, value) ? 5 : (is_bad(steps, value) ? 1 : 3);
}

json bars_view(const Distribution& distribution) {
  const std::uint64_t all = distribution.sample();
  const std::uint64_t longest =
      *std::max_element(distribution.votes.begin(), distribution.votes.end());
  const bool faces = scale_of(distribution.steps) == Scale::faces;
  json rows = json::array();
  for (std::size_t i = 0; i < distribution.votes.size(); ++i) {
    const std::uint64_t visits = distribution.votes[i];
    const int colour = colour_of(distribution.steps, i + 1);
    rows.push_back({{"word", word_of_vote(distribution.steps, i + 1)},
                    {"colour", colour},
                    {"face", faces ? json(colour) : json()},
                    {"length", bar_length(visits, longest)},
                    {"visits", with_thousands(visits)},
                    {"percent", percent(visits, all)}});
  }
  return {{"rows", rows},
          {"title", nullptr},
          {"dense", distribution.steps > most_bars},
          {"by", faces ? "Face" : "Answer"}};
}

// The rating of the faces, whatever their number and question, in one index.
json faces_view(const AnswerFigures& answers, const std::vector<const ScaleFigures*>& faces) {
  std::vector<Distribution> distributions;
  json tables = json::array();
  for (const ScaleFigures* one : faces) {
    distributions.push_back(one->distribution);
    tables.push_back(bars_view(one->distribution));
    if (faces.size() > 1) tables.back()["title"] = words_of_id(one->question);
  }
  return {{"label", label_of(Scale::faces)},
          {"estimate", index_view(answers.happy_index)},
          {"sentence", sentence_of(distributions)},
          {"tables", tables}};
}

json scale_view(const ScaleFigures& one) {
  const Scale scale = scale_of(one.distribution.steps);
  json estimate = estimate_view(scale, one.estimate);
  if (one.estimate) estimate["unit"] = unit_of(one.distribution);
  return {{"question", words_of_id(one.question)},
          {"sample", counted(one.distribution.sample(), "answer", "answers")},
          {"label", label_of(scale)},
          {"estimate", estimate},
          {"sentence", sentence_of({one.distribution})},
          {"tables", json::array({bars_view(one.distribution)})}};
}

// Where nobody voted, or only on further questions.
json no_rating() {
  return {{"label", label_of(Scale::faces)},
          {"estimate", nullptr},
          {"sentence", nullptr},
          {"tables", json::array()}};
}

json follow_up_view(const FollowUp& follow_up) {
  json rows = json::array();
  for (std::size_t i = 0; i < std::min(follow_up.reasons.size(), most_reasons); ++i) {
    const ReasonCount& reason = follow_up.reasons[i];
    rows.push_back({{"word", words_of_id(reason.reason)},
                    {"length", bar_length(reason.visits, follow_up.reasons.front().visits)},
                    {"visits", with_thousands(reason.visits)},
                    {"percent", percent(reason.visits, follow_up.sample)}});
  }
  const std::size_t hidden = follow_up.reasons.size() - rows.size();
  return {{"question", words_of_id(follow_up.question)},
          {"sample", counted(follow_up.sample, "visit", "visits")},
          {"colour", follow_up.after_good_votes ? 4 : 2},
          {"hidden", hidden == 0 ? json() : json(std::to_string(hidden))},
          {"rows", rows}};
}

}  // namespace

json index_view(const std::optional<Estimate>& index) {
  json out = estimate_view(Scale::faces, index);
  if (index) {
    out["face"] = face_of_vote(5, static_cast<std::uint64_t>(std::lround(index->mean / 25)) + 1);
  }
  return out;
}

json answers_view(const AnswerFigures& answers) {
  std::vector<const ScaleFigures*> faces, others;
  for (const ScaleFigures& one : answers.scales) {
    const bool rates = !one.further && scale_of(one.distribution.steps) == Scale::faces;
    (rates ? faces : others).push_back(&one);
  }
  json out = {{"lead", no_rating()}, {"further", nullptr}, {"follow_ups", json::array()}};
  if (!faces.empty()) {
    out["lead"] = faces_view(answers, faces);
  } else if (!others.empty()) {
    out["lead"] = scale_view(*others.front());
    out["lead"]["tables"][0]["title"] = words_of_id(others.front()->question);
    others.erase(others.begin());
  }
  for (const ScaleFigures* one : others) out["further"]["questions"].push_back(scale_view(*one));
  for (const FollowUp& one : answers.follow_ups) out["follow_ups"].push_back(follow_up_view(one));
  return out;
}

}  // namespace smilepost::backend
