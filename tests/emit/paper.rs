//! The way on paper: it begins with what the reader sees, and sends nobody past a check to what destroys.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Mutex;

use kbc::config::Config;
use kbc::guide::{Action, Document, Goto, WayStep};
use kbc::pipeline;
use kbc::source::Memory;

/// The one guide of some rules.
fn document(rules: &str) -> Document {
    let config = Config::default();
    let mut understood = pipeline::read(&Memory::new().with("a.rules", rules), &config);
    let made = Mutex::new(None);
    pipeline::guides(&mut understood, &config, &|document, _| {
        *made.lock().unwrap() = Some(document.clone());
        Ok::<(), ()>(())
    })
    .unwrap();
    made.into_inner().unwrap().unwrap()
}

fn step(document: &Document, number: u32) -> &WayStep {
    &document.way.steps[number as usize - 1]
}

fn does(step: &WayStep, kind: fn(String) -> Action, name: &str) -> bool {
    step.action == kind(format!("a.{name}"))
}

/// The numbers that one goes to.
fn numbers(goto: &Goto) -> Vec<u32> {
    match goto {
        Goto::Step(number) => vec![*number],
        Goto::By { steps, then } => steps.iter().chain([then]).copied().collect(),
        Goto::Solved => Vec::new(),
    }
}

#[test]
fn each_of_many_codes_begins_with_its_own_remedy() {
    let codes: Vec<String> = (1..=8).map(|n| format!("code-{n}")).collect();
    let mut rules = format!("guide g \"An error\" {{ symptoms {} ; otherwise hotline }}\n", codes.join(", "));
    for n in 1..=8 {
        writeln!(
            rules,
            "symptom code-{n} \"Error {n} is shown\" {{ message \"Error {n}\" }}\n\
             cause c{n} \"Part {n} failed\" {{ likelihood common ; shows code-{n} always }}\n\
             remedy r{n} \"Repair part {n}\" {{ fixes c{n} usually ; takes {} min ; verify \"Look.\" }}",
            3 + n
        )
        .unwrap();
    }
    rules.push_str("escalation hotline \"Call the hotline\" { takes 1 d }\n");
    let document = document(&rules);
    assert!(document.way.steps.len() < 40);
    for (at, symptom) in document.symptoms.iter().enumerate() {
        let first = step(&document, symptom.starts_at);
        assert!(does(first, Action::Remedy, &format!("r{}", at + 1)), "{}: {:?}", symptom.id, first.action);
    }
}

/// A rare cause whose remedy destroys something, a check that tells it, and five other causes with theirs.
fn lag() -> String {
    let mut rules = String::from(
        "guide g \"Replication lags\" { symptoms lag ; otherwise us }\n\
         symptom lag \"The replica lags\"\n\
         escalation us \"Us\" { takes 4 h }\n\
         cause slot \"A slot is left\" { likelihood rare ; shows lag often }\n\
         check slots \"Is a slot left?\" { takes 2 min ; outcome idle \"Yes\" { confirms slot } ; outcome no-slot \"No\" { rules-out slot } }\n\
         remedy drop \"Drop the slot\" { fixes slot always ; takes 5 min ; risk destructive \"A replica may be lost.\" ; undo none ; verify \"Look.\" }\n",
    );
    let causes = [("common", 10), ("occasional", 20), ("common", 5), ("occasional", 30), ("common", 15)];
    for (n, (likelihood, takes)) in causes.into_iter().enumerate() {
        let next = (n + 1) % causes.len();
        writeln!(
            rules,
            "cause c{n} \"Cause {n}\" {{ likelihood {likelihood} ; shows lag usually }}\n\
             remedy r{n} \"Remedy {n}\" {{ fixes c{n} usually ; takes {takes} min ; verify \"Look.\" }}\n\
             check k{n} \"Check {n}\" {{ takes {} min ; outcome yes \"Yes\" {{ points-to c{n} strongly ; points-to c{next} }} ; outcome no \"No\" {{ against c{n} }} }}",
            1 + n % 3
        )
        .unwrap();
    }
    rules
}

#[test]
fn nobody_is_sent_past_a_check_to_what_destroys() {
    let document = document(&lag());
    let steps = &document.way.steps;
    assert!(steps.iter().any(|step| does(step, Action::Check, "slots")) && !steps.is_empty());
    // The steps that are come to by some way on which nobody was asked for the slot.
    let mut unasked: BTreeSet<u32> = BTreeSet::new();
    let mut waiting = vec![document.way.starts_at];
    while let Some(number) = waiting.pop() {
        let here = step(&document, number);
        if does(here, Action::Check, "slots") || !unasked.insert(number) {
            continue;
        }
        waiting.extend(here.exits.iter().map(|exit| &exit.goto).chain(&here.cannot).flat_map(numbers));
    }
    for number in unasked {
        assert!(!does(step(&document, number), Action::Remedy, "drop"), "step {number} drops the slot unasked");
    }
}

#[test]
fn what_only_prepares_is_done_for_what_comes_behind_it() {
    let mut rules = lag().replace("{ fixes c1 usually", "{ only-after tell ; when size is big ; fixes c1 usually");
    rules += "fact size \"How large is it?\" { one-of big \"Large\", small \"Small\" }\n\
              remedy tell \"Tell the others\" { kind preparation ; takes 1 min }\n";
    let document = document(&rules);
    let steps = &document.way.steps;
    let exits = steps.iter().flat_map(|step| step.exits.iter().map(|exit| &exit.goto).chain(&step.cannot));
    let mut told = 0;
    for goto in exits {
        let done: Vec<&WayStep> = numbers(goto).into_iter().map(|number| step(&document, number)).collect();
        if let Some(at) = done.iter().position(|one| does(one, Action::Remedy, "tell")) {
            told += 1;
            let leads_on = at + 1 < done.len() && done[at + 1..].iter().any(|one| does(one, Action::Remedy, "r1"));
            let is_next = matches!(goto, Goto::Step(_));
            assert!(leads_on || is_next, "{goto:?}");
        }
    }
    assert!(told > 0, "somebody is sent to tell the others");
}

#[test]
fn an_answer_that_calls_for_what_destroys_leads_to_it() {
    // Another check names the cause, too, and is not asked on the way.
    let rules = lag().replace(
        "outcome yes \"Yes\" { points-to c0 strongly",
        "outcome yes \"Yes\" { against slot ; points-to c0 strongly",
    );
    let document = document(&rules);
    let steps = document.way.steps.iter().filter(|step| does(step, Action::Check, "slots"));
    for asked in steps {
        let yes = &asked.exits[0].goto;
        let leads = numbers(yes).into_iter().any(|number| does(step(&document, number), Action::Remedy, "drop"));
        assert!(leads, "{yes:?}");
    }
}

#[test]
fn a_chart_without_causes_claims_nothing() {
    let document = document(
        "guide g \"A parcel\" { start label ; otherwise desk }\n\
         check label \"Can it be read?\" { outcome yes \"Yes\" { next mail } ; outcome no \"No\" { next desk } }\n\
         escalation mail \"Give it to the mail\" { takes 2 min }\n\
         escalation desk \"Give it to the desk\" { takes 2 min }\n",
    );
    let site = kbc::emit::Site { guides: vec![kbc::emit::Summary::of(&document)], ..kbc::emit::Site::default() };
    let templates = kbc::emit::html::Templates::new().unwrap();
    let page = templates.guide(&document, &site).unwrap();
    assert!(!page.contains("class=\"figures\"") && !page.contains(">Hand over<"), "{page}");
    assert!(!templates.index(&site).unwrap().contains(" min"));
    assert!(!kbc::emit::markdown::guide(&document, &site).contains("without handing over"));
    assert!(!kbc::emit::Summary::of(&document).claims);
}
