/* Choices: features, weights from a pack's model, and the training of weights. */
#include <math.h>

#include "extract/reader.h"
#include "extract_scan.h"
#include "pack/compile.h"
#include "pack/folder.h"
#include "pack/image.h"
#include "score/logit.h"
#include "score/train.h"

static const char model_text[] = "# weights\n"
                                 "choice confidence   # how sure\n"
                                 "  bias 1.000\n"
                                 "  heading -0.250\n"
                                 "  number=name -1.500\n"
                                 "  rule=passive-1 12.345\n"
                                 "choice victim\n"
                                 "  least 0.600\n"
                                 "  bias -2.000\n"
                                 "choice empty\n";

static toll_pack *compile(const char *model) {
  toll_pack *p = NULL;
  const struct pack_file files[] = {{"pack.txt", TOLL_LIT("lang xx\n"), PACK_FILE_META},
                                    {"model.txt", {model, strlen(model)}, PACK_FILE_MODEL}};
  pack_compile_text(files, model[0] ? 2 : 1, &p, NULL);
  return p;
}

/* A list of features by their names; what the choice does not know is left out. */
static struct features features_of(const struct choice *of, const char *first, const char *second) {
  struct features f, one;
  features_clear(&f, of);
  for (unsigned i = 0; i < of->count * FEATURE_VALUES; i++) {
    char room[FEATURE_NAME];
    features_clear(&one, of);
    features_add(&one, i / FEATURE_VALUES, i % FEATURE_VALUES);
    toll_slice name = features_name(&one, 0, room);
    bool wanted = (name.len == strlen(first) && !memcmp(name.at, first, name.len)) ||
                  (name.len == strlen(second) && !memcmp(name.at, second, name.len));
    if (wanted && name.len) features_add(&f, i / FEATURE_VALUES, i % FEATURE_VALUES);
  }
  return f;
}

enum { HEADING, NUMBER, STEPS, WHOLE, SORTS };
static const char *number_value(unsigned i) {
  return i == 0 ? "digits" : i == 2 ? "name" : NULL;
}
static const char *whole_value(unsigned i) {
  return i == 31 ? "the-last" : NULL;
}
static const struct feature_sort sorts[SORTS] = {
    [HEADING] = {"heading"}, [NUMBER] = {"number=", number_value}, [STEPS] = {"n=", .most = 17}, {"", whole_value}};
static const struct choice confidence = {"confidence", sorts, SORTS};

static void test_weights(const toll_pack *p) {
  struct choice_weights *c = NULL, *v = NULL, *none = NULL;
  struct arena arena = {0};
  const struct choice victim = {"victim", sorts, SORTS}, unknown = {"unknown", sorts, SORTS};
  bool good = choice_weights_new(p, &confidence, &c) && choice_weights_new(p, &victim, &v);
  if (!OK(good && c && v && choice_weights_new(p, &unknown, &none) && !none, "weights where the pack has some")) return;
  struct features f = features_of(&confidence, "heading", "number=name");
  IS_INT(c->bias + choice_sum(c, &f), -750, "bias and weights add up");
  IS_INT(llround(choice_weigh(c, &f) * 1000), 321, "the probability in thousandths");
  IS_STR(choice_tell(c, &f, &arena), "number=name -1.50, heading -0.25", "what weighs most comes first");
  f = features_of(&confidence, "number=digits", "the-last");
  IS_INT(f.count, 2, "two features that the model does not know");
  OK(!choice_tell(c, &f, &arena).at, "what weighs nothing is not told");
  arena_free(&arena);
  OK(!choice_made(v, 0.599) && choice_made(v, 0.6), "least is enough");
  OK(choice_made(c, 0), "without least always");
  free(c);
  free(v);
}

static void test_model(void) {
  toll_pack *p = compile(model_text);
  if (!OK(p != NULL, "a model compiles")) return;
  const struct model_choice *c = pack_choice(p, "confidence"), *v = pack_choice(p, "victim");
  OK(c && v && pack_choice(p, "empty") && !pack_choice(p, "conf") && !pack_choice(p, ""), "choices by their names");
  IS_INT(pack_weight(p, c, "heading", 7), -250, "a weight");
  IS_INT(pack_weight(p, c, "rule=passive-1", 14), 12345, "the last weight");
  IS_INT(pack_weight(p, c, "rule=passive-2", 14), 0, "a feature that the model does not know");
  IS_INT(pack_weight(p, v, "heading", 7), 0, "weights belong to their choice");
  test_weights(p);
  toll_pack_close(p);
  p = compile("");
  OK(p && !pack_choice(p, "confidence"), "a pack does without a model");
  toll_pack_close(p);
}

/* An image whose model leads outside of the tables is refused. */
static void test_image(void) {
  toll_pack *p = compile(model_text), *q = NULL;
  if (!OK(p != NULL, "compiles")) return;
  toll_slice image = pack_image(p);
  OK(pack_load_bytes(image.at, image.len, &q, NULL) == 0 && pack_choice(q, "victim"), "loads with its model");
  toll_pack_close(q);
  static const struct {
    size_t section, field;
  } wrong[] = {{SECTION_CHOICES, 0}, {SECTION_CHOICES, 2}, {SECTION_CHOICES, 3}, {SECTION_CHOICES, 4},
               {SECTION_WEIGHTS, 0}, {SECTION_WEIGHTS, 1}, {SECTION_WEIGHTS, 2}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    uint64_t *copy = malloc(image.len + 8);
    struct image_header head;
    const uint32_t most = INT32_MAX;
    memcpy(copy, image.at, image.len);
    memcpy(&head, copy, sizeof head);
    memcpy((char *)copy + head.tables[wrong[i].section].at + 4 * wrong[i].field, &most, sizeof most);
    image_seal((unsigned char *)copy, image.len);
    OK(pack_load_bytes(copy, image.len, &q, NULL) == TOLL_E_DAMAGED, "a model that leads astray is refused");
    free(copy);
  }
  toll_pack_close(p);
}

/* The features joined by blanks. */
static const char *joined(const struct features *f, char *out, size_t size) {
  size_t len = 0;
  out[0] = 0;
  for (size_t i = 0; i < f->count; i++) {
    char room[FEATURE_NAME];
    toll_slice name = features_name(f, i, room);
    len += (size_t)snprintf(out + len, size - len, "%s%.*s", i ? " " : "", (int)name.len, name.at);
  }
  return out;
}

static void test_features(void) {
  struct features f;
  char text[400];
  features_clear(&f, &confidence);
  features_flag(&f, HEADING, true);
  features_flag(&f, WHOLE, false);
  features_add(&f, NUMBER, 2);
  features_add(&f, WHOLE, 31);
  IS_STR(joined(&f, text, sizeof text), "heading number=name the-last", "features by name");
  features_clear(&f, &confidence);
  features_add(&f, NUMBER, 1);
  IS_INT(features_name(&f, 0, text).len, 0, "a number without a name");
  features_clear(&f, &confidence);
  static const unsigned numbers[] = {0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 99};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) features_step(&f, STEPS, numbers[i]);
  IS_STR(joined(&f, text, sizeof text), "n=0 n=1 n=2 n=3-4 n=3-4 n=5-8 n=5-8 n=9-16 n=9-16 n=17-up n=17-up", "steps");
  for (int i = 0; i < 2 * FEATURES_MAX; i++) features_flag(&f, HEADING, true);
  IS_INT(f.count, FEATURES_MAX, "a list that is full takes no more");
}

/* No two features of a choice have one name, and each name is one that a model may have. */
static void test_names(void) {
  static const struct choice *const all[] = {&choice_confidence, &choice_victim, &choice_where};
  for (size_t c = 0; c < sizeof all / sizeof *all; c++) {
    unsigned wrong = 0, named = 0, count = all[c]->count * FEATURE_VALUES;
    for (unsigned i = 0; i < count; i++) {
      char room[FEATURE_NAME + 1];
      struct features one;
      features_clear(&one, all[c]);
      features_add(&one, i / FEATURE_VALUES, i % FEATURE_VALUES);
      toll_slice name = features_name(&one, 0, room);
      if (!name.len) continue;
      room[name.len] = 0;
      named++;
      struct features same = features_of(all[c], room, "");
      wrong += same.count != 1 || strspn(room, "abcdefghijklmnopqrstuvwxyz0123456789-_=/") != name.len;
    }
    OK(named > 40 && wrong == 0, "each feature has its name");
  }
}

/* Whether the document tells the figure of draft i again, asked of each draft around it. */
static bool told_again(const toll_scanner *x, size_t i) {
  const struct draft *d = x->drafts + i, *o;
  for (size_t k = i > 100 ? i - 100 : 0; k < i + 100 && k < x->draft_count; k++) {
    o = x->drafts + k;
    if (o->claim.value != TOLL_OPEN && o->claim.value == d->claim.value && o->claim.harm == d->claim.harm &&
        o->sentence != d->sentence)
      return true;
  }
  return false;
}

static void test_retold(void) {
  enum { DRAFTS = 3000 };
  static toll_scanner x;
  x.drafts = calloc(DRAFTS, sizeof *x.drafts);
  if (!OK(x.drafts != NULL, "memory")) return;
  x.draft_count = DRAFTS;
  uint64_t seed = 7;
  for (size_t i = 0; i < DRAFTS; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    struct draft *d = x.drafts + i;
    d->claim.value = seed >> 60 == 0 ? TOLL_OPEN : (int64_t)(seed >> 33) % 90 + (i % 2 ? 256 * 31 : 0);
    d->claim.harm = (uint8_t)(1 + (seed >> 50) % 3);
    d->sentence = (uint32_t)(i / (1 + i % 7));
  }
  for (size_t i = 100; i <= 101; i++) /* as far as is looked, and one further */
    x.drafts[i - 100].claim.value = x.drafts[i * 5].claim.value = x.drafts[i * 5 + i].claim.value = 4000 + (int64_t)i;
  retold_read(&x);
  unsigned wrong = 0, told = 0;
  for (size_t i = 0; i < DRAFTS; i++) {
    wrong += x.drafts[i].view.retold != told_again(&x, i);
    told += x.drafts[i].view.retold;
  }
  OK(wrong == 0 && told > 100 && told < DRAFTS - 100, "figures that are told again");
  arena_free(&x.keep);
  free(x.drafts);
}

/* ---- the harmed that no rule finds ---- */

/* The English pack with another model. */
static toll_pack *english_with(const char *model) {
  struct folder f = {0};
  struct pack_file files[128];
  toll_pack *p = NULL;
  size_t n = 0;
  if (folder_read(&f, SOURCE_ROOT "/packs/en", NULL) == 0) {
    for (size_t i = 0; i < f.count && n < 127; i++)
      if (f.files[i].kind != PACK_FILE_MODEL) files[n++] = f.files[i];
    files[n++] = (struct pack_file){"model.txt", {model, strlen(model)}, PACK_FILE_MODEL};
    pack_compile_text(files, n, &p, NULL);
  }
  folder_free(&f);
  return p;
}

/* What is claimed of people whom only the model binds to the word of harm. */
static size_t chosen(const char *model, toll_claim *out) {
  struct reading_room r = {.pack = english_with(model), .doc = toll_document_new()};
  toll_claims claims = {0};
  toll_slice text = TOLL_LIT("Two clerks and their wounds.\n");
  if (r.pack && r.doc && toll_scanner_new(r.pack, NULL, &r.scanner, NULL) == 0) room_read(&r, r.scanner, text, &claims);
  if (claims.count) *out = claims.items[0];
  bool named = claims.count && claims.items[0].rule.len == 9 && !memcmp(claims.items[0].rule.at, "en/choice", 9);
  size_t count = claims.count;
  if (r.scanner) toll_scanner_free(r.scanner);
  if (r.doc) toll_document_free(r.doc);
  toll_pack_close(r.pack);
  return count && !named ? 99 : count;
}

static void test_victim(void) {
  toll_claim c = {0};
  IS_INT(chosen("", &c), 0, "without a model the rules alone decide");
  IS_INT(chosen("choice victim\nbias -5.000\nleast 0.600\n", &c), 0, "what is not likely is no claim");
  IS_INT(chosen("choice victim\nbias 2.000\nleast 0.600\n", &c), 1, "what is likely enough is one, by en/choice");
  OK(c.harm == TOLL_WOUNDED && c.value == 2 && c.status == TOLL_ASSERTED, "with harm and number");
  IS_INT(llround(c.confidence * 1000), 881, "and the choice's probability is its confidence");
}

/* ---- regression ---- */

/* Three of four with the feature are right, one of four without. */
static void test_logit(void) {
  static const uint32_t first[] = {0, 1, 2, 3, 4, 4, 4, 4, 4}, index[] = {0, 0, 0, 0};
  static const bool right[] = {true, true, true, false, true, false, false, false};
  static const uint8_t fold[] = {0, 0, 1, 1, 0, 0, 1, 1};
  const struct logit_data d = {8, 1, first, index, right, fold, 2};
  double w[2], said[8];
  OK(logit_fit(&d, 2, 1e-9, w) == 0, "fits");
  OK(fabs(w[0] - 2 * log(3)) < 1e-5 && fabs(w[1] + log(3)) < 1e-5, "without penalty the weights are the odds");
  OK(fabs(logit_at(&d, w, 0) - 0.75) < 1e-6 && fabs(logit_at(&d, w, 7) - 0.25) < 1e-6, "and the shares come out");
  OK(logit_fit(&d, 2, 1e6, w) == 0 && fabs(w[0]) < 1e-3 && fabs(w[1]) < 1e-3, "a large penalty flattens");
  OK(logit_fit(&d, 0, 1, w) == 0 && w[0] > 0 && w[0] < 2, "a fold left out: one of two against none of two");
  OK(logit_cross(&d, 1e6, said) == 0, "cross-validates");
  OK(said[0] < 0.5 && said[2] > 0.5, "what is said of a fold comes from the other");
  struct logit_data weighed = d;
  weighed.weight = (const double[]){1, 1, 1, 3, 1, 1, 1, 1};
  OK(logit_fit(&weighed, 2, 1e-9, w) == 0 && fabs(w[0] - log(3)) < 1e-5, "an example may count three times");
  struct logit_data held = d;
  held.held = (const double[]){0.5};
  OK(logit_fit(&held, 2, 1, w) == 0 && w[0] == 0.5 && w[1] < 0, "a weight that is held stays, the bias is fitted");
  for (size_t i = 0; i < 8; i++) said[i] = 0.5;
  OK(fabs(logit_loss(&d, said) - log(2)) < 1e-12, "log loss");
}

/* ---- training ---- */

/* Rows whose passives are right and whose "N dead" are labelled nowhere; from the
 * 30th on every other row has no label at all. */
static void write_row(int i, char *out, size_t size) {
  snprintf(out, size,
           "{\"id\": \"r%d\", \"text\": \"%d people were killed. The fire left %d dead.\", \"claims\": [{\"harm\": "
           "\"%s\", \"unit\": \"person\", \"value\": %d, \"form\": \"exact\", \"status\": \"asserted\", "
           "\"count_span\": [0, 2], \"class\": []}]}",
           i, 10 + i, 40 + i, i < 30 || i % 2 ? "killed" : "wounded", 10 + i);
}

static bool train_rows(const struct reading_room *room, int unseen, toll_buffer *out) {
  struct train t;
  toll_error e = {0};
  bool good = train_open(&t, room->pack, room->places, &e) == 0;
  for (int i = 0; i < 30 + unseen && good; i++) {
    char line[600];
    write_row(i, line, sizeof line);
    t.unseen = i >= 30;
    good = train_row(&t, (toll_slice){line, strlen(line)}, "rows.jsonl", (uint32_t)i + 1, &e) == 0;
  }
  good = good && train_finish(&t, &e) == 0;
  if (good) {
    const struct train_result *r = &t.results[TRAIN_CONFIDENCE];
    IS_INT(r->examples, 60, "examples");
    IS_INT(r->documents, 30, "documents");
    IS_INT(r->right, 30, "half are right");
    OK(r->loss < r->loss_before && curve_error(r->curve) < curve_error(r->before), "something is gained");
    train_text(&t, out);
  } else {
    char why[700];
    toll_error_format(&e, why, sizeof why), printf("# %s\n", why);
  }
  train_close(&t);
  return good && !out->failed;
}

static void test_train(void) {
  struct reading_room room;
  if (!room_open(&room)) return;
  toll_buffer a = {0}, b = {0};
  OK(train_rows(&room, 0, &a) && train_rows(&room, 0, &b), "trains");
  OK(a.len > 0 && a.len == b.len && memcmp(a.at, b.at, a.len) == 0, "the same rows give the same bytes");
  toll_buffer_add(&a, "", 1);
  toll_pack *p = compile(a.at);
  const struct model_choice *c = p ? pack_choice(p, "confidence") : NULL;
  struct choice_weights *w = NULL;
  if (OK(c && choice_weights_new(p, &choice_confidence, &w) && w, "what is written compiles")) {
    struct features good = features_of(&choice_confidence, "slot=subject", "number=digits"),
                    bad = features_of(&choice_confidence, "slot=complement", "");
    OK(choice_weigh(w, &good) > choice_weigh(w, &bad), "and tells right from wrong");
  }
  free(w);
  b.len = 0;
  OK(train_rows(&room, 10, &b), "trains with rows that no rule was written from");
  toll_buffer_add(&b, "", 1);
  toll_pack *q = compile(b.at);
  const struct model_choice *d = q ? pack_choice(q, "confidence") : NULL;
  OK(c && d && d->bias < c->bias && d->count == c->count, "of which fewer are right: only the bias falls");
  toll_pack_close(p);
  toll_pack_close(q);
  toll_buffer_free(&a);
  toll_buffer_free(&b);
  room_close(&room);
}

int main(void) {
  test_model();
  test_image();
  test_features();
  test_names();
  test_retold();
  test_victim();
  test_logit();
  test_train();
  return DONE();
}
