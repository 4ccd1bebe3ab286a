#include "platform/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace smilepost::platform {

std::optional<QrCode> qr_code_of(const std::string& text) {
  if (text.empty()) return {};
  const std::unique_ptr<QRcode, decltype(&::QRcode_free)> made(
      ::QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), ::QRcode_free);
  if (!made) return {};
  QrCode code;
  code.side = made->width;
  const auto modules =
      static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
  for (std::size_t i = 0; i < modules; ++i) code.dark.push_back((made->data[i] & 1U) != 0);
  return code;
}

}  // namespace smilepost::platform
