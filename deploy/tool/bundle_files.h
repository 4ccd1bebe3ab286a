// The files that a bundle is made of, read and checked; and the organisation's key.
#pragma once

#include <filesystem>
#include <optional>

#include "platform/result.h"
#include "record/bundle.h"

namespace smilepost::tool {

// A new key in a new file, mode 0600.
Result<record::PublicKey> make_organisation_key(const std::filesystem::path& file);
// Refuses a file that others may read.
Result<record::SigningKey> read_organisation_key(const std::filesystem::path& file);

struct BundleSources {
  std::uint64_t version = 0;
  std::filesystem::path survey_sets;  // a folder
  // One file each; empty: none.
  std::filesystem::path settings, pins, public_line;
};

// What a kiosk would refuse is refused here, with file, place and remedy.
Result<record::Bundle> collect_bundle(const BundleSources& sources, std::int64_t made_ms);

Result<record::Bytes> read_bundle_file(const std::filesystem::path& file);

std::optional<record::PublicKey> parse_public_key(std::string_view hex);

}  // namespace smilepost::tool
