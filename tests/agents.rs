//! What agents are given: tools by the Model Context Protocol, and skills.

use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

#[path = "agents/arms.rs"]
mod arms;

const NEW: &str = "2026-07-28";

fn knowledge(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge").join(name)
}

/// The answers to some lines, in one process.
fn answers(project: &Path, lines: &[String]) -> Vec<Value> {
    let mut command = cargo_bin_cmd!("kbc");
    command.env("KBC_CACHE", "off").args(["mcp", "--project"]).arg(project);
    let output = command.write_stdin(lines.join("\n") + "\n").output().expect("kbc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    said.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// A request in the stateless way.
fn request(method: &str, mut params: Value) -> String {
    params["_meta"] = json!({"io.modelcontextprotocol/protocolVersion": NEW});
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "arguments are written where they are handed over")]
fn call(tool: &str, arguments: Value) -> String {
    request("tools/call", json!({"name": tool, "arguments": arguments}))
}

/// What one call of a tool gives; its output fits its schema, and is short.
fn given(project: &Path, tool: &str, arguments: Value) -> Value {
    let answers = answers(project, &[request("tools/list", json!({})), call(tool, arguments)]);
    let result = &answers[1]["result"];
    let found = &result["structuredContent"];
    assert!(found.is_object(), "{result:#}");
    let tools = answers[0]["result"]["tools"].as_array().expect("tools");
    let schema = &tools.iter().find(|one| one["name"] == tool).expect("the tool")["outputSchema"];
    assert!(jsonschema::is_valid(schema, found), "{found:#}");
    let text = result["content"][0]["text"].as_str().expect("a text");
    assert_eq!(&serde_json::from_str::<Value>(text).expect("JSON"), found);
    assert!(text.len() <= 2048, "{} bytes: {found:#}", text.len());
    found.clone()
}

/// Why a call of a tool cannot be.
fn refused(project: &Path, tool: &str, arguments: Value) -> String {
    let answers = answers(project, &[call(tool, arguments)]);
    let result = &answers[0]["result"];
    assert_eq!(result["isError"], true, "{result:#}");
    result["content"][0]["text"].as_str().expect("a text").to_owned()
}

#[test]
fn both_ways_to_speak_are_understood() {
    let project = knowledge("router");
    let lines = [
        json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}}).to_string(),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
        json!({"jsonrpc": "2.0", "id": "a", "method": "ping"}).to_string(),
        request("server/discover", json!({})),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2031-01-01"}}}).to_string(),
        "nonsense".to_owned(),
        "[]".to_owned(),
        String::new(),
        json!({"jsonrpc": "2.0", "id": 3, "method": "no/such"}).to_string(),
    ];
    let answers = answers(&project, &lines);
    assert_eq!(answers.len(), 7, "{answers:#?}");
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!(answers[1], json!({"jsonrpc": "2.0", "id": "a", "result": {}}));
    assert_eq!(answers[2]["result"]["supportedVersions"], json!([NEW]));
    assert_eq!(answers[2]["result"]["resultType"], "complete");
    assert_eq!(
        (&answers[3]["error"]["code"], &answers[3]["error"]["data"]["supported"]),
        (&json!(-32022), &json!([NEW]))
    );
    let codes: Vec<&Value> = answers[4..].iter().map(|answer| &answer["error"]["code"]).collect();
    assert_eq!(codes, [-32700, -32600, -32601]);
}

#[test]
fn an_agent_leads_a_person_through_a_guide() {
    let project = knowledge("router");
    let found = given(&project, "find_guides", json!({"text": "no internet, pages fail"}));
    let guide = found["guides"][0]["guide"].as_str().expect("a guide").to_owned();
    let mut event = given(&project, "start", json!({"guide": guide}));
    let mut steps = 0;
    while event["event"] != "end" {
        let handle = event["handle"].as_str().expect("a handle").to_owned();
        assert_eq!(given(&project, "why", json!({"handle": handle}))["handle"], event["handle"]);
        let said = match event["event"].as_str() {
            Some("question") => json!({"handle": handle, "answer": event["options"][0]["name"]}),
            _ if event["task"]["risk"] == "destructive" => {
                assert_eq!(event["ask_human"], true);
                json!({"handle": handle, "cant": true})
            }
            _ => {
                json!({"handle": handle, "failed": event["options"].as_array().map_or(json!(true), |ways| ways[0]["name"].clone())})
            }
        };
        event = given(&project, "answer", said);
        steps += 1;
        assert!(steps < 60, "{event:#}");
    }
    assert!(steps > 1, "{event:#}");
}

#[test]
fn a_handle_holds_what_fills_in_commands_and_an_older_one_goes_back() {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::create_dir(folder.path().join("rules")).expect("a folder");
    let rules = r#"
guide shop "The shop is slow" { symptoms slow ; otherwise desk }
symptom slow "The shop is slow" { pattern r"dial (?<db_host>\S+): refused" ; alert "ShopSlow" }
cause small "The pool is small" { likelihood common ; shows slow often }
cause disk "The disk is slow" { likelihood common ; shows slow often }
check size "How large is the pool?" { takes 1 min ; outcome small "Small" { confirms small } ; outcome large "Large" { rules-out small } }
remedy widen "Widen the pool" { fixes small always ; steps { step "Widen it." { run sh "widen <db-host>" } } ; verify "Look." }
remedy erase "Erase the disk" { fixes disk always ; risk destructive "All is lost." ; undo none ; steps { step "Erase it." } ; verify "Look." }
fact db-host "Which host is it?" { text }
escalation desk "The desk"
"#;
    std::fs::write(folder.path().join("rules/shop.rules"), rules).expect("a file");
    std::fs::write(folder.path().join("kbc.toml"), "").expect("a file");
    let project = folder.path();
    let found = given(project, "find_guides", json!({"log": "x\ndial db'1: refused\n"}));
    assert_eq!(found["guides"][0]["known"], json!({"db-host": "db'1"}));
    assert_eq!(given(project, "find_guides", json!({"alert": "ShopSlow"}))["guides"][0]["guide"], "shop.shop");
    let first = given(project, "start", json!({"guide": "shop", "known": found["guides"][0]["known"]}));
    assert_eq!(first["id"], "shop.size");
    let widen = given(project, "answer", json!({"handle": first["handle"], "answer": "small"}));
    assert!(widen.to_string().contains(r"widen 'db'\\''1'"), "{widen:#}");
    let erase = given(project, "answer", json!({"handle": first["handle"], "answer": "large"}));
    assert_eq!((&erase["id"], &erase["ask_human"]), (&json!("shop.erase"), &json!(true)));
    // What a stranger makes up is refused, and moves nothing.
    for (handle, why) in [
        ("shop.shop", "this is no handle"),
        ("shop#go/size=huge", "says nothing in this guide"),
        ("shop#go/erase=solved", "this is not what comes next"),
        ("shop?nobody=1#go/", "has no fact `nobody`"),
        ("shop?db-host=%zz#go/", "is no fact and value"),
        (&format!("shop#go/{}", "size?/".repeat(1000)), "at most 4096 bytes"),
    ] {
        let told = refused(project, "answer", json!({"handle": handle, "cant": true}));
        assert!(told.contains(why), "{handle}: {told}");
    }
    for (tool, arguments, why) in [
        ("answer", json!({"handle": first["handle"]}), "exactly one of"),
        ("answer", json!({"handle": first["handle"], "cant": true, "solved": true}), "exactly one of"),
        ("answer", json!({"handle": first["handle"], "answer": "no"}), "has no outcome `no`"),
        ("start", json!({"guide": "shop", "seen": ["slo"]}), "did you mean `slow`?"),
        ("start", json!({"gide": "shop"}), "there is no argument `gide`"),
        ("start", json!({}), "`guide` is missing"),
        ("find_guides", json!({}), "say what is seen"),
        ("get", json!({"id": "nothing"}), "there is no guide, no item and no finding `nothing`"),
        ("get", json!({"id": "widen", "page": 9}), "there are 1 pages"),
    ] {
        let told = refused(project, tool, arguments);
        assert!(told.contains(why), "{tool}: {told}");
    }
    let widen = given(project, "get", json!({"id": "widen"}));
    assert!(widen["text"].as_str().expect("a text").starts_with("remedy widen"), "{widen}");
    assert!(given(project, "get", json!({"id": "KB727"}))["pages"].as_u64() >= Some(1));
}

#[test]
fn guides_are_resources() {
    let project = knowledge("router");
    let answers = answers(
        &project,
        &[
            request("resources/list", json!({})),
            request("resources/read", json!({"uri": "kbc://guide/no-internet"})),
            request("resources/read", json!({"uri": "kbc://guide/none"})),
            request("resources/list", json!({"cursor": "x"})),
            request("prompts/get", json!({"name": "troubleshoot", "arguments": {"problem": "no net"}})),
        ],
    );
    assert!(answers[0]["result"]["resources"][0]["uri"].as_str().is_some_and(|uri| uri.starts_with("kbc://guide/")));
    let text = answers[1]["result"]["contents"][0]["text"].as_str().expect("a text");
    assert!(text.contains("## What to do"), "{text}");
    assert_eq!([&answers[2]["error"]["code"], &answers[3]["error"]["code"]], [-32602, -32602]);
    assert!(answers[4]["result"]["messages"][0]["content"]["text"].as_str().expect("a text").contains("no net"));
}

/// A guide of many causes, answers and long texts.
fn wordy() -> String {
    let long =
        "which somebody described at great length, since nobody had told them that a model pays for every word of it";
    let names = |what: &str| (0..12).map(|n| format!("{what}{n}")).collect::<Vec<_>>();
    let mut text = format!(
        "guide wordy \"A guide {long}\" {{ summary \"{long}\" ; symptoms sign ; otherwise desk }}\nsymptom sign \"A sign {long}\" {{ }}\n"
    );
    for (at, name) in names("cause").iter().enumerate() {
        text += &format!("cause {name} \"Cause {at}, {long}\" {{ likelihood common ; shows sign often }}\n");
        let outcome = |n| format!("outcome way{n} \"Way {n}, {long}\" {{ against {name} strongly }}\n");
        let outcomes = (0..4).map(outcome).collect::<Vec<_>>().concat();
        text += &format!(
            "check look{at} \"Look {at}?\" {{ about \"{long}\" ; takes 1 min\noutcome yes \"Yes, {long}\" {{ confirms {name} }}\n{outcomes}}}\n"
        );
        let steps = (0..14).map(|n| format!("step \"Step {n}, {long}.\"\n")).collect::<Vec<_>>().concat();
        text += &format!(
            "remedy mend{at} \"Mend {at}, {long}\" {{ about \"{long}\" ; fixes {name} usually ; takes 2 min\nrisk destructive \"All is lost.\" ; undo none\nsteps {{\n{steps}}}\nverify \"Look.\" }}\n"
        );
    }
    let collect = names("what").iter().map(|one| format!("\"{one}, {long}\"")).collect::<Vec<_>>().join(", ");
    text + &format!("escalation desk \"The desk\" {{ collect {collect} }}\n")
}

/// Each answer is checked by [`given`] to be short; what an agent must not miss is there all the same.
#[test]
fn long_texts_make_no_long_answers() {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::create_dir(folder.path().join("rules")).expect("a folder");
    std::fs::write(folder.path().join("rules/wordy.rules"), wordy()).expect("a file");
    std::fs::write(folder.path().join("kbc.toml"), "").expect("a file");
    let project = folder.path();
    let first = given(project, "start", json!({"guide": "wordy"}));
    let told = refused(project, "get", json!({"id": first["handle"]}));
    assert!(told.contains("nobody takes over"), "{told}");
    let mut event = first;
    let (mut cut, mut remedies) = (0, 0);
    for _ in 0..8 {
        let handle = event["handle"].as_str().expect("a handle").to_owned();
        given(project, "why", json!({"handle": handle}));
        assert!(event["chances"].as_array().is_some_and(|chances| !chances.is_empty()), "{event:#}");
        let said = if event["event"] == "question" {
            assert_eq!(event["options"].as_array().expect("options").len(), 5, "{event:#}");
            json!({"handle": handle, "answer": "yes"})
        } else {
            assert_eq!(
                (&event["event"], &event["ask_human"], &event["task"]["risk"]),
                (&json!("remedy"), &json!(true), &json!("destructive"))
            );
            remedies += 1;
            cut += event["task"]["steps_left"].as_u64().expect("fourteen long steps have no room");
            json!({"handle": handle, "cant": true})
        };
        event = given(project, "answer", said);
        if event["event"] == "end" {
            break;
        }
    }
    assert!(remedies > 0 && cut > 0);
    let is_end = event["event"] == "end";
    let over = || given(project, "answer", json!({"handle": event["handle"], "handover": true}));
    let end = if is_end { event.clone() } else { over() };
    let whole = given(project, "get", json!({"id": end["handle"]}));
    assert!(whole["text"].as_str().expect("a text").starts_with("A guide which somebody"), "{whole:#}");
    assert!(whole["pages"].as_u64() > Some(1));
    assert!(end.get("handover").is_none() && end["handover_by"].is_string(), "{end:#}");
}

/// Of many guides that fit, those are told that have room, and the others are counted.
#[test]
fn many_guides_make_no_long_answer() {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::create_dir(folder.path().join("rules")).expect("a folder");
    std::fs::write(folder.path().join("kbc.toml"), "").expect("a file");
    let long = "and what is to be done about it, told at such a length that ten of these have no room in one answer";
    for number in 0..60 {
        let text = format!(
            "guide g{number} \"Printer {number} is silent {long}\" {{ summary \"Printers {long}.\" ; symptoms s{number} ; otherwise e{number} }}\n\
             symptom s{number} \"Silence {number}\" {{ message \"E{number}: offline\" ; aka \"quiet\" }}\n\
             cause c{number} \"Cause {number}\" {{ likelihood common ; shows s{number} always }}\n\
             remedy r{number} \"Remedy {number}\" {{ fixes c{number} usually ; takes 5 min ; steps {{ step \"Do it.\" }} }}\n\
             escalation e{number} \"Ask {number}\" {{ takes 60 min }}\n"
        );
        std::fs::write(folder.path().join(format!("rules/f{number}.rules")), text).expect("a file");
    }
    let found = given(folder.path(), "find_guides", json!({"text": "a quiet printer", "limit": 10}));
    let told = found["guides"].as_array().expect("guides").len();
    assert!((2..=10).contains(&told), "{found:#}");
    assert_eq!(found["more"], json!(60 - told));
    // Who has more of the words comes first, and of equals the first.
    let found = given(folder.path(), "find_guides", json!({"text": "printer 17 is silent", "limit": 1}));
    assert_eq!(found["guides"][0]["guide"], "f0.g0", "a number of two digits is no word: {found:#}");
    let found = given(folder.path(), "find_guides", json!({"text": "E17: offline", "limit": 1}));
    assert_eq!(found["guides"][0]["guide"], "f17.g17", "{found:#}");
}

/// The front matter of a skill as YAML says it: the fields that we write, one a line.
fn field<'t>(text: &'t str, name: &str) -> &'t str {
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("the field");
    line.trim_start_matches(": ")
}

#[test]
fn a_skill_of_each_guide_is_built() {
    let folder = tempfile::tempdir().expect("there is room");
    let mut command = cargo_bin_cmd!("kbc");
    command.env("KBC_CACHE", "off").args(["build", "--format", "agents", "--out"]).arg(folder.path());
    let output = command.arg(knowledge("kubernetes")).output().expect("kbc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut skills: Vec<_> =
        std::fs::read_dir(folder.path().join("skills")).expect("skills").map(|one| one.expect("one").path()).collect();
    skills.sort();
    assert!(!skills.is_empty() && !folder.path().join("json").exists());
    for skill in skills {
        let text = std::fs::read_to_string(skill.join("SKILL.md")).expect("a skill");
        let name = skill.file_name().expect("a name").to_str().expect("UTF-8");
        assert_eq!(field(&text, "name"), name);
        assert!(
            name.len() <= 64 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{name}"
        );
        let (front, body) = text.strip_prefix("---\n").expect("front matter").split_once("\n---\n").expect("its end");
        assert!(!front.contains("---"), "{front}");
        let description: String = serde_json::from_str(field(&text, "description")).expect("a JSON string");
        assert!(description.chars().count() <= 1024 && description.contains("Use when"), "{description}");
        assert!(
            description.contains("the message \"CrashLoopBackOff\"")
                && description.contains("the alert KubePodCrashLooping"),
            "{description}"
        );
        assert!(body.lines().count() < 500 && text.len() < 20_000, "{}", text.len());
        assert!(
            std::fs::read_to_string(skill.join("references/guide.md")).expect("the guide").contains("## What to do")
        );
        insta::with_settings!({snapshot_path => "agents/snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, text);
        });
    }
}
