// One run of the kiosk, from opening its parts to sending what is left.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "kiosk/delivery.h"
#include "kiosk/earlier_reasons.h"
#include "kiosk/fitting.h"
#include "kiosk/image_updates.h"
#include "kiosk/play/tap_tally.h"
#include "kiosk/screen_figures.h"
#include "kiosk/self_report.h"
#include "kiosk/starts.h"
#include "kiosk/wiring/audience.h"
#include "kiosk/wiring/state.h"
#include "kiosk/wish_list.h"
#include "platform/touch_watch.h"

namespace smilepost::kiosk {

class Life {
 public:
  // `options` outlives it. share: fonts, texts, pictures and the ready-made sets.
  Life(const Options& options, std::filesystem::path share)
      : options_(options), share_(std::move(share)) {}

  // Each part in turn. An Error says which one cannot be; nothing but destruction then.
  Status open();
  // Until it is asked to end, or the shop day is over.
  Status serve();
  // Sends what it still holds. Last.
  void end();

 private:
  // In this order: each takes the parts of those before.
  Status open_starts();
  Status open_config();
  void open_bundles();
  Status open_display();
  Status open_surveys();
  Status open_state();
  Status open_visits();
  Status open_store();
  Status open_delivery();
  Status open_joining();
  Status open_team();
  Status open_usb();
  Status open_app();
  Status open_updates();
  Status open_audience();

  std::function<void()> wake() const;
  bool safe_mode() const { return starts_ && starts_->safe_mode(); }
  Result<Restocked> stock_up();
  Result<Restocked> open_stock(const std::optional<record::Bundle>& newest,
                               const std::optional<record::Bundle>& before);
  void all_tried();
  void pass_self_test();
  record::StaffAction scheduled() const;
  std::optional<record::StaffAction> staff_choice() const;
  record::ProgramStatus program_status() const;
  std::string describe() const;
  Status play_shop_day(std::uint64_t seconds);
  Status start_delivery(std::optional<BundleStore> bundles);
  Status start_updates();
  void stop_updates();
  void go_on_with(const EnrolmentFile& enrolment);  // enrolled while it runs
  void serve_shoppers();
  void send_what_is_left();

  const Options& options_;
  const std::filesystem::path share_;

  // Each may use those above it as long as it lives, and none below: the last goes first.
  platform::StopSignal stop_;  // before any thread
  const platform::SystemClock clock_;
  std::unique_ptr<Starts> starts_;  // null: nobody counts
  Config config_;
  std::unique_ptr<platform::Window> window_;
  std::unique_ptr<platform::TouchWatch> touch_watch_;
  std::unique_ptr<ScreenParts> screen_;
  std::unique_ptr<ScreenFigures> screen_figures_;
  std::string shown_on_;  // driver, size, renderer
  std::unique_ptr<platform::StopCall> stop_wakes_;
  std::unique_ptr<Fitting> fitting_;
  std::optional<BundleStore>
      bundles_;  // until the delivery has it; nothing: no bundle is asked for
  std::unique_ptr<Restocking> restocking_;
  std::unique_ptr<Restocked> stocked_;
  Timetable timetable_{clock_};
  std::unique_ptr<State> state_;  // its keys stay here, its journal goes to the thread
  bool staff_chose_ = false;
  std::unique_ptr<StaffPanel> staff_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<EarlierReasons> earlier_reasons_;
  std::unique_ptr<platform::InputQueue> input_;
  std::unique_ptr<Pace> pace_;
  std::unique_ptr<JournalThread> journal_;
  std::unique_ptr<TapTally> tally_;  // null: nobody counts
  std::unique_ptr<JournalStore> journal_store_;
  std::unique_ptr<TalliedStore> store_;
  std::unique_ptr<SelfReport> self_report_;
  WishList wishes_;
  std::unique_ptr<Delivery> delivery_;
  std::unique_ptr<JoiningLine> joining_;  // null: it joins no backend
  std::string number_;                    // by which somebody accepts this kiosk
  std::unique_ptr<TeamLine> team_;        // null: nobody can be called
  std::unique_ptr<CallDesk> call_desk_;
  std::unique_ptr<UsbWatch> usb_;  // null: none is refused here
  std::unique_ptr<App> app_;
  std::unique_ptr<NightWatch> night_watch_;  // null, both: no images are installed here
  std::unique_ptr<ImageUpdates> updates_;
  bool is_serving_ = false, all_tried_ = false;
  Audience audience_;
};

}  // namespace smilepost::kiosk
