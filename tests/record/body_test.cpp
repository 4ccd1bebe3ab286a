#include "record/body.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

bool is_readable(std::uint8_t kind, CborWriter& body) {
  const Bytes bytes = body.take();
  EXPECT_EQ(scan_whole(bytes), Verdict::good);
  return !std::holds_alternative<UnreadableBody>(decode_body(kind, bytes));
}

CborWriter& presentation(CborWriter& out) {
  return out.number(8).array(4).text("de").text("light").boolean(false).boolean(false);
}

CborWriter answer_with(std::size_t keys) {
  CborWriter out;
  out.map(keys).number(0).text("set").number(1).number(1).number(2).text("question");
  return out;
}

TEST(Body, ReasonsAreWrittenSortedAndOnce) {
  Answer answer = samples::reasons(1);
  answer.value = Reasons{{"b", "a", "b"}};
  const Body read = decode_body(2, encode_body(answer));
  EXPECT_EQ(std::get<Reasons>(std::get<Answer>(read).value).chosen,
            (std::vector<std::string>{"a", "b"}));
}

TEST(Body, EmptyReasonsTakeAllBack) {
  Answer answer = samples::reasons(1);
  answer.value = Reasons{};
  EXPECT_EQ(decode_body(2, encode_body(answer)), Body(answer));
}

TEST(Body, UnknownKeysAreUnreadable) {
  CborWriter known, more;
  known.map(1).number(0).number(4);
  more.map(2).number(0).number(4).number(1).number(0);
  EXPECT_TRUE(is_readable(6, known));
  EXPECT_FALSE(is_readable(6, more));
}

TEST(Body, FlagsAscendAndMayBeOfALaterVersion) {
  const auto readable = [](const std::vector<std::uint64_t>& flags) {
    CborWriter out = answer_with(6);
    out.number(3).array(2).number(1).number(4);
    presentation(out).number(11).array(flags.size());
    for (const auto flag : flags) out.number(flag);
    return is_readable(2, out);
  };
  EXPECT_TRUE(readable({0, 4, 255}));
  EXPECT_FALSE(readable({}));
  EXPECT_FALSE(readable({1, 1}));
  EXPECT_FALSE(readable({4, 0}));
  EXPECT_FALSE(readable({256}));
}

TEST(Body, VotesOutsideTheirStepsAreUnreadable) {
  const auto readable = [](std::uint64_t value, std::uint64_t steps) {
    CborWriter out = answer_with(5);
    out.number(3).array(2).number(value).number(steps);
    return is_readable(2, presentation(out));
  };
  EXPECT_TRUE(readable(1, 4));
  EXPECT_TRUE(readable(11, 11));
  EXPECT_FALSE(readable(0, 4));
  EXPECT_FALSE(readable(5, 4));
  EXPECT_FALSE(readable(1, 256));
}

TEST(Body, UnsortedOrDoubleReasonsAreUnreadable) {
  const auto readable = [](const char* first, const char* second) {
    CborWriter out = answer_with(5);
    out.number(4).array(2).text(first).text(second);
    return is_readable(2, presentation(out));
  };
  EXPECT_TRUE(readable("a", "b"));
  EXPECT_FALSE(readable("b", "a"));
  EXPECT_FALSE(readable("a", "a"));
}

TEST(Body, AnAnswerHasOneValue) {
  CborWriter none = answer_with(4), both = answer_with(6);
  both.number(3).array(2).number(1).number(4).number(4).array(0);
  EXPECT_FALSE(is_readable(2, presentation(none)));
  EXPECT_FALSE(is_readable(2, presentation(both)));
}

TEST(Body, AnyAnswerMayLeadToAFurtherQuestionAndSoMayASkippedOne) {
  for (const auto& value :
       {samples::vote(4).value, samples::reasons(1).value, decltype(Answer::value)(Reasons{})}) {
    Answer answer = samples::vote(4);
    answer.value = value;
    answer.leads_to = "anything-else";
    EXPECT_EQ(decode_body(2, encode_body(answer)), Body(answer));
  }
}

// A vote that ends with this key; nothing: it is unreadable.
std::optional<Answer> vote_with(std::uint64_t key, std::uint64_t value) {
  CborWriter out = answer_with(6);
  out.number(3).array(2).number(1).number(4);
  const Body body = decode_body(2, presentation(out).number(key).number(value).take());
  const auto* answer = std::get_if<Answer>(&body);
  return answer == nullptr ? std::nullopt : std::optional(*answer);
}

TEST(Body, AnAudienceIsNotTheShoppersAndMayBeOfALaterVersion) {
  const auto audience_of = [](std::uint64_t audience) {
    const auto answer = vote_with(12, audience);
    return answer ? std::optional(answer->audience) : std::nullopt;
  };
  EXPECT_EQ(audience_of(0), std::nullopt) << "shoppers are named in one way only";
  EXPECT_EQ(audience_of(1), Audience::staff);
  EXPECT_EQ(audience_of(255), Audience{255});
  EXPECT_EQ(audience_of(256), std::nullopt);
}

TEST(Body, ATextSizeIsNotTheUsualOneAndMayBeOfALaterVersion) {
  const auto size_of = [](std::uint64_t size) {
    const auto answer = vote_with(13, size);
    return answer ? std::optional(answer->presentation.text_size) : std::nullopt;
  };
  EXPECT_EQ(size_of(0), std::nullopt) << "the usual one is named in one way only";
  EXPECT_EQ(size_of(1), TextSize::large);
  EXPECT_EQ(size_of(255), TextSize{255});
  EXPECT_EQ(size_of(256), std::nullopt);
}

TEST(Body, TheUsualTextSizeIsNotSaid) {
  Answer answer = samples::vote(4);
  const std::size_t size = encode_body(answer).size();
  answer.presentation.text_size = TextSize::large;
  EXPECT_EQ(encode_body(answer).size(), size + 2);
  EXPECT_EQ(decode_body(2, encode_body(answer)), Body(answer));
}

TEST(Body, NobodyIsNamedWhereShoppersAnswer) {
  Answer answer = samples::vote(4);
  const std::size_t size = encode_body(answer).size();
  answer.audience = Audience::staff;
  EXPECT_EQ(encode_body(answer).size(), size + 2);
  EXPECT_EQ(decode_body(2, encode_body(answer)), Body(answer));
}

TEST(Body, ATimeHeardBeforeItsRequestWasSentIsUnreadable) {
  const auto readable = [](std::uint64_t sent, std::uint64_t heard) {
    CborWriter out;
    out.map(3).number(0).integer(-1).number(1).number(sent).number(2).number(heard);
    return is_readable(7, out);
  };
  EXPECT_TRUE(readable(5, 9));
  EXPECT_TRUE(readable(5, 5));
  EXPECT_FALSE(readable(6, 5));
}

TEST(Body, AGapThatEndsBeforeItBeginsIsUnreadable) {
  const auto readable = [](std::uint64_t first, std::uint64_t last) {
    CborWriter out;
    out.map(5).number(0).number(7).number(1).bytes(PublicKey{});
    out.number(2).number(first).number(3).number(last).number(4).bytes(Hash{});
    return is_readable(8, out);
  };
  EXPECT_TRUE(readable(5, 9));
  EXPECT_TRUE(readable(5, 5));
  EXPECT_FALSE(readable(6, 5));
}

TEST(Body, WhatIsSupersededIsOneAtLeast) {
  const auto readable = [](std::size_t count) {
    CborWriter out;
    out.map(3).number(0).bytes(PublicKey{}).number(1).number(2).number(4).array(count);
    for (std::size_t i = 0; i < count; ++i) out.bytes(Hash{});
    return is_readable(1, out);
  };
  EXPECT_TRUE(readable(1));
  EXPECT_TRUE(readable(2));
  EXPECT_FALSE(readable(0));
}

TEST(Body, HealthHasOneFigureAtLeast) {
  const auto readable = [](const std::vector<std::uint64_t>& keys) {
    CborWriter out;
    out.map(4).number(0).number(2).number(1).number(1).number(2).text("0.1.0").number(3);
    out.map(keys.size());
    for (const auto key : keys) out.number(key).number(5);
    return is_readable(5, out);
  };
  EXPECT_TRUE(readable({0}));
  EXPECT_TRUE(readable({1, 3, 1'000}));
  EXPECT_FALSE(readable({}));
}

TEST(Body, ACallSaysItsLanguageOrWhichOneItEnds) {
  const auto readable = [](std::uint64_t step, bool language, bool raised) {
    CborWriter out;
    out.map(1 + (language ? 1 : 0) + (raised ? 1 : 0)).number(0).number(step);
    if (language) out.number(1).text("ar");
    if (raised) out.number(2).number(7);
    return is_readable(9, out);
  };
  EXPECT_TRUE(readable(0, true, false));
  EXPECT_FALSE(readable(0, false, false));
  EXPECT_FALSE(readable(0, true, true));
  for (const std::uint64_t step : {1, 2, 3}) {
    EXPECT_TRUE(readable(step, false, true));
    EXPECT_FALSE(readable(step, true, true));
    EXPECT_FALSE(readable(step, false, false));
  }
  EXPECT_FALSE(readable(4, false, true));
}

TEST(Body, AnotherShapeIsUnreadable) {
  for (std::uint8_t kind = 0; kind < 11; ++kind) {
    CborWriter array, empty;
    EXPECT_FALSE(is_readable(kind, array.array(0)));
    EXPECT_FALSE(is_readable(kind, empty.map(0)));
  }
}

}  // namespace
}  // namespace smilepost::record
