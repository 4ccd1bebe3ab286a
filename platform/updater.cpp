#include "platform/updater.h"

#include <systemd/sd-bus.h>

#include <cstring>
#include <fstream>

#include "platform/files.h"

namespace smilepost::platform {
namespace {

constexpr const char* service = "de.pengutronix.rauc";
constexpr const char* object = "/";
constexpr const char* interface = "de.pengutronix.rauc.Installer";
// Marking a slot writes the EFI partition, and starting the service takes a slow board a while.
constexpr std::uint64_t patience_us = 120'000'000;

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};
struct Unreference {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using Message = std::unique_ptr<sd_bus_message, Unreference>;

struct Fault {
  Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  ~Fault() { sd_bus_error_free(&error); }
  sd_bus_error error{};  // SD_BUS_ERROR_NULL is a literal of C
};

// "a" of IMAGE_VERSION="a"; os-release(5).
std::string value_of(std::string line) {
  line.erase(0, line.find('=') + 1);
  if (line.size() > 1 && line.front() == '"' && line.back() == '"')
    line = line.substr(1, line.size() - 2);
  return line;
}

class RaucUpdater final : public Updater {
 public:
  explicit RaucUpdater(UpdaterPlaces places) : places_(std::move(places)) {}

  Result<std::string> booted_slot() override { return text_property("BootSlot"); }

  std::string version() override {
    std::ifstream file(places_.os_release);
    for (std::string line; std::getline(file, line);)
      if (line.starts_with("IMAGE_VERSION=")) return value_of(line);
    return {};
  }

  Status install(const std::filesystem::path& bundle) override {
    auto reply = call("InstallBundle", "sa{sv}", bundle.c_str(), 0);
    if (!reply) return reply.error();
    return Done{};
  }

  // RAUC says that it installs before it answers the call that begins it.
  std::optional<Status> outcome() override {
    const auto operation = text_property("Operation");
    if (!operation) return Status(operation.error());
    if (*operation != "idle") return std::nullopt;
    const auto fault = text_property("LastError");
    if (!fault) return Status(fault.error());
    if (!fault->empty()) return Status(Error{"RAUC: " + *fault});
    return Status(Done{});
  }

  int percent() override {
    const auto reply = property("Progress", "(isi)");
    std::int32_t percent = 0;
    if (reply && sd_bus_message_enter_container(reply->get(), 'r', "isi") >= 0)
      sd_bus_message_read(reply->get(), "i", &percent);
    return percent;
  }

  Status mark_good() override { return mark("good"); }
  Status mark_bad() override { return mark("bad"); }

  Status ask_for_restart() override {
    return write_file(places_.restart_wanted, std::string_view{});
  }

 private:
  Status mark(const char* state) {
    auto reply = call("Mark", "ss", state, "booted");
    if (!reply) return reply.error();
    return Done{};
  }

  static Error refused(const char* what, const char* why) {
    return Error{std::string("RAUC, ") + what + ": " + why +
                 "; see journalctl -u rauc, and that D-Bus lets this user ask"};
  }

  Status connect() {
    if (bus_ && sd_bus_is_open(bus_.get()) > 0) return Done{};
    sd_bus* bus = nullptr;
    const int code = sd_bus_open_system(&bus);
    if (code < 0) return refused("D-Bus", std::strerror(-code));
    bus_.reset(bus);
    sd_bus_set_method_call_timeout(bus, patience_us);
    return Done{};
  }

  template <class... Values>
  Result<Message> call(const char* method, const char* types, const Values&... values) {
    if (auto connected = connect(); !connected) return connected.error();
    Fault fault;
    sd_bus_message* reply = nullptr;
    const int code = sd_bus_call_method(bus_.get(), service, object, interface, method,
                                        &fault.error, &reply, types, values...);
    Message owned(reply);
    if (code >= 0) return owned;
    bus_.reset();
    return refused(method,
                   fault.error.message != nullptr ? fault.error.message : std::strerror(-code));
  }

  Result<Message> property(const char* name, const char* type) {
    if (auto connected = connect(); !connected) return connected.error();
    Fault fault;
    sd_bus_message* reply = nullptr;
    const int code = sd_bus_get_property(bus_.get(), service, object, interface, name, &fault.error,
                                         &reply, type);
    Message owned(reply);
    if (code >= 0) return owned;
    bus_.reset();
    return refused(name,
                   fault.error.message != nullptr ? fault.error.message : std::strerror(-code));
  }

  Result<std::string> text_property(const char* name) {
    const auto reply = property(name, "s");
    if (!reply) return reply.error();
    const char* text = nullptr;
    if (sd_bus_message_read(reply->get(), "s", &text) < 0) return refused(name, "is no text");
    return std::string(text);
  }

  UpdaterPlaces places_;
  std::unique_ptr<sd_bus, CloseBus> bus_;
};

}  // namespace

std::unique_ptr<Updater> make_rauc_updater(UpdaterPlaces places) {
  return std::make_unique<RaucUpdater>(std::move(places));
}

}  // namespace smilepost::platform
