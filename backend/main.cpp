// smilepost-backend: wires the parts together and serves until it is told to stop.
#include <fmt/core.h>

#include <string>
#include <system_error>
#include <vector>

#include "backend/accounts/desk.h"
#include "backend/accounts/doorkeeper.h"
#include "backend/archive.h"
#include "backend/archive_watch.h"
#include "backend/fleet/release_offers.h"
#include "backend/front.h"
#include "backend/options.h"
#include "backend/pool.h"
#include "backend/receipt_key.h"
#include "backend/routes.h"
#include "backend/server.h"
#include "backend/settings_file.h"
#include "backend/state_folder.h"
#include "backend/worker.h"
#include "platform/clock.h"
#include "platform/log.h"
#include "platform/service_manager.h"

namespace smilepost::backend {
namespace {

constexpr int succeeded = 0;
constexpr int failed = 1;
constexpr int misused = 2;

int fail(const Error& error) {
  platform::log_error(error.message);
  return failed;
}

// On loopback, a browser reaches it by these names and the public one alone.
std::vector<std::string> allowed_hosts(const Options& options) {
  if (!is_loopback(options.listen.host)) return {};
  return {"localhost", "127.0.0.1", "[::1]", host_in_url(options.listen.host)};
}

// With --allow-remote, until the first account exists: on this machine alone.
Address first_address(const Options& options, bool has_account) {
  if (has_account || is_loopback(options.listen.host)) return options.listen;
  return {"127.0.0.1", options.listen.port};
}

std::string url_of(const std::string& host, std::uint16_t port) {
  return "http://" + host_in_url(host) + ":" + std::to_string(port);
}

// For links: an address that stands for all is none that a browser could open.
std::string url_for_links(const Address& at, std::uint16_t port) {
  const bool all = at.host == "0.0.0.0" || at.host == "::";
  return url_of(all ? "127.0.0.1" : at.host, port);
}

// Stored before it is shown.
Result<std::string> first_secret(Archive& archive, Accounts& accounts) {
  auto unit = Unit::begin(archive.store());
  if (!unit) return unit.error();
  auto secret = accounts.make_first_link();
  if (!secret) return secret;
  if (auto kept = unit->commit(); !kept) return kept.error();
  return secret;
}

// The last line, for whom the first one is enough.
void print_first_link(const Options& options, const std::string& address, std::uint16_t port,
                      const std::string& secret) {
  const bool waits = !is_loopback(options.listen.host);
  fmt::print("no account yet{}; make the first within a day: {}\n",
             waits ? ", so " + url_of(options.listen.host, port) + " waits for it" : "",
             setup_link(options.public_address.empty() ? address : options.public_address, secret));
}

int print_fingerprint(const record::SigningKey& key) {
  fmt::print("{}\n", fingerprint_text(key.public_key()));
  return succeeded;
}

// As a running backend knows it. Nothing where there is no key yet: then it takes the lock to make
// one.
Result<std::optional<record::SigningKey>> key_made_before(const std::filesystem::path& state) {
  std::error_code unseen;
  if (!std::filesystem::exists(StateFolder::keys_in(state), unseen)) {
    return std::optional<record::SigningKey>();
  }
  const auto keys = platform::open_key_folder(StateFolder::keys_in(state));
  if (!keys) return keys.error();
  return load_receipt_key(**keys);
}

std::string database_of(const Options& options, const std::filesystem::path& archive) {
  return options.database.empty() ? archive.string() : options.database;
}

int back_up(const Options& options) {
  std::error_code unseen;
  if (std::filesystem::exists(options.backup, unseen)) {
    return fail(Error{options.backup.string() + ": is there already; name a new file"});
  }
  const std::string database = database_of(options, StateFolder::archive_in(options.state));
  if (auto done = Archive::back_up(database, options.backup); !done) return fail(done.error());
  fmt::print("{} holds all that was stored until now; keep {} with it\n", options.backup.string(),
             StateFolder::keys_in(options.state).string());
  return succeeded;
}

int begin_anew(const Options& options, const StateFolder& state) {
  const platform::SystemClock clock;
  auto archive = Archive::open(database_of(options, state.archive()), clock);
  if (!archive) return fail(archive.error());
  if (auto done = (*archive)->begin_anew(); !done) return fail(done.error());
  fmt::print("kiosks will send again what this archive lacks\n");
  return succeeded;
}

// Order matters: what is declared last goes first, and the worker answers what is queued while the
// archive is still open.
int serve(const Options& options, const StateFolder& state, const record::SigningKey& key) {
  const platform::SystemClock clock;
  auto archive = Archive::open(database_of(options, state.archive()), clock);
  if (!archive) return fail(archive.error());
  if (auto ours = (*archive)->belong_to(key.public_key()); !ours) return fail(ours.error());
  Receipts receipts(**archive, clock, key);
  Bundles bundles(**archive, clock);
  Calls calls(**archive, clock, key);
  Enrolment enrolment(**archive, clock, receipts);
  Fleet fleet(**archive, clock);
  Releases releases(**archive, clock, state.releases());
  ReleaseAdmin release_admin(releases);
  ReleasesPage releases_page(**archive, clock, releases);
  Statuses statuses(**archive, clock, key, offers_of(releases));
  DiagnosticsInbox diagnostics(**archive, clock);
  Pool pool(Pool::threads_that_help());
  Ingest ingest(**archive, clock, receipts, pool);
  ResultsPage page(**archive, clock);
  CallsPage calls_page(**archive, clock);
  FleetPage fleet_page(**archive, clock);
  Site site(allowed_hosts(options), options.public_address);
  Accounts accounts(**archive, clock);
  Sessions sessions(**archive, clock);
  Doorkeeper doorkeeper(accounts, sessions, site);
  if (auto looked = doorkeeper.look(); !looked) return fail(looked.error());
  const bool has_account = doorkeeper.has_account();
  AccountAdmin account_admin(accounts, site);
  SignInPage sign_in(accounts, sessions, site, clock);
  AccountsPage accounts_page(accounts, site, clock);
  const Routes routes(all_routes({bundles, calls, enrolment, fleet, ingest, statuses, diagnostics,
                                  page, calls_page, fleet_page, releases, release_admin,
                                  releases_page, account_admin, sign_in, accounts_page}),
                      site,
                      {[&](const Request& request) { return doorkeeper.who(request); },
                       [&](const Request& request) { return sign_in.ask_to_sign_in(request); }});
  Health health(clock);
  Metrics metrics;
  Traffic traffic;
  (*archive)->time_commits([&metrics](std::chrono::duration<double> took) {
    metrics.commit_seconds.observe(took.count());
  });
  ArchiveWatch watch(**archive, clock, health, metrics);
  watch.look();
  Desk desk;
  const Result<std::string> secret =
      has_account ? Result<std::string>(std::string()) : first_secret(**archive, accounts);
  if (!secret) return fail(secret.error());
  Worker worker(
      [&](const std::vector<const Request*>& group) {
        metrics.group_requests.observe(static_cast<double>(group.size()));
        return (*archive)->answer_group(
            group, [&](const auto& requests) { return routes.answer(requests); });
      },
      QueueLimits(), {[&] {
        watch.look();
        // What ails the archive, the watch says.
        if (auto unit = Unit::begin((*archive)->store())) (void)doorkeeper.look();
      }});
  Front front(worker, desk, health, metrics, traffic, SMILEPOST_VERSION);

  ServerOptions listen;
  listen.listen = first_address(options, has_account);
  if (listen.listen.host != options.listen.host) listen.listen_later = options.listen;
  listen.is_time = [&doorkeeper] { return doorkeeper.has_account(); };
  listen.on_listening_later = [&options] {
    platform::log_info("there is an account: listening on " + options.listen.host);
  };
  listen.metrics = options.metrics;
  listen.admin_socket = state.admin_socket();
  listen.most_connections = options.most_connections;
  listen.drain_for = options.drain;
  listen.on_stopping = [&health] {
    health.stops();
    platform::tell_stopping();
  };
  if (const auto patience = platform::watchdog_patience()) {
    listen.beat_every = *patience / 2;
    listen.beat = [&health] {
      if (health.worker_comes_round()) platform::tell_alive();
    };
  }
  auto server = Server::open(
      listen,
      [&](Request request, std::function<void(Response)> reply) {
        front.take(std::move(request), std::move(reply));
      },
      traffic);
  if (!server) return fail(server.error());
  const std::uint16_t port = (*server)->port();
  site.listens_at(url_for_links(options.listen, port));
  const std::string here = url_of(listen.listen.host, port);
  fmt::print("listening on {}/\n", here);
  if (options.metrics) {
    fmt::print("metrics at http://{}:{}/metrics\n", host_in_url(options.metrics->host),
               (*server)->metrics_port());
  }
  if (!has_account) print_first_link(options, here, port, *secret);
  std::fflush(stdout);
  platform::tell_ready();
  (*server)->run();
  return succeeded;
}

int run(const Options& options) {
  record::initialise_crypto();
  if (options.task == Task::print_receipt_fingerprint) {
    const auto made = key_made_before(options.state);
    if (!made) return fail(made.error());
    if (*made) return print_fingerprint(**made);
  }
  if (options.task == Task::back_up) return back_up(options);
  const auto state = StateFolder::open(options.state);
  if (!state) return fail(state.error());
  if (options.task == Task::restored) return begin_anew(options, *state);
  const auto keys = platform::open_key_folder(state->keys());
  if (!keys) return fail(keys.error());
  const auto key = load_or_make_receipt_key(**keys);
  if (!key) return fail(key.error());
  if (options.task == Task::print_receipt_fingerprint) return print_fingerprint(*key);
  return serve(options, *state, *key);
}

}  // namespace
}  // namespace smilepost::backend

int main(int count, char** values) {
  using namespace smilepost::backend;
  const auto options = read_options({values + 1, values + count}, settings_place);
  if (!options) {
    fmt::print(stderr, "{}\n", options.error().message);
    return misused;
  }
  if (options->task == Task::help) {
    fmt::print("{}", help_text);
    return succeeded;
  }
  if (options->task == Task::version) {
    fmt::print("smilepost-backend {}\n", SMILEPOST_VERSION);
    return succeeded;
  }
  return run(*options);
}
