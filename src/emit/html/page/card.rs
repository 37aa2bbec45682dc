//! The cards of a document as templates see them: what is known of a cause, a check, a remedy and so on.

use minijinja::value::Value;

use super::Making;
use super::phrases::addresses;
use super::view::{Time, inline, list, none, or_none, prose_or_none, view};
use crate::emit::prose::Around;
use crate::emit::way::says_range;
use crate::guide::{
    AskCard, AskType, CauseCard, CheckCard, EscalationCard, FactCard, OutcomeCard, RemedyCard, RiskLevel, RuleCard,
    SourceCard, Telling, UndoCard, Work,
};

view! {
    /// A cause.
    CauseView {
        id,
        anchor,
        title,
        about,
        /// Its chance in words, and as a number from 0 to 1.
        chance,
        likelihood,
        applies_to,
        no_remedy,
        prevent,
        /// Guides that are worth a look, as links.
        see,
        cites,
        also_in,
        /// Links, as items of a list.
        fixed_by,
        shows,
        leads_to,
    }
}

view! {
    /// A check or a remedy.
    WorkView {
        id,
        anchor,
        title,
        about,
        cites,
        also_in,
        applies_to,
        needs,
        /// Whether something stands before the steps, and behind them.
        has_before: bool,
        has_behind: bool,
        /// Whether something must be said before the work begins: what is lost, or that it cannot be taken back.
        warns: bool,
        loses,
        irreversible: bool,
        level: &'static str,
        /// Actions, ready to be printed; so is how it is checked, undone and cleared up, as a text or as actions.
        steps,
        /// Pictures of answers, ready to be printed.
        pictured,
        asks,
        /// How often it may be tried, where that is more than once.
        tries: Option<u32>,
        /// What is asked once more where it does not help.
        renews,
        verify,
        /// How long looking takes, where the author wrote it.
        verify_time: Option<Time>,
        undo,
        afterwards,
        /// Guides that are worth a look, as links.
        see,
        /// Links, as items of a list.
        fixes,
    }
}

view! {
    /// What a reader is asked for, and what the answers stand for.
    AskView { word: &'static str, unit, ranges }
}

view! {
    /// An answer and the values that it stands for.
    RangeView { range, title }
}

view! {
    /// A question about the circumstances.
    FactView { id, anchor, title, about, hint, asks }
}

view! {
    /// Who takes over.
    EscalationView { id, anchor, title, about, collect, addresses }
}

view! {
    /// A rule.
    RuleView { id, anchor, title, about, cites, when, then }
}

view! {
    /// A source.
    SourceView { number: u32, anchor, title, seen, addresses }
}

fn text(text: &str) -> Value {
    Value::from(text)
}

impl WorkView {
    /// The same, once all is known, with what stands before and behind the steps.
    fn parted(mut self) -> Self {
        let shown = [&self.about, &self.cites, &self.applies_to, &self.needs];
        self.has_before = self.warns || shown.into_iter().any(Value::is_true);
        let shown = [&self.asks, &self.verify, &self.renews, &self.undo, &self.afterwards, &self.see, &self.also_in];
        self.has_behind = self.tries.is_some() || shown.into_iter().any(Value::is_true);
        self
    }
}

impl<'a> Making<'a> {
    /// A cause.
    pub fn cause(&mut self, card: &'a CauseCard) -> Value {
        let said = self.said;
        let mut chance = String::with_capacity(64);
        said.push_chance(&mut chance, &card.chance);
        let off = |_: &str| None;
        let in_numbers = self.document.way.chances == Telling::Numbers;
        CauseView {
            id: text(&card.id),
            anchor: text(&card.anchor),
            title: self.lines.get(&card.title.0),
            about: prose_or_none(card.about.as_ref(), self.around()),
            chance: Value::from_safe_string(chance),
            likelihood: or_none(in_numbers.then_some(card.chance.value)),
            applies_to: or_none(card.applies_to.as_deref()),
            no_remedy: prose_or_none(card.no_remedy.as_ref(), self.around()),
            prevent: prose_or_none(card.prevent.as_ref(), self.around()),
            see: self.see(&card.see),
            cites: said.cites(&card.cites, &self.document.sources),
            also_in: self.also_in(&card.id),
            fixed_by: said.linked(&card.fixed_by, &mut self.lines, self.beside, |id| self.steps.get(id).copied()),
            shows: said.linked(&card.shows, &mut self.lines, self.beside, off),
            leads_to: said.linked(&card.leads_to, &mut self.lines, self.beside, off),
        }
        .into()
    }

    /// A check.
    pub fn check(&mut self, card: &'a CheckCard) -> Value {
        let asks = or_none(card.asks.as_ref().map(|asks| ask(asks, &card.outcomes)));
        let view = WorkView {
            title: self.lines.get(&card.title.0),
            about: prose_or_none(card.about.as_ref(), self.around()),
            asks,
            pictured: self.pictured(&card.outcomes),
            ..self.work(&card.work, [&card.id, &card.anchor], &card.cites)
        };
        view.parted().into()
    }

    /// A remedy.
    pub fn remedy(&mut self, card: &'a RemedyCard) -> Value {
        let view = WorkView {
            title: self.lines.get(&card.title.0),
            about: prose_or_none(card.about.as_ref(), self.around()),
            pictured: self.pictured(&card.outcomes),
            tries: (card.tries > 1).then_some(card.tries),
            verify: or_none(card.verify.as_ref().map(|how| self.how(how))),
            verify_time: card.verify_said.then_some(Time(self.said.words, card.verify_minutes)),
            renews: list(&card.renews, |title| inline(&title.0)),
            see: self.see(&card.see),
            fixes: self.said.linked(&card.fixes, &mut self.lines, self.beside, |_| None),
            ..self.work(&card.work, [&card.id, &card.anchor], &card.cites)
        };
        view.parted().into()
    }

    /// What checks and remedies have in common.
    fn work(&self, work: &Work, [id, anchor]: [&str; 2], cites: &[u32]) -> WorkView {
        let (irreversible, undo) = match &work.undo {
            None => (false, none()),
            Some(UndoCard::Impossible) => (true, none()),
            Some(UndoCard::Possible { how }) => (false, self.how(how)),
        };
        WorkView {
            id: text(id),
            anchor: text(anchor),
            title: none(),
            about: none(),
            cites: self.said.cites(cites, &self.document.sources),
            also_in: self.also_in(id),
            applies_to: or_none(work.applies_to.as_deref()),
            needs: list(&work.needs, |need| inline(&need.0)),
            has_before: false,
            has_behind: false,
            warns: irreversible || work.risk.loses.is_some(),
            loses: prose_or_none(work.risk.loses.as_ref(), self.around()),
            irreversible,
            level: level(work.risk.level),
            steps: self.actions(&work.steps),
            pictured: none(),
            asks: none(),
            tries: None,
            renews: none(),
            verify: none(),
            verify_time: None,
            undo,
            afterwards: or_none(work.afterwards.as_ref().map(|how| self.how(how))),
            see: none(),
            fixes: none(),
        }
    }

    /// A rule.
    pub fn rule(&self, card: &RuleCard) -> Value {
        RuleView {
            id: text(&card.id),
            anchor: text(&card.anchor),
            title: inline(&card.title.0),
            about: prose_or_none(card.about.as_ref(), self.around()),
            cites: self.said.cites(&card.cites, &self.document.sources),
            when: text(&card.when),
            then: list(&card.then, String::as_str),
        }
        .into()
    }
}

/// A question about the circumstances.
pub fn fact(card: &FactCard, around: Around) -> Value {
    FactView {
        id: text(&card.id),
        anchor: text(&card.anchor),
        title: inline(&card.title.0),
        about: prose_or_none(card.about.as_ref(), around),
        hint: prose_or_none(card.hint.as_ref(), around),
        asks: or_none(card.asks.as_ref().map(|asks| ask(asks, &card.choices))),
    }
    .into()
}

/// Who takes over.
pub fn escalation(card: &EscalationCard, around: Around) -> Value {
    EscalationView {
        id: text(&card.id),
        anchor: text(&card.anchor),
        title: inline(&card.title.0),
        about: prose_or_none(card.about.as_ref(), around),
        collect: list(&card.collect, |line| inline(&line.0)),
        addresses: addresses(&card.links),
    }
    .into()
}

/// A source.
pub fn source(card: &SourceCard) -> Value {
    SourceView {
        number: card.number,
        anchor: text(&card.anchor),
        title: inline(&card.title.0),
        seen: or_none(card.seen.as_deref()),
        addresses: addresses(&card.links),
    }
    .into()
}

fn ask(card: &AskCard, answers: &[OutcomeCard]) -> Value {
    let word = match card.of {
        AskType::Number => "a_number",
        AskType::Version => "a_version",
        AskType::Text => "a_text",
    };
    // A pattern is for machines: whoever reads an output chooses what it says.
    let shown = answers.iter().filter(|_| card.of != AskType::Text);
    let ranges = shown.filter_map(|answer| Some((answer.range.as_deref()?, answer)));
    let ranges =
        ranges.filter(|(range, answer)| !says_range(answer, range)).map(|(range, answer)| (range, &answer.title.0));
    AskView {
        word,
        unit: or_none(card.unit.as_deref()),
        ranges: list(ranges, |(range, title)| RangeView { range: text(range), title: inline(title) }),
    }
    .into()
}

/// The name of a risk, as classes and words have it.
pub fn level(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Safe => "safe",
        RiskLevel::Caution => "caution",
        RiskLevel::Destructive => "destructive",
    }
}
