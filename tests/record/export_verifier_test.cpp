#include <gtest/gtest.h>

#include <sstream>

#include "record/export_verifier.h"
#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

ExportReport judge(const Bytes& file) {
  std::istringstream in(std::string(file.begin(), file.end()));
  return verify_export(in);
}

ExportReport judge(const std::vector<Bytes>& items) {
  return judge(samples::joined(items));
}

class ExportVerifierTest : public testing::Test {
 protected:
  // Anchor, records 1–4 of the first epoch, 5–8 of the second, head.
  std::vector<Bytes> items_ = samples::export_of_two_epochs().items;
  void drop(std::size_t first, std::size_t count = 1) {
    const auto from = items_.begin() + static_cast<std::ptrdiff_t>(first);
    items_.erase(from, from + static_cast<std::ptrdiff_t>(count));
  }
};

TEST_F(ExportVerifierTest, GoodSaysWhatItHolds) {
  const ExportReport report = judge(items_);
  EXPECT_EQ(report.verdict, Verdict::good);
  EXPECT_EQ(report.sections, 2U);
  EXPECT_EQ(report.records, 8U);
  EXPECT_EQ(report.answer_records, 6U);
  EXPECT_EQ(report.unendorsed_epochs, 0U);
  EXPECT_EQ(report.time_ms, 1767229200000);
}

TEST_F(ExportVerifierTest, EachVerdictIsMet) {
  for (const auto& [word, file] : samples::judged_exports()) {
    EXPECT_EQ(to_string(judge(file).verdict), word);
  }
}

TEST_F(ExportVerifierTest, SaysWhere) {
  drop(6);
  const ExportReport report = judge(items_);
  EXPECT_EQ(report.verdict, Verdict::gap);
  EXPECT_EQ(report.place, ExportPlace::record);
  EXPECT_EQ(report.record, 6U);
  EXPECT_EQ(report.epoch, samples::second_epoch);
  EXPECT_EQ(report.sequence, 2U);
}

TEST_F(ExportVerifierTest, EachDroppedItemIsNoticed) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    std::vector<Bytes> fewer = items_;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(judge(fewer).verdict, Verdict::good) << i;
  }
}

TEST_F(ExportVerifierTest, EachDroppedSectionIsNoticed) {
  const std::vector<Bytes> all = items_;
  drop(5, 4);
  EXPECT_EQ(judge(items_).verdict, Verdict::head_mismatch);
  items_ = all;
  drop(1, 4);
  EXPECT_EQ(judge(items_).verdict, Verdict::wrong_epoch);
}

// Also where the anchor is rewritten to match.
TEST_F(ExportVerifierTest, AnAnchorThatForgetsASectionIsNoticed) {
  ExportAnchor anchor = samples::export_of_two_epochs().anchor;
  anchor.sections.erase(anchor.sections.begin());
  items_[0] = encode(anchor);
  drop(1, 4);
  EXPECT_EQ(judge(items_).verdict, Verdict::head_mismatch);
}

TEST_F(ExportVerifierTest, AnAnchorThatStartsLaterIsNoticed) {
  ExportAnchor anchor = samples::export_of_two_epochs().anchor;
  anchor.sections[0].first_sequence = 1;
  anchor.sections[0].before = hash_of(items_[1]);
  items_[0] = encode(anchor);
  drop(1);
  EXPECT_EQ(judge(items_).verdict, Verdict::head_mismatch);
}

TEST_F(ExportVerifierTest, SwappedAndRepeatedAreNoticed) {
  for (std::size_t i = 0; i + 1 < items_.size(); ++i) {
    std::vector<Bytes> swapped = items_, repeated = items_;
    std::swap(swapped[i], swapped[i + 1]);
    repeated.insert(repeated.begin() + static_cast<std::ptrdiff_t>(i), items_[i]);
    EXPECT_NE(judge(swapped).verdict, Verdict::good) << i;
    EXPECT_NE(judge(repeated).verdict, Verdict::good) << i;
  }
  items_.push_back(items_.back());
  EXPECT_EQ(judge(items_).verdict, Verdict::malformed);
}

TEST_F(ExportVerifierTest, EachCutIsNoticed) {
  const Bytes file = samples::joined(items_);
  for (std::size_t size = 0; size < file.size(); ++size) {
    const Verdict verdict =
        judge(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))).verdict;
    EXPECT_EQ(verdict, size < items_[0].size() ? Verdict::no_anchor : Verdict::cut_tail) << size;
  }
}

TEST_F(ExportVerifierTest, EachFlippedBitIsNoticed) {
  const Bytes file = samples::joined(items_);
  for (std::size_t bit = 0; bit < file.size() * 8; bit += 5) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_NE(judge(flipped).verdict, Verdict::good) << "bit " << bit;
  }
}

ExportReport rest_judged(ExportVerifier verifier, BytesView rest) {
  ExportItem item;
  do {
    item = cut_item(rest);
    rest = rest.subspan(item.bytes.size());
  } while (verifier.take(item));
  return verifier.report();
}

TEST_F(ExportVerifierTest, ACopyGoesOnAsTheWholeWould) {
  items_ = samples::export_of_each_kind().items;
  const Bytes file = samples::joined(items_);
  ExportVerifier verifier;
  std::size_t at = 0;
  for (const Bytes& item : items_) {
    for (std::size_t place = at; place < at + item.size(); place += 7) {
      Bytes flipped = file;
      flipped[place] ^= 4;
      const ExportReport whole = judge(flipped);
      const ExportReport rest = rest_judged(verifier, BytesView(flipped).subspan(at));
      EXPECT_EQ(rest, whole) << "byte " << place;
      EXPECT_NE(rest.verdict, Verdict::good) << "byte " << place;
    }
    EXPECT_TRUE(verifier.take(cut_item(BytesView(file).subspan(at))));
    at += item.size();
  }
  EXPECT_FALSE(verifier.take({}));
  EXPECT_EQ(verifier.report().verdict, Verdict::good);
}

TEST_F(ExportVerifierTest, AFileThatBreaksOffBehindItsHeadIsUnreadable) {
  ExportVerifier verifier;
  for (const Bytes& item : items_) ASSERT_TRUE(verifier.take(cut_item(item)));
  EXPECT_FALSE(verifier.take({Verdict::unreadable_file, {}}));
  EXPECT_EQ(verifier.report().verdict, Verdict::unreadable_file);
}

TEST_F(ExportVerifierTest, AHeadOfAnotherKeyIsRefused) {
  ExportHead head =
      open_export_head(items_.back(), samples::Kiosk().id(), samples::key(2).public_key()).head;
  items_.back() = seal(head, samples::key(1));
  EXPECT_EQ(judge(items_).verdict, Verdict::wrong_signature);
}

TEST_F(ExportVerifierTest, AForgedEndorsementIsRefused) {
  samples::Kiosk kiosk;
  items_.resize(1);
  items_.push_back(kiosk.open_epoch(samples::first_epoch, 1, EpochReason::first_start));
  items_.push_back(kiosk.open_epoch(samples::second_epoch, 2, EpochReason::key_rotated,
                                    samples::key(3).sign(samples::key(2).public_key())));
  const ExportReport report = judge(items_);
  EXPECT_EQ(report.verdict, Verdict::wrong_signature);
  EXPECT_EQ(report.record, 2U);
}

TEST(ExportVerifier, CountsEpochsThatNobodyEndorsed) {
  samples::Kiosk kiosk;
  const Bytes first = kiosk.open_epoch(1, 1, EpochReason::first_start);
  ExportAnchor anchor{kiosk.id(), {kiosk.anchor()}};
  const Bytes second = kiosk.open_epoch(2, 2, EpochReason::journal_lost);
  anchor.sections.push_back(kiosk.anchor());
  std::stringstream file;
  ExportWriter writer(file, anchor);
  ASSERT_EQ(writer.add(first), Verdict::good);
  ASSERT_EQ(writer.add(second), Verdict::good);
  ASSERT_TRUE(writer.finish(1, kiosk.signing_key()));
  const ExportReport report = verify_export(file);
  EXPECT_EQ(report.verdict, Verdict::good);
  EXPECT_EQ(report.unendorsed_epochs, 1U);
}

// The third epoch names the first and has its key's endorsement: the second's says nothing of it.
TEST(ExportVerifier, CountsAnEpochThatOnlyAnEarlierOneEndorsed) {
  samples::Kiosk kiosk;
  std::vector<Bytes> records{kiosk.open_epoch(1, 1, EpochReason::first_start)};
  ExportAnchor anchor{kiosk.id(), {kiosk.anchor()}};
  const ChainHead first = kiosk.head();
  const auto endorsed = [](std::uint8_t by, std::uint8_t key) {
    return samples::key(by).sign(samples::key(key).public_key());
  };
  records.push_back(kiosk.open_epoch(2, 2, EpochReason::key_rotated, endorsed(1, 2)));
  anchor.sections.push_back(kiosk.anchor());
  Record third = open_unverified(kiosk.open_epoch(3, 3, EpochReason::card_restored)).record;
  auto& opened = std::get<EpochOpened>(third.body);
  opened.previous_head = first;
  opened.endorsement = endorsed(1, 3);
  records.push_back(kiosk.keep(third));
  anchor.sections.push_back(kiosk.anchor());
  std::stringstream file;
  ExportWriter writer(file, anchor);
  for (const Bytes& record : records) ASSERT_EQ(writer.add(record), Verdict::good);
  ASSERT_TRUE(writer.finish(1, kiosk.signing_key()));
  const ExportReport report = verify_export(file);
  EXPECT_EQ(report.verdict, Verdict::good);
  EXPECT_EQ(report.unendorsed_epochs, 1U);
}

// Several fillings of the buffer, sections that begin in the middle, progress.
TEST(ExportVerifier, StreamsALongExport) {
  const auto made = samples::export_of_two_epochs(700);
  std::istringstream in;
  const Bytes file = samples::joined(made.items);
  in.str(std::string(file.begin(), file.end()));
  std::uint64_t heard = 0;
  EXPECT_EQ(verify_export(in, [&](std::uint64_t records) { heard = records; }).verdict,
            Verdict::good);
  EXPECT_EQ(heard, 1402U);
}

TEST(ExportVerifier, KnowsEachKindAndWhatItCannotRead) {
  const ExportReport report = judge(samples::export_of_each_kind().items);
  EXPECT_EQ(report.verdict, Verdict::good);
  EXPECT_EQ(report.sections, 5U);
  EXPECT_EQ(report.missing_records, 2U);
  EXPECT_EQ(report.records, 17U);
  EXPECT_EQ(report.answer_records, 6U);
  EXPECT_EQ(report.unreadable_bodies, 2U);
  EXPECT_EQ(report.unendorsed_epochs, 0U);
}

TEST(ExportVerifier, ContinuesFromAnAnchorInTheMiddle) {
  samples::Kiosk kiosk;
  kiosk.open_epoch(1, 1, EpochReason::first_start);
  const SectionAnchor middle{1, samples::key(1).public_key(), 1, kiosk.head().hash};
  std::stringstream file;
  ExportWriter writer(file, {kiosk.id(), {middle}});
  ASSERT_EQ(writer.add(kiosk.append(samples::vote(4))), Verdict::good);
  ASSERT_TRUE(writer.finish(1, kiosk.signing_key()));
  EXPECT_EQ(verify_export(file).verdict, Verdict::good);
}

TEST(ExportVerifier, NamesAnItemThatIsTooLarge) {
  std::vector<Bytes> items = samples::export_of_two_epochs().items;
  Bytes large{0x5a, 0x00, 0x01, 0x00, 0x00};
  large.resize(70'000);
  items[1] = large;
  EXPECT_EQ(judge(items).verdict, Verdict::too_large);
}

TEST(ExportVerifier, SomethingElseHasNoAnchor) {
  const std::string html = "<!DOCTYPE html>";
  EXPECT_EQ(judge(Bytes(html.begin(), html.end())).verdict, Verdict::no_anchor);
  EXPECT_EQ(judge(Bytes{}).verdict, Verdict::no_anchor);
}

RC_GTEST_PROP(ExportVerifier, NoChangeIsGood, ()) {
  const Bytes file = samples::joined(samples::export_of_two_epochs(1).items);
  const Bytes changed = *generators::mutation(file);
  RC_ASSERT(changed == file || judge(changed).verdict != Verdict::good);
}

}  // namespace
}  // namespace smilepost::record
