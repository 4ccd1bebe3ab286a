#include "kiosk/updates/download.h"

#include <algorithm>
#include <system_error>

#include "platform/files.h"
#include "platform/growing_file.h"
#include "record/digest.h"

namespace smilepost::kiosk {

namespace {

constexpr std::size_t least_piece = 4'096;

std::string etag_of(const Offer& offer) {
  return "\"" + record::to_hex(offer.sha256) + "\"";
}

std::string range(std::uint64_t from, std::uint64_t last) {
  return std::to_string(from) + "-" + std::to_string(last);
}

Error strange(const std::string& url, const std::string& what) {
  return Error{url + ": no part of the release but " + what +
               ": check the backend and what lies between; it is tried again"};
}

}  // namespace

std::filesystem::path Download::file(const Offer& offer) const {
  return settings_.folder / (record::to_hex(offer.sha256) + ".raucb");
}

std::uint64_t Download::here(const Offer& offer) const {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file(offer), missing);
  return missing ? 0 : size;
}

Status Download::make_room(const Offer& offer) const {
  std::error_code failed;
  std::filesystem::create_directory(settings_.folder, failed);
  for (const auto& entry : std::filesystem::directory_iterator(settings_.folder, failed)) {
    std::error_code ignored;
    if (entry.path() != file(offer)) std::filesystem::remove_all(entry.path(), ignored);
  }
  if (here(offer) > offer.size) discard(offer);
  const auto room = std::filesystem::space(settings_.folder, failed);
  if (failed) return Error{settings_.folder.string() + ": " + failed.message()};
  const std::uint64_t wanted = offer.size - here(offer) + settings_.spare_bytes;
  if (room.available >= wanted) return Done{};
  return Error{settings_.folder.string() + ": release " + offer.version + " needs " +
               std::to_string((wanted - room.available + (1 << 20) - 1) >> 20) +
               " MiB more on this disk; make room, and it is downloaded"};
}

platform::HttpRequest Download::request_for(const Offer& offer, std::uint64_t from) const {
  const std::uint64_t last = std::min<std::uint64_t>(from + piece_, offer.size) - 1;
  std::string base = settings_.backend_url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  platform::HttpRequest request;
  request.url = base + offer.path;
  request.headers = {{"Smilepost-Kiosk", settings_.kiosk},
                     {"Range", "bytes=" + range(from, last)},
                     {"If-Range", etag_of(offer)}};
  return request;
}

// RFC 9110, 14.4 and 15.3.7: a server may send less than was asked for, but says what it sends.
Status Download::fetch(const Offer& offer) {
  const std::uint64_t from = here(offer);
  if (from >= offer.size) return Done{};
  const auto request = request_for(offer, from);
  const auto response = http_.send(request);
  if (!response) {
    piece_ = std::max(least_piece, piece_ / 2);
    return response.error();
  }
  const auto& body = response->body;
  if (response->status != 206)
    return strange(request.url, "HTTP " + std::to_string(response->status));
  if (body.empty() || body.size() > offer.size - from ||
      response->content_range !=
          "bytes " + range(from, from + body.size() - 1) + "/" + std::to_string(offer.size))
    return strange(request.url, "another part, or one of another file");
  return platform::write_at(file(offer), from, body);
}

// Twice as much, or half of it, towards the aim.
void Download::took(std::uint64_t ms) {
  took_ms_ = ms;
  if (ms > settings_.aim_ms) piece_ = std::max(least_piece, piece_ / 2);
  if (ms < settings_.aim_ms / 2) piece_ = std::min(settings_.most_bytes, piece_ * 2);
}

Result<bool> Download::is_whole(const Offer& offer) const {
  record::Digest digest;
  const auto read = platform::read_through(file(offer), [&](std::span<const std::uint8_t> piece) {
    digest.add(piece);
    return Status(Done{});
  });
  if (!read) return read.error();
  return here(offer) == offer.size && digest.finish() == offer.sha256;
}

void Download::discard(const Offer& offer) const {
  std::error_code ignored;
  std::filesystem::remove(file(offer), ignored);
}

}  // namespace smilepost::kiosk
