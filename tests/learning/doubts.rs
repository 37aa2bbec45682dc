//! What speaks against a guide is found where it is so, and not where it is not.

use kbc::learning::counts::{Counter, Row};
use kbc::learning::doubts::{Entering, Missing, drifts, entering, leaving, missing, telling, untold};
use kbc::learning::guide::{Counted, Settings};
use kbc::learning::learned::{Learned, What};
use kbc::learning::line::Line;
use kbc::learning::simulate::{Habits, World, simulate};
use kbc::learning::times::{TimeRow, times};
use kbc::learning::vocabulary::Vocabulary;
use kbc::reasoning::{Cause, CauseId, CheckId, Effect, Evidence, Options, Problem, Step, Symptom, SymptomId, plan};

use super::truths::{planned, rows, rows_by, stories, study, truth, written};

const SOME: Habits =
    Habits { off_plan: 0.1, cannot: 0.0, leave: 0.0, by_itself: 0.0, found: 0.0, silent: 0.0, two_causes: 0.0 };

fn check(problem: &Problem, name: &str) -> CheckId {
    CheckId(problem.checks.iter().position(|check| check.name == name).expect("a check"))
}

/// The rows of sessions with other months.
fn in_month(rows: Vec<Row>, month: &str) -> Vec<Row> {
    rows.into_iter().map(|row| Row { month: month.to_owned(), ..row }).collect()
}

fn learn(problem: &Problem, stories: &[Counted]) -> Learned {
    Learned::new(&study(problem, stories, Settings::default()))
}

#[test]
fn a_check_whose_answers_are_the_same_with_all_causes_never_tells() {
    let problem = written();
    let mut truth = problem.clone();
    let wifi = check(&problem, "wifi");
    for outcome in &mut truth.checks[wifi.0].outcomes {
        outcome.effects.clear();
    }
    let bits = |truth: &Problem| {
        let stories = stories(&problem, &rows(&problem, truth, &Habits { off_plan: 0.3, ..SOME }, 16_000, 3));
        let study = study(&problem, &stories, Settings::default());
        let told = telling(&study, &Learned::new(&study), 0);
        told.into_iter().find(|told| told.check == wifi).expect("it was answered")
    };
    let (never, tells) = (bits(&truth), bits(&problem));
    assert!(never.at_most < 0.02 && never.bits <= never.at_most, "{never:?}");
    assert!(tells.bits > 0.1 && tells.answered > 1_000.0, "{tells:?}");
}

/// A truth with a cause that the guide does not hold, of this share, which nothing ends and two answers tell.
fn with_another_cause(truth: &Problem, share: f64) -> Problem {
    let mut truth = truth.clone();
    let id = CauseId(truth.causes.len());
    let sum: f64 = truth.causes.iter().filter_map(|cause| cause.weight).sum();
    let known = 1.0 - truth.policy.other;
    let weight = share / (known - share) * sum;
    truth.causes.push(Cause { name: "hidden".into(), weight: Some(weight), ..Cause::default() });
    let telling: [(&str, &[f64]); 5] =
        [("wifi", &[0.05, 0.05]), ("switched", &[0.1, 0.05]), ("status", &[0.94]), ("time", &[0.95]), ("sms", &[0.9])];
    for (name, row) in telling {
        let at = check(&truth, name).0;
        for (outcome, chance) in truth.checks[at].outcomes.iter_mut().zip(row) {
            outcome.effects.push(Effect::Given(id, *chance));
        }
    }
    truth
}

/// Every fifth step is off the plan: the two answers that tell the cause are to checks that the plan hardly asks.
fn look_for_a_cause(seed: u64, is_fair: bool, hidden: f64, sessions: usize) -> Option<Missing> {
    let problem = written();
    let mut truth = truth(&problem, seed, is_fair);
    if hidden > 0.0 {
        truth = with_another_cause(&truth, hidden);
    }
    let habits = Habits { off_plan: 0.2, ..SOME };
    let stories = stories(&problem, &rows(&problem, &truth, &habits, sessions, 500 + seed));
    let study = study(&problem, &stories, Settings::default());
    missing(&study, &Learned::new(&study), 0)
}

/// Whether both answers are told that tell it.
fn is_told(found: &Missing, problem: &Problem) -> bool {
    let told = |name: &str| found.answers.iter().any(|one| (one.check, one.outcome) == (check(problem, name), 2));
    told("wifi") && told("switched")
}

#[test]
fn a_cause_that_is_missing_is_found_and_none_where_none_is() {
    let found = look_for_a_cause(1, true, 0.1, 4_000).expect("it is missing");
    assert!(is_told(&found, &written()) && (0.05..0.2).contains(&found.share), "{found:?}");
    assert!(found.answers.windows(2).all(|pair| pair[0].lift() >= pair[1].lift()), "{found:?}");
    let none = look_for_a_cause(1, true, 0.0, 4_000);
    assert!(none.is_none(), "{none:?}");
}

#[test]
#[ignore = "for every night: minutes without optimisation"]
fn a_cause_that_is_missing_is_found_as_often_as_is_said() {
    let problem = written();
    let look = |is_fair: bool, hidden: f64, sessions: usize, trials: u64| {
        let all = (0..trials).filter_map(|seed| look_for_a_cause(seed, is_fair, hidden, sessions));
        let all: Vec<Missing> = all.collect();
        let told = all.iter().filter(|one| is_told(one, &problem)).count();
        println!(
            "fair {is_fair}, {sessions} sessions, {hidden} hidden: found in {} of {trials}, {told} with both answers",
            all.len()
        );
        all.len()
    };
    let falsely = look(true, 0.0, 3_000, 60);
    let by_wrong_authors = look(false, 0.0, 3_000, 60);
    let found = look(true, 0.05, 3_000, 10);
    look(true, 0.1, 1_000, 10);
    look(true, 0.02, 10_000, 10);
    let of_many = look(true, 0.05, 10_000, 10);
    assert!(falsely == 0 && found >= 7 && of_many >= 9, "{falsely} of 60 false, {found} and {of_many} of 10 found");
    assert!(by_wrong_authors <= 1, "{by_wrong_authors} of 60 false where the author is wrong");
}

#[test]
fn a_remedy_that_helps_less_since_an_update_drifts() {
    let problem = written();
    let mut later = problem.clone();
    let at = later.remedies.iter().position(|remedy| remedy.name == "switch-on").expect("a remedy");
    later.remedies[at].fixes[0].1 = 0.5;
    let what = What::Fixes("switch-on".into(), "settings".into());
    let drifting = |later: &Problem| {
        let mut all = in_month(rows(&problem, &problem, &SOME, 3_000, 1), "2026-02");
        all.extend(in_month(rows(&problem, later, &SOME, 3_000, 2), "2026-05"));
        let stories = stories(&problem, &all);
        let study = study(&problem, &stories, Settings::default());
        let learned = Learned::new(&study);
        let found = drifts(&study, &learned);
        found.into_iter().map(|one| (learned.numbers[one.number].what.clone(), one.quarters)).collect::<Vec<_>>()
    };
    let found = drifting(&later);
    let (_, quarters) = found.iter().find(|(one, _)| *one == what).unwrap_or_else(|| panic!("{found:?}"));
    assert!(quarters[0].1 > quarters[1].1 + 0.2, "{quarters:?}");
    assert_eq!(drifting(&problem), [], "nothing changed");
}

#[test]
#[ignore = "for every night: minutes without optimisation"]
fn few_numbers_are_falsely_said_to_drift() {
    let problem = written();
    let of = |seed: u64| {
        let truth = truth(&problem, seed, seed.is_multiple_of(2));
        let quarters = ["2026-01", "2026-04", "2026-07", "2026-10"];
        let all = quarters
            .iter()
            .enumerate()
            .flat_map(|(at, month)| in_month(rows(&problem, &truth, &SOME, 2_000, 40 * seed + at as u64), month));
        let stories = stories(&problem, &all.collect::<Vec<_>>());
        let study = study(&problem, &stories, Settings::default());
        drifts(&study, &Learned::new(&study)).len()
    };
    let falsely: usize = (0..30).map(|seed| usize::from(of(seed) > 0)).sum();
    println!("drift: {falsely} of 30 guides falsely");
    assert!(falsely <= 2, "{falsely} of 30");
}

/// The guide with three ways of coming in, of which each cause shows some.
fn with_ways_in() -> Problem {
    let mut problem = written();
    let symptom = |name: &str| Symptom { name: name.into(), own: true, ..Symptom::default() };
    problem.symptoms = ["blinks", "hangs", "beeps"].map(symptom).into();
    let shown = [[0.8, 0.3, 0.0], [0.3, 0.8, 0.0], [0.0, 0.5, 0.5], [0.5, 0.5, 0.0], [0.6, 0.0, 0.6], [0.2, 0.2, 0.8]];
    for (cause, row) in problem.causes.iter_mut().zip(shown) {
        cause.shows =
            row.iter().enumerate().filter(|(_, one)| **one > 0.0).map(|(at, one)| (SymptomId(at), *one)).collect();
    }
    problem
}

/// The causes of which it is told how their readers come in: the symptom that is more frequent than expected.
fn coming_in(truth: &Problem, sessions: usize, seed: u64) -> Vec<(String, Entering)> {
    let problem = with_ways_in();
    let plan = plan(&problem, &Evidence::default(), &Options::default());
    let rows = rows_by(&problem, &plan, truth, &Habits { found: 0.3, ..SOME }, sessions, seed);
    let stories = stories(&problem, &rows);
    let study = study(&problem, &stories, Settings::default());
    let name = |one: &Entering| problem.causes[problem.hypotheses().nth(one.column).expect("a cause").0].name.clone();
    entering(&study, &Learned::new(&study), 0).into_iter().map(|one| (name(&one), one)).collect()
}

#[test]
fn readers_who_come_in_by_what_their_cause_does_not_show_are_told() {
    let mut truth = with_ways_in();
    let at = truth.causes.iter().position(|cause| cause.name == "settings").expect("a cause");
    truth.causes[at].shows = vec![(SymptomId(0), 0.3), (SymptomId(1), 0.3), (SymptomId(2), 0.8)];
    let found = coming_in(&truth, 4_000, 1);
    assert!(found.iter().all(|(cause, _)| cause == "settings"), "{found:?}");
    let (more, less) = (&found[0].1, &found[found.len() - 1].1);
    assert_eq!((&more.came, &less.came), (&vec![SymptomId(2)], &vec![SymptomId(1)]));
    assert!(more.share > more.expected + 0.2 && (more.share - 0.8 / 1.4).abs() < 0.08, "{more:?}");
    assert!(less.share < less.expected - 0.2 && more.sessions > 500.0, "{less:?}");
}

#[test]
fn a_symptom_that_all_readers_name_less_often_is_told_of_no_cause() {
    assert_eq!(coming_in(&with_ways_in(), 4_000, 2), []);
    let mut truth = with_ways_in();
    for (symptom, chance) in truth.causes.iter_mut().flat_map(|cause| &mut cause.shows) {
        *chance *= if *symptom == SymptomId(1) { 0.3 } else { 1.0 };
    }
    let found = coming_in(&truth, 4_000, 3);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
#[ignore = "for every night: minutes without optimisation"]
fn few_causes_are_falsely_said_to_have_other_ways_in() {
    let problem = with_ways_in();
    for sessions in [1_000, 5_000] {
        // Every other author is wrong in all numbers but these.
        let falsely =
            |seed: &u64| !coming_in(&truth(&problem, *seed, seed.is_multiple_of(2)), sessions, 300 + seed).is_empty();
        let count = (0..60).filter(falsely).count();
        println!("ways in, {sessions} sessions: {count} of 60 guides falsely");
        assert!(count <= 3, "{count} of 60 with {sessions}");
    }
}

#[test]
fn readers_leave_where_they_leave() {
    let problem = written();
    let plan = planned(&problem);
    let first = match plan.flow.nodes[plan.entry().node].doing {
        kbc::reasoning::Doing::Step(step, _) => step,
        other => panic!("{other:?}"),
    };
    let mut all = rows(&problem, &problem, &SOME, 900, 1);
    let stay = leaving(&problem, &plan, &stories(&problem, &all));
    assert!(stay.is_empty(), "{stay:?}");
    all.push(Row { guide: "trial.trial".into(), ending: "left".into(), sessions: 300, ..Row::default() });
    let leave = leaving(&problem, &plan, &stories(&problem, &all));
    assert_eq!((leave.len(), leave[0].step), (1, first));
    assert!(leave[0].left == 300 && leave[0].reached > 1_000, "{leave:?}");
    assert!((0.2..0.3).contains(&leave[0].at_least), "{leave:?}");
}

#[test]
fn who_cannot_tell_says_something_where_it_depends_on_the_cause() {
    let problem = written();
    let switched = check(&problem, "switched");
    let said = |by_cause: bool| {
        let all = rows(&problem, &problem, &Habits { off_plan: 0.3, found: 1.0, ..SOME }, 6_000, 5);
        let mut told = stories(&problem, &all);
        // One in two of those with the cause `plan` cannot tell, or one in eight of all.
        let mut more = Vec::new();
        for one in &mut told {
            let Some(at) = one.story.answers.iter().position(|(check, _)| *check == switched) else { continue };
            let every = if by_cause { 2 } else { 8 };
            let part = if by_cause && one.story.cause != Some(5) { 0 } else { one.sessions.div_ceil(every) };
            let mut other = one.clone();
            other.story.answers.remove(at);
            other.story.untold.push(Step::Check(switched));
            other.sessions = part;
            one.sessions -= part;
            more.push(other);
        }
        told.extend(more);
        let study = study(&problem, &told, Settings::default());
        untold(&study, &Learned::new(&study), 0)
    };
    let found = said(true);
    let of_plan = found.iter().find(|one| one.columns == [5]).unwrap_or_else(|| panic!("{found:?}"));
    assert!(of_plan.chance > 0.2 && of_plan.chance > 2.0 * of_plan.mean, "{of_plan:?}");
    let found = said(false);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn intervals_hold_where_readers_who_were_helped_say_no_more() {
    let problem = written();
    let mut truth = problem.clone();
    let at = truth.remedies.iter().position(|remedy| remedy.name == "switch-on").expect("a remedy");
    truth.remedies[at].fixes[0].1 = 0.85;
    let all = rows(&problem, &truth, &Habits { silent: 0.3, ..SOME }, 12_000, 2);
    let told = stories(&problem, &all);
    let helped: Vec<Counted> = told.iter().map(|one| Counted { story: one.story.helped(), ..one.clone() }).collect();
    assert_ne!(told, helped);
    let mut learned = learn(&problem, &told);
    let what = What::Fixes("switch-on".into(), "settings".into());
    let alone = learned.of(&what).expect("a number").interval;
    learned.span(&study(&problem, &helped, Settings::default()));
    let both = learned.of(&what).expect("a number").interval;
    assert!(!alone.holds(0.85), "what is not said misleads: {alone:?}");
    assert!(both.holds(0.85) && both.low <= alone.low && both.high >= alone.high, "{alone:?} {both:?}");
}

#[test]
fn times_of_steps_are_learned_and_written_ones_count_as_ten_sessions() {
    let problem = written();
    let plan = planned(&problem);
    let world = World { guide: "trial.trial", kb: &"0".repeat(32), problem: &problem, plan: &plan, truth: &problem };
    let log = simulate(&world, &SOME, 2_000, 3).expect("sessions");
    let mut counter = Counter::default();
    log.lines().for_each(|line| counter.line(&Line::read(line).expect("a line")));
    let counted = counter.times(&|_| true, &|_| true);
    // In another order, the same.
    let mut other = Counter::default();
    log.lines().rev().for_each(|line| other.line(&Line::read(line).expect("a line")));
    assert_eq!(counted, other.times(&|_| true, &|_| true));
    let vocabulary = Vocabulary::new(&problem);
    let found = times(&[("trial.trial", &problem, &vocabulary)], &counted);
    let wifi = found.iter().find(|time| time.step == "wifi").expect("a step");
    assert!((wifi.written - 2.0).abs() < 1e-12 && wifi.tries > 300, "{wifi:?}");
    // Readers take half as long or twice as long, 1.12 times as long in the mean, and seconds are noted roughly.
    assert!((1.9..2.6).contains(&wifi.learned) && wifi.known > 0.9, "{wifi:?}");
    let few =
        TimeRow { seconds: 1_200, times: 2, ..counted.iter().find(|row| row.step == "wifi").expect("a row").clone() };
    let hardly = times(&[("trial.trial", &problem, &vocabulary)], &[few]);
    assert!((hardly[0].learned - (2.0 * 20.0 + 10.0 * 2.0) / 12.0).abs() < 1e-9, "{hardly:?}");
    assert!(hardly[0].known < 0.2);
}
