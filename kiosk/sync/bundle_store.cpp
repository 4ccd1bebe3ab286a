#include "kiosk/sync/bundle_store.h"

#include <string>

#include "platform/files.h"
#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

constexpr const char* newest_name = "bundle.cose";
constexpr const char* before_name = "bundle-before.cose";

struct Kept {
  record::Bytes cose;
  std::optional<record::Bundle> bundle;
};

std::string verdict_on(record::Verdict verdict) {
  switch (verdict) {
    case record::Verdict::wrong_signature:
      return "is not signed with the organisation_key of kiosk.json; sign it with that key";
    case record::Verdict::unknown_version:
      return "is of a later format than this kiosk knows; update the kiosk";
    case record::Verdict::too_large:
      return "is larger than 512 KiB; leave some survey sets out";
    default:
      return "is not a bundle as smilepost bundle sign makes it";
  }
}

Kept read(const std::filesystem::path& file, const record::PublicKey& key) {
  const auto refused = [&](const std::string& why) {
    platform::log_warning(file.string() + ": " + why + "; it is not used");
    return Kept{};
  };
  auto bytes = platform::read_file(file);
  if (!bytes) return refused(bytes.error().message);
  if (!*bytes) return {};
  auto opened = record::open_bundle(**bytes, key);
  if (opened.verdict != record::Verdict::good) return refused(verdict_on(opened.verdict));
  return {**std::move(bytes), std::move(opened.bundle)};
}

}  // namespace

BundleStore BundleStore::open(const std::filesystem::path& folder,
                              const record::PublicKey& organisation_key) {
  BundleStore store(folder, organisation_key);
  auto newest = read(folder / newest_name, organisation_key);
  store.cose_ = std::move(newest.cose);
  store.newest_ = std::move(newest.bundle);
  auto before = read(folder / before_name, organisation_key);
  if (store.newest_) {
    store.before_ = std::move(before.bundle);
  } else {  // the last good one
    store.cose_ = std::move(before.cose);
    store.newest_ = std::move(before.bundle);
  }
  return store;
}

Result<bool> BundleStore::take(record::BytesView cose) {
  auto opened = record::open_bundle(cose, organisation_key_);
  if (opened.verdict != record::Verdict::good)
    return Error{"the bundle from the backend " + verdict_on(opened.verdict)};
  if (newest_ && record::equal(cose, cose_)) return false;
  if (newest_ && opened.bundle.version <= newest_->version)
    return Error{"the bundle from the backend is version " + std::to_string(opened.bundle.version) +
                 ", not above " + std::to_string(newest_->version) +
                 ", which this kiosk has; sign it with a higher one"};
  if (newest_) {
    if (auto kept = platform::write_file(folder_ / before_name, cose_); !kept) return kept.error();
  }
  if (auto kept = platform::write_file(folder_ / newest_name, cose); !kept) return kept.error();
  if (newest_) before_ = std::move(newest_);
  cose_.assign(cose.begin(), cose.end());
  newest_ = std::move(opened.bundle);
  return true;
}

}  // namespace smilepost::kiosk
