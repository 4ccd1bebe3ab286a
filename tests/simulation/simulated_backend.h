// The real backend, without its sockets, on a disk in memory. It may die at any call of that disk.
#pragma once

#include <optional>

#include "backend/archive.h"
#include "backend/enrolment.h"
#include "backend/fleet.h"
#include "backend/ingest.h"
#include "backend/receipts.h"
#include "backend/routes.h"
#include "platform/http_client.h"
#include "tests/simulation/world.h"

namespace smilepost::simulation {

class SimulatedBackend {
 public:
  explicit SimulatedBackend(World& world);
  ~SimulatedBackend();

  // Nothing: it is not there, or died before it could answer.
  std::optional<platform::HttpResponse> ask(const platform::HttpRequest& request);

  // The administrator's; an empty code where it is not there just then.
  std::string make_code();
  void accept(const record::KioskId& kiosk) { decide("accept", kiosk); }
  void revoke(const record::KioskId& kiosk) { decide("revoke", kiosk); }

  // At one of the next calls of its disk. What it does until then may be half done.
  void die_soon();
  // Calls of its disk fail for a while.
  void fail_soon();
  void recover() { disk_->fault = {}; }
  bool running() const { return parts_ != nullptr; }
  void start();

  void back_up();
  // As with --restored. False: there is no backup yet.
  bool restore();

  backend::Store& store();
  std::uint64_t bytes_used() const { return disk_->bytes_used(); }

 private:
  struct Parts;
  backend::Response take(const backend::Request& request);
  void decide(const std::string& what, const record::KioskId& kiosk);
  void stop_if_dead();
  std::string head_in(const backend::Response& response) const;
  void tell(const platform::HttpRequest& asked, const backend::Response& response) const;

  World& world_;
  DeviceClock clock_;
  record::SigningKey key_;
  std::shared_ptr<tests::SimulatedDisk> disk_, left_, backup_;  // left_: it is dead, this remains
  std::unique_ptr<Parts> parts_;
};

}  // namespace smilepost::simulation
