#include "kiosk/updates/download.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/kiosk/updates/release_server.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using testing::HasSubstr;

class DownloadTest : public testing::Test {
 protected:
  Download download() { return Download(settings_, http_); }
  std::string all_here() {
    std::ifstream file(download().file(offer_), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // Until all of it is here; how many exchanges that took.
  int run(Download& download) {
    int exchanges = 0;
    for (; download.here(offer_) < offer_.size && exchanges < 1'000; ++exchanges) {
      (void)download.fetch(offer_);
      download.took(100);
    }
    return exchanges;
  }

  tests::TempFolder folder_;
  tests::ReleaseServer server_{1'000'000};
  Offer offer_ = server_.offer();
  tests::FakeHttpClient http_{server_.answers()};
  DownloadSettings settings_{"http://127.0.0.1:1/", "00ff", folder_.path() / "update"};
};

TEST_F(DownloadTest, comes_in_pieces_and_is_what_was_announced) {
  auto download = this->download();
  ASSERT_TRUE(download.make_room(offer_));
  run(download);
  ASSERT_TRUE(*download.is_whole(offer_));
  EXPECT_EQ(all_here(), std::string(server_.bytes.begin(), server_.bytes.end()));
  EXPECT_GT(http_.requests.size(), 3U);
  EXPECT_EQ(http_.requests[0].url, "http://127.0.0.1:1/v1/releases/1.5");
  const auto& headers = http_.requests[0].headers;
  EXPECT_EQ(headers[0], std::pair(std::string("Smilepost-Kiosk"), std::string("00ff")));
  EXPECT_EQ(headers[2],
            std::pair(std::string("If-Range"), "\"" + record::to_hex(offer_.sha256) + "\""));
}

TEST_F(DownloadTest, goes_on_where_it_was_cut_and_asks_for_nothing_twice) {
  auto first = download();
  ASSERT_TRUE(first.make_room(offer_));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(first.fetch(offer_));
    server_.cuts = 1;
    EXPECT_FALSE(first.fetch(offer_));
  }
  const auto here = first.here(offer_);
  EXPECT_GT(here, 0U);
  auto second = download();  // after a restart
  ASSERT_TRUE(second.make_room(offer_));
  EXPECT_EQ(second.here(offer_), here);
  run(second);
  EXPECT_TRUE(*second.is_whole(offer_));
  EXPECT_TRUE(std::is_sorted(server_.asked_from.begin(), server_.asked_from.end()));
  EXPECT_EQ(std::adjacent_find(server_.asked_from.begin(), server_.asked_from.end()),
            server_.asked_from.end());
}

TEST_F(DownloadTest, takes_less_than_it_asked_for) {
  server_.most = 7'001;
  auto download = this->download();
  ASSERT_TRUE(download.make_room(offer_));
  run(download);
  EXPECT_TRUE(*download.is_whole(offer_));
}

TEST_F(DownloadTest, a_slow_link_gets_small_pieces_and_a_quick_one_large_ones) {
  auto slow = download();
  ASSERT_TRUE(slow.make_room(offer_));
  std::uint64_t before = 0, piece = 0;
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(slow.fetch(offer_));
    slow.took(9'000);
    piece = slow.here(offer_) - before;
    before = slow.here(offer_);
  }
  EXPECT_EQ(piece, 4'096U);
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(slow.fetch(offer_));
    slow.took(100);
    piece = slow.here(offer_) - before;
    before = slow.here(offer_);
  }
  EXPECT_EQ(piece, 4'096U << 5U);
}

TEST_F(DownloadTest, what_is_another_part_or_another_answer_is_not_written) {
  auto download = this->download();
  ASSERT_TRUE(download.make_room(offer_));
  const auto wrong = [&](auto change) {
    http_.answer = [this, change](const platform::HttpRequest& request) {
      auto response = server_.answer(request);
      change(*response);
      return response;
    };
    const auto fetched = download.fetch(offer_);
    EXPECT_FALSE(fetched);
    EXPECT_EQ(download.here(offer_), 0U);
    return fetched ? std::string() : fetched.error().message;
  };
  EXPECT_THAT(wrong([](auto& it) { it.status = 200; }), HasSubstr("HTTP 200"));
  EXPECT_THAT(wrong([](auto& it) { it.status = 404; }), HasSubstr("HTTP 404"));
  EXPECT_THAT(wrong([](auto& it) { it.content_range = ""; }), HasSubstr("another part"));
  EXPECT_THAT(wrong([](auto& it) { it.content_range = "bytes 1-32768/1000000"; }),
              HasSubstr("another part"));
  EXPECT_THAT(wrong([](auto& it) { it.content_range = "bytes 0-32767/1000001"; }),
              HasSubstr("another part"));
  EXPECT_THAT(wrong([](auto& it) { it.body.pop_back(); }), HasSubstr("another part"));
  EXPECT_THAT(wrong([](auto& it) { it.body.clear(); }), HasSubstr("another part"));
  EXPECT_THAT(wrong([](auto& it) { it.body.resize(2'000'000); }), HasSubstr("another part"));
}

TEST_F(DownloadTest, what_is_not_what_was_announced_shows) {
  auto download = this->download();
  ASSERT_TRUE(download.make_room(offer_));
  server_.bytes[999'999] ^= 1U;
  run(download);
  EXPECT_FALSE(*download.is_whole(offer_));
  download.discard(offer_);
  EXPECT_EQ(download.here(offer_), 0U);
}

TEST_F(DownloadTest, without_room_it_does_not_begin_and_says_how_much_is_missing) {
  settings_.spare_bytes = std::uint64_t{1} << 60;
  const auto room = download().make_room(offer_);
  ASSERT_FALSE(room);
  EXPECT_THAT(room.error().message, HasSubstr("MiB more"));
}

TEST_F(DownloadTest, what_was_downloaded_of_other_releases_goes) {
  ASSERT_TRUE(download().make_room(offer_));
  std::ofstream(settings_.folder / "0000.raucb") << "of an older one";
  std::ofstream(download().file(offer_)) << "begun";
  ASSERT_TRUE(download().make_room(offer_));
  EXPECT_FALSE(std::filesystem::exists(settings_.folder / "0000.raucb"));
  EXPECT_EQ(download().here(offer_), 5U);
}

}  // namespace
}  // namespace smilepost::kiosk
