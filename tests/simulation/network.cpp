#include "tests/simulation/network.h"

#include <algorithm>

namespace smilepost::simulation {
namespace {

using platform::HttpRequest;
using platform::HttpResponse;

const Error timed_out{"timed out"};

HttpResponse text(int status, const std::string& type, const std::string& body) {
  return {status, type, {body.begin(), body.end()}};
}

}  // namespace

Result<HttpResponse> Network::ask(const HttpRequest& request) {
  auto response = backend_.ask(request);
  if (!response) return Error{"connection refused"};
  return *std::move(response);
}

// Of ten exchanges nine are let through.
Result<HttpResponse> Network::carry(const HttpRequest& request) {
  if (world_.calm || !world_.one_in(10)) return ask(request);
  return spoil(request, world_.below(9));
}

Result<HttpResponse> Network::spoil(const HttpRequest& request, std::uint64_t how) {
  switch (how) {
    case 0:
      world_.note("request lost");
      return timed_out;
    case 1:
    case 2:
      world_.note("answer lost");
      (void)ask(request);
      return timed_out;
    case 3:
      world_.note("request repeated");
      (void)ask(request);
      return ask(request);
    case 4:
    case 5:
      world_.note("request late");
      late_.push_back({world_.now_ms + world_.about(6 * hour_ms), request});
      return timed_out;
    case 6:
      world_.note("portal");
      return text(200, "text/html", "<html>Hello</html>");
    case 7:
      world_.note("portal that lies about its type");
      return text(200, "application/cose", "<html>Hello</html>");
    default: {
      world_.note("answer spoilt");
      auto response = ask(request);
      if (response && !response->body.empty()) {
        response->body[world_.below(response->body.size())] ^= 1U;
      }
      return response;
    }
  }
}

void Network::deliver_late() {
  for (std::size_t i = 0; i < late_.size();) {
    if (!world_.calm && late_[i].due_ms > world_.now_ms) {
      ++i;
      continue;
    }
    const HttpRequest request = std::move(late_[i].request);
    late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
    (void)ask(request);
  }
}

}  // namespace smilepost::simulation
