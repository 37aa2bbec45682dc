//! A scenario follows the flow that is published.

use std::fmt::Write;

use kbc::config::Config;
use kbc::pipeline;
use kbc::reasoning::{Doing, Flow, NodeId, Step};
use kbc::source::Memory;

use super::{LAMP, test};

/// Writes a scenario for every path of a flow, each expecting what the flow says.
fn paths(flow: &Flow, node: NodeId, given: &str, names: &Names, out: &mut String) {
    let doing = flow.nodes[node].doing;
    let next = match doing {
        Doing::Step(Step::Check(check), _) => &names.checks[check.0].0,
        Doing::Step(Step::Remedy(remedy), _) => &names.remedies[remedy.0],
        _ => &"electrician".to_owned(),
    };
    writeln!(out, "scenario \"{}\" for lamp {{\nobserve dark\n{given}expect next {next}\n}}", given.replace('\n', ";"))
        .expect("a string takes all text");
    for (outcome, &child) in flow.nodes[node].next.iter().enumerate() {
        if matches!(flow.nodes[child].doing, Doing::Contradiction(_)) {
            continue;
        }
        let more = match doing {
            Doing::Step(Step::Check(check), _) => {
                let (name, outcomes) = &names.checks[check.0];
                format!("answer {name} {}\n", outcomes[outcome])
            }
            Doing::Step(Step::Remedy(remedy), _) => format!("tried {}\n", names.remedies[remedy.0]),
            _ => continue,
        };
        paths(flow, child, &format!("{given}{more}"), names, out);
    }
}

struct Names {
    checks: Vec<(String, Vec<String>)>,
    remedies: Vec<String>,
}

#[test]
fn every_path_of_the_published_flow_is_what_scenarios_meet() {
    let plain = |qualified: &str| qualified.rsplit('.').next().expect("a name").to_owned();
    let files = Memory::new().with("lamp.rules", LAMP);
    let understood = pipeline::read(&files, &Config::default());
    let (guide, members) = &understood.guides[0];
    let reasoned =
        pipeline::reason(&understood, &Config::default(), *guide, members).expect("the guide can be planned");
    let problem = &reasoned.decision.problem;
    let names = Names {
        checks: problem
            .checks
            .iter()
            .map(|check| (plain(&check.name), check.outcomes.iter().map(|outcome| outcome.name.clone()).collect()))
            .collect(),
        remedies: problem.remedies.iter().map(|remedy| plain(&remedy.name)).collect(),
    };
    let flow = &reasoned.published.judged.plan.flow;
    let entry = flow.entries.iter().find(|entry| entry.symptom.is_some()).expect("an entry of the symptom");
    let mut text = LAMP.to_owned();
    paths(flow, entry.node, "", &names, &mut text);
    let tested = test(&text);
    assert!(tested.ran.len() >= 5, "{}", tested.ran.len());
    let failed: Vec<_> = tested.findings().iter().map(|finding| finding.message.clone()).collect();
    assert!(failed.is_empty(), "{failed:#?}\n{text}");
}

#[test]
fn results_come_in_the_order_of_the_file_whatever_the_threads() {
    let mut text = LAMP.to_owned();
    for number in 0..40 {
        write!(
            text,
            "scenario \"{number:02}\" for lamp {{\nanswer plug {}\nexpect next plug-in\n}}\n",
            ["in", "out"][number % 2]
        )
        .expect("a string takes all text");
    }
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| test(&text).findings())
    };
    let one = run(1);
    assert_eq!(one.len(), 20);
    assert_eq!(one, run(4));
    assert!(one.is_sorted_by_key(|finding| finding.span.map(|span| span.start)));
}
