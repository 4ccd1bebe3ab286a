#include "kiosk/diagnosis.h"

#include <algorithm>
#include <system_error>

#include "platform/read_text.h"

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_settings = 65'536;

void line(std::string& out, const std::string& name, const std::string& value) {
  out += name + ": " + value + "\n";
}

template <class Number>
void line(std::string& out, const std::string& name, const std::optional<Number>& number) {
  line(out, name, number ? std::to_string(*number) : "not known");
}

// "https://name:word@host" is "https://…@host".
std::string without_logins(std::string text) {
  for (auto at = text.find("//"); at != std::string::npos; at = text.find("//", at + 2)) {
    const auto end = text.find_first_of("/\" \n", at + 2);
    const auto login = text.rfind('@', end);
    if (login != std::string::npos && login > at) text.replace(at + 2, login - at - 2, "...");
  }
  return text;
}

void add_program(std::string& out, const DiagnosisFacts& facts) {
  line(out, "kiosk", facts.kiosk);
  line(out, "program", facts.program.version);
  line(out, "image", facts.program.image_version.value_or("none"));
  line(out, "slot", facts.program.slot.value_or("none"));
  line(out, "starts in this boot", facts.program.starts);
  line(out, "safe mode", facts.program.safe_mode.value_or("no"));
  line(out, "update", facts.program.update.value_or("none"));
  line(out, "display", facts.display);
  for (const auto& device : facts.refused_usb)
    line(out, "USB device refused at " + device.port, device.id + " " + device.name);
}

void add_machine(std::string& out, const platform::MachineHealth& machine) {
  line(out, "temperature, thousandths of a degree", machine.temperature_mc);
  line(out, "eMMC life A, tenths used", machine.wear.life_a);
  line(out, "eMMC life B, tenths used", machine.wear.life_b);
  line(out, "eMMC spare blocks, 1 is normal", machine.wear.pre_eol);
}

// Names and sizes alone: what is in them is answers and keys.
void add_files(std::string& out, const fs::path& state) {
  std::error_code error;
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator it(state, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unseen;
    if (!it->is_regular_file(unseen)) continue;
    files.push_back(it->path().lexically_relative(state).string() + " " +
                    std::to_string(it->file_size(unseen)));
  }
  std::sort(files.begin(), files.end());
  out += "\nfiles, bytes\n";
  for (const auto& file : files) out += file + "\n";
  const auto space = fs::space(state, error);
  if (!error) line(out, "free bytes", std::to_string(space.available));
}

void add_settings(std::string& out, const std::vector<fs::path>& settings) {
  for (const auto& file : settings) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error || size > largest_settings) continue;
    const auto text = platform::read_text(file);
    out += "\n" + file.string() + "\n" + without_logins(text.value_or("cannot be read")) + "\n";
  }
}

}  // namespace

std::string diagnosis(const DiagnosisFacts& facts, const AnswerRecordCounts& counts,
                      const platform::MachineHealth& machine,
                      const std::vector<std::string>& recent_log) {
  std::string out;
  add_program(out, facts);
  line(out, "answer records kept", std::to_string(counts.kept));
  line(out, "of these acknowledged", std::to_string(counts.acknowledged));
  add_machine(out, machine);
  add_files(out, facts.state);
  add_settings(out, facts.settings);
  out += "\nlog, the last lines\n";
  for (const auto& logged : recent_log) out += without_logins(logged) + "\n";
  return out;
}

}  // namespace smilepost::kiosk
