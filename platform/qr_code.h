// A QR code (ISO/IEC 18004) for a short text. Behind libqrencode.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace smilepost::platform {

struct QrCode {
  int side = 0;            // modules, without the quiet zone
  std::vector<bool> dark;  // row by row, side × side
  bool at(int column, int row) const {
    return dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                static_cast<std::size_t>(column)];
  }
};

// The quiet zone that a reader needs on each side, in modules.
inline constexpr int qr_quiet_modules = 4;

// Middling error correction: glass reflects. Nothing for an empty text, or one that is too long.
std::optional<QrCode> qr_code_of(const std::string& text);

}  // namespace smilepost::platform
