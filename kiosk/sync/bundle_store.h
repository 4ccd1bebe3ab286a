// The last good bundles of this kiosk's organisation, in the state folder: the newest and the one
// before it. They hold PIN hashes: mode 0600.
#pragma once

#include <filesystem>
#include <optional>

#include "platform/result.h"
#include "record/bundle.h"

namespace smilepost::kiosk {

class BundleStore {
 public:
  // Reads what is there. What cannot be read, or is not the organisation's any more, is said in the
  // log once and left aside.
  static BundleStore open(const std::filesystem::path& folder,
                          const record::PublicKey& organisation_key);

  const std::optional<record::Bundle>& newest() const { return newest_; }
  // Its survey sets stand in where those of the newest cannot be shown.
  const std::optional<record::Bundle>& before() const { return before_; }

  // Durable when it returns. An Error: it is not the organisation's, or not above what is there;
  // that stays. The very same bundle once more is no Error, and changes nothing. True: it is new.
  Result<bool> take(record::BytesView cose);

 private:
  BundleStore(std::filesystem::path folder, const record::PublicKey& organisation_key)
      : folder_(std::move(folder)), organisation_key_(organisation_key) {}

  std::filesystem::path folder_;
  record::PublicKey organisation_key_;
  record::Bytes cose_;  // of the newest
  std::optional<record::Bundle> newest_, before_;
};

}  // namespace smilepost::kiosk
