#include "backend/archive.h"

#include "backend/migrations.h"
#include "backend/problem.h"
#include "backend/sql.h"
#include "platform/log.h"
#include "platform/schema.h"
#include "record/keys.h"

namespace smilepost::backend {
namespace {

constexpr std::int32_t application_id = 0x534D5042;  // "SMPB"

Response not_stored(const Error& error) {
  platform::log_error("archive: " + error.message);
  return problem_retry(503, "nothing could be stored just now; try again later", 5);
}

}  // namespace

Result<std::unique_ptr<Archive>> Archive::open(const std::filesystem::path& file) {
  auto database = platform::Database::open(file, {});
  if (!database) return database.error();
  std::unique_ptr<Archive> archive(new Archive(*std::move(database)));
  if (auto ready = archive->prepare(); !ready) return ready.error();
  return archive;
}

Status Archive::prepare() {
  if (auto done = database_.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
      !done) {
    return done;
  }
  if (auto done = platform::migrate(database_, migrations, application_id); !done) return done;
  if (auto done = run(database_, "INSERT INTO archive VALUES (1, ?) ON CONFLICT DO NOTHING",
                      record::random_u63());
      !done) {
    return done;
  }
  const auto generation = database_.integer("SELECT generation FROM archive");
  if (!generation) return generation.error();
  generation_ = static_cast<std::uint64_t>(*generation);
  return Done{};
}

std::vector<Response> Archive::answer_group(const std::vector<const Request*>& requests,
                                            const Handler& handle) {
  auto transaction = platform::Transaction::begin(database_);
  if (!transaction) return {requests.size(), not_stored(transaction.error())};
  std::vector<Response> responses;
  responses.reserve(requests.size());
  for (const Request* request : requests) {
    // SQLite rolls everything back by itself where the disk is full: what came after would be
    // committed request by request, and be told that it was not.
    if (!database_.in_transaction()) break;
    responses.push_back(answer_one(*request, handle));
  }
  if (const Status committed = transaction->commit(); !committed) {
    ++undone_;
    return {requests.size(), not_stored(committed.error())};
  }
  return responses;
}

Response Archive::answer_one(const Request& request, const Handler& handle) {
  if (const Status begun = database_.execute("SAVEPOINT request"); !begun) {
    return not_stored(begun.error());
  }
  Response response = handle(request);
  const bool failed = response.status >= 500;
  if (failed) ++undone_;
  const Status ended =
      database_.execute(failed ? "ROLLBACK TO request; RELEASE request" : "RELEASE request");
  return ended ? response : not_stored(ended.error());
}

}  // namespace smilepost::backend
