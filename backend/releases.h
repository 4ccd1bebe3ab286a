// Releases of the kiosks' image: which one is offered to which kiosk, and its bundle's bytes. This
// program can make none: kiosks install only what the update key signed (deploy/updates).
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/archive.h"
#include "backend/decision.h"
#include "backend/http.h"
#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::backend {

// Each ring holds those before it: what everybody is offered, canaries are offered, too.
enum class Ring : std::uint8_t { canary, early, everybody };
std::optional<Ring> ring_named(std::string_view name);
std::string_view to_string(Ring ring);

// Of each ring that it was offered to, how many of a hundred.
using Rings = std::map<Ring, std::int64_t>;
// Whether a kiosk is among them: the same ones are, and more, when a percentage is raised.
bool is_among(const record::KioskId& kiosk, const std::string& version, std::int64_t percent);

// For a kiosk.
struct ReleaseOffer {
  std::string version;
  std::uint64_t size = 0;
  record::Hash sha256{};
  std::string path;
  std::string floor;
};

// stopped: by itself, since too many that took it fell back.
enum class ReleaseState : std::uint8_t { offered, paused, withdrawn, stopped };
std::string_view to_string(ReleaseState state);

enum class ReleaseOutcome : std::uint8_t { on_its_way, good, fell_back, refused };

struct Release {
  std::string version, floor;  // floor: versions below it have a hole that is known; empty: none
  record::Hash sha256{};
  std::uint64_t size = 0;
  std::int64_t stop_kiosks = 2, stop_percent = 5;  // it stops where so many fell back, and so many
                                                   // of a hundred that took it
  std::int64_t added_ms = 0;
  ReleaseState state = ReleaseState::offered;
  Rings rings{};
  bool file_is_here = false;  // another backend on the same database may have it, and this one not
};

// By their numbers: 1.5 is 1.5.0, and below 1.10. What is no version is neither.
bool is_same_version(const std::string& one, const std::string& other);
bool is_lower_version(const std::string& one, const std::string& other);

// Of releases, highest first, the one that a kiosk is offered: the highest that is offered to its
// ring, and whose percentage holds it. Never one below what it runs, unless that was withdrawn or
// stopped: then it is taken back. `runs`: its image's version; empty: it did not say. Null: none.
const Release* offered_among(const std::vector<Release>& releases, const record::KioskId& kiosk,
                             Ring ring, const std::string& runs);

// How many kiosks said so of a release last, by ReleaseOutcome.
using Outcomes = std::array<std::int64_t, 4>;
// By a state of record/update_told.h; one of a later kiosk's is on its way.
ReleaseOutcome outcome_of(std::string_view state);

class Releases {
 public:
  // folder: of the bundles, SHA256.raucb each; the owner's tool puts them there.
  Releases(Archive& archive, const platform::Clock& clock, std::filesystem::path folder)
      : archive_(archive), clock_(clock), folder_(std::move(folder)) {}

  Result<std::vector<Release>> list();  // highest first
  Result<std::map<std::string, Outcomes>> outcomes();

  // What administrators decide. What was done is in the fleet's log, with `who` did it.
  // The file of what is added is in the folder.
  Result<Decision> add(const Release& release, const std::string& who);
  Result<Decision> offer(const std::string& version, Ring ring, std::int64_t percent,
                         const std::string& who);
  // Refused where it is not offered: one that was stopped or withdrawn is taken back, and stays so.
  Result<Decision> pause(const std::string& version, const std::string& who);
  Result<Decision> withdraw(const std::string& version, const std::string& who);

  // What a kiosk is to be told, in each answer to its status: see offered_among.
  Result<std::optional<ReleaseOffer>> offer_for(const record::KioskId& kiosk, Ring ring,
                                                const std::string& runs);
  // Both at once: what a kiosk's status says of its update (record/update_told.h; empty: nothing),
  // and what it is to be told.
  Result<std::optional<ReleaseOffer>> hear(const record::KioskId& kiosk, Ring ring,
                                           const std::string& runs, const std::string& update);
  // What a kiosk said of a release. Where too many of those that took it fell back, nobody is
  // offered it any more, until an administrator offers it anew.
  Status note(const record::KioskId& kiosk, const std::string& version, ReleaseOutcome outcome);

  // GET /v1/releases/VERSION, to kiosks that are enrolled and not revoked, while it is offered:
  //   200, 206  the bundle, or the part that Range asks for, where If-Range is absent or holds
  //   304, 404, 403, 400, 416
  Result<Response> hand_out(const Request& request);

 private:
  // Highest first, as stored: neither their rings nor whether their files are here.
  Result<std::vector<Release>> read_rows();
  Result<std::optional<Release>> find(const std::string& version);
  Status set_state(const std::string& version, ReleaseState state);
  Result<Decision> change_state(const std::string& version, ReleaseState state,
                                const std::string& what, const std::string& who);
  Status stop_if_bad(const std::string& version);
  Status log(const std::string& what, const std::string& who);
  Result<Decision> done(const std::string& line, const std::string& who);
  std::filesystem::path file_of(const Release& release) const;
  bool is_here(const Release& release) const;

  Archive& archive_;
  const platform::Clock& clock_;
  const std::filesystem::path folder_;
};

// Which part of a file a Range header asks for; nothing: the whole. first > last: none of it.
struct BytePart {
  std::uint64_t first = 0, last = 0;
};
std::optional<BytePart> asked_part(std::string_view range, std::uint64_t size);

}  // namespace smilepost::backend
