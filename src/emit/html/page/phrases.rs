//! The sentences of a page that stand around links, cut at their gaps once for all pages.
//!
//! In: the words of a language. Out: markup that the page's script reads too, so that no theme has to write it anew:
//! links to steps, answers, citations, chances.
//!
//! This markup is pushed as strings, and so is that of steps and actions, of which most of a page is made: as templates, the heads and
//! answers of steps alone made a build of small guides execute 8.3 % more instructions, of which all work on steps is 2.3 % now. What a
//! page says once stands in templates, which look words up as they are rendered: to put these in beforehand saved 0.7 %.

use std::ops::Range;

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use super::view::{Lines, ready};
use crate::address::WebLink;
use crate::emit::prose::{Around, address, escape, html};
use crate::guide::{Chance, Link, Markdown, SourceCard};
use crate::words::{Quantity, Words, around, quantity};

/// What stands before and behind a gap, as HTML.
#[derive(Debug)]
struct Cut {
    before: String,
    behind: String,
}

impl Cut {
    /// The same with markup around the whole, and around what comes into the gap.
    fn within(self, opens: &str, opens_gap: &str, closes_gap: &str, closes: &str) -> Self {
        Self { before: [opens, &self.before, opens_gap].concat(), behind: [closes_gap, &self.behind, closes].concat() }
    }
}

/// The sentences.
#[derive(Debug)]
pub struct Phrases {
    /// The words that they are taken from.
    pub words: &'static Words,
    /// Those of pages and those of times and chances, as HTML.
    page: FxHashMap<&'static str, String>,
    quantity: Quantity,
    /// What stands in a link to a step, from behind its address to its end; so do `go_to` and `go_on_with`.
    step: Cut,
    step_heading: Cut,
    at_step: Cut,
    go_to: Cut,
    go_on_with: Cut,
    try_first: Cut,
    then_go_on: String,
    then_step: String,
    /// What stands around steps to be tried, and the step behind them, on paper.
    on_paper: (String, String, String),
    if_answer: Cut,
    as_in: Cut,
    go_on_in: Cut,
    then_wait: Cut,
    variant: Cut,
    source: Cut,
    also_in: Cut,
}

impl Phrases {
    /// The sentences of a language.
    pub fn new(words: &'static Words) -> Self {
        let cut = |name: &str, gap: &str| cut(words, name, gap);
        let turns = cut("try_in_turn", "steps");
        let (between, behind) = around(&turns.behind, "link").unwrap_or((&turns.behind, ""));
        let numbers = cut("turns_on_paper", "steps");
        let (otherwise, end) = around(&numbers.behind, "n").unwrap_or((&numbers.behind, ""));
        Self {
            words,
            page: words.page.iter().map(|(name, text)| (name.as_str(), html_of(text))).collect(),
            quantity: quantity_of(&words.quantity),
            step: cut("step_n", "n").within("\">", "", "", "</a>"),
            step_heading: cut("step_heading", "n"),
            at_step: cut("at_step", "n"),
            go_to: cut("go_to", "n").within("\">", "", "", "</a>"),
            go_on_with: cut("go_on_with", "n").within("\">", "", "", "</a>"),
            then_go_on: behind.to_owned(),
            try_first: Cut { before: turns.before.clone(), behind: between.to_owned() },
            then_step: word(words, "then_step"),
            on_paper: (numbers.before.clone(), otherwise.to_owned(), end.to_owned()),
            if_answer: cut("if_answer", "answer").within(
                "<span class=\"answer\">",
                "<b dir=\"auto\">",
                "</b>",
                "</span> ",
            ),
            as_in: cut("as_in", "link").within("", "<a href=\"#", "", ""),
            go_on_in: cut("go_on_in", "link"),
            then_wait: cut("then_wait", "time"),
            variant: cut("where", "condition").within("<p class=\"variant\">", "<bdi>", "</bdi>", "</p>"),
            source: cut("source_n", "n"),
            also_in: cut("also_in", "n"),
        }
    }

    /// Appends a word of the catalogue.
    pub fn push_word(&self, out: &mut String, name: &str) {
        out.push_str(self.page.get(name).map_or("", String::as_str));
    }

    /// Appends a time in minutes.
    pub fn push_minutes(&self, out: &mut String, minutes: f64) {
        quantity::push_minutes(out, &self.quantity, minutes);
    }

    /// Appends what stands before the title of a step: `Step 7:`.
    pub fn push_step_heading(&self, out: &mut String, number: u32) {
        push_numbered(out, number, &self.step_heading);
    }

    /// Appends a link to a step: `step 7`.
    fn push_step(&self, out: &mut String, number: u32, anchor: &str) {
        push_goto(out, number, anchor, &self.step);
    }

    /// Appends where an answer leads: to steps in turn, each with its anchor, and then to another; `next` says whether
    /// that is the step behind this one.
    pub fn push_onward<'s>(
        &self,
        out: &mut String,
        first: impl Iterator<Item = (u32, &'s str)>,
        (number, anchor): (u32, &str),
        next: bool,
    ) {
        let first: Vec<_> = first.collect();
        if first.is_empty() {
            push_goto(out, number, anchor, if next { &self.go_on_with } else { &self.go_to });
            return;
        }
        out.push_str("<span class=\"turns\" data-paper=\"");
        self.push_on_paper(out, first.iter().map(|(number, _)| *number), number);
        out.push_str("\">");
        out.push_str(&self.try_first.before);
        for (at, (number, anchor)) in first.into_iter().enumerate() {
            if at > 0 {
                out.push_str(&self.then_step);
            }
            self.push_step(out, number, anchor);
        }
        out.push_str(&self.try_first.behind);
        self.push_step(out, number, anchor);
        out.push_str(&self.then_go_on);
        out.push_str("</span>");
    }

    /// Appends the same in numbers alone, for paper, where there is nothing to press and room is dear.
    fn push_on_paper(&self, out: &mut String, steps: impl Iterator<Item = u32>, then: u32) {
        let (before, otherwise, end) = &self.on_paper;
        out.push_str(before);
        for (at, number) in steps.enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            quantity::push_count(out, number.into());
        }
        out.push_str(otherwise);
        quantity::push_count(out, then.into());
        out.push_str(end);
    }

    /// Appends that it is over.
    pub fn push_done(&self, out: &mut String) {
        out.push_str("<span class=\"done\">");
        self.push_word(out, "you_are_done");
        out.push_str("</span>");
    }

    /// Appends the condition of an answer, whose label is HTML, and a blank.
    pub fn push_if(&self, out: &mut String, label: &str) {
        out.push_str(&self.if_answer.before);
        out.push_str(label);
        out.push_str(&self.if_answer.behind);
    }

    /// That a card is printed at another step.
    pub fn again(&self, number: u32, anchor: &str) -> Value {
        let mut out = String::with_capacity(96);
        out.push_str(&self.as_in.before);
        escape::push_html(&mut out, anchor);
        push_numbered(&mut out, number, &self.step);
        out.push_str(&self.as_in.behind);
        Value::from_safe_string(out)
    }

    /// Appends a sentence with a link to the page of another guide, whose title is HTML.
    pub fn push_go_on_in(&self, out: &mut String, href: &str, title: &str) {
        out.push_str(&self.go_on_in.before);
        out.push_str("<a href=\"");
        out.push_str(href);
        out.push_str("\" dir=\"auto\">");
        out.push_str(title);
        out.push_str("</a>");
        out.push_str(&self.go_on_in.behind);
    }

    /// Appends that the answers which lead to a step contradict each other.
    pub fn push_contradiction(&self, out: &mut String) {
        out.push_str("<div class=\"warning\" role=\"note\"><p class=\"warning-title\">");
        self.push_word(out, "contradiction");
        out.push_str("</p><p>");
        self.push_word(out, "contradiction_help");
        out.push_str("</p></div>");
    }

    /// Appends why a step stands where it stands, and gives the place of the reason.
    pub fn push_why(&self, out: &mut String, why: &str) -> Range<usize> {
        out.push_str("<p class=\"why\"><span class=\"label\">");
        self.push_word(out, "why_here");
        out.push_str("</span> <bdi>");
        let begin = out.len();
        escape::push_html(out, why);
        let end = out.len();
        out.push_str("</bdi></p>");
        begin..end
    }

    /// Appends what a rule warns of.
    pub fn push_warning(&self, out: &mut String, warning: &Markdown, around: Around) {
        out.push_str("<div class=\"warning\" role=\"note\"><p class=\"warning-title\">");
        self.push_word(out, "warning");
        out.push_str("</p><div class=\"prose\" dir=\"auto\">");
        html::push_blocks(out, &warning.0, around);
        out.push_str("</div></div>");
    }

    /// Appends where an action holds.
    pub fn push_variant(&self, out: &mut String, condition: &str) {
        out.push_str(&self.variant.before);
        escape::push_html(out, condition);
        out.push_str(&self.variant.behind);
    }

    /// Appends how long to wait.
    pub fn push_wait(&self, out: &mut String, minutes: f64) {
        out.push_str(&self.then_wait.before);
        self.push_minutes(out, minutes);
        out.push_str(&self.then_wait.behind);
    }

    /// Citations, each a link to its source; nothing of those that lead nowhere.
    pub fn cites(&self, numbers: &[u32], sources: &[SourceCard]) -> Value {
        let mut out = String::new();
        for &number in numbers {
            let Some(source) = (number as usize).checked_sub(1).and_then(|at| sources.get(at)) else { continue };
            out.push_str("<sup class=\"cite\"><a href=\"#");
            escape::push_html(&mut out, &source.anchor);
            out.push_str("\" aria-label=\"");
            push_numbered(&mut out, number, &self.source);
            out.push_str("\">[");
            quantity::push_count(&mut out, number.into());
            out.push_str("]</a></sup>");
        }
        ready(out)
    }

    /// Appends a chance as readers are told it, and the author's word for it.
    pub fn push_chance(&self, out: &mut String, chance: &Chance) {
        let Some(told) = &chance.told else { return };
        out.push_str("<span class=\"chance\">");
        escape::push_html(out, told);
        if let Some(word) = chance.word.as_ref().map(|word| self.words.often(word)).filter(|word| word != told) {
            out.push_str(" <span class=\"word\">");
            escape::push_html(out, &word);
            out.push_str("</span>");
        }
        if let Some(learned) = &chance.learned {
            let sessions = self.words.guide.learned_from.fill(&[("n", &quantity::count(self.words, learned.sessions))]);
            out.push_str(" <span class=\"learned\">");
            escape::push_html(out, &sessions);
            out.push_str("</span>");
        }
        out.push_str("</span>");
    }

    /// Links with chances, as items of a list. `page` is the address of the page that holds their anchors, empty for
    /// this one; `step` gives the number of the step that prints an item.
    pub fn linked<'a>(
        &self,
        links: &'a [Link<Chance>],
        lines: &mut Lines<'a>,
        page: &str,
        step: impl Fn(&str) -> Option<u32>,
    ) -> Value {
        let mut out = String::with_capacity(160 * links.len());
        for link in links {
            out.push_str("<li><a href=\"");
            out.push_str(page);
            out.push('#');
            escape::push_html(&mut out, &link.anchor);
            out.push_str("\" dir=\"auto\">");
            out.push_str(lines.get(&link.title.0).as_str().unwrap_or_default());
            out.push_str("</a>");
            if let Some(number) = step(&link.id) {
                out.push_str(", ");
                push_numbered(&mut out, number, &self.at_step);
            }
            if link.how_often.told.is_some() {
                out.push(' ');
            }
            self.push_chance(&mut out, &link.how_often);
            out.push_str("</li>\n");
        }
        ready(out)
    }

    /// A link to the page of an item that other guides hold too.
    pub fn also_in(&self, href: &str, others: usize) -> Value {
        let mut out = String::with_capacity(96);
        out.push_str("<p class=\"also-in\"><a href=\"");
        out.push_str(href);
        out.push_str("\">");
        if others == 1 {
            self.push_word(&mut out, "also_in_one");
        } else {
            out.push_str(&self.also_in.before);
            quantity::push_count(&mut out, others as u64);
            out.push_str(&self.also_in.behind);
        }
        out.push_str("</a></p>");
        Value::from_safe_string(out)
    }
}

/// Addresses, each in a paragraph; a link where it may be followed.
pub fn addresses(links: &[WebLink]) -> Value {
    let mut out = String::new();
    for link in links {
        out.push_str("<p class=\"address\">");
        match address::link(&link.address) {
            None => escape::push_html(&mut out, &link.in_words()),
            Some(href) => {
                out.push_str("<a href=\"");
                out.push_str(&href);
                // An address reads from left to right in any language.
                out.push_str(if link.label.is_some() { "\">" } else { "\" dir=\"ltr\">" });
                escape::push_html(&mut out, link.shown());
                out.push_str("</a>");
            }
        }
        out.push_str("</p>\n");
    }
    ready(out)
}

fn html_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push_html(&mut out, text);
    out
}

fn word(words: &Words, name: &str) -> String {
    html_of(words.page.get(name).map_or("", String::as_str))
}

fn quantity_of(words: &Quantity) -> Quantity {
    let Quantity { seconds, minutes, hours, days, under, over, percent, above, unbounded, .. } = words;
    let [seconds, minutes, hours, days, under, over, percent, above, unbounded] =
        [seconds, minutes, hours, days, under, over, percent, above, unbounded].map(|text| html_of(text));
    Quantity { seconds, minutes, hours, days, under, over, percent, above, unbounded, ..words.clone() }
}

fn cut(words: &Words, name: &str, gap: &str) -> Cut {
    let text = word(words, name);
    let (before, behind) = around(&text, gap).unwrap_or((&text, ""));
    Cut { before: before.to_owned(), behind: behind.to_owned() }
}

fn push_numbered(out: &mut String, number: u32, text: &Cut) {
    out.push_str(&text.before);
    quantity::push_count(out, number.into());
    out.push_str(&text.behind);
}

fn push_goto(out: &mut String, number: u32, anchor: &str, text: &Cut) {
    out.push_str("<a href=\"#");
    escape::push_html(out, anchor);
    push_numbered(out, number, text);
}
