// Releases of the kiosks' image: which one is offered to which kiosk, and its bundle's bytes. This
// program can make none: kiosks install only what the update key signed (deploy/updates).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::backend {

// Each ring holds those before it: what everybody is offered, canaries are offered, too.
enum class Ring : std::uint8_t { canary, early, everybody };
std::optional<Ring> ring_named(std::string_view name);
std::string_view to_string(Ring ring);

// For a kiosk.
struct ReleaseOffer {
  std::string version;
  std::uint64_t size = 0;
  record::Hash sha256{};
  std::string path;
  std::string floor;
};

enum class ReleaseOutcome : std::uint8_t { on_its_way, good, fell_back, refused };

class Releases {
 public:
  // folder: of the bundles, SHA256.raucb each; the owner's tool puts them there.
  Releases(Archive& archive, const platform::Clock& clock, std::filesystem::path folder)
      : archive_(archive), clock_(clock), folder_(std::move(folder)) {}

  // Through the admin socket, with JSON:
  //   PUT  /admin/v1/releases           {"version", "sha256", "size", "floor", "stop_kiosks",
  //                                      "stop_percent"}: its file is in the folder
  //   GET  /admin/v1/releases           all of them, newest first, and how they fare
  //   POST /admin/v1/releases/offer     {"version", "ring", "percent"}
  //   POST /admin/v1/releases/pause, /admin/v1/releases/withdraw    {"version"}
  // 200 and what was done in one line; 404, 409, 422 with a problem.
  Result<Response> add(const Request& request);
  Result<Response> list();
  Result<Response> offer(const Request& request);
  Result<Response> pause(const Request& request);
  Result<Response> withdraw(const Request& request);

  // What a kiosk is to be told, in each answer to its status. `runs`: its image's version; empty:
  // it did not say. Nothing: no release.
  //
  // The highest that is offered to its ring, and whose percentage holds this kiosk. Never one below
  // what it runs, unless that was withdrawn or stopped: then it is taken back.
  Result<std::optional<ReleaseOffer>> offer_for(const record::KioskId& kiosk, Ring ring,
                                                const std::string& runs);
  // Both at once: what a kiosk's status says of its update (record/update_told.h; empty: nothing),
  // and what it is to be told.
  Result<std::optional<ReleaseOffer>> hear(const record::KioskId& kiosk, Ring ring,
                                           const std::string& runs, const std::string& update);
  // What a kiosk said of a release. Where too many of those that took it fell back, nobody is
  // offered it any more, until the owner offers it anew.
  Status note(const record::KioskId& kiosk, const std::string& version, ReleaseOutcome outcome);

  // GET /v1/releases/VERSION, to kiosks that are enrolled and not revoked, while it is offered:
  //   200, 206  the bundle, or the part that Range asks for, where If-Range is absent or holds
  //   304, 404, 403, 400, 416
  Result<Response> hand_out(const Request& request);

 private:
  struct Kept;
  Result<std::vector<Kept>> read_all();
  Result<std::optional<Kept>> find(const std::string& version);
  Result<Response> set_state(const Request& request, int state, const std::string& what);
  Result<bool> reaches(const Kept& release, const record::KioskId& kiosk, Ring ring);
  Status stop_if_bad(const std::string& version);
  std::filesystem::path file_of(const Kept& release) const;
  bool is_here(const Kept& release) const;

  Archive& archive_;
  const platform::Clock& clock_;
  const std::filesystem::path folder_;
};

// Which part of a file a Range header asks for; nothing: the whole. first > last: none of it.
struct BytePart {
  std::uint64_t first = 0, last = 0;
};
std::optional<BytePart> asked_part(std::string_view range, std::uint64_t size);

// Whether this kiosk is among so many of a hundred: the same ones, and more, when it is raised.
bool is_among(const record::KioskId& kiosk, const std::string& version, std::int64_t percent);

}  // namespace smilepost::backend
