// smilepost bundle: make-key, sign, show on real files; send against a socket that answers once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "kiosk/staff/pin.h"
#include "kiosk/survey/survey_set.h"
#include "record/bundle.h"
#include "tests/places.h"
#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

class BundleCommand : public testing::Test {
 protected:
  BundleCommand() {
    record::initialise_crypto();
    const std::filesystem::path surveys(tests::in_source("assets/surveys"));
    std::filesystem::create_directories(folder_.file("sets"));
    std::filesystem::copy(surveys / "checkout.json", folder_.file("sets"));
    std::filesystem::copy(surveys / "survey-set.schema.json", folder_.file("sets"));
    const auto made = outcome_of({"bundle", "make-key", folder_.file("key")});
    EXPECT_EQ(made.code, exit_good) << made.err;
    public_key_ = made.out.substr(0, 64);
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name)) << text;
    return folder_.file(name);
  }
  Outcome sign(const Words& more = {}, const std::string& version = "3") {
    Words words{"bundle",    "sign",  "--key",         folder_.file("key"),
                "--version", version, "--survey-sets", folder_.file("sets")};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(folder_.file("out"));
    return outcome_of(words);
  }
  record::OpenedBundle signed_bundle() {
    std::ifstream file(folder_.file("out"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    record::PublicKey key{};
    const auto hex = record::from_hex(public_key_).value();
    std::copy(hex.begin(), hex.end(), key.begin());
    return record::open_bundle(record::Bytes(bytes.begin(), bytes.end()), key);
  }

  OwnFolder folder_;
  std::string public_key_;
};

TEST_F(BundleCommand, AKeyIsItsOwnersAloneAndIsNeverWrittenOver) {
  struct stat file {};
  ASSERT_EQ(::stat(folder_.file("key").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  EXPECT_EQ(outcome_of({"bundle", "make-key", folder_.file("key")}).code, exit_unreadable);
  EXPECT_EQ(sign().code, exit_good);
  ::chmod(folder_.file("key").c_str(), 0644);
  const auto refused = sign();
  EXPECT_EQ(refused.code, exit_unreadable);
  EXPECT_THAT(refused.err, HasSubstr("chmod 600"));
}

TEST_F(BundleCommand, PacksASetsPicturesIntoIt) {
  const std::filesystem::path hofmarkt = tests::in_source("tests/kiosk/screens/hofmarkt");
  for (const auto& file : std::filesystem::directory_iterator(hofmarkt))
    std::filesystem::copy(file.path(), folder_.file("sets"));
  ASSERT_EQ(sign().code, exit_good);
  const auto packed = signed_bundle().bundle.survey_sets.at("hofmarkt");
  const auto alone = kiosk::parse_survey_set(packed, "packed");
  ASSERT_TRUE(alone) << alone.error().message;
  const auto beside = kiosk::load_survey_set(hofmarkt / "hofmarkt.json");
  EXPECT_EQ(alone->look.logo.svg, beside->look.logo.svg);
  EXPECT_EQ(alone->look.smiley(5)->svg, beside->look.smiley(5)->svg);
  EXPECT_EQ(alone->look.palette, beside->look.palette);
}

TEST_F(BundleCommand, SignsAllThatKiosksShallHave) {
  const auto outcome =
      sign({"--settings", write("settings", R"({"languages": {"offered": ["de"]}})"), "--pins",
            write("pins", "# Anna\n739164\n\n285017\n"), "--public-line",
            write("line", R"({"en": "We mended the door.", "de": "Die Tür ist repariert."})")});
  ASSERT_EQ(outcome.code, exit_good) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("bundle 3, 1 survey sets"));
  const auto opened = signed_bundle();
  ASSERT_EQ(opened.verdict, record::Verdict::good);
  EXPECT_EQ(opened.bundle.version, 3U);
  EXPECT_EQ(opened.bundle.survey_sets.count("checkout"), 1U);
  EXPECT_EQ(opened.bundle.settings, R"({"languages": {"offered": ["de"]}})");
  ASSERT_EQ(opened.bundle.pin_hashes.size(), 2U);
  EXPECT_TRUE(kiosk::verify_pin("739164", opened.bundle.pin_hashes[0]));
  EXPECT_TRUE(kiosk::verify_pin("285017", opened.bundle.pin_hashes[1]));
  EXPECT_EQ(opened.bundle.public_line.at("de"), "Die Tür ist repariert.");
}

TEST_F(BundleCommand, RefusesWhatAKioskWould) {
  EXPECT_THAT(sign({"--settings", write("s", R"({"network": {"proxy": ""}})")}).err,
              HasSubstr("/network"));
  EXPECT_THAT(sign({"--pins", write("p", "123456\n")}).err, HasSubstr("guessed first"));
  EXPECT_THAT(sign({"--pins", write("p", "")}).err, HasSubstr("one PIN a line"));
  EXPECT_THAT(sign({"--public-line", write("l", R"({"en": ""})")}).err, HasSubstr("must be {"));
  EXPECT_THAT(sign({"--public-line", write("l", "no json")}).err, HasSubstr("must be {"));
  write("sets/broken.json", "{}");
  EXPECT_THAT(sign().err, HasSubstr("broken.json"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("out"))) << "nothing half done";
}

TEST_F(BundleCommand, TwoSetsOfOneNameAreSaid) {
  std::filesystem::copy(folder_.file("sets") + "/checkout.json", folder_.file("sets") + "/z.json");
  EXPECT_THAT(sign().err, HasSubstr("/id: \"checkout\" is another file's already"));
}

TEST_F(BundleCommand, AVersionIsANumberFromOne) {
  for (const char* version : {"0", "x", "1.5", "-1", "9223372036854775808"})
    EXPECT_EQ(sign({}, version).code, exit_usage) << version;
  EXPECT_EQ(sign({}, "9223372036854775807").code, exit_good);
}

TEST_F(BundleCommand, ShowsWhatIsInItAndWhoseItIs) {
  sign({"--pins", write("pins", "739164\n")});
  const auto unchecked = outcome_of({"bundle", "show", folder_.file("out")});
  EXPECT_EQ(unchecked.code, exit_good);
  EXPECT_THAT(unchecked.out, HasSubstr("survey set checkout: "));
  EXPECT_THAT(unchecked.out, HasSubstr("staff PINs: 1\n"));
  EXPECT_THAT(unchecked.out, testing::Not(HasSubstr("argon2")));
  EXPECT_THAT(unchecked.out, HasSubstr("not checked"));
  const auto ours =
      outcome_of({"bundle", "show", "--organisation-key", public_key_, folder_.file("out")});
  EXPECT_EQ(ours.code, exit_good);
  EXPECT_THAT(ours.out, HasSubstr("signed with this organisation key"));
  const auto other = outcome_of(
      {"bundle", "show", "--organisation-key", std::string(64, 'a'), folder_.file("out")});
  EXPECT_EQ(other.code, exit_bad);
  EXPECT_THAT(other.err, HasSubstr("wrong_signature"));
}

TEST_F(BundleCommand, SendsItToTheOwnersSocket) {
  sign();
  OneAnswer backend(
      folder_.file("admin.sock"),
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\ntaken\n");
  const auto outcome = outcome_of({"bundle", "send", "--socket", folder_.file("admin.sock"),
                                   "--organisation-key", public_key_, folder_.file("out")});
  EXPECT_EQ(outcome.code, exit_good) << outcome.err;
  EXPECT_EQ(outcome.out, "taken\n");
  const auto request = backend.request();
  EXPECT_THAT(request, HasSubstr("PUT /admin/v1/bundle "));
  EXPECT_THAT(request, HasSubstr("Content-Type: application/cose"));
  EXPECT_THAT(request, HasSubstr("Smilepost-Organisation-Key: " + public_key_));
}

TEST_F(BundleCommand, SaysWhatTheBackendRefused) {
  sign();
  const std::string body = R"({"detail":"version 3 is not above 3"})";
  OneAnswer backend(folder_.file("admin.sock"),
                    "HTTP/1.1 409 Conflict\r\nContent-Type: application/problem+json\r\n"
                    "Content-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto outcome =
      outcome_of({"bundle", "send", "--socket", folder_.file("admin.sock"), folder_.file("out")});
  EXPECT_EQ(outcome.code, exit_bad);
  EXPECT_EQ(outcome.err, "smilepost bundle: version 3 is not above 3\n");
}

TEST_F(BundleCommand, SaysWhatIsMissing) {
  EXPECT_THAT(outcome_of({"bundle"}).err, HasSubstr("make-key, sign, send or show"));
  EXPECT_THAT(outcome_of({"bundle", "sign", "x"}).err, HasSubstr("--key is missing"));
  EXPECT_THAT(outcome_of({"bundle", "send", "--socket", "x"}).err, HasSubstr("FILE is missing"));
  EXPECT_EQ(outcome_of({"bundle", "show", folder_.file("none")}).code, exit_unreadable);
}

}  // namespace
}  // namespace smilepost::tool
