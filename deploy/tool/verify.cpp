#include <fmt/format.h>

#include <array>
#include <fstream>

#include "deploy/tool/arguments.h"
#include "deploy/tool/progress.h"
#include "deploy/tool/verify_journal.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;
using record::ExportPlace;
using record::ExportReport;
using record::Verdict;

bool is_sqlite(const fs::path& file) {
  constexpr std::string_view magic = "SQLite format 3";  // https://www.sqlite.org/fileformat.html
  std::array<char, magic.size()> start{};
  std::ifstream in(file, std::ios::binary);
  in.read(start.data(), start.size());
  return std::string_view(start.data(), start.size()) == magic;
}

std::string place_of(const ExportReport& report) {
  switch (report.place) {
    case ExportPlace::anchor:
      return "beginning";
    case ExportPlace::head:
      return "signed head";
    case ExportPlace::end:
      return report.epoch == 0 ? "end" : fmt::format("end of epoch {:016x}", report.epoch);
    case ExportPlace::record:
      break;
  }
  return fmt::format("record {} (epoch {:016x}, sequence {})", report.record, report.epoch,
                     report.sequence);
}

int say(const ExportReport& report, Streams streams) {
  if (report.verdict != Verdict::good) {
    streams.out << fmt::format("{}: {}: {}\n", place_of(report), to_string(report.verdict),
                               explain(report.verdict));
    return exit_bad;
  }
  streams.out << fmt::format(
      "good: {} records ({} answers) in {} {} of kiosk {}, every signature checked\n",
      report.records, report.answer_records, report.sections,
      report.sections == 1 ? "epoch" : "epochs", record::to_hex(report.kiosk));
  if (report.unendorsed_epochs > 0) {
    streams.out << fmt::format(
        "note: {} of the epochs not endorsed by the one before; compare with the backend\n",
        report.unendorsed_epochs);
  }
  if (report.missing_records > 0) {
    streams.out << fmt::format("note: {} {} missing that this kiosk says it cannot read any more\n",
                               report.missing_records,
                               report.missing_records == 1 ? "record is" : "records are");
  }
  if (report.unreadable_bodies > 0) {
    streams.out << fmt::format("note: {} records hold what only a newer version can read\n",
                               report.unreadable_bodies);
  }
  return exit_good;
}

int unreadable(const std::string& reason, Streams streams) {
  streams.err << fmt::format("smilepost verify: {}: {}\n", to_string(Verdict::unreadable_file),
                             reason);
  return exit_unreadable;
}

Result<ExportReport> read_journal(const kiosk::JournalReader& journal, Streams streams) {
  const auto total = journal.records();
  if (!total) return total.error();
  Progress progress(streams);
  return verify_journal(journal, [&](std::uint64_t records) {
    progress.records(records, [&] { return Stand{records, *total, Unit::records}; });
  });
}

int judge_journal(const fs::path& folder, Streams streams) {
  const auto journal = kiosk::JournalReader::open(folder);
  if (!journal) return unreadable(journal.error().message, streams);
  const auto report = read_journal(**journal, streams);
  if (!report) return unreadable(report.error().message, streams);
  return say(*report, streams);
}

// By bytes: an export does not say beforehand how many records it holds.
ExportReport read_export(const fs::path& file, std::istream& in, Streams streams) {
  std::error_code none;
  const std::uint64_t size = fs::is_regular_file(file, none) ? fs::file_size(file, none) : 0;
  Progress progress(streams);
  return record::verify_export(in, [&](std::uint64_t records) {
    progress.records(records, [&]() -> Stand {
      if (none || size == 0) return {records, 0, Unit::records};
      const auto here = in.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
      return {static_cast<std::uint64_t>(std::streamoff(here)), size, Unit::bytes};
    });
  });
}

int judge_export(const fs::path& file, Streams streams) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return unreadable(file.string() + " cannot be opened; check its permissions", streams);
  const ExportReport report = read_export(file, in, streams);
  if (report.verdict == Verdict::unreadable_file) {
    return unreadable(file.string() + " cannot be read to its end; take another copy", streams);
  }
  return say(report, streams);
}

}  // namespace

int verify(const Words& words, Streams streams) {
  const auto arguments = parse(words, {.command = "verify", .words = {"FILE or STATE_DIR"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const fs::path path = arguments->words.front();
  std::error_code fault;
  if (!fs::exists(path, fault)) {
    return unreadable(path.string() + " is not there; check the name", streams);
  }
  if (fs::is_directory(path, fault)) return judge_journal(path, streams);
  if (!is_sqlite(path)) return judge_export(path, streams);
  if (path.filename() != "journal.db") {
    return unreadable(path.string() + " must be called journal.db to be read as one", streams);
  }
  return judge_journal(path.has_parent_path() ? path.parent_path() : ".", streams);
}

}  // namespace smilepost::tool
