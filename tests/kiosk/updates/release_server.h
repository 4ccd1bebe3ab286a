// A backend that has one release, and a line to it that can be cut. One thread.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>

#include "kiosk/updates/update.h"
#include "tests/kiosk/fakes/fake_http_client.h"

namespace smilepost::tests {

struct ReleaseServer {
  explicit ReleaseServer(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      bytes.push_back(static_cast<std::uint8_t>(i * 31 + i / 251));
  }

  kiosk::Offer offer(const std::string& version = "1.5") const {
    return {version, bytes.size(), record::sha256(bytes), "/v1/releases/" + version, ""};
  }

  FakeHttpClient::Answer answers() {
    return [this](const platform::HttpRequest& request) { return answer(request); };
  }

  Result<platform::HttpResponse> answer(const platform::HttpRequest& request) {
    if (cuts > 0) {
      --cuts;
      return Error{request.url + ": timed out: check the network"};
    }
    const auto range = std::find_if(request.headers.begin(), request.headers.end(),
                                    [](const auto& header) { return header.first == "Range"; });
    if (range == request.headers.end()) return text_response(200, "text/plain", "alive\n");
    std::size_t from = 0, last = 0;
    if (std::sscanf(range->second.c_str(), "bytes=%zu-%zu", &from, &last) != 2) std::abort();
    last = std::min({last, from + most - 1, bytes.size() - 1});
    asked_from.push_back(from);
    platform::HttpResponse response;
    response.status = 206;
    response.content_type = "application/octet-stream";
    response.body.assign(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                         bytes.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    response.content_range = "bytes " + std::to_string(from) + "-" + std::to_string(last) + "/" +
                             std::to_string(bytes.size());
    return response;
  }

  std::vector<std::uint8_t> bytes;
  std::size_t most = std::size_t{1} << 30;  // of a piece, that it sends
  int cuts = 0;                             // exchanges that will come to nothing
  std::vector<std::size_t> asked_from;
};

}  // namespace smilepost::tests
