/* Days as numbers.  The year is taken to begin in March, so that the leap day is
 * its last and the months before it fall into a fixed pattern of 153 days in
 * five months; 400 years are 146,097 days. */
#include <stdbool.h>

#include "toll/error.h"
#include "toll/text.h"

#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static bool leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month) {
  static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && leap(year));
}

toll_day toll_day_of(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return TOLL_NO_DAY;
  if (day < 1 || day > month_days(year, month)) return TOLL_NO_DAY;
  int y = month <= 2 ? year - 1 : year;
  int from_march = (month + 9) % 12;
  int era = y / 400, of_era = y % 400;
  int of_year = (153 * from_march + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

void toll_day_parts(toll_day day, int *year, int *month, int *mday) {
  int64_t n = (int64_t)day + DAYS_TO_1970;
  int64_t era = (n >= 0 ? n : n - 146096) / 146097;
  int of_era = (int)(n - era * 146097);
  int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * years + years / 4 - years / 100);
  int from_march = (5 * of_year + 2) / 153;
  *mday = of_year - (153 * from_march + 2) / 5 + 1;
  *month = from_march < 10 ? from_march + 3 : from_march - 9;
  *year = (int)(era * 400) + years + (*month <= 2);
}

static void put_digits(char *out, int count, int n) {
  for (int i = count - 1; i >= 0; i--, n /= 10) out[i] = (char)('0' + n % 10);
}

void toll_day_format(toll_day day, char out[11]) {
  int year, month, mday;
  toll_day_parts(day, &year, &month, &mday);
  if (year < 0) year = 0; /* days outside 0..9999 have no form here */
  put_digits(out, 4, year);
  put_digits(out + 5, 2, month);
  put_digits(out + 8, 2, mday);
  out[4] = out[7] = '-';
  out[10] = 0;
}

/* Exactly count digits at *at; -1 when they are not there. */
static int take_digits(toll_slice t, size_t *at, size_t count) {
  int n = 0;
  if (t.len - *at < count) return -1;
  for (size_t i = 0; i < count; i++) {
    char c = t.at[*at + i];
    if (c < '0' || c > '9') return -1;
    n = n * 10 + (c - '0');
  }
  *at += count;
  return n;
}

static bool ends(toll_slice t, size_t at, bool time_allowed) {
  if (at == t.len) return true;
  return time_allowed && (t.at[at] == 'T' || t.at[at] == 't' || t.at[at] == ' ');
}

static int fill(toll_day from, toll_day to, toll_day *out_from, toll_day *out_to) {
  if (from == TOLL_NO_DAY || to == TOLL_NO_DAY) return TOLL_E_FORMAT;
  *out_from = from;
  *out_to = to;
  return 0;
}

int toll_day_read(toll_slice t, toll_day *from, toll_day *to) {
  size_t at = 0;
  int year = take_digits(t, &at, 4);
  if (year < 1) return TOLL_E_FORMAT;
  if (ends(t, at, false)) return fill(toll_day_of(year, 1, 1), toll_day_of(year, 12, 31), from, to);
  if (t.at[at++] != '-') return TOLL_E_FORMAT;
  int month = take_digits(t, &at, 2);
  if (month < 1 || month > 12) return TOLL_E_FORMAT;
  if (ends(t, at, false)) {
    return fill(toll_day_of(year, month, 1), toll_day_of(year, month, month_days(year, month)), from, to);
  }
  if (t.at[at++] != '-') return TOLL_E_FORMAT;
  int day = take_digits(t, &at, 2);
  if (day < 1 || !ends(t, at, true)) return TOLL_E_FORMAT;
  toll_day d = toll_day_of(year, month, day);
  return fill(d, d, from, to);
}
