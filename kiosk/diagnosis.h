// How this kiosk is, at length, for whoever has to find out why one is ill. No answer is in it, and
// no secret: settings are repeated without what stands before an "@" in an address, and PINs, keys,
// codes and tokens lie in files that are not looked into.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "platform/machine_health.h"
#include "platform/usb_devices.h"
#include "record/status.h"

namespace smilepost::kiosk {

struct DiagnosisFacts {
  record::ProgramStatus program;
  std::string kiosk;    // its number
  std::string display;  // "kmsdrm 1280x800, V3D 4.2"
  std::vector<platform::UsbDevice> refused_usb;
  std::filesystem::path state;
  std::vector<std::filesystem::path> settings;  // files of JSON
};

// Reads a few small files; any thread.
std::string diagnosis(const DiagnosisFacts& facts, const AnswerRecordCounts& counts,
                      const platform::MachineHealth& machine,
                      const std::vector<std::string>& recent_log);

}  // namespace smilepost::kiosk
