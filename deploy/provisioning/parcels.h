// What settings become: whole files, each for a place and an owner. Pure but for the salt in the
// PIN's hash.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "deploy/provisioning/kiosk_toml.h"

namespace smilepost::provisioning {

// Where things go.
struct Places {
  std::filesystem::path card = "/setup";               // where kiosk.toml lies
  std::filesystem::path state = "/var/lib/smilepost";  // of the kiosk, whose user owns it
  std::filesystem::path own = "/var/lib/smilepost-provision";
  std::filesystem::path networks = "/etc/NetworkManager/system-connections";
  std::filesystem::path host_name = "/etc/hostname";
};

struct Parcel {
  std::filesystem::path file;
  std::string text;
  unsigned mode = 0600;
  bool is_patch =
      false;  // JSON Merge Patch (RFC 7386): what it leaves out stays as it was set before
  bool of_kiosk = false;  // written as the kiosk's user, into its folder
};

// In the order in which they are written. An Error: the PIN's hash cannot be made.
Result<std::vector<Parcel>> parcels_of(const Settings& settings, const Places& places);

// A file after a patch; what was no JSON object counts as an empty one.
std::string patched(const std::string& before, const std::string& patch);

// NetworkManager's keyfile format, nm-settings-keyfile(5). Nothing secret in it but the passphrase.
std::string connection_text(const Settings& settings);

}  // namespace smilepost::provisioning
