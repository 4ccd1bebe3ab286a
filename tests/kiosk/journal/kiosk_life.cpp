#include "tests/kiosk/journal/kiosk_life.h"

#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_pruning.h"
#include "platform/log.h"
#include "record/chain.h"

namespace smilepost::kiosk {
namespace {

std::uint64_t number_of(const record::Answer& answer) {
  return std::stoull(answer.question);
}

record::Answer an_answer_with(std::uint64_t number) {
  record::Answer answer;
  answer.survey_set = "checkout";
  answer.question = std::to_string(number);
  answer.value = record::Vote{static_cast<std::uint8_t>(number % 4 + 1), 4};
  answer.presentation = {"en", "light", false, false};
  return answer;
}

// What a journal's file holds, every chain followed and each last signature checked.
class Inspection {
 public:
  explicit Inspection(tests::SimulatedDisk& disk) { read(disk); }

  const std::string& fault() const { return fault_; }
  // Number → places.
  const std::multimap<std::uint64_t, record::ChainHead>& answers() const { return answers_; }
  const std::optional<record::StaffAction>& choice() const { return choice_; }

 private:
  void read(tests::SimulatedDisk& disk) {
    auto database = platform::Database::open(state_folder / journal_file, {.vfs = disk.vfs()});
    if (!database) return fail(database.error().message);
    const auto kiosk = read_kiosk(*database);
    const auto epochs = read_epochs(*database);
    if (!kiosk || !*kiosk || !epochs) return fail("no kiosk or no epochs");
    if (epochs->empty()) return fail("no epochs");
    epochs_end_ = epochs->back().epoch;
    for (const auto& epoch : *epochs) follow(*database, **kiosk, epoch);
    const auto choice = read_setting(*database, staff_setting);
    if (choice && *choice) {
      const auto opened = record::open_unverified(**choice);
      choice_ = std::get<record::StaffAction>(opened.record.body);
    }
  }

  void fail(const std::string& what) {
    if (fault_.empty()) fault_ = what;
  }

  void follow(platform::Database& database, const record::KioskId& kiosk,
              const StoredEpoch& epoch) {
    const auto rows = read_page(database, epoch.epoch, 0, 100'000, 1U << 30U);
    if (!rows) return fail(rows.error().message);
    if (rows->empty()) return fail("an epoch without records");
    std::optional<record::Chain> chain;
    for (const auto& row : *rows) {
      if (!chain) chain.emplace(chain_before(kiosk, epoch, row));
      auto verdict = chain->append(row.cose, record::Signatures::links_only);
      if (verdict == record::Verdict::gap && epoch.epoch != epochs_end_) {
        // Of an old epoch that was salvaged: what was pruned before may be back in part.
        chain.emplace(chain_before(kiosk, epoch, row));
        verdict = chain->append(row.cose, record::Signatures::check_each);
      }
      if (verdict != record::Verdict::good) {
        return fail("record " + std::to_string(row.place.sequence) + ": " +
                    std::string(record::to_string(verdict)));
      }
      if (chain->head() != row.place) fail("a row that is not its record");
      const auto* answer = std::get_if<record::Answer>(&chain->last().body);
      if (answer != nullptr) answers_.emplace(number_of(*answer), row.place);
    }
    if (record::open(rows->back().cose, epoch.public_key).verdict != record::Verdict::good) {
      fail("the last signature");
    }
  }

  static record::Chain chain_before(const record::KioskId& kiosk, const StoredEpoch& epoch,
                                    const RecordRow& first) {
    return record::Chain::before(kiosk, epoch.epoch, epoch.public_key, first.place.sequence,
                                 first.cose);
  }

  std::string fault_;
  record::Epoch epochs_end_ = 0;
  std::multimap<std::uint64_t, record::ChainHead> answers_;
  std::optional<record::StaffAction> choice_;
};

bool may_be_pruned(const Ledger::Promise& promise, const Ledger& ledger) {
  return promise.delivered_ms &&
         *promise.delivered_ms <= ledger.newest_receipt_ms - kept_when_full_ms;
}

}  // namespace

void prepare_for_lives() {
  record::initialise_crypto();
  platform::set_log_level(platform::LogLevel{0});
}

Result<OpenKiosk> open_kiosk(std::shared_ptr<tests::SimulatedDisk> disk,
                             const platform::Clock& clock) {
  auto keys = platform::open_key_folder(state_folder / "keys", disk);
  if (!keys) return keys.error();
  auto journal = Journal::open(state_folder, **keys, clock, std::move(disk));
  if (!journal) return journal.error();
  return OpenKiosk{*std::move(keys), *std::move(journal)};
}

Status settle(Journal& journal) {
  for (;;) {
    const auto more = journal.tidy();
    if (!more) return more.error();
    if (!*more) return Done{};
  }
}

std::string broken_promise(tests::SimulatedDisk& disk, const Ledger& ledger,
                           std::size_t at_most_extra) {
  const Inspection found(disk);
  if (!found.fault().empty()) return found.fault();
  for (const auto& [number, promise] : ledger.kept) {
    const auto times = found.answers().count(number);
    if (times > 1) return "answer " + std::to_string(number) + " is doubled";
    if (times == 0 && !may_be_pruned(promise, ledger)) {
      return "answer " + std::to_string(number) + " of " + std::to_string(ledger.kept.size()) +
             " is lost";
    }
    if (times == 1 && found.answers().find(number)->second != promise.place) {
      return "answer " + std::to_string(number) + " is another";
    }
  }
  std::size_t extra = 0;
  for (const auto& [number, place] : found.answers()) {
    if (!ledger.tapped.contains(number)) return "an answer that nobody gave";
    extra += ledger.kept.contains(number) ? 0 : 1;
  }
  if (extra > at_most_extra) return std::to_string(extra) + " answers that were not promised";
  if (ledger.choice && found.choice() != ledger.choice &&
      found.choice() != ledger.attempted_choice) {
    return "the staff's choice is lost";
  }
  return {};
}

KioskLife::KioskLife(std::shared_ptr<tests::SimulatedDisk> disk, std::uint64_t seed)
    : disk_(std::move(disk)), random_(seed) {}

bool KioskLife::start() {
  what_ = "start";
  stop();
  clock_.reboot();
  auto opened = open_kiosk(disk_, clock_);
  if (!went_well(opened)) return false;
  kiosk_ = *std::move(opened);
  return went_well(settle(journal()));
}

bool KioskLife::step() {
  if (!running()) return start();
  clock_.advance(20'000);
  backend_ms_ += 20'000;
  switch (random_() % 16) {
    case 0:
      return start();
    case 1:
      return take_receipt();
    case 2:
      what_ = "tidy";
      return went_well(journal().tidy());
    case 3:
      what_ = "head";
      return went_well(journal().append_head(true));
    case 4:
      what_ = "probe";
      return went_well(journal().probe());
    case 5:
      return choose();
    case 6:
      return pass_days();
    case 15:
      return random_() % 4 == 0 ? damage() : answer();
    case 7:
      what_ = "rotate key";
      return random_() % 3 != 0 || went_well(journal().rotate_key());
    case 8:
      what_ = "clock step";
      clock_.step_wall(static_cast<std::int64_t>(random_() % 1'000'000'000'000) - 500'000'000'000);
      return answer();
    default:
      return answer();
  }
}

bool KioskLife::recovers() {
  return went_well(journal().probe()) && answer() && went_well(settle(journal()));
}

bool KioskLife::damage() {
  stop();
  const auto file = (state_folder / journal_file).string();
  if (auto* bytes = disk_->contents(file); bytes != nullptr && bytes->size() > 4096) {
    std::fill_n(bytes->begin(), 100, std::uint8_t{0xee});
    (void)disk_->contents(file);  // that is durable, too
  }
  const bool started = start();
  what_ = "start with a damaged file";
  return started;
}

// A vote, what follows it up, or what corrects it.
bool KioskLife::answer() {
  record::Answer answer = an_answer_with(ledger_.next++);
  const bool goes_on = visit_ && visit_epoch_ == journal().head().epoch;
  const auto kind = goes_on ? random_() % 3 : 0;
  what_ = kind == 0 ? "answer" : kind == 1 ? "follow-up" : "correction";
  if (kind != 0) answer.visit = visit_;
  if (kind == 1) answer.value = record::Reasons{{"queue", "staff"}};
  if (kind == 2) answer.amends = last_answer_;
  return keep(answer);
}

bool KioskLife::keep(const record::Answer& answer) {
  const std::uint64_t number = number_of(answer);
  ledger_.tapped.insert(number);
  const auto sequence = journal().append(answer);
  if (!went_well(sequence)) return false;
  const auto place = journal().head();
  ledger_.kept[number] = {place, {}};
  last_answer_ = place.sequence;
  visit_epoch_ = place.epoch;
  if (!answer.visit) visit_ = place.sequence;
  return true;
}

bool KioskLife::take_receipt() {
  what_ = "receipt";
  const auto head = journal().head();
  const record::Receipt receipt{journal().kiosk(), head, head.epoch, backend_ms_, 7, {}};
  // What the backend has is delivered, whatever becomes of the receipt.
  for (auto& [number, promise] : ledger_.kept) {
    if (promise.place.epoch == head.epoch && !promise.delivered_ms) {
      promise.delivered_ms = backend_ms_;
    }
  }
  ledger_.newest_receipt_ms = backend_ms_;
  return went_well(journal().keep_receipt(receipt));
}

bool KioskLife::choose() {
  what_ = "staff's choice";
  const record::StaffAction choice{"set-" + std::to_string(random_() % 1000), {"en", "de"}, "en"};
  ledger_.attempted_choice = choice;
  if (!went_well(journal().append(choice))) return false;
  ledger_.choice = choice;
  return true;
}

// Long enough for records to be old.
bool KioskLife::pass_days() {
  what_ = "days pass";
  clock_.advance(40 * day_ms);
  backend_ms_ += 40 * day_ms;
  return take_receipt() && went_well(journal().append_head(true)) && went_well(journal().tidy());
}

}  // namespace smilepost::kiosk
