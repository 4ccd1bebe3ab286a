#include "kiosk/journal/epoch_keys.h"

#include <algorithm>

namespace smilepost::kiosk {
namespace {

constexpr const char* kiosk_name = "kiosk";
constexpr const char* newest_name = "newest-epoch";
constexpr const char* head_name = "last-head";

using NumberBytes = std::array<std::uint8_t, 8>;

NumberBytes big_endian(std::uint64_t number) {
  NumberBytes out;
  for (std::size_t i = out.size(); i-- > 0; number >>= 8U) {
    out[i] = static_cast<std::uint8_t>(number & 0xffU);
  }
  return out;
}

std::uint64_t from_big_endian(record::BytesView bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8U | byte;
  return number;
}

std::string key_name(record::Epoch epoch) {
  return "epoch-" + record::to_hex(big_endian(epoch));
}

template <std::size_t size>
Result<std::optional<std::array<std::uint8_t, size>>> load(const platform::KeyStore& store,
                                                           const std::string& name) {
  using Value = std::array<std::uint8_t, size>;
  const auto bytes = store.load(name);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<Value>{};
  if ((*bytes)->size() != size) {
    return Error{"key store, \"" + name + "\": " + std::to_string((*bytes)->size()) +
                 " bytes where " + std::to_string(size) +
                 " were due: restore it from a copy, or move it aside"};
  }
  Value value;
  std::copy((*bytes)->begin(), (*bytes)->end(), value.begin());
  return std::optional(value);
}

}  // namespace

Result<std::optional<record::KioskId>> EpochKeys::kiosk() const {
  return load<16>(store_, kiosk_name);
}

Result<std::optional<record::Epoch>> EpochKeys::newest_epoch() const {
  const auto bytes = load<8>(store_, newest_name);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<record::Epoch>{};
  return std::optional(from_big_endian(**bytes));
}

Result<std::optional<record::SigningKey>> EpochKeys::key(record::Epoch epoch) const {
  const auto seed = load<32>(store_, key_name(epoch));
  if (!seed) return seed.error();
  if (!*seed) return std::optional<record::SigningKey>{};
  return std::optional(record::SigningKey::from_seed(**seed));
}

Status EpochKeys::keep_key(record::Epoch epoch, const record::SigningKey& key) {
  const record::Seed seed = key.seed();
  return store_.store(key_name(epoch), {seed.begin(), seed.end()});
}

Result<std::optional<record::ChainHead>> EpochKeys::last_head() const {
  const auto bytes = load<48>(store_, head_name);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<record::ChainHead>{};
  const record::BytesView view(**bytes);
  record::ChainHead head{from_big_endian(view.first(8)), from_big_endian(view.subspan(8, 8)), {}};
  std::copy(view.begin() + 16, view.end(), head.hash.begin());
  return std::optional(head);
}

Status EpochKeys::remember_head(const record::ChainHead& head) {
  std::vector<std::uint8_t> bytes;
  for (const std::uint64_t number : {head.epoch, head.sequence}) {
    const NumberBytes digits = big_endian(number);
    bytes.insert(bytes.end(), digits.begin(), digits.end());
  }
  bytes.insert(bytes.end(), head.hash.begin(), head.hash.end());
  return store_.store(head_name, bytes);
}

Status EpochKeys::remember(const record::KioskId& kiosk_id, record::Epoch newest) {
  const auto known_kiosk = kiosk();
  if (!known_kiosk) return known_kiosk.error();
  if (*known_kiosk != kiosk_id) {
    auto kept = store_.store(kiosk_name, {kiosk_id.begin(), kiosk_id.end()});
    if (!kept) return kept;
  }
  const auto known_epoch = newest_epoch();
  if (!known_epoch) return known_epoch.error();
  if (*known_epoch == newest) return Done{};
  const NumberBytes bytes = big_endian(newest);
  return store_.store(newest_name, {bytes.begin(), bytes.end()});
}

}  // namespace smilepost::kiosk
