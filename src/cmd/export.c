/* toll export: the views of a case as files for other programs. */
#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "asked.h"
#include "casefile.h"
#include "outfile.h"

#define VIEWS_MAX 16

struct plan { /* what is to be written where */
  const char *format;
  const char *output; /* NULL: standard output */
  bool folder;        /* a file a view in the folder output */
  const struct view *views[VIEWS_MAX];
  size_t view_count;
  bool force, mark;
};

/* --- what is asked for -------------------------------------------------- */

static bool is_folder(const char *path) {
  struct stat there;
  return path && (path[strlen(path) - 1] == '/' || (stat(path, &there) == 0 && S_ISDIR(there.st_mode)));
}

/* The format as the name of the file ends; NULL where that says nothing. */
static const char *format_of(const char *path) {
  static const char *const ends[] = {"csv", "jsonl", "geojson", "xlsx"};
  const char *dot = path ? strrchr(path, '.') : NULL;
  for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++)
    if (strcmp(dot + 1, ends[i]) == 0) return ends[i];
  return NULL;
}

static int refuse(const char *message) {
  report("export", message, NULL);
  return EXIT_USAGE;
}

static bool is(const char *a, const char *b) {
  return strcmp(a, b) == 0;
}

static void all_views(struct plan *plan) {
  for (size_t i = 0; view_at(i); i++) plan->views[plan->view_count++] = view_at(i);
}

static int plan_views(struct plan *plan, const char *asked) {
  bool map = is(plan->format, "geojson");
  if (map && asked && !is(asked, "events") && !is(asked, "claims"))
    return refuse("geojson has places: --view events (default) or claims");
  if (asked)
    plan->views[plan->view_count++] = view_find(asked);
  else if (map)
    plan->views[plan->view_count++] = view_find("events");
  else if (plan->folder || is(plan->format, "xlsx"))
    all_views(plan);
  else
    plan->views[plan->view_count++] = view_find("claims");
  return EXIT_ALL_READ;
}

static int make_plan(const struct settings *settings, struct plan *plan) {
  const char *out = settings->output && !is(settings->output, "-") ? settings->output : NULL;
  if (out && !*out) return refuse("-o needs a name");
  bool given = !is(settings->format, "table");
  *plan = (struct plan){.output = out, .folder = is_folder(out), .force = settings->force, .mark = settings->bom};
  plan->format = given ? settings->format : plan->folder ? "csv" : format_of(out);
  if (!plan->format && out)
    return refuse("which --format? The file's name does not end in csv, jsonl, geojson or xlsx");
  if (!plan->format) plan->format = "csv";
  if (plan->folder && (is(plan->format, "xlsx") || is(plan->format, "geojson")))
    return refuse("xlsx and geojson are one file: give its name");
  if (is(plan->format, "xlsx") && !out) return refuse("a workbook needs a file: -o NAME.xlsx");
  if (plan->mark && !is(plan->format, "csv")) return refuse("--bom is for csv");
  return plan_views(plan, settings->view);
}

/* --- the case ----------------------------------------------------------- */

/* "{\"at\":\"2024-02-01T10:00:00Z\",…" as seconds since 1970; 0 where there is no time. */
static int64_t time_of(toll_slice body) {
  int hour, minute, second;
  toll_day from, to;
  char clock[16];
  if (body.len < 28 || memcmp(body.at, "{\"at\":\"", 7) != 0) return 0;
  snprintf(clock, sizeof clock, "%.9s", body.at + 17);
  if (toll_day_read((toll_slice){body.at + 7, 10}, &from, &to) != 0) return 0;
  if (sscanf(clock, "T%2d:%2d:%2dZ", &hour, &minute, &second) != 3) return 0;
  return (int64_t)from * 86400 + hour * 3600 + minute * 60 + second;
}

static int read_log(struct export *x, toll_error *e) {
  uint8_t root[32];
  toll_case_cursor *cursor = NULL;
  toll_case_entry entry;
  int code = toll_case_root(x->file, &x->log_size, root, e);
  if (code == 0) code = toll_case_log(x->file, &cursor, e);
  while (code == 0 && (code = toll_case_entry_next(cursor, &entry, e)) > 0) {
    int64_t at = time_of(entry.body);
    if (at > x->log_time) x->log_time = at;
    code = 0;
  }
  if (cursor) toll_case_cursor_close(cursor);
  if (code == 0) sources_hex(root, x->log_root);
  return code;
}

static int weigh(struct export *x, const struct plan *plan, const toll_tally_query *query, toll_tally **tally,
                 toll_error *e) {
  bool needed = false;
  for (size_t i = 0; i < plan->view_count; i++) needed |= plan->views[i]->needs_tally;
  if (is(plan->format, "geojson")) needed = is(plan->views[0]->name, "events");
  if (!needed) return 0;
  int code = toll_tally_case(x->file, query, tally, e);
  x->tally = *tally;
  return code == 0 ? export_index(x, e) : code;
}

/* Rows to come, about, for the bar. */
static int expect(struct export *x, const struct plan *plan, toll_error *e) {
  toll_case_counts counts;
  int code = toll_case_count(x->file, &counts, e);
  for (size_t i = 0; code == 0 && i < plan->view_count; i++) {
    const char *name = plan->views[i]->name;
    x->expected += is(name, "claims") || is(name, "figures") ? counts.claims
                   : is(name, "documents")                   ? counts.documents
                   : is(name, "log")                         ? counts.entries
                                                             : counts.events;
  }
  return code;
}

/* --- writing ------------------------------------------------------------ */

static int write_text(struct export *x, const struct plan *plan, const struct view *view, struct outfile *file,
                      toll_error *e) {
  struct text_sink text = {.file = file, .mark = plan->mark};
  struct sink sink = is(plan->format, "csv") ? export_csv(&text) : export_jsonl(&text);
  int code = export_view(x, view, &sink, e);
  toll_buffer_free(&text.out);
  return code;
}

static int write_one(struct export *x, const struct plan *plan, struct outfile *file, const struct view *view,
                     toll_error *e) {
  if (is(plan->format, "geojson")) return export_geojson(x, is(view->name, "claims"), file, e);
  if (is(plan->format, "xlsx")) return export_workbook(x, plan->views, plan->view_count, file->beside, file->path, e);
  return write_text(x, plan, view, file, e);
}

static int write_file(struct export *x, const struct plan *plan, const char *path, const struct view *view) {
  toll_error e = {0};
  struct outfile file;
  int code = outfile_open(&file, path, plan->force, x->path);
  if (code != EXIT_ALL_READ) return code;
  int got = write_one(x, plan, &file, view, &e);
  progress_clear(&x->progress);
  if (got < 0 && !file.failed) code = casefile_code(&e); /* what the file refused, its closing tells */
  return outfile_close(&file, code);
}

/* The folder, made if need be, and a file in it for each view. */
static int write_folder(struct export *x, const struct plan *plan) {
  int code = EXIT_ALL_READ;
  if (mkdir(plan->output, 0777) != 0 && errno != EEXIST) {
    report(plan->output, "cannot be made", strerror(errno));
    return EXIT_UNREAD;
  }
  for (size_t i = 0; i < plan->view_count && code == EXIT_ALL_READ; i++) {
    toll_buffer path = {0};
    toll_buffer_str(&path, plan->output);
    if (path.len && path.at[path.len - 1] != '/') toll_buffer_str(&path, "/");
    toll_buffer_str(&path, plan->views[i]->name);
    toll_buffer_str(&path, ".");
    toll_buffer_str(&path, plan->format);
    toll_buffer_add(&path, "", 1);
    if (path.failed)
      report("export", "memory is out", NULL), code = EXIT_UNREAD;
    else
      code = write_file(x, plan, path.at, plan->views[i]);
    toll_buffer_free(&path);
  }
  return code;
}

/* --- the command -------------------------------------------------------- */

/* All that is read is of one moment: an unfinished reading holds the state that
 * SQLite shows to this process until it is closed. */
static int hold(toll_case *file, toll_case_cursor **cursor, toll_error *e) {
  toll_case_source row;
  int code = toll_case_sources(file, cursor, e);
  if (code == 0) code = toll_case_source_next(*cursor, &row, e);
  return code < 0 ? code : 0;
}

static int run_plan(struct export *x, const struct plan *plan, const toll_tally_query *query) {
  toll_error e = {0};
  toll_tally *tally = NULL;
  toll_case_cursor *held = NULL;
  int got = hold(x->file, &held, &e);
  if (got == 0) got = read_log(x, &e);
  if (got == 0) got = sources_read(&x->sources, x->file, &e);
  if (got == 0) got = language_places(&x->places, &e);
  x->people.places = x->places;
  if (got == 0) got = people_read(&x->people, x->file, &e);
  if (got == 0) got = weigh(x, plan, query, &tally, &e);
  if (got == 0) got = expect(x, plan, &e);
  int code = got < 0        ? casefile_code(&e)
             : plan->folder ? write_folder(x, plan)
                            : write_file(x, plan, plan->output, plan->views[0]);
  if (held) toll_case_cursor_close(held);
  export_index_free(x);
  toll_tally_free(tally);
  return code;
}

static int run_export(const struct settings *settings) {
  struct plan plan;
  toll_tally_query query = {.method = toll_method_find(slice_of(settings->method))};
  struct export x = {.path = settings->args[0], .method = query.method, .profile = settings->profile};
  int code = make_plan(settings, &plan);
  if (code == EXIT_ALL_READ) code = asked_profile("export", settings->profile, &query.profile);
  if (code == EXIT_ALL_READ) code = casefile_open_current(x.path, &x.file);
  if (code != EXIT_ALL_READ) return code;
  x.people.hide = !settings->people || is(settings->people, "hide");
  x.progress = progress_new(plan.output != NULL);
  x.progress.unit = "rows";
  code = run_plan(&x, &plan, &query);
  progress_clear(&x.progress);
  people_free(&x.people);
  sources_free(&x.sources);
  arena_free(&x.row);
  if (x.places) toll_places_close(x.places);
  toll_case_close(x.file);
  return code;
}

const struct verb verb_export = {
    .name = "export",
    .args = "CASE",
    .summary = "a case for spreadsheets, maps and other programs",
    .options = "output-export format-export view people method profile bom force",
    .about = "Writes the views of a case: claims, documents, events, the tally with every figure used\n"
             "or left out, copies, the log. A workbook has a sheet for each, a folder a file for each,\n"
             "a map (GeoJSON) a point for each event. Every row has ids that last, every figure its\n"
             "words and the SHA-256 of its document. No text becomes a formula in a spreadsheet.\n"
             "Names of single harmed people and of witnesses are left out unless --people show asks\n"
             "for them; look through a file all the same before you hand it on.",
    .examples = "toll export -o baku.xlsx baku.toll\ta workbook with a sheet for each view\n"
                "toll export -o baku.csv --view figures baku.toll\tevery figure, used or why not\n"
                "toll export -o tables/ baku.toll\ta CSV file for each view, in a folder\n"
                "toll export -o baku.geojson baku.toll\tthe events as points on a map\n"
                "toll export --format jsonl --view claims baku.toll | jq .quote\tto standard output\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_export,
};
