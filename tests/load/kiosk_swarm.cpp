#include "tests/load/kiosk_swarm.h"

#include <algorithm>

namespace smilepost::load {
namespace {

record::Hash hash_of_numbers(std::uint64_t seed, std::uint64_t number) {
  record::Bytes bytes;
  for (const std::uint64_t value : {seed, number}) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
  return record::sha256(bytes);
}

record::Answer a_vote(std::uint64_t sequence) {
  record::Answer answer;
  answer.survey_set = "store";
  answer.question = "rating";
  answer.value = record::Vote{static_cast<std::uint8_t>(1 + sequence % 4), 4};
  answer.presentation = {"en", "light", false, false};
  return answer;
}

}  // namespace

SwarmKiosk::SwarmKiosk(std::uint64_t seed, std::uint64_t number) {
  seed_ = hash_of_numbers(seed, number);
  const auto key = record::SigningKey::from_seed(seed_);
  public_key_ = key.public_key();
  id_ = record::kiosk_id_of(public_key_);
  for (std::size_t i = 0; i < 8; ++i) epoch_ = epoch_ << 8U | seed_[i];
  epoch_ &= ~(std::uint64_t{1} << 63U);
  head_.epoch = acknowledged_.epoch = epoch_;
}

const std::string& SwarmKiosk::batch(std::size_t records, std::int64_t now_ms) {
  if (!batch_.empty()) return batch_;
  for (std::size_t i = 0; i < records; ++i) {
    const record::Bytes cose = next_record(now_ms);
    batch_.append(cose.begin(), cose.end());
  }
  return batch_;
}

record::Bytes SwarmKiosk::next_record(std::int64_t now_ms) {
  record::Record record;
  record.kiosk = id_;
  record.epoch = epoch_;
  record.sequence = begun_ ? head_.sequence + 1 : 0;
  record.previous = head_.hash;
  record.moment = {{1}, 1'000 * record.sequence, now_ms, record::ClockState::synchronised};
  if (begun_) {
    record.kind = record::Kind::answer;
    record.body = a_vote(record.sequence);
  } else {
    record.kind = record::Kind::epoch_opened;
    record.body = record::EpochOpened{public_key_, {}, {}, {}};
  }
  record::Bytes cose = record::seal(record, record::SigningKey::from_seed(seed_));
  head_ = {epoch_, record.sequence, record::hash_of(cose)};
  begun_ = true;
  return cose;
}

std::string SwarmKiosk::token() const {
  return token_ ? record::to_hex(*token_) : "";
}

bool SwarmKiosk::believe(const std::string& cose, const record::PublicKey& receipt_key) {
  const record::Bytes bytes(cose.begin(), cose.end());
  const auto opened = record::open_receipt(bytes, receipt_key);
  if (opened.verdict != record::Verdict::good) return false;
  const record::Receipt& receipt = opened.receipt;
  if (receipt.kiosk != id_ || receipt.head != head_) return false;
  acknowledged_ = head_;
  token_ = receipt.next_token;
  batch_.clear();
  return true;
}

}  // namespace smilepost::load
