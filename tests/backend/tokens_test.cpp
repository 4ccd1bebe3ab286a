#include "backend/tokens.h"

#include <gtest/gtest.h>

namespace smilepost::backend::test {
namespace {

record::Token token(int number) {
  record::Token token{};
  token[0] = static_cast<std::uint8_t>(number >> 8U);
  token[1] = static_cast<std::uint8_t>(number);
  token[15] = 1;
  return token;
}

// The backend's side, with tokens that are numbered.
class Ratchet {
 public:
  Shown show(const std::optional<record::Token>& shown) {
    ++given_;
    return backend::show(tokens, shown, token(given_), 1'000 + given_);
  }
  bool alarmed() const { return tokens.restored_ms || tokens.copied_ms; }
  Tokens tokens;

 private:
  int given_ = 0;
};

TEST(Tokens, GoOnWithEachOneShown) {
  Ratchet ratchet;
  ratchet.show({});
  for (int i = 0; i < 5; ++i) {
    const auto shown = ratchet.tokens.newest;
    EXPECT_EQ(ratchet.show(shown), Shown::known);
    EXPECT_NE(ratchet.tokens.newest, shown);
  }
}

// Also where the request with the previous one was but slow, and its successor has arrived.
TEST(Tokens, HandOutTheSameOneWhereItsReceiptWasLost) {
  Ratchet ratchet;
  ratchet.show({});
  const auto kept = ratchet.tokens.newest;
  ratchet.show(kept);
  const auto lost = ratchet.tokens.newest;
  EXPECT_EQ(ratchet.show(kept), Shown::known);
  EXPECT_EQ(ratchet.tokens.newest, lost);
  EXPECT_EQ(ratchet.show(lost), Shown::known);
}

TEST(Tokens, TellAnOlderState) {
  Ratchet ratchet;
  ratchet.show({});
  const auto old = ratchet.tokens.newest;
  for (int i = 0; i < 3; ++i) ratchet.show(ratchet.tokens.newest);
  EXPECT_EQ(ratchet.show(old), Shown::restored);
  EXPECT_EQ(ratchet.show(old), Shown::known);  // its receipt was lost
  EXPECT_EQ(ratchet.show(ratchet.tokens.newest), Shown::known);
  EXPECT_FALSE(ratchet.tokens.copied_ms);
}

TEST(Tokens, TellTwoDevicesOnceBothWereHeardOf) {
  Ratchet ratchet;
  ratchet.show({});
  const auto copied = ratchet.tokens.newest;
  for (int i = 0; i < 3; ++i) ratchet.show(ratchet.tokens.newest);
  const auto original = ratchet.tokens.newest;
  EXPECT_EQ(ratchet.show(copied), Shown::restored);
  EXPECT_EQ(ratchet.show(original), Shown::copied);
  EXPECT_TRUE(ratchet.tokens.copied_ms);
}

TEST(Tokens, BeginAnewWhereNoneIsKnown) {
  Ratchet ratchet;
  const record::Token before = token(999);
  EXPECT_EQ(ratchet.show(before), Shown::known);
  EXPECT_EQ(ratchet.show(before), Shown::known);  // the answer was lost
  EXPECT_EQ(ratchet.show(ratchet.tokens.newest), Shown::known);
}

// A kiosk's side: the token lies with the receipt in one transaction, so what is there is what the
// last durable receipt said, whatever was cut.
struct Device {
  std::optional<record::Token> kept;

  // A sync. The response is lost, or the power goes before it is durable, or it arrives.
  Shown sync(Ratchet& ratchet, bool arrives) {
    const Shown shown = ratchet.show(kept);
    if (arrives) kept = ratchet.tokens.newest;
    return shown;
  }
};

TEST(Tokens, RaiseNoFalseAlarmOver100000LostResponses) {
  Ratchet ratchet;
  Device device;
  std::uint32_t random = 1;
  int lost = 0;
  while (lost < 100'000) {
    random = random * 1'664'525U + 1'013'904'223U;
    const bool arrives = (random >> 16U) % 3 == 0;
    if (!arrives) ++lost;
    device.sync(ratchet, arrives);
    if ((random >> 20U) % 1'000 == 0) device.kept.reset();  // its journal was lost
    ASSERT_FALSE(ratchet.alarmed()) << lost;
  }
}

}  // namespace
}  // namespace smilepost::backend::test
