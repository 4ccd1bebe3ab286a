// Takes kiosk.toml from a card: judges it, does what it says, wipes its secrets, and leaves a note.
//
// A power cut may come between any two writes. All settings are whole files that replace others, so
// doing it again is doing it once; only when all of them are durable the file gets the name
// kiosk.toml.used, and only a file of that name is wiped. So what is half wiped is never read as
// settings, and no secret is gone before it was used.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "deploy/provisioning/parcels.h"
#include "platform/disk.h"

namespace smilepost::provisioning {

inline constexpr const char* used_name = "kiosk.toml.used";
// They end so that a laptop opens them.
inline constexpr const char* done_name = "kiosk.toml.done.txt";
inline constexpr const char* error_name = "kiosk.toml.error.txt";

class Provisioning {
 public:
  // Runs what writes into the kiosk's folder as the kiosk's user, so that no link in there leads
  // root anywhere.
  using AsKiosk = std::function<Status(const std::function<Status()>&)>;

  Provisioning(platform::Disk& disk, Places places, AsKiosk as_kiosk)
      : disk_(disk), places_(std::move(places)), as_kiosk_(std::move(as_kiosk)) {}

  enum class Outcome : std::uint8_t { nothing_to_do, done };
  // An Error stands on the card, too.
  Result<Outcome> run();

 private:
  Result<std::optional<std::string>> candidate() const;
  Result<Outcome> take(const std::string& name);
  Status apply(const std::string& name);
  Status read_certificates(Settings& settings) const;
  Status check_places(const std::vector<Parcel>& parcels) const;
  Status check_place(const std::filesystem::path& file) const;
  Status write(const Parcel& parcel);
  Result<std::string> text_of(const Parcel& parcel) const;
  Status finish();
  Status wipe(const std::filesystem::path& file);
  Status leave_note(const char* name, const std::string& line);

  platform::Disk& disk_;
  Places places_;
  AsKiosk as_kiosk_;
};

}  // namespace smilepost::provisioning
