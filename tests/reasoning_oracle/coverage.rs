//! Do the drawn models exercise what they are meant to? Each feature, taken away, must change what many of them cost.

use crate::oracle::history::Case;
use crate::oracle::models::{Size, model};
use crate::oracle::value::{Walk, expected_cost};
use kbc::reasoning::{CheckKind, Effect, EscalationMode, Evidence, Outcome, Problem, Risk, Rule, RuleEffect};

/// A feature by its name, and how a model is rid of it.
type Feature = (&'static str, fn(&mut Problem));

fn effects(problem: &mut Problem, keep: fn(&Effect) -> bool) {
    for check in &mut problem.checks {
        check.outcomes.iter_mut().for_each(|outcome| outcome.effects.retain(keep));
    }
}

fn rules(problem: &mut Problem, keep: fn(&RuleEffect) -> bool) {
    let thin = |rule: &mut Rule| rule.effects.retain(keep);
    problem.rules.iter_mut().for_each(thin);
}

fn outcomes(problem: &mut Problem, change: fn(&mut Outcome)) {
    problem.checks.iter_mut().flat_map(|check| &mut check.outcomes).for_each(change);
    problem.remedies.iter_mut().flat_map(|remedy| &mut remedy.outcomes).for_each(change);
}

const FEATURES: [Feature; 31] = [
    ("confirms", |p| {
        effects(p, |e| !matches!(e, Effect::Confirms(_)));
    }),
    ("points-to", |p| {
        effects(p, |e| !matches!(e, Effect::PointsTo(..)));
    }),
    ("against", |p| {
        effects(p, |e| !matches!(e, Effect::Against(..)));
    }),
    ("rules-out", |p| {
        effects(p, |e| !matches!(e, Effect::RulesOut(_)));
    }),
    ("given", |p| effects(p, |e| !matches!(e, Effect::Given(..)))),
    ("shares", |p| outcomes(p, |o| o.share = None)),
    ("ways of failing", |p| {
        p.remedies.iter_mut().flat_map(|r| &mut r.outcomes).for_each(|o| o.effects.clear());
    }),
    ("routes", |p| outcomes(p, |o| o.next = None)),
    ("routes of remedies", |p| {
        p.remedies.iter_mut().for_each(|r| r.next = None);
    }),
    ("routes of rules", |p| {
        rules(p, |e| !matches!(e, RuleEffect::Next(_)));
    }),
    ("skip", |p| rules(p, |e| !matches!(e, RuleEffect::Skip(_)))),
    ("require", |p| {
        rules(p, |e| !matches!(e, RuleEffect::Require(_)));
    }),
    ("suspect and doubt", |p| {
        rules(p, |e| !matches!(e, RuleEffect::Suspect(..) | RuleEffect::Doubt(..)));
    }),
    ("confirm and rule-out", |p| {
        rules(p, |e| !matches!(e, RuleEffect::Confirm(_) | RuleEffect::RuleOut(_)));
    }),
    ("after", |p| {
        p.checks.iter_mut().for_each(|check| check.after.clear());
        p.remedies.iter_mut().for_each(|remedy| remedy.after.clear());
    }),
    ("when", |p| {
        p.checks.iter_mut().for_each(|check| check.when = None);
        p.remedies.iter_mut().for_each(|remedy| remedy.when = None);
    }),
    ("stages", |p| {
        p.remedies.iter_mut().for_each(|remedy| remedy.stage = None);
    }),
    ("safety", |p| {
        p.policy.caution = p.policy.destructive;
        let tame = |risk: &mut Risk| *risk = (*risk).min(Risk::Caution);
        p.remedies.iter_mut().for_each(|remedy| tame(&mut remedy.risk));
    }),
    ("retry", |p| {
        p.remedies.iter_mut().for_each(|remedy| remedy.retry = 1);
    }),
    ("supersedes", |p| {
        p.remedies.iter_mut().for_each(|remedy| remedy.supersedes.clear());
    }),
    ("renews", |p| {
        p.remedies.iter_mut().for_each(|remedy| remedy.renews.clear());
    }),
    ("who takes over is asked", |p| {
        p.escalations.iter_mut().for_each(|end| end.when = None);
    }),
    ("escalate last", |p| {
        p.policy.mode = EscalationMode::WhenCheaper;
    }),
    ("negligible", |p| p.policy.negligible = 0.5),
    ("start", |p| p.policy.start = None),
    ("only listed", |p| p.symptoms.iter_mut().for_each(|symptom| symptom.only_listed = false)),
    ("facts and symptoms", |p| p.symptoms.iter_mut().for_each(|symptom| symptom.possible = None)),
    ("workarounds", |p| p.remedies.iter_mut().for_each(|remedy| remedy.workaround = false)),
    ("likely elsewhere", |p| p.causes.iter_mut().for_each(|cause| cause.likely_elsewhere = false)),
    ("mechanisms", |p| {
        p.causes.iter_mut().for_each(|cause| cause.leads_to.clear());
    }),
    ("facts and causes", |p| {
        p.causes.iter_mut().for_each(|cause| cause.possible = None);
    }),
];

fn cost(problem: &Problem, evidence: &Evidence) -> Option<f64> {
    let (case, history) = Case::new(problem, evidence).ok()?;
    Some(expected_cost(&case, &history, Walk::Plain, 2_000)?.0)
}

#[test]
fn drawn_models_exercise_every_feature() {
    let mut changed = [0; FEATURES.len()];
    let (mut never_asked, mut symptoms, mut noted) = (0, 0, 0);
    for seed in 0..2500 {
        let (problem, evidence) = model(seed, Size::SMALL);
        let Some(before) = cost(&problem, &evidence) else {
            continue;
        };
        never_asked += usize::from(problem.checks.iter().any(|check| check.kind == CheckKind::NeverAsked));
        symptoms += usize::from(problem.checks.iter().any(|check| matches!(check.kind, CheckKind::Symptom(_))));
        noted += usize::from(problem.checks.iter().any(|check| matches!(check.kind, CheckKind::Observed(_))));
        for (count, (_, without)) in changed.iter_mut().zip(FEATURES) {
            let mut poorer = problem.clone();
            without(&mut poorer);
            if poorer != problem && cost(&poorer, &evidence).is_none_or(|after| (after - before).abs() > 1e-6) {
                *count += 1;
            }
        }
    }
    for (count, (feature, _)) in changed.iter().zip(FEATURES) {
        println!("{feature}: {count}");
    }
    println!("never asked {never_asked}, symptoms asked {symptoms}, symptoms noted {noted}");
    assert!(noted >= 100, "only {noted} models note with which symptom a reader comes");
    for (count, (feature, _)) in changed.iter().zip(FEATURES) {
        assert!(*count >= 8, "{feature} changed {count} of the models only");
    }
}
