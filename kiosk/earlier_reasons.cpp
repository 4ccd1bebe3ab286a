#include "kiosk/earlier_reasons.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

constexpr std::uint64_t stride = 256;
constexpr std::uint64_t most_records = 50'000;  // of an epoch; a day has fewer
constexpr int most_epochs = 16;
constexpr std::size_t page_bytes = std::size_t{1} << 20U;

// One shop's day as its journal has it, an epoch at a time, the newest first.
class DayInJournal {
 public:
  DayInJournal(const JournalReader& journal, const TimeZone& zone, const Date& day)
      : journal_(journal), zone_(zone), day_(day) {}

  Result<TodaysReasons> up_to(const record::ChainHead& last) const {
    TodaysReasons all;
    std::optional<record::ChainHead> end = last;
    for (int epochs = 0; end && epochs < most_epochs; ++epochs) {
      const auto first = beginning(*end);
      if (!first) return first.error();
      auto reasons = read(*end, *first);
      if (!reasons) return reasons.error();
      all.add(*std::move(reasons));
      if (*first > 0) break;
      auto before = end_before(end->epoch);
      if (!before) return before.error();
      end = *std::move(before);
    }
    return all;
  }

 private:
  std::optional<Date> day_of(const record::Moment& moment) const {
    if (moment.clock == record::ClockState::unset) return std::nullopt;
    return zone_.at(moment.wall_ms).date;
  }

  bool is_earlier(const record::Record& record) const {
    const auto day = day_of(record.moment);
    return day && *day < day_;
  }

  // The record at that place, or the first after it.
  Result<record::Record> record_from(record::Epoch epoch, std::uint64_t sequence) const {
    const auto page = journal_.page(epoch, sequence, 1, page_bytes);
    if (!page) return page.error();
    if (page->empty()) return record::Record{};
    return record::open_unverified(page->front().cose).record;
  }

  // From where on the epoch's records may be of the day.
  Result<std::uint64_t> beginning(const record::ChainHead& end) const {
    for (auto first = end.sequence;;) {
      first -= std::min(first, stride);
      if (first == 0 || end.sequence - first >= most_records) return first;
      const auto record = record_from(end.epoch, first);
      if (!record) return record.error();
      if (is_earlier(*record)) return first;
    }
  }

  Result<TodaysReasons> read(const record::ChainHead& end, std::uint64_t first) const {
    TodaysReasons reasons;
    while (first <= end.sequence) {
      const auto count = std::min(stride, end.sequence - first + 1);
      const auto page = journal_.page(end.epoch, first, count, page_bytes);
      if (!page) return page.error();
      if (page->empty()) break;
      for (const auto& stored : *page)
        if (stored.sequence <= end.sequence) keep(stored, reasons);
      first = page->back().sequence + 1;
    }
    return reasons;
  }

  void keep(const StoredRecord& stored, TodaysReasons& reasons) const {
    const auto opened = record::open_unverified(stored.cose);
    const auto* answer = std::get_if<record::Answer>(&opened.record.body);
    if (opened.verdict != record::Verdict::good || answer == nullptr) return;
    const auto day = day_of(opened.record.moment);
    reasons.kept(*answer, stored.sequence, day == day_ ? day : std::nullopt);
  }

  // Where the epoch before ended, as far as that may have been on the day.
  Result<std::optional<record::ChainHead>> end_before(record::Epoch epoch) const {
    const auto first = record_from(epoch, 0);
    if (!first) return first.error();
    const auto* opened = std::get_if<record::EpochOpened>(&first->body);
    if (opened == nullptr || is_earlier(*first)) return std::optional<record::ChainHead>{};
    return opened->previous_head;
  }

  const JournalReader& journal_;
  const TimeZone& zone_;
  const Date& day_;
};

}  // namespace

Result<TodaysReasons> reasons_up_to(const JournalReader& journal, const record::ChainHead& last,
                                    const TimeZone& zone, const Date& day) {
  return DayInJournal(journal, zone, day).up_to(last);
}

EarlierReasons::Read EarlierReasons::in(const std::filesystem::path& state,
                                        const record::ChainHead& last, const TimeZone& zone) {
  return [=](const Date& day) -> Result<TodaysReasons> {
    const auto journal = JournalReader::open(state);
    if (!journal) return journal.error();
    return reasons_up_to(**journal, last, zone, day);
  };
}

EarlierReasons::EarlierReasons(Session& session, Today today, Read read)
    : session_(session), today_(std::move(today)), read_(std::move(read)) {
  begin();
}

void EarlierReasons::begin() {
  const auto day = today_();
  if (!day) return;
  reasons_ = std::async(std::launch::async, [read = read_, day = *day] { return read(day); });
}

void EarlierReasons::tapped(std::uint64_t) {
  using namespace std::chrono_literals;
  if (done_) return;
  if (!reasons_.valid()) return begin();
  if (reasons_.wait_for(0s) != std::future_status::ready) return;
  done_ = true;
  auto reasons = reasons_.get();
  if (reasons)
    session_.add_earlier(*std::move(reasons));
  else
    platform::log_warning("what others said today before this start is not known: " +
                          reasons.error().message);
}

}  // namespace smilepost::kiosk
