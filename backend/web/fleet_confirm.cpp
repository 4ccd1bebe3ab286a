// The question before what cannot be undone.
#include <nlohmann/json.hpp>

#include "backend/web/fleet_view.h"
#include "backend/web/fleet_words.h"
#include "backend/web/form.h"
#include "backend/web/question.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

const KioskFacts* kiosk_of(const FleetFacts& fleet, const std::string& id) {
  for (const Judged& kiosk : fleet.kiosks) {
    if (record::to_hex(kiosk.facts.kiosk) == id) return &kiosk.facts;
  }
  return nullptr;
}

std::string name_of(const FleetFacts& fleet, const std::string& id) {
  const KioskFacts* kiosk = kiosk_of(fleet, id);
  return kiosk == nullptr ? "Kiosk " + id.substr(0, 8) : kiosk->name();
}

std::optional<Question> before_replacing(const FleetFacts& fleet, const Fields& form) {
  const std::string name = name_of(fleet, field(form, "id"));
  const KioskFacts* heir = kiosk_of(fleet, field(form, "by"));
  if (heir == nullptr) return std::nullopt;  // it is refused without a question
  return Question{"Put " + named_with_place(*heir) + " in the place of " + name + "?",
                  "Send what is left on the old one first: " + name +
                      " is revoked by this, and the new one gets its name and its place.",
                  "Replace it"};
}

std::optional<Question> before_accepting(const FleetFacts& fleet, const Fields& form) {
  const KioskFacts* kiosk = kiosk_of(fleet, field(form, "id"));
  if (kiosk == nullptr || !kiosk->epoch_waits_ms) return std::nullopt;
  return Question{"Believe the new keys of " + kiosk->name() + "?",
                  "No older key of it vouches for them. That is so where its card was lost or "
                  "wiped, and also where somebody else claims to be this kiosk. Its chains so far "
                  "end by this.",
                  "Believe them"};
}

// Those in it, and for everybody those of groups without a bundle of their own.
std::size_t kiosks_that_get(const FleetFacts& fleet, const std::string& name) {
  std::size_t count = 0;
  for (const Judged& kiosk : fleet.kiosks) {
    const Group* group = fleet.group(kiosk.facts.group);
    const bool by_everybody = name == common_group && group != nullptr && !group->bundle;
    if (!kiosk.facts.revoked_ms && (kiosk.facts.group == name || by_everybody)) ++count;
  }
  return count;
}

std::optional<Question> before_assigning(const FleetFacts& fleet, const Fields& form) {
  const std::string version = field(form, "bundle");
  const Group* group = fleet.group(field(form, "group"));
  if (version.empty() || group == nullptr) return std::nullopt;
  if (group->bundle && std::to_string(*group->bundle) == version) return std::nullopt;
  const std::size_t count = kiosks_that_get(fleet, group->name);
  if (count == 0) return std::nullopt;
  return Question{"Give bundle " + version + " to " + counted(count, "kiosk", "kiosks") + "?",
                  "They take no lower version afterwards: what turns out to be wrong in it is "
                  "mended by a higher one.",
                  "Assign it"};
}

std::optional<Question> question_before(const FleetFacts& fleet, const Fields& form) {
  const std::string what = field(form, "do");
  if (what == "replace") return before_replacing(fleet, form);
  if (what == "accept") return before_accepting(fleet, form);
  if (what == "assign") return before_assigning(fleet, form);
  if (what == "refuse-all" && !fleet.applicants.empty()) {
    return Question{"Refuse all " + std::to_string(fleet.applicants.size()) + " that wait?",
                    "They stand under the list as refused then. Any of yours among them comes in "
                    "once you accept it there.",
                    "Refuse them"};
  }
  if (what == "revoke") {
    return Question{"Revoke " + name_of(fleet, field(form, "id")) + "?",
                    "Nothing is taken from it from now on, whatever shoppers answer there. What it "
                    "sent before stays. You can take it back later; answers that it kept until "
                    "then come in.",
                    "Revoke it"};
  }
  if (what == "remove-group") {
    return Question{"Remove the group " + field(form, "group") + "?",
                    "Its kiosks belong to everybody then, and get what everybody gets.",
                    "Remove it"};
  }
  return std::nullopt;
}

}  // namespace

json confirm_view(const FleetFacts& fleet, const Fields& form, const std::string& back) {
  const auto asked = question_before(fleet, form);
  if (!asked) return nullptr;
  return question_view(*asked, form, "/fleet", back);
}

}  // namespace smilepost::backend
