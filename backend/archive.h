// Everything that was received, durably: in a SQLite file, or in PostgreSQL. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "backend/http.h"
#include "backend/store/store.h"
#include "platform/clock.h"
#include "record/keys.h"

namespace smilepost::backend {

class Archive {
 public:
  // `database`: a file's path, or postgresql://… . The clock must outlive it.
  static Result<std::unique_ptr<Archive>> open(const std::string& database,
                                               const platform::Clock& clock);

  // Copies a SQLite archive, beside a backend that runs or not: whole, or not there.
  static Status back_up(const std::string& database, const std::filesystem::path& to);

  // What a backup lacks, kiosks have: under another generation they send it again. The tokens that
  // it knows are old, so none is held against anybody.
  Status begin_anew();

  // Whether it answers, after a connection that broke too.
  Status probe();

  // Whoever came first has left their receipt key: kiosks would believe no other one.
  Status belong_to(const record::PublicKey& receipt_key);

  Store& store() { return *store_; }
  // Names what this archive is: a copy of it that is restored is given another one.
  std::uint64_t generation() const { return generation_; }

  // How long each commit of a group took.
  void time_commits(std::function<void(std::chrono::steady_clock::duration)> on_commit) {
    on_commit_ = std::move(on_commit);
  }

  // Answers a group of requests: one response each, in order, or an Error.
  using GroupHandler =
      std::function<Result<std::vector<Response>>(const std::vector<const Request*>&)>;

  // Answers the requests inside one transaction, and returns the responses only after a durable
  // commit. Where that fails each request is tried by itself, so that one that cannot be stored
  // spoils nobody else's; what cannot be stored even so becomes a 503.
  std::vector<Response> answer_group(const std::vector<const Request*>& requests,
                                     const GroupHandler& handle);

 private:
  Archive(std::unique_ptr<Store> store, const platform::Clock& clock)
      : store_(std::move(store)), clock_(clock) {}
  Status prepare();
  Result<std::vector<Response>> attempt(const std::vector<const Request*>& requests,
                                        const GroupHandler& handle);

  std::unique_ptr<Store> store_;
  const platform::Clock& clock_;
  std::uint64_t generation_ = 0;
  std::function<void(std::chrono::steady_clock::duration)> on_commit_;
};

}  // namespace smilepost::backend
