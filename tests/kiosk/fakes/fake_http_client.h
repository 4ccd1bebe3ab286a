// A network that answers as scripted. One thread, but for stop().
#pragma once

#include <atomic>
#include <functional>
#include <string_view>
#include <vector>

#include "platform/http_client.h"

namespace smilepost::tests {

class FakeHttpClient final : public platform::HttpClient {
 public:
  using Answer = std::function<Result<platform::HttpResponse>(const platform::HttpRequest&)>;

  explicit FakeHttpClient(Answer first_answer) : answer(std::move(first_answer)) {}

  Result<platform::HttpResponse> send(const platform::HttpRequest& request) override {
    if (stopped_) return Error{request.url + ": given up, the program is ending"};
    requests.push_back(request);
    return answer(request);
  }
  void stop() override { stopped_ = true; }

  Answer answer;
  std::vector<platform::HttpRequest> requests;

 private:
  std::atomic<bool> stopped_{false};
};

inline platform::HttpResponse text_response(int status, std::string_view type,
                                            std::string_view body) {
  return {status, std::string(type), {body.begin(), body.end()}};
}

inline FakeHttpClient::Answer always(int status, std::string_view type, std::string_view body) {
  return [response = text_response(status, type, body)](const platform::HttpRequest&) {
    return response;
  };
}

inline FakeHttpClient::Answer no_network() {
  return [](const platform::HttpRequest& request) -> Result<platform::HttpResponse> {
    return Error{request.url + ": timed out: check the network"};
  };
}

}  // namespace smilepost::tests
