// The seam to what installs images: RAUC, over the system's D-Bus
// (https://rauc.readthedocs.io, "D-Bus API"). One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "platform/result.h"

namespace smilepost::platform {

class Updater {
 public:
  virtual ~Updater() = default;

  // The slot that this machine runs from: "a". An Error: nobody installs images here.
  virtual Result<std::string> booted_slot() = 0;
  // Of the image that runs: IMAGE_VERSION of os-release(5); empty where it does not say.
  virtual std::string version() = 0;

  // Begins to write the other slot. An Error: it did not begin.
  virtual Status install(const std::filesystem::path& bundle) = 0;
  // How that ended; nothing while it goes on.
  virtual std::optional<Status> outcome() = 0;
  virtual int percent() = 0;  // of what goes on, 0 to 100

  // The slot that this machine runs from. Bad: it is not started again while another one is left.
  virtual Status mark_good() = 0;
  virtual Status mark_bad() = 0;

  // Of the machine, in a moment.
  virtual Status ask_for_restart() = 0;
};

struct UpdaterPlaces {
  std::filesystem::path os_release = "/etc/os-release";
  // Whoever makes it is restarted: deploy/units/smilepost-restart.path.
  std::filesystem::path restart_wanted = "/run/smilepost/restart-wanted";
};

// On the bus of DBUS_SYSTEM_BUS_ADDRESS, else the system's. Connects when it is first asked, and
// again where the connection broke.
std::unique_ptr<Updater> make_rauc_updater(UpdaterPlaces places = {});

}  // namespace smilepost::platform
