/* Names are short lists, so an unknown one is answered with the nearest and with
 * the whole list. */
#include "asked.h"

#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "cmd.h"
#include "options.h"
#include "toll/review.h"

typedef const char *name_at(unsigned n);

/* The nearest of names [from, to) that may be meant, or NULL. */
static const char *nearest(const char *asked, name_at *at, unsigned from, unsigned to) {
  const char *best = NULL;
  size_t best_distance = strlen(asked) / 3 + 2;
  for (unsigned n = from; n < to; n++) {
    size_t distance = edit_distance(asked, at(n));
    if (distance < best_distance) best = at(n), best_distance = distance;
  }
  return best;
}

static void add_list(toll_buffer *line, name_at *at, unsigned from, unsigned to) {
  for (unsigned n = from; n < to; n++) {
    if (n > from) toll_buffer_str(line, ", ");
    toll_buffer_str(line, at(n));
  }
}

/* Reports the line, which is given back. */
static int refuse(const char *subject, toll_buffer *line, int code) {
  toll_buffer_add(line, "", 1);
  report(subject, line->failed ? "memory is out" : line->at, NULL);
  toll_buffer_free(line);
  return code;
}

/* no KIND "ASKED"; did you mean NEAR?  There are: ... */
static int refuse_name(const char *verb, const char *kind, const char *asked, const char *prefix, name_at *at,
                       unsigned from, unsigned to) {
  toll_buffer line = {0};
  const char *near = nearest(asked, at, from, to);
  const char *const parts[] = {"no ", kind, " \"", asked, "\"; "};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) toll_buffer_str(&line, parts[i]);
  if (near) {
    toll_buffer_str(&line, "did you mean ");
    toll_buffer_str(&line, prefix);
    toll_buffer_str(&line, near);
    toll_buffer_str(&line, "? ");
  }
  toll_buffer_str(&line, "there are: ");
  add_list(&line, at, from, to);
  return refuse(verb, &line, EXIT_USAGE);
}

int asked_harm(const char *verb, const char *name, unsigned *harm) {
  *harm = 0;
  if (!name) return EXIT_ALL_READ;
  int found = toll_harm_find(slice_of(name));
  if (found <= 0) return refuse_name(verb, "harm", name, "", toll_harm_name, 1, TOLL_HARM_COUNT);
  *harm = (unsigned)found;
  return EXIT_ALL_READ;
}

static const char *profile_name(unsigned n) {
  static const char *const names[] = {"everyone", "victims", "noncombatants", "class:NAME"};
  return names[n];
}

int asked_profile(const char *verb, const char *name, toll_profile *out) {
  toll_error e = {0};
  if (toll_profile_read(name, out, &e) == 0) return EXIT_ALL_READ;
  if (strncmp(name, "class:", 6) == 0)
    return refuse_name(verb, "class", name + 6, "class:", toll_class_name, 0, TOLL_CLASS_COUNT);
  return refuse_name(verb, "profile", name, "", profile_name, 0, 4);
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* Whether text has with at its byte at; letter case of ASCII is ignored. */
static bool has_at(toll_slice text, size_t at, toll_slice with) {
  if (at > text.len || text.len - at < with.len) return false;
  for (size_t i = 0; i < with.len; i++)
    if (lower(text.at[at + i]) != lower(with.at[i])) return false;
  return true;
}

static bool has(toll_slice text, toll_slice words) {
  for (size_t at = 0; at + words.len <= text.len; at++)
    if (has_at(text, at, words)) return true;
  return false;
}

enum event_fit { FIT_NONE, FIT_NAME, FIT_START, FIT_ID };

static enum event_fit fit_of(const toll_event *event, toll_slice asked) {
  if (has_at(event->id, 0, asked)) return event->id.len == asked.len ? FIT_ID : FIT_START;
  return has(event->name, asked) ? FIT_NAME : FIT_NONE;
}

static int refuse_event(const char *path, const char *message, const char *asked, const toll_event *events,
                        size_t count, enum event_fit fit) {
  toll_buffer line = {0};
  toll_buffer_str(&line, message);
  if (*asked) {
    toll_buffer_str(&line, " \"");
    toll_buffer_str(&line, asked);
    toll_buffer_str(&line, "\"");
  }
  toll_buffer_str(&line, count > 0 ? "; there are: " : "; there are none");
  size_t listed = 0;
  for (size_t i = 0; i < count && listed <= 12; i++) {
    if (fit_of(&events[i], slice_of(asked)) != fit) continue;
    if (listed++ > 0) toll_buffer_str(&line, ", ");
    if (listed <= 12)
      toll_buffer_add(&line, events[i].id.at, events[i].id.len);
    else
      toll_buffer_str(&line, "... (toll events shows all)");
  }
  return refuse(path, &line, EXIT_UNREAD);
}

/* Of the ways to fit the surest counts; *first: the first event that fits in it. */
static enum event_fit best_fit(const toll_event *events, size_t count, toll_slice asked, size_t *fitting,
                               size_t *first) {
  enum event_fit best = FIT_NONE;
  *fitting = 0;
  for (size_t i = 0; i < count; i++) {
    enum event_fit fit = fit_of(&events[i], asked);
    if (fit < best || fit == FIT_NONE) continue;
    if (fit > best) *fitting = 0;
    if ((*fitting)++ == 0) *first = i;
    best = fit;
  }
  return best;
}

static int choose(const char *path, const char *text, bool all, const toll_event *events, size_t count,
                  toll_buffer *id) {
  size_t fitting, first = 0;
  toll_slice asked = slice_of(text);
  enum event_fit fit = best_fit(events, count, asked, &fitting, &first);
  if (fit == FIT_NONE) return refuse_event(path, "no such event", text, events, count, FIT_NONE);
  bool shared = fitting > 1 && fit == FIT_START && all;
  const char *several = *text ? "several events may be meant by" : "which event? --event takes one";
  if (fitting > 1 && !shared) return refuse_event(path, several, text, events, count, fit);
  toll_buffer_add(id, events[first].id.at, shared ? asked.len : events[first].id.len);
  if (id->failed) report(path, "memory is out", NULL);
  return id->failed ? EXIT_UNREAD : EXIT_ALL_READ;
}

/* Ids and names of all events, one after the other in texts. */
static int list_events(toll_case *file, toll_buffer *texts, toll_buffer *list, toll_error *e) {
  toll_events *events;
  toll_event event;
  int code = toll_events_open(file, (toll_slice){0}, false, &events, e);
  if (code != 0) return code;
  while ((code = toll_events_next(events, &event, e)) > 0) {
    toll_buffer_add(texts, event.id.at, event.id.len);
    toll_buffer_add(texts, event.name.at, event.name.len);
    toll_buffer_add(list, (const char *)&event, sizeof event);
  }
  toll_events_close(events);
  toll_event *at = (toll_event *)(void *)list->at;
  const char *text = texts->at;
  for (size_t i = 0; i < list->len / sizeof *at && !texts->failed; i++) {
    at[i].id.at = text;
    at[i].name.at = text + at[i].id.len;
    text += at[i].id.len + at[i].name.len;
  }
  return code == 0 && (texts->failed || list->failed) ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : code;
}

/* An id as it is typed mostly is one. */
static int find_id(toll_case *file, const char *text, toll_buffer *id, toll_error *e) {
  toll_events *events;
  toll_event event;
  int code = toll_events_open(file, slice_of(text), false, &events, e);
  if (code == 0) code = toll_events_next(events, &event, e);
  if (code > 0 && event.id.len == strlen(text)) toll_buffer_add(id, event.id.at, event.id.len);
  toll_events_close(events);
  return code < 0 ? code : 0;
}

int asked_event(toll_case *file, const char *path, const char *text, bool all, toll_buffer *id) {
  toll_error e = {0};
  toll_buffer texts = {0}, list = {0};
  int code = find_id(file, text, id, &e);
  if (code == 0 && id->len > 0) return EXIT_ALL_READ;
  if (code == 0) code = list_events(file, &texts, &list, &e);
  code = code != 0
             ? casefile_code(&e)
             : choose(path, text, all, (const toll_event *)(const void *)list.at, list.len / sizeof(toll_event), id);
  toll_buffer_free(&texts);
  toll_buffer_free(&list);
  return code;
}

/* What may be meant where no source, or several, have the name. */
static int refuse_source(const char *verb, const char *name, const toll_buffer *candidates, const toll_error *e) {
  toll_buffer line = {0};
  toll_buffer_str(&line, e->message);
  toll_buffer_str(&line, ": \"");
  toll_buffer_str(&line, name);
  toll_buffer_str(&line, candidates->len ? "\"; there are: " : "\"; toll claims and toll sources show them");
  for (size_t i = 0; i + 1 < candidates->len; i++) {
    if (candidates->at[i] == '\n')
      toll_buffer_str(&line, ", ");
    else
      toll_buffer_add(&line, candidates->at + i, 1);
  }
  return refuse(verb, &line, EXIT_UNREAD);
}

int asked_source(const char *verb, toll_case *file, const char *name, toll_buffer *key, toll_error *e) {
  toll_buffer candidates = {0};
  int code = toll_source_find(file, slice_of(name), key, &candidates, e), exit_code = EXIT_ALL_READ;
  if (code == TOLL_E_MISSING)
    exit_code = refuse_source(verb, name, &candidates, e);
  else if (code != 0)
    exit_code = casefile_code(e);
  toll_buffer_free(&candidates);
  return exit_code;
}
