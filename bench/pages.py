"""Web pages as news sites make them: an article in the middle of menus, styles,
scripts and links, about a tenth of the bytes; and the records of a crawl."""
import gzip
import hashlib
import json


def spelt(random, text):
    """Text as an editor writes it: some signs as entities, some words in an element."""
    text = text.replace("&", "&amp;").replace("“", "&#8220;").replace("”", "&rdquo;").replace(" – ", " &mdash; ")
    words = text.split(" ")
    for _ in range(random.randint(0, 2)):
        at = random.randrange(len(words))
        if "&" not in words[at] and "<" not in words[at]:
            words[at] = random.choice(('<em>{}</em>', '<a href="/topic/{}" class="c-link c-link--inline" data-track="body">{}</a>',
                                       '<span class="hl">{}</span>')).replace("{}", words[at].strip('",.$').lower() or "a", 1).replace("{}", words[at])
    return " ".join(words).replace("  ", "&nbsp; ")


class Site:
    """What all pages of one site have in common, and its articles."""

    def __init__(self, prose, number):
        self.prose, self.random = prose, prose.random
        self.host = f"www.{prose.one(prose.nouns)}{number}.example"
        self.name = prose.one(prose.places) + " Courier"
        names = [prose.one(prose.nouns) for _ in range(60)]
        self.style = "".join(f".{a}-{b}{{margin:0 {i % 24}px;padding:{i % 9}px;color:#{i * 4099 % 0xffffff:06x};display:flex}}\n"
                             f"@media(max-width:{320 + i}px){{.{a}>.{b}:hover{{border:1px solid rgba(0,0,0,.{i % 10})}}}}\n"
                             for i, (a, b) in enumerate(zip(names, names[1:])))
        self.script = "".join(f"function {a}(e,t){{var n=e.{b}||[];for(var r=0;r<n.length&&n[r]<{i};r++){{t(\"<{a}>\"+n[r],'{b}')}}"
                              f"return n.filter(function(x){{return x!=={i}}})}};window.{a}_{i}={a};\n"
                              for i, (a, b) in enumerate(zip(names, names[1:])))
        self.menu = "".join(self.entry(name) for name in names[:40])

    def entry(self, name):
        return (f'<li class="nav__item nav__item--level-1" role="menuitem"><a class="nav__link" href="https://{self.host}/{name}/" '
                f'data-analytics=\'{{"area":"nav","item":"{name}"}}\' aria-label="{name.capitalize()}"><span>{name.capitalize()}</span></a></li>\n')

    def teaser(self):
        title, picture = self.prose.clause(1), self.random.randrange(10 ** 7)
        return (f'<div class="teaser teaser--small" id="t{picture}"><a href="/news/{picture}.html"><img loading="lazy" alt="" width="320" height="180" '
                f'srcset="/img/{picture}-320.webp 320w, /img/{picture}-640.webp 640w" src="/img/{picture}.jpg"></a>'
                f'<h3 class="teaser__title"><a href="/news/{picture}.html">{title.capitalize()}</a></h3><!-- teaser {picture} --></div>\n')

    def page(self, number):
        title, paragraphs = self.prose.story(self.random.randint(15, 40))
        date = f"2024-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        about = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": date + "T08:00:00Z",
                 "author": {"@type": "Person", "name": self.prose.name()}, "publisher": {"@type": "Organization", "name": self.name}}
        body = "".join(f'<p class="article__text" data-block="{i}">{spelt(self.random, text)}</p>\n' for i, text in enumerate(paragraphs))
        return f'https://{self.host}/news/{number}.html', f"""<!DOCTYPE html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>{title} | {self.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="canonical" href="https://{self.host}/news/{number}.html">
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{self.name}"><meta property="article:published_time" content="{date}">
<link rel="stylesheet" href="/static/main.{number % 977}.css"><style>{self.style}</style>
<script type="application/ld+json">{json.dumps(about)}</script><script>{self.script}</script></head>
<body class="page page--article"><!-- layout 3 --><header class="header"><nav aria-label="Main"><ul class="nav">{self.menu}</ul></nav></header>
<main><article itemscope itemtype="https://schema.org/NewsArticle"><h1 class="article__title">{title}</h1>
<div class="byline">By <a rel="author" href="/staff/{number % 89}">{about["author"]["name"]}</a> <time datetime="{date}">{date}</time></div>
<figure><img src="/img/{number}.jpg" alt="{self.prose.clause(0)}" width="1200" height="675"><figcaption>{self.prose.clause(0)}</figcaption></figure>
{body}</article><aside class="related"><h2>More on this</h2>{"".join(self.teaser() for _ in range(12))}</aside></main>
<footer class="footer"><ul>{self.menu}</ul><p>&copy; 2024 {self.name}. All rights reserved.</p></footer>
<script>{self.script[:len(self.script) // 2]}</script></body></html>
"""


def record(kind, number, uri, media, block):
    """A WARC record, a gzip member of its own."""
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Target-URI: {uri}\r\nWARC-Payload-Digest: sha1:{hashlib.sha1(block).hexdigest()}\r\n"
            f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def chunked(data):
    parts = [data[at:at + 8192] for at in range(0, len(data), 8192)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def answer(number, page):
    """What a server sends: every third page gzipped, every other one in chunks."""
    head = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: max-age=60\r\n"
    if number % 3 == 0:
        page, head = gzip.compress(page, 6, mtime=0), head + "Content-Encoding: gzip\r\n"
    if number % 2 == 0:
        page, head = chunked(page), head + "Transfer-Encoding: chunked\r\n"
    else:
        head += f"Content-Length: {len(page)}\r\n"
    return head.encode() + b"\r\n" + page


def exchange(number, uri, page):
    """The three records of one page of a crawl."""
    asked = f"GET {uri} HTTP/1.1\r\nHost: www.example\r\nUser-Agent: crawler/1.0\r\nAccept: text/html\r\n\r\n".encode()
    return (record("request", 3 * number, uri, "application/http; msgtype=request", asked)
            + record("response", 3 * number + 1, uri, "application/http; msgtype=response", answer(number, page))
            + record("metadata", 3 * number + 2, uri, "application/warc-fields", b"fetchTimeMs: 212\r\noutlink: /news/ A href\r\n"))
