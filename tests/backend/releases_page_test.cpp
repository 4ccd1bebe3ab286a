#include "backend/web/releases_page.h"

#include <gmock/gmock.h>

#include <fstream>

#include "backend/web/form.h"
#include "kitchen.h"
#include "record/status.h"

namespace smilepost::backend::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* path = "/fleet/releases";

// Four kiosks that run 1.4, of which the first is a canary; release 1.5 is here.
class ReleasesPageTest : public KitchenTest {
 protected:
  ReleasesPageTest() {
    for (auto& kiosk : kiosks) {
      kitchen.enrol(kiosk);
      tell(kiosk, "1.4");
    }
    press("/fleet", {{"do", "make-group"}, {"group", "First"}, {"ring", "canary"}});
    press("/fleet", {{"do", "join"}, {"id", record::to_hex(kiosks[0].id())}, {"group", "First"}});
    add("1.5");
  }

  void add(const std::string& version, const std::string& floor = {}) {
    Release release;
    release.version = version;
    release.floor = floor;
    release.size = 7;
    release.sha256 = record::sha256(record::Bytes(7, 'x'));
    std::ofstream(kitchen.releases_folder.path() / (record::to_hex(release.sha256) + ".raucb"))
        << "xxxxxxx";
    const auto added = kitchen.releases.add(release, "owner");
    ASSERT_TRUE(added && added->done());
  }
  // A kiosk's own report.
  void tell(const HandMadeKiosk& kiosk, const std::string& image, const std::string& update = {}) {
    record::StatusReport report;
    report.kiosk = kiosk.id();
    report.epoch = 1;
    record::fill_random(report.nonce);
    report.time_ms = report.wall_ms = ++kitchen.clock.now_ms;
    report.program.version = "0.2.0";
    report.program.image_version = image;
    if (!update.empty()) report.program.update = update;
    const record::Bytes cose = record::seal(report, kiosk.signing_key());
    EXPECT_EQ(kitchen
                  .ask("POST", "/v1/status", std::string(cose.begin(), cose.end()),
                       {{"content-type", "application/cose"}})
                  .status,
              200);
  }
  Response press(const std::string& where, const std::map<std::string, std::string>& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
      body += (body.empty() ? "" : "&") + name + "=" + encode_percent(value);
    return kitchen.ask("POST", where, body, headers);
  }
  Response press(const std::map<std::string, std::string>& fields) { return press(path, fields); }
  void sure(std::map<std::string, std::string> fields) {
    fields["sure"] = "yes";
    fields["state"] = state_of(fields["version"]);
    EXPECT_EQ(press(fields).status, 303);
  }
  std::string state_of(const std::string& version) {
    const auto releases = kitchen.releases.list();
    for (const Release& it : *releases)
      if (it.version == version) return std::string(to_string(it.state));
    return {};
  }
  void offer(const std::string& ring, const std::string& percent = "100") {
    sure({{"do", "offer"}, {"version", "1.5"}, {"ring", ring}, {"percent", percent}});
  }
  std::string page() {
    const Response response = kitchen.ask("GET", path);
    EXPECT_EQ(response.status, 200);
    return response.body;
  }
  std::string offered(const HandMadeKiosk& kiosk, Ring ring, const std::string& runs = "1.4") {
    const auto offer = kitchen.releases.offer_for(kiosk.id(), ring, runs);
    return offer && *offer ? (*offer)->version : "";
  }

  std::map<std::string, std::string> headers{{"content-type", "application/x-www-form-urlencoded"},
                                             {"sec-fetch-site", "same-origin"}};
  HandMadeKiosk kiosks[4] = {HandMadeKiosk{1}, HandMadeKiosk{2}, HandMadeKiosk{3},
                             HandMadeKiosk{4}};
};

TEST_F(ReleasesPageTest, SaysWhatIsHereAndWhatRuns) {
  EXPECT_THAT(page(), HasSubstr("Now 4 run 1.4."));
  EXPECT_THAT(page(), HasSubstr("Nobody is offered it yet."));
  EXPECT_THAT(page(), Not(HasSubstr("Withdraw"))) << "nothing to take back";
  EXPECT_THAT(kitchen.ask("GET", "/fleet").body, HasSubstr(path));
}

TEST_F(ReleasesPageTest, OffersAfterAskingWithTheKiosksThatItReaches) {
  const Response asked =
      press({{"do", "offer"}, {"version", "1.5"}, {"ring", "canary"}, {"percent", "100"}});
  EXPECT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, HasSubstr("Offer 1.5 to canary?"));
  EXPECT_THAT(asked.body, HasSubstr("1 kiosk more downloads it and starts it"));
  EXPECT_EQ(offered(kiosks[0], Ring::canary), "") << "before it was asked once more";
  offer("canary");
  EXPECT_EQ(offered(kiosks[0], Ring::canary), "1.5");
  EXPECT_EQ(offered(kiosks[1], Ring::everybody), "");
  EXPECT_THAT(page(), HasSubstr("Offered to canary."));
  EXPECT_THAT(page(), HasSubstr("<b>1</b> still to begin"));
  tell(kiosks[0], "1.5", "good 1.5");
  EXPECT_THAT(
      press({{"do", "offer"}, {"version", "1.5"}, {"ring", "everybody"}, {"percent", "100"}}).body,
      HasSubstr("3 kiosks more download it and start it in their quiet hours. 1 runs it "
                "already."));
  offer("everybody");
  EXPECT_THAT(page(), HasSubstr("Offered to canary, and everybody."));
  EXPECT_THAT(page(), HasSubstr("<b>3</b> still to begin"));
}

TEST_F(ReleasesPageTest, AsksNothingBeforeFewerGetIt) {
  offer("everybody");
  const auto fewer =
      press({{"do", "offer"}, {"version", "1.5"}, {"ring", "everybody"}, {"percent", "0"}});
  EXPECT_EQ(fewer.status, 303);
  EXPECT_THAT(page(), HasSubstr("Nobody is offered it any more."));
}

TEST_F(ReleasesPageTest, ProposesTheNextStep) {
  const auto proposes = [&](const std::string& ring, const std::string& percent) {
    EXPECT_THAT(page(), HasSubstr("<option selected>" + ring + "</option>"));
    EXPECT_THAT(page(), HasSubstr("name=\"percent\" value=\"" + percent + "\""));
  };
  proposes("canary", "100");
  offer("canary", "50");
  proposes("canary", "100");
  offer("canary");
  for (const auto* step : {"10", "25", "50", "100"}) {
    proposes("everybody", step);
    offer("everybody", step);
  }
  press({{"do", "offer"}, {"version", "1.5"}, {"ring", "everybody"}, {"percent", "25"}});
  press({{"do", "pause"}, {"version", "1.5"}});
  proposes("everybody", "25");
}

TEST_F(ReleasesPageTest, PausesAtOnce) {
  offer("everybody");
  EXPECT_EQ(press({{"do", "pause"}, {"version", "1.5"}}).status, 303);
  EXPECT_EQ(offered(kiosks[0], Ring::canary), "");
  EXPECT_THAT(page(), HasSubstr("Paused: nobody further is offered it."));
}

TEST_F(ReleasesPageTest, PausesOnlyWhatIsOffered) {
  offer("everybody");
  sure({{"do", "withdraw"}, {"version", "1.5"}});
  EXPECT_EQ(press({{"do", "pause"}, {"version", "1.5"}}).status, 409) << "of a page that is old";
  EXPECT_EQ(state_of("1.5"), "withdrawn");
}

TEST_F(ReleasesPageTest, WithdrawsAfterAskingWhatTheyGoBackTo) {
  offer("everybody");
  tell(kiosks[0], "1.5", "good 1.5");
  const std::map<std::string, std::string> withdraw{{"do", "withdraw"}, {"version", "1.5"}};
  EXPECT_THAT(press(withdraw).body, HasSubstr("1 kiosk keeps it: no other release"));
  add("1.4");
  sure({{"do", "offer"}, {"version", "1.4"}, {"ring", "everybody"}, {"percent", "100"}});
  EXPECT_THAT(press(withdraw).body, HasSubstr("1 kiosk goes to 1.4, in the quiet hours."));
  EXPECT_EQ(offered(kiosks[0], Ring::canary, "1.5"), "");
  sure(withdraw);
  EXPECT_EQ(offered(kiosks[0], Ring::canary, "1.5"), "1.4");
  EXPECT_THAT(page(), HasSubstr("Withdrawn."));
}

TEST_F(ReleasesPageTest, SaysThatNoneGoesBelowTheFloor) {
  add("1.4");
  sure({{"do", "offer"}, {"version", "1.4"}, {"ring", "everybody"}, {"percent", "100"}});
  add("1.6", "1.5");
  sure({{"do", "offer"}, {"version", "1.6"}, {"ring", "everybody"}, {"percent", "100"}});
  tell(kiosks[0], "1.6", "good 1.6");
  EXPECT_THAT(press({{"do", "withdraw"}, {"version", "1.6"}}).body, HasSubstr("1 kiosk keeps it:"));
}

TEST_F(ReleasesPageTest, AsksBeforeMostGoBackToALowerOne) {
  offer("everybody");
  for (const auto& kiosk : kiosks) tell(kiosk, "1.5", "good 1.5");
  sure({{"do", "withdraw"}, {"version", "1.5"}});
  add("1.4");
  const auto asked =
      press({{"do", "offer"}, {"version", "1.4"}, {"ring", "everybody"}, {"percent", "100"}});
  EXPECT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, HasSubstr("4 kiosks more download it"));
  EXPECT_THAT(asked.body, HasSubstr("4 of them go back to it from a higher one."));
}

TEST_F(ReleasesPageTest, AsksAgainWhereItCameToStandOtherwise) {
  offer("canary");
  const auto press_as_seen = [&](const std::string& state) {
    return press({{"do", "offer"},
                  {"version", "1.5"},
                  {"ring", "everybody"},
                  {"percent", "100"},
                  {"sure", "yes"},
                  {"state", state}})
        .status;
  };
  tell(kiosks[0], "1.4", "fallen back 1.5");
  tell(kiosks[1], "1.4", "fallen back 1.5");
  ASSERT_EQ(state_of("1.5"), "stopped");
  EXPECT_EQ(press_as_seen("offered"), 200) << "it was stopped since the question";
  EXPECT_EQ(press_as_seen("stopped"), 303);
}

TEST_F(ReleasesPageTest, KnowsAVersionHoweverItIsWritten) {
  offer("everybody");
  tell(kiosks[0], "1.5.0", "good 1.5.0");
  EXPECT_THAT(page(), HasSubstr("<b>1</b> runs it"));
  EXPECT_THAT(press({{"do", "withdraw"}, {"version", "1.5.0"}}).body,
              HasSubstr("1 kiosk keeps it"));
}

TEST_F(ReleasesPageTest, CanTakeBackWhatRunsThoughNobodyIsOfferedIt) {
  tell(kiosks[0], "1.5");
  EXPECT_THAT(page(), HasSubstr("Nobody is offered it yet."));
  EXPECT_THAT(page(), HasSubstr("Withdraw …"));
}

TEST_F(ReleasesPageTest, ShowsHowFarItIsAndWhoNeedsALook) {
  offer("everybody");
  tell(kiosks[0], "1.5", "good 1.5");
  tell(kiosks[1], "1.4", "downloading 1.5: 40 %");
  tell(kiosks[2], "1.4", "fallen back 1.5: no picture was shown");
  const std::string shown = page();
  EXPECT_THAT(shown, HasSubstr("Now 1 runs 1.5, 3 run 1.4."));
  EXPECT_THAT(shown, HasSubstr("<b>1</b> runs it"));
  EXPECT_THAT(shown, HasSubstr("<b>1</b> is on its way"));
  EXPECT_THAT(shown, HasSubstr("<b>1</b> fell back"));
  EXPECT_THAT(shown, HasSubstr("x=\"25.0%\" width=\"25.0%\""));
  EXPECT_THAT(shown, HasSubstr("/fleet/kiosk?id=" + record::to_hex(kiosks[2].id())));
  EXPECT_THAT(shown, HasSubstr("1 kiosk needs a look"));
  EXPECT_THAT(shown, HasSubstr("<b>1</b> still to begin"));
  tell(kiosks[2], "1.6", "good 1.6");
  EXPECT_THAT(page(), Not(HasSubstr("needs a look"))) << "it went on";
}

TEST_F(ReleasesPageTest, SaysThatItStoppedByItselfAndThatOneMoreStopsItAgain) {
  offer("everybody");
  tell(kiosks[0], "1.4", "fallen back 1.5: no picture was shown");
  tell(kiosks[1], "1.4", "fallen back 1.5: no picture was shown");
  EXPECT_THAT(page(), HasSubstr("Stopped by itself: 2 of 2 kiosks that took it fell back."));
  EXPECT_THAT(page(), HasSubstr("by itself</small>")) << "in the log";
  const Response asked =
      press({{"do", "offer"}, {"version", "1.5"}, {"ring", "canary"}, {"percent", "100"}});
  EXPECT_THAT(asked.body, HasSubstr("Offer 1.5 to canary, and everybody?"));
  EXPECT_THAT(asked.body,
              HasSubstr("It was stopped: 2 of 2 kiosks that took it fell back; one more "
                        "may stop it again."));
  offer("canary");
  tell(kiosks[0], "1.4", "fallen back 1.5: no picture was shown");
  EXPECT_EQ(offered(kiosks[0], Ring::canary), "1.5") << "it says so in every report";
  tell(kiosks[2], "1.4", "fallen back 1.5: no picture was shown");
  EXPECT_EQ(offered(kiosks[0], Ring::canary), "");
}

TEST_F(ReleasesPageTest, SaysThatItsFileIsMissing) {
  for (const auto& entry : std::filesystem::directory_iterator(kitchen.releases_folder.path()))
    std::filesystem::remove(entry.path());
  EXPECT_THAT(page(), HasSubstr("Its file is missing on this machine, which hands it to nobody"));
}

TEST_F(ReleasesPageTest, NotesWhoDidIt) {
  offer("canary", "30");
  EXPECT_THAT(page(), HasSubstr("release 1.5 is offered to 30 % of canary<small>fleet page"));
}

TEST_F(ReleasesPageTest, RefusesWhatNoFormOfOursSends) {
  const auto refused = [&](std::map<std::string, std::string> fields, int status) {
    const Response response = press(fields);
    EXPECT_EQ(response.status, status);
    EXPECT_THAT(response.body, HasSubstr("Nothing was changed."));
  };
  refused({{"do", "offer"}, {"version", "1.5"}, {"ring", "friends"}, {"percent", "5"}}, 422);
  refused({{"do", "offer"}, {"version", "1.5"}, {"ring", "early"}, {"percent", "101"}}, 422);
  refused({{"do", "offer"}, {"version", "1.5"}, {"ring", "early"}, {"percent", "5x"}}, 422);
  refused({{"do", "offer"}, {"version", "9"}, {"ring", "early"}, {"percent", "5"}}, 404);
  refused({{"do", "pause"}, {"version", ""}}, 404);
  refused({{"do", "dance"}, {"version", "1.5"}}, 400);
  headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(press({{"do", "pause"}, {"version", "1.5"}}).status, 403);
}

TEST_F(ReleasesPageTest, ManyAreCutShort) {
  for (int i = 1; i <= 14; ++i) add("1.3." + std::to_string(i));
  EXPECT_THAT(page(), HasSubstr("3 older releases:"));
  EXPECT_THAT(page(), Not(HasSubstr("data-release=\"1.3.1\"")));
  tell(kiosks[0], "1.3.1");
  EXPECT_THAT(page(), HasSubstr("data-release=\"1.3.1\"")) << "somebody runs it";
}

TEST_F(KitchenTest, WithoutAReleaseItSaysHowToAddOne) {
  EXPECT_THAT(kitchen.ask("GET", path).body, HasSubstr("smilepost release add"));
}

}  // namespace
}  // namespace smilepost::backend::test
