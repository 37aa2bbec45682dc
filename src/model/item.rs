//! The items of the language, each as its own type.

use smallvec::SmallVec;

use crate::source::Span;

use super::{
    Common, Effect, Given, Guard, HowTo, Image, Name, Outcome, Procedure, Ref, Scenario, StepEntry, StepPart, Target,
    Text, Undo,
};

/// What kind of item something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One published page for one problem.
    Guide,
    /// What a reader sees.
    Symptom,
    /// What may be wrong.
    Cause,
    /// A question or a test.
    Check,
    /// A repair.
    Remedy,
    /// Knowledge over several findings.
    Rule,
    /// Context.
    Fact,
    /// Who takes over.
    Escalation,
    /// An end that neither repairs nor hands over.
    Result,
    /// Steps to share.
    Steps,
    /// Where a statement comes from.
    Source,
    /// A test.
    Scenario,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = Kind::Scenario as usize + 1;

    /// All of them, in order.
    pub const ALL: [Kind; Kind::COUNT] = [
        Kind::Guide,
        Kind::Symptom,
        Kind::Cause,
        Kind::Check,
        Kind::Remedy,
        Kind::Rule,
        Kind::Fact,
        Kind::Escalation,
        Kind::Result,
        Kind::Steps,
        Kind::Source,
        Kind::Scenario,
    ];

    /// The word that begins an item of this kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Guide => "guide",
            Kind::Symptom => "symptom",
            Kind::Cause => "cause",
            Kind::Check => "check",
            Kind::Remedy => "remedy",
            Kind::Rule => "rule",
            Kind::Fact => "fact",
            Kind::Escalation => "escalation",
            Kind::Result => "result",
            Kind::Steps => "steps",
            Kind::Source => "source",
            Kind::Scenario => "scenario",
        }
    }

    /// The kind with its article, as a sentence wants it.
    #[must_use]
    pub fn a(self) -> &'static str {
        match self {
            Kind::Guide => "a guide",
            Kind::Symptom => "a symptom",
            Kind::Cause => "a cause",
            Kind::Check => "a check",
            Kind::Remedy => "a remedy",
            Kind::Rule => "a rule",
            Kind::Fact => "a fact",
            Kind::Escalation => "an escalation",
            Kind::Result => "a result",
            Kind::Steps => "shared steps",
            Kind::Source => "a source",
            Kind::Scenario => "a scenario",
        }
    }
}

/// The lists of steps of an item: nearly always few enough to need no memory of their own.
pub type StepLists<'a> = SmallVec<[&'a [StepEntry]; 4]>;

/// One item of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name; a scenario has an empty one at its title.
    pub name: Name,
    /// Its title, in Markdown.
    pub title: Option<Text>,
    /// The line that begins it, without the brace.
    pub head: Span,
    /// All of it.
    pub span: Span,
    /// What every item may have. Boxed, as most have none of it.
    pub common: Option<Box<Common>>,
    /// What its kind has.
    pub body: Body,
    /// Whether a part of it did not parse: what is missing from it may only be unreadable.
    pub broken: bool,
}

/// What an item of each kind has.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// See [`Guide`].
    Guide(Box<Guide>),
    /// See [`Symptom`].
    Symptom(Box<Symptom>),
    /// See [`Cause`].
    Cause(Box<Cause>),
    /// See [`Check`].
    Check(Box<Check>),
    /// See [`Remedy`].
    Remedy(Box<Remedy>),
    /// See [`Rule`].
    Rule(Box<Rule>),
    /// See [`Fact`].
    Fact(Box<Fact>),
    /// See [`Escalation`].
    Escalation(Box<Escalation>),
    /// Steps to share.
    Steps(Box<[StepEntry]>),
    /// See [`SourceNote`].
    Source(Box<SourceNote>),
    /// See [`Scenario`].
    Scenario(Box<Scenario>),
}

impl Item {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Guide(_) => Kind::Guide,
            Body::Symptom(_) => Kind::Symptom,
            Body::Cause(_) => Kind::Cause,
            Body::Check(_) => Kind::Check,
            Body::Remedy(_) => Kind::Remedy,
            Body::Rule(_) => Kind::Rule,
            Body::Fact(_) => Kind::Fact,
            Body::Escalation(ref end) if end.is_result => Kind::Result,
            Body::Escalation(_) => Kind::Escalation,
            Body::Steps(_) => Kind::Steps,
            Body::Source(_) => Kind::Source,
            Body::Scenario(_) => Kind::Scenario,
        }
    }

    /// Every list of steps that it holds: what to do, to undo, to tidy up, to verify.
    #[must_use]
    pub fn step_lists(&self) -> StepLists<'_> {
        fn of_procedure<'a>(procedure: &'a Procedure, lists: &mut StepLists<'a>) {
            lists.push(&procedure.steps);
            let care = procedure.care();
            if let Some((_, Undo::How(HowTo::Steps(steps)))) = &care.undo {
                lists.push(steps);
            }
            if let Some(HowTo::Steps(steps)) = &care.afterwards {
                lists.push(steps);
            }
        }
        let mut lists = SmallVec::new();
        match &self.body {
            Body::Check(check) => of_procedure(&check.procedure, &mut lists),
            Body::Remedy(remedy) => {
                of_procedure(&remedy.procedure, &mut lists);
                if let Some(Verify { how: HowTo::Steps(steps), .. }) = remedy.verify.as_deref() {
                    lists.push(steps);
                }
            }
            Body::Steps(steps) => lists.push(steps),
            _ => {}
        }
        lists
    }

    /// Every picture that it shows, in order.
    #[must_use]
    pub fn images(&self) -> Vec<Image> {
        let mut found: Vec<Image> = match &self.body {
            Body::Symptom(symptom) => symptom.images.to_vec(),
            Body::Check(check) => check.outcomes.iter().flat_map(|outcome| &outcome.images).copied().collect(),
            Body::Remedy(remedy) => remedy.outcomes.iter().flat_map(|outcome| &outcome.images).copied().collect(),
            _ => Vec::new(),
        };
        for entry in self.step_lists().into_iter().flatten() {
            let StepEntry::Step(step) = entry else { continue };
            found.extend(step.parts.iter().filter_map(|part| match part {
                StepPart::Image(image) => Some(*image),
                _ => None,
            }));
        }
        found
    }

    /// Where it applies, if it says so.
    #[must_use]
    pub fn when(&self) -> Option<&Guard> {
        self.common.as_ref().and_then(|common| common.when.as_deref())
    }
}

/// One published page for one problem.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guide {
    /// What it is about, in a sentence or two.
    pub summary: Option<Text>,
    /// What its readers see.
    pub symptoms: Box<[Ref]>,
    /// Its stages, in order.
    pub stages: Box<[Stage]>,
    /// Where a hand-written chart begins.
    pub start: Option<Ref>,
    /// Where every path ends that solves nothing: the first whose `when` is not false.
    pub otherwise: Box<[Ref]>,
    /// When it escalates.
    pub escalate: EscalationMode,
    /// The chance that the cause is none of its own.
    pub other: Option<Given<f64>>,
    /// Chances of help below this hold nothing up.
    pub negligible: Option<Given<f64>>,
    /// How much a minute of waiting counts against a minute of work, 0 to 1.
    pub waiting: Option<Given<f64>>,
    /// Items that it holds though nothing leads to them.
    pub include: Box<[Ref]>,
    /// Items that it does not hold.
    pub exclude: Box<[Ref]>,
}

/// A part of a guide's way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its name in the guide.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// What a reader should know of it.
    pub about: Option<Text>,
}

/// When a guide escalates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EscalationMode {
    /// At any time at which going on would cost more.
    WhenCheaper,
    /// When nothing else is left.
    #[default]
    Last,
}

/// What a reader sees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Symptom {
    /// Exact texts on screen or in a log.
    pub messages: Box<[Text]>,
    /// Regular expressions for such texts.
    pub patterns: Box<[Text]>,
    /// Names of alerts.
    pub alerts: Box<[Text]>,
    /// What it means for those who have it.
    pub impact: Option<Text>,
    /// Whether only the causes that list it can show it.
    pub only_listed: bool,
    /// What it looks like.
    pub images: Box<[Image]>,
}

/// An item and how often.
#[derive(Debug, Clone, PartialEq)]
pub struct HowOften {
    /// The item.
    pub of: Ref,
    /// The chance, 0 to 1; its place tells the word. Where it is left out, `usually`.
    pub chance: Given<f64>,
}

/// What may be wrong.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cause {
    /// Its weight against other causes, above 0.
    ///
    /// Once names are linked, only causes that another leads to have none; where no author wrote one, all weigh alike.
    pub likelihood: Option<Given<f64>>,
    /// The symptoms that it shows.
    pub shows: Box<[HowOften]>,
    /// The causes that it brings about.
    pub leads_to: Box<[HowOften]>,
    /// How to keep it from coming back.
    pub prevent: Option<Text>,
    /// Why nothing fixes it.
    pub no_remedy: Option<Text>,
    /// Who takes over when it is the likeliest left: the first whose `when` is not false.
    pub otherwise: Box<[Ref]>,
}

/// A question or a test.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Check {
    /// How it is carried out.
    pub procedure: Procedure,
    /// The value that the reader is asked for.
    pub asks: Option<Given<Asks>>,
    /// Its outcomes, two or more.
    pub outcomes: Box<[Outcome]>,
    /// What follows where a reader cannot tell.
    pub cannot_tell: Option<Box<CannotTell>>,
}

/// What follows where a reader cannot tell a check.
#[derive(Debug, Clone, PartialEq)]
pub struct CannotTell {
    /// Where it stands.
    pub span: Span,
    /// What it says of causes.
    pub effects: Box<[Effect]>,
    /// Where to go.
    pub next: Option<Target>,
}

/// What value a check asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asks {
    /// A number, with the place of its unit.
    Number(Option<Span>),
    /// A version.
    Version,
    /// A text.
    Text,
}

/// A repair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remedy {
    /// How it is carried out.
    pub procedure: Procedure,
    /// How often it may be tried, 1 if not said.
    pub retry: Option<Given<u32>>,
    /// What it fixes.
    pub fixes: Box<[HowOften]>,
    /// Whether it mends or only gets round the trouble.
    pub kind: RemedyKind,
    /// Weaker remedies that cannot help once this has failed.
    pub supersedes: Box<[Ref]>,
    /// Checks that may be asked once more when it did not help.
    pub renews: Box<[Ref]>,
    /// How to see that it helped.
    pub verify: Option<Box<Verify>>,
    /// Ways of not being solved.
    pub outcomes: Box<[Outcome]>,
    /// Where to go when it did not help.
    pub next: Option<Target>,
}

/// Whether a remedy mends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RemedyKind {
    /// It mends.
    #[default]
    Fix,
    /// It gets round the trouble.
    Workaround,
    /// It mends nothing: it is done for what comes after it.
    Preparation,
}

/// How to see that a remedy helped.
#[derive(Debug, Clone, PartialEq)]
pub struct Verify {
    /// What to do for it.
    pub how: HowTo,
    /// How long that takes, in minutes.
    pub takes: Option<Given<f64>>,
    /// How long to wait before, in minutes.
    pub waits: Option<Given<f64>>,
}

/// Knowledge over several findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// When it holds: the item's own `when`, see [`Common::when`].
    /// What then, with the place of each effect.
    pub effects: Box<[(Span, RuleEffect)]>,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleEffect {
    /// Only it can be.
    Confirm(Ref),
    /// So many times as likely.
    Suspect(Ref, f64),
    /// So many times less likely.
    Doubt(Ref, f64),
    /// It cannot be.
    RuleOut(Ref),
    /// May not be done.
    Skip(Ref),
    /// No remedy before it.
    Require(Ref),
    /// Shown to the reader.
    Warn(Text),
    /// Go there now.
    Next(Target),
}

/// Context that is asked for when something needs it, or comes from outside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fact {
    /// What values it has; nothing where that was reported as missing.
    pub values: Option<FactType>,
    /// Where a reader finds it.
    pub hint: Option<Text>,
    /// How long it takes to say, in minutes.
    pub takes: Option<Given<f64>>,
    /// Whether it only comes from outside.
    pub never_asked: bool,
    /// Its short name in sentences.
    pub label: Option<Text>,
}

/// What values a fact has.
#[derive(Debug, Clone, PartialEq)]
pub enum FactType {
    /// Yes, with this share, or no.
    YesNo(Option<Given<f64>>),
    /// One of these.
    OneOf(Box<[Choice]>),
    /// A number, with the place of its unit.
    Number(Option<Span>),
    /// A version.
    Version,
    /// A text.
    Text,
}

/// One value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its name in the fact.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// Its share.
    pub share: Option<Given<f64>>,
}

/// Who takes over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Escalation {
    /// How long that takes, in minutes.
    pub takes: Option<Given<f64>>,
    /// What to hand over.
    pub collect: Box<[Text]>,
    /// Where to turn to.
    pub links: Box<[WebLink]>,
    /// Is it a result: an end that neither repairs nor hands over?
    pub is_result: bool,
}

/// An address outside the project.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WebLink {
    /// What readers see in the place of the address.
    pub label: Option<Text>,
    /// The address.
    pub address: Text,
}

/// Where a statement comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceNote {
    /// Its addresses.
    pub links: Box<[WebLink]>,
    /// When it was last looked at.
    pub seen: Option<Given<jiff::civil::Date>>,
}
