#include <fmt/format.h>

#include "deploy/tool/arguments.h"
#include "kiosk/journal/journal_reader.h"

namespace smilepost::tool {
namespace {

int unreadable(const Error& error, Streams streams) {
  streams.err << "smilepost counts: " << error.message << '\n';
  return exit_unreadable;
}

}  // namespace

int counts(const Words& words, Streams streams) {
  const auto arguments =
      parse(words, {.command = "counts", .values = {"--state"}, .flags = {"--json"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const auto journal = kiosk::JournalReader::open(arguments->values.at("--state"));
  if (!journal) return unreadable(journal.error(), streams);
  const auto records = (*journal)->answer_records();
  if (!records) return unreadable(records.error(), streams);
  const bool json = arguments->flags.count("--json") > 0;
  streams.out << fmt::format(fmt::runtime(json ? "{{\"kept\":{},\"acknowledged\":{}}}\n"
                                               : "answer records kept: {}\n"
                                                 "answer records acknowledged: {}\n"),
                             records->kept, records->acknowledged);
  return exit_good;
}

}  // namespace smilepost::tool
