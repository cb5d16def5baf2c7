/* CSV as in RFC 4180 (lines end in CR LF), safe to open in a spreadsheet. */
#include <string.h>

#include "base/cell.h"
#include "rows.h"

static bool needs_quotes(toll_slice text) {
  for (size_t i = 0; i < text.len; i++)
    if (strchr(",\"\r\n", text.at[i])) return true;
  return text.len > 0 && (text.at[0] == ' ' || text.at[text.len - 1] == ' ');
}

void csv_cell(toll_buffer *out, bool first, toll_slice text) {
  bool quotes = needs_quotes(text);
  if (!first) toll_buffer_str(out, ",");
  if (quotes) toll_buffer_str(out, "\"");
  if (cell_is_formula(text)) toll_buffer_str(out, "'");
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] == '"') toll_buffer_str(out, "\"");
    toll_buffer_add(out, text.at + i, 1);
  }
  if (quotes) toll_buffer_str(out, "\"");
}

void csv_str(toll_buffer *out, bool first, const char *text) {
  csv_cell(out, first, (toll_slice){text, text ? strlen(text) : 0});
}

void csv_number(toll_buffer *out, bool first, const char *digits) {
  if (!first) toll_buffer_str(out, ",");
  toll_buffer_str(out, digits);
}

void csv_int(toll_buffer *out, bool first, int64_t n) {
  if (!first) toll_buffer_str(out, ",");
  if (n != TOLL_OPEN) toll_buffer_int(out, n);
}

void csv_day(toll_buffer *out, bool first, toll_day day) {
  char text[11] = "";
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  csv_str(out, first, text);
}

void csv_end(toll_buffer *out) {
  toll_buffer_str(out, "\r\n");
}
