//! Files that are made up: what they say, and any way to lay it out.

use kbc::syntax::words;
use proptest::prelude::*;

/// A part of a line.
#[derive(Debug, Clone)]
pub enum Part {
    /// A word or a value.
    Word(String),
    /// A text of several lines.
    Lines(Vec<String>),
    /// At least one blank.
    Gap,
    /// Blanks, or none.
    Blanks,
    /// A comma, and comments behind it: one on its line, others on lines of their own.
    Comma(Option<String>, Vec<String>),
    /// Behind `and` and `or` outside of parentheses.
    Joint,
    /// In parentheses: blanks, line breaks, and perhaps a comment on a line of its own.
    Over(Option<String>),
    /// The same, and not nothing.
    OverGap,
}

/// A property or an item, with what stands in front of it and behind it.
#[derive(Clone)]
pub struct Entry {
    pub empty_line: bool,
    /// Comments on lines of their own.
    pub above: Vec<String>,
    pub parts: Vec<Part>,
    pub block: Option<Vec<Entry>>,
    /// Behind the `{`.
    pub after_brace: Option<String>,
    pub behind: Option<String>,
}

impl std::fmt::Debug for Entry {
    /// Its text says more than its parts.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&written(std::slice::from_ref(self), &mut Plain))
    }
}

/// How a file is laid out.
pub trait Layout {
    /// A number below a limit.
    fn pick(&mut self, limit: u64) -> u64;
}

/// The plainest way.
pub struct Plain;

impl Layout for Plain {
    fn pick(&mut self, _: u64) -> u64 {
        0
    }
}

/// Any way that the language allows.
pub struct Wild(pub u64);

impl Layout for Wild {
    fn pick(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

const BLANKS: [&str; 5] = [" ", "  ", "\t", "   \t", "      "];

fn blank(layout: &mut dyn Layout) -> &'static str {
    BLANKS[layout.pick(5) as usize]
}

fn blanks(layout: &mut dyn Layout) -> &'static str {
    ["", " ", "  ", "\t"][layout.pick(4) as usize]
}

fn line_break(out: &mut String, layout: &mut dyn Layout) {
    out.push_str(["", " ", "\t", "\r"][layout.pick(4) as usize]);
    out.push('\n');
    out.push_str(blanks(layout));
}

/// A file as text.
pub fn written(file: &[Entry], layout: &mut dyn Layout) -> String {
    let mut out = String::new();
    if layout.pick(3) == 1 {
        out.push('\u{feff}');
    }
    entries(&mut out, file, layout);
    out.push_str(["\n", "", "\n\n", " \n;\n"][layout.pick(4) as usize]);
    out
}

fn entries(out: &mut String, entries: &[Entry], layout: &mut dyn Layout) {
    for (at, entry) in entries.iter().enumerate() {
        let after_comment = at > 0 && entries[at - 1].behind.is_some();
        if at > 0 {
            if !after_comment && layout.pick(3) == 1 {
                out.push_str([";", " ;", "; ;"][layout.pick(3) as usize]);
                if !entry.empty_line && entry.above.is_empty() {
                    entry_at(out, entry, layout);
                    continue;
                }
            }
            line_break(out, layout);
        }
        if at > 0 && entry.empty_line {
            for _ in 0..=layout.pick(3) {
                line_break(out, layout);
            }
        }
        for comment in &entry.above {
            out.push_str(comment);
            line_break(out, layout);
        }
        entry_at(out, entry, layout);
    }
}

fn entry_at(out: &mut String, entry: &Entry, layout: &mut dyn Layout) {
    for (at, part) in entry.parts.iter().enumerate() {
        let next = entry.parts.get(at + 1);
        write_part(out, part, next, layout);
    }
    if let Some(block) = &entry.block {
        out.push_str(["", " ", "  "][layout.pick(3) as usize]);
        out.push('{');
        let mut new_line = block.first().is_some_and(|entry| !entry.above.is_empty()) || layout.pick(2) == 0;
        if let Some(comment) = &entry.after_brace {
            out.push_str(blanks(layout));
            out.push_str(comment);
            new_line = true;
        }
        if new_line {
            for _ in 0..=layout.pick(2) {
                line_break(out, layout);
            }
        }
        entries(out, block, layout);
        if block.last().is_some_and(|entry| entry.behind.is_some()) || layout.pick(2) == 0 {
            line_break(out, layout);
        }
        out.push('}');
    }
    if let Some(comment) = &entry.behind {
        out.push_str(blanks(layout));
        out.push_str(comment);
    }
}

fn write_part(out: &mut String, part: &Part, next: Option<&Part>, layout: &mut dyn Layout) {
    match part {
        Part::Word(word) => out.push_str(word),
        Part::Lines(lines) => {
            let indent = ["    ", "", "\t", "         "][layout.pick(4) as usize];
            out.push_str("\"\"\"");
            for line in lines {
                out.push_str(["\n", "\r\n"][layout.pick(2) as usize]);
                if !line.is_empty() {
                    out.push_str(indent);
                    out.push_str(line);
                }
            }
            out.push('\n');
            out.push_str(blanks(layout));
            out.push_str("\"\"\"");
        }
        Part::Gap => out.push_str(blank(layout)),
        Part::Blanks => out.push_str(blanks(layout)),
        Part::Comma(behind, own) => {
            out.push_str(blanks(layout));
            out.push(',');
            if let Some(comment) = behind {
                out.push_str(blanks(layout));
                out.push_str(comment);
            }
            for comment in own {
                line_break(out, layout);
                out.push_str(comment);
            }
            let may_break = !begins_property(next);
            if behind.is_some() || !own.is_empty() || may_break && layout.pick(2) == 1 {
                line_break(out, layout);
            } else {
                out.push_str(blanks(layout));
            }
        }
        Part::Joint => {
            if !begins_property(next) && layout.pick(2) == 1 {
                line_break(out, layout);
            }
            out.push_str(blank(layout));
        }
        Part::Over(comment) => {
            if let Some(comment) = comment {
                line_break(out, layout);
                out.push_str(comment);
                line_break(out, layout);
            } else if layout.pick(3) == 1 {
                line_break(out, layout);
            }
            out.push_str(blanks(layout));
        }
        Part::OverGap => {
            if layout.pick(3) == 1 {
                line_break(out, layout);
            }
            out.push_str(blank(layout));
        }
    }
}

/// Whether the language reads a new property where this begins a line.
fn begins_property(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Word(word)) if words::is_property_word(word))
}

fn word(text: impl Into<String>) -> Part {
    Part::Word(text.into())
}

fn comment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("# a word".to_owned()),
        Just("#".to_owned()),
        "#[ -~é]{0,60}".prop_map(|text| text.trim_end().to_owned())
    ]
}

fn rarely<T: std::fmt::Debug + Clone>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.1, strategy)
}

fn text() -> impl Strategy<Value = Part> {
    prop_oneof![
        5 => "[ -!#-\\[\\]-~é“”]{0,40}".prop_map(|text| word(format!("\"{text}\""))),
        1 => Just(word("\"a \\\"quoted\\\" # { word\"")),
        1 => Just(word("r\"\\d+\\\"")),
        1 => Just(word("\"\"\"on one line\"\"\"")),
        1 => prop::collection::vec(prop_oneof![4 => "[a-z{}#;\"é][ -!#-~é]{0,30}", 1 => Just(String::new()), 1 => "  [a-z]{1,9}"], 0..4)
            .prop_map(|mut lines| {
                lines.insert(0, "first".to_owned());
                Part::Lines(lines)
            }),
    ]
}

fn name() -> impl Strategy<Value = Part> {
    prop_oneof![
        4 => "[a-z]{3,14}(-[a-z0-9]{1,9})?",
        1 => "common\\.[a-z]{3,9}",
        1 => prop::sample::select(vec!["text", "link", "message", "number", "after", "image-text"]).prop_map(str::to_owned),
    ]
    .prop_filter("words of conditions", |name| !["and", "or", "not", "none", "for", "is"].contains(&name.as_str()))
    .prop_filter("no item", |name| words::item(name).is_none())
    .prop_map(word)
}

/// A name that something is given: it has no dots.
fn own_name() -> impl Strategy<Value = Part> {
    name().prop_filter("no module", |name| !matches!(name, Part::Word(word) if word.contains('.')))
}

fn chance() -> impl Strategy<Value = Vec<Part>> {
    prop_oneof![
        Just(vec![word("usually")]),
        (1u32..100).prop_map(|n| vec![word(n.to_string()), Part::Blanks, word("%")]),
        Just(vec![word("0.25")]),
    ]
}

fn duration() -> impl Strategy<Value = Vec<Part>> {
    let amount = |n: u32, unit: &str| vec![word(n.to_string()), Part::Blanks, word(unit)];
    prop_oneof![
        (1u32..90).prop_map(move |n| amount(n, "s")),
        (1u32..9).prop_map(move |n| [amount(n, "h"), vec![Part::Gap], amount(30, "min")].concat()),
    ]
}

/// A list with comments here and there; none in front of what would begin a property in its line.
fn list(element: impl Strategy<Value = Vec<Part>> + 'static) -> impl Strategy<Value = Vec<Part>> {
    let element = (element, rarely(comment()), prop::collection::vec(comment(), 0..2), any::<bool>());
    prop::collection::vec(element, 1..7).prop_map(|elements| {
        let mut parts: Vec<Part> = Vec::new();
        for (at, (element, behind, own, is_commented)) in elements.into_iter().enumerate() {
            if at > 0 {
                let free = is_commented && !begins_property(element.first());
                let own = if free && behind.is_some() { own } else { Vec::new() };
                parts.push(Part::Comma(behind.filter(|_| free), own));
            }
            parts.extend(element);
        }
        parts
    })
}

fn condition() -> impl Strategy<Value = Vec<Part>> {
    let inner = test(true).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 1..4), any::<bool>()).prop_map(|(parts, or)| joined(parts, or, true)),
            (inner.clone(), rarely(comment())).prop_map(|(inside, comment)| group(vec![word("(")], inside, comment)),
            prop::collection::vec(inner, 1..4).prop_map(|members| {
                let head = vec![word("any"), Part::Gap, word("of"), Part::Blanks, word("(")];
                let mut inside = Vec::new();
                for (at, member) in members.into_iter().enumerate() {
                    if at > 0 {
                        inside.extend([Part::Over(None), word(","), Part::Over(None)]);
                    }
                    inside.extend(member);
                }
                group(head, inside, None)
            }),
        ]
    });
    let outer = prop_oneof![
        test(false),
        inner.prop_map(|inside| group(vec![word("(")], inside, None)),
        test(false).prop_map(|test| [vec![word("not"), Part::Gap], test].concat()),
    ];
    (prop::collection::vec(outer, 1..5), any::<bool>()).prop_map(|(parts, or)| joined(parts, or, false))
}

fn group(mut head: Vec<Part>, inside: Vec<Part>, comment: Option<String>) -> Vec<Part> {
    head.push(Part::Over(comment));
    head.extend(inside);
    head.extend([Part::Over(None), word(")")]);
    head
}

fn joined(operands: Vec<Vec<Part>>, or: bool, inside: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, operand) in operands.into_iter().enumerate() {
        if at > 0 {
            // `and` binds tighter: a mixture is read as groups.
            let joint = if or && at % 2 == 1 { "or" } else { "and" };
            let before = if inside { Part::OverGap } else { Part::Gap };
            let after = if inside { Part::OverGap } else { Part::Joint };
            parts.extend([before, word(joint), after]);
        }
        parts.extend(operand);
    }
    parts
}

fn test(inside: bool) -> BoxedStrategy<Vec<Part>> {
    let gap = move || if inside { Part::OverGap } else { Part::Gap };
    let blanks = move || if inside { Part::Over(None) } else { Part::Blanks };
    prop_oneof![
        3 => name().prop_map(|name| vec![name]),
        3 => (name(), name()).prop_map(move |(a, b)| vec![a, gap(), word("is"), gap(), b]),
        2 => (name(), prop::sample::select(vec![">=", "<", "!="]))
            .prop_map(move |(a, sign)| vec![a, blanks(), word(sign), blanks(), word("26.0.1")]),
        1 => name().prop_map(|a| vec![word("tried"), Part::Gap, a]),
    ]
    .boxed()
}

/// A property of a line.
fn plain(
    first: &'static str,
    rest: impl Strategy<Value = Vec<Part>>,
) -> impl Strategy<Value = (Vec<Part>, Option<Vec<Entry>>)> {
    rest.prop_map(move |rest| ([vec![word(first), Part::Gap], rest].concat(), None))
}

fn one(part: impl Strategy<Value = Part>) -> impl Strategy<Value = Vec<Part>> {
    part.prop_map(|part| vec![part])
}

fn entry(what: impl Strategy<Value = (Vec<Part>, Option<Vec<Entry>>)>) -> impl Strategy<Value = Entry> {
    let comments = prop_oneof![6 => Just(Vec::new()), 1 => prop::collection::vec(comment(), 1..3)];
    (what, prop::bool::weighted(0.2), comments, rarely(comment()), rarely(comment())).prop_map(
        |((parts, block), empty_line, above, after_brace, behind)| {
            let after_brace = after_brace.filter(|_| block.is_some());
            Entry { empty_line, above, parts, block, after_brace, behind }
        },
    )
}

fn effects() -> impl Strategy<Value = Vec<Entry>> {
    let strength = || {
        (name(), any::<bool>()).prop_map(
            |(name, strong)| {
                if strong { vec![name, Part::Gap, word("strongly")] } else { vec![name] }
            },
        )
    };
    let effect = prop_oneof![
        plain("rules-out", list(one(name()))),
        plain("points-to", list(strength())),
        plain("given", list((name(), chance()).prop_map(|(name, chance)| [vec![name, Part::Gap], chance].concat()))),
        plain("next", one(name())),
    ];
    prop::collection::vec(entry(effect), 0..3)
}

fn steps() -> impl Strategy<Value = Vec<Entry>> {
    let inner = prop_oneof![
        plain("note", one(text())),
        plain("run", text().prop_map(|text| vec![word("sh"), Part::Gap, text])),
    ];
    let block = prop::option::of(prop::collection::vec(entry(inner), 0..3));
    let step = (text(), prop::option::weighted(0.3, condition()), block).prop_map(|(text, when, block)| {
        let mut parts = vec![word("step"), Part::Gap, text];
        if let Some(when) = when {
            parts.extend([Part::Gap, word("when"), Part::Gap]);
            parts.extend(when);
        }
        (parts, block)
    });
    let include = plain("include", list(one(name())));
    prop::collection::vec(entry(prop_oneof![4 => step, 1 => include]), 0..4)
}

fn check() -> impl Strategy<Value = Vec<Entry>> {
    let outcome = (own_name(), text(), prop::option::of(chance()), prop::option::of(effects())).prop_map(
        |(name, title, chance, block)| {
            let mut parts = vec![word("outcome"), Part::Gap, name, Part::Gap, title];
            if let Some(chance) = chance {
                parts.push(Part::Gap);
                parts.extend(chance);
            }
            (parts, block)
        },
    );
    let whole = |strategy: BoxedStrategy<(Vec<Part>, Option<Vec<Entry>>)>| entry(strategy).boxed();
    let outcomes = prop::collection::vec(whole(outcome.boxed()), 0..3);
    let others = (
        prop::option::of(whole(plain("takes", duration()).boxed())),
        prop::option::of(whole(plain("after", list(one(name()))).boxed())),
        prop::option::of(whole(plain("needs", list(one(text()))).boxed())),
        prop::option::of(whole(steps().prop_map(|steps| (vec![word("steps")], Some(steps))).boxed())),
        prop::option::of(whole(plain("when", condition()).boxed())),
        prop::option::of(whole(plain("about", one(text())).boxed())),
    );
    (outcomes, others).prop_map(|(mut entries, (a, b, c, d, e, f))| {
        entries.extend([a, b, c, d, e, f].into_iter().flatten());
        entries
    })
}

fn rule() -> impl Strategy<Value = Vec<Entry>> {
    let effect = prop_oneof![
        text().prop_map(|text| vec![word("warn"), Part::Gap, text]),
        name().prop_map(|name| vec![word("suspect"), Part::Gap, name, Part::Gap, word("weakly")]),
        name().prop_map(|name| vec![word("next"), Part::Gap, name]),
    ];
    (entry(plain("when", condition())), entry(plain("then", list(effect)))).prop_map(|(a, b)| vec![a, b])
}

/// A file without faults of syntax.
pub fn file() -> impl Strategy<Value = Vec<Entry>> {
    let head = |kind: &'static str, title: Part, name: Part| vec![word(kind), Part::Gap, name, Part::Gap, title];
    let item = prop_oneof![
        4 => (own_name(), text(), check()).prop_map(move |(n, t, block)| (head("check", t, n), Some(block))),
        2 => (own_name(), text(), rule()).prop_map(move |(n, t, block)| (head("rule", t, n), Some(block))),
        2 => (own_name(), text()).prop_map(move |(n, t)| (head("symptom", t, n), None)),
        1 => list(one("[a-z]{3,9}(\\.[a-z]{3,9})?".prop_filter("no word", |w| !words::is_property_word(w) && words::item(w).is_none()).prop_map(word)))
            .prop_map(|modules| ([vec![word("use"), Part::Gap], modules].concat(), None)),
    ];
    prop::collection::vec(entry(item), 0..6)
}
