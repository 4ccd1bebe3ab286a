// `smilepost survey check`: read and judged here, then drawn by the kiosk.
#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "deploy/tool/kiosk_program.h"
#include "deploy/tool/progress.h"
#include "deploy/tool/survey.h"
#include "kiosk/survey/survey_set.h"

namespace smilepost::tool {
namespace {

// "3 of 10, 7 inch, …: good", as the kiosk says when it has done with a display.
std::optional<Stand> stand_in(const std::string& line) {
  Stand stand{0, 0, Unit::displays};
  const auto* const end = line.data() + line.size();
  const auto done = std::from_chars(line.data(), end, stand.done);
  constexpr std::string_view of = " of ";
  const std::string_view rest(done.ptr, static_cast<std::size_t>(end - done.ptr));
  if (done.ec != std::errc{} || !rest.starts_with(of)) return std::nullopt;
  const auto total = std::from_chars(done.ptr + of.size(), end, stand.total);
  if (total.ec != std::errc{} || total.ptr == end || *total.ptr != ',') return std::nullopt;
  return stand;
}

// The files that the kiosk would take; what is wrong with the others is said.
Words good_ones(const Words& files, Streams streams) {
  Words good;
  for (const auto& file : files) {
    const auto set = kiosk::load_survey_set(file);
    if (set)
      good.push_back(file);
    else
      streams.out << set.error().message << '\n';
  }
  return good;
}

Result<int> draw(const Words& files, Streams streams) {
  Words words = {"lint"};
  words.insert(words.end(), files.begin(), files.end());
  Progress progress(streams);
  Stand stand{0, 0, Unit::displays};
  const auto line = [&](const std::string& text) {
    if (const auto now = stand_in(text)) stand = *now;
    progress.hide();
    streams.out << text << std::endl;
  };
  return run_kiosk(words, line, [&] { progress.show(stand); });
}

}  // namespace

int survey_check(const Arguments& arguments, Streams streams) {
  const Words files(arguments.words.begin() + 1, arguments.words.end());
  const auto good = good_ones(files, streams);
  int code = good.size() == files.size() ? exit_good : exit_bad;
  if (!good.empty()) {
    const auto drawn = draw(good, streams);
    if (!drawn) return survey_failed(drawn.error().message, exit_unreadable, streams);
    if (*drawn != 0) code = exit_bad;
  }
  streams.out << fmt::format("{} of {} files can be read; {}\n", good.size(), files.size(),
                             code == exit_good ? "all is good" : "there is something to mend");
  return code;
}

}  // namespace smilepost::tool
