// Exports with one fault each.
#include <functional>

#include "record/cbor.h"
#include "record/cose.h"
#include "record/export_parts.h"
#include "tests/record/samples.h"

namespace smilepost::record::samples {
namespace {

// The items of a good export with record `index` replaced by something else.
Bytes with_item(std::size_t index, const Bytes& item) {
  std::vector<Bytes> items = export_of_two_epochs().items;
  items.at(index) = item;
  return joined(items);
}

// The second record of a good export, as it was before it was signed.
Record second_record() {
  return open_unverified(export_of_two_epochs().items.at(2)).record;
}

Bytes repacked(BytesView payload) {
  return sign1(record_message, payload, key(1));
}

Bytes not_deterministic() {
  Bytes item = export_of_two_epochs().items.at(2);
  item.erase(item.begin());
  const Bytes long_head{0x98, 0x04};  // an array of 4, written in two bytes
  item.insert(item.begin(), long_head.begin(), long_head.end());
  return item;
}

Bytes too_large() {
  Record record = second_record();
  std::get<Answer>(record.body).question.assign(largest_record, 'q');
  return seal(record, key(1));
}

Bytes of_version_2() {
  const Bytes item = export_of_two_epochs().items.at(2);
  const BytesView payload = open_sign1(item, record_message).payload;
  Bytes changed(payload.begin(), payload.end());
  changed.at(2) = 2;  // map head, key 0, version
  return repacked(changed);
}

template <class Change>
Bytes changed(const Change& change) {
  Record record = second_record();
  change(record);
  return seal(record, key(1));
}

Bytes after_close() {
  Kiosk kiosk;
  std::vector<Bytes> items = export_of_two_epochs().items;
  items.resize(1);
  items.push_back(kiosk.open_epoch(first_epoch, 1, EpochReason::first_start));
  items.push_back(kiosk.append(EpochClosed{EpochReason::key_rotated}));
  items.push_back(kiosk.append(vote(4)));
  return joined(items);
}

Bytes with_a_gap(const std::function<void(ExportAnchor&)>& change) {
  Export made = export_with_a_gap();
  change(made.anchor);
  made.items[0] = encode(made.anchor);
  return joined(made.items);
}

Bytes without(std::size_t index) {
  std::vector<Bytes> items = export_of_two_epochs().items;
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
  return joined(items);
}

Bytes flipped_signature() {
  Bytes item = export_of_two_epochs().items.at(2);
  item.back() ^= 1;
  return item;
}

}  // namespace

std::vector<std::pair<std::string, Bytes>> judged_exports() {
  const std::vector<Bytes> items = export_of_two_epochs().items;
  std::vector<std::pair<std::string, Bytes>> all;
  const auto add = [&](Verdict verdict, Bytes file) {
    all.emplace_back(to_string(verdict), std::move(file));
  };
  add(Verdict::good, joined(items));
  add(Verdict::malformed, with_item(2, CborWriter().array(0).take()));
  add(Verdict::not_deterministic, with_item(2, not_deterministic()));
  add(Verdict::too_large, with_item(2, too_large()));
  add(Verdict::wrong_type, with_item(2, seal(receipt(), key(1))));
  add(Verdict::unknown_version, with_item(2, of_version_2()));
  add(Verdict::wrong_signature, with_item(2, flipped_signature()));
  add(Verdict::wrong_kiosk, with_item(2, changed([](Record& r) { r.kiosk.fill(9); })));
  add(Verdict::wrong_epoch, with_item(2, changed([](Record& r) { r.epoch = 9; })));
  add(Verdict::not_opened, without(1));
  add(Verdict::repeated, with_item(2, items.at(1)));
  add(Verdict::gap, without(2));
  add(Verdict::broken_link, with_item(2, changed([](Record& r) { r.previous.fill(9); })));
  add(Verdict::after_close, after_close());
  add(Verdict::no_anchor, without(0));
  add(Verdict::cut_tail, without(items.size() - 1));
  add(Verdict::head_mismatch, without(items.size() - 2));

  add(Verdict::good, with_a_gap([](ExportAnchor&) {}));
  add(Verdict::gap,
      with_a_gap([](ExportAnchor& anchor) { anchor.sections[1].first_sequence = 5; }));
  add(Verdict::broken_link, with_a_gap([](ExportAnchor& a) { a.sections[1].before.fill(9); }));
  add(Verdict::no_anchor, with_a_gap([](ExportAnchor& a) { a.sections[1].public_key.fill(9); }));
  add(Verdict::no_anchor, with_a_gap([](ExportAnchor& a) {
        a.sections[1].first_sequence = 0;
        a.sections[1].before = {};
      }));
  add(Verdict::no_anchor, with_a_gap([](ExportAnchor& anchor) {
        anchor.sections.insert(anchor.sections.begin() + 1, {9, {}, 0, {}});
      }));
  return all;
}

}  // namespace smilepost::record::samples
