#include "record/verdict.h"

#include <cstdlib>

namespace smilepost::record {
namespace {

struct Text {
  std::string_view word, line;
};

Text text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return {"good", "everything checked is as it was signed"};
    case Verdict::malformed:
      return {"malformed",
              "not a record as FORMAT.md describes it; the file is damaged, take another copy"};
    case Verdict::not_deterministic:
      return {"not_deterministic",
              "written in another way than FORMAT.md allows; not made by Smilepost, refuse it"};
    case Verdict::too_large:
      return {"too_large", "larger than FORMAT.md allows; not made by Smilepost, refuse it"};
    case Verdict::wrong_type:
      return {"wrong_type", "signed for another purpose; something else was put in its place"};
    case Verdict::unknown_version:
      return {"unknown_version", "made by a newer Smilepost; use a newer version of this program"};
    case Verdict::wrong_signature:
      return {"wrong_signature",
              "changed after it was signed, or signed with another key; find out who changed it"};
    case Verdict::wrong_kiosk:
      return {"wrong_kiosk", "belongs to another kiosk; find out how it came here"};
    case Verdict::wrong_epoch:
      return {"wrong_epoch",
              "belongs to another epoch; a section is missing or records were moved"};
    case Verdict::not_opened:
      return {"not_opened",
              "the epoch does not begin with its opening record; the first records are missing"};
    case Verdict::repeated:
      return {"repeated", "this sequence came before; a record was repeated or moved"};
    case Verdict::gap:
      return {"gap", "records are missing before this one, or were moved"};
    case Verdict::broken_link:
      return {"broken_link", "does not continue the record before it; one of the two was replaced"};
    case Verdict::after_close:
      return {"after_close", "written after its epoch was closed; find out who still has the key"};
    case Verdict::no_anchor:
      return {"no_anchor",
              "does not say where it begins; not an export, or its beginning is missing"};
    case Verdict::cut_tail:
      return {"cut_tail", "ends without its signed head; the end is missing, export it again"};
    case Verdict::head_mismatch:
      return {"head_mismatch",
              "the signed head tells of other records than these; records are missing or replaced"};
    case Verdict::unreadable_file:
      return {"unreadable_file", "cannot be read; check the name and the permissions"};
  }
  std::abort();
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  return text_of(verdict).word;
}

std::string_view explain(Verdict verdict) {
  return text_of(verdict).line;
}

}  // namespace smilepost::record
