#include "kiosk/sync/sync_thread.h"

#include <condition_variable>
#include <mutex>

#include "tests/kiosk/sync/sync_fixture.h"
#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

class Signal {
 public:
  void raise() {
    const std::lock_guard lock(mutex_);
    ++count_;
    raised_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    raised_.wait(lock, [&] { return count_ > 0; });
    --count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable raised_;
  int count_ = 0;
};

// Blocks each request until stopped.
class SilentNetwork final : public platform::HttpClient {
 public:
  explicit SilentNetwork(Signal& asked) : asked_(asked) {}
  Result<platform::HttpResponse> send(const platform::HttpRequest& /*request*/) override {
    asked_.raise();
    stopped_.wait();
    return Error{"given up"};
  }
  void stop() override { stopped_.raise(); }

 private:
  Signal& asked_;
  Signal stopped_;
};

class SyncThreading : public SyncFixture {
 protected:
  // Nothing but notify() makes it look again: the clock stands still.
  std::unique_ptr<SyncThread> start(std::unique_ptr<platform::HttpClient> http) {
    settings_.idle_ms = 600'000;
    return std::make_unique<SyncThread>(
        read(),
        Sync::Writer{
            [this](const record::Receipt& receipt) { return keep(receipt); }, {}, {}, {}, {}},
        std::move(http), clock_, settings_, [this] { changed_.raise(); });
  }
  // The journal is single-threaded; here two threads take turns at it.
  Status keep(const record::Receipt& receipt) {
    const std::lock_guard lock(journal_mutex_);
    return journal_->keep_receipt(receipt);
  }
  void one_more_answer() {
    const std::lock_guard lock(journal_mutex_);
    ASSERT_TRUE(journal_->append(an_answer()));
  }
  std::unique_ptr<platform::HttpClient> honest_network() {
    return std::make_unique<tests::FakeHttpClient>(honest());
  }
  void wait_until_acknowledged(const SyncThread& thread, std::uint64_t records) {
    while (thread.status().acknowledged < records) changed_.wait();
  }
  // Which paths are asked for, in order, until the thread has ended; answered by `answer`.
  std::vector<std::string> asked_with(const SyncThread::MakeBundleFetch& bundles,
                                      const SyncThread::MakeStatusLine& status,
                                      const tests::FakeHttpClient::Answer& answer, Signal& done) {
    std::vector<std::string> paths;
    auto http = std::make_unique<tests::FakeHttpClient>([&](const auto& request) {
      paths.push_back(request.url.substr(request.url.find("/v1/")));
      return answer(request);
    });
    auto thread = std::make_unique<SyncThread>(
        read(),
        Sync::Writer{
            [this](const record::Receipt& receipt) { return keep(receipt); }, {}, {}, {}, {}},
        std::move(http), clock_, settings_, [] {}, bundles, status);
    done.wait();
    thread.reset();
    return paths;
  }
  std::vector<std::string> asked_with_bundles(const tests::FakeHttpClient::Answer& answer,
                                              Signal& done) {
    const EpochKeys keys(keys_);
    return asked_with(
        [&](platform::HttpClient& client) {
          return std::make_unique<BundleFetch>(
              BundleSettings{.backend_url = settings_.backend_url, .seed = 1},
              BundleStore::open(folder(), record::samples::key(9).public_key()), keys, client,
              [&](const record::Bundle&) { done.raise(); });
        },
        {}, answer, done);
  }
  std::vector<std::string> asked_with_status(const tests::FakeHttpClient::Answer& answer,
                                             Signal& done) {
    const EpochKeys keys(keys_);
    NoWishes wishes;
    return asked_with(
        {},
        [&](platform::HttpClient& client) {
          return std::make_unique<StatusLine>(
              StatusSettings{.backend_url = settings_.backend_url, .seed = 1}, keys, client, clock_,
              [] { return StatusFigures{}; }, wishes);
        },
        answer, done);
  }

  Signal changed_;
  std::mutex journal_mutex_;
};

TEST_F(SyncThreading, delivers_and_publishes_its_status) {
  answers(3);
  const auto thread = start(honest_network());
  wait_until_acknowledged(*thread, 3);
  EXPECT_EQ(thread->status().kept, 3U);
  EXPECT_TRUE(thread->status().online);
  EXPECT_EQ(thread->status().last_contact_ms, clock_.wall_ms());
}

TEST_F(SyncThreading, new_records_are_sent_when_it_is_told) {
  const auto thread = start(honest_network());
  one_more_answer();
  thread->notify();
  wait_until_acknowledged(*thread, 1);
  EXPECT_EQ(thread->status().acknowledged, 1U);
}

TEST_F(SyncThreading, answers_go_before_a_bundle_is_asked_for) {
  answers(3);
  const auto sealed =
      *record::seal_to(reader_->epochs()->back().public_key,
                       *record::seal(record::samples::bundle(), record::samples::key(9)));
  Signal done;
  const auto paths = asked_with_bundles(
      [&](const auto& request) -> Result<platform::HttpResponse> {
        if (request.method == "GET")
          return platform::HttpResponse{200, "application/octet-stream", sealed};
        return backend_.records(request);
      },
      done);
  EXPECT_EQ(paths, (std::vector<std::string>{"/v1/records", "/v1/bundle"}));
}

TEST_F(SyncThreading, who_cannot_send_does_not_ask_for_a_bundle) {
  answers(1);
  settings_.backoff_first_ms = settings_.backoff_ceiling_ms = 0;  // tries again at once
  Signal done;
  int tries = 0;
  const auto paths = asked_with_bundles(
      [&](const auto& request) {
        if (++tries == 3) done.raise();
        return tests::no_network()(request);
      },
      done);
  for (const auto& path : paths) EXPECT_EQ(path, "/v1/records");
}

TEST_F(SyncThreading, answers_go_before_a_status_is_told) {
  answers(3);
  Signal done;
  record::StatusReport told;
  const auto paths = asked_with_status(
      [&](const auto& request) {
        if (!request.url.ends_with("/v1/status")) return backend_.records(request);
        told = record::open_status_report_unverified(request.body).report;
        done.raise();
        return tests::text_response(404, "text/plain", "");
      },
      done);
  EXPECT_EQ(paths, (std::vector<std::string>{"/v1/records", "/v1/status"}));
  EXPECT_EQ(told.kiosk, journal_->kiosk());
  EXPECT_EQ(told.waiting, record::WaitingStatus{}) << "all of them have arrived";
}

TEST_F(SyncThreading, who_cannot_send_tells_no_status) {
  answers(1);
  settings_.backoff_first_ms = settings_.backoff_ceiling_ms = 0;  // tries again at once
  Signal done;
  int tries = 0;
  const auto paths = asked_with_status(
      [&](const auto& request) {
        if (++tries == 3) done.raise();
        return tests::no_network()(request);
      },
      done);
  for (const auto& path : paths) EXPECT_EQ(path, "/v1/records");
}

TEST_F(SyncThreading, ends_at_once_in_the_middle_of_a_request) {
  Signal asked;
  auto thread = start(std::make_unique<SilentNetwork>(asked));
  asked.wait();
  thread.reset();
  EXPECT_EQ(acknowledged(), 0U);
}

}  // namespace
}  // namespace smilepost::kiosk
