#include "tests/simulation/simulated_backend.h"

#include <sqlite3.h>

#include "backend/accounts/doorkeeper.h"
#include "backend/fleet/release_offers.h"
#include "record/sequence.h"

namespace smilepost::simulation {

using backend::Request;
using backend::Response;
using platform::HttpResponse;
using tests::Call;
using tests::Fault;
using tests::Loss;

struct SimulatedBackend::Parts {
  Parts(std::unique_ptr<backend::Archive> opened, const platform::Clock& clock,
        const record::SigningKey& key)
      : archive(std::move(opened)), receipts(*archive, clock, key), clock_(clock), key_(key) {}

  std::unique_ptr<backend::Archive> archive;
  backend::Receipts receipts;
  const platform::Clock& clock_;
  const record::SigningKey& key_;
  backend::Enrolment enrolment{*archive, clock_, receipts};
  backend::Fleet fleet{*archive, clock_};
  backend::Pool pool{0};  // one thread, so that a seed repeats
  backend::Ingest ingest{*archive, clock_, receipts, pool};
  backend::Bundles bundles{*archive, clock_};
  backend::ResultsPage page{*archive, clock_};
  backend::Calls calls{*archive, clock_, key_};
  backend::CallsPage calls_page{*archive, clock_};
  backend::Releases releases{*archive, clock_, ""};
  backend::ReleaseAdmin release_admin{releases};
  backend::ReleasesPage releases_page{*archive, clock_, releases};
  backend::Statuses statuses{*archive, clock_, key_, backend::offers_of(releases)};
  backend::DiagnosticsInbox diagnostics{*archive, clock_};
  backend::FleetPage fleet_page{*archive, clock_};
  backend::Site site{{}, {}};
  backend::Accounts accounts{*archive, clock_};
  backend::Sessions sessions{*archive, clock_};
  backend::Doorkeeper doorkeeper{accounts, sessions, site};
  backend::AccountAdmin account_admin{accounts, site};
  backend::SignInPage sign_in{accounts, sessions, site, clock_};
  backend::AccountsPage accounts_page{accounts, site, clock_};
  backend::Routes routes{
      backend::all_routes({bundles, calls, enrolment, fleet, ingest, statuses, diagnostics, page,
                           calls_page, fleet_page, releases, release_admin, releases_page,
                           account_admin, sign_in, accounts_page}),
      site,
      {[this](const Request& request) { return doorkeeper.who(request); },
       [this](const Request& request) { return sign_in.ask_to_sign_in(request); }}};
};

SimulatedBackend::SimulatedBackend(World& world)
    : world_(world),
      clock_(world),
      key_(record::SigningKey::generate()),
      disk_(std::make_shared<tests::SimulatedDisk>()) {
  start();
}

SimulatedBackend::~SimulatedBackend() = default;

// Its store takes SQLite's own disk: for this process that is the simulated one.
void SimulatedBackend::start() {
  if (left_) disk_ = std::move(left_);
  left_.reset();
  sqlite3_vfs_register(sqlite3_vfs_find(disk_->vfs().c_str()), 1);
  auto archive = backend::Archive::open("/archive.sqlite", clock_);
  if (!archive) return world_.accuse("the backend does not start: " + archive.error().message);
  parts_ = std::make_unique<Parts>(*std::move(archive), clock_, key_);
  if (auto ours = parts_->archive->belong_to(key_.public_key()); !ours) {
    world_.accuse("the backend's archive: " + ours.error().message);
  }
}

void SimulatedBackend::stop_if_dead() {
  if (!left_) return;
  parts_.reset();
  world_.note("the backend is killed");
}

void SimulatedBackend::die_soon() {
  disk_->changed = [this, calls = world_.below(12)](Call, const std::string&) mutable {
    if (left_ || calls-- > 0) return;
    left_ = disk_->after_cut(tests::every_loss[world_.below(std::size(tests::every_loss))],
                             world_.random);
  };
}

void SimulatedBackend::fail_soon() {
  disk_->fault = [this](Call call, const std::string&) {
    const bool can = call == Call::write || call == Call::sync;
    return can && world_.one_in(4) ? Fault::io_error : Fault::none;
  };
}

Response SimulatedBackend::take(const Request& request) {
  const auto handle = [this](const auto& group) { return parts_->routes.answer(group); };
  return parts_->archive->answer_group({&request}, handle).front();
}

std::string SimulatedBackend::head_in(const Response& response) const {
  const record::Bytes cose(response.body.begin(), response.body.end());
  const auto receipt = record::open_receipt(cose, key_.public_key()).receipt;
  if (!receipt.head) return "no head";
  return "head " + std::to_string(receipt.head->sequence) + (receipt.forked ? ", forked" : "");
}

// For whoever looks for what went wrong.
void SimulatedBackend::tell(const platform::HttpRequest& asked, const Response& response) const {
  if (world_.trace == nullptr) return;
  record::Sequence items(asked.body);
  const auto first = items.next();
  if (!first) return;
  const auto opened = record::open_unverified(*first).record;
  *world_.trace << "  kiosk " << record::to_hex(opened.kiosk).substr(0, 4) << " epoch "
                << opened.epoch % 10'000 << " from " << opened.sequence << ": " << response.status
                << " "
                << (response.content_type == "application/cose" ? head_in(response) : response.body)
                << "\n";
}

std::optional<HttpResponse> SimulatedBackend::ask(const platform::HttpRequest& asked) {
  if (!parts_) return {};
  Request request{asked.method, asked.url.substr(asked.url.find("/v1/")), {}, {}};
  request.body.assign(asked.body.begin(), asked.body.end());
  for (const auto& [name, value] : asked.headers) {
    request.headers[name == "Content-Type" ? "content-type" : "smilepost-token"] = value;
  }
  const Response response = take(request);
  stop_if_dead();
  if (!parts_) return {};
  world_.note("answered", static_cast<std::uint64_t>(response.status), asked.body.size());
  tell(asked, response);
  HttpResponse out{response.status, response.content_type, {}};
  out.body.assign(response.body.begin(), response.body.end());
  return out;
}

std::string SimulatedBackend::make_code() {
  if (!parts_) return {};
  Request request{"POST", "/admin/v1/enrolment-codes", {}, {}, backend::Door::admin_socket};
  const Response response = take(request);
  stop_if_dead();
  return response.status == 201 ? response.body.substr(0, response.body.find('\n')) : "";
}

void SimulatedBackend::decide(const std::string& what, const record::KioskId& kiosk) {
  if (!parts_) return;
  Request request{"POST",
                  "/admin/v1/fleet/" + what,
                  {{"content-type", "application/json"}},
                  R"({"kiosk":")" + record::to_hex(kiosk) + R"("})",
                  backend::Door::admin_socket};
  (void)take(request);
  stop_if_dead();
}

void SimulatedBackend::back_up() {
  if (parts_) backup_ = disk_->after_cut(Loss::none, world_.random);
}

bool SimulatedBackend::restore() {
  if (!backup_) return false;
  parts_.reset();
  left_.reset();
  disk_ = backup_->after_cut(Loss::none, world_.random);
  start();
  if (!parts_) return false;
  if (auto done = parts_->archive->begin_anew(); !done) world_.accuse(done.error().message);
  return true;
}

backend::Store& SimulatedBackend::store() {
  return parts_->archive->store();
}

}  // namespace smilepost::simulation
