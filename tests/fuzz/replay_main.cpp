// Feeds a target its corpus, then a fixed number of changes to it: what tests/run does of the
// fuzzing.
#include <sys/time.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutation.h"

// Whatever a sanitizer finds ends in SIGABRT, as a property does.
// NOLINTNEXTLINE(*-reserved-identifier,*-identifier-naming)
extern "C" const char* __asan_default_options() {
  return "abort_on_error=1:max_allocation_size_mb=1000";
}
// NOLINTNEXTLINE(*-reserved-identifier,*-identifier-naming)
extern "C" const char* __ubsan_default_options() {
  return "abort_on_error=1:print_stacktrace=1";
}

using namespace smilepost;
namespace fs = std::filesystem;

namespace {

constexpr const char* usage =
    "usage: fuzz-TARGET [--count N] [--from K] FOLDER|FILE…\n"
    "Feeds the target every file, then N changes to them (default 0), the cases K … K+N-1. A case\n"
    "that breaks a property is written to TARGET.finding; give that file alone to see it again.\n";

constexpr long longest_case_s = 20;

struct Plan {
  std::uint64_t from = 0, count = 0;
  std::vector<fs::path> files;
};

// What is being judged now, for whoever dies of it.
std::string target, current_name;
record::Bytes current;

void keep_finding() {
  const std::string file = target + ".finding";
  std::ofstream out(file, std::ios::binary);
  out << fuzz::text_of(current);
  std::fprintf(stderr, "%s: %s broke it; its bytes are in %s\n", target.c_str(),
               current_name.c_str(), file.c_str());
}

void die_of(int signal) {
  if (signal == SIGPROF) std::fprintf(stderr, "longer than %ld s\n", longest_case_s);
  keep_finding();
  std::_Exit(1);
}

// Of the processor: a machine that stands still for a while makes no input slow.
void give_time(long seconds) {
  const itimerval limit{{}, {seconds, 0}};
  ::setitimer(ITIMER_PROF, &limit, nullptr);
}

void judge(record::Bytes bytes, std::string name) {
  current = std::move(bytes);
  current_name = std::move(name);
  give_time(longest_case_s);
  LLVMFuzzerTestOneInput(current.data(), current.size());
  give_time(0);
}

record::Bytes contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void add_files(const fs::path& path, std::vector<fs::path>& files) {
  if (!fs::is_directory(path)) return files.push_back(path);
  std::vector<fs::path> inside;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file()) inside.push_back(entry.path());
  }
  std::sort(inside.begin(), inside.end());
  files.insert(files.end(), inside.begin(), inside.end());
}

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

bool read_arguments(int count, char** arguments, Plan& plan) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = arguments[i];
    if (word == "--count" || word == "--from") {
      auto& number = word == "--count" ? plan.count : plan.from;
      if (++i == count || !read_number(arguments[i], number)) return false;
    } else if (fs::exists(word)) {
      add_files(word, plan.files);
    } else {
      return false;
    }
  }
  return !plan.files.empty();
}

}  // namespace

int main(int count, char** arguments) {
  Plan plan;
  if (!read_arguments(count, arguments, plan)) return std::fputs(usage, stderr), 2;
  target = fs::path(arguments[0]).filename();
  std::signal(SIGABRT, die_of);
  std::signal(SIGPROF, die_of);

  fuzz::Corpus corpus;
  for (const auto& file : plan.files) judge(corpus.emplace_back(contents(file)), file.string());
  for (std::uint64_t i = plan.from; i < plan.from + plan.count; ++i) {
    judge(fuzz::mutation(corpus, i), "case " + std::to_string(i));
  }
  std::printf("%s: %zu inputs of the corpus and %llu changes to them, nothing found\n",
              target.c_str(), corpus.size(), static_cast<unsigned long long>(plan.count));
}
