#include "kiosk/journal/journal_tail.h"

#include <algorithm>

#include "record/chain.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;
using record::Verdict;

constexpr std::size_t page_records = 256;
constexpr std::size_t page_bytes = 1 << 20;

OpeningFault damage(const Database& database, std::uint64_t sequence, std::string_view what) {
  return {Error{database.file() + ": record " + std::to_string(sequence) + ": " +
                std::string(what) + ": keep the file for examination, a new epoch begins"},
          true,
          {}};
}

OpeningFault unreadable(const Database& database, const Error& error) {
  return {error, database.damaged(), {}};
}

OpeningFault broken(OpeningFault fault, const record::ChainHead& sure) {
  return {std::move(fault.error), false, sure};
}

// What was delivered long ago is gone, up to a head; the receipt that said so may be, too, since a
// restored backend takes it back.
Result<std::optional<RecordRow>> oldest_if_head(Database& database, record::Epoch epoch) {
  auto page = read_page(database, epoch, 0, 1, 1);
  if (!page) return page.error();
  if (page->empty() || page->front().kind != record::Kind::head) return std::optional<RecordRow>{};
  const auto deliveries = read_deliveries(database);
  if (!deliveries) return deliveries.error();
  const bool delivered = std::ranges::any_of(*deliveries, [&](const Delivery& delivery) {
    return delivery.epoch == epoch && delivery.sequence >= page->front().place.sequence;
  });
  return delivered ? std::optional(std::move(page->front())) : std::nullopt;
}

Result<std::optional<RecordRow>> find_anchor(Database& database, const StoredEpoch& epoch,
                                             CheckFrom from) {
  if (from == CheckFrom::newest_head) return read_anchor(database, epoch.epoch, {});
  const bool acknowledged = epoch.receipt && epoch.receipt->head;
  auto anchor =
      read_anchor(database, epoch.epoch, acknowledged ? epoch.receipt->head->sequence : 0);
  if (!anchor || *anchor) return anchor;
  return oldest_if_head(database, epoch.epoch);
}

// The anchor's own bytes, signature, columns and figures.
std::optional<OpeningFault> check_anchor(const Database& database, const record::KioskId& kiosk,
                                         const StoredEpoch& epoch, const RecordRow& row,
                                         record::Record& record) {
  const auto sequence = row.place.sequence;
  const auto opened = record::open(row.cose, epoch.public_key);
  if (opened.verdict != Verdict::good) {
    return damage(database, sequence, record::to_string(opened.verdict));
  }
  record = opened.record;
  if (record.kiosk != kiosk || record.epoch != epoch.epoch || record.sequence != sequence ||
      record.kind != row.kind || record::hash_of(row.cose) != row.place.hash) {
    return damage(database, sequence, "is not the one that its row says");
  }
  const auto* report = std::get_if<record::HeadReport>(&record.body);
  const bool first = record.kind == record::Kind::epoch_opened;
  if (report != nullptr || first) {
    const Counts told =
        report != nullptr ? Counts{report->answer_records, report->visits} : Counts{};
    if (told != row.counts) return damage(database, sequence, "tells other figures than its row");
  }
  return {};
}

// Every link from the anchor, which is sure, to the end. Leaves the last row in `row` and its
// record in `record`.
std::optional<OpeningFault> follow(Database& database, const record::KioskId& kiosk,
                                   const StoredEpoch& epoch, RecordRow& row,
                                   record::Record& record) {
  const record::ChainHead sure = row.place;
  record::Chain chain(kiosk, epoch.public_key, sure);
  for (;;) {
    auto page = read_page(database, epoch.epoch, row.place.sequence + 1, page_records, page_bytes);
    if (!page) return unreadable(database, page.error());
    if (page->empty()) return {};
    for (RecordRow& next : *page) {
      const auto sequence = next.place.sequence;
      const Verdict verdict = chain.append(next.cose, record::Signatures::links_only);
      if (verdict != Verdict::good) {
        return broken(damage(database, sequence, record::to_string(verdict)), sure);
      }
      const Counts counts = counted(row.counts, chain.last().body);
      if (chain.head() != next.place || chain.last().kind != next.kind || counts != next.counts) {
        return broken(damage(database, sequence, "is not what its row says"), sure);
      }
      record = chain.last();
      row = std::move(next);
    }
  }
}

}  // namespace

Counts counted(Counts before, const record::Body& body) {
  if (const auto* answer = std::get_if<record::Answer>(&body)) {
    ++before.answer_records;
    if (!answer->visit) ++before.visits;
  }
  return before;
}

std::variant<Tail, OpeningFault> check_tail(Database& database, const record::KioskId& kiosk,
                                            const StoredEpoch& epoch, CheckFrom from) {
  const auto anchor = find_anchor(database, epoch, from);
  if (!anchor) return unreadable(database, anchor.error());
  if (!*anchor) return damage(database, 0, "is missing");
  RecordRow row = **anchor;
  record::Record record;
  if (auto fault = check_anchor(database, kiosk, epoch, row, record)) return *fault;
  const record::ChainHead sure = row.place;
  if (auto fault = follow(database, kiosk, epoch, row, record)) return *fault;
  // One signature vouches for the chain before it.
  const Verdict last = record::open(row.cose, epoch.public_key).verdict;
  if (last != Verdict::good) {
    return broken(damage(database, row.place.sequence, record::to_string(last)), sure);
  }
  return Tail{row.place, row.kind, record.moment, row.counts};
}

}  // namespace smilepost::kiosk
