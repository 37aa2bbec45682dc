//! The prose of items: what readers read. Commands, messages and patterns are none: they stand as a machine wants them.

use super::{Body, FactType, HowTo, Item, Outcome, Procedure, RuleEffect, StepEntry, StepPart, Text, Undo};

/// Every text of an item that readers read, in the order of the model.
#[must_use]
pub fn prose(item: &Item) -> Vec<Text> {
    let mut found: Vec<Text> = item.title.into_iter().collect();
    if let Some(common) = &item.common {
        found.extend(common.about);
        found.extend_from_slice(&common.further().aka);
    }
    match &item.body {
        Body::Guide(guide) => {
            found.extend(guide.summary);
            found.extend(guide.stages.iter().flat_map(|stage| [Some(stage.title), stage.about]).flatten());
        }
        Body::Symptom(symptom) => {
            found.extend(symptom.impact);
            found.extend(symptom.images.iter().filter_map(|image| image.alternative));
        }
        Body::Cause(cause) => found.extend([cause.prevent, cause.no_remedy].into_iter().flatten()),
        Body::Check(check) => {
            of_outcomes(&check.outcomes, &mut found);
            of_procedure(&check.procedure, &mut found);
        }
        Body::Remedy(remedy) => {
            of_outcomes(&remedy.outcomes, &mut found);
            of_procedure(&remedy.procedure, &mut found);
            if let Some(verify) = &remedy.verify {
                of_way(&verify.how, &mut found);
            }
        }
        Body::Rule(rule) => found.extend(rule.effects.iter().filter_map(|(_, effect)| match effect {
            RuleEffect::Warn(text) => Some(*text),
            _ => None,
        })),
        Body::Fact(fact) => {
            found.extend(fact.hint);
            if let Some(FactType::OneOf(choices)) = &fact.values {
                found.extend(choices.iter().map(|choice| choice.title));
            }
        }
        Body::Escalation(escalation) => {
            found.extend_from_slice(&escalation.collect);
            found.extend(escalation.links.iter().filter_map(|link| link.label));
        }
        Body::Source(source) => found.extend(source.links.iter().filter_map(|link| link.label)),
        Body::Steps(steps) => of_steps(steps, &mut found),
        Body::Scenario(_) => {}
    }
    found
}

fn of_outcomes(outcomes: &[Outcome], found: &mut Vec<Text>) {
    for outcome in outcomes {
        found.push(outcome.title);
        found.extend(outcome.images.iter().filter_map(|image| image.alternative));
    }
}

fn of_procedure(procedure: &Procedure, found: &mut Vec<Text>) {
    let care = procedure.care();
    found.extend_from_slice(&care.needs);
    found.extend(care.risk.as_ref().and_then(|risk| risk.loses));
    if let Some((_, Undo::How(way))) = &care.undo {
        of_way(way, found);
    }
    if let Some(way) = &care.afterwards {
        of_way(way, found);
    }
    of_steps(&procedure.steps, found);
}

fn of_way(way: &HowTo, found: &mut Vec<Text>) {
    match way {
        HowTo::Text(text) => found.push(*text),
        HowTo::Steps(steps) => of_steps(steps, found),
    }
}

fn of_steps(steps: &[StepEntry], found: &mut Vec<Text>) {
    for entry in steps {
        let StepEntry::Step(step) = entry else { continue };
        found.push(step.text);
        for part in &step.parts {
            match part {
                StepPart::Expect(text) | StepPart::Note(text) | StepPart::Warning(text) => found.push(*text),
                StepPart::Image(image) => found.extend(image.alternative),
                StepPart::Run { .. } => {}
            }
        }
    }
}
