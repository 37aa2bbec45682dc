"""Holds the pages that a tool built against what CommonMark makes of the same guides: the same headings, lists with their numbers,
texts, code and pictures, and links that lead to the same headings.

    same.py TOOL FOLDER-OF-MARKDOWN FOLDER-OF-PAGES
"""

import re
import sys
from difflib import unified_diff
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

# Where the page of a tool has what it made of the text: a tag and a word of its classes or its role.
CONTENT = {
    "mkdocs": ("div", "main"),
    "techdocs": ("article", "md-content__inner"),
    "sphinx": ("div", "body"),
    "docusaurus": ("div", "theme-doc-markdown"),
    "github": ("main", ""),
}
# What tools put around a text.
ASIDE = ("headerlink", "linenos", "hash-link", "admonition-title", "admonitionHeading", "md-source-file", "md-tags")
LABELS = re.compile(r"^(\[!\w+\]|Warning!|Caution!|Achtung!|Vorsicht!|Tipp|Hinweis|Wichtig|Note|Tip|Important)(\s+|$)")
BLOCKS = {"p", "li", "ul", "ol", "pre", "table", "tr", "td", "th", "blockquote", "div", "section", "hr", "details"}
VOID = {"br", "img", "hr", "input", "meta", "link", "col", "wbr", "source", "path"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Page(HTMLParser):
    """What a page shows, one thing after another, and the headings that its anchors lead to."""

    def __init__(self, tool, html):
        super().__init__()
        self.content, self.shown, self.links, self.anchors = CONTENT[tool], [], [], {}
        self.depth = self.skipped = self.code = 0
        self.open, self.lists, self.text, self.pending, self.heading, self.link = [], [], [], [], None, None
        self.feed(html)
        self.close()

    def flush(self):
        text = "".join(self.text)
        text = text.strip("\n") if self.code else " ".join(text.split())
        self.text = []
        text = text if self.code else LABELS.sub("", text)
        if self.code:
            text = "\n".join(line.rstrip() for line in text.split("\n"))
        if text:
            self.shown.append(("code: " if self.code else "") + text)

    def handle_starttag(self, tag, attributes):
        given = {key: value or "" for key, value in attributes}
        classes = given.get("class", "").split() + [given.get("role", "")]
        if tag in VOID:
            return self.handle_void(tag, given)
        if not self.depth:
            if tag == self.content[0] and (not self.content[1] or self.content[1] in classes):
                self.depth = 1
            return
        self.depth += 1
        aside = tag in ("button", "svg", "style", "script") or any(word.startswith(ASIDE) for word in classes if word)
        if self.skipped or aside:
            self.skipped += 1
            return
        if "id" in given:
            self.pending.append(given["id"])
        if tag in HEADINGS:
            self.flush()
            self.heading = tag
        elif tag in BLOCKS and not self.code:
            self.flush()
        if tag in ("ul", "ol"):
            self.lists.append(int(given.get("start", 1)) if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1]
            self.shown.append("  " * len(self.lists) + ("-" if number is None else f"{number}."))
            self.lists[-1] = number and number + 1
        elif tag == "pre":
            self.code = 1
        elif tag == "a" and "href" in given:
            self.link = (given["href"], len("".join(self.text)))

    def handle_void(self, tag, given):
        if not self.depth or self.skipped:
            return
        if tag == "br":
            self.text.append("\n")
        elif tag == "img":
            self.flush()
            self.shown.append(f"picture: {given.get('alt', '')}")
        elif tag == "hr":
            self.flush()

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in VOID or not self.depth:
            return
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
            return
        if tag in HEADINGS:
            text = " ".join("".join(self.text).split())
            self.text = [f"{tag} {text}"]
            self.flush()
            for anchor in self.pending + ([] if self.pending else [slug(text, self.anchors)]):
                self.anchors.setdefault(anchor, text)
            self.pending, self.heading = [], None
        elif tag == "a" and self.link:
            target, at = self.link
            self.links.append((" ".join("".join(self.text)[at:].split()), target))
            self.link = None
        # Some tools put a block around each line of code.
        elif tag in BLOCKS and (tag == "pre" or not self.code):
            self.flush()
            if tag == "pre":
                self.code = 0
            elif tag in ("ul", "ol"):
                self.lists.pop()

    def handle_data(self, data):
        if self.depth and not self.skipped:
            self.text.append(data)


def slug(text, taken):
    """The anchor that GitHub makes of a heading."""
    plain = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
    count, anchor = 0, plain
    while anchor in taken:
        count += 1
        anchor = f"{plain}-{count}"
    return anchor


def built(tool, folder, stem):
    """The file of a page, and the address that its links are relative to."""
    parts = stem.removesuffix("index").rstrip("/") if tool != "sphinx" else stem
    if tool == "sphinx":
        return folder / f"{stem}.html", stem
    return folder / parts / "index.html", f"{parts}/" if parts else ""


def resolve(base, target):
    """The page and the anchor that a link of a page leads to; nothing of links that leave the site."""
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return None
    parts = url.path.split("/") if url.path.startswith("/") else (base.rsplit("/", 1)[0] + "/" + url.path).split("/")
    if not url.path:
        parts = base.split("/")
    stack = []
    for part in parts:
        if part == "..":
            stack[-1:] = []
        elif part not in ("", "."):
            stack.append(part)
    path = unquote("/".join(stack))
    path = re.sub(r"\.(html|md)$", "", path)
    return re.sub(r"(^|/)index$", "", path), unquote(url.fragment)


def steps(shown):
    """Numbers that Python-Markdown cannot give to the items of a list are a text there."""
    lines = iter(shown)
    for line in lines:
        if line.strip() == "-":
            following = next(lines, None)
            found = re.match(r"(?:Step|Schritt) (\d+): (.*)", following or "")
            yield line.replace("-", f"{found[1]}.") if found else line
            following = found[2] if found else following
            if following is not None:
                yield following
        else:
            yield line


def main(tool, markdown, folder):
    markdown, folder = Path(markdown), Path(folder)
    render = MarkdownIt("commonmark").enable("table")
    wanted, found = {}, {}
    for path in sorted(markdown.rglob("*.md")):
        stem = path.relative_to(markdown).with_suffix("").as_posix()
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(), flags=re.S)
        wanted[stem] = Page("github", f"<main>{render.render(text)}</main>"), stem
        file, base = built(tool, folder, stem)
        found[stem] = Page(tool, file.read_text()), base
    failed = 0
    name = lambda stem: re.sub(r"(^|/)index$", "", stem)

    def led(pages):
        anchors = {name(stem): page.anchors for stem, (page, _) in pages.items()}
        for stem, (page, base) in pages.items():
            rows = []
            for text, target in page.links:
                place = resolve(base, target)
                if place is None:
                    rows.append(f"{text} → {unquote(target)}")
                elif place[0] not in anchors:
                    rows.append(f"{text} → no page {place[0]}")
                else:
                    at = anchors[place[0]].get(place[1], f"no heading {place[1]}") if place[1] else "the top"
                    rows.append(f"{text} → {place[0]}: {at}")
            yield stem, rows

    tops, ours = dict(led(wanted)), dict(led(found))
    for stem, (page, _) in wanted.items():
        made = found[stem][0]
        for kind, one, other in (("page", page.shown, list(steps(made.shown))), ("links", tops[stem], ours[stem])):
            if one != other:
                failed += 1
                if failed <= 5:
                    print(*list(unified_diff(one, other, f"CommonMark: {kind} of {stem}", tool, n=2, lineterm=""))[:60], sep="\n")
    if failed:
        sys.exit(f"FAILED: {failed} pages or their links differ in {tool}")
    links = sum(len(rows) for rows in tops.values())
    print(f"   {len(wanted)} pages and {links} links are the same")


main(*sys.argv[1:])
