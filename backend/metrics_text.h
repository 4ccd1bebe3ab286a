// Metrics in Prometheus' text format 0.0.4.
#pragma once

#include <string>
#include <string_view>

#include "backend/metrics.h"
#include "backend/server.h"
#include "backend/worker.h"
#include "platform/own_process.h"

namespace smilepost::backend {

// What is not counted but looked up when somebody asks.
struct Gauges {
  std::string version;  // of this program
  Worker::Waiting waiting;
  bool database_up = false;
  platform::OwnProcess process;
};

inline constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_text(const Metrics& metrics, const Traffic& traffic, const Gauges& gauges);

}  // namespace smilepost::backend
