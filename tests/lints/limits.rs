//! More than the engine can number is told, and ends nothing.

use std::fmt::Write;

use kbc::reasoning::MOST_OUTCOMES;

use super::look;

fn guide(more: &str) -> String {
    format!(
        "guide dead \"Dead\" {{ symptoms dark ; otherwise call-us }}\n\
         symptom dark \"Dark\"\nescalation call-us \"Call us\"\n\
         cause lamp \"The lamp is broken\" {{ likelihood common ; shows dark always }}\n\
         cause wire \"The wire is broken\" {{ likelihood common ; shows dark always }}\n\
         remedy new-wire \"Put in a wire\" {{ fixes wire always }}\n{more}"
    )
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, n| {
        writeln!(text, "{}", line(n)).expect("a string takes all text");
        text
    })
}

/// What is told of the limit.
fn told(more: &str) -> Vec<String> {
    let text = guide(more);
    let findings = look(&[("a.rules", text.as_str())]).findings;
    findings.into_iter().filter(|one| one.fault.code.0 == 213).map(|one| one.message).collect()
}

#[test]
fn a_check_of_too_many_answers_is_an_error() {
    let check = |count| {
        let outcomes = many(count, |n| format!("outcome o{n} \"O {n}\" {{ points-to {} }}", ["lamp", "wire"][n % 2]));
        format!(
            "remedy new-lamp \"Put in a lamp\" {{ fixes lamp always }}\ncheck code \"Which code?\" {{\n{outcomes}}}\n"
        )
    };
    assert_eq!(told(&check(MOST_OUTCOMES + 1)), ["`code` has 8190 outcomes, and 8189 is the most"]);
    assert_eq!(told(&check(MOST_OUTCOMES)), [""; 0]);
}

#[test]
fn a_remedy_of_too_many_failures_is_an_error() {
    let outcomes = many(MOST_OUTCOMES + 1, |n| format!("outcome o{n} \"O {n}\" {{ against lamp }}"));
    let remedy = format!("remedy new-lamp \"Put in a lamp\" {{\nfixes lamp usually\n{outcomes}}}\n");
    assert_eq!(told(&remedy), ["`new-lamp` has 8190 outcomes, and 8189 is the most"]);
}

#[test]
fn a_fact_of_too_many_values_is_an_error() {
    let values: Vec<String> = (0..=MOST_OUTCOMES).map(|n| format!("m{n} \"M {n}\"")).collect();
    let text = format!(
        "fact model \"Which model?\" {{ one-of {} }}\n\
         remedy new-lamp \"Put in a lamp\" {{ fixes lamp always ; when model is m7 }}\n",
        values.join(", ")
    );
    assert_eq!(told(&text), ["`dead` tells 8190 values of `model` apart, and 8189 is the most"]);
}

#[test]
fn conditions_that_cut_a_fact_too_finely_are_an_error() {
    let tests: Vec<String> = (0..9_000).map(|n| format!("year is {n}")).collect();
    let text = format!(
        "fact year \"Which year?\" {{ number }}\n\
         remedy new-lamp \"Put in a lamp\" {{ fixes lamp always ; when any of ({}) }}\n",
        tests.join(", ")
    );
    assert_eq!(told(&text).len(), 1);
}
