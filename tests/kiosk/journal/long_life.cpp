#include "tests/kiosk/journal/long_life.h"

#include <chrono>

#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_pruning.h"
#include "tests/kiosk/journal/kept_records.h"
#include "tests/kiosk/journal/process_figures.h"

namespace smilepost::kiosk {
namespace {

constexpr std::uint64_t restarted_until = 35;  // days
constexpr std::int64_t open_ms = std::int64_t{12} * 3'600'000;
constexpr std::int64_t rush_pause_ms = 1'500;  // shorter than what upkeep takes for idle
constexpr std::size_t batch_records = 256, batch_bytes = 64 << 10;
constexpr std::uint64_t generation = 7;

record::Answer an_answer(std::variant<record::Vote, record::Reasons> value) {
  record::Answer answer;
  answer.survey_set = "checkout";
  answer.question = "satisfaction";
  answer.value = std::move(value);
  answer.presentation = {"en", "light", false, false};
  return answer;
}

std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none ? 0 : size;
}

std::uint64_t files_below(const std::filesystem::path& folder) {
  std::uint64_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    count += entry.is_regular_file() ? 1 : 0;
  }
  return count;
}

Error unlike(const std::string& what, std::uint64_t found, std::uint64_t due) {
  return Error{std::to_string(found) + " " + what + " instead of " + std::to_string(due)};
}

}  // namespace

LongLife::LongLife(const std::filesystem::path& folder, Plan plan)
    : state_(folder / "state"), plan_(plan), figures_(folder / "days", plan.days) {}

LongLife::~LongLife() {
  stop();
}

std::string LongLife::live_day(std::uint64_t day) {
  if (day < figures_.days().size()) return {};
  if (day > figures_.days().size()) return "the days before it are not known: begin anew";
  if (auto lived = live(day); !lived) return lived.error().message;
  return figures_.add(measure());
}

Status LongLife::live(std::uint64_t day) {
  day_ = day;
  today_ = 0;
  whole_day_ = true;
  if (journal_) pass_until(morning_ms(day));
  if (day < restarted_until) stop();
  if (!journal_) {
    if (auto started = start(); !started) return started;
  }
  while (today_ < plan_.answers_a_day) {
    if (auto done = visit(); !done) return done;
  }
  pass_until(morning_ms(day) + open_ms);
  return deliver();
}

// As after a reboot: the clock that only goes forward begins anew, the other is where it should be.
Status LongLife::start() {
  clock_.reboot();
  clock_.set_wall(std::max(clock_.wall_ms(), morning_ms(day_)));
  auto keys = platform::open_key_folder(state_ / "keys");
  if (!keys) return keys.error();
  keys_ = *std::move(keys);
  auto journal = Journal::open(state_, *keys_, clock_);
  if (!journal) return journal.error();
  journal_ = *std::move(journal);
  upkeep_.emplace(*journal_, JournalThread::Timing{});
  auto reader = JournalReader::open(state_);
  if (!reader) return reader.error();
  reader_ = *std::move(reader);
  return taken_up_ ? Status(Done{}) : take_up();
}

// Where another process was stopped, in the middle of a day or between two.
Status LongLife::take_up() {
  taken_up_ = true;
  const auto epochs = reader_->epochs();
  if (!epochs) return epochs.error();
  const auto records = reader_->answer_records();
  if (!records) return records.error();
  const StoredEpoch& epoch = epochs->back();
  backend_.emplace(journal_->kiosk(), epoch.epoch);
  if (epoch.receipt && epoch.receipt->head) {
    backend_.emplace(journal_->kiosk(), epoch.public_key, *epoch.receipt->head);
  }
  given_ = records->kept;
  delivered_ = records->acknowledged;
  if (given_ < figures_.answers()) return unlike("answers", given_, figures_.answers());
  today_ = given_ - figures_.answers();
  whole_day_ = today_ == 0;
  for (std::uint64_t day = 0; day < day_; ++day) clock_.reboot();
  const auto share = static_cast<std::int64_t>(today_) * open_ms;
  clock_.set_wall(morning_ms(day_) + share / static_cast<std::int64_t>(plan_.answers_a_day));
  random_.seed(given_);
  written_before_ = bytes_written();
  return Done{};
}

// As the journal's thread ends.
void LongLife::stop() {
  if (!journal_) return;
  upkeep_->write_head(clock_.monotonic_ms());
  upkeep_->checkpoint();
  reader_.reset();
  upkeep_.reset();
  journal_.reset();
}

// A vote; from who is not content, a reason; now and then a correction. Seldom, the staff chooses.
Status LongLife::visit() {
  if (random_() % 400 == 0) {
    if (auto chosen = choose(); !chosen) return chosen;
  }
  const auto value = static_cast<std::uint8_t>(random_() % 4 + 1);
  record::Answer vote = an_answer(record::Vote{value, 4});
  if (value <= 2) vote.leads_to = "reason";
  const auto first = give(vote);
  if (!first) return first.error();
  if (value <= 2) {
    record::Answer reason = an_answer(record::Reasons{{"queue", "staff"}});
    reason.question = "reason";
    reason.visit = *first;
    if (const auto given = give(reason); !given) return given.error();
  }
  if (random_() % 16 != 0) return Done{};
  record::Answer correction = an_answer(record::Vote{4, 4});
  correction.visit = correction.amends = *first;
  const auto given = give(correction);
  return given ? Status(Done{}) : given.error();
}

Result<std::uint64_t> LongLife::give(const record::Answer& answer) {
  using std::chrono::steady_clock;
  const auto before = steady_clock::now();
  auto sequence = journal_->append(answer);
  const auto took = steady_clock::now() - before;
  if (!sequence) return sequence;
  appends_.add(static_cast<std::uint64_t>(took / std::chrono::microseconds(1)));
  wrote();
  ++given_;
  ++today_;
  if (network()) {
    if (auto delivered = deliver(); !delivered) return delivered.error();
  }
  pass_until(clock_.wall_ms() + pause_ms());
  return sequence;
}

Status LongLife::choose() {
  const std::vector<std::string> languages{"en", "de", "ar"};
  const auto chosen = journal_->append(record::StaffAction{"checkout", languages, "en"});
  if (!chosen) return chosen.error();
  wrote();
  return Done{};
}

void LongLife::wrote() {
  upkeep_->wrote(clock_.monotonic_ms());
  look_at_log();
}

// As the sync does: asks for a head, reads on from what the backend has, keeps what it says.
Status LongLife::deliver() {
  upkeep_->write_head(clock_.monotonic_ms());
  const record::ChainHead end = journal_->head();
  while (backend_->empty() || backend_->head() != end) {
    const std::uint64_t from = backend_->empty() ? 0 : backend_->head().sequence + 1;
    const auto page = reader_->page(end.epoch, from, batch_records, batch_bytes);
    if (!page) return page.error();
    if (page->empty()) return Error{"the journal's end is not there for a reader"};
    for (const auto& stored : *page) {
      if (auto accepted = accept(stored); !accepted) return accepted;
    }
    const record::Receipt receipt{journal_->kiosk(), backend_->head(), end.epoch,
                                  clock_.wall_ms(),  generation,       {}};
    if (auto kept = journal_->keep_receipt(receipt); !kept) return kept;
    wrote();
  }
  return Done{};
}

Status LongLife::accept(const StoredRecord& stored) {
  if (auto good = add_to(*backend_, stored); !good) return good;
  delivered_ += backend_->last().kind == record::Kind::answer ? 1 : 0;
  return Done{};
}

// Upkeep is done whenever it is due until then.
void LongLife::pass_until(std::int64_t wall_ms) {
  if (wall_ms <= clock_.wall_ms()) return;
  const auto until = clock_.monotonic_ms() + static_cast<std::uint64_t>(wall_ms - clock_.wall_ms());
  for (;;) {
    const auto due = upkeep_->step(clock_.monotonic_ms());
    look_at_log();
    if (!due || *due >= until) break;
    if (*due > clock_.monotonic_ms()) clock_.advance(*due - clock_.monotonic_ms());
  }
  clock_.advance(until - clock_.monotonic_ms());
}

// As the rush leaves it: what is left of the day for what is left of the answers, twice that at
// most.
std::int64_t LongLife::pause_ms() {
  if (today_ < plan_.answers_a_day / 3) return rush_pause_ms;
  if (today_ >= plan_.answers_a_day) return rush_pause_ms;
  const std::int64_t left = morning_ms(day_) + open_ms - clock_.wall_ms();
  const auto answers = static_cast<std::int64_t>(plan_.answers_a_day - today_);
  const std::int64_t longest = std::max<std::int64_t>(2 * left / answers, rush_pause_ms);
  return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(longest));
}

std::int64_t LongLife::morning_ms(std::uint64_t day) {
  return tests::FakeClock::start_wall_ms + static_cast<std::int64_t>(day) * day_ms;
}

// Looked at after each write: it may be cut when it begins anew.
void LongLife::look_at_log() {
  log_bytes_ = std::max(log_bytes_, size_of(state_ / (std::string(journal_file) + "-wal")));
}

DayFigures LongLife::measure() {
  DayFigures day;
  const std::uint64_t written = bytes_written();
  day.network = network();
  day.answers = today_;
  day.bytes_written = whole_day_ ? written - written_before_ : 0;
  day.heap_bytes = heap_bytes();
  day.open_files = open_files();
  day.files = files_below(state_);
  day.journal_bytes = size_of(state_ / journal_file);
  day.log_bytes = log_bytes_;
  written_before_ = written;
  log_bytes_ = 0;
  return day;
}

std::string LongLife::account() {
  const auto fault = find_fault();
  return fault ? "" : fault.error().message;
}

Status LongLife::find_fault() {
  const auto records = reader_->answer_records();
  const auto epochs = reader_->epochs();
  if (!records) return records.error();
  if (!epochs) return epochs.error();
  if (epochs->size() != 1) return unlike("epochs", epochs->size(), 1);
  if (given_ != figures_.answers()) return unlike("answers given", given_, figures_.answers());
  if (records->kept != given_) return unlike("answers counted", records->kept, given_);
  if (delivered_ != given_) return unlike("answers delivered", delivered_, given_);
  KeptRecords kept(*reader_, epochs->back());
  if (auto good = kept.follow(); !good) return good;
  if (kept.end() != journal_->head()) return Error{"the journal's end is not there"};
  return find_fault(kept);
}

// What is not here any more is before the first record that is: a head, which says how much it was.
Status LongLife::find_fault(const KeptRecords& kept) const {
  const record::Record& first = kept.first();
  const auto* head = std::get_if<record::HeadReport>(&first.body);
  const std::uint64_t gone = head == nullptr ? 0 : head->answer_records;
  if (gone + kept.answers() != given_) return unlike("answers kept or gone", gone, given_);
  if (head == nullptr && first.sequence != 0) return Error{"the first record left is no head"};
  const std::int64_t age_ms = clock_.wall_ms() - first.moment.wall_ms;
  if (gone > 0 && age_ms < kept_ms) return Error{"records went before their time"};
  if (age_ms > kept_ms + 4 * day_ms) return Error{"old records do not go"};
  return Done{};
}

}  // namespace smilepost::kiosk
