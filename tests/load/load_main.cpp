// Loads a backend as a fleet of kiosks would, and says afterwards whether it kept its word.
//   load enrol --database DB --kiosks N       lets them in, straight in the archive
//   load run   --to PORT[,PORT] --keys DIR --log FILE --kiosks N [--connections N] [--records N]
//              [--milliseconds N] [--batches-a-second N]: sends batches, notes each believed
//              receipt
//   load limit                                how many signatures one core verifies a second
//   load check --database DB --log FILE       all that was acknowledged is stored, once, in order
// With --first N the kiosks' numbers begin there: a run's kiosks know nothing of another run's.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include "backend/archive.h"
#include "backend/receipt_key.h"
#include "platform/clock.h"
#include "platform/key_store.h"
#include "tests/load/http_line.h"
#include "tests/load/kiosk_swarm.h"

namespace smilepost::load {
namespace {

using Clock = std::chrono::steady_clock;
using Options = std::map<std::string, std::string>;

constexpr std::uint64_t swarm_seed = 20261126;
constexpr std::int64_t most_a_second = 50'000;  // records that any backend has taken here
constexpr auto pause_after_failure = std::chrono::milliseconds(20);

[[noreturn]] void refuse(const std::string& why) {
  fmt::print(stderr, "load: {}\n", why);
  std::exit(2);
}

std::string text(const Options& options, const std::string& name) {
  const auto found = options.find(name);
  if (found == options.end()) refuse(name + " is missing");
  return found->second;
}

std::uint64_t number(const Options& options, const std::string& name, std::uint64_t otherwise) {
  const auto found = options.find(name);
  return found == options.end() ? otherwise : std::stoull(found->second);
}

std::unique_ptr<backend::Archive> open_archive(const Options& options) {
  static const platform::SystemClock clock;
  auto archive = backend::Archive::open(text(options, "--database"), clock);
  if (!archive) refuse(archive.error().message);
  return *std::move(archive);
}

int enrol(const Options& options) {
  const auto archive = open_archive(options);
  backend::Store& store = archive->store();
  const std::uint64_t kiosks = number(options, "--kiosks", 1);
  auto unit = backend::Unit::begin(store);
  if (!unit) refuse(unit.error().message);
  const std::uint64_t first = number(options, "--first", 0);
  for (std::uint64_t i = 0; i < kiosks; ++i) {
    const SwarmKiosk kiosk(swarm_seed, first + i);
    const Status done =
        backend::run(store,
                     "INSERT INTO kiosk (kiosk, first_key, label, enrolled_ms, last_contact_ms) "
                     "VALUES (?1, ?2, '', 1, 1) ON CONFLICT DO NOTHING",
                     kiosk.id(), kiosk.first_key());
    if (!done) refuse(done.error().message);
  }
  if (auto done = unit->commit(); !done) refuse(done.error().message);
  return 0;
}

// What became of the batches of a run, from all connections.
struct Tally {
  std::mutex mutex;
  std::ofstream log;
  std::vector<double> milliseconds;
  std::uint64_t acknowledged = 0, refused = 0, busy = 0, broken = 0;
};

struct Run {
  std::vector<std::uint16_t> ports;
  std::uint64_t kiosks, connections, records;
  std::chrono::milliseconds time;
  record::PublicKey receipt_key;
  double batches_a_second;  // 0: as many as can be
};

std::int64_t wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string headers_of(const SwarmKiosk& kiosk) {
  const std::string token = kiosk.token();
  return "Content-Type: application/cbor-seq\r\n" +
         (token.empty() ? "" : "Smilepost-Token: " + token + "\r\n");
}

// One connection's kiosks, one after the other. A batch that failed is sent again, to the next
// backend: nobody knows what became of it.
void serve(const Run& run, std::uint64_t place, std::vector<SwarmKiosk>& kiosks, Tally& tally) {
  std::size_t port = place % run.ports.size();
  auto line = std::make_unique<HttpLine>("127.0.0.1", run.ports[port]);
  const auto begun = Clock::now();
  std::size_t sent = 0;
  const double pace = run.batches_a_second / static_cast<double>(run.connections);
  for (std::size_t next = 0; Clock::now() - begun < run.time; ++next) {
    if (pace > 0) {
      std::this_thread::sleep_until(
          begun + std::chrono::duration_cast<Clock::duration>(
                      std::chrono::duration<double>(static_cast<double>(sent) / pace)));
    }
    ++sent;
    SwarmKiosk& kiosk = kiosks[next % kiosks.size()];
    const std::string& batch = kiosk.batch(run.records, wall_ms());
    const auto asked = Clock::now();
    const HttpAnswer answer = line->post("/v1/records", headers_of(kiosk), batch);
    const std::chrono::duration<double, std::milli> took = Clock::now() - asked;
    const bool good = answer.status == 200 && kiosk.believe(answer.body, run.receipt_key);
    {
      const std::lock_guard lock(tally.mutex);
      if (good) {
        tally.acknowledged += run.records;
        tally.milliseconds.push_back(took.count());
        const auto& head = kiosk.acknowledged();
        tally.log << record::to_hex(kiosk.id()) << ' ' << head.epoch << ' ' << head.sequence << ' '
                  << record::to_hex(head.hash) << '\n';
      } else {
        ++(answer.status == 0 ? tally.broken : answer.status == 503 ? tally.busy : tally.refused);
      }
    }
    if (good) continue;
    --next;
    port = (port + 1) % run.ports.size();
    line = std::make_unique<HttpLine>("127.0.0.1", run.ports[port]);
    std::this_thread::sleep_for(pause_after_failure);
  }
}

std::vector<std::uint16_t> ports_of(const std::string& list) {
  std::vector<std::uint16_t> ports;
  std::istringstream in(list);
  for (std::string port; std::getline(in, port, ',');) {
    ports.push_back(static_cast<std::uint16_t>(std::stoul(port)));
  }
  return ports;
}

record::PublicKey receipt_key_in(const std::string& folder) {
  const auto keys = platform::open_key_folder(folder);
  if (!keys) refuse(keys.error().message);
  const auto key = backend::load_receipt_key(**keys);
  if (!key || !*key) refuse(folder + " holds no receipt key");
  return (*key)->public_key();
}

double quantile(std::vector<double>& values, double part) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

int run(const Options& options) {
  const Run run{ports_of(text(options, "--to")),
                number(options, "--kiosks", 1),
                std::min(number(options, "--connections", 8), number(options, "--kiosks", 1)),
                number(options, "--records", 1),
                std::chrono::milliseconds(number(options, "--milliseconds", 1'000)),
                receipt_key_in(text(options, "--keys")),
                static_cast<double>(number(options, "--batches-a-second", 0))};
  Tally tally;
  tally.log.open(text(options, "--log"), std::ios::app);
  // Made, and as many first batches signed as may be sent, before the clock runs.
  const auto most = static_cast<std::uint64_t>(most_a_second * run.time.count() / 1'000);
  const std::uint64_t first = number(options, "--first", 0);
  std::vector<std::vector<SwarmKiosk>> kiosks(run.connections);
  for (std::uint64_t i = 0; i < run.kiosks; ++i) {
    kiosks[i % run.connections].emplace_back(swarm_seed, first + i);
    if (i * run.records < most) kiosks[i % run.connections].back().batch(run.records, wall_ms());
  }
  const auto begun = Clock::now();
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < run.connections; ++i) {
    threads.emplace_back([&, i] { serve(run, i, kiosks[i], tally); });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = Clock::now() - begun;
  fmt::print(
      "{{\"records\": {}, \"seconds\": {:.3f}, \"p50_ms\": {:.2f}, \"p99_ms\": {:.2f}, "
      "\"refused\": {}, \"busy\": {}, \"broken\": {}}}\n",
      tally.acknowledged, took.count(), quantile(tally.milliseconds, 0.5),
      quantile(tally.milliseconds, 0.99), tally.refused, tally.busy, tally.broken);
  return tally.refused == 0 ? 0 : 1;
}

// The limit that a backend would have which checked each record's own signature, and did nothing
// else.
int limit() {
  SwarmKiosk kiosk(swarm_seed, 0);
  const std::string first = kiosk.batch(1, wall_ms());
  const record::Bytes cose(first.begin(), first.end());
  const auto begun = Clock::now();
  std::uint64_t verified = 0;
  std::chrono::duration<double> took{};
  while (took.count() < 2) {
    for (int i = 0; i < 100; ++i) {
      if (record::open(cose, kiosk.first_key()).verdict == record::Verdict::good) ++verified;
    }
    took = Clock::now() - begun;
  }
  fmt::print("{{\"verified_a_second\": {:.0f}}}\n", static_cast<double>(verified) / took.count());
  return 0;
}

// Of a kiosk's chain: the newest receipt that was believed, and all below it.
std::string fault_of(backend::Store& store, const std::string& line) {
  std::istringstream in(line);
  std::string kiosk_hex, hash_hex;
  std::uint64_t epoch = 0, sequence = 0;
  in >> kiosk_hex >> epoch >> sequence >> hash_hex;
  const auto kiosk = record::from_hex(kiosk_hex);
  if (!kiosk) return "unreadable line: " + line;
  std::int64_t below = 0;
  bool same = false;
  const auto counted = backend::read_one(
      store, "SELECT count(*) FROM record WHERE kiosk = ?1 AND epoch = ?2 AND sequence <= ?3",
      [&](const backend::Row& row) { below = row.integer(0); }, *kiosk, epoch, sequence);
  const auto found = backend::read_one(
      store, "SELECT hash FROM record WHERE kiosk = ?1 AND epoch = ?2 AND sequence = ?3",
      [&](const backend::Row& row) { same = record::to_hex(row.blob(0)) == hash_hex; }, *kiosk,
      epoch, sequence);
  if (!counted || !found) return "the archive cannot be read";
  if (static_cast<std::uint64_t>(below) == sequence + 1 && same) return {};
  return fmt::format("kiosk {}: acknowledged up to {}, stored {} records of these{}", kiosk_hex,
                     sequence, below, same ? "" : ", the last one another or none");
}

int check(const Options& options) {
  const auto archive = open_archive(options);
  std::map<std::string, std::string> newest;
  std::ifstream log(text(options, "--log"));
  std::uint64_t receipts = 0;
  for (std::string line; std::getline(log, line); ++receipts) {
    newest[line.substr(0, line.find(' '))] = line;
  }
  for (const auto& [kiosk, line] : newest) {
    const std::string fault = fault_of(archive->store(), line);
    if (!fault.empty()) return fmt::print("FAILED: {}\n", fault), 1;
  }
  const auto forks =
      backend::read_integer(archive->store(), "SELECT count(*) FROM chain WHERE branch > 0");
  const auto alarms = backend::read_integer(
      archive->store(), "SELECT count(restored_ms) + count(copied_ms) FROM kiosk");
  const auto uncounted =
      backend::read_integer(archive->store(),
                            "SELECT (SELECT count(*) FROM record WHERE kind = 2) - "
                            "(SELECT coalesce(CAST(sum(visits) AS BIGINT), 0) FROM hourly_vote)");
  if (!forks || !alarms || !uncounted) return fmt::print("FAILED: the archive cannot be read\n"), 1;
  if (*forks + *alarms != 0) return fmt::print("FAILED: {} forks, {} alarms\n", *forks, *alarms), 1;
  if (*uncounted != 0)
    return fmt::print("FAILED: {} votes are not in the hourly sums\n", *uncounted), 1;
  fmt::print("{{\"receipts\": {}, \"kiosks\": {}}}\n", receipts, newest.size());
  return 0;
}

}  // namespace
}  // namespace smilepost::load

int main(int count, char** arguments) {
  using namespace smilepost::load;
  smilepost::record::initialise_crypto();
  Options options;
  for (int i = 2; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  const std::string task = count > 1 ? arguments[1] : "";
  if (task == "enrol") return enrol(options);
  if (task == "run") return run(options);
  if (task == "check") return check(options);
  if (task == "limit") return limit();
  refuse("say enrol, run, check or limit");
}
