#include "record/export.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "deploy/tool/arguments.h"
#include "deploy/tool/progress.h"
#include "deploy/tool/stretches.h"
#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_reader.h"
#include "platform/files.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;
using record::Verdict;

// What is written: a section for each stretch.
struct Plan {
  record::ExportAnchor anchor;
  std::vector<Stretch> stretches;
};

// Where each epoch, and each stretch beyond a gap in it, begins in the journal as it is now.
Result<Plan> make_plan(const kiosk::JournalReader& journal) {
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  Plan plan{{*kiosk, {}}, {}};
  for (const kiosk::StoredEpoch& epoch : *epochs) {
    const auto stretches = stretches_of(journal, epoch.epoch);
    if (!stretches) return stretches.error();
    for (const Stretch& stretch : *stretches) {
      plan.anchor.sections.push_back(
          {epoch.epoch, epoch.public_key, stretch.first, stretch.before});
      plan.stretches.push_back(stretch);
    }
  }
  if (plan.stretches.empty()) return Error{"the journal holds no records yet"};
  return plan;
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
  Exporter(const kiosk::JournalReader& journal, const Plan& plan, std::ostream& out,
           Streams streams)
      : journal_(journal), plan_(plan), writer_(out, plan.anchor), progress_(streams) {}

  // The number of records written.
  Result<std::uint64_t> run(const record::SigningKey& key) {
    const auto total = journal_.records();
    if (!total) return total.error();
    total_ = *total;
    for (std::size_t i = 0; i < plan_.stretches.size(); ++i) {
      const Status written = write(plan_.anchor.sections[i].epoch, plan_.stretches[i]);
      if (!written) return written.error();
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const Status finished =
        writer_.finish(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), key);
    if (!finished) return finished.error();
    return records_;
  }

 private:
  Status write(record::Epoch epoch, const Stretch& stretch) {
    Status added = Done{};
    std::uint64_t next = stretch.first;
    const Status read = each_record(journal_, epoch, stretch, [&](const auto& stored) {
      const Verdict verdict = writer_.add(stored.cose);
      if (verdict != Verdict::good) {
        added = refusal(stored, verdict);
        return false;
      }
      next = stored.sequence + 1;
      progress_.records(++records_, [&] { return Stand{records_, total_, Unit::records}; });
      return true;
    });
    if (!read || !added) return read ? added : read;
    if (!stretch.end || next == *stretch.end) return Done{};
    return Error{fmt::format("epoch {:016x}, sequence {}: {}", epoch, next, explain(Verdict::gap))};
  }

  static Error refusal(const kiosk::StoredRecord& stored, Verdict verdict) {
    return Error{fmt::format("epoch {:016x}, sequence {}: {}: {}", stored.epoch, stored.sequence,
                             to_string(verdict), explain(verdict))};
  }

  const kiosk::JournalReader& journal_;
  const Plan& plan_;
  record::ExportWriter writer_;
  Progress progress_;
  std::uint64_t records_ = 0, total_ = 0;
};

Result<std::uint64_t> fill(const fs::path& part, const kiosk::JournalReader& journal,
                           const Plan& plan, const record::SigningKey& key, Streams streams) {
  std::ofstream out(part, std::ios::binary);
  auto written = Exporter(journal, plan, out, streams).run(key);
  out.close();
  if (written && !out) return Error{part.string() + " could not be written; is the disk full?"};
  return written;
}

// Written beside and renamed, so that a file of this name is always whole, and nobody's file or
// link of the other name is written into.
Result<std::uint64_t> write_file(const fs::path& file, const kiosk::JournalReader& journal,
                                 const Plan& plan, const record::SigningKey& key, Streams streams) {
  fs::path part = file;
  part += ".part";
  if (auto made = platform::make_new_file(part); !made) return made.error();
  auto written = fill(part, journal, plan, key, streams);
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
  const auto plan = make_plan(**journal);
  if (!plan) return refuse(exit_unreadable, plan.error().message, streams);
  const auto key = newest_key(state, plan->anchor.sections.back().epoch);
  if (!key) return refuse(exit_unreadable, key.error().message, streams);
  const auto written = write_file(file, **journal, *plan, *key, streams);
  if (!written) return refuse(exit_bad, written.error().message, streams);
  streams.out << fmt::format("{} records in {}\n", *written, file.string());
  return exit_good;
}

}  // namespace smilepost::tool
