#include "backend/audit.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "backend/store/open_store.h"
#include "deploy/tool/arguments.h"
#include "deploy/tool/progress.h"
#include "platform/files.h"

namespace smilepost::tool {
namespace {

// How far it came: "KIOSK RECORDS FAULTS", with the last kiosk that is done.
struct Stood {
  std::optional<record::KioskId> after;
  std::uint64_t records = 0, faults = 0;
};

Result<Stood> read_note(const std::string& file) {
  Stood stood;
  std::error_code unseen;
  if (file.empty() || !std::filesystem::exists(file, unseen)) return stood;
  std::ifstream in(file);
  std::string kiosk;
  in >> kiosk >> stood.records >> stood.faults;
  const auto bytes = record::from_hex(kiosk);
  if (!in || !bytes || bytes->size() != std::tuple_size_v<record::KioskId>) {
    return Error{file + ": is no note of an audit; remove it to begin anew"};
  }
  stood.after.emplace();
  std::copy(bytes->begin(), bytes->end(), stood.after->begin());
  return stood;
}

Status write_note(const std::string& file, const Stood& stood) {
  if (file.empty() || !stood.after) return Done{};
  return platform::write_file(
      file, fmt::format("{} {} {}\n", record::to_hex(*stood.after), stood.records, stood.faults));
}

// Each kiosk after the one that the note names; faults are said as they are found.
Status go_on(backend::Store& store, const std::string& note, Stood& stood, Streams streams) {
  backend::Pool pool(backend::Pool::threads_that_help());
  backend::Audit audit(store, pool);
  const auto total = audit.records();
  if (!total) return total.error();
  Progress progress(streams);
  std::uint64_t looked_at = stood.records;
  const auto advance = [&](std::uint64_t more) {
    looked_at += more;
    progress.records(looked_at, [&] { return Stand{looked_at, *total, Unit::records}; });
  };
  for (auto kiosk = audit.after(stood.after); !kiosk || *kiosk; kiosk = audit.after(stood.after)) {
    if (!kiosk) return kiosk.error();
    const auto audited = audit.look_at(**kiosk, advance);
    if (!audited) return audited.error();
    for (const std::string& fault : audited->faults) streams.out << fault << '\n';
    stood = {*kiosk, stood.records + audited->records, stood.faults + audited->faults.size()};
    if (auto noted = write_note(note, stood); !noted) return noted;
  }
  return Done{};
}

int say(const Stood& stood, Streams streams) {
  if (stood.faults > 0) {
    streams.out << fmt::format(
        "bad: {} faults in {} records; keep this archive as it is, and compare with the kiosks "
        "(smilepost verify) and with older backups\n",
        stood.faults, stood.records);
    return exit_bad;
  }
  streams.out << fmt::format("good: {} records, every signature, link and sum checked\n",
                             stood.records);
  return exit_good;
}

int unreadable(const Error& error, Streams streams) {
  streams.err << "smilepost audit: " << error.message << '\n';
  return exit_unreadable;
}

}  // namespace

int audit(const Words& words, Streams streams) {
  auto arguments =
      parse(words, {.command = "audit", .values = {"--database"}, .optional = {"--note"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  record::initialise_crypto();
  const std::string note = arguments->values.at("--note");
  auto stood = read_note(note);
  if (!stood) return unreadable(stood.error(), streams);
  const auto store = backend::open_store(arguments->values.at("--database"), backend::Access::read);
  if (!store) return unreadable(store.error(), streams);
  if (auto done = go_on(**store, note, *stood, streams); !done) {
    return unreadable(done.error(), streams);
  }
  std::error_code gone;
  if (!note.empty()) std::filesystem::remove(note, gone);
  return say(*stood, streams);
}

}  // namespace smilepost::tool
