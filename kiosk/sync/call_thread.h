// The call line on its own thread.
#pragma once

#include <functional>
#include <memory>

#include "kiosk/sync/call_line.h"
#include "platform/clock.h"

namespace smilepost::kiosk {

class CallThread {
 public:
  // clock and keys must outlive it. `changed` is called on its thread whenever there is news.
  CallThread(CallSettings settings, const EpochKeys& keys,
             std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
             std::function<void()> changed);
  ~CallThread();  // at once: a request under way is given up

  // Any thread.
  void want(record::NamedCall call);
  CallNews news() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
