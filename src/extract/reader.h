/* The reader of one document: what lasts longer than a sentence. */
#ifndef TOLL_EXTRACT_READER_H
#define TOLL_EXTRACT_READER_H

#include "extract/choice.h"
#include "extract/group.h"
#include "extract/places.h"
#include "extract/rule_index.h"
#include "extract/sentence.h"
#include "toll/scan.h"

#define SETTING_NAMES 6

/* When and where a passage sets what it tells.  Slices of the window's text. */
struct setting {
  toll_slice when, where;    /* as written; at == NULL: not told */
  toll_day from, to;         /* TOLL_NO_DAY where the words tell no day */
  const struct place *place; /* what the gazetteer makes of where, or NULL */
  uint32_t sentence, paragraph;
  uint32_t order;                /* whole sentences before it: headings do not count */
  uint64_t names[SETTING_NAMES]; /* hashes of the names in where */
  uint8_t name_count;
  bool loose;   /* when means nothing outside its paragraph: "later", "at 08:10" */
  bool later;   /* when is counted from what was told before: "the next day" */
  bool recent;  /* when is counted from the day of writing: "on Monday" */
  bool year;    /* when is a year */
  bool span;    /* when is a length of time, not a day */
  bool past;    /* when lies clearly before what the document reports */
  bool weak;    /* where says less than the place told before: "the town", the speaker's */
  bool apart;   /* the words say that this is another event */
  bool aside;   /* told by the way, of another time: what follows does not go on with it */
  bool several; /* one sum over several events: "one of three raids that killed 30" */
  bool refers;  /* "the attack took place ...": more of the event last told */
};

/* How a draft was found and what stood around it: what its confidence is made of. */
struct draft_view {
  uint8_t slot;     /* enum slot, of the rule */
  uint16_t between; /* verbs, commas and other ends of clauses between trigger and victim */
  uint16_t clauses; /* verbs of the sentence */
  uint16_t mates;   /* drafts of the sentence, this one too */
  double chosen;    /* by the model, with this probability; 0: a rule found it */
  bool digits;      /* the number is written in digits */
  bool aside;       /* the trigger stands in a clause that hangs on another */
  bool retold;      /* the document tells the figure once more, in another sentence */
};

/* By what words a person told of before is meant. */
enum again { AGAIN_NOT, AGAIN_NOUN /* "the guard" */, AGAIN_PRONOUN /* "he", "his body" */, AGAIN_SET /* "both" */ };

/* A place that the document names, whether a claim is made beside it or not. */
struct told_place {
  struct setting set; /* its words, its names, where it stands */
  uint32_t traits;    /* bits over enum locality_trait */
  bool heading;       /* in a sentence without a full stop */
  bool event;         /* in a sentence that tells of an event or a harm */
  bool refers;        /* in one that opens with the event as known */
  bool opens;         /* its sentence opens with it: "In Hara, ..." */
};

/* A claim in the making.  claim.part_of and the spans are final only when the
 * document is finished; items are valid while their sentence is. */
struct draft {
  toll_claim claim;
  toll_span trigger, victim; /* words that set the rule off, and the harmed */
  int16_t trigger_item, victim_item;
  uint32_t sentence, paragraph;
  uint64_t tags[2]; /* of the victims' head */
  bool single, named, definite, subset, background, heading;
  uint32_t same;      /* 1 + index of the draft that tells of the same people before it, or 0 */
  bool refers;        /* "the other", "he", "two": takes up people told of before */
  bool result;        /* "…, killing one": what another verb's deed led to */
  bool general;       /* "member", "employee": says no more than that they are of some body */
  bool beside;        /* "two others": beside the people told of */
  bool pronoun;       /* "he", "all of them" */
  bool other;         /* "four others", "another driver" */
  bool others;        /* "four others", where those told of last met the same harm */
  bool earlier;       /* told as what another deed answers or recalls: "to avenge the killing of three" */
  bool lends;         /* its people can be of an employer told of further on */
  bool dies;          /* by a verb that its people are the subject of: "one died", not "was killed" */
  uint8_t again;      /* enum again: somebody told of before */
  bool mentions;      /* its sentence speaks of an event as known */
  bool added;         /* "four more": a total stands before or behind it, or it is the total */
  struct setting set; /* stated in its own sentence */
  struct draft_view view;
  size_t told;             /* 1 + the told place that its own sentence gives it, 0 = none */
  struct toll_step *steps; /* NULL: nobody asks for them */
  size_t step_count;
};

/* Somebody who has spoken in the document. */
struct speaker {
  toll_slice name, role; /* as first written in full */
  toll_slice full;       /* what a short form in brackets stands for; else not given */
  toll_span span;
  const toll_claimant *via; /* who passed their words on, or NULL */
  uint8_t kind;
  bool person;
};

/* A characterisation somewhere in the document. */
struct label_seen {
  toll_label label;
  uint32_t sentence;
  int16_t verb; /* the verb item that it belongs to ("unlawfully detained"), or -1 */
};

#define READER_SPEAKERS 64

/* Speakers by letters, a bit each, so that only those are compared whose words can be the ones
 * asked for.  A letter is the lower five bits of a byte, whatever that is. */
#define SPEAKER_LETTERS 32
struct speaker_letters {
  uint64_t names[SPEAKER_LETTERS]; /* whose name ends in it */
  uint64_t roles[SPEAKER_LETTERS]; /* whose role does */
  uint64_t words[SPEAKER_LETTERS]; /* in whose role a word begins with it */
};

/* A list of counts that a heading has opened. */
struct listing {
  uint8_t harm;    /* that its items count; 0: no list is open */
  uint32_t opened; /* sentence of its heading */
  int total;       /* draft that its items are parts of, or -1 */
};

/* Room for one sentence; what is made of it stays until the next. */
struct desk {
  struct token *tokens;
  struct arena words;
};

/* A part of the window that begins and ends where sentences do. */
struct stretch {
  uint32_t from, until; /* bytes */
  bool promises;        /* it has the words that some rule needs */
  bool read;
};

/* A sentence that was looked at, as far as its items. */
struct looked {
  struct sentence s;
  size_t at, until; /* offsets of its first token and of the next sentence's; both 0: none */
  bool caseless;    /* as the one before it was taken to be */
};

struct toll_scanner {
  const toll_pack *pack;
  const toll_places *places;
  struct desk reading, looking, recalling;
  struct arena keep; /* of the document's claims */
  struct stretch *stretches;
  size_t stretch_count, stretch_cap;
  size_t next;          /* the first stretch behind those read in order */
  size_t due;           /* stretches that are still to be read, whatever is in them */
  bool begun;           /* the document's head was read */
  bool passed;          /* some stretch of the window was left out */
  struct looked looked; /* the last sentence that was found to tell something */
  struct rule_index rules;
  struct choice_weights *confidence, *victim, *where; /* of the pack's model; NULL: it has none */
  struct sentence s;
  struct draft *drafts;
  size_t draft_count, draft_cap;
  uint32_t sentence_no, paragraph_no; /* of what was read; left out parts count for more than any rule looks back */
  const toll_document_info *doc;
  /* what the next sentence inherits */
  struct speaker speakers[READER_SPEAKERS];
  struct speaker_letters letters;
  size_t speaker_count;
  const toll_claimant *last_claimant; /* of the sentence before, for quotations that go on */
  const toll_claimant *quoted;        /* whose quotation was last closed or is open, or NULL */
  const toll_claimant *listed;        /* who gives the list that a colon has opened, or NULL */
  size_t waiting;                     /* first draft of an open quotation without a speaker so far, SIZE_MAX = none */
  int last_speaker;                   /* index, -1 = none */
  uint64_t recalled[READER_SPEAKERS]; /* hashes of names that were looked for in parts left out */
  size_t recalled_count;
  uint32_t last_source_sentence, last_source_paragraph; /* where that claimant was named */
  uint32_t quoted_paragraph;
  uint32_t events;           /* events told apart so far */
  struct label_seen *labels; /* in keep */
  size_t label_count, label_cap;
  struct setting *scenes; /* of sentences without a claim; in keep */
  size_t scene_count, scene_cap;
  struct told_place *told; /* in the order of the text; in keep */
  size_t told_count, told_cap;
  toll_day today_from, today_to; /* the day of writing, as far as known */
  int last_year;                 /* last one written out, 0 = none */
  char country[2];               /* of the last place, or NULs */
  uint32_t hazards, attacks;     /* words for either so far */
  struct listing listing;
  uint32_t whole_sentences; /* so far, without headings */
  int64_t some;             /* people counted as a subject, harmed or not, with their classes, and where; 0: nobody */
  uint32_t some_classes, some_sentence;
  uint32_t someone, someone_sentence; /* classes of the person told of without harm, and where; 0: nobody */
  uint32_t circle, circle_sentence;   /* classes of the employer last told of, and where */
  bool *asked; /* not NULL: the sentence is looked at alone; set where one before it matters (gate.h) */
  toll_claim *out;
  choice_watcher *see; /* not NULL: choices are handed over, not made */
  void *see_to;
  bool quote_open; /* the sentence before ended inside a quotation */
  bool one_of;     /* the event was called one of several */
  bool plain;      /* nobody asks for the steps of a draft */
  bool ungated;    /* for tests: every stretch is looked at, whatever its words */
  bool whole;      /* for tests: all is read */
  bool failed;
};

/* Memory was out somewhere. */
static inline bool reader_failed(const toll_scanner *x) {
  return x->failed || x->keep.failed || x->reading.words.failed || x->looking.words.failed || x->recalling.words.failed;
}

#define DRAFT_STEPS 10
/* Adds a step to the draft's explanation; note may be {NULL, 0}. */
void draft_step(toll_scanner *x, struct draft *d, const char *name, toll_span span, toll_slice note);
/* A new zeroed draft at the end of the list, or NULL. */
struct draft *reader_draft(toll_scanner *x);

/* The layers above items, in order; each works on x->s and the drafts from `first` on. */
void frame_read(toll_scanner *x); /* rules -> drafts */
/* The noun group at item k counts that harm without a verb of its own. */
void frame_listed(toll_scanner *x, int k, unsigned harm);
void itemised_read(toll_scanner *x, size_t first); /* lists under a heading */
/* The draft of a mention that no rule binds to the word of harm; NULL where it is told already. */
struct draft *frame_choose(toll_scanner *x, int item, uint16_t token, const struct reading *r, const struct mention *m);
void ellipsis_read(toll_scanner *x, size_t first); /* counts without a verb of their own */
void multiply_read(toll_scanner *x, size_t first); /* each, a day */
/* The set that a pronoun stands for, as a mention; false where there is none. */
bool anaphora_mention(const toll_scanner *x, int k, unsigned harm, struct mention *m);
/* Remembers whom the sentence tells of, for the pronouns of the next ones. */
void anaphora_remember(toll_scanner *x);
/* The people counted right before, as the subject that the trigger's verb lacks. */
bool anaphora_elided(const toll_scanner *x, int trigger, unsigned harm, struct mention *m);
void status_read(toll_scanner *x, size_t first);   /* negation, modality, denial, background */
void occasion_read(toll_scanner *x, size_t first); /* what a protest is held over */
void subset_read(toll_scanner *x, size_t first);   /* including, of whom: parts */
void absorb_read(toll_scanner *x, size_t first);   /* of two readings of one count, the one that is meant */
void when_read(toll_scanner *x, size_t first);
/* Over what time each figure counts, whether it corrects one, whom it names, what its vague words stand for. */
void counted_read(toll_scanner *x, size_t first);
void where_read(toll_scanner *x, size_t first);
/* The scene that the sentence in hand sets, made when it is first asked for; NULL
 * when there is no memory. */
struct setting *scene_here(toll_scanner *x);
/* The sentence opens with the event as known: "The attack took place ...". */
bool scene_refers(const struct sentence *s);
/* The sentence speaks of an event as known: "... in the attack". */
bool scene_mentions(const struct sentence *s);
void scene_start(toll_scanner *x);              /* before the first sentence */
void scene_read(toll_scanner *x, size_t first); /* after when_read and where_read */
void claimant_start(toll_scanner *x);
void claimant_pause(toll_scanner *x); /* where a part of the text is left out: nobody goes on speaking over it */
void claimant_read(toll_scanner *x, size_t first); /* also without drafts: remembers who speaks */
void circle_read(toll_scanner *x, size_t first);   /* whose people they are, told around them */
void label_read(toll_scanner *x, size_t first);
void victim_read(toll_scanner *x, size_t first); /* the harmed that no rule has found, by the model */
void view_read(toll_scanner *x, size_t first);   /* what stands around each draft of the sentence */
/* After the last sentence. */
void died_read(toll_scanner *x); /* wounds that were mortal */
void event_read(toll_scanner *x);
void fate_read(toll_scanner *x); /* claims of different harms that are of the same people */
/* Gives each claim its place, once the events are told apart; changes nothing without a model. */
void whereabouts_read(toll_scanner *x, bool disaster);
void sums_read(toll_scanner *x); /* what adds up to what */
void label_assign(toll_scanner *x);
void retold_read(toll_scanner *x); /* which figures the document tells more than once */
/* What bears on whether draft i is right. */
void confidence_features(const toll_scanner *x, size_t i, struct features *f);
/* The same as a probability: by the pack's model, or by plain rules of thumb without
 * one.  What weighs most becomes a step of the draft. */
double confidence_of(toll_scanner *x, size_t i);
void finish_read(toll_scanner *x, toll_claims *out);

/* What "casualties" and "destroyed or damaged" join. */
static inline bool harm_within(unsigned part, unsigned joint) {
  if (joint == TOLL_KILLED_OR_WOUNDED) return part == TOLL_KILLED || part == TOLL_WOUNDED;
  return joint == TOLL_DESTROYED_OR_DAMAGED && (part == TOLL_DESTROYED || part == TOLL_DAMAGED);
}

static inline bool span_meets(toll_span a, toll_span b) {
  return a.from < b.to && b.from < a.to;
}

/* "relief workers": what the people are called, without what describes them. */
static inline toll_slice last_word(toll_slice s) {
  size_t from = s.len;
  while (from > 0 && s.at[from - 1] != ' ') from--;
  return s.at ? (toll_slice){s.at + from, s.len - from} : s;
}

#endif
