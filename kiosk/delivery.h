// The sync of an enrolled kiosk, told of each confirmed answer; and a place to wait for it.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "kiosk/app.h"
#include "kiosk/config.h"
#include "kiosk/sync/clock_floor.h"
#include "kiosk/sync/enrolment_file.h"
#include "kiosk/sync/sync_thread.h"

namespace smilepost::kiosk {

// What the backend is told of this kiosk, and who does what it asks for. Both outlive the delivery.
struct StatusEnds {
  std::function<StatusFigures()> figures;  // called on the sync's thread
  BackendWishes* wishes = nullptr;
};

class Delivery final : public Onlooker {
 public:
  // `bundles`: where new ones are kept; nothing: none is asked for. `status`: nothing: the backend
  // is not told how this kiosk is. Starts the sync; without an
  // enrolment answers are kept, not sent, and so they are where the network's settings are wrong:
  // that is logged. Called again it goes on with another enrolment. journal, clock and what wake
  // calls outlive it.
  Status start(const std::filesystem::path& state, const Config& config,
               const EnrolmentFile& enrolment, JournalThread& journal, const platform::Clock& clock,
               std::function<void()> wake, std::optional<BundleStore> bundles = {},
               std::optional<StatusEnds> status = {});

  // From any thread: no receipt of the backend so far is kept any more, until start() is called
  // again for another one.
  void hold();

  AnswerRecordCounts counts() const;
  bool online() const;  // the last exchange ended with a verified receipt
  // The newest bundle that has come since the last call, durable already.
  std::optional<record::Bundle> take_bundle();
  void confirmed(std::uint64_t sequence) override;

  // Until all that `state`'s journal holds is acknowledged, what is left has to wait anyway, or the
  // time is over.
  void finish(const std::filesystem::path& state, std::chrono::seconds at_most);
  // From any thread: finish() returns.
  void give_up();

 private:
  bool done(std::uint64_t kept) const;
  Status open_keys(const std::filesystem::path& state);
  SyncThread::MakeBundleFetch bundle_fetch(const Config& config, const EnrolmentFile& enrolment,
                                           std::optional<BundleStore> store,
                                           std::function<void()> changed);
  SyncThread::MakeStatusLine status_line(const EnrolmentFile& enrolment,
                                         const platform::Clock& clock,
                                         std::optional<StatusEnds> ends) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::mutex keeping_;                        // held while a receipt is kept
  bool held_ = false;                         // guarded by keeping_
  bool given_up_ = false;                     // guarded by mutex_
  std::optional<record::Bundle> bundle_;      // guarded by mutex_
  std::unique_ptr<platform::KeyStore> keys_;  // the sync thread's alone once it runs
  std::optional<EpochKeys> epoch_keys_;       // likewise
  std::optional<ClockFloor> floor_;           // the sync thread's alone once it runs
  std::unique_ptr<SyncThread> thread_;        // none: not enrolled
};

}  // namespace smilepost::kiosk
