// What staff set on the spot: the survey set, the languages offered, the first one.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"
#include "kiosk/text/numbers.h"

namespace smilepost::kiosk {

namespace {

constexpr float heading_mm = 10;
constexpr std::uint64_t long_backlog = 200;  // answers: a few seconds of sending

struct Column {
  float x = 0, y = 0, width = 0, bottom = 0;
};

struct Rows {
  float height = 0, gap = 0;
  std::size_t count = 0;  // that have room
};

Rows rows_in(const Ui& ui, float height) {
  Rows rows;
  rows.height = std::max(ui.real_mm(minimum::button_mm) + 1, ui.mm(20));
  rows.gap = std::max(ui.real_mm(minimum::gap_mm) + 1, ui.mm(3.2F));
  rows.count =
      static_cast<std::size_t>(std::max(1.0F, (height + rows.gap) / (rows.height + rows.gap)));
  return rows;
}

void heading(Ui& ui, const std::string& words, const Column& column, Align align = Align::start) {
  // On a small display two headings share one line.
  const float capital_mm = ui.display.tight() ? 4.2F : 5.0F;
  ui.write({.text = words, .capital_mm = capital_mm, .colour = ui.theme.muted, .align = align},
           {column.x, column.y, column.width, ui.mm(heading_mm)});
}

// What a column shows of its items, below the heading.
struct List {
  Column column;
  float top = 0;
  Rows rows;
  Page page;
};

List list_in(const Ui& ui, const Column& column, std::size_t items, std::size_t page) {
  const float top = column.y + ui.mm(heading_mm + 1);
  const auto rows = rows_in(ui, column.bottom - top);
  return {column, top, rows, page_of(items, rows.count, page)};
}

Rect row_at(const List& list, std::size_t index) {
  const float step = list.rows.height + list.rows.gap;
  return {list.column.x, list.top + static_cast<float>(index) * step, list.column.width,
          list.rows.height};
}

// The way on takes the place of the last row; where there is but one, it stands at its end.
bool is_beside(const List& list) {
  return list.page.more && list.rows.count == 1;
}

float more_width(const Ui& ui) {
  return ui.mm(24);
}

Rect item_at(const Ui& ui, const List& list, std::size_t index) {
  auto row = row_at(list, index);
  if (is_beside(list)) row.w -= more_width(ui) + list.rows.gap;
  return row;
}

void draw_more(Ui& ui, const char* id, const List& list, std::size_t& page) {
  if (!list.page.more) return;
  const auto row = row_at(list, list.rows.count - 1);
  const float width = more_width(ui);
  const float x = is_beside(list) ? row.right() - width : row.x;
  const Button more{.id = id, .icon = "more"};
  if (button(ui, more, {x, row.y, width, row.h})) ++page;
}

std::optional<Intent> draw_sets(Ui& ui, const StaffView& staff, const Column& column) {
  heading(ui, ui.say("Survey"), column);
  std::vector<Option> options;
  for (std::size_t i = 0; i < staff.sets.size(); ++i) {
    options.push_back({.id = fmt::format("staff-set-{}", i),
                       .text = staff.sets[i].title,
                       .chosen = staff.sets[i].chosen,
                       .single = true,
                       .may_shorten = true});
  }
  if (options.empty()) return std::nullopt;
  const auto list = list_in(ui, column, options.size(), ui.state.survey_page);
  const auto first = item_at(ui, list, 0);
  const auto style = option_style(ui, options, first.w, first.h);
  std::optional<Intent> intent;
  for (std::size_t i = list.page.begin; i < list.page.end; ++i) {
    if (option(ui, options[i], item_at(ui, list, i - list.page.begin), style))
      intent = PickSurveySet{i};
  }
  draw_more(ui, "more-surveys", list, ui.state.survey_page);
  return intent;
}

// Of the choice of the first language, beside the check box for "offered".
float first_width(const Ui& ui, float row) {
  return std::max(ui.real_mm(minimum::button_mm) + 1, row * 0.25F);
}

std::optional<Intent> draw_language(Ui& ui, const StaffLanguage& language, std::size_t index,
                                    const Rect& row, const TextStyle& style) {
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  const float first_w = first_width(ui, row.w);
  const Rect offer{row.x, row.y, row.w - first_w - gap, row.h};
  const Rect first{offer.right() + gap, row.y, first_w, row.h};
  std::optional<Intent> intent;
  const Option offered{.id = fmt::format("staff-language-{}", index),
                       .text = language.language.autonym,
                       .chosen = language.offered,
                       .language = language.language.language};
  if (option(ui, offered, offer, style)) intent = ToggleLanguage{index};
  const Option is_first{
      .id = fmt::format("staff-default-{}", index), .chosen = language.is_default, .single = true};
  if (language.offered && option(ui, is_first, first, style)) intent = PickDefaultLanguage{index};
  return intent;
}

TextStyle languages_style(Ui& ui, const StaffView& staff, const Rect& row) {
  std::vector<Option> names;
  for (const auto& one : staff.languages) {
    names.push_back({.text = one.language.autonym, .language = one.language.language});
  }
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  return option_style(ui, names, row.w - first_width(ui, row.w) - gap, row.h);
}

std::optional<Intent> draw_staff_languages(Ui& ui, const StaffView& staff, const Column& column) {
  heading(ui, ui.say("Languages"), {column.x, column.y, column.width * 0.44F, 0});
  heading(ui, ui.say("First language"),
          {column.x + column.width * 0.44F, column.y, column.width * 0.56F, 0}, Align::end);
  if (staff.languages.empty()) return std::nullopt;
  const auto list = list_in(ui, column, staff.languages.size(), ui.state.page);
  const auto style = languages_style(ui, staff, item_at(ui, list, 0));
  std::optional<Intent> intent;
  for (std::size_t i = list.page.begin; i < list.page.end; ++i) {
    auto tapped =
        draw_language(ui, staff.languages[i], i, item_at(ui, list, i - list.page.begin), style);
    if (tapped) intent = tapped;
  }
  draw_more(ui, "more-languages", list, ui.state.page);
  return intent;
}

// In portrait: as low as they need, or as many rows as leave the languages more than half.
float bottom_of_sets(const Ui& ui, std::size_t sets, const Column& column) {
  const float top = column.y + ui.mm(heading_mm + 1);
  const float wanted = top + ui.mm(23.4F) * static_cast<float>(sets);
  const float most = column.y + (column.bottom - column.y) * 0.45F;
  if (wanted <= most) return wanted;
  const auto rows = rows_in(ui, most - top);
  return top + static_cast<float>(rows.count) * (rows.height + rows.gap) - rows.gap;
}

bool has_to_wait(const StaffView& staff) {
  return staff.waits && staff.acknowledged < staff.kept;
}

std::string state_line(const Ui& ui, const StaffView& staff) {
  if (staff.save_failed) return ui.say("Not saved. Please try again.");
  if (staff.changed) return ui.say("Not saved yet. Starts with the next shopper.");
  if (staff.safe_mode) return ui.say("Safe mode. Please tell IT.");
  return ui.catalogue.text(ui.language,
                           has_to_wait(staff) ? "Sent {sent} of {kept}. The rest is safe here."
                                              : "Sent {sent} of {kept}",
                           {{"sent", number_in(ui.language, staff.acknowledged)},
                            {"kept", number_in(ui.language, staff.kept)}});
}

bool is_long(const StaffView& staff) {
  return staff.kept - std::min(staff.kept, staff.acknowledged) >= long_backlog;
}

void draw_bar(Ui& ui, double part, const Rect& bar) {
  ui.fill(bar, bar.h / 2, ui.theme.edge);
  const float width = bar.w * static_cast<float>(part);
  if (width < bar.h) return;  // too little for a round end
  ui.fill({bar.x, bar.y, width, bar.h}, bar.h / 2, ui.theme.accent);
}

// What it leaves of the line; all, where it would leave too little for `beside`.
Rect draw_version(Ui& ui, const StaffView& staff, const Text& beside, const Rect& line) {
  const auto words = ui.catalogue.text(ui.language, "Settings {version}",
                                       {{"version", fmt::format("{}", staff.bundle)}});
  const Text version{.text = words, .capital_mm = 5, .colour = ui.theme.muted, .align = Align::end};
  const float width = ui.measure(version, line.w).width + 2;
  const float rest = line.w - width - ui.mm(4);
  if (ui.measure(beside, line.w).width > rest) return line;
  ui.write(version, {line.right() - width, line.y, width, line.h});
  return {line.x, line.y, rest, line.h};
}

// How it stands: a bar below it while much is on its way; beside a plain "Sent …" which version of
// what the head office set is in use.
void draw_state(Ui& ui, const StaffView& staff, const Rect& line) {
  const float bar_h = ui.mm(1.4F);
  Rect words = line;
  if (is_long(staff) && !staff.safe_mode) {
    words.h -= bar_h;
    draw_bar(ui, static_cast<double>(staff.acknowledged) / static_cast<double>(staff.kept),
             {line.x, line.y + line.h - bar_h / 2, line.w, bar_h});
  }
  const bool plain = !staff.changed && !staff.save_failed && !staff.safe_mode && !is_long(staff) &&
                     !has_to_wait(staff);
  const Text state{.text = state_line(ui, staff), .capital_mm = 5, .colour = ui.theme.muted};
  if (plain && staff.bundle != 0) words = draw_version(ui, staff, state, words);
  ui.write(state, words);
}

// What was plugged in since the first start, which is used once staff say so. In portrait the
// button stands below the words.
float refused_height(const Ui& ui) {
  const auto row = rows_in(ui, 0);
  return ui.display.portrait() ? row.height + row.gap + ui.mm(18) : row.height;
}

std::optional<Intent> draw_refused(Ui& ui, const StaffView& staff, const Rect& place) {
  const Button allow{.id = "allow", .text = ui.say("Allow"), .enabled = !staff.allowing};
  const float width = wanted_width(ui, allow), height = rows_in(ui, 0).height;
  const Rect below{place.right() - width, place.bottom() - height, width, height};
  const float gap = rows_in(ui, 0).gap;
  Rect words = place;
  if (ui.display.portrait())
    words.h -= height + gap;
  else
    words.w -= width + gap;
  ui.write({.text = ui.catalogue.text(ui.language, "Plugged in, but not allowed: {device}",
                                      {{"device", staff.refused_device}}),
            .capital_mm = ui.display.tight() ? 4.2F : 5.0F},
           words);
  if (button(ui, allow, below)) return AllowDevice{};
  return std::nullopt;
}

}  // namespace

std::optional<Intent> draw_staff_panel(Ui& ui, const StaffView& staff) {
  const bool can_save = staff.changed && !staff.saving;
  const Button leave{.id = "leave", .text = ui.say("Leave")};
  const Button save{.id = "save",
                    .text = ui.say("Save"),
                    .look = can_save ? ButtonLook::filled : ButtonLook::outline,
                    .enabled = can_save};
  const Button connection{.id = "connection", .text = ui.say("Connection")};
  const auto row = titled_row(ui, staff.connects ? std::vector{connection} : std::vector<Button>{},
                              {leave, save});
  std::optional<Intent> intent;
  if (row.tapped == "leave") intent = LeaveStaff{};
  if (row.tapped == "connection") intent = OpenConnection{};
  if (row.tapped == "save") intent = SaveStaffChanges{};

  const bool small = ui.display.small();
  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
  const float top = title_beside(ui, row, ui.say("Staff"), margin) + ui.mm(small ? 0.0F : 3.0F);
  const bool refused = !staff.refused_device.empty() && !staff.save_failed && !staff.changed;
  float line_h = ui.mm(small ? 13.2F : ui.display.portrait() ? 18.0F : 12.0F);
  if (refused) line_h = refused_height(ui);
  const float bottom = ui.display.height_px - line_h - ui.mm(small ? 1.0F : 3.0F);
  const float gap = ui.mm(small ? 4.0F : 10.0F);
  const float whole = ui.display.width_px - 2 * margin;
  Column sets{margin, top, whole, bottom};
  Column languages = sets;
  if (ui.display.portrait()) {
    sets.bottom = bottom_of_sets(ui, staff.sets.size(), sets);
    languages.y = sets.bottom + ui.mm(4);
  } else {
    sets.width = (whole - gap) * (small ? 0.42F : 0.46F);
    languages.x = margin + sets.width + gap;
    languages.width = whole - sets.width - gap;
  }
  if (auto tapped = draw_sets(ui, staff, sets)) intent = tapped;
  if (auto tapped = draw_staff_languages(ui, staff, languages)) intent = tapped;
  const Rect line{margin, bottom, whole, line_h};
  if (!refused) draw_state(ui, staff, line);
  if (auto tapped = refused ? draw_refused(ui, staff, line) : std::nullopt) intent = tapped;
  return intent;
}

}  // namespace smilepost::kiosk
