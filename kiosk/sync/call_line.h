// Asks the backend whether somebody of the team is there, and carries a shopper's call to them
// (record/FORMAT.md, "Call"). One thread; call_thread.h puts it on one of its own, since a batch
// may take minutes over a slow link, and a shopper waits for one.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "kiosk/journal/epoch_keys.h"
#include "platform/http_client.h"
#include "record/call.h"

namespace smilepost::kiosk {

struct CallSettings {
  std::string backend_url;
  record::PublicKey receipt_key{};
  std::uint64_t presence_every_ms = 60'000;  // up to a fifth later, so that not all ask at once
  std::uint64_t waiting_every_ms = 1'000;    // while a call waits
  std::uint64_t give_up_after_ms = 120'000;  // to say that a call is over: by then it is anyway
  std::optional<std::uint64_t> seed;         // of the jitter; nothing: random
};

// What the team's side last said.
struct CallNews {
  bool somebody_there = false;  // and the last exchange went well
  std::optional<record::CallNumber> call;
  record::CallState state = record::CallState::waits;  // of that one
  friend bool operator==(const CallNews&, const CallNews&) = default;
};

class CallLine {
 public:
  // keys and http must outlive it.
  CallLine(CallSettings settings, const EpochKeys& keys, platform::HttpClient& http);

  // A call, or that one is over. It goes with the next step.
  void want(record::NamedCall call, std::uint64_t now_ms);
  // At most one request, if it is time. When it wants to be called next.
  std::uint64_t step(std::uint64_t now_ms);
  CallNews news(std::uint64_t now_ms) const;

 private:
  struct Wanted {
    record::NamedCall call;
    std::uint64_t since_ms = 0;
  };
  std::uint64_t wake_ms(std::uint64_t now_ms) const;
  const Wanted* first_wanted() const;
  void drop_what_is_late(std::uint64_t now_ms);
  Status ask(const std::optional<record::NamedCall>& call, std::uint64_t now_ms);
  Result<record::Bytes> request_for(const std::optional<record::NamedCall>& call,
                                    std::uint64_t now_ms) const;
  Result<record::CallAnswer> answer_to(const record::Bytes& request,
                                       const platform::HttpResponse& response) const;
  void take(const record::CallAnswer& answer, const std::optional<record::NamedCall>& call,
            std::uint64_t now_ms);
  void say(const Status& done);

  CallSettings settings_;
  const EpochKeys& keys_;
  platform::HttpClient& http_;
  std::mt19937_64 random_;
  std::vector<Wanted> wanted_;                  // what the backend still has to answer
  std::uint64_t present_until_ms_ = 0;          // 0: nobody, or the last exchange failed
  std::optional<std::int64_t> time_offset_ms_;  // the backend's clock minus this kiosk's
  CallNews last_;                               // of a call
  std::uint64_t next_ms_ = 0;
  std::string said_;  // the fault that was logged last
};

}  // namespace smilepost::kiosk
