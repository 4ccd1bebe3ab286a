// What the kiosk's connection is: for whoever puts it up, and for staff who are asked by telephone.
#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/screens/qr_picture.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"
#include "kiosk/text/times.h"

namespace smilepost::kiosk {

namespace {

std::string with(const Ui& ui, std::string_view msgid, const char* name, const std::string& value) {
  return ui.catalogue.text(ui.language, msgid, {{name, value}});
}

// "https://feedback.example" → "feedback.example"
std::string server_of(const ConnectionFacts& facts) {
  const auto scheme = facts.backend_url.find("://");
  return scheme == std::string::npos ? facts.backend_url : facts.backend_url.substr(scheme + 3);
}

std::string state_line(const Ui& ui, const ConnectionFacts& facts) {
  switch (facts.state) {
    case ConnectionState::not_set_up:
      break;
    case ConnectionState::trying:
      return with(ui, "Trying to reach {server}", "server", server_of(facts));
    case ConnectionState::waits:
      return with(ui, "Waits to be accepted at {server}", "server", server_of(facts));
    case ConnectionState::refused:
      return ui.say("The code was not accepted. Please ask for a new one.");
    case ConnectionState::joined:
      return with(ui, "Connected to {server}", "server", server_of(facts));
  }
  return ui.say("Not connected to a server yet");
}

std::string since_line(const Ui& ui, const ConnectionFacts& facts) {
  if (!facts.since || facts.state != ConnectionState::waits) return {};
  const auto& [date, minute] = *facts.since;
  const auto time = time_in(ui.language, {}, {date.year, date.month, date.day, minute},
                            TimeDetail::date_and_time);
  return with(ui, "Since {time}", "time", time);
}

std::string network_line(const Ui& ui, const ConnectionFacts& facts) {
  if (facts.address.empty()) return ui.say("No network. Check the cable or the Wi-Fi.");
  return with(ui, "In the network as {address}", "address", facts.address);
}

Text line(std::string words, float capital_mm, Weight weight, ImU32 colour) {
  return {.text = std::move(words),
          .capital_mm = capital_mm,
          .weight = weight,
          .colour = colour,
          .upright = Upright::top,
          .line_height = 1.2F};
}

std::vector<Text> lines_of(const Ui& ui, const ConnectionFacts& facts) {
  const auto muted = ui.theme.muted;
  std::vector<Text> lines = {
      line(state_line(ui, facts), 5.4F, Weight::bold, 0),
      line(since_line(ui, facts), 5, Weight::regular, muted),
      line(network_line(ui, facts), 5, Weight::regular, muted),
      line(facts.state == ConnectionState::joined
               ? std::string()
               : ui.say("The survey works already. Every answer is kept safe here."),
           5, Weight::regular, 0)};
  std::erase_if(lines, [](const Text& one) { return one.text.empty(); });
  return lines;
}

float height_of(Ui& ui, const std::vector<Text>& lines, float width, float gap) {
  float height = gap * static_cast<float>(lines.size() - 1);
  for (const Text& text : lines) height += ui.measure(text, width).height + 2;
  return height;
}

// Below one another; all of them smaller where they would not fit.
void draw_lines(Ui& ui, std::vector<Text> lines, const Rect& box) {
  const float gap = ui.mm(ui.display.tight() ? 1.6F : 4);
  for (int step = 0; step < 10 && height_of(ui, lines, box.w, gap) > box.h; ++step) {
    for (Text& text : lines) text.capital_mm *= 0.95F;
  }
  float y = box.y;
  for (const Text& text : lines) {
    const float height = std::min(ui.measure(text, box.w).height + 2, box.bottom() - y);
    ui.write(text, {box.x, y, box.w, height});
    y += height + gap;
  }
}

// The code to scan, and what for.
void draw_code(Ui& ui, const std::string& text, const Rect& box) {
  const float caption = ui.mm(ui.display.tight() ? 12 : 19);
  const float side = std::min(box.w, box.h - caption);
  draw_qr(ui, text, {box.x + (box.w - side) / 2, box.y, side, side});
  ui.write({.text = ui.say("Scan to accept this kiosk"),
            .capital_mm = 4.9F,
            .align = Align::centre,
            .upright = Upright::top},
           {box.x, box.y + side, box.w, caption});
}

struct Areas {
  Rect words, code;
};

Areas areas_of(const Ui& ui, const Rect& box, bool has_code) {
  if (!has_code) return {box, {}};
  const float gap = ui.mm(ui.display.tight() ? 4 : 8);
  if (ui.display.portrait()) {
    const float share = ui.display.narrow() ? 0.5F : 0.42F;
    const float height = std::min(box.h * share, box.w + ui.mm(19));
    return {{box.x, box.y, box.w, box.h - height - gap},
            {box.x, box.bottom() - height, box.w, height}};
  }
  const float width = std::min(box.w * 0.42F, box.h);
  return {{box.x, box.y, box.w - width - gap, box.h}, {box.right() - width, box.y, width, box.h}};
}

TopRow row_of(Ui& ui, const ConnectionView& connection) {
  const Button connect{.id = "connect", .text = ui.say("Connect")};
  const Button leave{.id = "leave",
                     .text = ui.say(connection.by_itself ? "Start the survey" : "Leave"),
                     .look = connection.by_itself ? ButtonLook::filled : ButtonLook::outline};
  if (connection.to_be_read) return titled_row(ui, {}, {leave});
  if (connection.facts.has_pin) return titled_row(ui, {}, {connect, leave});
  return titled_row(ui, {{.id = "choose-pin", .text = ui.say("Set PIN")}, connect}, {leave});
}

}  // namespace

std::optional<Intent> draw_connection(Ui& ui, const StaffView& staff) {
  const auto& connection = staff.connection;
  const auto row = row_of(ui, connection);
  std::optional<Intent> intent;
  if (row.tapped == "leave") intent = LeaveStaff{};
  if (row.tapped == "connect") intent = StartConnecting{};
  if (row.tapped == "choose-pin") intent = ChoosePin{};

  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
  const auto title = with(ui, "Kiosk {number}", "number", connection.facts.number);
  const float top = title_beside(ui, row, title, margin) + ui.mm(ui.display.small() ? 1.0F : 4.0F);
  const float bottom = ui.display.height_px - ui.mm(ui.display.small() ? 1.5F : 6);
  const Rect box{margin, top, ui.display.width_px - 2 * margin, bottom - top};
  const auto areas = areas_of(ui, box, !connection.qr.empty());
  draw_lines(ui, lines_of(ui, connection.facts), areas.words);
  if (!connection.qr.empty()) draw_code(ui, connection.qr, areas.code);
  return intent;
}

}  // namespace smilepost::kiosk
