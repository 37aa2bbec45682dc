//! The JSON files keep to the schemas that are published beside them.

use kbc::emit::json;
use kbc::reasoning::interchange::{Interchange, interchange};
use kbc::reasoning::{Cause, CauseId, Escalation, Evidence, Options, Policy, Problem, Remedy, plan};
use serde_json::{Value, json as value};

use crate::emit::sample;

fn validator(path: &str) -> jsonschema::Validator {
    let schemas = json::schemas().unwrap();
    let (_, bytes) = schemas.iter().find(|(name, _)| *name == path).expect("the schema is published");
    let schema: Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

/// A cause with its remedy, planned.
fn planned() -> Interchange {
    let problem = Problem {
        causes: vec![Cause { name: "cable".into(), weight: Some(1.0), ..Cause::default() }],
        remedies: vec![Remedy {
            name: "replace".into(),
            takes: 10.0,
            fixes: vec![(CauseId(0), 1.0)],
            ..Remedy::default()
        }],
        escalations: vec![Escalation { name: "ask".into(), takes: 60.0, when: None, is_result: false }],
        policy: Policy { other: 0.5, ..Policy::default() },
        ..Problem::default()
    };
    let nothing = Evidence::default();
    interchange(&problem, &nothing, &plan(&problem, &nothing, &Options::default()))
}

#[test]
fn a_guide() {
    let schema = validator("schema/guide.json");
    for document in [sample::rich(), sample::small()] {
        let bytes = json::guide(&document, Some(&planned())).unwrap();
        let mut file: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(file["format"], json::FORMAT);
        assert_eq!(file["flow"]["root"], "n0");
        assert_eq!(file["posterior"]["cable"], 0.5);
        assert_eq!(file["model"]["remedies"]["replace"]["fixes"]["cable"], 1.0);
        assert!(
            schema.is_valid(&file),
            "{:?}",
            schema.iter_errors(&file).map(|error| error.to_string()).collect::<Vec<_>>()
        );
        let mut broken = file.clone();
        broken["document"]["symptoms"][0].as_object_mut().unwrap().remove("starts_at");
        assert!(!schema.is_valid(&broken), "a field is missing and nobody minds");
        let mut broken = file.clone();
        broken["flow"]["nodes"]["n0"]["step"] = value!(1);
        assert!(!schema.is_valid(&broken), "the flow is left open");
        file["format"] = value!(json::FORMAT + 1);
        assert!(!schema.is_valid(&file), "another version is taken for this one");
    }
}

#[test]
fn the_catalogue() {
    let schema = validator("schema/index.json");
    let rich = sample::rich();
    let file: Value = serde_json::from_slice(&json::index(&sample::site(&[&rich])).unwrap()).unwrap();
    assert!(schema.is_valid(&file));
    let entry = &file["guides"][0];
    assert_eq!(entry["title"], "iMessage will not send");
    assert_eq!(entry["owner"], "Mobile desk");
    assert_eq!(entry["symptoms"][0]["messages"], value!(["Sending…"]));
    assert!(!schema.is_valid(&value!({"format": json::FORMAT, "guides": []})));
}

#[test]
fn all_items_as_a_stream() {
    let schema = validator("schema/kb.json");
    let title = sample::line("The clock is wrong");
    let items = (0..3).map(|number| json::KnowledgeItem {
        id: ["a.x", "a.y", "b.z"][number].to_owned(),
        kind: ["cause", "remedy", "steps"][number],
        title: (number < 2).then(|| title.clone()),
        source: sample::place(number as u32 + 1),
        guides: vec!["g.one"; number],
    });
    let bytes = json::knowledge(items, 3).unwrap();
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(schema.is_valid(&file));
    assert_eq!(file["items"].as_array().unwrap().len(), 3);
    assert_eq!(
        file["items"][1],
        value!({"id": "a.y", "kind": "remedy", "title": "The clock is wrong", "source": {"file": "rules/messages/sending.rules", "line": 2}, "guides": ["g.one"]})
    );
    assert!(file["items"][2].get("title").is_none());
}
