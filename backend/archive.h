// Everything that was received, durably: one SQLite file in the state folder. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "backend/http.h"
#include "platform/result.h"
#include "platform/sqlite.h"

namespace smilepost::backend {

class Archive {
 public:
  static Result<std::unique_ptr<Archive>> open(const std::filesystem::path& file);

  platform::Database& database() { return database_; }
  std::uint64_t generation() const { return generation_; }

  // What was read from the archive holds as long as this stays the same. (Only this object writes:
  // the state folder is locked.)
  std::int64_t version() const { return database_.total_changes() + undone_; }

  // Answers the requests in order inside one transaction. The responses are returned only after a
  // durable commit; where it fails, each of them becomes a 503. What a handler that answers 5xx
  // wrote is undone, without touching the others.
  std::vector<Response> answer_group(const std::vector<const Request*>& requests,
                                     const Handler& handle);

 private:
  explicit Archive(platform::Database database) : database_(std::move(database)) {}
  Status prepare();
  Response answer_one(const Request& request, const Handler& handle);

  platform::Database database_;
  std::uint64_t generation_ = 0;
  std::int64_t undone_ = 0;  // requests and groups that were rolled back, at most
};

}  // namespace smilepost::backend
