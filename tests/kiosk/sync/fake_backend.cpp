#include "tests/kiosk/sync/fake_backend.h"

#include <algorithm>

#include "record/sequence.h"

namespace smilepost::tests {

using platform::HttpResponse;
using record::Verdict;

HttpResponse FakeBackend::records(const platform::HttpRequest& request) {
  record::Sequence items(request.body);
  std::optional<record::Epoch> epoch;
  while (const auto item = items.next()) {
    const auto opened = record::open_unverified(*item);
    if (opened.verdict != Verdict::good) return {422, "application/problem+json", {}};
    if (!epoch && opened.record.sequence > has(opened.record.epoch)) {
      const auto* gap = gap_at(opened.record.epoch, has(opened.record.epoch));
      if (gap == nullptr || gap->last + 1 != opened.record.sequence) {
        return answer(409, receipt(opened.record.epoch));
      }
      chains_[opened.record.epoch].resize(opened.record.sequence);
    }
    epoch = opened.record.epoch;
    if (!take(*item, opened.record)) return {422, "application/problem+json", {}};
  }
  if (!epoch || items.verdict() != Verdict::good) return {422, "application/problem+json", {}};
  return answer(200, receipt(*epoch));
}

bool FakeBackend::take(record::BytesView cose, const record::Record& record) {
  auto& chain = chains_[record.epoch];
  if (record.sequence < chain.size()) return record::equal(chain[record.sequence], cose);
  record::Chain judge(kiosk_, record.epoch);
  for (std::uint64_t place = 0; place < chain.size(); ++place) {
    if (const auto* gap = gap_at(record.epoch, place); gap && chain[place].empty()) {
      judge = {kiosk_, gap->public_key, {gap->epoch, gap->last, gap->last_hash}};
      place = gap->last;
    } else if (judge.append(chain[place], record::Signatures::links_only) != Verdict::good) {
      return false;
    }
  }
  if (judge.append(cose) != Verdict::good) return false;
  chain.emplace_back(cose.begin(), cose.end());
  if (const auto* gap = std::get_if<record::Gap>(&record.body)) {
    gaps_.push_back({*gap, record.epoch, record.sequence});
  }
  return true;
}

// The newest that says so.
const record::Gap* FakeBackend::gap_at(record::Epoch epoch, std::uint64_t first) const {
  const record::Gap* found = nullptr;
  for (const auto& noted : gaps_) {
    if (noted.gap.epoch == epoch && noted.gap.first == first) found = &noted.gap;
  }
  return found;
}

std::optional<record::ChainHead> FakeBackend::head(record::Epoch epoch) const {
  if (has(epoch) == 0) return {};
  return record::ChainHead{epoch, has(epoch) - 1, record::hash_of(chains_.at(epoch).back())};
}

record::Receipt FakeBackend::receipt(record::Epoch epoch) {
  record::Receipt receipt;
  receipt.kiosk = kiosk_;
  receipt.epoch = epoch;
  receipt.head = head(epoch);
  receipt.time_ms = time_ms;
  receipt.generation = generation;
  receipt.next_token[0] = ++tokens_;
  receipt.forked = forked.count(epoch) > 0;
  return receipt;
}

HttpResponse FakeBackend::answer(int status, const record::Receipt& receipt) const {
  return {status, "application/cose", record::seal(receipt, receipt_key)};
}

void FakeBackend::forget(record::Epoch epoch, std::uint64_t sequence) {
  lose(epoch, sequence);
  ++generation;
}

void FakeBackend::lose(record::Epoch epoch, std::uint64_t sequence) {
  chains_[epoch].resize(sequence);
  std::erase_if(gaps_, [&](const kiosk::StoredGap& noted) {
    return noted.noted_epoch == epoch && noted.noted_sequence >= sequence;
  });
}

std::uint64_t FakeBackend::has(record::Epoch epoch) const {
  const auto found = chains_.find(epoch);
  return found == chains_.end() ? 0 : found->second.size();
}

std::uint64_t FakeBackend::lost(record::Epoch epoch) const {
  const auto found = chains_.find(epoch);
  if (found == chains_.end()) return 0;
  const auto& chain = found->second;
  return static_cast<std::uint64_t>(
      std::ranges::count_if(chain, [](const auto& cose) { return cose.empty(); }));
}

}  // namespace smilepost::tests
