#include "backend/metrics_text.h"

#include <fmt/core.h>

#include <utility>
#include <vector>

namespace smilepost::backend {
namespace {

// One family after the other. Names, helps and labels are ours and need no escaping.
class Text {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  }
  template <class Number>
  void sample(std::string_view labels, Number value) {
    const bool bare = labels.empty();
    text_ += fmt::format("{}{}{}{} {}\n", name_, bare ? "" : "{", labels, bare ? "" : "}", value);
  }
  // A family of one sample.
  template <class Number>
  void single(std::string_view name, std::string_view type, std::string_view help, Number value) {
    family(name, type, help);
    sample("", value);
  }
  // `labels`: those beside "le".
  void histogram(const std::string& labels, const Histogram& histogram);
  std::string take() { return std::move(text_); }

 private:
  std::string name_, text_;
};

void Text::histogram(const std::string& labels, const Histogram& histogram) {
  const std::string family = name_;
  const std::string before = labels.empty() ? "" : labels + ",";
  std::uint64_t count = 0;
  name_ = family + "_bucket";
  for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
    count += histogram.in_bucket(i);
    sample(fmt::format("{}le=\"{}\"", before, histogram.bounds()[i]), count);
  }
  count += histogram.in_bucket(histogram.bounds().size());
  sample(before + "le=\"+Inf\"", count);
  name_ = family + "_sum";
  sample(labels, histogram.sum());
  name_ = family + "_count";
  sample(labels, count);
  name_ = family;
}

void write_intake(Text& text, const Metrics& metrics) {
  text.family("smilepost_records_total", "counter",
              "Records that kiosks sent and that are stored: new ones, and ones that were there.");
  text.sample("outcome=\"new\"", metrics.records_new.load());
  text.sample("outcome=\"repeated\"", metrics.records_repeated.load());
  text.family("smilepost_batches_total", "counter", "Batches of records by the answer's status.");
  for (std::size_t i = 0; i < Metrics::statuses.size(); ++i) {
    text.sample(fmt::format("status=\"{}\"", Metrics::statuses[i]), metrics.batches[i].load());
  }
  text.sample("status=\"other\"", metrics.batches.back().load());
  text.single("smilepost_batch_bytes_total", "counter", "Bytes of the batches that were answered.",
              metrics.batch_bytes.load());
  text.single("smilepost_forks_total", "counter",
              "Continuations that contradict what is stored: a restored or copied card.",
              metrics.forks.load());
  text.single("smilepost_copies_total", "counter", "Times two devices were found to be one kiosk.",
              metrics.copies.load());
  text.single("smilepost_gaps_total", "counter",
              "Stretches of records that kiosks say they cannot read any more.",
              metrics.gaps.load());
}

void write_archive(Text& text, const Metrics& metrics, const Gauges& gauges) {
  text.single("smilepost_database_up", "gauge", "1 where the archive answered lately.",
              gauges.database_up ? 1 : 0);
  text.family("smilepost_commit_duration_seconds", "histogram", "Making a group durable.");
  text.histogram("", metrics.commit_seconds);
  text.family("smilepost_group_requests", "histogram", "Requests that one commit served.");
  text.histogram("", metrics.group_requests);
  text.family("smilepost_kiosks", "gauge",
              "Kiosks, counted each minute; silent: enrolled, and not heard of for a day.");
  text.sample("state=\"enrolled\"", metrics.kiosks_enrolled.load());
  text.sample("state=\"revoked\"", metrics.kiosks_revoked.load());
  text.sample("state=\"silent\"", metrics.kiosks_silent.load());
  text.family("smilepost_kiosks_need", "gauge",
              "Kiosks that need somebody, as the fleet page judges; accept: they wait for that.");
  text.sample("what=\"mending\"", metrics.kiosks_ill.load());
  text.sample("what=\"care\"", metrics.kiosks_watch.load());
  text.sample("what=\"accept\"", metrics.kiosks_waiting.load());
}

void write_requests(Text& text, const Metrics& metrics, const Gauges& gauges) {
  text.family("smilepost_request_duration_seconds", "histogram",
              "From a request that is complete to its answer, waiting included.");
  text.histogram("kind=\"batch\"", metrics.batch_seconds);
  text.histogram("kind=\"other\"", metrics.other_seconds);
  text.family("smilepost_queue_requests", "gauge", "Requests that wait for the archive.");
  text.sample("kind=\"batch\"", gauges.waiting.batches);
  text.sample("kind=\"other\"", gauges.waiting.others);
  text.single("smilepost_queue_bytes", "gauge", "Bytes of their bodies.", gauges.waiting.bytes);
  text.single("smilepost_queue_refused_total", "counter",
              "Requests sent away because too many waited.", metrics.sent_away.load());
}

void write_traffic(Text& text, const Traffic& traffic) {
  text.single("smilepost_connections", "gauge", "Open connections.", traffic.connections.load());
  text.single("smilepost_connections_idle", "gauge", "Of these, without a request.",
              traffic.idle.load());
  text.single("smilepost_connections_refused_total", "counter",
              "Connections refused because all others were busy.", traffic.refused.load());
  text.single("smilepost_connections_gave_way_total", "counter",
              "Idle connections closed in favour of a newcomer.", traffic.gave_way.load());
  text.single("smilepost_body_bytes", "gauge", "Bytes of bodies announced and not yet answered.",
              traffic.body_bytes.load());
  text.single("smilepost_body_bytes_limit", "gauge", "As many as may be.",
              traffic.most_body_bytes.load());
  text.single("smilepost_bodies_refused_total", "counter",
              "Bodies refused because too many bytes were on their way.",
              traffic.bodies_refused.load());
}

void write_process(Text& text, const Gauges& gauges) {
  text.family("smilepost_build_info", "gauge", "1; which version runs.");
  text.sample(fmt::format("version=\"{}\"", gauges.version), 1);
  text.single("process_resident_memory_bytes", "gauge", "Resident memory.",
              gauges.process.resident_bytes);
  text.single("process_open_fds", "gauge", "Open file descriptors.", gauges.process.open_files);
  text.single("process_max_fds", "gauge", "As many as may be.", gauges.process.most_files);
  text.single("process_cpu_seconds_total", "counter", "Processor time, user and system.",
              gauges.process.processor_seconds);
}

}  // namespace

std::string metrics_text(const Metrics& metrics, const Traffic& traffic, const Gauges& gauges) {
  Text text;
  write_intake(text, metrics);
  write_archive(text, metrics, gauges);
  write_requests(text, metrics, gauges);
  write_traffic(text, traffic);
  write_process(text, gauges);
  return text.take();
}

}  // namespace smilepost::backend
