#include "backend/fleet/decisions.h"

#include "record/enrolment.h"
#include "record/keys.h"

namespace smilepost::backend {
namespace {

using record::KioskId;

constexpr std::int64_t most_refused = 1'000;
constexpr std::size_t longest_group = 40, longest_note = 400, most_groups = 200;

std::string name_of(const KioskId& kiosk) {
  return "kiosk " + record::to_hex(kiosk);
}

bool is_ring(const std::string& ring) {
  return ring == "canary" || ring == "early" || ring == common_group;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return storable(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// Of the kiosks that would be given another bundle, those that have more, by name.
std::string beyond(const FleetFacts& fleet, std::uint64_t& highest) {
  std::size_t count = 0;
  std::string names;
  for (const Judged& kiosk : fleet.kiosks) {
    const auto due = fleet.bundle_of(kiosk.facts.group);
    const std::uint64_t has = kiosk.facts.bundle.value_or(0);
    const bool changes = due && due != kiosk.facts.due_bundle;
    if (kiosk.facts.revoked_ms || !changes || has <= *due) continue;
    highest = std::max(highest, has);
    if (++count <= 3) names += (names.empty() ? "" : ", ") + kiosk.facts.name();
  }
  if (count > 3) names += " and " + std::to_string(count - 3) + " more";
  return names;
}

}  // namespace

Status Decisions::note(std::span<const std::uint8_t> kiosk, const std::string& line) {
  return add_to_log(store_, kiosk, {clock_.wall_ms(), line, who_});
}

Result<Decision> Decisions::noted(const KioskId& kiosk, const std::string& line) {
  if (auto done = note(kiosk, line); !done) return done.error();
  return Decision{200, line};
}

Result<Decision> Decisions::noted_of_none(const std::string& line) {
  if (auto done = note({}, line); !done) return done.error();
  return Decision{200, line};
}

Result<Decision> Decisions::accept(const KioskId& kiosk) {
  const auto applicant = accept_applicant(kiosk);
  if (!applicant) return applicant.error();
  const auto epochs = accept_epochs(kiosk);
  if (!epochs) return epochs.error();
  const auto back = reinstate(kiosk);
  if (!back) return back.error();
  const std::string name = name_of(kiosk);
  if (*applicant) return noted(kiosk, name + " is accepted: it comes in when it asks again");
  if (*epochs) {
    return noted(kiosk, name + " may begin its new epoch; its chains so far have ended");
  }
  if (*back) return noted(kiosk, name + " is taken back");
  return Decision{409, "this kiosk does not wait for anything"};
}

Result<bool> Decisions::accept_applicant(const KioskId& kiosk) {
  const auto waiting = read_integer(
      store_, "SELECT count(*) FROM applicant WHERE kiosk = ?1 AND accepted_ms IS NULL", kiosk);
  if (!waiting) return waiting.error();
  const Status done_so =
      run(store_, "UPDATE applicant SET accepted_ms = ?1, refused_ms = NULL WHERE kiosk = ?2",
          clock_.wall_ms(), kiosk);
  if (!done_so) return done_so.error();
  return *waiting > 0;
}

// Whoever still has the key of a chain that ended can add nothing to it.
Result<bool> Decisions::accept_epochs(const KioskId& kiosk) {
  const auto waiting = read_integer(
      store_, "SELECT count(*) FROM waiting_epoch WHERE kiosk = ?1 AND accepted_ms IS NULL", kiosk);
  if (!waiting) return waiting.error();
  if (*waiting == 0) return false;
  if (auto closed = run(store_, "UPDATE chain SET closed = 1 WHERE kiosk = ?1", kiosk); !closed) {
    return closed.error();
  }
  const Status done_so = run(store_, "UPDATE waiting_epoch SET accepted_ms = ?1 WHERE kiosk = ?2",
                             clock_.wall_ms(), kiosk);
  if (!done_so) return done_so.error();
  return true;
}

Result<bool> Decisions::reinstate(const KioskId& kiosk) {
  const auto revoked = read_integer(
      store_, "SELECT count(*) FROM kiosk WHERE kiosk = ?1 AND revoked_ms IS NOT NULL", kiosk);
  if (!revoked) return revoked.error();
  const Status done_so = run(store_,
                             "UPDATE kiosk SET revoked_ms = NULL, replaced_by = NULL WHERE kiosk = "
                             "?1 AND revoked_ms IS NOT NULL",
                             kiosk);
  if (!done_so) return done_so.error();
  return *revoked > 0;
}

// In the log of what belongs to no kiosk: it has no page.
Result<Decision> Decisions::refuse(const KioskId& kiosk) {
  const auto waited = read_one(
      store_,
      "UPDATE applicant SET refused_ms = ?1 WHERE kiosk = ?2 AND "
      "accepted_ms IS NULL AND refused_ms IS NULL RETURNING kiosk",
      [](const Row&) {}, clock_.wall_ms(), kiosk);
  if (!waited) return waited.error();
  if (!*waited) return Decision{409, "this kiosk does not ask to be enrolled"};
  if (auto done = forget_oldest_refused(); !done) return done.error();
  return noted_of_none(name_of(kiosk) + " is refused: it may ask, and nobody is told any more");
}

Result<Decision> Decisions::refuse_all() {
  std::size_t count = 0;
  const Status refused = read(
      store_,
      "UPDATE applicant SET refused_ms = ?1 WHERE accepted_ms IS NULL AND "
      "refused_ms IS NULL RETURNING kiosk",
      [&](const Row&) { ++count; }, clock_.wall_ms());
  if (!refused) return refused.error();
  if (count == 0) return Decision{409, "no kiosk asks to be enrolled"};
  if (auto done = forget_oldest_refused(); !done) return done.error();
  return noted_of_none("all that waited to be enrolled are refused, " + std::to_string(count) +
                       " of them");
}

// Whoever floods the list with keys of its own does not fill the disk.
Status Decisions::forget_oldest_refused() {
  return run(
      store_,
      "DELETE FROM applicant WHERE refused_ms IS NOT NULL AND kiosk NOT IN (SELECT kiosk FROM "
      "applicant WHERE refused_ms IS NOT NULL ORDER BY refused_ms DESC, kiosk LIMIT ?1)",
      most_refused);
}

Result<Decision> Decisions::revoke(const KioskId& kiosk) {
  const Status forgotten = run(store_, "DELETE FROM applicant WHERE kiosk = ?1", kiosk);
  if (!forgotten) return forgotten.error();
  const Status revoked =
      run(store_, "UPDATE kiosk SET revoked_ms = coalesce(revoked_ms, ?1) WHERE kiosk = ?2",
          clock_.wall_ms(), kiosk);
  if (!revoked) return revoked.error();
  return noted(kiosk, name_of(kiosk) + " is revoked: what it sends from now on is refused");
}

Result<Decision> Decisions::replace(const KioskId& before, const KioskId& after) {
  if (before == after) return Decision{422, "a kiosk cannot stand in its own place"};
  std::map<KioskId, KioskRow> rows;
  if (auto locked = lock_kiosks(store_, {before, after}, rows); !locked) return locked.error();
  if (rows.size() < 2) return Decision{409, "both must be enrolled first"};
  if (rows.at(after).revoked_ms) return Decision{409, "the new one is revoked"};
  const Status ended = run(
      store_,
      "UPDATE kiosk SET revoked_ms = coalesce(revoked_ms, ?1), replaced_by = ?2 WHERE kiosk = ?3",
      clock_.wall_ms(), after, before);
  if (!ended) return ended.error();
  const auto standings = read_standings(store_, before);
  if (!standings) return standings.error();
  const std::string place = standings->empty() ? std::string() : standings->front().place;
  const auto stands = stand(after, place, rows.at(before).label, true);
  if (!stands) return stands.error();
  const std::string line =
      name_of(after) + " stands in the place of " + record::to_hex(before) + ", which is revoked";
  if (auto done = note(before, line); !done) return done.error();
  return noted(after, line);
}

Result<Decision> Decisions::rename(const KioskId& kiosk, const std::string& place,
                                   const std::string& label) {
  return stand(kiosk, place, label, false);
}

Result<Decision> Decisions::move(const KioskId& kiosk, const std::string& place,
                                 const std::optional<std::string>& label) {
  return stand(kiosk, place, label, true);
}

// Where it stood until its first move is kept then, too: what came before belongs to it.
Result<Decision> Decisions::stand(const KioskId& kiosk, const std::string& place_given,
                                  const std::optional<std::string>& label_given, bool moved) {
  std::string old_label;
  std::int64_t enrolled_ms = 0;
  const auto known = read_one(
      store_, "SELECT label, enrolled_ms FROM kiosk WHERE kiosk = ?1 {lock}",
      [&](const Row& row) {
        old_label = row.text(0);
        enrolled_ms = row.integer(1);
      },
      kiosk);
  if (!known) return known.error();
  if (!*known) return Decision{404, "no kiosk of this number is enrolled here"};
  const std::string place = trimmed(place_given), label = trimmed(label_given.value_or(old_label));
  if (label.size() > record::longest_label || place.size() > record::longest_label) {
    return Decision{422, "a name and a place have 120 bytes at most; shorten it"};
  }
  const auto standings = read_standings(store_, kiosk);
  if (!standings) return standings.error();
  const std::string old_place = standings->empty() ? std::string() : standings->front().place;
  if (old_label == label && old_place == place) return Decision{200, "nothing has changed"};
  const std::int64_t first = standings->empty() ? enrolled_ms : standings->front().since_ms;
  if (moved && standings->empty()) {
    const Status kept = run(store_,
                            "INSERT INTO kiosk_place (kiosk, since_ms, place, label) VALUES (?1, "
                            "?2, '', ?3) ON CONFLICT DO NOTHING",
                            kiosk, enrolled_ms, old_label);
    if (!kept) return kept.error();
  }
  const Status done_so =
      run(store_,
          "INSERT INTO kiosk_place (kiosk, since_ms, place, label) VALUES (?1, ?2, ?3, ?4) ON "
          "CONFLICT (kiosk, since_ms) DO UPDATE SET place = excluded.place, label = excluded.label",
          kiosk, moved ? clock_.wall_ms() : first, place, label);
  if (!done_so) return done_so.error();
  const Status called = run(store_, "UPDATE kiosk SET label = ?1 WHERE kiosk = ?2", label, kiosk);
  if (!called) return called.error();
  const auto words = [](const std::string& where, const std::string& name) {
    return "“" + (name.empty() ? std::string("no name") : name) + "”" +
           (where.empty() ? std::string() : " in “" + where + "”");
  };
  return noted(kiosk,
               name_of(kiosk) + (moved ? " moved from " : " is called ") +
                   (moved ? words(old_place, old_label) + " to " + words(place, label)
                          : words(place, label) + ", before " + words(old_place, old_label)));
}

Result<std::optional<Decision>> Decisions::refusal_of(const FleetFacts& after) {
  std::uint64_t highest = 0;
  const std::string names = beyond(after, highest);
  if (names.empty()) return std::optional<Decision>();
  const std::string version = std::to_string(highest);
  return std::optional(Decision{
      409, names + " would refuse it: bundle " + version +
               " is there, and a kiosk takes only what is above. Sign what it should get once more "
               "with a version above " +
               version + ", send that to the group, and try again"});
}

Result<Decision> Decisions::join(const KioskId& kiosk, const std::string& name) {
  auto fleet = read_fleet(store_, clock_.wall_ms());
  if (!fleet) return fleet.error();
  if (fleet->group(name) == nullptr) return Decision{404, "there is no group of this name"};
  const Judged* found = fleet->find(kiosk);
  if (found == nullptr) return Decision{404, "no kiosk of this number is enrolled here"};
  if (found->facts.group == name) return Decision{200, "it is in this group already"};
  FleetFacts after;
  after.groups = fleet->groups;
  after.kiosks = {*found};
  after.kiosks.front().facts.group = name;
  auto refusal = refusal_of(after);
  if (!refusal) return refusal.error();
  if (*refusal) return **std::move(refusal);
  const Status joined =
      run(store_,
          "INSERT INTO group_member (kiosk, group_name) VALUES (?1, ?2) ON CONFLICT (kiosk) DO "
          "UPDATE SET group_name = excluded.group_name",
          kiosk, name);
  if (!joined) return joined.error();
  return noted(kiosk, name_of(kiosk) + " belongs to group “" + name + "”, before to “" +
                          found->facts.group + "”");
}

Result<Decision> Decisions::ask_for_diagnostics(const KioskId& kiosk) {
  const auto known = read_integer(
      store_, "SELECT count(*) FROM kiosk WHERE kiosk = ?1 AND revoked_ms IS NULL", kiosk);
  if (!known) return known.error();
  if (*known == 0) return Decision{409, "nothing is taken from this kiosk; accept it first"};
  std::array<std::uint8_t, 16> number{};
  record::fill_random(number);
  const Status asked =
      run(store_,
          "INSERT INTO diagnostics_wanted (kiosk, number, asked_ms, asked_by) VALUES (?1, ?2, ?3, "
          "?4) ON CONFLICT (kiosk) DO UPDATE SET number = excluded.number, asked_ms = "
          "excluded.asked_ms, asked_by = excluded.asked_by",
          kiosk, number, clock_.wall_ms(), who_);
  if (!asked) return asked.error();
  return noted(kiosk,
               name_of(kiosk) + " was asked for diagnostics: they come after its next report");
}

Result<Decision> Decisions::make_group(const Group& group) {
  const std::string name = trimmed(group.name);
  if (name.empty() || name.size() > longest_group) {
    return Decision{422, "a group has a name of 40 bytes at most"};
  }
  if (!is_ring(group.ring)) return Decision{422, "a ring is canary, early or everybody"};
  if (group.note.size() > longest_note) return Decision{422, "a note has 400 bytes at most"};
  const auto groups = read_groups(store_);
  if (!groups) return groups.error();
  if (groups->size() >= most_groups)
    return Decision{409, "there are 200 groups already; remove one"};
  for (const Group& other : *groups) {
    if (other.name == name) return Decision{409, "there is a group of this name already"};
  }
  const Status made = run(store_, "INSERT INTO kiosk_group (name, ring, note) VALUES (?1, ?2, ?3)",
                          name, group.ring, trimmed(group.note));
  if (!made) return made.error();
  return noted_of_none("group “" + name + "” was made, update ring " + group.ring);
}

Result<Decision> Decisions::change_group(const Group& group) {
  if (!is_ring(group.ring)) return Decision{422, "a ring is canary, early or everybody"};
  if (group.note.size() > longest_note) return Decision{422, "a note has 400 bytes at most"};
  const auto changed = read_one(
      store_, "UPDATE kiosk_group SET ring = ?1, note = ?2 WHERE name = ?3 RETURNING name",
      [](const Row&) {}, group.ring, trimmed(group.note), group.name);
  if (!changed) return changed.error();
  if (!*changed) return Decision{404, "there is no group of this name"};
  return noted_of_none("group “" + group.name + "” has update ring " + group.ring);
}

Result<Decision> Decisions::remove_group(const std::string& name) {
  if (name == common_group) return Decision{409, "this group always is there"};
  auto fleet = read_fleet(store_, clock_.wall_ms());
  if (!fleet) return fleet.error();
  if (fleet->group(name) == nullptr) return Decision{404, "there is no group of this name"};
  for (Judged& kiosk : fleet->kiosks) {
    if (kiosk.facts.group == name) kiosk.facts.group = common_group;
  }
  auto refusal = refusal_of(*fleet);
  if (!refusal) return refusal.error();
  if (*refusal) return **std::move(refusal);
  if (auto left = run(store_, "DELETE FROM group_member WHERE group_name = ?1", name); !left) {
    return left.error();
  }
  if (auto gone = run(store_, "DELETE FROM kiosk_group WHERE name = ?1", name); !gone) {
    return gone.error();
  }
  return noted_of_none("group “" + name + "” was removed; its kiosks belong to everybody");
}

Result<Decision> Decisions::assign(const std::string& name, std::optional<std::uint64_t> bundle) {
  auto fleet = read_fleet(store_, clock_.wall_ms());
  if (!fleet) return fleet.error();
  if (fleet->group(name) == nullptr) return Decision{404, "there is no group of this name"};
  if (bundle && fleet->bundles.count(*bundle) == 0) {
    return Decision{404, "bundle " + std::to_string(*bundle) +
                             " is not here; hand it in with smilepost bundle send"};
  }
  for (Group& group : fleet->groups) {
    if (group.name == name) group.bundle = bundle;
  }
  auto refusal = refusal_of(*fleet);
  if (!refusal) return refusal.error();
  if (*refusal) return **std::move(refusal);
  const Status done_so =
      run(store_, "UPDATE kiosk_group SET bundle = ?1 WHERE name = ?2", bundle, name);
  if (!done_so) return done_so.error();
  return noted_of_none(
      "group “" + name + "” gets " +
      (bundle ? "bundle " + std::to_string(*bundle) : std::string("what everybody gets")));
}

}  // namespace smilepost::backend
