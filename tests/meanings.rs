//! One question has one answer, whoever asks it: a page, its Markdown, a terminal, a bot, or the next run of kbc.

#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use tempfile::TempDir;

/// A guide with much to say, in which nothing has to be asked before the first remedy.
const SLOW: &str = r#"
guide g "It is slow" { symptoms s ; otherwise us ; escalate last }
symptom s "It is slow" { impact "Nobody can print." }
escalation us "Us" { takes 4 h }
cause c "Dust" { likelihood common ; shows s usually }
cause d "Rust" { likelihood common ; shows s usually }
fact model "Model" { text ; hint "On the back." }
remedy clean "Clean it" { fixes c usually ; takes 100 min ; steps { step "Clean." { run sh "clean <model>" } } ; verify "Look." 10 s }
remedy oil "Oil it" { fixes d usually ; takes 20 min ; steps { step "Oil <model>." } ; verify "Look." 10 s }
"#;

fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    std::fs::write(folder.path().join("kbc.toml"), "").unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join("rules").join(name), text).unwrap();
    }
    folder
}

fn said(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut command = cargo_bin_cmd!("kbc");
    let command = command.env("KBC_CACHE", "off").current_dir(folder).args(arguments).write_stdin(input.to_owned());
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
}

/// What is published, with plain spaces.
fn published(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join("generated").join(path)).unwrap().replace('\u{a0}', " ")
}

/// What a bot is told first, behind the opening.
fn first_event(folder: &Path, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = ["diagnose", "g", "--json"].iter().chain(arguments).copied().collect();
    serde_json::from_str(said(folder, &arguments, "").lines().nth(1).unwrap()).unwrap()
}

#[test]
fn a_duration_and_a_chance_are_said_alike_wherever_they_stand() {
    let project = project(&[("g.rules", SLOW)]);
    let folder = project.path();
    std::fs::write(folder.join("kbc.toml"), "[pages]\nchances = \"numbers\"\n").unwrap();
    said(folder, &["build"], "");
    let [html, markdown, json] =
        ["html/g.html", "markdown/g.md", "json/guides/g.json"].map(|path| published(folder, path));
    let terminal = said(folder, &["diagnose", "g"], "\nHL-1\nw\n2\nw\n");
    // The badge of the step, the sentence that says why it stands there, and the terminal.
    assert!(markdown.contains("**Clean it** · 1 h 40 min"), "{markdown}");
    for text in [&html, &markdown, &json, &terminal] {
        assert!(text.contains("1 h 40 min"), "{text}");
        assert!(!text.contains("2 h:") && !text.contains("100 min"), "{text}");
    }
    for text in [&html, &markdown, &json] {
        assert!(text.contains("with a chance of 38%"), "{text}");
    }
    let chance = |text: &str| text.split("Rust").filter_map(|rest| rest.split('%').next()).any(|it| it.ends_with("48"));
    assert!(chance(&markdown) && chance(&terminal), "{markdown}\n{terminal}");
    for text in [&markdown, &terminal] {
        assert!(!text.contains(" %"), "{text}");
    }
}

/// What nobody wrote is not told, and a project says how chances are.
#[test]
fn readers_are_told_what_authors_wrote_in_the_way_that_a_project_says() {
    let silent = r#"
guide g "It is slow" { symptoms s ; otherwise us }
symptom s "It is slow"
escalation us "Us"
cause c "Dust" { likelihood common ; shows s usually }
remedy clean "Clean it" { fixes c usually ; steps { step "Clean." } ; verify "Look." }
"#;
    let project = project(&[("g.rules", silent)]);
    let folder = project.path();
    let made = |setting: &str| {
        std::fs::write(folder.join("kbc.toml"), setting).unwrap();
        said(folder, &["build"], "");
        ["html/g.html", "markdown/g.md"].map(|path| published(folder, path))
    };
    let [html, markdown] = made("");
    for text in [&html, &markdown] {
        // Five minutes for the remedy and an hour for handing over are defaults.
        assert!(!text.contains("5 min") && !text.contains("1 h"), "{text}");
        assert!(text.contains("that it helps is likely"), "{text}");
    }
    assert!(!markdown.contains('%'), "{markdown}");
    let [_, markdown] = made("[pages]\nchances = \"numbers\"\n");
    assert!(markdown.contains("it helps with a chance of") && markdown.contains('%'), "{markdown}");
    let [_, markdown] = made("[pages]\nchances = \"off\"\n");
    assert!(!markdown.contains("likely") && !markdown.contains('%'), "{markdown}");
    std::fs::write(folder.join("kbc.toml"), "[pages]\nchances = \"often\"\n").unwrap();
    let output = cargo_bin_cmd!("kbc").current_dir(folder).arg("check").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("`pages.chances` is `words`, `numbers` or `off`"));
}

#[test]
fn who_has_tried_nothing_knows_that() {
    let rule = r#"rule careful "Careful" { when not tried clean ; then warn "Do not hurry." }"#;
    let project = project(&[("g.rules", &format!("{SLOW}{rule}"))]);
    let folder = project.path();
    said(folder, &["build"], "");
    assert_eq!(first_event(folder, &[])["warnings"][0], "Do not hurry.");
    let json: Value = serde_json::from_str(&published(folder, "json/guides/g.json")).unwrap();
    let warned = |at: usize| json["document"]["way"]["steps"][at]["warnings"].as_array().unwrap().len();
    // At the first step, and not again at the next, where it still holds.
    assert_eq!((warned(0), warned(1)), (1, 0));
    let markdown = published(folder, "markdown/g.md");
    let before = markdown.split("Oil <model>").next().unwrap();
    assert!(before.contains("Do not hurry."), "{markdown}");
}

#[test]
fn a_name_to_fill_in_means_the_same_on_a_page_and_in_a_dialogue() {
    let fact = r#"fact model "Model of z" { text ; hint "On the back." }"#;
    let check = "use g\ncheck model \"Model of b\" { asks text ; outcome x \"X\" matching \"x\" { points-to g.c } ; outcome y \"Y\" otherwise { against g.c } }";
    let guide = r#"use z
guide g "It is slow" { symptoms s ; otherwise us ; escalate last }
symptom s "It is slow"
escalation us "Us" { takes 4 h }
cause c "Dust" { likelihood common ; shows s usually }
remedy clean "Clean it" { fixes c usually ; takes 10 min ; steps { include how } ; verify "Look." }
steps how "How" { step "Clean." { run sh "clean <model>" } }
rule one "One" { when z.model is "x" ; then suspect c }
"#;
    let project = project(&[("g.rules", guide), ("z.rules", fact), ("b.rules", check)]);
    let folder = project.path();
    said(folder, &["build"], "");
    let json = published(folder, "json/guides/g.json");
    assert!(json.contains(r#""z.model""#), "{json}");
    assert!(published(folder, "html/g.html").contains(r#""blanks":{"model":["Model of z""#));
    let event = first_event(folder, &[]);
    assert_eq!(event["task"]["blanks"][0]["id"], "z.model", "{event}");
    let event = first_event(folder, &["--know", "z.model=HL-1"]);
    assert_eq!(event["task"]["blanks"].as_array().unwrap().len(), 0, "{event}");
    assert_eq!(event["task"]["steps"][0]["commands"][0]["text"], "clean HL-1");
}

#[test]
fn a_text_with_a_tab_can_be_pasted_from_a_finding() {
    let rules = "rule one \"One\" { when model is \"a\\u{9}b\" ; then confirm c }\n\
         rule two \"Two\" { when model is \"a\\u{9}b\" ; then rule-out c }\n";
    let project = project(&[("g.rules", &format!("{SLOW}{rules}"))]);
    let arguments = ["check", "--format", "json"];
    let told = said(project.path(), &arguments, "") + &said(project.path(), &["check"], "");
    let output =
        cargo_bin_cmd!("kbc").env("KBC_CACHE", "off").current_dir(project.path()).arg("check").output().unwrap();
    let told = told + &String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(r#"know model "a\u{9}b""#), "{told}");
}

#[test]
fn the_impact_of_a_symptom_reaches_every_reader() {
    let rule = r#"symptom hot "It is hot" { impact "Fingers get burnt." }
check k "Touch it" { takes 1 min ; when hot ; outcome yes "Yes" { points-to c strongly ; points-to d weakly } ; outcome no "No" { against c strongly } }"#;
    let project = project(&[("g.rules", &format!("{}{rule}", SLOW.replace("symptoms s ;", "symptoms s, hot ;")))]);
    let folder = project.path();
    said(folder, &["build"], "");
    for path in ["html/g.html", "markdown/g.md", "json/guides/g.json"] {
        assert!(published(folder, path).contains("Nobody can print."), "{path}");
    }
    // The assistant shows what stands in this part of the page.
    let html = published(folder, "html/g.html");
    let about = html.split(r#"<div class="symptom-about">"#).nth(1).unwrap().split("</details>").next().unwrap();
    assert!(about.split("impact").count() > 1 && about.ends_with("</div>\n"), "{about}");
    assert!(
        said(folder, &["diagnose", "g"], "\n").contains("     Nobody can print."),
        "{}",
        said(folder, &["diagnose", "g"], "\n")
    );
    let terms = published(folder, "html/search/terms-0.js");
    assert!(terms.contains("burnt") && terms.contains("fingers"), "{terms}");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Every step and every cause of some guides that are no test's own.
#[test]
fn pages_and_data_say_the_same_times_and_chances() {
    let words = kbc::words::Words::of("en");
    let plain = |text: String| text.replace('\u{a0}', " ");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge");
    for name in ["printer", "router"] {
        let out = TempDir::new().unwrap();
        let folder = out.path().to_str().unwrap();
        said(&root.join(name), &["build", "--out", folder], "");
        let read = |path: &Path| std::fs::read_to_string(path).unwrap().replace('\u{a0}', " ");
        let mut seen = 0;
        let guides = out.path().join("json/guides");
        for path in files_below(&guides) {
            let stem = path.strip_prefix(&guides).unwrap().with_extension("");
            let stem = stem.to_str().unwrap();
            let json: Value = serde_json::from_str(&read(&path)).unwrap();
            let document = &json["document"];
            let markdown = read(&out.path().join("markdown").join(format!("{stem}.md")));
            let html = read(&out.path().join("html").join(format!("{stem}.html")));
            let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
            for step in list("checks").into_iter().chain(list("remedies")) {
                let time = |value: &Value| value.as_f64().unwrap_or(0.0);
                let (takes, waits) = (time(&step["work"]["takes_minutes"]), time(&step["work"]["waits_minutes"]));
                let steps = document["way"]["steps"].as_array().unwrap();
                let Some(on_way) = steps.iter().find(|one| one["action"]["id"] == step["id"]) else { continue };
                // What nobody wrote is not told.
                if step["work"]["takes_said"] != true {
                    continue;
                }
                let badge = plain(kbc::words::quantity::minutes(words, takes));
                assert!(markdown.contains(&badge) && html.contains(&badge), "{stem}: {badge}");
                let whole = takes + waits + time(&step["verify_minutes"]);
                let whole = plain(kbc::words::quantity::minutes(words, whole));
                if let Some(why) = on_way["why"].as_str() {
                    let why = plain(why.to_owned());
                    assert!(why.contains(&whole), "{stem}: {why}, not {whole}");
                    assert!(!why.contains(" %"), "{stem}: {why}");
                    seen += 1;
                }
            }
            for cause in list("causes") {
                let Some(chance) = cause["chance"]["told"].as_str() else { continue };
                let chance = plain(chance.to_owned());
                assert!(markdown.contains(&chance) && html.contains(&chance), "{stem}: {chance}");
            }
        }
        assert!(seen > 0, "{name}");
    }
}

/// The small guides of `tests/knowledge/meanings` say what each word means, and have a scenario for it.
#[test]
fn words_mean_what_the_reference_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge/meanings");
    assert_eq!(said(&folder, &["check"], ""), "");
    let out = said(&folder, &["test"], "");
    assert!(out.ends_with(" passed, 0 failed\n"), "{out}");
}

#[test]
fn what_nobody_wrote_counts_and_is_not_told() {
    let guide = |likelihood: &str, often: &str| {
        format!(
            "guide g \"It is slow\" {{ symptoms s ; otherwise us }}\nsymptom s \"It is slow\"\nescalation us \"Us\"\n\
             cause c \"Dust\" {{{likelihood} shows s{often} }}\ncause d \"Rust\" {{{likelihood} shows s{often} }}\n\
             remedy clean \"Clean it\" {{ fixes c{often} ; takes 10 min }}\n\
             remedy oil \"Oil it\" {{ fixes d{often} ; takes 20 min }}\n"
        )
    };
    let [bare, full] = [guide("", ""), guide(" likelihood 1 ;", " usually")].map(|text| {
        let project = project(&[("g.rules", &text)]);
        said(project.path(), &["build"], "");
        ["html/g.html", "markdown/g.md", "json/guides/g.json"].map(|path| published(project.path(), path))
    });
    let plan = |json: &str| serde_json::from_str::<Value>(json).unwrap()["plan"].clone();
    assert_eq!(plan(&bare[2]), plan(&full[2]), "numbers that are left out count as those that they stand for");
    let visible =
        |page: &str| page.split('<').map(|part| part.rsplit('>').next().unwrap_or("").to_owned()).collect::<String>();
    for word in ["usually", "possible", "likely"] {
        assert!(full[..2].iter().any(|page| visible(page).contains(word)), "{word} where it is written");
        assert!(bare[..2].iter().all(|page| !visible(page).contains(word)), "{word} in\n{}", bare[1]);
    }
    let terminal = |text: &str| {
        let project = project(&[("g.rules", text)]);
        said(project.path(), &["diagnose", "g"], "1\nq\n")
    };
    assert!(terminal(&guide(" likelihood 1 ;", " usually")).contains("possible"));
    assert!(!terminal(&guide("", "")).contains("possible"));
}

#[test]
fn what_was_chosen_is_filled_in_and_said_in_its_own_words() {
    let lamp = "guide g \"Dark\" { symptoms dark ; otherwise shop ; escalate last }\nsymptom dark \"It is dark\"\n\
                fact model \"Which lamp?\" { one-of small \"Small one\", large \"Large one\" ; label \"your lamp\" }\n\
                cause bulb \"The bulb\" { likelihood common ; shows dark always }\n\
                cause fuse \"The fuse\" { likelihood common ; shows dark always }\n\
                check height \"How high does it hang?\" { asks number cm ; takes 10 s\n\
                \x20 outcome high \"High\" above 100 { points-to bulb strongly }\n\
                \x20 outcome low \"Low\" up to 100 { points-to fuse strongly } }\n\
                remedy change \"Change it\" { fixes bulb usually ; when model is small ; takes 9 min ; verify \"Look.\" 5 s }\n\
                remedy reset \"Reset it\" { fixes fuse usually ; takes 9 min ; verify \"Look.\" 5 s }\n\
                escalation shop \"Call the shop\" { about \"Call 01632.\" ; collect \"your lamp: <model>\", \"its height: <height>\" }\n";
    let project = project(&[("g.rules", lamp)]);
    let moves = "{\"know\":{\"model\":\"small\"}}\n{\"answer\":\"150\"}\n{\"handover\":true}\n";
    let said = said(project.path(), &["diagnose", "g", "--json"], moves);
    let end: Value = said.lines().filter_map(|line| serde_json::from_str(line).ok()).next_back().unwrap();
    assert_eq!(end["collect"], serde_json::json!(["your lamp: Small one", "its height: High"]), "{end:#}");
    assert_eq!(end["about"], "Call 01632.");
    assert!(end["handover"].as_str().unwrap().contains("Which lamp? – Small one"), "{end:#}");
    let terminal = self::said(project.path(), &["diagnose", "g"], "1\n1\n150\nh\n");
    assert!(terminal.contains("  high  High") && terminal.contains("Call 01632."), "{terminal}");
}

/// Nobody wrote how long anything takes, nor how likely any cause is.
const UNTOLD: &str = r#"
guide g "It is slow" { symptoms s ; otherwise us }
symptom s "It is slow"
escalation us "Us"
cause c "Dust" { shows s usually }
cause d "Rust" { shows s usually }
check feel "Is it warm?" { outcome yes "Yes" { points-to c strongly } outcome no "No" { points-to d strongly } }
remedy clean "Clean it" { fixes c usually ; verify "Look." }
remedy oil "Oil it" { fixes d usually ; verify "Look." }
rule ask "First" { when s ; then require feel }
"#;

#[test]
fn what_nobody_wrote_is_told_by_nobody() {
    let project = project(&[("g.rules", UNTOLD)]);
    let folder = project.path();
    said(folder, &["build"], "");
    let terminal = said(folder, &["diagnose", "g"], "\nw\n1\nw\n2\nw\nh\n");
    assert!(terminal.contains("Clean it"), "{terminal}");
    for number in [" min", " s.", " s;", "%", "(likely", "(possible"] {
        assert!(!terminal.contains(number), "`{number}` in {terminal}");
    }
    // The walk of the page has the same: no minutes, and chances are not to be told.
    let html = published(folder, "html/g.html");
    let start = html.find("id=\"page_data\"").unwrap();
    let data = &html[start..][html[start..].find('>').unwrap() + 1..];
    let data: Value = serde_json::from_str(&data[..data.find("</script>").unwrap()]).unwrap();
    assert_eq!(data["chances"], "off");
    for step in data["checks"].as_array().unwrap().iter().chain(data["remedies"].as_array().unwrap()) {
        assert_eq!(step[3], Value::Null, "{step}");
    }
    assert!(first_event(folder, &[])["task"].get("takes_minutes").is_none());
    // What somebody wrote is told.
    let written = UNTOLD.replace("{ fixes c usually ;", "{ fixes c usually ; takes 90 s ;");
    std::fs::write(
        folder.join("rules/g.rules"),
        written
            .replace("cause c \"Dust\" {", "cause c \"Dust\" { likelihood common ;")
            .replace("cause d \"Rust\" {", "cause d \"Rust\" { likelihood common ;"),
    )
    .unwrap();
    let terminal = said(folder, &["diagnose", "g"], "\n1\nw\n");
    assert!(terminal.contains("It takes 1.5 min.") && terminal.contains("1.5 min; helps in "), "{terminal}");
}

#[test]
fn german_decimals_have_a_comma_everywhere() {
    let project = project(&[(
        "g.rules",
        r#"
guide g "Es ist langsam" { symptoms s ; otherwise us }
symptom s "Es ist langsam" { when load >= 0.5 }
escalation us "Wir" { takes 4 h ; collect "Last: <load>" }
fact load "Wie hoch ist die Last?" { number ; label "Last" }
cause c "Staub" { likelihood common ; shows s usually }
cause d "Rost" { likelihood common ; shows s usually }
check heat "Wie warm ist es?" { takes 90 s ; asks number Grad
  outcome cold "Kalt" below 36.5 { points-to c strongly } outcome warm "Warm" from 36.5 { points-to d strongly } }
remedy clean "Reinigen" { fixes c usually ; takes 2.5 min ; when load < 2.5 ; verify "Nachsehen." 10 s }
remedy oil "Ölen" { fixes d usually ; takes 90 s ; verify "Nachsehen." }
"#,
    )]);
    let folder = project.path();
    std::fs::write(folder.join("kbc.toml"), "language = \"de\"\n").unwrap();
    said(folder, &["build"], "");
    let terminal = said(folder, &["diagnose", "g"], "\n40\nw\nh\n");
    let told = [published(folder, "html/g.html"), published(folder, "markdown/g.md"), terminal];
    for text in &told {
        // The data of the page are numbers, and no words.
        let data = text.split_once("<script type=\"application/json\"");
        let text = match data.and_then(|(before, data)| Some((before, data.split_once("</script>")?.1))) {
            Some((before, behind)) => [before, behind].concat(),
            None => text.clone(),
        };
        for number in ["1.5 ", "2.5 ", "36.5", "0.5 "] {
            assert!(!text.contains(number), "`{number}` in {text}");
        }
        assert!(text.contains("1,5 min"), "{text}");
    }
    assert!(told[1].contains("36,5") && told[1].contains("2,5"), "{}", told[1]);
    assert!(told[2].contains("0,5"), "{}", told[2]);
}

#[test]
fn conditions_read_as_sentences_wherever_they_stand() {
    let project = project(&[(
        "g.rules",
        r#"
guide g "It is slow" { symptoms s, t ; otherwise us }
symptom s "It is slow" { when machine is win }
symptom t "It is hot"
escalation us "Us" { takes 4 h }
fact machine "What do you use?" { label "your machine" ; one-of win "Windows" 50%, mac "A Mac" }
fact managed "Is it managed?" { yes-no 20% }
cause c "Dust" { likelihood common ; shows s usually, t usually }
remedy clean "Clean it" { fixes c usually ; takes 1 min ; when not machine is mac ; verify "Look."
  steps { step "Open it." when managed is yes ; step "Blow." when not managed is yes } }
"#,
    )]);
    let folder = project.path();
    said(folder, &["build"], "");
    let markdown = published(folder, "markdown/g.md");
    assert!(
        markdown.contains("your machine is “Windows”") && markdown.contains("your machine is not “A Mac”"),
        "{markdown}"
    );
    let managed = "the answer to “Is it managed?” is";
    assert!(
        markdown.contains(&format!("{managed} yes")) && markdown.contains(&format!("{managed} not yes")),
        "{markdown}"
    );
    let terminal = said(folder, &["diagnose", "g"], "\n1\n");
    assert!(terminal.contains("(only where your machine is “Windows”)"), "{terminal}");
    assert!(terminal.contains(&format!("(if {managed} yes) Open it.")), "{terminal}");
}
