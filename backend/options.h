// The command line of smilepost-backend.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/server.h"
#include "platform/result.h"

namespace smilepost::backend {

enum class Task { serve, back_up, restored, print_receipt_fingerprint, help, version };

struct Options {
  Task task = Task::serve;
  std::filesystem::path config;  // the file of settings; empty: the one in its place, if there
  std::filesystem::path state = "/var/lib/smilepost-backend";
  std::string database;          // a file, or postgresql://…; empty: a file in the state folder
  std::filesystem::path backup;  // of back_up: the file to make
  Address listen{"127.0.0.1", 8480};
  std::optional<Address> metrics;  // Prometheus may fetch them there
  bool allow_remote = false;
  std::string public_address;     // "https://feedback.example": as people's browsers see it
  std::chrono::seconds drain{0};  // serve on for so long after SIGTERM
  std::size_t most_connections = 4096;
};

// What the command line and the file of settings may both set. The value as text: a flag's is
// "true" or "false". An error says what to give instead, and not where it was read.
struct Setting {
  enum class Kind { text, number, flag };
  std::string_view name;  // "--" and this on the command line
  Kind kind = Kind::text;
  Status (*set)(const std::string& value, Options& options) = nullptr;
};

std::span<const Setting> all_settings();
const Setting* find_setting(std::string_view name);  // null: there is no such

// `arguments` without the program's name. They win over what `base` says.
Result<Options> parse_options(const std::vector<std::string>& arguments, Options base = {});

// The same, whatever reaches other machines.
Result<Options> parse_arguments(const std::vector<std::string>& arguments, Options base);

// 127.0.0.0/8, ::1 or "localhost".
bool is_loopback(const std::string& host);

// "[::1]:8480": as it stands in an address.
std::string host_in_url(const std::string& host);

extern const std::string_view help_text;

}  // namespace smilepost::backend
