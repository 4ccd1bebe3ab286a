#include "backend/calls.h"

#include <algorithm>
#include <limits>

#include "backend/archive/call_rows.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using record::CallAnswer;
using record::CallRequest;
using record::CallState;

class CallsTest : public KitchenTest {
 protected:
  CallsTest() { kitchen.enrol(kiosk, "Entrance"); }

  static record::NamedCall call(std::uint8_t number, bool over = false) {
    record::NamedCall named{{}, "ar", over};
    named.number.fill(number);
    return named;
  }
  CallRequest request(const std::optional<record::NamedCall>& call) {
    CallRequest request{kiosk.id(), {}, kitchen.clock.now_ms, call};
    record::fill_random(request.nonce);
    return request;
  }
  Response post(const std::string& cose) {
    return kitchen.ask("POST", "/v1/call", cose, {{"content-type", "application/cose"}});
  }
  std::string sealed(const CallRequest& request) {
    const auto cose = record::seal(request, kiosk.signing_key());
    return {cose.begin(), cose.end()};
  }
  CallAnswer answer_in(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    const record::Bytes cose(response.body.begin(), response.body.end());
    const auto opened = record::open_call_answer(cose, kitchen.key.public_key());
    EXPECT_EQ(opened.verdict, record::Verdict::good);
    return opened.answer;
  }
  CallAnswer ask(const std::optional<record::NamedCall>& call = {}) {
    return answer_in(post(sealed(request(call))));
  }
  Response press(const std::string& form, const std::string& origin = "http://localhost:8480") {
    return kitchen.ask("POST", "/calls", form,
                       {{"content-type", "application/x-www-form-urlencoded"}, {"origin", origin}});
  }
  std::string hex() const { return record::to_hex(kiosk.id()); }
  Response say_coming(std::uint8_t number) {
    return press("do=coming&kiosk=" + hex() + "&call=" + record::to_hex(call(number).number));
  }
  std::string page() { return kitchen.ask("GET", "/calls").body; }

  HandMadeKiosk kiosk;
};

TEST_F(CallsTest, SomebodyIsThereForFifteenMinutesFromWhenTheySaidSo) {
  EXPECT_EQ(ask().present_ms, 0);
  EXPECT_EQ(press("do=here&kiosk=" + hex()).status, 303);
  EXPECT_EQ(ask().present_ms, 900'000);
  kitchen.clock.now_ms += 899'999;
  EXPECT_EQ(ask().present_ms, 1);
  kitchen.clock.now_ms += 1;
  EXPECT_EQ(ask().present_ms, 0);
}

TEST_F(CallsTest, WhoStaysSaysSoAgainAndWhoLeavesIsGone) {
  press("do=stay");
  EXPECT_EQ(ask().present_ms, 0) << "nobody was there who could stay";
  press("do=here-for-all");
  kitchen.clock.now_ms += 600'000;
  press("do=stay");
  EXPECT_EQ(ask().present_ms, 900'000);
  press("do=leave&kiosk=" + hex());
  EXPECT_EQ(ask().present_ms, 0);
}

TEST_F(CallsTest, PresenceIsForOneKioskAlone) {
  HandMadeKiosk other;
  kitchen.enrol(other, "Toys");
  press("do=here&kiosk=" + record::to_hex(other.id()));
  EXPECT_EQ(ask().present_ms, 0);
  press("do=here-for-all");
  EXPECT_EQ(ask().present_ms, 900'000);
}

TEST_F(CallsTest, ComesOnlyOnceAHumanHasSaidSo) {
  EXPECT_EQ(ask(call(1)).call, CallState::waits);
  kitchen.clock.now_ms += 12'000;
  EXPECT_EQ(ask(call(1)).call, CallState::waits);
  EXPECT_EQ(say_coming(1).status, 303);
  EXPECT_EQ(ask(call(1)).call, CallState::claimed);
  EXPECT_EQ(say_coming(1).status, 303) << "a second press is no fault";
}

TEST_F(CallsTest, WaitsForAMinuteAndNobodyIsTooLateInSilence) {
  ask(call(1));
  kitchen.clock.now_ms += 59'999;
  EXPECT_EQ(ask(call(1)).call, CallState::waits);
  kitchen.clock.now_ms += 1;
  EXPECT_EQ(ask(call(1)).call, CallState::over);
  const Response late = say_coming(1);
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.body.find("Too late"), std::string::npos);
  EXPECT_EQ(ask(call(1)).call, CallState::over);
}

TEST_F(CallsTest, EndsWhereTheShopperWentOn) {
  ask(call(1));
  EXPECT_EQ(ask(call(1, true)).call, CallState::over);
  EXPECT_EQ(say_coming(1).status, 409);
}

// The kiosk's minute ends just as somebody says that they are coming: that stands, and it hears so.
TEST_F(CallsTest, SomebodyWhoSaidSoComesThoughTheKioskGivesUp) {
  ask(call(1));
  say_coming(1);
  EXPECT_EQ(ask(call(1, true)).call, CallState::claimed);
}

TEST_F(CallsTest, ARequestShownAgainCallsNobody) {
  const std::string first = sealed(request(call(1)));
  answer_in(post(first));
  ask(call(1, true));
  EXPECT_EQ(answer_in(post(first)).call, CallState::over);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 1);
}

TEST_F(CallsTest, ARequestOfAnotherTimeCallsNobody) {
  const std::string held_back = sealed(request(call(1)));
  kitchen.clock.now_ms += 60'001;
  EXPECT_EQ(answer_in(post(held_back)).call, std::nullopt);
  CallRequest ahead = request(call(2));
  ahead.time_ms += 60'001;
  EXPECT_EQ(answer_in(post(sealed(ahead))).call, std::nullopt);
  CallRequest unheard = request(call(3));
  unheard.time_ms = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(answer_in(post(sealed(unheard))).call, std::nullopt);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 0);
}

TEST_F(CallsTest, OneThatIsOverBeforeItWasHeardCallsNobodyLater) {
  const std::string slow = sealed(request(call(1)));
  EXPECT_EQ(ask(call(1, true)).call, CallState::over);
  EXPECT_EQ(answer_in(post(slow)).call, CallState::over);
}

TEST_F(CallsTest, WhatIsLongOverGoesWithTheKiosksNextCall) {
  constexpr std::int64_t days_30_ms = 30LL * 24 * 3600 * 1000;
  HandMadeKiosk other;
  kitchen.enrol(other, "Toys");
  ask(call(1));
  CallRequest elsewhere = request(call(1));
  elsewhere.kiosk = other.id();
  const auto cose = record::seal(elsewhere, other.signing_key());
  EXPECT_EQ(post({cose.begin(), cose.end()}).status, 200);
  kitchen.clock.now_ms += 1;
  ask(call(2));
  kitchen.clock.now_ms += days_30_ms - 1;
  ask(call(3));
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 4) << "for 30 days they stay";
  kitchen.clock.now_ms += 1;
  ask(call(3));
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 4) << "it has called before";
  EXPECT_EQ(ask(call(4)).call, CallState::waits);
  EXPECT_EQ(ask(call(1)).call, CallState::waits) << "its number is free again";
  EXPECT_EQ(ask(call(2)).call, CallState::over) << "still there";
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 5) << "and no other kiosk's went";
}

TEST_F(CallsTest, OnlyTheKioskItselfCalls) {
  HandMadeKiosk stranger;
  CallRequest forged = request(call(1));
  const auto cose = record::seal(forged, stranger.signing_key());
  EXPECT_EQ(post({cose.begin(), cose.end()}).status, 403);
  forged.kiosk = stranger.id();
  EXPECT_EQ(post(sealed(forged)).status, 403) << "not enrolled";
  EXPECT_EQ(post("nonsense").status, 422);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM call"), 0);
}

TEST_F(CallsTest, WithTheNewestKeyAlone) {
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  const std::string with_the_old_key = sealed(request(call(1)));
  EXPECT_EQ(post(with_the_old_key).status, 200);
  kitchen.clock.now_ms += 1'000;
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(post(with_the_old_key).status, 403);
  EXPECT_EQ(ask(call(2)).call, CallState::waits);
}

TEST_F(CallsTest, ARevokedKioskCallsNobody) {
  kitchen.ask("POST", "/admin/v1/fleet/revoke", R"({"kiosk":")" + hex() + R"("})",
              {{"content-type", "application/json"}}, Door::admin_socket);
  EXPECT_EQ(post(sealed(request(call(1)))).status, 403);
  press("do=here-for-all");
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM presence"), 0);
}

TEST_F(CallsTest, AnswersTheRequestThatWasJustSent) {
  const std::string cose = sealed(request({}));
  const CallAnswer answer = answer_in(post(cose));
  EXPECT_EQ(answer.kiosk, kiosk.id());
  EXPECT_EQ(answer.request, record::sha256(record::Bytes(cose.begin(), cose.end())));
  EXPECT_EQ(answer.time_ms, kitchen.clock.now_ms);
}

// A backend that starts again, or another one on the same database.
TEST_F(CallsTest, EachBackendSaysTheSame) {
  press("do=here&kiosk=" + hex());
  ask(call(1));
  say_coming(1);
  ask(call(2));
  const auto read = [&](std::uint8_t number) {
    const auto row = read_call(kitchen.archive->store(), {kiosk.id(), call(number).number});
    return (*row)->state_at(kitchen.clock.now_ms);
  };
  const std::map<std::uint8_t, CallState> before{{1, read(1)}, {2, read(2)}};
  Calls again(*kitchen.archive, kitchen.clock, kitchen.key);
  for (const auto& [number, state] : before) {
    const std::string cose = sealed(request(call(number)));
    const auto response = again.take({"POST", "/v1/call", {}, cose, Door::network});
    const CallAnswer answer = answer_in(*response);
    EXPECT_EQ(answer.call, state);
    EXPECT_EQ(answer.present_ms, 900'000);
  }
}

TEST_F(CallsTest, ThePageShowsWhoCallsWhereAndInWhichLanguage) {
  EXPECT_NE(page().find("Nobody is, so no kiosk offers to call."), std::string::npos);
  press("do=here&kiosk=" + hex());
  ask(call(1));
  kitchen.clock.now_ms += 12'000;
  const std::string calling = page();
  for (const char* text : {"(1) Entrance: could somebody come?", "<bdi>Entrance</bdi>", "Arabic",
                           "Asked 12 s ago", ">Coming</button>", "another 15 min"}) {
    EXPECT_NE(calling.find(text), std::string::npos) << text;
  }
  say_coming(1);
  kitchen.clock.now_ms += 7'000;
  const std::string coming = page();
  EXPECT_NE(coming.find("Somebody said that they are coming, 7 s ago."), std::string::npos);
  EXPECT_EQ(coming.find(">Coming</button>"), std::string::npos);
  ask(call(1, true));
  EXPECT_NE(page().find("Answered after 12 s"), std::string::npos);
}

TEST_F(CallsTest, ThePageTellsWhatNobodyAnswered) {
  ask(call(1));
  kitchen.clock.now_ms += 60'000;
  ask(call(2));
  kitchen.clock.now_ms += 5'000;
  ask(call(2, true));
  const std::string shown = page();
  EXPECT_NE(shown.find("Nobody answered"), std::string::npos);
  EXPECT_NE(shown.find("The shopper went on after 5 s"), std::string::npos);
}

TEST_F(CallsTest, ButtonsWorkOnOurOwnPagesOnly) {
  ask(call(1));
  EXPECT_EQ(press("do=here-for-all", "http://elsewhere.example").status, 403);
  EXPECT_EQ(press("do=here-for-all", "null").status, 403);
  EXPECT_EQ(press("do=here-for-all", "").status, 403);
  const auto from = [&](const char* site) {
    return kitchen
        .ask("POST", "/calls", "do=stay",
             {{"content-type", "application/x-www-form-urlencoded"},
              {"origin", "http://localhost:8480"},
              {"sec-fetch-site", site}})
        .status;
  };
  EXPECT_EQ(from("cross-site"), 403);
  EXPECT_EQ(from("same-site"), 403);
  EXPECT_EQ(from("same-origin"), 303);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM presence"), 0);
}

TEST_F(CallsTest, AButtonThatIsNoneChangesNothing) {
  for (const char* form : {"", "do=coming", "do=here&kiosk=12",
                           "do=coming&kiosk=zz&call=", "do=dance", "&&=&%", "do=%"}) {
    EXPECT_EQ(press(form).status, 400) << form;
  }
}

TEST_F(CallsTest, ThePageWorksWithoutScriptAndSendsItsFormsHome) {
  const Response shown = kitchen.ask("GET", "/calls");
  EXPECT_EQ(shown.body.find("<script"), std::string::npos);
  EXPECT_NE(shown.body.find("http-equiv=\"refresh\""), std::string::npos);
  const auto has = [&](const std::string& name, const std::string& part) {
    return std::any_of(shown.headers.begin(), shown.headers.end(), [&](const auto& header) {
      return header.first == name && header.second.find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("Content-Security-Policy", "form-action 'self'"));
  EXPECT_TRUE(has("Referrer-Policy", "same-origin")) << "or browsers send no Origin with a form";
}

}  // namespace
}  // namespace smilepost::backend::test
