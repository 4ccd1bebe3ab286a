// A bundle from the backend, piece by piece: what is here is never asked for again, whatever cut it
// off. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/updates/update.h"
#include "platform/http_client.h"

namespace smilepost::kiosk {

struct DownloadSettings {
  std::string backend_url;
  std::string kiosk;                              // its number, in hexadecimal
  std::filesystem::path folder;                   // its own: whatever else lies there is removed
  std::size_t most_bytes = std::size_t{1} << 19;  // a piece; within the HTTP client's limit
  std::uint64_t aim_ms = 4'000;  // a piece takes so long, or less: answers wait no longer
  std::uint64_t spare_bytes = std::uint64_t{64} << 20;  // of the disk, that stay free for answers
};

class Download {
 public:
  Download(DownloadSettings settings, platform::HttpClient& http)
      : settings_(std::move(settings)), http_(http) {}

  // Whether what is still to come finds room on the disk. Makes the folder, and throws away what
  // belongs to other releases. The Error says how much is missing.
  Status make_room(const Offer& offer) const;
  // Asks for the next piece. An Error: none came, or the answer was something else.
  Status fetch(const Offer& offer);
  std::uint64_t here(const Offer& offer) const;  // bytes
  // All of it is here: whether it is what was announced.
  Result<bool> is_whole(const Offer& offer) const;
  // Of this release; fine where there is nothing.
  void discard(const Offer& offer) const;
  std::filesystem::path file(const Offer& offer) const;

  // What the last piece took: as long again belongs to others on this link.
  std::uint64_t last_took_ms() const { return took_ms_; }
  void took(std::uint64_t ms);

 private:
  platform::HttpRequest request_for(const Offer& offer, std::uint64_t from) const;

  DownloadSettings settings_;
  platform::HttpClient& http_;
  std::size_t piece_ = std::size_t{32} << 10;  // until anything is known of the link
  std::uint64_t took_ms_ = 0;
};

}  // namespace smilepost::kiosk
