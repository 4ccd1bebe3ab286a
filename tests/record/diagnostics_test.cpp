#include "record/diagnostics.h"

#include <gtest/gtest.h>

#include "record/keys.h"

namespace smilepost::record {
namespace {

class DiagnosticsTest : public ::testing::Test {
 protected:
  DiagnosticsTest() { initialise_crypto(); }

  static Diagnostics said(std::string text) {
    Diagnostics diagnostics;
    diagnostics.kiosk.fill(1);
    diagnostics.epoch = 7;
    diagnostics.wish.fill(2);
    diagnostics.text = std::move(text);
    return diagnostics;
  }
  const SigningKey key_ = SigningKey::from_seed({3});
};

TEST_F(DiagnosticsTest, ComeBackAsTheyWereSaid) {
  const auto diagnostics = said("smilepost-kiosk 0.1.0\nlog\n");
  const auto opened = open_diagnostics(seal(diagnostics, key_), key_.public_key());
  EXPECT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.diagnostics, diagnostics);
}

TEST_F(DiagnosticsTest, AreLinesOfPrintableAsciiAndHaveAnEnd) {
  const auto odd = open_diagnostics_unverified(seal(said("caf\xC3\xA9\t\x1B[2J"), key_));
  EXPECT_EQ(odd.diagnostics.text, "caf????[2J");
  const auto opened = open_diagnostics_unverified(seal(said(std::string(400'000, 'x')), key_));
  EXPECT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.diagnostics.text.size(), longest_diagnostics);
}

TEST_F(DiagnosticsTest, AnotherKeyOrAChangedByteShows) {
  auto cose = seal(said("well"), key_);
  const auto other = SigningKey::from_seed({4});
  EXPECT_EQ(open_diagnostics(cose, other.public_key()).verdict, Verdict::wrong_signature);
  for (auto& byte : cose) {
    byte ^= 1U;
    EXPECT_NE(open_diagnostics(cose, key_.public_key()).verdict, Verdict::good);
    byte ^= 1U;
  }
}

}  // namespace
}  // namespace smilepost::record
