#include "backend/archive.h"

#include "backend/archive/rows.h"
#include "backend/problem.h"
#include "backend/store/postgres_store.h"
#include "backend/store/sqlite_store.h"
#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::backend {
namespace {

bool is_postgres(const std::string& database) {
  return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

Result<std::unique_ptr<Store>> open_store(const std::string& database) {
  if (is_postgres(database)) {
    auto store = PostgresStore::open(database);
    if (!store) return store.error();
    return std::unique_ptr<Store>(*std::move(store));
  }
  auto store = SqliteStore::open(database);
  if (!store) return store.error();
  return std::unique_ptr<Store>(*std::move(store));
}

}  // namespace

Result<std::unique_ptr<Archive>> Archive::open(const std::string& database,
                                               const platform::Clock& clock) {
  auto store = open_store(database);
  if (!store) return store.error();
  std::unique_ptr<Archive> archive(new Archive(*std::move(store), clock));
  if (auto ready = archive->prepare(); !ready) return ready.error();
  return archive;
}

Status Archive::prepare() {
  Status named =
      run(*store_, "INSERT INTO archive (id, generation) VALUES (1, ?1) ON CONFLICT DO NOTHING",
          record::random_u63());
  if (!named) return named;
  const auto generation = read_integer(*store_, "SELECT generation FROM archive");
  if (!generation) return generation.error();
  generation_ = static_cast<std::uint64_t>(*generation);
  return Done{};
}

Status Archive::probe() {
  auto unit = Unit::begin(*store_);
  if (!unit) return unit.error();
  const auto generation = read_integer(*store_, "SELECT generation FROM archive");
  if (!generation) return generation.error();
  return Done{};
}

Status Archive::back_up(const std::string& database, const std::filesystem::path& to) {
  if (!is_postgres(database)) return SqliteStore::copy(database, to);
  return Error{
      "--back-up copies SQLite archives: of PostgreSQL make a backup with pg_dump or "
      "pg_basebackup"};
}

Status Archive::begin_anew() {
  auto unit = Unit::begin(*store_);
  if (!unit) return unit.error();
  generation_ = record::random_u63();
  if (auto done = run(*store_, "UPDATE archive SET generation = ?1", generation_); !done) {
    return done;
  }
  const Status forgotten =
      run(*store_,
          "UPDATE kiosk SET newest = NULL, previous = NULL, displaced_newest = NULL, "
          "displaced_previous = NULL");
  if (!forgotten) return forgotten;
  return unit->commit();
}

Status Archive::belong_to(const record::PublicKey& receipt_key) {
  const Status named =
      run(*store_, "UPDATE archive SET receipt_key = ?1 WHERE receipt_key IS NULL", receipt_key);
  if (!named) return named;
  bool same = false;
  const auto found = read_one(*store_, "SELECT receipt_key FROM archive", [&](const Row& row) {
    same = record::equal(row.blob(0), receipt_key);
  });
  if (!found) return found.error();
  if (same) return Done{};
  return Error{
      "this archive's kiosks know another receipt key: copy the folder keys of the backend that "
      "made "
      "it into --state, or name another --database"};
}

std::vector<Response> Archive::answer_group(const std::vector<const Request*>& requests,
                                            const GroupHandler& handle) {
  auto responses = attempt(requests, handle);
  if (responses) return *std::move(responses);
  if (requests.size() == 1) {
    platform::log_error("archive: " + responses.error().message);
    return {problem_retry(503, "nothing could be stored just now; try again later", 5)};
  }
  std::vector<Response> each;
  each.reserve(requests.size());
  for (const Request* request : requests) {
    each.push_back(answer_group({request}, handle).front());
  }
  return each;
}

Result<std::vector<Response>> Archive::attempt(const std::vector<const Request*>& requests,
                                               const GroupHandler& handle) {
  if (auto room = store_->make_room_for(day_received(clock_.wall_ms())); !room) {
    return room.error();
  }
  auto unit = Unit::begin(*store_);
  if (!unit) return unit.error();
  auto responses = handle(requests);
  if (!responses) return responses.error();
  const auto begun = std::chrono::steady_clock::now();
  if (auto committed = unit->commit(); !committed) return committed.error();
  if (on_commit_) on_commit_(std::chrono::steady_clock::now() - begun);
  return responses;
}

}  // namespace smilepost::backend
