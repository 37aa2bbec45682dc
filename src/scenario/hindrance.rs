//! Whether a step may be done, and what is in its way, in words for authors.

use crate::decision::Decision;
use crate::model::{ItemId, Knowledge};
use crate::reasoning::{Eligibility, Step};
use crate::words::quantity::plain::percent;

/// Whether a step may be done: a clause that begins in small letters.
#[must_use]
pub fn hindrance(
    knowledge: &Knowledge,
    decision: &Decision,
    name: &dyn Fn(ItemId) -> String,
    eligibility: &Eligibility,
) -> String {
    let steps = |steps: &[Step]| -> String {
        let names: Vec<String> = steps.iter().map(|&step| format!("`{}`", name(decision.step(step)))).collect();
        names.join(", ")
    };
    match eligibility {
        Eligibility::Done => "it was done already".to_owned(),
        Eligibility::Declined => "it cannot be done".to_owned(),
        Eligibility::Contradiction => "no cause can give these answers".to_owned(),
        Eligibility::Permitted(helps) if *helps > 0.0 => {
            format!("it may be done, and helps with a chance of {}", percent(*helps))
        }
        Eligibility::Permitted(_) => "it may be done".to_owned(),
        Eligibility::Dead => {
            "its `when` can no longer become true, a step that it is `only-after` cannot be done, or a rule forbids it"
                .to_owned()
        }
        Eligibility::Skipped(rule) => format!("the rule `{}` forbids it", name(decision.rules[rule.0])),
        Eligibility::WhenOpen => "its `when`, or a fact that a rule about it needs, is not known yet".to_owned(),
        Eligibility::After(before) => format!("first comes {}", steps(before)),
        Eligibility::Routed(only) => format!("a route leads to {} now", steps(only)),
        Eligibility::Superseded => "a stronger remedy has failed, so it cannot help".to_owned(),
        Eligibility::Useless => "nothing that it could tell or fix is possible any more".to_owned(),
        Eligibility::Safety(safe) => {
            format!("it destroys something, and `{}` is safe and may help", name(decision.step(Step::Remedy(*safe))))
        }
        Eligibility::Stage(earlier) => {
            let item = decision.remedies[earlier.0];
            let stage = knowledge.remedy(item).and_then(|body| body.procedure.stage);
            let stage = stage.map_or("", |stage| knowledge.spelled(stage));
            format!("`{}` of the earlier stage `{stage}` may help", name(decision.step(Step::Remedy(*earlier))))
        }
        Eligibility::NotYet => "it may not be done yet".to_owned(),
        Eligibility::Required(rule) => {
            format!("the rule `{}` wants another step first", name(decision.rules[rule.0]))
        }
    }
}
