// A network that loses, repeats, delays and reorders, between kiosks and their backend.
#pragma once

#include <functional>
#include <vector>

#include "tests/simulation/simulated_backend.h"

namespace smilepost::simulation {

class Network {
 public:
  Network(World& world, SimulatedBackend& backend) : world_(world), backend_(backend) {}

  Result<platform::HttpResponse> carry(const platform::HttpRequest& request);
  // What was delayed and is due arrives; nobody hears the answer.
  void deliver_late();
  bool empty() const { return late_.empty(); }

 private:
  struct Late {
    std::int64_t due_ms = 0;
    platform::HttpRequest request;
  };
  Result<platform::HttpResponse> ask(const platform::HttpRequest& request);
  Result<platform::HttpResponse> spoil(const platform::HttpRequest& request, std::uint64_t how);

  World& world_;
  SimulatedBackend& backend_;
  std::vector<Late> late_;
};

// A kiosk's end of it.
class Line final : public platform::HttpClient {
 public:
  Line(World& world, Network& network, std::function<bool()> dead)
      : world_(world), network_(network), dead_(std::move(dead)) {}

  Result<platform::HttpResponse> send(const platform::HttpRequest& request) override {
    if (dead_() || world_.now_ms < offline_until_ms) return Error{"no network"};
    return network_.carry(request);
  }
  void stop() override {}

  std::int64_t offline_until_ms = 0;

 private:
  World& world_;
  Network& network_;
  std::function<bool()> dead_;
};

}  // namespace smilepost::simulation
