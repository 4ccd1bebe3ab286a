// Reads Prometheus' text format 0.0.4 as strictly as it is written: each family has its help and
// its type and then all of its samples, once each.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace smilepost::backend::test {

class PrometheusText {
 public:
  explicit PrometheusText(const std::string& text) {
    EXPECT_TRUE(text.ends_with('\n'));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) read(line);
    check_histograms();
  }

  // By name and labels, as they are written.
  double at(const std::string& sample) const {
    const auto found = samples_.find(sample);
    if (found == samples_.end()) ADD_FAILURE() << "no sample " << sample;
    return found == samples_.end() ? -1 : found->second;
  }
  std::size_t size() const { return samples_.size(); }

 private:
  void read(const std::string& line) {
    static const std::regex help(R"(# HELP ([a-z_]+) \S.*)");
    static const std::regex type(R"(# TYPE ([a-z_]+) (counter|gauge|histogram))");
    static const std::regex sample(
        R"re(([a-z_]+)(\{[a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*\})? ([-+0-9.e]+|\+Inf|NaN))re");
    std::smatch parts;
    if (std::regex_match(line, parts, help)) {
      EXPECT_TRUE(families_.insert(parts[1]).second) << line << ": a family comes once";
      family_ = parts[1];
      type_.clear();
    } else if (std::regex_match(line, parts, type)) {
      EXPECT_EQ(parts[1], family_) << "the type follows the help";
      type_ = parts[2];
      EXPECT_EQ(type_ == "counter", family_.ends_with("_total")) << line;
    } else if (std::regex_match(line, parts, sample)) {
      check_belongs(parts[1], line);
      EXPECT_TRUE(samples_.emplace(parts[1].str() + parts[2].str(), std::stod(parts[3])).second)
          << line << ": a sample comes once";
    } else {
      ADD_FAILURE() << "not a line of this format: " << line;
    }
  }

  void check_belongs(const std::string& name, const std::string& line) const {
    EXPECT_FALSE(type_.empty()) << line << ": comes before its type";
    if (type_ != "histogram") {
      EXPECT_EQ(name, family_) << line;
      return;
    }
    EXPECT_TRUE(name == family_ + "_bucket" || name == family_ + "_sum" ||
                name == family_ + "_count")
        << line;
  }

  // Buckets hold all below them, and the last one all.
  void check_histograms() const {
    static const std::regex bucket(R"re(([a-z_]+)_bucket\{(.*?),?le="([^"]+)"\})re");
    std::map<std::string, std::map<double, double>> histograms;
    for (const auto& [name, value] : samples_) {
      std::smatch parts;
      if (!std::regex_match(name, parts, bucket)) continue;
      const std::string labels = parts[2].length() > 0 ? "{" + parts[2].str() + "}" : "";
      histograms[parts[1].str() + "_count" + labels][std::stod(parts[3])] = value;
    }
    for (const auto& [count, buckets] : histograms) {
      double before = 0;
      for (const auto& [bound, value] : buckets) {
        EXPECT_GE(value, before) << count << " at " << bound;
        before = value;
      }
      EXPECT_EQ(buckets.rbegin()->first, std::numeric_limits<double>::infinity()) << count;
      EXPECT_EQ(buckets.rbegin()->second, at(count));
    }
  }

  std::string family_, type_;
  std::set<std::string> families_;
  std::map<std::string, double> samples_;
};

}  // namespace smilepost::backend::test
