#include "kiosk/journal/journal_salvage.h"

#include <algorithm>

#include "kiosk/journal/salvaged_rows.h"
#include "platform/log.h"
#include "record/cbor.h"
#include "record/cose.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;
using record::BytesView;

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t part_bytes = std::size_t{256} << 10;
constexpr std::size_t move_at_once = 256;
constexpr std::string_view salvaged_prefix = "journal.db.salvaged-";
// What stands before the content type: array, protected header, its map, algorithm, key 3, length.
constexpr std::size_t before_type = 9;

// The message around a content type found at `at`; empty where there is none.
BytesView message_at(BytesView bytes, std::size_t at) {
  if (at < before_type) return {};
  const BytesView rest = bytes.subspan(at - before_type);
  const auto item = record::scan_item(rest.first(std::min(rest.size(), record::largest_record)));
  return item.verdict == record::Verdict::good ? rest.first(item.size) : BytesView{};
}

bool put_aside(const std::string& name) {
  return name.starts_with(damaged_prefix) && !name.ends_with("-shm");
}

}  // namespace

Result<std::size_t> files_to_salvage(const JournalPlace& place) {
  const auto names = place.disk->names(place.folder);
  if (!names) return names.error();
  return static_cast<std::size_t>(std::ranges::count_if(*names, put_aside));
}

Result<bool> Salvage::step(Database& into) {
  if (!looked_) {
    if (auto looked = look_for_files(); !looked) return looked.error();
  }
  if (!files_.empty()) {
    if (auto read = read_on(into); !read) return read.error();
    return true;
  }
  auto moved = move_on(into);
  if (!moved || *moved) return moved;
  if (auto finished = finish(); !finished) return finished.error();
  return false;
}

Status Salvage::look_for_files() {
  const auto names = place_.disk->names(place_.folder);
  if (!names) return names.error();
  for (const auto& name : *names) {
    if (!put_aside(name)) continue;
    const auto size = place_.disk->size(place_.file(name));
    if (!size) return size.error();
    files_.push_back({name, *size});
    figures_.bytes += *size;
  }
  looked_ = true;
  return Done{};
}

// A part, and what a record may reach beyond it. Where that cannot be read, a page at a time; a
// page that cannot be read is passed over.
Status Salvage::read_on(Database& into) {
  const File& file = files_.back();
  std::size_t looked_at = page_bytes;
  for (const auto& [size, beyond] : {std::pair{part_bytes, record::largest_record},
                                     {page_bytes, page_bytes},
                                     {page_bytes, std::size_t{0}}}) {
    const auto part = place_.disk->read_part(place_.file(file.name), offset_, size + beyond);
    if (!part) continue;
    if (auto taken = take_from(into, *part, size); !taken) return taken;
    looked_at = size;
    break;
  }
  offset_ += looked_at;
  figures_.bytes_read += std::min<std::uint64_t>(looked_at, file.size - (offset_ - looked_at));
  if (offset_ < file.size) return Done{};
  offset_ = 0;
  done_.push_back(file);
  files_.pop_back();
  return Done{};
}

// All that begin in the first `size` bytes. Of one whose content type only the next part shows as a
// whole, enough is here.
Status Salvage::take_from(Database& into, BytesView bytes, std::size_t size) {
  auto transaction = platform::Transaction::begin(into);
  if (!transaction) return transaction.error();
  const std::string_view type = record::record_message.content_type;
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(
                                       std::min(bytes.size(), size + type.size() + before_type));
  for (auto at = bytes.begin(); (at = std::search(at, end, type.begin(), type.end())) != end;
       ++at) {
    const BytesView message = message_at(bytes, static_cast<std::size_t>(at - bytes.begin()));
    if (message.empty()) continue;
    const auto opened = record::open_unverified(message);
    if (opened.verdict != record::Verdict::good || opened.record.kiosk != kiosk_) continue;
    if (auto kept = consider(into, message, opened.record); !kept) return kept;
  }
  return transaction->commit();
}

Status Salvage::consider(Database& into, BytesView cose, const record::Record& record) {
  const auto key = key_of(into, record.epoch);
  if (!key) return key.error();
  if (!*key || record::open(cose, **key).verdict != record::Verdict::good) return Done{};
  const auto kept =
      keep_salvaged(into, {record.epoch, record.sequence, record::hash_of(cose)}, cose);
  if (!kept) return kept.error();
  figures_.found += *kept ? 1 : 0;
  return Done{};
}

Result<std::optional<record::PublicKey>> Salvage::key_of(Database& into, record::Epoch epoch) {
  for (const auto& [known, key] : key_cache_) {
    if (known == epoch) return key;
  }
  const auto key = keys_.key(epoch);
  if (!key) return key.error();
  std::optional<record::PublicKey> found;
  if (*key) found = (*key)->public_key();
  const auto epochs = read_epochs(into);
  if (!epochs) return epochs.error();
  for (const auto& stored : *epochs) {
    if (stored.epoch == epoch) found = stored.public_key;
  }
  key_cache_.emplace_back(epoch, found);
  return found;
}

Result<bool> Salvage::move_on(Database& into) {
  auto transaction = platform::Transaction::begin(into);
  if (!transaction) return transaction.error();
  const auto epoch = next_salvaged_epoch(into);
  if (!epoch) return epoch.error();
  if (!*epoch) return false;
  const auto key = key_of(into, **epoch);
  if (!key) return key.error();
  if (!*key) {
    return Error{place_.file().string() + ": no key for what was salvaged: restore the key store"};
  }
  const auto moved = move_salvaged(into, **key, **epoch, move_at_once);
  if (!moved) return moved.error();
  if (auto kept = transaction->commit(); !kept) return kept.error();
  figures_.moved += *moved;
  return true;
}

Status Salvage::finish() {
  for (const auto& file : done_) {
    const std::string name = std::string(salvaged_prefix) + file.name.substr(damaged_prefix.size());
    if (auto renamed = place_.disk->rename(place_.file(file.name), place_.file(name)); !renamed) {
      return renamed;
    }
  }
  if (done_.empty()) return Done{};
  platform::log_info("salvage: " + std::to_string(figures_.moved) + " records saved from " +
                     std::to_string(done_.size()) + " files that were put aside");
  done_.clear();
  return place_.disk->sync_folder(place_.folder);
}

}  // namespace smilepost::kiosk
