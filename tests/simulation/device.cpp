#include "tests/simulation/device.h"

#include <algorithm>

#include "kiosk/sync/enrolment.h"
#include "tests/simulation/audit.h"

namespace smilepost::simulation {
namespace {

const std::filesystem::path state = "/state";

// Slower than a shop's, so that years take minutes: what happens is the same.
constexpr kiosk::JournalThread::Timing upkeep_timing{10 * minute_ms, 2 * hour_ms, 12 * hour_ms};

}  // namespace

Device::Device(World& world, SimulatedBackend& backend, Network& network, Ledger& ledger,
               kiosk::SurveyOffer offer, std::uint64_t number)
    : world_(world),
      backend_(backend),
      ledger_(ledger),
      offer_(std::move(offer)),
      number_(number),
      clock_(world),
      disk_(std::make_shared<tests::SimulatedDisk>()),
      line_(world, network, [this] { return left_ != nullptr; }),
      boot_ms_(world.now_ms + world.about(hour_ms)) {}

std::int64_t Device::due_ms() const {
  return on() ? std::min({shopper_ms_, upkeep_ms_, sync_ms_}) : boot_ms_;
}

void Device::act() {
  if (!on()) {
    boot();
  } else if (shopper_ms_ <= world_.now_ms) {
    shopper_acts();
  } else if (upkeep_ms_ <= world_.now_ms) {
    upkeep();
  } else if (sync_ms_ <= world_.now_ms) {
    synchronise();
  }
  end_if_cut();
}

void Device::boot() {
  clock_.boot();
  boot_ms_ = world_.now_ms + 10 * minute_ms;  // where it cannot start just now
  auto keys = platform::open_key_folder(state / "keys", disk_);
  if (!keys) return;
  keys_ = *std::move(keys);
  auto journal = kiosk::Journal::open(state, *keys_, clock_, disk_);
  if (!journal) return world_.note("does not start", number_);
  auto reader = kiosk::JournalReader::open(state, disk_);
  if (!reader) return world_.note("cannot be read", number_);
  journal_ = *std::move(journal);
  reader_ = *std::move(reader);
  kiosk_ = journal_->kiosk();
  upkeep_.emplace(*journal_, upkeep_timing);
  session_.emplace(offer_);
  unconfirmed_.clear();
  shopper_ms_ = next_shopper_ms();
  upkeep_ms_ = world_.now_ms;
  sync_ms_ = world_.now_ms + minute_ms;
  if (receipt_key_) start_sync();
  world_.note("starts", number_, journal_->head().sequence);
}

// As if it had never been: what it wrote after the cut is on no disk.
void Device::end_if_cut() {
  if (!left_) return;
  shut();
  disk_ = std::move(left_);
  left_.reset();
  world_.note("loses power", number_);
  boot_ms_ = world_.now_ms + world_.about(2 * hour_ms);
}

void Device::shut() {
  sync_.reset();
  session_.reset();
  upkeep_.reset();
  reader_.reset();
  journal_.reset();
  keys_.reset();
}

void Device::upkeep() {
  const auto due = upkeep_->step(clock_.monotonic_ms());
  upkeep_ms_ = due ? std::max(world_time(*due), world_.now_ms + 1) : world_.now_ms + day_ms;
}

// The shop is open from nine to nine.
std::int64_t Device::next_shopper_ms() {
  const std::int64_t next = world_.now_ms + world_.about(2 * hour_ms);
  const std::int64_t hour = next % day_ms / hour_ms;
  if (hour >= 9 && hour < 21) return next;
  const std::int64_t opens = next - next % day_ms + 9 * hour_ms;
  return (hour < 9 ? opens : opens + day_ms) + world_.about(hour_ms);
}

void Device::shopper_acts() {
  const std::uint64_t now = clock_.monotonic_ms();
  session_->tick(now);
  keep_answers();
  if (left_) return;
  const auto view = session_->view(now);
  if (view.stage == kiosk::Stage::on_break) return rest_on_break();
  if (!world_.calm || !session_->resting()) tap_something(view);
  keep_answers();
  if (left_) return;
  const bool alone = session_->resting();
  shopper_ms_ = alone ? next_shopper_ms() : world_.now_ms + 500 + world_.about(6 * second_ms);
}

void Device::tap_something(const kiosk::SessionView& view) {
  using namespace kiosk;
  const std::uint64_t now = clock_.monotonic_ms();
  const std::uint64_t what = world_.below(12);
  const auto steps = session_->current_offer().set->questions.front().steps();
  const Intent face = TapFace{static_cast<std::uint8_t>(1 + world_.below(steps))};
  Intent intent = NewVisitor{};
  if (view.stage == Stage::home) {
    intent = face;
  } else if (what == 0) {
    return;  // looks at it, or has gone
  } else if (view.stage == Stage::change_answer) {
    intent = what < 9 ? face : GoBack{};
  } else if (view.stage == Stage::follow_up) {
    if (what < 7)
      intent = ToggleReason{world_.below(view.reasons.size())};
    else if (what < 10)
      intent = FinishReasons{};
    else if (what < 11)
      intent = GoBack{};
  } else if (what < 2) {
    intent = GoBack{};
  }
  session_->touched(now);
  session_->take(intent, now);
}

// What it records is kept; the next frame confirms that.
void Device::keep_answers() {
  const std::uint64_t now = clock_.monotonic_ms();
  while (const auto answer = session_->take_answer()) {
    const auto kept = journal_->append(ledger_.tap(kiosk_, *answer));
    if (left_) return;
    world_.note(kept ? "answer kept" : "answer not kept", number_, kept ? *kept : 0);
    wrote();
    if (!kept) return session_->not_kept(now);
    unconfirmed_[*kept] = ledger_.last();
    session_->kept(*kept, now);
    session_->frame_shown(now);
    for (const std::uint64_t sequence : session_->take_confirmed()) {
      Tap& tap = ledger_.taps()[unconfirmed_.at(sequence)];
      tap.confirmed = true;
      tap.device = number_;
      tap.confirmed_ms = world_.now_ms;
      tap.epoch = journal_->head().epoch;
      tap.sequence = sequence;
      unconfirmed_.erase(sequence);
    }
    if (world_.one_in(6)) sync_ms_ = world_.now_ms;
  }
  session_->frame_shown(now);
}

void Device::rest_on_break() {
  const auto written = journal_->probe();
  if (written && !left_) session_->storage_ready(clock_.monotonic_ms());
  shopper_ms_ = world_.now_ms + minute_ms;
}

void Device::enrol() {
  if (code_.empty()) code_ = backend_.make_code();
  sync_ms_ = world_.now_ms + world_.about(hour_ms);
  if (code_.empty()) return;
  const auto enrolment =
      kiosk::enrol(code_, "https://backend", "Till " + std::to_string(number_), *reader_, line_);
  if (!enrolment || !*enrolment) {
    code_.clear();  // it may have been used, or grown old: another one
    return;
  }
  if (!journal_->begin_delivery_anew((*enrolment)->receipt) || left_) return;
  receipt_key_ = (*enrolment)->receipt_key;
  start_sync();
  enrolled_ms = world_.now_ms;
  world_.note("enrolled", number_);
}

void Device::start_sync() {
  kiosk::SyncSettings settings;
  settings.backend_url = "https://backend";
  settings.receipt_key = *receipt_key_;
  settings.backoff_first_ms = minute_ms;
  settings.backoff_ceiling_ms = 3 * hour_ms;
  settings.idle_ms = 4 * hour_ms;
  settings.seed = world_.random();
  sync_ = std::make_unique<kiosk::Sync>(*reader_, writer(), line_, clock_, settings);
}

void Device::synchronise() {
  if (!sync_) return enrol();
  const std::uint64_t due = sync_->step(clock_.monotonic_ms());
  sync_ms_ = std::max(world_time(due), world_.now_ms + 1);
}

Status Device::keep_receipt(const record::Receipt& receipt) {
  auto kept = journal_->keep_receipt(receipt);
  if (left_) return Error{"the power is cut"};
  if (kept) {
    // The same token again: what was sent had come before, from whomever, and proves nothing.
    if (receipt.next_token != token_) on_receipt(*this);
    token_ = receipt.next_token;
    heard_ms = world_.now_ms;
    world_.note("delivered", number_, receipt.head ? receipt.head->sequence : 0);
  }
  wrote();
  return kept;
}

// As journal_thread.cpp serves them.
kiosk::Sync::Writer Device::writer() {
  return {[this](const record::Receipt& receipt) { return keep_receipt(receipt); },
          [this] { upkeep_->write_head(clock_.monotonic_ms()); },
          [this](const record::TimeHeard& heard) {
            (void)journal_->append(heard);
            wrote();
          },
          [this](record::Epoch epoch, std::uint64_t due) {
            (void)journal_->note_gap(epoch, due);
            world_.note("looks for a gap", number_);
            wrote();
          },
          [this](record::Epoch epoch) {
            if (journal_->head().epoch != epoch) return;
            (void)journal_->rotate_key(record::EpochReason::card_restored);
            world_.note("leaves a forked epoch", number_);
            wrote();
          }};
}

std::set<std::uint64_t> Device::kept() const {
  const auto journal = kiosk::JournalReader::open(state, disk_);
  return journal ? kept_taps(**journal) : std::set<std::uint64_t>();
}

bool Device::all_delivered() const {
  const auto figures = reader_->answer_records();
  return sync_ && figures && figures->kept == figures->acknowledged;
}

}  // namespace smilepost::simulation
