#include "record/export.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "deploy/tool/arguments.h"
#include "deploy/tool/progress.h"
#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_reader.h"
#include "platform/files.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;
using record::Verdict;

constexpr std::size_t page_records = 512, page_bytes = 1 << 20;

// Where each epoch begins in the journal as it is now.
Result<record::ExportAnchor> find_anchor(const kiosk::JournalReader& journal) {
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  record::ExportAnchor anchor{*kiosk, {}};
  for (const kiosk::StoredEpoch& epoch : *epochs) {
    const auto page = journal.page(epoch.epoch, 0, 1, page_bytes);
    if (!page) return page.error();
    if (page->empty()) continue;
    const record::Opened first = record::open_unverified(page->front().cose);
    anchor.sections.push_back(
        {epoch.epoch, epoch.public_key, page->front().sequence, first.record.previous});
  }
  if (anchor.sections.empty()) return Error{"the journal holds no records yet"};
  return anchor;
}

Result<record::SigningKey> newest_key(const fs::path& state, record::Epoch epoch) {
  const fs::path folder = state / "keys";
  std::error_code fault;
  if (!fs::is_directory(folder, fault)) {
    return Error{folder.string() + " is not there; an export is signed with the kiosk's key"};
  }
  const auto store = platform::open_key_folder(folder);
  if (!store) return store.error();
  auto key = kiosk::EpochKeys(**store).key(epoch);
  if (!key) return key.error();
  if (!*key) {
    return Error{fmt::format("{} lacks the key of epoch {:016x}; run this on the kiosk itself",
                             folder.string(), epoch)};
  }
  return std::move(**key);
}

class Exporter {
 public:
  Exporter(const kiosk::JournalReader& journal, const record::ExportAnchor& anchor,
           std::ostream& out, Streams streams)
      : journal_(journal), anchor_(anchor), writer_(out, anchor), progress_(streams) {}

  // The number of records written.
  Result<std::uint64_t> run(const record::SigningKey& key) {
    const auto total = journal_.records();
    if (!total) return total.error();
    total_ = *total;
    for (const record::SectionAnchor& section : anchor_.sections) {
      const Status written = write(section);
      if (!written) return written.error();
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const Status finished =
        writer_.finish(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), key);
    if (!finished) return finished.error();
    return records_;
  }

 private:
  Status write(const record::SectionAnchor& section) {
    for (std::uint64_t from = section.first_sequence;;) {
      const auto page = journal_.page(section.epoch, from, page_records, page_bytes);
      if (!page) return page.error();
      if (page->empty()) return Done{};
      for (const kiosk::StoredRecord& stored : *page) {
        const Verdict verdict = writer_.add(stored.cose);
        if (verdict != Verdict::good) return refusal(stored, verdict);
        progress_.records(++records_, [&] { return Stand{records_, total_, Unit::records}; });
      }
      from = page->back().sequence + 1;
    }
  }

  static Error refusal(const kiosk::StoredRecord& stored, Verdict verdict) {
    return Error{fmt::format("epoch {:016x}, sequence {}: {}: {}", stored.epoch, stored.sequence,
                             to_string(verdict), explain(verdict))};
  }

  const kiosk::JournalReader& journal_;
  const record::ExportAnchor& anchor_;
  record::ExportWriter writer_;
  Progress progress_;
  std::uint64_t records_ = 0, total_ = 0;
};

Result<std::uint64_t> fill(const fs::path& part, const kiosk::JournalReader& journal,
                           const record::ExportAnchor& anchor, const record::SigningKey& key,
                           Streams streams) {
  std::ofstream out(part, std::ios::binary);
  auto written = Exporter(journal, anchor, out, streams).run(key);
  out.close();
  if (written && !out) return Error{part.string() + " could not be written; is the disk full?"};
  return written;
}

// Written beside and renamed, so that a file of this name is always whole, and nobody's file or
// link of the other name is written into.
Result<std::uint64_t> write_file(const fs::path& file, const kiosk::JournalReader& journal,
                                 const record::ExportAnchor& anchor, const record::SigningKey& key,
                                 Streams streams) {
  fs::path part = file;
  part += ".part";
  if (auto made = platform::make_new_file(part); !made) return made.error();
  auto written = fill(part, journal, anchor, key, streams);
  if (written) {
    if (auto placed = platform::replace_durably(part, file); !placed) written = placed.error();
  }
  std::error_code gone;
  if (!written) fs::remove(part, gone);
  return written;
}

int refuse(int code, const std::string& reason, Streams streams) {
  streams.err << "smilepost export: " << reason << '\n';
  return code;
}

}  // namespace

int export_journal(const Words& words, Streams streams) {
  const auto arguments = parse(words, {.command = "export", .values = {"--state", "--out"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const fs::path state = arguments->values.at("--state"), file = arguments->values.at("--out");
  std::error_code fault;
  if (fs::exists(file, fault)) {
    return refuse(exit_usage, file.string() + " exists; choose another name", streams);
  }
  const auto journal = kiosk::JournalReader::open(state);
  if (!journal) return refuse(exit_unreadable, journal.error().message, streams);
  const auto anchor = find_anchor(**journal);
  if (!anchor) return refuse(exit_unreadable, anchor.error().message, streams);
  const auto key = newest_key(state, anchor->sections.back().epoch);
  if (!key) return refuse(exit_unreadable, key.error().message, streams);
  const auto written = write_file(file, **journal, *anchor, *key, streams);
  if (!written) return refuse(exit_bad, written.error().message, streams);
  streams.out << fmt::format("{} records in {}\n", *written, file.string());
  return exit_good;
}

}  // namespace smilepost::tool
