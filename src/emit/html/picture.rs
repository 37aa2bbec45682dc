//! The picture of a guide, as SVG that stands beside its page.
//!
//! In: nodes and edges. Out: a drawing with a link in every node. It has no style of its own, since a careful host allows
//! none: attributes alone, on a sheet that is light in every scheme. What it shows is told by the page in words. A guide that
//! is too large for one drawing has one more around each symptom; the symptoms of the first lead there.

use rustc_hash::FxHashSet;

use crate::edition::Edition;
use crate::emit::Site;
use crate::emit::prose::escape::push_html;
use crate::emit::prose::{address, plain};
use crate::graph::{Spacing, layout};
use crate::guide::{Document, Picture, PictureKind, PictureNode};
use crate::words::quantity::push_count;
use crate::words::{Sentence, Words};

/// The width of a node, the height of a line, and the room above and below the text, in pixels.
const WIDTH: f64 = 210.0;
const LINE: f64 = 16.0;
const PADDING: f64 = 9.0;
/// How nodes are spaced.
const SPACING: Spacing = Spacing { width: WIDTH, across: 96.0, down: 12.0 };
/// Around everything, and above for the headings.
const MARGIN: f64 = 24.0;
const HEAD: f64 = 34.0;
/// A picture around a symptom is as wide at least, so that its headings fit.
const PART: f64 = 620.0;
/// Characters in a line, and lines of a label.
const COLUMNS: usize = 28;
const LINES: usize = 3;

/// Where the picture of a guide belongs, below `html/`.
#[must_use]
pub fn path(document: &Document) -> String {
    format!("{}.svg", document.path)
}

/// Where the picture around a symptom belongs, below `html/`; nothing for what is none. No guide is called so: its name has
/// no `.`.
pub(super) fn path_around(document: &Document, around: &Picture) -> Option<String> {
    Some(format!("{}.{}.svg", document.path, around.nodes.first()?.anchor))
}

/// The picture of a guide; nothing where it has none.
#[must_use]
pub fn picture(document: &Document, site: &Site) -> Option<String> {
    let picture = document.picture.as_ref().filter(|picture| !picture.nodes.is_empty())?;
    let around: FxHashSet<&str> =
        picture.around.iter().filter_map(|one| Some(one.nodes.first()?.anchor.as_str())).collect();
    let title = plain::of_inline(&document.title.0);
    Some(Sheet { document, words: site.edition.words(), title, around, is_part: false }.draw(picture))
}

/// The pictures around the symptoms of a guide that is too large for one: their paths and texts.
pub fn pictures_around(document: &Document, site: &Site) -> impl Iterator<Item = (String, String)> {
    let words = site.edition.words();
    document.picture.iter().flat_map(|picture| &picture.around).filter_map(move |picture| {
        let title = plain::of_inline(&picture.nodes.first()?.title.0);
        let sheet = Sheet { document, words, title, around: FxHashSet::default(), is_part: true };
        Some((path_around(document, picture)?, sheet.draw(picture)))
    })
}

/// What a picture is drawn on.
struct Sheet<'a> {
    document: &'a Document,
    words: &'a Words,
    title: String,
    /// The anchors of symptoms that have a picture of their own.
    around: FxHashSet<&'a str>,
    /// Whether it is one of those.
    is_part: bool,
}

impl Sheet<'_> {
    fn draw(&self, picture: &Picture) -> String {
        let titles: Vec<String> = picture.nodes.iter().map(|node| plain::of_inline(&node.title.0)).collect();
        let labels: Vec<Vec<String>> = titles.iter().map(|title| wrapped(title)).collect();
        let heights: Vec<f64> = labels.iter().map(|lines| height(lines)).collect();
        let mut made = layout(&heights, &picture.edges, SPACING);
        // The way back stands below the headings, and beside it what is left out.
        let head = if self.is_part { HEAD + 2.0 * LINE } else { HEAD };
        if self.is_part {
            made.size.0 = made.size.0.max(PART);
        }
        let origin = (MARGIN, MARGIN + head);
        let mut out = String::with_capacity(400 * picture.nodes.len() + 80 * picture.edges.len());
        begin(&mut out, &self.title, (made.size.0 + 2.0 * MARGIN, made.size.1 + 2.0 * MARGIN + head));
        for path in made.edges.iter().filter(|path| path.len() > 1) {
            edge(&mut out, path, origin);
        }
        out.push_str("</g>\n");
        legend(&mut out, self.words);
        if self.is_part {
            self.way_back(&mut out, picture.left_out);
        }
        for (at, node) in picture.nodes.iter().enumerate() {
            self.link(&mut out, node);
            out.push_str("<title>");
            push_html(&mut out, &titles[at]);
            let (x, y) = made.nodes[at];
            shape(&mut out, node.kind, (x + origin.0, y + origin.1), heights[at], &labels[at]);
            out.push_str("</a>\n");
        }
        out.push_str("</svg>\n");
        out
    }

    /// The beginning of the link of a node: to its card on the page, or to the picture around it.
    fn link(&self, out: &mut String, node: &PictureNode) {
        out.push_str("<a href=\"");
        address::push_path(out, self.page());
        if self.around.contains(node.anchor.as_str()) {
            out.push('.');
            address::push_path(out, &node.anchor);
            out.push_str(".svg\">");
        } else {
            out.push_str(".html#");
            address::push_path(out, &node.anchor);
            out.push_str("\">");
        }
    }

    /// The way from a part to the whole.
    fn way_back(&self, out: &mut String, left_out: usize) {
        let word = |name: &str| self.words.page.get(name).map_or("", String::as_str);
        let base = MARGIN + 4.0 + 2.0 * LINE;
        out.push_str("<a href=\"");
        address::push_path(out, self.page());
        write(out, &[Is(".svg\"><text x=\""), Whole(MARGIN), Is("\" y=\""), Whole(base)]);
        out.push_str("\" fill=\"#0b5a67\" text-decoration=\"underline\">");
        push_html(out, word("picture"));
        out.push_str("</text></a>\n");
        if left_out > 0 {
            write(out, &[Is("<text x=\""), Whole(MARGIN + 200.0), Is("\" y=\""), Whole(base)]);
            out.push_str("\" fill=\"#56616a\">");
            let said = Sentence::from(word("picture_part_left_out").to_owned());
            push_html(out, &said.fill(&[("n", &left_out.to_string())]));
            out.push_str("</text>\n");
        }
    }

    /// The name of the page, beside which its pictures lie.
    fn page(&self) -> &str {
        self.document.path.rsplit('/').next().unwrap_or(&self.document.path)
    }
}

/// The beginning of a drawing of a size: its title, its sheet, and the group of its lines.
fn begin(out: &mut String, title: &str, (width, height): (f64, f64)) {
    write(
        out,
        &[
            Is("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "),
            Whole(width),
            Is(" "),
            Whole(height),
            Is("\" width=\""),
            Whole(width),
            Is("\" height=\""),
            Whole(height),
            Is("\" font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\"><title>"),
        ],
    );
    push_html(out, title);
    out.push_str(
        "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fbfaf6\"/>\n<g fill=\"none\" stroke=\"#8c979c\" \
         stroke-opacity=\".55\" stroke-width=\"1.2\">\n",
    );
}

/// A drawing of items that lead nowhere: kinds with titles, and what leads to what.
#[must_use]
pub fn drawing(title: &str, edition: &Edition, nodes: &[(PictureKind, String)], edges: &[(usize, usize)]) -> String {
    let labels: Vec<Vec<String>> = nodes.iter().map(|(_, title)| wrapped(title)).collect();
    let heights: Vec<f64> = labels.iter().map(|lines| height(lines)).collect();
    let made = layout(&heights, edges, SPACING);
    let origin = (MARGIN, MARGIN + HEAD);
    let size = (made.size.0.max(PART) + 2.0 * MARGIN, made.size.1 + 2.0 * MARGIN + HEAD);
    let mut out = String::with_capacity(300 * nodes.len() + 80 * edges.len());
    begin(&mut out, title, size);
    for path in made.edges.iter().filter(|path| path.len() > 1) {
        edge(&mut out, path, origin);
    }
    out.push_str("</g>\n");
    legend(&mut out, edition.words());
    for (at, (kind, title)) in nodes.iter().enumerate() {
        out.push_str("<g><title>");
        push_html(&mut out, title);
        let (x, y) = made.nodes[at];
        shape(&mut out, *kind, (x + origin.0, y + origin.1), heights[at], &labels[at]);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// The height of a node with a label of these lines.
fn height(label: &[String]) -> f64 {
    label.len() as f64 * LINE + 2.0 * PADDING
}

/// The box of a node and its label; ends the title.
fn shape(out: &mut String, kind: PictureKind, (x, y): (f64, f64), height: f64, label: &[String]) {
    let (fill, stroke, text) = colours(kind);
    let round = if kind == PictureKind::Cause { height / 2.0 } else { 6.0 };
    write(
        out,
        &[
            Is("</title><rect x=\""),
            Tenths(x),
            Is("\" y=\""),
            Tenths(y),
            Is("\" width=\""),
            Whole(WIDTH),
            Is("\" height=\""),
            Tenths(height),
            Is("\" rx=\""),
            Tenths(round.min(18.0)),
            Is("\" fill=\""),
            Is(fill),
            Is("\" stroke=\""),
            Is(stroke),
            Is("\"/><text fill=\""),
            Is(text),
            Is("\" text-anchor=\"middle\">"),
        ],
    );
    for (line, label) in label.iter().enumerate() {
        let (middle, base) = (x + WIDTH / 2.0, y + PADDING + LINE * (line as f64 + 0.76));
        write(out, &[Is("<tspan x=\""), Tenths(middle), Is("\" y=\""), Tenths(base), Is("\">")]);
        push_html(out, label);
        out.push_str("</tspan>");
    }
    out.push_str("</text>");
}

/// A piece of the drawing: markup, or a length in whole pixels or in tenths of them, as `{:.0}` and `{:.1}` write it.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Is(&'t str),
    Whole(f64),
    Tenths(f64),
}

use Piece::{Is, Tenths, Whole};

fn write(out: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        match *piece {
            Is(text) => out.push_str(text),
            Whole(length) => {
                let whole = length.round_ties_even() as i64;
                if whole < 0 {
                    out.push('-');
                }
                push_count(out, whole.unsigned_abs());
            }
            Tenths(length) => {
                let tenths = ((length * 10.0).round_ties_even().max(0.0) as i64).unsigned_abs();
                push_count(out, tenths / 10);
                out.push('.');
                push_count(out, tenths % 10);
            }
        }
    }
}

/// A line that leaves its node and comes to the next level.
fn edge(out: &mut String, path: &[(f64, f64)], origin: (f64, f64)) {
    let at = |(x, y): (f64, f64)| (x + origin.0, y + origin.1);
    let (x, y) = at(path[0]);
    write(out, &[Is("<path d=\"M"), Whole(x), Is(" "), Whole(y)]);
    for (place, pair) in path.windows(2).enumerate() {
        let ((from_x, from_y), (x, y)) = (at(pair[0]), at(pair[1]));
        let middle = f64::midpoint(from_x, x);
        if place % 2 == 0 {
            let points = [middle, from_y, middle, y, x, y];
            for (at, point) in points.into_iter().enumerate() {
                write(out, &[Is(if at == 0 { "C" } else { " " }), Whole(point)]);
            }
        } else {
            // Past a layer it runs straight.
            write(out, &[Is("H"), Whole(x)]);
        }
    }
    out.push_str("\"/>\n");
}

const KINDS: [(PictureKind, &str); 4] = [
    (PictureKind::Symptom, "kind_symptom"),
    (PictureKind::Check, "kind_check"),
    (PictureKind::Cause, "kind_cause"),
    (PictureKind::Remedy, "kind_remedy"),
];

/// What the shapes and colours mean.
fn legend(out: &mut String, words: &Words) {
    for (place, (kind, name)) in KINDS.iter().enumerate() {
        let (fill, stroke, _) = colours(*kind);
        let x = MARGIN + 130.0 * place as f64;
        write(
            out,
            &[
                Is("<rect x=\""),
                Whole(x),
                Is("\" y=\""),
                Whole(MARGIN - 8.0),
                Is("\" width=\"22\" height=\"14\" rx=\""),
                Is(if *kind == PictureKind::Cause { "7" } else { "3" }),
                Is("\" fill=\""),
                Is(fill),
                Is("\" stroke=\""),
                Is(stroke),
                Is("\"/><text x=\""),
                Whole(x + 29.0),
                Is("\" y=\""),
                Whole(MARGIN + 4.0),
                Is("\" fill=\"#56616a\">"),
            ],
        );
        push_html(out, words.script.get(*name).map_or("", String::as_str));
        out.push_str("</text>\n");
    }
}

/// Fill, line and text; every pair of fill and text has a contrast of 7 or more.
const fn colours(kind: PictureKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        PictureKind::Symptom => ("#ffffff", "#1c2326", "#1c2326"),
        PictureKind::Check => ("#e4f0f0", "#0b5a67", "#083f48"),
        PictureKind::Cause => ("#fcf0e4", "#d99b6c", "#6b2e0a"),
        PictureKind::Remedy => ("#0b5a67", "#084650", "#ffffff"),
    }
}

/// A title in lines. What does not fit ends in an ellipsis; the whole title is told beside it.
fn wrapped(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::with_capacity(LINES);
    let mut line = String::with_capacity(COLUMNS);
    let mut used = 0;
    for word in title.split_whitespace() {
        let mut rest = word;
        while !rest.is_empty() {
            let (end, width) = fitting(rest);
            if used > 0 && used + 1 + width > COLUMNS {
                lines.push(std::mem::replace(&mut line, String::with_capacity(COLUMNS)));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&rest[..end]);
            used += width;
            rest = &rest[end..];
        }
    }
    lines.push(line);
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// Where the part of a word ends that fits into a line, and its width: a word that is longer is cut; so is a text without
/// blanks.
fn fitting(word: &str) -> (usize, usize) {
    if word.is_ascii() {
        return (word.len().min(COLUMNS), word.len().min(COLUMNS));
    }
    let mut used = 0;
    for (at, c) in word.char_indices() {
        let width = if c < '\u{1100}' { 1 } else { 2 };
        if used + width > COLUMNS {
            return (at, used);
        }
        used += width;
    }
    (word.len(), used)
}
