"""Newslike prose that nobody wrote: the same bytes for the same seed.

A sentence is put together from noun phrases, verbs and adjuncts; words are drawn
by their rank, so that few are frequent and most are rare, as in any language.
Half of the vocabulary, and every name, town and office, is invented. One
sentence in fifty says that people were harmed and how many; about as many have a
word of harm without a figure or for something else; the rest tells of what papers are full of."""
import bisect
import itertools
import random

NOUNS = """year people government company time day market president party week state country month group minister city official
percent world plan police team court report school bank law season election deal price part leader number service office area
member business family question power case decision rate programme policy game home budget tax trade industry project road
health right child job study book film worker player voter student teacher doctor street house line firm campaign share sale
growth interest investor oil energy issue point side problem way change place water food system data network computer phone car
train plane airport port ship bridge river farm harvest crop weather storm rain summer winter spring museum theatre festival
concert music song painting actor singer writer editor paper page story letter speech talk meeting summit agreement contract
treaty border council committee parliament commission union strike wage pension debt loan credit fund profit loss quarter
factory plant mine mill engine machine tool product brand shop store customer hotel restaurant tourist ticket match goal coach
league cup final stadium race title record medal club fan season board chairman director manager owner founder partner lawyer
judge trial ruling appeal charge sentence prison reform bill vote poll survey debate statement interview source document letter
rule standard licence permit fine fee cost value currency inflation export import supply demand stock bond index exchange
research science university professor expert scientist laboratory test sample result vaccine hospital clinic patient nurse
medicine treatment disease condition diet sleep exercise garden tree forest park beach island mountain valley lake sea coast""".split()
VERBS = """said told made took gave found showed called asked held began kept brought met set led put moved lost paid won sent built
turned left fell rose cut reached opened closed raised added ended started offered agreed announced reported expected planned
approved rejected signed backed urged warned promised demanded received accepted refused considered discussed reviewed
completed launched introduced replaced improved reduced increased doubled dropped gained faced joined supported opposed
described explained confirmed denied welcomed praised criticised suspended delayed cancelled extended renewed visited attended
hosted organised sold bought spent saved invested borrowed earned produced delivered imported exported tested studied measured
published printed wrote played scored beat drew defeated finished passed failed changed decided appointed elected named hired
dismissed resigned retired returned travelled arrived stayed stopped continued remained""".split()
ADJECTIVES = """new first last other next public national local early late long large small big high low good great old young major
main recent former final current annual foreign economic political social financial common general special private federal
regional central northern southern eastern western urban rural strong weak open free full clear hard easy cheap expensive
modern traditional popular rare quiet busy warm cold dry wet fresh clean safe legal medical technical digital electric senior
junior leading key joint independent possible likely certain similar different several""".split()
ADVERBS = """also again already still soon later earlier recently slowly quickly largely partly mainly sharply slightly widely
officially publicly quietly reportedly initially eventually finally twice together abroad""".split()
PREPOSITIONS = "of in for on with at from by about after over under between through during before against without within near".split()
DETERMINERS = "the the the the a a its their this that his her an some no any each another".split()
LINKS = ["and", "but", "while", "as", "because", "although", "which", "after", "when", "so that"]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SMALL = "two three four five six seven eight nine ten eleven twelve".split()
SAID = ["said", "said", "said", "told reporters", "added", "wrote", "announced", "explained"]

HARMED = """{n} {who} were killed in {place} on {day}, {source}.|At least {n} {who} were wounded when a shell hit a market in {place}, {source}.
{n} {who}, including {m} women, died in an attack near {place}, {source}.|Between {n} and {k} {who} were detained in {place} on {day}.
The death toll in {place} rose to {n} on {day}, {source}.|{source}, {n} {who} were injured and {m} others are missing.
An explosion at a warehouse in {place} left {n} {who} dead and {k} injured, {source}.|Shelling killed {n} {who} and destroyed {m} houses in {place}.
Some {k} {who} fled their homes after the clashes in {place}, {source}.|More than {k} {who} have been arrested since {day}, {source}.
Two gunmen shot dead {n} {who} outside {place} in the early hours of {day}.|The bodies of {n} {who} were found in a ditch near {place}, {source}.""".replace("\n", "|").split("|")
MENTIONED = """The killing in {place} shocked the whole district, {source}.|Relatives of the dead gathered in {place} on {day} to hear the verdict.
{name} was wounded as a young man and never spoke of it.|Doctors treated the injured in the corridors of the clinic in {place}.
Nobody has been arrested so far, {source}.|Those detained will see a judge on {day}, {source}.
The murder trial goes on in {place} next week.|Families of the missing asked for a meeting with {name}.""".replace("\n", "|").split("|")
OTHERWISE = """The deadline killed any hope of a deal before {day}, {name} said.|{name} shot a film in {place} for {m} million crowns.
An injury to a knee has kept {name} out for {m} weeks.|The new rule would be the death of small shops, {name} wrote.
{place} lost by {m} points and fell to ninth in the table.|The bank executed {k} orders in the first minute, {name} said.
Strikers wounded the pride of {place} with {m} goals in the second half.|A dead battery delayed the train to {place} by {n} minutes.""".replace("\n", "|").split("|")
WHO = "people people people civilians soldiers farmers children villagers passengers workers residents officers".split()


class Prose:
    """Draws words, names and sentences from one stream of random numbers."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.nouns = self.ranked(NOUNS, 4000, ["", "er", "tion", "ment", "ness", "ity", "s", "s"])
        self.verbs = self.ranked(VERBS, 1000, ["ed", "ed", "ised", "ated"])
        self.adjectives = self.ranked(ADJECTIVES, 1500, ["al", "ic", "ous", "ive", "able", "y"])
        self.people = self.ranked([], 900, [""], str.capitalize)
        self.places = self.ranked([], 400, ["ville", "ton", "ford", "burg", "stead", "ia"], str.capitalize)

    def invented(self, endings):
        pick = self.random.choice
        stem = "".join(pick("b br c ch d dr f g gr h j k l m n p pr qu r s st t tr v w".split()) + pick("a e i o u ai ea ou".split())
                       for _ in range(self.random.choice((1, 1, 2, 2, 3))))
        return stem + pick(["n", "r", "l", "s", "m", "th", "nd", "rk"]) + pick(endings)

    def ranked(self, known, count, endings, shape=str):
        """The words that there are and COUNT invented ones, with the sums of their weights, 1 by rank."""
        words = list(known) + [shape(self.invented(endings)) for _ in range(count)]
        return words, list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))

    def one(self, ranked):
        words, sums = ranked
        return words[bisect.bisect(sums, self.random.random() * sums[-1])]

    def name(self):
        return self.one(self.people) + " " + self.one(self.people)

    def number(self):
        n = int(10 ** (1 + 4 * self.random.random()))
        return self.random.choice((f"{n:,}", f"{n % 100} percent", f"${n % 900 + 1} million", f"{n % 90 + 1}.{n % 10}"))

    def date(self):
        return f"{self.random.randint(1, 28)} {self.random.choice(MONTHS)} {self.random.randint(1998, 2024)}"

    def noun_phrase(self):
        r = self.random.random()
        if r < 0.10:
            return self.name()
        if r < 0.17:
            return self.number() + " " + self.one(self.nouns)
        if r < 0.22:
            return self.one(self.places)
        words = [self.random.choice(DETERMINERS)]
        if r < 0.55:
            words.append(self.one(self.adjectives))
        words.append(self.one(self.nouns))
        if r > 0.8:
            words.append(self.one(self.nouns))
        return " ".join(words)

    def adjunct(self):
        r = self.random.random()
        if r < 0.12:
            return "on " + self.random.choice(DAYS)
        if r < 0.16:
            return "on " + self.date()
        if r < 0.24:
            return self.random.choice(ADVERBS)
        return self.random.choice(PREPOSITIONS) + " " + self.noun_phrase()

    def clause(self, adjuncts):
        parts = [self.noun_phrase(), self.one(self.verbs), self.noun_phrase()]
        parts += [self.adjunct() for _ in range(adjuncts)]
        return " ".join(parts)

    def plain(self):
        """A sentence of 8 to 30 words without harm, but for verbs as "lost" and "fell"."""
        while True:
            text = self.drawn()
            if 8 <= text.count(" ") + 1 <= 30:
                return text

    def drawn(self):
        r = self.random.random()
        text = self.clause(self.random.choice((1, 2, 2, 3, 3)))
        if r < 0.35:
            text += ", " + self.random.choice(LINKS) + " " + self.clause(self.random.choice((0, 1, 2)))
        text = text[0].upper() + text[1:]
        if r < 0.10:
            return f"“{text},” {self.name()} {self.random.choice(SAID)}."
        if r < 0.18:
            return f'"{text}," {self.random.choice(SAID)} {self.name()}, {self.random.randint(22, 80)}.'
        if r > 0.9:
            return f"{text}, {self.name()} {self.random.choice(SAID)} on {self.random.choice(DAYS)}."
        return text + "."

    def filled(self, templates):
        r = self.random
        n = r.choice((2, 3, 4, 5, 7, 11, 12, 18, 24, 40, 61))
        source = r.choice(("police said", "the ministry said", "according to residents", f"{self.name()} said",
                           "the hospital in {} reported".format(self.one(self.places)), "local media reported"))
        text = r.choice(templates).format(n=r.choice(SMALL) if n < 12 and r.random() < 0.4 else n, m=r.randint(2, 9), k=n + r.randint(3, 60),
                                          who=r.choice(WHO), place=self.one(self.places), day=r.choice(DAYS), name=self.name(), source=source)
        return text[0].upper() + text[1:]

    def sentence(self):
        r = self.random.random()
        if r < 0.02:
            return self.filled(HARMED)
        if r < 0.03:
            return self.filled(MENTIONED)
        if r < 0.04:
            return self.filled(OTHERWISE)
        return self.plain()

    def dense(self):
        """A line of a text every other line of which holds a word of harm, three in four of them with a figure."""
        r = self.random.random()
        return self.filled(HARMED if r < 0.375 else MENTIONED) if r < 0.5 else self.plain()

    def story(self, sentences=20):
        """Title and paragraphs of about that many sentences."""
        paragraphs = [f"{self.one(self.places).upper()}, {self.date()} – " + self.sentence()]
        count = 1
        while count < sentences:
            n = min(self.random.randint(1, 4), sentences - count)
            paragraphs.append(" ".join(self.sentence() for _ in range(n)))
            count += n
        title = self.clause(1)
        return title[0].upper() + title[1:], paragraphs
