#include "kiosk/app.h"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "kiosk/staff/pin.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

void keep_earlier(std::optional<std::uint64_t>& earliest, std::optional<std::uint64_t> other) {
  if (other && (!earliest || *other < *earliest)) earliest = other;
}

ConnectionState state_of(JoiningState state) {
  switch (state) {
    case JoiningState::not_set_up:
      return ConnectionState::not_set_up;
    case JoiningState::trying:
      return ConnectionState::trying;
    case JoiningState::waits:
      return ConnectionState::waits;
    case JoiningState::refused:
      return ConnectionState::refused;
    case JoiningState::joined:
      return ConnectionState::joined;
  }
  std::abort();
}

bool let_go(const platform::Contact& contact) {
  using Phase = platform::Contact::Phase;
  return contact.phase == Phase::up || contact.phase == Phase::cancelled;
}

}  // namespace

App::App(AppParts parts)
    : parts_(std::move(parts)),
      screen_(parts_.display),
      rest_(parts_.rest, parts_.pace.now_ms()),
      scheduled_(asked_by_schedule()),
      now_ms_(parts_.pace.now_ms()) {
  hear_about_joining();
  const bool set_up =
      !joining_news_ || !joining_news_->status.backend_url.empty() || joining_news_->status.has_pin;
  if (parts_.first_start_page && !set_up) parts_.staff.open_first_start(now_ms_);
}

void App::run(const std::function<bool()>& stop) {
  while (!stop() && !quit_) turn();
}

void App::turn() {
  take_events();
  take_appended();
  take_pin_verdict();
  hear_from_team();
  hear_about_joining();
  hear_about_usb();
  show_while_waiting();
  go_on_where_enrolled();
  // Before time moves on: the finger saw the screen as it still is.
  if (!parts_.input.empty()) draw_frame();
  advance_time();
  hand_over();
  restock();
  follow_schedule();
  spare_display();
  for (auto* onlooker : onlookers_) {
    const auto next = onlooker->next_ms();
    if (next && *next <= now_ms_ && onlooker->act(screen_.registry, now_ms_)) dirty_ = true;
  }
  refresh_counts();
  const auto wanted = screen_.wants_frame();
  if (dirty_ || (wanted && *wanted <= now_ms_)) draw_frame();
  hand_over();
}

void App::see_off() {
  if (calling()) parts_.call_desk->take(NewVisitor{}, {}, now_ms_);
  parts_.session.take(NewVisitor{}, now_ms_);
  hand_over();
  rest_.touched(now_ms_);
  auto view = parts_.session.view(now_ms_);
  view.stage = Stage::on_break;
  view.overlay = Overlay::none;
  draw(view, std::nullopt);
}

std::optional<std::uint64_t> App::due() const {
  if (dirty_ || !parts_.input.empty()) return now_ms_;
  if (parts_.restocking != nullptr && parts_.restocking->busy() && nobody_there()) return now_ms_;
  auto due = screen_.wants_frame();
  keep_earlier(due, time_out());
  keep_earlier(due, probe_at_);
  keep_earlier(due, rest_due());
  if (parts_.timetable != nullptr) keep_earlier(due, parts_.timetable->next_look_ms());
  for (const auto* onlooker : onlookers_) keep_earlier(due, onlooker->next_ms());
  return due;
}

// A finger that is pressing holds it up: what it is about to lift from must not vanish.
std::optional<std::uint64_t> App::time_out() const {
  auto due = calling() ? parts_.call_desk->next_deadline() : parts_.session.next_deadline();
  keep_earlier(due, parts_.staff.next_deadline());
  if (!due) return due;
  return std::max(*due, screen_.touch.pressing_until_ms().value_or(0));
}

bool App::outside_under_way() const {
  return !tickets_.empty() || pin_verdict_.valid();
}

std::optional<std::uint64_t> App::oldest_write() const {
  if (tickets_.empty()) return std::nullopt;
  return tickets_.begin()->first;
}

// What has come already is taken before any time passes: a pace may jump.
void App::take_events() {
  const auto take = [&](const SDL_Event& event) {
    if (platform::asks_to_quit(event)) quit_ = true;
    if (platform::uncovers(event)) dirty_ = true;
    parts_.input.take(event, parts_.pace.now_ms());
  };
  if (!parts_.window.wait_events(0, take)) {
    const auto deadline = due();
    const bool now = deadline && *deadline <= now_ms_;
    const auto wait = now ? 0 : parts_.pace.wait_ms(deadline, outside_under_way());
    parts_.window.wait_events(wait, take);
  }
  now_ms_ = parts_.pace.now_ms();
}

// What has passed its time changes what is to be seen.
void App::advance_time() {
  const auto passed = [&](std::optional<std::uint64_t> at) { return at && *at <= now_ms_; };
  if (passed(time_out())) {
    if (calling())
      end_visit_if(parts_.call_desk->tick(now_ms_));
    else
      parts_.session.tick(now_ms_);
    parts_.staff.tick(now_ms_);
    dirty_ = true;
  }
  if (passed(probe_at_)) {
    probe_at_.reset();
    tickets_[parts_.store.probe()] = Asker::probe;
  }
}

void App::hand_over() {
  if (auto answer = parts_.session.take_answer()) {
    tickets_[parts_.store.append(*std::move(answer))] = Asker::session;
  }
  if (auto action = parts_.staff.take_action())
    tickets_[parts_.store.append(*std::move(action))] = Asker::staff;
  if (auto pin = parts_.staff.pin_to_verify()) check_pin(*std::move(pin));
  if (parts_.call_desk != nullptr) hand_over_call();
  if (parts_.usb != nullptr) {
    if (const auto device = parts_.staff.take_allowed()) parts_.usb->allow(*device);
  }
  if (parts_.joining == nullptr) return;
  if (auto order = parts_.staff.take_order())
    parts_.joining->order(std::move(order->backend_url), std::move(order->code));
  if (auto pin = parts_.staff.take_new_pin()) parts_.joining->set_pin(*std::move(pin));
}

std::vector<std::string> App::pin_hashes() const {
  if (parts_.bundle_pin_hashes.empty()) return {parts_.staff_pin_hash};
  return parts_.bundle_pin_hashes;
}

bool App::nobody_there() const {
  return parts_.session.resting() && !parts_.staff.is_open() && !outside_under_way() &&
         parts_.input.empty() && !screen_.touch.follows_contact();
}

void App::restock() {
  if (parts_.restocking == nullptr) return;
  if (auto bundle = parts_.take_bundle()) parts_.restocking->take(*std::move(bundle));
  if (!parts_.restocking->busy() || !nobody_there()) return;
  if (auto restocked = parts_.restocking->step()) apply(*std::move(restocked));
}

// What staff chose on the spot holds as far as it still can.
void App::apply(Restocked restocked) {
  parts_.shelf = std::move(restocked.shelf);
  use_schedule(restocked.schedule);
  parts_.staff.restock(parts_.shelf.staff_sets(),
                       parts_.staff_chose ? parts_.staff.in_force() : scheduled_choice());
  parts_.session.offer(parts_.shelf.offer(parts_.staff.in_force()), now_ms_);
  dirty_ = true;
  if (restocked.version == 0) return;  // less is offered than at the start, and no bundle came
  parts_.staff.set_bundle(restocked.version);
  parts_.bundle_pin_hashes = std::move(restocked.pin_hashes);
  platform::log_info("bundle: version " + std::to_string(restocked.version) +
                     " applies from the next shopper on");
}

// Takes 0.1 s for each hash, so it runs beside the loop; the verdict is there before the loop is
// woken.
void App::check_pin(std::string pin) {
  std::promise<bool> verdict;
  pin_verdict_ = verdict.get_future();
  pin_check_ = std::async(std::launch::async, [this, pin = std::move(pin), hashes = pin_hashes(),
                                               verdict = std::move(verdict)]() mutable {
    verdict.set_value(std::any_of(hashes.begin(), hashes.end(),
                                  [&](const auto& hash) { return verify_pin(pin, hash); }));
    parts_.window.wake();
  });
}

void App::take_appended() {
  for (const auto& appended : parts_.store.take_appended()) {
    const auto ticket = tickets_.extract(appended.ticket);
    if (!ticket.empty()) settle(ticket.mapped(), appended.sequence);
    dirty_ = true;
  }
}

void App::settle(Asker asker, const Result<std::uint64_t>& outcome) {
  if (!outcome) {
    platform::log_error(outcome.error().message);
    probe_at_ = now_ms_ + probe_again_ms;
  }
  switch (asker) {
    case Asker::session:
      outcome ? parts_.session.kept(*outcome, now_ms_) : parts_.session.not_kept(now_ms_);
      return;
    case Asker::staff:
      outcome ? parts_.staff.kept() : parts_.staff.not_kept(now_ms_);
      parts_.staff_chose = parts_.staff_chose || outcome;
      if (outcome) parts_.session.offer(parts_.shelf.offer(parts_.staff.in_force()), now_ms_);
      return;
    case Asker::call:
      parts_.call_desk->settled(outcome ? std::optional(*outcome) : std::nullopt);
      return;
    case Asker::probe:
      if (outcome) parts_.session.storage_ready(now_ms_);
      return;
  }
}

void App::take_pin_verdict() {
  using namespace std::chrono_literals;
  if (!pin_verdict_.valid() || pin_verdict_.wait_for(0s) != std::future_status::ready) return;
  parts_.staff.verified(pin_verdict_.get(), now_ms_);
  dirty_ = true;
}

void App::draw_frame() {
  dirty_ = false;
  const auto contact = parts_.input.next();
  // A bag on the glass moves, too: only what comes and goes is somebody.
  if (contact && contact->phase != platform::Contact::Phase::move) {
    parts_.session.touched(now_ms_);
    parts_.staff.touched(now_ms_);
    rest_.touched(now_ms_);
    if (calling()) parts_.call_desk->touched(now_ms_);
  }
  draw(shown_view(), contact);
  if (!screen_.touch.follows_contact()) parts_.input.release();
  // What was pressed may look different once it is let go.
  if (contact && let_go(*contact)) dirty_ = true;
}

// Staff see what was sent as it is sent.
void App::refresh_counts() {
  const auto counts = parts_.counts();
  if (counts == std::exchange(shown_counts_, counts)) return;
  parts_.staff.set_counts(counts.kept, counts.acknowledged, counts.waits);
  if (parts_.staff.is_open()) dirty_ = true;
}

void App::draw(const SessionView& session, const std::optional<platform::Contact>& contact) {
  const auto staff = parts_.staff.view(now_ms_);
  const auto [x, y] = rest_.shift();
  const bool still = session.calm || rest_.light() != Light::full;
  screen_.begin_frame(contact, now_ms_, {static_cast<float>(x), static_cast<float>(y)}, still);
  parts_.text.begin_frame();
  ImGui::GetIO().DisplaySize = {parts_.display.width_px, parts_.display.height_px};
  ImGui::NewFrame();
  theme_ = dressed(parts_.theme, session);
  Ui ui(*ImGui::GetBackgroundDrawList(), parts_.text, parts_.catalogue, parts_.display, theme_,
        parts_.images, screen_);
  const auto intent = draw_screen(ui, session, staff);
  ui.dim(veil());
  if (!intent) return show(session, staff);
  ImGui::EndFrame();  // unseen: what the tap leads to is what shows next
  const bool alone = !contact || !contact->accompanied;
  dispatch(*intent,
           {.several_contacts = !alone, .resting_contact = contact && contact->beside_resting});
}

void App::show(const SessionView& session, const StaffView& staff) {
  ImGui::Render();
  auto& drawn = *ImGui::GetDrawData();
  const auto [x, y] = rest_.shift();
  drawn.DisplayPos = {static_cast<float>(-x), static_cast<float>(-y)};
  parts_.renderer.draw(drawn, parts_.window.width(), parts_.window.height(), parts_.quarter_turns,
                       ImGui::ColorConvertU32ToFloat4(background()));
  for (auto* onlooker : onlookers_)
    onlooker->frame_drawn(screen_.registry, session, staff, now_ms_);
  parts_.window.swap();
  ++frames_;
  now_ms_ = parts_.pace.now_ms();  // lock-outs and times run from what was really shown
  screen_.frame_shown(now_ms_);
  parts_.session.frame_shown(now_ms_);
  for (auto* onlooker : onlookers_) onlooker->frame_shown(now_ms_);
  for (const auto sequence : parts_.session.take_confirmed())
    for (auto* onlooker : onlookers_) onlooker->confirmed(sequence);
}

void App::dispatch(const Intent& intent, const Glass& glass) {
  dirty_ = true;
  if (std::holds_alternative<OpenStaff>(intent)) {
    if (parts_.staff_pin_hash.empty() && parts_.bundle_pin_hashes.empty())
      platform::log_info("the staff corner was held, but there is no PIN: set this kiosk up first");
    else
      parts_.staff.open(now_ms_);
    return;
  }
  if (parts_.staff.is_open()) return parts_.staff.take(intent, now_ms_);
  for (auto* onlooker : onlookers_) onlooker->tapped(now_ms_);
  if (parts_.call_desk != nullptr) {
    const auto language = parts_.session.view(now_ms_).language;
    const auto taken = parts_.call_desk->take(intent, language, now_ms_);
    end_visit_if(taken);
    if (taken.mine) return parts_.session.resume(now_ms_);
  }
  parts_.session.take(intent, now_ms_, glass);
}

SessionView App::session_view() const {
  auto view = parts_.session.view(now_ms_);
  if (parts_.call_desk != nullptr) view.call = parts_.call_desk->view(view.language, now_ms_);
  return view;
}

bool App::calling() const {
  return parts_.call_desk != nullptr && parts_.call_desk->is_open();
}

void App::hear_from_team() {
  if (parts_.team == nullptr) return;
  const auto news = parts_.team->news();
  if (news == std::exchange(team_news_, news)) return;
  parts_.call_desk->somebody_there(news.somebody_there);
  if (news.call) parts_.call_desk->heard(*news.call, news.state, now_ms_);
  dirty_ = true;
}

void App::use_team(CallDesk& desk, TeamLine* team) {
  parts_.call_desk = team == nullptr ? nullptr : &desk;
  parts_.team = team;
  team_news_ = {};
}

// A PIN and an enrolment hold from the moment they are durable.
void App::hear_about_joining() {
  if (parts_.joining == nullptr) return;
  auto news = parts_.joining->news();
  if (joining_news_ == news) return;
  joining_news_ = std::move(news);
  parts_.staff_pin_hash = joining_news_->pin_hash;
  const bool was_open = parts_.staff.is_open();
  parts_.staff.know(facts_of(*joining_news_));
  dirty_ = dirty_ || was_open || parts_.staff.is_open();
}

void App::show_while_waiting() {
  const bool waits = joining_news_ && joining_news_->status.state == JoiningState::waits;
  if (!waits || !parts_.first_start_page || showed_waiting_) return;
  if (parts_.staff.is_open()) showed_waiting_ = true;  // whoever is there can read it
  if (!nobody_there()) return;
  showed_waiting_ = true;
  parts_.staff.open_waiting(now_ms_);
  dirty_ = true;
}

void App::hear_about_usb() {
  if (parts_.usb == nullptr) return;
  parts_.usb->look(parts_.staff.is_open());
  const bool news = parts_.staff.know_refused(parts_.usb->refused().value_or(""));
  if (news && parts_.staff.is_open()) dirty_ = true;
}

void App::go_on_where_enrolled() {
  if (!joining_news_ || joining_news_->enrolments == enrolments_) return;
  enrolments_ = joining_news_->enrolments;
  if (parts_.enrolled) parts_.enrolled(*joining_news_->enrolment);
}

// A clock that was never set says nothing worth showing.
ConnectionFacts App::facts_of(const JoiningNews& news) const {
  constexpr std::int64_t year_2020_ms = 1'577'836'800'000;
  ConnectionFacts facts;
  facts.state = state_of(news.status.state);
  facts.backend_url = news.status.backend_url;
  facts.number = parts_.number;
  facts.address = news.address;
  facts.has_pin = news.status.has_pin;
  const auto since = news.status.waiting_since_ms;
  if (since > year_2020_ms && parts_.timetable != nullptr)
    facts.since = parts_.timetable->zone().at(since);
  return facts;
}

void App::hand_over_call() {
  while (auto request = parts_.call_desk->take_request()) parts_.team->want(*std::move(request));
  if (auto record = parts_.call_desk->take_record())
    tickets_[parts_.store.append(*std::move(record))] = Asker::call;
}

// What the shopper had chosen is recorded, as always.
void App::end_visit_if(const CallDesk::Taken& taken) {
  if (taken.visit == Visit::ends) parts_.session.take(NewVisitor{}, now_ms_);
}

}  // namespace smilepost::kiosk
