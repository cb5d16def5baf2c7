/* How claims are written for people.  Machines get toll_claim_json instead;
 * nothing printed here is ever read back. */
#include "figure.h"

#include <stdio.h>
#include <string.h>

void figure_number(toll_buffer *out, int64_t n) {
  if (n == TOLL_OPEN) {
    toll_buffer_str(out, "?");
    return;
  }
  char digits[24];
  int len = snprintf(digits, sizeof digits, "%lld", (long long)n);
  for (int i = 0; i < len; i++) {
    if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-' && len > 3) toll_buffer_str(out, ",");
    toll_buffer_add(out, digits + i, 1);
  }
}

static void with_sign(toll_buffer *out, const char *sign, int64_t n) {
  toll_buffer_str(out, sign);
  figure_number(out, n);
}

void figure_range(toll_buffer *out, int64_t low, int64_t best, int64_t high) {
  if (low == TOLL_OPEN && high == TOLL_OPEN) {
    figure_number(out, best);
  } else if (low == high) {
    figure_number(out, low);
  } else if (high == TOLL_OPEN) {
    with_sign(out, "≥ ", low);
  } else if (low == TOLL_OPEN) {
    with_sign(out, "≤ ", high);
  } else {
    figure_number(out, low);
    if (best != TOLL_OPEN && best != low && best != high) with_sign(out, "–", best);
    with_sign(out, "–", high);
  }
}

void figure_of(toll_buffer *out, const toll_claim *claim, toll_slice count) {
  static const char *const signs[TOLL_FORM_COUNT] = {
      [TOLL_AT_LEAST] = "≥ ",   [TOLL_MORE_THAN] = "> ", [TOLL_AT_MOST] = "≤ ",
      [TOLL_FEWER_THAN] = "< ", [TOLL_ABOUT] = "~",
  };
  if (claim->scope == TOLL_ADDED) toll_buffer_str(out, "+");
  if (claim->form == TOLL_BETWEEN) {
    figure_range(out, claim->low, TOLL_OPEN, claim->high);
  } else if (claim->value == TOLL_OPEN) {
    toll_buffer_add(out, count.at, count.len);
  } else {
    const char *sign = claim->form < TOLL_FORM_COUNT ? signs[claim->form] : NULL;
    with_sign(out, sign ? sign : "", claim->value);
  }
  if (claim->scope == TOLL_RATE) toll_buffer_str(out, " (rate)");
}

/* "killed_or_wounded" -> "killed or wounded" */
static void add_name(toll_buffer *out, const char *name) {
  for (; name && *name; name++) toll_buffer_add(out, *name == '_' ? " " : name, 1);
}

void figure_harm(toll_buffer *out, const toll_claim *claim) {
  if (claim->part_of >= 0 || claim->scope == TOLL_PART) toll_buffer_str(out, "└ ");
  add_name(out, toll_harm_name(claim->harm));
  if (claim->status != TOLL_ASSERTED) {
    toll_buffer_str(out, ", ");
    add_name(out, toll_status_name(claim->status));
  }
  if (claim->side == TOLL_PERPETRATOR) toll_buffer_str(out, ", perpetrator");
}

void figure_who(toll_buffer *out, const toll_claim *claim) {
  if (claim->who.at && claim->who.len > 0)
    toll_buffer_add(out, claim->who.at, claim->who.len);
  else
    add_name(out, toll_unit_name(claim->unit));
}

void figure_claimant(toll_buffer *out, const toll_claimant *claimant, toll_slice outlet) {
  if (!claimant) {
    toll_buffer_add(out, outlet.at, outlet.len);
    return;
  }
  toll_slice name = claimant->resolved.at ? claimant->resolved : claimant->name;
  toll_buffer_add(out, name.at, name.len);
  if (claimant->role.at && claimant->role.len > 0) {
    toll_buffer_str(out, ", ");
    toll_buffer_add(out, claimant->role.at, claimant->role.len);
  }
  if (!claimant->via) return;
  toll_buffer_str(out, ", via ");
  figure_claimant(out, claimant->via, outlet);
}

static bool whole_month(toll_day from, toll_day to) {
  int year, month, day;
  toll_day_parts(from, &year, &month, &day);
  toll_day next = month == 12 ? toll_day_of(year + 1, 1, 1) : toll_day_of(year, month + 1, 1);
  return day == 1 && next != TOLL_NO_DAY && to == next - 1;
}

static bool whole_year(toll_day from, toll_day to) {
  int year, month, day;
  toll_day_parts(from, &year, &month, &day);
  return day == 1 && month == 1 && to == toll_day_of(year, 12, 31);
}

void figure_days(toll_buffer *out, toll_day from, toll_day to) {
  char text[11];
  if (from == TOLL_NO_DAY && to == TOLL_NO_DAY) return;
  if (from != TOLL_NO_DAY) {
    toll_day_format(from, text);
    size_t len = to == TOLL_NO_DAY || from == to ? 10 : whole_year(from, to) ? 4 : whole_month(from, to) ? 7 : 10;
    toll_buffer_add(out, text, len);
    if (len < 10 || from == to) return;
  }
  toll_buffer_str(out, " to ");
  if (to == TOLL_NO_DAY) return;
  toll_day_format(to, text);
  toll_buffer_str(out, text);
}

void figure_when_where(toll_buffer *out, const toll_claim *claim) {
  size_t before = out->len;
  figure_days(out, claim->when.from, claim->when.to);
  toll_slice place = claim->where.name.at ? claim->where.name : claim->where.text;
  if (place.len == 0) return;
  if (out->len > before) toll_buffer_str(out, ", ");
  toll_buffer_add(out, place.at, place.len);
}
