//! How a dialogue ends: with the trouble over, or with a text for whoever takes over.

use std::fmt::Write;

use crate::model::{Chances, HowTo, ItemId};
use crate::reasoning::{Doing, RemedyId, Step};
use crate::words::quantity::plain::percent_in;

use super::event::{EndKind, Ending, Repair};
use super::{Dialogue, Subject, filling};

/// Causes that are named to whoever takes over: the likeliest, from this chance.
const NAMED: usize = 3;
const LIKELY: f64 = 0.05;

impl Dialogue<'_> {
    /// The end, as it is shown.
    pub(super) fn ending(&self) -> Ending {
        let knowledge = self.about.knowledge;
        let decision = self.about.decision;
        let (kind, item) = match self.now.doing {
            Doing::Step(Step::Remedy(_), _) | Doing::Solved => (EndKind::Solved, None),
            Doing::Escalate(id) if decision.problem.escalations[id.0].is_result => {
                (EndKind::Result, decision.escalations.get(id.0).copied())
            }
            Doing::Escalate(id) => (EndKind::Escalation, decision.escalations.get(id.0).copied()),
            Doing::Contradiction(id) => (EndKind::Contradiction, decision.escalations.get(id.0).copied()),
            Doing::Guide(id) => (EndKind::Guide, decision.guides.get(id.0).copied()),
            Doing::Step(Step::Check(_), _) => (EndKind::Escalation, None),
        };
        let escalation = item.and_then(|item| knowledge.escalation(item));
        let collect: Vec<String> = escalation
            .map(|body| body.collect.iter().map(|&text| filling::fill_for_others(self, text)).collect())
            .unwrap_or_default();
        Ending {
            kind,
            requested: self.is_requested(),
            id: item.map(|item| knowledge.qualified(item)),
            title: item.map(|item| self.title(item)),
            about: item
                .filter(|_| kind != EndKind::Guide)
                .and_then(|item| knowledge.common(item).about)
                .map(|about| self.text(about)),
            cause: if kind == EndKind::Solved { self.named_cause() } else { None },
            workaround: self.gets_round(),
            repairs: self.repairs(),
            tidy_up: self.tidy_up(),
            prevent: if kind == EndKind::Solved { self.prevent() } else { Vec::new() },
            links: escalation
                .map(|body| body.links.iter().map(|&link| knowledge.web_link(link, |label| self.text(label))).collect())
                .unwrap_or_default(),
            handover: matches!(kind, EndKind::Escalation | EndKind::Contradiction).then(|| self.handover(&collect)),
            collect,
            beliefs: self.beliefs(),
            log: self.line(),
        }
    }

    /// What is to be tidied up of all that was carried out: remedies, and checks that were answered.
    fn tidy_up(&self) -> Vec<super::Instruction> {
        let knowledge = self.about.knowledge;
        let decision = self.about.decision;
        let answered = self.now.known.evidence.answered.iter().map(|(check, _)| decision.checks[check.0].item());
        let done = self.now.done.iter().map(|RemedyId(at)| decision.remedies[*at]);
        let mut seen: Vec<ItemId> = Vec::new();
        let mut made = Vec::new();
        for item in answered.chain(done) {
            if seen.contains(&item) {
                continue;
            }
            seen.push(item);
            let procedure = knowledge.item(item).procedure();
            let how: Option<&HowTo> = procedure.and_then(|procedure| procedure.care().afterwards.as_ref());
            made.extend(how.map(|how| filling::how_to(self, how)).unwrap_or_default());
        }
        made
    }

    /// How to prevent what the remedy that helped fixes, likeliest first; without one, the likeliest cause.
    fn prevent(&self) -> Vec<String> {
        let causes = self.cured().into_iter();
        causes.filter_map(|item| self.about.knowledge.cause(item)?.prevent.map(|text| self.text(text))).collect()
    }

    /// The likely causes that the remedy that helped fixes, likeliest first; without one, all that are likely.
    fn cured(&self) -> Vec<ItemId> {
        let decision = self.about.decision;
        let ranked = self.beliefs().chances;
        let item_of = |id: &str| {
            let mut causes = decision.causes.iter().copied();
            causes.find(|&item| self.about.knowledge.qualified(item) == id)
        };
        let causes = ranked.iter().filter(|one| one.chance >= LIKELY).filter_map(|one| item_of(&one.id));
        causes.filter(|&item| self.now.solved_by.is_none_or(|remedy| self.fixes(remedy, item))).collect()
    }

    fn fixes(&self, remedy: RemedyId, cause: ItemId) -> bool {
        let body = self.about.knowledge.remedy(self.about.decision.remedies[remedy.0]);
        body.is_some_and(|body| body.fixes.iter().any(|fixed| fixed.of.to == Some(cause) && fixed.chance.value > 0.0))
    }

    /// Whether what helped only gets round the trouble.
    fn gets_round(&self) -> bool {
        let remedies = &self.about.decision.problem.remedies;
        self.now.solved_by.is_some_and(|remedy| remedies[remedy.0].workaround)
    }

    /// What ends the trouble for good, where what helped only gets round it.
    fn repairs(&self) -> Vec<Repair> {
        if !self.gets_round() {
            return Vec::new();
        }
        let Subject { knowledge, decision, .. } = self.about;
        let causes = self.cured();
        let lasting = (0..decision.remedies.len()).map(RemedyId).filter(|&remedy| {
            !decision.problem.remedies[remedy.0].workaround && causes.iter().any(|&cause| self.fixes(remedy, cause))
        });
        let items = lasting.map(|remedy| decision.remedies[remedy.0]);
        items.map(|item| Repair { id: knowledge.qualified(item), title: self.title(item) }).collect()
    }

    /// The text to hand over: what was asked for, and all that was said and done.
    fn handover(&self, collect: &[String]) -> String {
        let said = &self.about.words().terminal;
        let mut text = format!("{}\n", self.title(self.about.guide));
        if !self.now.said.is_empty() {
            text.extend(["\n", &said.so_far, "\n"]);
            for (question, answer) in &self.now.said {
                writeln!(text, "- {question} – {answer}").expect("a string takes all text");
            }
        }
        let beliefs = self.beliefs();
        let likely: Vec<_> = beliefs.chances.into_iter().filter(|one| one.chance >= LIKELY).take(NAMED).collect();
        if matches!(self.now.doing, Doing::Contradiction(_)) {
            text.extend(["\n", &said.contradict_each_other, "\n"]);
        } else if !likely.is_empty() {
            text.extend(["\n", &said.likeliest, "\n"]);
            for one in likely {
                writeln!(text, "- {}{}", one.title, self.in_words(one.chance)).expect("a string takes all text");
            }
            if beliefs.unknown >= LIKELY && self.about.chances != Chances::Off {
                let chance = percent_in(self.about.words(), beliefs.unknown);
                writeln!(text, "{}", said.not_known_yet.fill(&[("chance", &chance)])).expect("a string takes all text");
            }
        }
        // What says its value behind a colon is told; behind the rest it is left to write.
        if !collect.is_empty() {
            text.extend(["\n", &said.please_add, "\n"]);
            for one in collect {
                let colon = if one.contains(": ") { "" } else { ": " };
                writeln!(text, "- {one}{colon}").expect("a string takes all text");
            }
        }
        // By this code a ticket's cause finds its session.
        if let Some(recorded) = &self.recorded {
            writeln!(text, "\nkbc {}", recorded.id).expect("a string takes all text");
        }
        text
    }
}
