//! The dialogue with a person: plain lines, nothing that a screen reader or a log could not take.

use std::io::{self, BufRead, Write};

use crate::decision::Spoken;
use crate::decision::evidence::Known;
use crate::dialogue::{
    AnswerChoice, Beliefs, Blank, Dialogue, EndKind, Ending, Event, Instruction, Move, Question, Recording, Remedy,
    Risk, Subject, Task, ValueKind, Why,
};
use crate::emit::prose::plain;
use crate::learning::line::Line;
use crate::model::{Chances, ItemId};
use crate::words::Words;
use crate::words::quantity::Likely;
use crate::words::quantity::plain::{minutes_in, percent_in, told_in};

use super::super::evidence::Opened;

/// Causes that are shown beside a question.
const SHOWN: usize = 3;

/// The two ends of a conversation.
struct Talk<'t> {
    input: &'t mut dyn BufRead,
    output: &'t mut dyn Write,
    words: &'static Words,
    /// Whether the guide is a chart that weighs no causes.
    is_chart: bool,
    /// How chances are told.
    chances: Chances,
}

/// Talks until the end, `q`, or the end of the input.
pub fn talk(
    opened: &Opened,
    (about, mut known, resumed): (Subject, Known, Option<Dialogue>),
    recorded: Option<(Recording, String)>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Option<Line<'static>>> {
    let is_chart = about.decision.problem.hypotheses().next().is_none();
    let mut talk = Talk { input, output, words: about.words(), is_chart, chances: opened.chances };
    let knowledge = about.knowledge;
    writeln!(talk.output, "{}", talk.line(&knowledge.title(opened.guide)))?;
    if let Some(summary) = knowledge.guide(opened.guide).and_then(|guide| guide.summary) {
        writeln!(talk.output, "{}", talk.line(&knowledge.text(summary)))?;
    }
    if resumed.is_none() && known.world.seen.is_empty() && !talk.symptoms(opened, &mut known)? {
        talk.bye()?;
        return Ok(None);
    }
    let mut dialogue = resumed.unwrap_or_else(|| Dialogue::new(about, known));
    if let Some((recording, id)) = recorded {
        dialogue = dialogue.recorded(recording, id);
    }
    talk.lead(opened, &mut dialogue)?;
    Ok(dialogue.line())
}

impl Talk<'_> {
    /// Leads through the guide to an end.
    fn lead(&mut self, opened: &Opened, dialogue: &mut Dialogue<'_>) -> io::Result<()> {
        loop {
            let event = dialogue.event();
            let (work, options) = match &event {
                Event::Question(question) => (&question.task, &question.options),
                Event::Remedy(remedy) => (&remedy.task, &remedy.options),
                Event::End(ending) => {
                    self.ending(ending)?;
                    match self.prompt(&self.words.terminal.keys_end)?.as_deref() {
                        Some("b") => {
                            if let Err(misread) = dialogue.make(&Move::Back) {
                                self.misread(&misread)?;
                            }
                            continue;
                        }
                        Some("q") | None => return Ok(()),
                        Some(_) => return self.bye(),
                    }
                }
            };
            if !self.fill(opened, dialogue, &work.blanks)? {
                return self.bye();
            }
            if !work.blanks.is_empty() {
                // Now the texts are complete.
                continue;
            }
            match &event {
                Event::Question(question) => self.question(question)?,
                Event::Remedy(remedy) => self.remedy(remedy)?,
                Event::End(_) => {}
            }
            if !self.moves(dialogue, &event, options)? {
                return self.bye();
            }
        }
    }

    /// Asks for the symptoms. False where the reader ends.
    fn symptoms(&mut self, opened: &Opened, known: &mut Known) -> io::Result<bool> {
        let knowledge = &opened.understood.knowledge;
        let own: Vec<ItemId> = knowledge
            .guide(opened.guide)
            .map(|guide| guide.symptoms.iter().filter_map(|name| name.to).collect())
            .unwrap_or_default();
        // What cannot be seen by what is known is not offered.
        let own: Vec<ItemId> = own.into_iter().filter(|&symptom| known.may_see(&opened.decision, symptom)).collect();
        if own.is_empty() {
            return Ok(true);
        }
        writeln!(self.output, "\n{}", self.words.terminal.what_do_you_see)?;
        for (at, &symptom) in own.iter().enumerate() {
            writeln!(self.output, "  {}  {}", at + 1, self.line(&knowledge.title(symptom)))?;
            if let Some(guard) = knowledge.item(symptom).when() {
                let spoken = Spoken { knowledge, words: self.words };
                let condition = spoken.condition(&guard.condition);
                writeln!(self.output, "     ({} {condition})", self.words.terminal.only_where)?;
            }
            let impact = knowledge.symptom(symptom).and_then(|symptom| symptom.impact);
            self.prose(impact.map(|impact| knowledge.text(impact).into_owned()).as_ref(), "     ")?;
        }
        loop {
            let Some(said) = self.prompt(&self.words.terminal.keys_quit)? else { return Ok(false) };
            if said == "q" {
                return Ok(false);
            }
            let words: Vec<&str> = said.split([' ', ',']).filter(|word| !word.is_empty()).collect();
            let named = |word: &&str| {
                let at = word.parse::<usize>().ok().and_then(|number| own.get(number.checked_sub(1)?).copied());
                at.or_else(|| own.iter().copied().find(|&symptom| knowledge.name(symptom) == *word))
            };
            let found: Vec<Option<ItemId>> = words.iter().map(named).collect();
            if let Some(at) = found.iter().position(Option::is_none) {
                let said = self.words.terminal.none_of_these.fill(&[("word", words[at])]);
                writeln!(self.output, "{said}")?;
                continue;
            }
            for symptom in found.into_iter().flatten() {
                known.see(&opened.decision, symptom, true);
            }
            return Ok(true);
        }
    }

    /// Asks for what texts hold as `<name>`. False where the reader ends.
    fn fill(&mut self, opened: &Opened, dialogue: &mut Dialogue, blanks: &[Blank]) -> io::Result<bool> {
        let knowledge = &opened.understood.knowledge;
        for blank in blanks {
            let Some(item) = knowledge.ids().find(|&id| knowledge.qualified(id) == blank.id) else { continue };
            writeln!(self.output, "\n{}", self.line(&blank.title))?;
            if let Some(hint) = &blank.hint {
                writeln!(self.output, "  ({})", self.line(hint))?;
            }
            loop {
                let Some(said) = self.prompt(&self.words.terminal.keys_blank)? else { return Ok(false) };
                match said.as_str() {
                    "q" => return Ok(false),
                    "" => continue,
                    "?" => {
                        dialogue.leave_open(item);
                        break;
                    }
                    _ => {}
                }
                match dialogue.make(&Move::Know(item, said)) {
                    Ok(()) => break,
                    Err(misread) => self.misread(&misread)?,
                }
            }
        }
        Ok(true)
    }

    fn question(&mut self, question: &Question) -> io::Result<()> {
        writeln!(self.output)?;
        self.chances(&question.beliefs)?;
        self.offer(question.offers_handover)?;
        self.warnings(&question.warnings)?;
        if question.attempt > 1 {
            write!(self.output, "{} ", self.words.terminal.once_more)?;
        }
        writeln!(self.output, "{}", self.line(&question.title))?;
        self.prose(question.about.as_ref(), "  ")?;
        self.prose(question.impact.as_ref(), "  ")?;
        self.prose(question.hint.as_ref(), "  ")?;
        self.task(&question.task)?;
        // Where a number is asked, one in front of an answer would be taken for the value: answers go by their names.
        let takes_number = is_number(question);
        let width = question.options.iter().map(|option| option.name.chars().count()).max().unwrap_or(0);
        for (at, option) in question.options.iter().enumerate() {
            let key = if takes_number { format!("{:width$}", option.name) } else { (at + 1).to_string() };
            writeln!(self.output, "  {key}  {}", self.line(&option.title))?;
        }
        if let Some(asks) = question.asks {
            let said = &self.words.terminal;
            let or = match (asks, &question.unit) {
                (ValueKind::Number, Some(unit)) => said.or_number_in.fill(&[("unit", unit)]),
                (ValueKind::Number, None) => said.or_number.clone(),
                (ValueKind::Version, _) => said.or_version.clone(),
                _ => said.or_text.clone(),
            };
            writeln!(self.output, "  {or}")?;
        }
        Ok(())
    }

    fn remedy(&mut self, remedy: &Remedy) -> io::Result<()> {
        writeln!(self.output)?;
        self.chances(&remedy.beliefs)?;
        self.offer(remedy.offers_handover)?;
        self.warnings(&remedy.warnings)?;
        let said = &self.words.terminal;
        let again = match remedy.attempt {
            _ if remedy.preparation => &said.before_next,
            1 => &said.try_this,
            _ => &said.try_again,
        };
        writeln!(self.output, "{again} {}", self.line(&remedy.title))?;
        for one in &remedy.untold {
            let told = said.not_told.fill(&[("question", &self.line(&one.title))]);
            writeln!(self.output, "  {told}")?;
        }
        self.prose(remedy.seldom.as_ref(), "  ")?;
        self.prose(remedy.about.as_ref(), "  ")?;
        if remedy.workaround {
            writeln!(self.output, "  {}", self.words.terminal.only_around)?;
        }
        self.task(&remedy.task)?;
        if !remedy.verify.is_empty() {
            writeln!(self.output, "{}", self.words.terminal.see_whether)?;
            self.instructions(&remedy.verify)?;
        }
        if !remedy.preparation {
            writeln!(self.output, "  1  {}", self.words.guide.solved)?;
        }
        for (at, option) in remedy.options.iter().enumerate() {
            writeln!(self.output, "  {}  {}", at + first_option(remedy), self.line(&option.title))?;
        }
        Ok(())
    }

    fn task(&mut self, task: &Task) -> io::Result<()> {
        // What it risks is read before it is done.
        if task.risk != Risk::Safe {
            let loses = task.loses.as_ref().map_or_else(String::new, |loses| format!(" {}", self.line(loses)));
            let said = &self.words.terminal;
            let word = if task.risk == Risk::Destructive { &said.destroys } else { &said.careful };
            writeln!(self.output, "  ! {word}{loses}")?;
            if task.cannot_be_undone {
                writeln!(self.output, "  ! {}", self.words.terminal.cannot_be_undone)?;
            } else if !task.undo.is_empty() {
                writeln!(self.output, "  {}", self.words.terminal.take_back)?;
                self.instructions(&task.undo)?;
            }
        }
        for need in &task.needs {
            let need = self.words.terminal.you_need.fill(&[("what", &self.line(need))]);
            writeln!(self.output, "  {need}")?;
        }
        let (said, wait) = (&self.words.terminal, self.time(task.waits_minutes));
        let time = task.takes_minutes.filter(|minutes| *minutes > 0.0).map(|minutes| self.time(minutes));
        let takes = match (time, task.waits_minutes > 0.0) {
            (Some(time), true) => Some(said.takes_then.fill(&[("time", &time), ("wait", &wait)])),
            (Some(time), false) => Some(said.takes.fill(&[("time", &time)])),
            (None, true) => Some(said.then_wait.fill(&[("wait", &wait)])),
            (None, false) => None,
        };
        if let Some(takes) = takes {
            writeln!(self.output, "  {takes}")?;
        }
        self.instructions(&task.steps)
    }

    fn instructions(&mut self, steps: &[Instruction]) -> io::Result<()> {
        for step in steps {
            for warning in &step.warnings {
                writeln!(self.output, "  ! {}", self.line(warning))?;
            }
            let said = &self.words.terminal;
            let when = step.when.as_ref();
            let when = when.map_or_else(String::new, |when| said.in_case.fill(&[("condition", when)]) + " ");
            writeln!(self.output, "  - {when}{}", self.line(&step.text))?;
            for command in &step.commands {
                for text in command.text.lines() {
                    writeln!(self.output, "      {text}")?;
                }
            }
            for expect in &step.expects {
                let see = self.words.terminal.you_should_see.fill(&[("what", &self.line(expect))]);
                writeln!(self.output, "    {see}")?;
            }
            for note in &step.notes {
                writeln!(self.output, "    {}", self.line(note))?;
            }
        }
        Ok(())
    }

    fn ending(&mut self, ending: &Ending) -> io::Result<()> {
        writeln!(self.output)?;
        let said = &self.words.terminal;
        let title = ending.title.as_ref().map_or_else(String::new, |title| self.line(title));
        match ending.kind {
            EndKind::Solved => writeln!(self.output, "{}", said.solved)?,
            EndKind::Result => writeln!(self.output, "{}", said.result.fill(&[("title", &title)]))?,
            EndKind::Guide => {
                let id = ending.id.as_deref().unwrap_or_default();
                writeln!(self.output, "{}", said.go_on_in.fill(&[("title", &title), ("id", id)]))?;
            }
            EndKind::Contradiction => writeln!(self.output, "{}", said.contradiction.fill(&[("title", &title)]))?,
            _ if ending.requested => writeln!(self.output, "{}", said.handed_over.fill(&[("title", &title)]))?,
            _ if self.is_chart => writeln!(self.output, "{}", said.chart_end.fill(&[("title", &title)]))?,
            _ => writeln!(self.output, "{}", said.nothing_left.fill(&[("title", &title)]))?,
        }
        if let Some(cause) = &ending.cause {
            let cause = self.words.terminal.most_likely_it_was.fill(&[("cause", &self.line(&cause.title))]);
            writeln!(self.output, "{cause}")?;
        }
        if ending.workaround {
            writeln!(self.output, "{}", self.words.terminal.only_around)?;
        }
        if !ending.repairs.is_empty() {
            let titles: Vec<String> = ending.repairs.iter().map(|repair| self.line(&repair.title)).collect();
            writeln!(self.output, "{}", self.words.terminal.for_good.fill(&[("what", &titles.join("; "))]))?;
        }
        self.prose(ending.about.as_ref(), "  ")?;
        if !ending.tidy_up.is_empty() {
            writeln!(self.output, "{}", self.words.terminal.tidy_up)?;
            self.instructions(&ending.tidy_up)?;
        }
        for prevent in &ending.prevent {
            let prevent = self.words.terminal.prevent.fill(&[("what", &self.line(prevent))]);
            writeln!(self.output, "{prevent}")?;
        }
        for link in &ending.links {
            writeln!(self.output, "  {}", self.line(&link.in_words()))?;
        }
        if let Some(handover) = &ending.handover {
            writeln!(self.output, "\n{}\n", self.words.terminal.hand_over)?;
            for text in handover.lines() {
                writeln!(self.output, "{}", format!("  {}", marked(text)).trim_end())?;
            }
        }
        Ok(())
    }

    /// Reads moves until one is made. False where the reader ends.
    fn moves(&mut self, dialogue: &mut Dialogue, event: &Event, options: &[AnswerChoice]) -> io::Result<bool> {
        let is_question = matches!(event, Event::Question(_));
        let said = &self.words.terminal;
        let keys = match event {
            Event::Question(_) => &said.keys_question,
            Event::Remedy(remedy) if remedy.may_be_so_already => &said.keys_state,
            _ => &said.keys_remedy,
        };
        loop {
            let Some(said) = self.prompt(keys)? else { return Ok(false) };
            let one = match said.as_str() {
                "" => continue,
                "q" => return Ok(false),
                "w" => {
                    self.why(&dialogue.why(), is_question)?;
                    continue;
                }
                "b" => Move::Back,
                "h" => Move::HandOver,
                "a" if !is_question => Move::Already,
                "?" => Move::Cant,
                said => chosen(said, event, options),
            };
            match dialogue.make(&one) {
                Ok(()) => {
                    if let (Event::Question(question), Move::Answer(said)) = (event, &one)
                        && let Some(answer) = dialogue.understood_as(question, said)
                    {
                        let title = self.line(&answer.title);
                        let told = self.words.terminal.understood_as.fill(&[("answer", &title)]);
                        writeln!(self.output, "  {told}")?;
                    }
                    return Ok(true);
                }
                Err(misread) if is_question => self.misread(&misread)?,
                // What to try takes no values, only what is listed.
                Err(_) => {
                    let told = self.words.terminal.none_of_these.fill(&[("word", &said)]);
                    writeln!(self.output, "{told}")?;
                }
            }
        }
    }

    fn why(&mut self, why: &Why, is_question: bool) -> io::Result<()> {
        self.prose(why.reason.as_ref(), "")?;
        if self.chances == Chances::Off {
            return Ok(());
        }
        let told = why.answers.iter().filter(|answer| is_question && answer.changes).collect::<Vec<_>>();
        if !told.is_empty() {
            writeln!(self.output, "{}", self.words.terminal.why_asks)?;
        }
        for answer in told {
            let then = self.in_numbers(&answer.then, 2);
            let (title, chance) = (self.line(&answer.title), self.chance(answer.chance));
            writeln!(self.output, "  {title} ({chance}): {then}")?;
        }
        let numbers = self.in_numbers(&why.beliefs, SHOWN);
        if numbers.is_empty() { Ok(()) } else { writeln!(self.output, "[{numbers}]") }
    }

    /// The likeliest causes with their chances, and behind them what is not known yet.
    fn in_numbers(&self, beliefs: &Beliefs, shown: usize) -> String {
        let likeliest = beliefs.chances.iter().take(shown);
        let mut named: Vec<String> =
            likeliest.map(|one| format!("{} {}", self.line(&one.title), self.chance(one.chance))).collect();
        if self.chance(beliefs.unknown) != self.chance(0.0) {
            named.push(self.words.terminal.not_known_yet.fill(&[("chance", &self.chance(beliefs.unknown))]));
        }
        named.join("; ")
    }

    /// The causes that are likely or possible, as the project tells chances; the percentages are told where it is asked why.
    fn chances(&mut self, beliefs: &Beliefs) -> io::Result<()> {
        let worth_telling = beliefs.chances.iter().filter(|one| one.likely != Likely::Unlikely).take(SHOWN);
        let told = worth_telling.filter_map(|one| {
            let chance = told_in(self.words, self.chances, one.chance)?;
            Some(format!("{} ({chance})", self.line(&one.title)))
        });
        let named: Vec<String> = told.collect();
        if named.is_empty() { Ok(()) } else { writeln!(self.output, "[{}]", named.join("; ")) }
    }

    fn offer(&mut self, handover: bool) -> io::Result<()> {
        if handover { writeln!(self.output, "{}", self.words.terminal.offer_help) } else { Ok(()) }
    }

    fn warnings(&mut self, warnings: &[String]) -> io::Result<()> {
        for warning in warnings {
            writeln!(self.output, "! {}", self.line(warning))?;
        }
        Ok(())
    }

    fn prose(&mut self, text: Option<&String>, indent: &str) -> io::Result<()> {
        match text {
            Some(text) => writeln!(self.output, "{indent}{}", self.line(text)),
            None => Ok(()),
        }
    }

    fn misread(&mut self, misread: &crate::decision::evidence::InputError) -> io::Result<()> {
        // What is wrong is said in English to authors alone.
        if !std::ptr::eq(self.words, Words::english()) {
            return writeln!(self.output, "{}", self.words.terminal.not_understood);
        }
        match &misread.help {
            Some(help) => writeln!(self.output, "{}; {help}", misread.message),
            None => writeln!(self.output, "{}", misread.message),
        }
    }

    /// What the reader types; nothing at the end of the input.
    fn prompt(&mut self, keys: &str) -> io::Result<Option<String>> {
        write!(self.output, "[{keys}] > ")?;
        self.output.flush()?;
        let mut said = Vec::new();
        if self.input.read_until(b'\n', &mut said)? == 0 {
            writeln!(self.output)?;
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&said).trim().to_owned()))
    }

    /// Prose on one line.
    fn line(&self, text: &str) -> String {
        plain::said(text, &self.words.callout)
    }

    fn time(&self, minutes: f64) -> String {
        minutes_in(self.words, minutes)
    }

    fn chance(&self, chance: f64) -> String {
        percent_in(self.words, chance)
    }

    fn bye(&mut self) -> io::Result<()> {
        writeln!(self.output, "{}", self.words.terminal.goodbye)
    }
}

/// The number of the first way in which a remedy does not help: before it stands that it did, unless it only prepares.
fn first_option(remedy: &Remedy) -> usize {
    if remedy.preparation { 1 } else { 2 }
}

/// Whether a question takes a number or a version, which is its answer as it stands.
fn is_number(question: &Question) -> bool {
    matches!(question.asks, Some(ValueKind::Number | ValueKind::Version))
}

/// The move that a number or a name means.
fn chosen(said: &str, event: &Event, options: &[AnswerChoice]) -> Move {
    let number: Option<usize> = said.parse().ok();
    let takes_number = matches!(event, Event::Question(question) if is_number(question));
    if let Event::Remedy(remedy) = event {
        return match number {
            Some(1) if !remedy.preparation => Move::Solved,
            Some(at) => {
                let option = at.checked_sub(first_option(remedy)).and_then(|at| options.get(at));
                Move::Answer(option.map_or_else(|| said.to_owned(), |option| option.name.clone()))
            }
            None => Move::Answer(said.to_owned()),
        };
    }
    // Where a number is asked it is the value; an answer goes by its name there.
    let option = number.filter(|_| !takes_number).and_then(|number| options.get(number.checked_sub(1)?));
    Move::Answer(option.map_or_else(|| said.to_owned(), |option| option.name.clone()))
}

/// A line of the text to hand over: its list marks stay.
fn marked(text: &str) -> String {
    match text.strip_prefix("- ") {
        Some(rest) => format!("- {}", plain::of_inline(rest)),
        None => plain::of_inline(text),
    }
}
