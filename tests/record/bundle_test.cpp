#include "record/bundle.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

const SigningKey& organisation() {
  static const SigningKey key = samples::key(9);
  return key;
}

Verdict verdict_of(BytesView cose) {
  return open_bundle(cose, organisation().public_key()).verdict;
}

// As somebody signs it who has the key and another program.
Verdict verdict_of_payload(const Bytes& payload) {
  return verdict_of(sign1(bundle_message, payload, organisation()));
}

CborWriter beginning(std::size_t pairs, std::uint64_t format = 1) {
  CborWriter out;
  out.map(pairs).number(0).number(format).number(1).number(3).number(2).integer(0);
  return out;
}

TEST(Bundle, OpensAsItWasSealed) {
  const auto opened =
      open_bundle(seal(samples::bundle(), organisation()).value(), organisation().public_key());
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.bundle, samples::bundle());
}

TEST(Bundle, MayHoldNothingButItsVersion) {
  Bundle bundle;
  bundle.version = 7;
  const auto opened =
      open_bundle(seal(bundle, organisation()).value(), organisation().public_key());
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.bundle, bundle);
}

TEST(Bundle, IsOnlyTheOrganisations) {
  const Bytes forged = seal(samples::bundle(), samples::key(8)).value();
  const auto opened = open_bundle(forged, organisation().public_key());
  EXPECT_EQ(opened.verdict, Verdict::wrong_signature);
  EXPECT_EQ(opened.bundle, Bundle{}) << "what is refused says nothing";
  EXPECT_EQ(open_bundle_unverified(forged).bundle, samples::bundle());
}

TEST(Bundle, IsNoReceiptAndNoReceiptIsOne) {
  EXPECT_EQ(verdict_of(seal(samples::receipt(), organisation())), Verdict::wrong_type);
  Bundle small;
  EXPECT_EQ(open_receipt(seal(small, organisation()).value(), organisation().public_key()).verdict,
            Verdict::wrong_type);
}

TEST(Bundle, OfALaterFormatIsNotGuessedAt) {
  EXPECT_EQ(verdict_of_payload(
                beginning(6, 2).number(4).map(0).number(5).array(0).number(6).map(0).take()),
            Verdict::unknown_version);
}

TEST(Bundle, OfAnotherShapeIsRefused) {
  const auto rest = [](CborWriter out) { return out.number(5).array(0).number(6).map(0); };
  EXPECT_EQ(verdict_of_payload(rest(beginning(6).number(4).map(0)).take()), Verdict::good);
  EXPECT_EQ(verdict_of_payload(rest(beginning(5)).take()), Verdict::malformed);
  EXPECT_EQ(verdict_of_payload(rest(beginning(7).number(3).bytes({}).number(4).map(0)).take()),
            Verdict::malformed)
      << "no settings are left out";
  EXPECT_EQ(verdict_of_payload(rest(beginning(7).number(4).map(0)).number(7).map(0).take()),
            Verdict::malformed)
      << "a key of nobody's";
  EXPECT_EQ(verdict_of_payload(rest(beginning(6).number(4).map(1).text("a").text("{}")).take()),
            Verdict::malformed)
      << "a set is bytes";
}

TEST(Bundle, HasOneEncoding) {
  CborWriter out = beginning(6);
  out.number(4).map(2).text("bb").bytes({}).text("a").bytes({});
  EXPECT_EQ(verdict_of_payload(out.number(5).array(0).number(6).map(0).take()),
            Verdict::not_deterministic);
}

TEST(Bundle, IsBounded) {
  const auto refused = [](const auto& change) {
    Bundle bundle = samples::bundle();
    change(bundle);
    return !seal(bundle, organisation());
  };
  EXPECT_TRUE(refused([](Bundle& it) { it.settings.assign(largest_settings + 1, ' '); }));
  EXPECT_TRUE(refused([](Bundle& it) { it.pin_hashes.assign(most_pin_hashes + 1, "x"); }));
  EXPECT_TRUE(refused([](Bundle& it) { it.pin_hashes[0].assign(longest_pin_hash + 1, 'x'); }));
  EXPECT_TRUE(
      refused([](Bundle& it) { it.public_line["en"].assign(longest_public_line + 1, 'x'); }));
  EXPECT_TRUE(
      refused([](Bundle& it) { it.survey_sets["checkout"].assign(bundle_message.largest, ' '); }));
}

TEST(Bundle, AReaderKeepsTheBounds) {
  CborWriter out = beginning(6);
  out.number(4).map(0).number(5).array(1).text(std::string(longest_pin_hash + 1, 'x'));
  EXPECT_EQ(verdict_of_payload(out.number(6).map(0).take()), Verdict::malformed);
  EXPECT_EQ(verdict_of(Bytes(bundle_message.largest + 1)), Verdict::too_large);
}

RC_GTEST_PROP(Bundle, ComesBackAsItWas, ()) {
  const Bundle bundle = *generators::bundle();
  const Bytes cose = seal(bundle, organisation()).value();
  const auto opened = open_bundle(cose, organisation().public_key());
  RC_ASSERT(opened.verdict == Verdict::good);
  RC_ASSERT(opened.bundle == bundle);
}

RC_GTEST_PROP(Bundle, NoChangeIsBelieved, ()) {
  const Bytes cose = seal(samples::bundle(), organisation()).value();
  const Bytes changed = *generators::mutation(cose);
  RC_ASSERT(changed == cose || verdict_of(changed) != Verdict::good);
}

}  // namespace
}  // namespace smilepost::record
