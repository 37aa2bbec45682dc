//! Terms of `kbc.toml` that no text names.

use kbc::config::Config;
use kbc::pipeline;
use kbc::plans::Plans;
use kbc::session::Session;
use kbc::source::Memory;

const SETTINGS: &str = "[terms]\nproduct = \"lamp\"\nvendor = \"Lamps\"\n";

fn told(rules: &str) -> Vec<String> {
    let config = Config::parse(SETTINGS).expect("good settings");
    let files = Memory::new().with("a.rules", rules);
    let message = |found: Vec<kbc::diagnostics::Diagnostic>| -> Vec<String> {
        found.into_iter().filter(|one| one.fault.name == "unused-term").map(|one| one.message).collect()
    };
    let whole = message(pipeline::check(&files, &config).findings);
    // A session that lives through an edit tells the same.
    let session = Session::open(std::sync::Arc::new(Memory::new().with("a.rules", "")), config, Plans::default());
    assert_eq!(message(session.state().findings().expect("nobody stopped it").findings).len(), 2);
    session.change("a.rules", Some(rules.as_bytes().to_vec()));
    assert_eq!(message(session.state().findings().expect("nobody stopped it").findings), whole);
    whole
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let config = Config::parse("[folders]\n\"net/wifi\" = \"Wi-Fi\"\nnet = \"Networks\"\n\"net/wify\" = \"Wi-Fi\"\n");
    let files = Memory::new().with("net/wifi/a.rules", "");
    let found = pipeline::check(&files, &config.expect("good settings")).findings;
    let found: Vec<_> = found.into_iter().filter(|one| one.fault.name == "unknown-folder").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "there is no folder of guides `net/wify`");
}

#[test]
fn a_term_that_no_text_names_is_told() {
    assert_eq!(told("symptom dark \"The {{product}} is dark\""), ["no text names the term `vendor`"]);
    assert_eq!(told("symptom dark \"The {{ product }} of {{vendor}} is dark\""), [""; 0]);
}
