#include "backend/metrics.h"

#include "backend/metrics_text.h"
#include "kitchen.h"
#include "prometheus_text.h"

namespace smilepost::backend::test {
namespace {

class MetricsTest : public KitchenTest {
 protected:
  MetricsTest() { kitchen.enrol(kiosk); }

  int post(HandMadeKiosk& from, std::size_t first, std::size_t end, const std::string& token = {}) {
    const std::string batch = from.batch(first, end);
    const Response response = kitchen.post_records(batch, token);
    metrics.note_batch(response, batch.size());
    return response.status;
  }
  PrometheusText text() const { return PrometheusText(metrics_text(metrics, traffic, gauges)); }

  HandMadeKiosk kiosk;
  Metrics metrics;
  Traffic traffic;
  Gauges gauges{"1.2.3", {3, 4, 5}, true, {6, 7, 8, 9.5}};
};

TEST_F(MetricsTest, AreThereBeforeAnythingHappens) {
  const PrometheusText none = text();
  EXPECT_EQ(none.at("smilepost_records_total{outcome=\"new\"}"), 0);
  EXPECT_EQ(none.at("smilepost_batches_total{status=\"503\"}"), 0);
  EXPECT_EQ(none.at("smilepost_commit_duration_seconds_count"), 0);
  EXPECT_EQ(none.at("smilepost_build_info{version=\"1.2.3\"}"), 1);
}

TEST_F(MetricsTest, ShowWhatIsLookedUp) {
  traffic.connections = 10;
  traffic.gave_way = 11;
  traffic.most_body_bytes = 12;
  metrics.kiosks_silent = 13;
  const PrometheusText all = text();
  EXPECT_EQ(all.at("smilepost_queue_requests{kind=\"batch\"}"), 3);
  EXPECT_EQ(all.at("smilepost_queue_requests{kind=\"other\"}"), 4);
  EXPECT_EQ(all.at("smilepost_queue_bytes"), 5);
  EXPECT_EQ(all.at("smilepost_database_up"), 1);
  EXPECT_EQ(all.at("process_resident_memory_bytes"), 6);
  EXPECT_EQ(all.at("process_open_fds"), 7);
  EXPECT_EQ(all.at("process_max_fds"), 8);
  EXPECT_EQ(all.at("process_cpu_seconds_total"), 9.5);
  EXPECT_EQ(all.at("smilepost_connections"), 10);
  EXPECT_EQ(all.at("smilepost_connections_gave_way_total"), 11);
  EXPECT_EQ(all.at("smilepost_body_bytes_limit"), 12);
  EXPECT_EQ(all.at("smilepost_kiosks{state=\"silent\"}"), 13);
}

TEST_F(MetricsTest, CountRecordsNewAndRepeated) {
  for (int i = 0; i < 3; ++i) kiosk.vote(4);
  EXPECT_EQ(post(kiosk, 0, 2), 200);
  EXPECT_EQ(post(kiosk, 0, 2), 200);
  EXPECT_EQ(post(kiosk, 1, 4), 200);
  const PrometheusText all = text();
  EXPECT_EQ(all.at("smilepost_records_total{outcome=\"new\"}"), 4);
  EXPECT_EQ(all.at("smilepost_records_total{outcome=\"repeated\"}"), 3);
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"200\"}"), 3);
  EXPECT_EQ(all.at("smilepost_batch_bytes_total"),
            2 * kiosk.batch(0, 2).size() + kiosk.batch(1, 4).size());
}

TEST_F(MetricsTest, CountRefusalsAndNothingWithThem) {
  for (int i = 0; i < 3; ++i) kiosk.vote(4);
  EXPECT_EQ(post(kiosk, 2, 4), 409);
  HandMadeKiosk stranger;
  EXPECT_EQ(post(stranger, 0, 1), 403);
  metrics.note_batch(kitchen.post_records("rubbish"), 7);
  metrics.note_batch(Response{418, "", "", {}}, 0);
  const PrometheusText all = text();
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"409\"}"), 1);
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"403\"}"), 1);
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"422\"}"), 1);
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"other\"}"), 1);
  EXPECT_EQ(all.at("smilepost_records_total{outcome=\"new\"}"), 0);
}

TEST_F(MetricsTest, CountNothingThatWasRolledBack) {
  kitchen.archive->store().script("DROP TABLE visit").operator*();
  kiosk.vote(4);
  EXPECT_EQ(post(kiosk, 0, 2), 503);
  const PrometheusText all = text();
  EXPECT_EQ(all.at("smilepost_batches_total{status=\"503\"}"), 1);
  EXPECT_EQ(all.at("smilepost_records_total{outcome=\"new\"}"), 0);
  EXPECT_EQ(all.at("smilepost_records_total{outcome=\"repeated\"}"), 0);
}

TEST_F(MetricsTest, CountForks) {
  kiosk.vote(4);
  HandMadeKiosk copy = kiosk;
  kiosk.vote(1);
  copy.vote(3);
  EXPECT_EQ(post(kiosk, 0, 3), 200);
  EXPECT_EQ(post(copy, 2, 3), 200);
  EXPECT_EQ(post(copy, 2, 3), 200);
  EXPECT_EQ(text().at("smilepost_forks_total"), 1);
  kiosk.vote(2);
  EXPECT_EQ(post(kiosk, 3, 4), 200);  // both go on: two devices
  kiosk.vote(2);
  EXPECT_EQ(post(kiosk, 4, 5), 200);
  EXPECT_EQ(text().at("smilepost_copies_total"), 1);
}

TEST_F(MetricsTest, CountGapsThatKiosksName) {
  kiosk.append(record::Kind::gap, record::Gap{});
  EXPECT_EQ(post(kiosk, 0, 2), 200);
  EXPECT_EQ(post(kiosk, 0, 2), 200);
  EXPECT_EQ(text().at("smilepost_gaps_total"), 1);
}

TEST_F(MetricsTest, TimeCommits) {
  int commits = 0;
  kitchen.archive->time_commits([&](auto) { ++commits; });
  EXPECT_EQ(post(kiosk, 0, 1), 200);
  EXPECT_EQ(commits, 1);
}

TEST(HistogramTest, CountsEachValueOnceUpToItsBound) {
  Histogram histogram({1, 2});
  for (const double value : {0.5, 1.0, 1.5, 3.0}) histogram.observe(value);
  EXPECT_EQ(histogram.in_bucket(0), 2U);
  EXPECT_EQ(histogram.in_bucket(1), 1U);
  EXPECT_EQ(histogram.in_bucket(2), 1U);
  EXPECT_EQ(histogram.sum(), 6.0);
}

}  // namespace
}  // namespace smilepost::backend::test
