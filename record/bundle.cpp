#include "record/bundle.h"

#include <algorithm>

#include "record/cbor.h"
#include "record/version.h"

namespace smilepost::record {
namespace {

using Texts = std::map<std::string, std::string>;

std::string text_of(BytesView bytes) {
  return {bytes.begin(), bytes.end()};
}

Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

// In bytewise order of their encoding, the shorter one is first.
bool comes_first(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::vector<std::string> keys_in_order(const Texts& texts) {
  std::vector<std::string> keys;
  keys.reserve(texts.size());
  for (const auto& [key, text] : texts) keys.push_back(key);
  std::sort(keys.begin(), keys.end(), comes_first);
  return keys;
}

bool within_limits(const Bundle& bundle) {
  const auto& pins = bundle.pin_hashes;
  const auto& lines = bundle.public_line;
  return bundle.settings.size() <= largest_settings && pins.size() <= most_pin_hashes &&
         std::all_of(pins.begin(), pins.end(),
                     [](const auto& pin) { return pin.size() <= longest_pin_hash; }) &&
         std::all_of(lines.begin(), lines.end(),
                     [](const auto& line) { return line.second.size() <= longest_public_line; });
}

Bytes encode(const Bundle& bundle) {
  CborWriter out;
  out.map(std::size_t{6} + (bundle.settings.empty() ? 0 : 1));
  out.number(0).number(version);
  out.number(1).number(bundle.version);
  out.number(2).integer(bundle.made_ms);
  if (!bundle.settings.empty()) out.number(3).bytes(bytes_of(bundle.settings));
  out.number(4).map(bundle.survey_sets.size());
  for (const auto& id : keys_in_order(bundle.survey_sets))
    out.text(id).bytes(bytes_of(bundle.survey_sets.at(id)));
  out.number(5).array(bundle.pin_hashes.size());
  for (const auto& pin : bundle.pin_hashes) out.text(pin);
  out.number(6).map(bundle.public_line.size());
  for (const auto& language : keys_in_order(bundle.public_line))
    out.text(language).text(bundle.public_line.at(language));
  return out.take();
}

void read_survey_sets(CborReader& in, Bundle& bundle) {
  for (auto left = in.map(); left > 0 && !in.failed(); --left) {
    auto id = in.text();
    bundle.survey_sets[std::move(id)] = text_of(in.bytes());
  }
}

void read_public_line(CborReader& in, Bundle& bundle) {
  for (auto left = in.map(); left > 0 && !in.failed(); --left) {
    auto language = in.text();
    bundle.public_line[std::move(language)] = in.text();
  }
}

Bundle read_fields(std::size_t& left, CborReader& in) {
  Bundle bundle;
  if (!in.key(1, left)) in.fail();
  bundle.version = in.number();
  if (!in.key(2, left)) in.fail();
  bundle.made_ms = in.integer();
  if (in.key(3, left)) {
    bundle.settings = text_of(in.bytes());
    if (bundle.settings.empty()) in.fail();  // none is left out
  }
  if (!in.key(4, left)) in.fail();
  read_survey_sets(in, bundle);
  if (!in.key(5, left)) in.fail();
  for (auto pins = in.array(); pins > 0 && !in.failed(); --pins)
    bundle.pin_hashes.push_back(in.text());
  if (!in.key(6, left)) in.fail();
  read_public_line(in, bundle);
  return bundle;
}

OpenedBundle read_bundle(BytesView payload) {
  CborReader in(payload);
  std::size_t left = in.map();
  if (const auto verdict = read_version(in, left); verdict != Verdict::good) return {verdict, {}};
  Bundle bundle = read_fields(left, in);
  if (!in.finished() || left != 0 || !within_limits(bundle)) return {};
  return {Verdict::good, std::move(bundle)};
}

}  // namespace

std::optional<Bytes> seal(const Bundle& bundle, const SigningKey& organisation_key) {
  if (!within_limits(bundle)) return std::nullopt;
  Bytes cose = sign1(bundle_message, encode(bundle), organisation_key);
  if (cose.size() > bundle_message.largest) return std::nullopt;
  return cose;
}

OpenedBundle open_bundle_unverified(BytesView cose) {
  const Sign1 message = open_sign1(cose, bundle_message);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  return read_bundle(message.payload);
}

OpenedBundle open_bundle(BytesView cose, const PublicKey& organisation_key) {
  OpenedBundle opened = open_bundle_unverified(cose);
  if (opened.verdict != Verdict::good) return opened;
  if (!signature_holds(open_sign1(cose, bundle_message), bundle_message, organisation_key))
    return {Verdict::wrong_signature, {}};
  return opened;
}

}  // namespace smilepost::record
