//! `kbc learn import`: tickets of a helpdesk as lines of a log.
//!
//! In: a table of tickets, and a map that says which column holds what and which value is which name. Out: lines. A value that the
//! map does not name is counted and told, and never passed on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use crate::digest::Digester;
use crate::learning::gather::TICKET;
use crate::learning::line::{Line, VERSION, is_month};
use crate::learning::pattern;
use crate::learning::vocabulary::Vocabulary;
use crate::plans::model_digest;
use crate::source::read_plain_text;

use super::super::evidence::{no_end, read_project, trouble};
use super::super::{CliError, Outcome, project, report};
use super::wanted;

/// Make lines of a log from tickets: `--map` says which column holds what, and which value is which name
#[derive(Debug, Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// The tickets, as CSV with the names of the columns in the first line
    tickets: PathBuf,
    /// What the columns and values mean, as TOML
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Logs of sessions that were handed over: a ticket that holds a session's code says its cause
    #[arg(long, value_name = "LOG")]
    log: Vec<PathBuf>,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
}

const AFTER: &str = r#"A map:

guide = "printing.nothing-prints"
id = "Ticket"                  # the column of what tells tickets apart; lines hold a digest of it
salt = "a few words"           # goes into that digest, so that nobody counts tickets up to find one
session = "Code"               # the column of `kbc 0123456789abcdef` from a hand-over text
month = "Created"              # the column of a date that begins with year and month

[cause]
column = "Resolution"
values = { "Jammed paper" = "paper-jam", "Something else" = "other" }

[ending]
column = "Closed by"
values = { "Second level" = "handed-over:call-it", "Self service" = "left" }

[[answers]]                    # a check, a fact, or a remedy that did not help
column = "Display"
step = "display"
values = { "JAM" = "jam", "OK" = "ready", "asked, not known" = "?" }"#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Map {
    guide: String,
    id: String,
    #[serde(default)]
    salt: String,
    session: Option<String>,
    month: Option<String>,
    came: Option<Values>,
    cause: Option<Values>,
    ending: Option<Values>,
    #[serde(default)]
    answers: Vec<Answer>,
}

/// A column, and what its values are called.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    column: String,
    values: BTreeMap<String, String>,
}

/// A column that answers a step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    column: String,
    step: String,
    values: BTreeMap<String, String>,
}

/// How often a value of a column was not in the map.
type Unmapped = BTreeMap<(String, String), u64>;

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let Some(understood) = read_project(&project)? else { return Ok(Outcome::Faults) };
    let shown = arguments.map.display();
    let text = read_plain_text(&arguments.map, 16 << 20)
        .map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
    let map: Map = toml::from_str(&text)
        .map_err(|error| CliError::new(format!("in {shown}: {}", error.to_string().trim_end())))?;
    let guide = wanted(&understood, std::slice::from_ref(&map.guide))?[0];
    let decision = understood.decision(&project.config, guide).ok_or_else(|| trouble(&[no_end(&map.guide)]))?;
    let vocabulary = Vocabulary::new(&decision.problem);
    check_names(&map, &vocabulary).map_err(|fault| CliError::new(format!("in {shown}: {fault}")))?;
    let handed_over = handed_over(&arguments.log)?;
    let name = understood.knowledge.qualified(guide);
    let importer = Importer { map: &map, guide: &name, kb: model_digest(&decision.problem), handed_over };
    let (lines, unmapped) = importer.tickets(&arguments.tickets)?;
    tell(&unmapped);
    report::print_as_it_is(&lines)?;
    Ok(Outcome::Fine)
}

/// All names of the map are the guide's.
fn check_names(map: &Map, vocabulary: &Vocabulary) -> Result<(), String> {
    let mut tokens: Vec<String> = Vec::new();
    for answer in &map.answers {
        tokens.extend(answer.values.values().map(|value| format!("{}={value}", answer.step)));
    }
    tokens.extend(map.came.iter().flat_map(|came| came.values.values()).map(|symptom| format!("@{symptom}")));
    let mut unknown = Vec::new();
    let mut note = |name: &str| unknown.push(format!("`{name}`"));
    for token in &tokens {
        vocabulary.read((token, "left", None), &mut note);
    }
    for ending in map.ending.iter().flat_map(|ending| ending.values.values()) {
        vocabulary.read(("", ending, None), &mut note);
    }
    for cause in map.cause.iter().flat_map(|cause| cause.values.values()).flat_map(|cause| cause.split('+')) {
        vocabulary.read(("", "left", Some(cause)), &mut note);
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(format!("the guide `{}` does not know {}", map.guide, unknown.join(", ")))
    }
}

/// The newest lines of logs, by session.
fn handed_over(logs: &[PathBuf]) -> Result<BTreeMap<String, Line<'static>>, CliError> {
    let mut newest: BTreeMap<String, Line<'static>> = BTreeMap::new();
    for path in logs {
        let text = fs_err::read_to_string(path)?;
        for line in text.lines().filter_map(|line| Line::read(line).ok()) {
            let is_newer = newest.get(&*line.session_id).is_none_or(|known| line.seq > known.seq);
            if is_newer {
                newest.insert(line.session_id.to_string(), line.owned());
            }
        }
    }
    Ok(newest)
}

struct Importer<'m> {
    map: &'m Map,
    guide: &'m str,
    kb: String,
    handed_over: BTreeMap<String, Line<'static>>,
}

impl Importer<'_> {
    /// The lines of all tickets, and what the map does not name.
    fn tickets(&self, path: &Path) -> Result<(String, Unmapped), CliError> {
        let shown = path.display();
        let file = fs_err::File::open(path)?;
        let mut table = csv::Reader::from_reader(file);
        let trouble = |error: csv::Error| CliError::new(format!("cannot read {shown}: {error}"));
        let headers = table.headers().map_err(trouble)?.clone();
        let place = |column: &str| {
            let found = headers.iter().position(|header| header == column);
            found.ok_or_else(|| CliError::new(format!("{shown} has no column `{column}`")))
        };
        let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
        let map = self.map;
        let named = [Some(&map.id), map.session.as_ref(), map.month.as_ref()].into_iter().flatten();
        let valued = [&map.came, &map.cause, &map.ending].into_iter().flatten().map(|values| &values.column);
        for column in named.chain(valued).chain(map.answers.iter().map(|answer| &answer.column)) {
            columns.insert(column, place(column)?);
        }
        let (mut text, mut unmapped) = (String::new(), Unmapped::new());
        for record in table.records() {
            let record = record.map_err(trouble)?;
            let cell = |column: &str| columns.get(column).and_then(|at| record.get(*at)).unwrap_or("").trim();
            let line = self.line(&cell, &mut unmapped);
            text.push_str(&serde_json::to_string(&line).map_err(|error| CliError::new(error.to_string()))?);
            text.push('\n');
        }
        Ok((text, unmapped))
    }

    fn line<'c>(&self, cell: &dyn Fn(&str) -> &'c str, unmapped: &mut Unmapped) -> Line<'static> {
        let map = self.map;
        let mut look_up = |column: &str, values: &BTreeMap<String, String>| {
            let said = cell(column);
            let found = values.get(said).cloned();
            if found.is_none() && !said.is_empty() {
                *unmapped.entry((column.to_owned(), said.to_owned())).or_default() += 1;
            }
            found
        };
        let cause = map.cause.as_ref().and_then(|cause| look_up(&cause.column, &cause.values));
        let code = map.session.as_ref().and_then(|column| code(cell(column)));
        if let Some(known) = code.as_ref().and_then(|code| self.handed_over.get(code)) {
            return Line { seq: known.seq + 1, cause: cause.map(Into::into), ..known.clone() };
        }
        let mut tokens: Vec<String> = map
            .answers
            .iter()
            .filter_map(|answer| Some(format!("{}={}", answer.step, look_up(&answer.column, &answer.values)?)))
            .collect();
        tokens.extend(
            map.came.as_ref().and_then(|came| look_up(&came.column, &came.values)).map(|one| format!("@{one}")),
        );
        tokens.sort_unstable();
        tokens.dedup();
        debug_assert_eq!(pattern::fault(&tokens.join(" ")), None);
        let ending = map.ending.as_ref().and_then(|ending| look_up(&ending.column, &ending.values));
        let month = map.month.as_ref().map(|column| cell(column).chars().take(7).collect::<String>());
        Line {
            kbc: VERSION,
            session_id: code.unwrap_or_else(|| self.digest(cell(&map.id))).into(),
            seq: 1_000_000,
            guide: self.guide.to_owned().into(),
            kb: self.kb.clone().into(),
            month: month.filter(|month| is_month(month)).unwrap_or_else(|| "1970-01".to_owned()).into(),
            via: TICKET.into(),
            lang: None,
            pattern: tokens.join(" ").into(),
            ending: ending.unwrap_or_else(|| "handed-over".to_owned()).into(),
            cause: cause.map(Into::into),
            minutes: 0.0,
            steps: Vec::new(),
        }
    }

    /// What stands for a ticket: 16 digits of a digest.
    fn digest(&self, id: &str) -> String {
        let mut all = Digester::new();
        all.part(self.map.salt.as_bytes());
        all.part(id.as_bytes());
        all.finish().to_hex()[..16].to_owned()
    }
}

/// The code of a session, as a hand-over text ends with it.
fn code(cell: &str) -> Option<String> {
    let is_digit = |letter: char| letter.is_ascii_digit() || ('a'..='f').contains(&letter);
    let mut words = cell.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.rfind(|word| word.len() == 16 && word.chars().all(is_digit)).map(str::to_owned)
}

fn tell(unmapped: &Unmapped) {
    const TOLD: usize = 20;
    let mut all: Vec<(&(String, String), &u64)> = unmapped.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let mut lines: Vec<String> = all
        .iter()
        .take(TOLD)
        .map(|((column, value), count)| {
            let short: String = value.chars().take(60).collect();
            format!("kbc: the map does not name `{short}` of the column `{column}` ({count}); it was left out")
        })
        .collect();
    if all.len() > TOLD {
        lines.push(format!("kbc: … and {} more values", all.len() - TOLD));
    }
    report::notes(&lines);
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn the_code_of_a_session_is_found_in_what_was_pasted() {
        assert_eq!(code("kbc 9f2c61d07ab34e18").as_deref(), Some("9f2c61d07ab34e18"));
        assert_eq!(code("see kbc 9f2c61d07ab34e18, thanks").as_deref(), Some("9f2c61d07ab34e18"));
        assert_eq!(code("9F2C61D07AB34E18"), None);
        assert_eq!(code(""), None);
    }
}
