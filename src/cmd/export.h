/* Exports: views of a case as rows of cells, and what writes rows to a file.
 *
 * A view is a constant table of columns and a function that hands over its rows
 * one by one; a sink takes them, and knows nothing of the case.  So every format
 * has every view, with the same columns in the same order, and no view is ever
 * held as a whole. */
#ifndef TOLL_CMD_EXPORT_H
#define TOLL_CMD_EXPORT_H

#include "base/arena.h"
#include "cmd.h"
#include "export_people.h"
#include "export_sources.h"
#include "lookup.h"
#include "progress.h"
#include "toll/case.h"
#include "toll/tally.h"

enum cell_kind {
  CELL_TEXT,
  CELL_NUMBER, /* TOLL_OPEN: not known */
  CELL_REAL,   /* with three decimals; not given where text.at is NULL */
  CELL_LIST    /* words joined by LIST_BREAK; not given where there are none */
};
#define LIST_BREAK '\x1f'

struct cell {
  toll_slice text;
  int64_t number;
  double real;
};

struct view_column {
  const char *name;
  enum cell_kind kind;
  unsigned char width; /* in a workbook, in letters */
};

struct export;
struct sink;

struct view {
  const char *name, *about; /* what a row is */
  const struct view_column *columns;
  size_t column_count;
  bool needs_tally; /* x->tally must be there */
  int (*rows)(struct export *x, struct sink *sink, toll_error *e);
};

/* claims, documents, events, tally, figures, copies, log; NULL past the end. */
const struct view *view_at(size_t n);
const struct view *view_find(const char *name);

struct sink {
  void *to;
  int (*begin)(void *to, const struct view *view, toll_error *e);
  int (*row)(void *to, const struct view *view, const struct cell *cells, toll_error *e);
  int (*end)(void *to, const struct view *view, toll_error *e); /* after the view's last row */
};

struct export { /* all that the views draw on */
  toll_case *file;
  const char *path;
  const toll_method *method;
  const char *profile;
  const toll_tally *tally; /* NULL where no view needs it */
  toll_places *places;     /* may be NULL */
  struct event_rows *index;
  size_t index_count;
  struct sources sources;
  struct people people;
  struct arena row; /* what a row's cells point to; reset with each row */
  struct progress progress;
  uint64_t rows, expected; /* written so far; how many there will be, about */
  uint64_t log_size;
  char log_root[65];
  int64_t log_time; /* of the log's last entry that has one, in seconds since 1970; 0: none has */
};

/* Hands all rows of the view to the sink, with its begin and end. */
int export_view(struct export *x, const struct view *view, struct sink *sink, toll_error *e);
/* A row is made: shows progress and hands it over. */
int export_row(struct export *x, const struct view *view, const struct cell *cells, struct sink *sink, toll_error *e);

/* --- formats ------------------------------------------------------------ */

struct outfile;
struct text_sink { /* CSV and JSONL; zero but for the first two */
  struct outfile *file;
  bool mark; /* CSV begins with a byte order mark */
  toll_buffer out;
};
struct sink export_csv(struct text_sink *t);
struct sink export_jsonl(struct text_sink *t);

/* Writes a workbook to the path, which is there and empty (name: as errors call it): a
 * sheet about it and one for each view.  Texts that are too long for a cell are cut, and counted on the first sheet. */
int export_workbook(struct export *x, const struct view *const *views, size_t count, const char *path, const char *name,
                    toll_error *e);

/* GeoJSON (RFC 7946): a feature an event, or with claims true a feature a claim. */
int export_geojson(struct export *x, bool claims, struct outfile *file, toll_error *e);

/* --- events and places -------------------------------------------------- */

/* Finds the rows of each event once: call it when x->tally is there. */
int export_index(struct export *x, toll_error *e);
void export_index_free(struct export *x);
/* The event's rows in the tally, *count of them. */
const toll_tally_row *export_rows_of(const struct export *x, const toll_event *event, size_t *count);

/* Where most claims of the event that name its place say it is. */
struct event_place {
  int64_t geonameid; /* 0: not known */
  bool located;
  double lat, lon;
};
struct event_place export_place(const struct export *x, const toll_event *event);
bool export_locate(const struct export *x, const toll_claim *claim, double *lat, double *lon);

#endif
