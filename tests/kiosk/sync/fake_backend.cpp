#include "tests/kiosk/sync/fake_backend.h"

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
  if (const auto* gap = std::get_if<record::Gap>(&record.body)) gaps_.push_back(*gap);
  return true;
}

const record::Gap* FakeBackend::gap_at(record::Epoch epoch, std::uint64_t first) const {
  for (const auto& gap : gaps_) {
    if (gap.epoch == epoch && gap.first == first) return &gap;
  }
  return nullptr;
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
  return receipt;
}

HttpResponse FakeBackend::answer(int status, const record::Receipt& receipt) const {
  return {status, "application/cose", record::seal(receipt, receipt_key)};
}

void FakeBackend::forget(record::Epoch epoch, std::uint64_t sequence) {
  chains_[epoch].resize(sequence);
  ++generation;
}

std::uint64_t FakeBackend::has(record::Epoch epoch) const {
  const auto found = chains_.find(epoch);
  return found == chains_.end() ? 0 : found->second.size();
}

}  // namespace smilepost::tests
