//! The items of a base.

use std::rc::Rc;

use arbitrary::Result;

use super::Maker;
use super::words::quoted;

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FactKind {
    YesNo,
    OneOf,
    Number,
    Version,
    Text,
}

impl FactKind {
    pub(super) const ALL: [Self; 5] = [Self::YesNo, Self::OneOf, Self::Number, Self::Version, Self::Text];
}

/// The answers of a check or a fact are called so.
const ANSWERS: [&str; 5] = ["plain", "low", "high", "red", "gone"];

/// What is said of an item, a property a line, as a block.
fn block(head: &str, properties: &[String]) -> String {
    let inside: Vec<String> = properties.iter().map(|line| format!("\n  {}", line.replace('\n', "\n  "))).collect();
    format!("{head} {{{}\n}}\n", inside.concat())
}

impl Maker<'_, '_> {
    /// All items of the base, each as its text.
    pub(super) fn items(&mut self) -> Result<Vec<String>> {
        let names = Rc::clone(&self.names);
        let mut items = Vec::new();
        for at in 0..names.guides.len() {
            items.push(self.guide(at)?);
        }
        for at in 0..names.symptoms.len() {
            items.push(self.symptom(at)?);
        }
        for at in 0..names.causes.len() {
            items.push(self.cause(at)?);
        }
        for at in 0..names.checks.len() {
            items.push(self.check(at)?);
        }
        for at in 0..names.remedies.len() {
            items.push(self.remedy(at)?);
        }
        for at in 0..names.facts.len() {
            items.push(self.fact(at)?);
        }
        for at in 0..names.rules {
            items.push(self.rule(at)?);
        }
        for at in 0..names.escalations.len() {
            items.push(self.escalation(at)?);
        }
        for at in 0..names.results.len() {
            items.push(self.result(at)?);
        }
        for at in 0..names.steps.len() {
            items.push(self.shared_steps(at)?);
        }
        if self.chance(3)? {
            items.push(self.scenario()?);
        }
        Ok(items)
    }

    /// What any item may say.
    fn common(&mut self, said: &mut Vec<String>) -> Result<()> {
        if self.chance(4)? {
            said.push(format!("about {}", self.text()?));
        }
        if self.chance(1)? {
            said.push(format!("reviewed {}", self.date()?));
        }
        if self.chance(1)? {
            said.push(format!("aka {}, {}", self.title()?, self.title()?));
        }
        if self.chance(1)? {
            said.push(format!("tags network, {}", quoted(&self.prose()?)));
        }
        if self.chance(1)? {
            said.push(format!("owner {}", quoted(&self.prose()?)));
        }
        if self.slip()? {
            said.push(
                self.one(&["abuot \"x\"", "likelihood", "steps {", "}", "about \"x\" \"y\"", "moved-from a, a"])?
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn guide(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("guide {} {}", names.guides[at], self.title()?);
        let mut said = vec![format!("summary {}", quoted(&self.prose()?))];
        let symptoms = if at == 0 { names.symptoms.clone() } else { self.some_of(&names.symptoms, 5)? };
        let symptoms = if symptoms.is_empty() { names.symptoms[..1].to_vec() } else { symptoms };
        said.push(format!("symptoms {}", symptoms.join(", ")));
        // Stages belong to a guide: the names of the first are used by all steps.
        for stage in &names.stages {
            said.push(format!("stage {stage} {}", self.title()?));
        }
        said.push(format!("otherwise {}", self.who_takes_over()?));
        if at > 0 {
            said.push(format!("see {}", names.guides[0]));
            said[0] = format!("summary \"See [it](guide:{}).\"", names.guides[0]);
        }
        if self.chance(2)? {
            said.push(format!("escalate {}", self.one(&["when-cheaper", "last"])?));
        }
        if self.chance(3)? {
            said.push(format!("other {}", self.one(&["5%", "0%", "50%", "0.0001%", "100%"])?));
        }
        if self.chance(3)? {
            said.push(format!("negligible {}", self.one(&["1%", "0%", "30%"])?));
        }
        if self.chance(1)? {
            let kinds = [&names.checks, &names.remedies, &names.causes];
            let kind = self.number(0, 2)?;
            said.push(format!("{} {}", self.one(&["include", "exclude"])?, self.named(kinds[kind])?));
        }
        if self.chance(1)? {
            said.push(format!("start {}", self.named(&names.checks)?));
        }
        if self.chance(1)? {
            said.push(format!("waiting {}", self.one(&["100%", "0%", "half"])?));
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    /// Some escalations, and last the one that is for everybody.
    fn who_takes_over(&mut self) -> Result<String> {
        let names = Rc::clone(&self.names);
        let Some((last, others)) = names.escalations.split_last() else { return Ok(String::new()) };
        let mut all = self.some_of(others, 4)?;
        all.push(last.clone());
        Ok(all.join(", "))
    }

    fn symptom(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("symptom {} {}", names.symptoms[at], self.title()?);
        let mut said = Vec::new();
        if self.chance(2)? {
            said.push(format!("message {}", quoted(&self.prose()?)));
        }
        if self.chance(1)? {
            let patterns = ["pattern r\"exit (1|2)\"", "pattern r\"(a+)+$\"", "impact \"Nothing works.\""];
            said.push(if self.slip()? { "pattern r\"[\"" } else { self.one(&patterns)? }.to_owned());
        }
        if self.chance(1)? {
            said.push("only-listed".to_owned());
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    fn cause(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("cause {} {}", names.causes[at], self.title()?);
        let mut said = vec![format!("likelihood {}", self.weight()?)];
        let first = names.symptoms[at % names.symptoms.len()].clone();
        let mut shows = vec![format!("{first} {}", self.one(&["always", "usually", "often"])?)];
        for other in self.some_of(&names.symptoms, 3)? {
            if other != first {
                shows.push(format!("{other} {}", self.how_often()?));
            }
        }
        said.push(format!("shows {}", shows.join(self.one(&[", ", ",\n  "])?)));
        let later = &names.causes[at + 1..];
        if !later.is_empty() && self.chance(2)? {
            said.push(format!("leads-to {} {}", self.named(later)?, self.how_often()?));
        }
        if self.chance(1)? {
            said.push(format!("remedy none {}", quoted(&self.prose()?)));
        }
        if self.chance(1)? {
            said.push(format!("otherwise {}", self.named(&names.escalations)?));
        }
        if self.chance(2)? {
            said.push(format!("when {}", self.condition(2)?));
        }
        if self.chance(2)? {
            said.push(format!("prevent {}", self.text()?));
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    /// What checks and remedies say alike.
    fn step_like(&mut self, said: &mut Vec<String>, earlier: &[String]) -> Result<()> {
        let names = Rc::clone(&self.names);
        if self.chance(7)? {
            said.push(format!("takes {}", self.duration()?));
        }
        if self.chance(2)? {
            said.push(format!("waits {}", self.duration()?));
        }
        if !names.stages.is_empty() && self.chance(5)? {
            said.push(format!("stage {}", self.named(&names.stages)?));
        }
        if !earlier.is_empty() && self.chance(2)? {
            said.push(format!("{} {}", self.one(&["after", "only-after"])?, self.named(earlier)?));
        }
        if self.chance(2)? {
            said.push(format!("when {}", self.condition(2)?));
        }
        if self.chance(2)? {
            said.push(
                self.one(&[
                    "risk caution \"It is loud.\"",
                    "risk destructive \"All is lost.\"\nundo none",
                    "risk destructive \"All is lost.\"\nundo { step \"Put it **back**.\" }",
                    "needs \"a cable\", \"a second phone\"",
                    "afterwards \"Tidy up.\"",
                    "afterwards { step \"Tidy up.\" { run sh \"rm -rf /tmp/x\" } }",
                ])?
                .to_owned(),
            );
        }
        if self.chance(5)? {
            said.push(format!("steps {{\n{}\n}}", self.steps(0)?));
        }
        self.common(said)
    }

    /// Some steps, a line each; of shared steps those behind a place may be included.
    fn steps(&mut self, behind: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let mut lines = Vec::new();
        for _ in 0..self.number(1, 4)? {
            let when = if self.chance(1)? { format!(" when {}", self.condition(1)?) } else { String::new() };
            let more = match self.number(0, 9)? {
                5 => format!(" {{ expect {} }}", quoted(&self.prose()?)),
                6 => format!(" {{ run sh {} }}", self.text()?),
                7 => format!(" {{ warning {} }}", quoted(&self.prose()?)),
                8 => format!(" {{ note {} }}", quoted(&self.prose()?)),
                9 => format!(" {{ image \"missing.png\" {} }}", quoted(&self.prose()?)),
                _ => String::new(),
            };
            // A picture that is not there is an error, and so belongs to bases with slips alone.
            let more = if self.slips == 0 && more.contains("image") { String::new() } else { more };
            lines.push(format!("  step {}{when}{more}", quoted(&self.prose()?)));
        }
        let shared = names.steps.get(behind..).unwrap_or_default();
        if !shared.is_empty() && self.chance(4)? {
            lines.push(format!("  include {}", self.named(shared)?));
        }
        Ok(lines.join("\n"))
    }

    fn check(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("check {} {}", names.checks[at], self.title()?);
        let mut said = Vec::new();
        self.step_like(&mut said, &names.checks[..at])?;
        let asks_number = self.is_of_numbers(at);
        if asks_number {
            said.push(format!("asks number {}", self.one(&["%", "GB", "", "MB"])?).trim_end().to_owned());
        }
        let answers = self.answers(at);
        // The last answer excludes nothing, so that everybody can give it.
        let mut open: Vec<String> = names.causes.clone();
        for (place, answer) in answers.iter().enumerate() {
            let range = match (asks_number, place) {
                (false, _) => String::new(),
                (true, 0) => format!(" {} {}", self.one(&["below", "up to"])?, self.bound()?),
                (true, _) => " otherwise".to_owned(),
            };
            let share =
                if asks_number || self.chance(7)? { String::new() } else { format!(" {}%", self.number(1, 20)?) };
            let mut effects = Vec::new();
            let is_last = place + 1 == answers.len();
            for cause in self.some_of(&names.causes, 3)? {
                let excludes = !is_last && open.len() > 1 && open.contains(&cause);
                effects.push(match self.number(0, 5)? {
                    0 if excludes => {
                        open.retain(|other| *other != cause);
                        format!("rules-out {cause}")
                    }
                    1 | 2 => format!("points-to {cause}{}", self.one(&["", " weakly", " strongly"])?),
                    3 if place == 0 => format!("given {cause} {}%", self.number(1, 60)?),
                    3 if self.extreme && place == 0 => format!("given {cause} {}", self.how_often()?),
                    _ => format!("against {cause}{}", self.one(&["", " weakly", " strongly"])?),
                });
            }
            if place == 0 && !is_last && self.chance(1)? {
                effects = vec![format!("confirms {}", self.named(&names.causes)?)];
            }
            if self.chance(1)? {
                let step = self.somewhere()?;
                effects.push(format!("next {step}"));
            }
            if self.chance(1)? {
                effects.push(format!("moved-from was-{answer}, gone.{answer}"));
            }
            said.push(
                block(&format!("outcome {answer} {}{range}{share}", self.title()?), &effects).trim_end().to_owned(),
            );
        }
        if self.chance(1)? {
            let mut untold = vec![format!("against {}", self.named(&names.causes)?)];
            if self.chance(5)? {
                untold.push(format!("next {}", self.somewhere()?));
            }
            said.push(block("cannot-tell", &untold).trim_end().to_owned());
        }
        Ok(block(&head, &said))
    }

    /// Whether a check asks for a number: the second, where there are several.
    fn is_of_numbers(&self, check: usize) -> bool {
        check == 1 && self.names.rules % 2 == 1
    }

    /// The answers to a check.
    fn answers(&self, check: usize) -> Vec<&'static str> {
        if self.is_of_numbers(check) {
            vec!["low", "plain"]
        } else {
            ANSWERS[1..3 + check % 3].iter().rev().chain(&ANSWERS[..1]).copied().collect()
        }
    }

    /// Where a reader may be sent.
    fn somewhere(&mut self) -> Result<String> {
        let names = Rc::clone(&self.names);
        let kind = self.number(0, 4)?;
        match kind {
            4 if !names.results.is_empty() => self.named(&names.results),
            0 => self.named(&names.remedies),
            1 => self.named(&names.escalations),
            2 => self.named(&names.checks),
            _ => self.named(&names.guides),
        }
    }

    fn remedy(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("remedy {} {}", names.remedies[at], self.title()?);
        let first = names.causes[at % names.causes.len()].clone();
        let mut fixes = vec![format!("{first} {}", self.one(&["always", "usually", "half", "certain"])?)];
        for other in self.some_of(&names.causes, 1)? {
            if other != first {
                fixes.push(format!("{other} {}", self.how_often()?));
            }
        }
        let mut said = vec![format!("fixes {}", fixes.join(", "))];
        self.step_like(&mut said, &names.remedies[..at])?;
        if self.chance(6)? {
            said.push(format!("verify {} {}", quoted(&self.prose()?), self.duration()?));
        }
        if self.chance(1)? {
            said.push(format!("retry {}", if self.slip()? { "0" } else { self.one(&["2", "1", "3"])? }));
        }
        if self.chance(1)? {
            said.push("kind workaround".to_owned());
        }
        if self.chance(2)? {
            said.push(format!("renews {}", self.named(&names.checks)?));
        }
        if at > 0 && self.chance(1)? {
            said.push(format!("supersedes {}", self.named(&names.remedies[..at])?));
        }
        if self.chance(1)? {
            said.push(format!("next {}", self.somewhere()?));
        }
        Ok(block(&head, &said))
    }

    fn fact(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("fact {} {}", names.facts[at], self.title()?);
        let mut said = vec![match self.kinds[at] {
            FactKind::YesNo => format!("yes-no {}", self.how_often()?),
            FactKind::OneOf => {
                format!("one-of low {} 30%, high {}, red {} 10%", self.title()?, self.title()?, self.title()?)
            }
            FactKind::Number => "number GB".to_owned(),
            FactKind::Version => "version".to_owned(),
            FactKind::Text => "text".to_owned(),
        }];
        if self.chance(3)? {
            said.push(format!("hint {}", quoted(&self.prose()?)));
        }
        if self.chance(1)? {
            said.push("never-asked".to_owned());
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    fn rule(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("rule rule-{at} {}", self.title()?);
        let mut said = vec![format!("when {}", self.condition(3)?)];
        let cause = self.named(&names.causes)?;
        let effect = match self.number(0, 7)? {
            0 => format!("suspect {cause} strongly"),
            1 => format!("doubt {cause}"),
            2 => format!("rule-out {cause}"),
            3 => format!("confirm {cause}"),
            4 => format!("skip {}", self.named(&names.remedies)?),
            5 => format!("require {}", self.named(&names.checks)?),
            6 => format!("next {}", self.somewhere()?),
            _ => format!("suspect {cause}, warn {}", quoted(&self.prose()?)),
        };
        said.push(format!("then {effect}"));
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    /// A condition of at most so many levels.
    fn condition(&mut self, levels: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        if levels > 0 && self.chance(4)? {
            let (one, other) = (self.condition(levels - 1)?, self.condition(levels - 1)?);
            return Ok(match self.number(0, 5)? {
                0 => format!("({one} and {other})"),
                1 => format!("({one}) or ({other})"),
                2 => format!("not ({one})"),
                3 => format!("any of ({one}, {other})"),
                4 => format!("at least 2 of ({one}, {other}, {one})"),
                _ => format!("all of ({one},\n    {other})"),
            });
        }
        match self.number(0, 3)? {
            0 => self.named(&names.symptoms),
            1 => {
                let at = self.number(0, names.checks.len() - 1)?;
                let answer = self.one(&self.answers(at))?;
                Ok(format!("{} is {answer}", names.checks[at]))
            }
            2 if !names.facts.is_empty() => {
                let at = self.number(0, names.facts.len() - 1)?;
                let said = match self.kinds[at] {
                    FactKind::YesNo => format!("is {}", self.one(&["yes", "no"])?),
                    FactKind::OneOf => format!("is {}", self.one(&["low", "high", "red"])?),
                    FactKind::Number => format!("{} {}", self.one(&["<", ">=", "!=", "="])?, self.bound()?),
                    FactKind::Version => {
                        format!("{} {}", self.one(&["<", ">=", "is"])?, self.one(&["18", "26.0.1", "0.0.0.1"])?)
                    }
                    FactKind::Text => return self.named(&names.symptoms),
                };
                Ok(format!("{} {said}", names.facts[at]))
            }
            _ => Ok(format!("tried {}", self.named(&names.remedies)?)),
        }
    }

    fn escalation(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("escalation {} {}", names.escalations[at], self.title()?);
        let mut said = vec![format!("takes {}", self.duration()?)];
        // The last is for everybody, unless that is the slip.
        if (at + 1 < names.escalations.len() && self.chance(6)?) || self.slip()? {
            said.push(format!("when {}", self.condition(1)?));
        }
        if self.chance(3)? {
            said.push(format!("collect {}, {}", quoted(&self.prose()?), quoted(&self.prose()?)));
        }
        if self.chance(3)? {
            said.push(format!(
                "link {}",
                self.one(&["\"https://example.org/\"", "\"tel:+49 30 1\"", "\"mailto:a@b.c\""])?
            ));
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    fn result(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("result {} {}", names.results[at], self.title()?);
        let mut said = Vec::new();
        if self.chance(5)? {
            said.push("link \"How to claim it\" \"https://example.org/claim\"".to_owned());
        }
        self.common(&mut said)?;
        Ok(block(&head, &said))
    }

    fn shared_steps(&mut self, at: usize) -> Result<String> {
        let names = Rc::clone(&self.names);
        Ok(format!("steps {} {{\n{}\n}}\n", names.steps[at], self.steps(at + 1)?))
    }

    fn scenario(&mut self) -> Result<String> {
        let names = Rc::clone(&self.names);
        let head = format!("scenario {} for {}", self.title()?, self.named(&names.guides)?);
        let mut said = vec![format!("observe {}", self.named(&names.symptoms)?)];
        let supposes = self.chance(5)?;
        if supposes {
            said.push(format!("suppose {}", self.named(&names.causes)?));
        }
        said.push(match self.number(0, 4)? {
            2 if !supposes => format!("expect escalated to {}", self.named(&names.escalations)?),
            0 => format!("expect cause {} below {}", self.named(&names.causes)?, self.how_often()?),
            1 => format!("expect most-likely {}", self.named(&names.causes)?),
            2 => format!("expect solved by {} within 5 steps, {}", self.named(&names.remedies)?, self.duration()?),
            3 => format!("expect next {}", self.named(&names.checks)?),
            _ => format!("expect never {}", self.named(&names.remedies)?),
        });
        Ok(block(&head, &said))
    }
}
