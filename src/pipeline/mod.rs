//! From files to findings and guides: the only place that chains the stages.
//!
//! In: files, settings, and a place for what is made. Out: what was understood, and every finding of every stage.
//! Guides are planned, written down and handed on one by one, so that memory does not grow with their number.

mod addresses;
mod amend;
mod catalogue;
mod images;
mod kept;
mod mend;
mod publish;
mod remembered;
mod scenarios;
mod shared;
mod told;
mod whole;

pub use addresses::{addresses, now};
pub use amend::amend;
pub use mend::{Mended, mend};
pub use publish::{Format, PublishError, Wanted, publish};
pub use remembered::{Remembered, last_redirects, remember, remembered};
pub use scenarios::{Tested, run_scenarios, test, test_with};

pub(crate) use publish::publish_read;
pub(crate) use remembered::remember_found;
pub(crate) use scenarios::test_read;
pub(crate) use told::{Told, found_together};

use std::collections::BTreeSet;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::config::Config;
use crate::decision::Decision;
use crate::diagnostics::catalogue::{machine as faults, names::UNKNOWN_FOLDER, names::UNUSED_TERM, prose};
use crate::diagnostics::{self, Diagnostic, Level};
use crate::estimates::Places;
use crate::graph::{Members, Web, members};
use crate::guide::{Document, Findings, Pages, Setting, document};
use crate::lints;
use crate::model::{Chances, ItemId, Kind, Knowledge, Nothing, Outside, understand_beside};
use crate::plans::Plans;
use crate::reasoning::{Evidence, Judged, Options, Published};
use crate::source::{Files, ReadFault, Source, Sources};
use crate::syntax::nearest;
use crate::triage::Base;

/// At most so many guides are one piece of work: else, when the last ones are left, one thread still has hundreds of them.
const TOGETHER: usize = 8;

/// What a knowledge base says, and what is wrong with it.
pub struct Analysis {
    /// Everything that the authors know.
    pub knowledge: Knowledge,
    /// How it hangs together.
    pub web: Web,
    /// What each guide holds, by id.
    pub guides: Vec<(ItemId, Members)>,
    /// Where the page of each guide is.
    pub pages: Pages,
    /// The pictures that steps show, by path below the folder of rules.
    pub pictures: Vec<String>,
    /// The levels that the project gives to findings.
    pub levels: lints::Levels,
    /// The numbers of the text that were learned.
    pub learned: Places,
    /// Every finding so far, in no order yet.
    pub findings: Vec<Diagnostic>,
    /// Where plans come from: made anew, unless whoever reads lends a memory.
    pub plans: Plans,
}

impl Analysis {
    /// Whether anything is wrong that forbids to publish.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }

    /// Forgets what is wrong with pictures: only what is published shows any.
    pub(crate) fn forget_pictures(&mut self) {
        self.findings.retain(|finding| !is_of_pictures(finding));
    }

    /// Whether errors stand in the way of questions about guides: then they are all that is left of the findings, as they are
    /// told.
    pub(crate) fn is_hindered(&mut self) -> bool {
        self.forget_pictures();
        if !self.has_errors() {
            return false;
        }
        self.settle(lints::Ran::Some);
        self.findings.retain(|finding| finding.level == Level::Error);
        true
    }

    /// A guide as the engine sees it. Nothing for what is no guide, or has no end that a plan could reckon with.
    #[must_use]
    pub fn decision(&self, config: &Config, guide: ItemId) -> Option<Decision> {
        decide(self, config, guide, self.members(guide)?)
    }

    /// What tells which guides fit a log.
    #[must_use]
    pub fn triage<'a>(&'a self, config: &'a Config) -> Base<'a> {
        Base {
            knowledge: &self.knowledge,
            web: &self.web,
            numbers: &config.numbers,
            guides: &self.guides,
            pages: &self.pages,
            base_url: config.base_url.as_deref(),
        }
    }

    /// The findings after what authors allow, at the levels of the project, in the order of their places.
    pub fn settle(&mut self, ran: lints::Ran) {
        let findings = std::mem::take(&mut self.findings);
        self.findings = self.settled(ran, findings);
    }

    /// The same for these findings.
    pub(crate) fn settled(&self, ran: lints::Ran, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let findings = lints::allow(&self.knowledge, ran, &self.levels, findings);
        let mut findings = self.levels.apply(findings);
        diagnostics::sort(&mut findings, &self.knowledge.sources);
        findings
    }

    /// The guide of a name, plain or with its module in front.
    #[must_use]
    pub fn guide_named(&self, name: &str) -> Vec<ItemId> {
        let fits = |&id: &ItemId| self.knowledge.name(id) == name || self.knowledge.qualified(id) == name;
        self.guides.iter().map(|(id, _)| *id).filter(fits).collect()
    }

    /// What a guide holds; nothing for what is no guide.
    #[must_use]
    pub fn members(&self, guide: ItemId) -> Option<&Members> {
        let at = self.guides.binary_search_by_key(&guide, |(id, _)| *id).ok()?;
        Some(&self.guides[at].1)
    }

    /// How readers of a guide are told chances, in a project that wants them told so.
    #[must_use]
    pub fn chances_told(&self, guide: ItemId, wanted: Chances) -> Chances {
        self.knowledge.chances_told(self.members(guide).map_or(&[][..], |members| &members.causes), wanted)
    }
}

/// Whether a finding is about a picture.
pub(crate) fn is_of_pictures(finding: &Diagnostic) -> bool {
    [prose::MISSING_IMAGE.code, prose::UNFIT_IMAGE.code].contains(&finding.fault.code)
}

/// Reads and checks everything but plans.
#[must_use]
pub fn read(files: &dyn Files, config: &Config) -> Analysis {
    read_from(files, Sources::read(files, &config.rules), config)
}

/// The same from texts that were read already, with what could not be read.
#[must_use]
pub fn read_from(files: &dyn Files, texts: (Sources, Vec<ReadFault>), config: &Config) -> Analysis {
    let (sources, unread) = texts;
    let mut more = unread_findings(sources.files().is_empty(), unread, config);
    more.extend(unused_settings(&sources.files().iter().collect::<Vec<_>>(), config));
    let mut understood = read_part(files, sources, config, &Nothing);
    understood.findings.extend(more);
    understood
}

/// What is to be told of files that could not be read, or where there are none.
pub(crate) fn unread_findings(nothing: bool, unread: Vec<ReadFault>, config: &Config) -> Vec<Diagnostic> {
    let nothing = nothing && unread.is_empty();
    let of_fault = |fault: ReadFault| {
        Diagnostic::at_path(&faults::UNREADABLE_FILE, fault.path, format!("cannot be read: {}", fault.error))
    };
    let mut findings: Vec<Diagnostic> = unread.into_iter().map(of_fault).collect();
    if nothing {
        let message = "there is no `.rules` file here";
        findings.push(
            Diagnostic::at_path(&faults::NO_RULES, &config.rules, message).help("`kbc new DIR` shows how to begin"),
        );
    }
    findings
}

/// What is to be told of settings that name what is not there: terms that stand in no text, and folders without rules.
pub(crate) fn unused_settings(sources: &[&Source], config: &Config) -> Vec<Diagnostic> {
    let mut findings = unused_terms(sources, config);
    findings.extend(unused_folders(sources, config));
    findings
}

/// Folders with a title that hold no file of rules.
fn unused_folders(sources: &[&Source], config: &Config) -> Vec<Diagnostic> {
    let holds = |folder: &str| {
        let module = folder.replace('/', ".");
        let is_within = |source: &&Source| {
            source.module.strip_prefix(&module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        sources.iter().any(is_within)
    };
    let told = |folder: &String| {
        let message = format!("there is no folder of guides `{folder}`");
        let known = sources.iter().filter_map(|source| source.module.rsplit_once('.'));
        let known: BTreeSet<String> = known.map(|(folder, _)| folder.replace('.', "/")).collect();
        let near = nearest(folder, known.iter().map(String::as_str));
        let help = near.map_or_else(
            || "a folder is written as its path below the folder of rules, such as `network/wifi`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::at_path(&UNKNOWN_FOLDER, CONFIG_FILE, message).help(help)
    };
    config.pages.folders.keys().filter(|folder| !holds(folder)).map(told).collect()
}

/// Terms that no text names.
fn unused_terms(sources: &[&Source], config: &Config) -> Vec<Diagnostic> {
    let names = |name: &str, text: &str| {
        text.split("{{").skip(1).any(|rest| {
            rest.trim_start_matches(' ')
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start_matches(' ').starts_with("}}"))
        })
    };
    let unused = config.numbers.terms.0.keys().filter(|name| !sources.iter().any(|source| names(name, source.text())));
    let told = |name: &String| {
        let message = format!("no text names the term `{name}`");
        Diagnostic::at_path(&UNUSED_TERM, CONFIG_FILE, message)
            .help(format!("write `{{{{{name}}}}}` where it is meant, or remove it from `[terms]`"))
    };
    unused.map(told).collect()
}

/// Where a project says its settings.
const CONFIG_FILE: &str = "kbc.toml";

/// Reads and checks some files of a project, beside those outside.
pub(crate) fn read_part(files: &dyn Files, sources: Sources, config: &Config, outside: &dyn Outside) -> Analysis {
    let (knowledge, mut findings) = understand_beside(sources, &config.numbers, outside);
    let shown = images::shown(&knowledge);
    images::check(&knowledge, &shown, (files, outside), &mut findings);
    let pictures = images::paths(&knowledge, &shown);
    let (web, pages) = rayon::join(|| Web::new(&knowledge), || Pages::new(&knowledge));
    let ids = knowledge.ids_of(Kind::Guide);
    let guides: Vec<_> = ids.par_iter().map(|&id| (id, members(&knowledge, &web, &config.edition, id))).collect();
    let found = {
        let context = lints::LintContext::new(&knowledge, &web, &config.numbers, &guides, &findings).of_project(config);
        lints::run(&context.beside(outside))
    };
    findings.extend(found);
    let (learned, stale) = Places::of(&knowledge, &config.learned);
    findings.extend(stale);
    let levels = lints::Levels::of(config);
    Analysis { knowledge, web, guides, pages, pictures, levels, learned, findings, plans: Plans::default() }
}

/// A guide with all that was reasoned about it.
pub struct Reasoned {
    /// The engine's problem, and the way back from its ids.
    pub decision: Decision,
    /// What the engine found, in every form in which it is published.
    pub published: Published,
    /// Whether that was found in a hurry, and a better plan should follow.
    pub is_first: bool,
}

/// Plans a guide. Nothing where it has no end that a plan could reckon with.
#[must_use]
pub fn reason(understood: &Analysis, config: &Config, guide: ItemId, members: &Members) -> Option<Reasoned> {
    reason_with(understood, config, &understood.plans, (guide, members))
}

/// The same with plans from elsewhere.
pub(crate) fn reason_with(
    understood: &Analysis,
    config: &Config,
    plans: &Plans,
    (guide, members): (ItemId, &Members),
) -> Option<Reasoned> {
    let decision = decide(understood, config, guide, members)?;
    let plans = plans.for_one();
    let published = plans.publish(&decision.problem, &Evidence::default(), &Options::default());
    Some(Reasoned { decision, published, is_first: plans.has_hurried() })
}

fn decide(understood: &Analysis, config: &Config, guide: ItemId, members: &Members) -> Option<Decision> {
    Decision::new(&understood.knowledge, &understood.web, &config.numbers, guide, members)
}

/// A guide as a document, reasoned about with the plans of what was read. Nothing where it has no end.
#[must_use]
pub fn document_of(understood: &Analysis, config: &Config, guide: ItemId, members: &Members) -> Option<Document> {
    let setting = setting(understood, config, &understood.pages);
    let Reasoned { decision, published, .. } = &reason(understood, config, guide, members)?;
    document(&setting, guide, &Findings { members, decision, published })
}

/// What a document is made from besides what was found of its guide, with the paths of pages that the caller knows.
pub(crate) fn setting<'a>(read: &'a Analysis, config: &'a Config, pages: &'a Pages) -> Setting<'a> {
    Setting {
        knowledge: &read.knowledge,
        web: &read.web,
        numbers: &config.numbers,
        pages,
        edition: &config.edition,
        collects: config.learning.sending().is_some(),
        learned: &read.learned,
    }
}

/// Reads and checks everything, plans included.
#[must_use]
pub fn check(files: &dyn Files, config: &Config) -> Analysis {
    check_with(files, config, Plans::default())
}

/// The same with plans from elsewhere.
#[must_use]
pub fn check_with(files: &dyn Files, config: &Config, plans: Plans) -> Analysis {
    let mut understood = Analysis { plans, ..read(files, config) };
    let ran = if understood.has_errors() { lints::Ran::Some } else { lints::Ran::All };
    if ran == lints::Ran::All {
        let found: Vec<Vec<Diagnostic>> = understood
            .guides
            .par_iter()
            .with_max_len(TOGETHER)
            .map(|guide| plan_findings(&understood, config, &understood.plans, guide))
            .collect();
        understood.findings.extend(found.into_iter().flatten());
    }
    understood.settle(ran);
    understood
}

/// What the plan of a guide finds.
pub(crate) fn plan_findings(
    understood: &Analysis,
    config: &Config,
    plans: &Plans,
    (guide, members): &(ItemId, Members),
) -> Vec<Diagnostic> {
    let Some(decision) = decide(understood, config, *guide, members) else { return Vec::new() };
    let judged = plans.judge(&decision.problem, &Evidence::default(), &Options::default());
    lints::run_on_plan(&planned(understood, config, *guide, &decision, &judged))
}

/// What lints of plans look at.
fn planned<'a>(
    understood: &'a Analysis,
    config: &Config,
    guide: ItemId,
    decision: &'a Decision,
    judged: &'a Judged,
) -> lints::Planned<'a> {
    let knowledge = &understood.knowledge;
    lints::Planned { knowledge, guide, decision, judged, longest_path: config.longest_path }
}

/// What is done with a finished guide: its document, and what was reasoned.
pub type Take<'t, E> = dyn Fn(&Document, &Reasoned) -> Result<(), E> + Sync + 't;

/// Makes every guide of knowledge without errors, in parallel, and hands each on with what was reasoned about it.
///
/// The order in which guides are handed on is not fixed; the findings that are added are. Ends early with the first
/// trouble of `take`, by the order of guides.
pub fn guides<E: Send>(understood: &mut Analysis, config: &Config, take: &Take<E>) -> Result<(), E> {
    let take = |_: usize, document: &Document, reasoned: &Reasoned, _: &[Diagnostic]| take(document, reasoned);
    let found = make_guides(understood, config, &understood.plans, &|_| None, &take)?;
    understood.findings.extend(found.into_iter().flatten());
    Ok(())
}

/// The same with the place of the guide and with what its plan finds.
type TakeAt<'t, E> = dyn Fn(usize, &Document, &Reasoned, &[Diagnostic]) -> Result<(), E> + Sync + 't;

/// What the plan of the guide at a place finds, where the guide need not be made again.
type Known<'k> = dyn Fn(usize) -> Option<Vec<Diagnostic>> + Sync + 'k;

/// Makes the guides that are not known, and gives what the plan of each finds, in the order of guides.
fn make_guides<E: Send>(
    read: &Analysis,
    config: &Config,
    plans: &Plans,
    known: &Known,
    take: &TakeAt<E>,
) -> Result<Vec<Vec<Diagnostic>>, E> {
    let setting = setting(read, config, &read.pages);
    let troubles: Mutex<Vec<(usize, E)>> = Mutex::new(Vec::new());
    let found: Vec<Vec<Diagnostic>> = read
        .guides
        .par_iter()
        .with_max_len(TOGETHER)
        .enumerate()
        .map(|(at, (id, members))| {
            if let Some(found) = known(at) {
                return found;
            }
            if plans.is_stopped() {
                return Vec::new();
            }
            let Some(reasoned) = reason_with(read, config, plans, (*id, members)) else { return Vec::new() };
            let Reasoned { decision, published, .. } = &reasoned;
            let found = lints::run_on_plan(&planned(read, config, *id, decision, &published.judged));
            if let Some(document) = document(&setting, *id, &Findings { members, decision, published })
                && let Err(trouble) = take(at, &document, &reasoned, &found)
                && let Ok(mut troubles) = troubles.lock()
            {
                troubles.push((at, trouble));
            }
            found
        })
        .collect();
    let troubles = troubles.into_inner().unwrap_or_default();
    if let Some((_, trouble)) = troubles.into_iter().min_by_key(|(at, _)| *at) {
        return Err(trouble);
    }
    Ok(found)
}
