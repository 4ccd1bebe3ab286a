// A whole backend without its network: the real parts over a real archive, with a clock to set.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "backend/accounts/doorkeeper.h"
#include "backend/archive.h"
#include "backend/fleet/release_offers.h"
#include "backend/results.h"
#include "backend/routes.h"
#include "hand_made_kiosk.h"
#include "platform/clock.h"
#include "test_database.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::backend::test {

using TemporaryFolder = tests::TempFolder;

class SetClock final : public platform::Clock {
 public:
  std::uint64_t monotonic_ms() const override { return static_cast<std::uint64_t>(now_ms); }
  std::int64_t wall_ms() const override { return now_ms; }
  bool synchronised() const override { return true; }
  std::array<std::uint8_t, 16> boot_id() const override { return {}; }
  std::int64_t now_ms = noon_ms;
};

inline record::SigningKey test_key() {
  record::initialise_crypto();
  return record::SigningKey::from_seed({7});
}

// What a process holds while it runs; a restart is another Kitchen over the same file.
class Kitchen {
 public:
  explicit Kitchen(const std::filesystem::path& folder) : Kitchen(database_in(folder)) {}
  explicit Kitchen(const std::string& database) : key(test_key()), archive(open(database, clock)) {}

  Response ask(const std::string& method, const std::string& path, std::string body = {},
               std::map<std::string, std::string> headers = {}, Door door = Door::network) {
    Request request{method, path.substr(0, path.find('?')), std::move(headers), std::move(body),
                    door};
    if (const auto mark = path.find('?'); mark != std::string::npos) {
      request.query = path.substr(mark + 1);
    }
    request.headers.emplace("host", "localhost:8480");
    request.peer = "127.0.0.1";
    return ask(std::move(request));
  }

  // What is put aside is done here and now, and then asked again.
  Response ask(Request request) {
    Response response = ask_once(request);
    if (!response.aside) return response;
    ++passwords_hashed;
    const Aside& aside = *response.aside;
    request.password = PasswordFound{!aside.hash.empty() && fits(aside.password, aside.hash),
                                     aside.hash.empty() ? hash_of(aside.password) : aside.hash};
    return ask_once(request);
  }

  Response ask_once(const Request& request) {
    const auto responses = archive->answer_group(
        {&request}, [this](const auto& group) { return routes.answer(group); });
    return responses.front();
  }

  Response post_records(const std::string& batch, const std::string& token = {}) {
    return ask("POST", "/v1/records", batch,
               {{"content-type", "application/cbor-seq"}, {"smilepost-token", token}});
  }
  Response post_enrolment(const std::string& body) {
    return ask("POST", "/v1/enrolments", body, {{"content-type", "application/cbor"}});
  }
  record::EnrolmentCode make_code() {
    const Response made = ask("POST", "/admin/v1/enrolment-codes", {}, {}, Door::admin_socket);
    EXPECT_EQ(made.status, 201);
    return record::parse_enrolment_code(made.body.substr(0, made.body.find('\n'))).value();
  }
  void enrol(const HandMadeKiosk& kiosk, const std::string& label = "Checkout") {
    EXPECT_EQ(post_enrolment(kiosk.enrolment(make_code(), label)).status, 201);
  }
  // With the code that is no secret: it waits until somebody accepts it.
  Response ask_to_enrol(const HandMadeKiosk& kiosk, const std::string& label) {
    const record::EnrolmentCode code{record::acceptance_secret,
                                     record::fingerprint_of(key.public_key())};
    return post_enrolment(kiosk.enrolment(code, label));
  }
  Figures figures() { return figures_of(archive->store(), day_of(clock.now_ms)).operator*(); }
  // The receipt in a response, verified.
  record::Receipt receipt_in(const Response& response) const {
    EXPECT_EQ(response.content_type, "application/cose");
    const record::Bytes cose(response.body.begin(), response.body.end());
    const auto opened = record::open_receipt(cose, key.public_key());
    EXPECT_EQ(opened.verdict, record::Verdict::good);
    return opened.receipt;
  }
  std::int64_t count(const std::string& sql) {
    return read_integer(archive->store(), sql).operator*();
  }
  // The one column of the one row, as it is stored.
  record::Bytes blob(const std::string& sql) {
    record::Bytes bytes;
    const auto found = read_one(archive->store(), sql, [&](const Row& row) {
      bytes.assign(row.blob(0).begin(), row.blob(0).end());
    });
    EXPECT_TRUE(found && *found) << sql;
    return bytes;
  }
  std::optional<std::int64_t> integer(const std::string& sql) {
    std::optional<std::int64_t> value;
    const Status done =
        read(archive->store(), sql, [&](const Row& row) { value = integer_at(row, 0); });
    EXPECT_TRUE(done) << sql;
    return value;
  }

  // Stands for Argon2id, which takes a tenth of a second: password_test.cpp has the real one.
  static std::string hash_of(const std::string& password) { return "hash of " + password; }
  static bool fits(const std::string& password, const std::string& hash) {
    return hash == hash_of(password);
  }

  int passwords_hashed = 0;
  SetClock clock;
  record::SigningKey key;
  std::unique_ptr<Archive> archive;
  Receipts receipts{*archive, clock, key};
  Bundles bundles{*archive, clock};
  Calls calls{*archive, clock, key};
  Enrolment enrolment{*archive, clock, receipts};
  Fleet fleet{*archive, clock};
  TemporaryFolder releases_folder;
  Releases releases{*archive, clock, releases_folder.path()};
  ReleaseAdmin release_admin{releases};
  ReleasesPage releases_page{*archive, clock, releases};
  Statuses statuses{*archive, clock, key, offers_of(releases)};
  DiagnosticsInbox diagnostics{*archive, clock};
  Pool pool{2};
  Ingest ingest{*archive, clock, receipts, pool};
  ResultsPage page{*archive, clock};
  CallsPage calls_page{*archive, clock};
  FleetPage fleet_page{*archive, clock};
  Site site{{"localhost", "127.0.0.1"}, "https://feedback.example"};
  Accounts accounts{*archive, clock};
  Sessions sessions{*archive, clock};
  Doorkeeper doorkeeper{accounts, sessions, site};
  AccountAdmin account_admin{accounts, site};
  SignInPage sign_in{accounts, sessions, site, clock};
  AccountsPage accounts_page{accounts, site, clock};
  Answerers answerers{bundles,       calls,         enrolment,   fleet,
                      ingest,        statuses,      diagnostics, page,
                      calls_page,    fleet_page,    releases,    release_admin,
                      releases_page, account_admin, sign_in,     accounts_page};
  Routes routes{all_routes(answerers),
                site,
                {[this](const Request& it) { return doorkeeper.who(it); },
                 [this](const Request& it) { return sign_in.ask_to_sign_in(it); }}};

 private:
  static std::unique_ptr<Archive> open(const std::string& database, const platform::Clock& clock) {
    auto archive = Archive::open(database, clock);
    EXPECT_TRUE(archive) << archive.error().message;
    return *std::move(archive);
  }
};

class KitchenTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  Kitchen kitchen{folder.path()};
};

}  // namespace smilepost::backend::test
