#include "platform/sound.h"

#include <SDL.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace smilepost::platform {

namespace {

using std::chrono::steady_clock;
using Tell = std::function<void(const std::string&)>;

// SDL's device, and what became of it. The loudspeaker's thread alone.
class Device {
 public:
  Device(Tell tell, std::chrono::milliseconds tried_again_after)
      : tell_(std::move(tell)), tried_again_after_(tried_again_after) {}
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device() { close(); }

  // Opens it if need be, which may take seconds.
  bool ready() {
    if (id_ != 0 && lost()) give_up("the loudspeaker was lost");
    return id_ != 0 || open();
  }

  void play(const Samples& samples) {
    // What sounds is played to its end, and two at a time would be late.
    constexpr Uint32 almost_over = sound_rate / 10 * sizeof(samples[0]);
    const auto left = SDL_GetQueuedAudioSize(id_);
    if (left > almost_over) return;
    if (played_ && left == 0) told_ = false;  // it works again
    if (SDL_QueueAudio(id_, samples.data(), Uint32(samples.size() * sizeof(samples[0]))) != 0)
      return give_up(SDL_GetError());
    played_ = true;
  }

  void close() {
    if (id_ != 0) SDL_CloseAudioDevice(id_);
    if (begun_) SDL_QuitSubSystem(SDL_INIT_AUDIO);
    id_ = 0;
    begun_ = played_ = false;
  }

 private:
  bool lost() const { return SDL_GetAudioDeviceStatus(id_) != SDL_AUDIO_PLAYING; }

  bool open() {
    if (not_before_ && steady_clock::now() < *not_before_) return false;
    begun_ = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    SDL_AudioSpec wanted{};
    wanted.freq = sound_rate;
    wanted.format = AUDIO_S16SYS;
    wanted.channels = 1;
    wanted.samples = 512;  // 11 ms: a tick answers a finger
    if (begun_) id_ = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
    if (id_ == 0) {
      give_up(SDL_GetError());
      return false;
    }
    SDL_PauseAudioDevice(id_, 0);
    return true;
  }

  void give_up(const std::string& reason) {
    if (!told_) {
      tell_(
          "no sound (" + reason +
          "): plug a loudspeaker in, or set sound.tap and sound.thanks to false in kiosk.json; it "
          "is tried again by itself");
    }
    told_ = true;
    close();
    not_before_ = steady_clock::now() + tried_again_after_;
  }

  Tell tell_;
  std::chrono::milliseconds tried_again_after_;
  SDL_AudioDeviceID id_ = 0;
  bool begun_ = false;   // SDL's audio
  bool played_ = false;  // something, since it was opened
  bool told_ = false;    // of this outage
  std::optional<steady_clock::time_point> not_before_;
};

class SdlLoudspeaker final : public Loudspeaker {
 public:
  SdlLoudspeaker(Tell tell, const LoudspeakerTimes& times)
      : times_(times),
        device_(std::move(tell), times.tried_again_after),
        thread_([this] { run(); }) {}
  SdlLoudspeaker(const SdlLoudspeaker&) = delete;
  SdlLoudspeaker& operator=(const SdlLoudspeaker&) = delete;

  ~SdlLoudspeaker() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void play(Samples samples) override {
    const std::lock_guard lock(mutex_);
    asked_ = Asked{std::move(samples), steady_clock::now()};
    changed_.notify_one();
  }

 private:
  struct Asked {
    Samples samples;
    steady_clock::time_point at;
  };

  // The lock is never held while the device is at work.
  void run() {
    const auto due = [this] { return stopping_ || asked_; };
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (!changed_.wait_for(lock, times_.closed_after, due)) {
        lock.unlock();
        device_.close();
        lock.lock();
        changed_.wait(lock, due);
      }
      const auto asked = std::exchange(asked_, std::nullopt);
      if (!asked || stopping_) continue;
      lock.unlock();
      if (device_.ready() && steady_clock::now() - asked->at < times_.late_after)
        device_.play(asked->samples);
      lock.lock();
    }
    device_.close();
    SDL_TLSCleanup();  // SDL's error texts: it did not make this thread
  }

  LoudspeakerTimes times_;
  Device device_;  // the thread's alone once it runs
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Asked> asked_;  // the newest alone
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else is there
};

}  // namespace

std::unique_ptr<Loudspeaker> default_loudspeaker(Tell tell, const LoudspeakerTimes& times) {
  return std::make_unique<SdlLoudspeaker>(std::move(tell), times);
}

}  // namespace smilepost::platform
