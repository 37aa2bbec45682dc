//! The log for code scanning, against the schema of its standard.

use serde_json::Value;

use super::{FAULTY, kbc, project, status, told};

fn log(files: &[(&str, &str)]) -> Value {
    let folder = project(files);
    let checked = kbc(folder.path(), &["check", "--message-format", "sarif"]);
    let log: Value = serde_json::from_str(&told(&checked.stderr)).unwrap();
    let mut schema: Value = serde_json::from_str(include_str!("sarif-schema-2.1.0.json")).unwrap();
    // As published, this pattern has a bracket too many and is no regular expression; the log says no language.
    schema["definitions"]["run"]["properties"]["language"].as_object_mut().unwrap().remove("pattern").unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    log
}

#[test]
fn a_log_fits_the_schema_and_says_what_was_found() {
    let log = log(&[("a.rules", FAULTY)]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 2, "{results:#?}");
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Mend"));
    }
    let error = results.iter().find(|result| result["ruleId"] == "KB012").unwrap();
    assert_eq!(error["level"], "error");
    let place = &error["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "rules/a.rules");
    let region: Vec<u64> = ["startLine", "startColumn", "endLine", "endColumn"]
        .iter()
        .map(|key| place["region"][key].as_u64().unwrap())
        .collect();
    assert_eq!(region, [6, 27, 6, 33]);
    let change = &error["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "message");
}

#[test]
fn hard_cases_fit_the_schema_too() {
    assert_eq!(log(&[("a.rules", "# nothing is said\n")])["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    let nothing = log(&[]);
    assert_eq!(
        nothing["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "rules"
    );
    let odd = log(&[("ü %.rules", "symptom a \"A\"\nsymptom a \"é𝄞\" { } }\n")]);
    assert!(odd.to_string().contains("rules/%C3%BC%20%25.rules"));
    // Every fault of the specs at once: labels, helps and fixes of all kinds.
    let mut files = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/syntax");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let log = log(&files);
    assert!(log["runs"][0]["results"].as_array().unwrap().len() > 50);
}

/// The fingerprints of a text's findings, by code.
fn fingerprints(text: &str) -> Vec<(String, String)> {
    let log = log(&[("a.rules", text)]);
    let results = log["runs"][0]["results"].as_array().unwrap().clone();
    let mut found: Vec<_> = results
        .iter()
        .map(|result| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&result["ruleId"]), text(&result["partialFingerprints"]["kbc/v1"]))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn fingerprints_stay_while_lines_move_and_differ_where_findings_do() {
    let before = fingerprints(FAULTY);
    let moved = format!("# Some lines\n\n# above.\n{}", FAULTY.replace("symptom lost", "symptom   lost"));
    assert_eq!(fingerprints(&moved), before);
    let other = fingerprints(&FAULTY.replace("mesage", "massage"));
    assert_ne!(other, before);
    let twice = fingerprints("symptom a \"A\" { x \"\" }\nsymptom b \"B\" { x \"\" }\n");
    let mut unique = twice.clone();
    unique.dedup();
    assert_eq!(unique, twice, "like findings are told apart");
}

#[test]
fn a_log_is_written_whatever_the_command() {
    let folder = project(&[("a.rules", FAULTY)]);
    for command in ["check", "build", "test"] {
        let done = kbc(folder.path(), &[command, "--message-format", "sarif"]);
        assert_eq!(status(&done), Some(1), "{command}");
        let log: Value = serde_json::from_str(&told(&done.stderr)).unwrap();
        assert_eq!(log["version"], "2.1.0");
    }
}
