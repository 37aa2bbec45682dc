//! Troubleshooting knowledge, compiled: what people know about a trouble – symptoms, causes, checks, remedies – goes in as
//! `.rules` files, and guides come out that take a reader from what they see to what helps, in the least expected time.
//!
//! Most people use the command, `kbc`. This library is for programs that want the same without a process beside them: a help desk
//! that leads its callers, a bot, a test of a knowledge base. It needs no part of the command line; take it as
//!
//! ```toml
//! [dependencies]
//! kbc = { version = "0.1", default-features = false }
//!
//! # Plans are much arithmetic: without this, a debug build takes ten times as long to make one.
//! [profile.dev.package.kbc-reasoning]
//! opt-level = 3
//! ```
//!
//! # A walk through it
//!
//! A [`Project`] is a folder with `kbc.toml` and files of rules ([`Project::open`]), or the same in memory
//! ([`Project::from_texts`]). It tells its [findings](Project::findings), as `kbc check` does, and its [guides](Project::guides).
//!
//! ```
//! use kbc::{EndKind, Event, Level, Project};
//!
//! let project = Project::from_texts([("rules/lamp.rules", r#"
//!     guide dark "The lamp is dark" { symptoms no-light ; otherwise shop }
//!     symptom no-light "The lamp gives no light"
//!     cause unplugged "The plug is out" { likelihood common ; shows no-light always }
//!     cause bulb "The bulb is broken" { likelihood occasional ; shows no-light always }
//!     check plug "Is the plug in the wall?" {
//!       takes 10 s
//!       outcome yes "Yes" { rules-out unplugged }
//!       outcome no "No" { confirms unplugged }
//!     }
//!     remedy push "Push the plug in" {
//!       fixes unplugged always
//!       takes 10 s
//!       steps { step "Push it in." }
//!       verify "Switch it on."
//!     }
//!     remedy swap "Take another bulb" {
//!       fixes bulb always
//!       takes 5 min
//!       steps { step "Screw one in." }
//!       verify "Switch it on."
//!     }
//!     escalation shop "Ask the shop"
//! "#)])?;
//!
//! // Nothing is wrong with it.
//! assert!(project.findings().iter().all(|finding| finding.level == Level::Note));
//!
//! // The order of the steps is computed, and proven to be the best.
//! let guide = project.guide("dark")?;
//! let plan = guide.plan()?;
//! assert_eq!(guide.title(), "The lamp is dark");
//! assert!(plan.is_best());
//! assert_eq!(format!("{:.0} min", plan.expected_minutes()), "7 min");
//!
//! // A reader is led through it.
//! let mut dialogue = plan.dialogue();
//! let end = loop {
//!     match dialogue.step() {
//!         Event::Question(question) => {
//!             assert_eq!(question.title, "Is the plug in the wall?");
//!             dialogue.answer("yes")?;
//!         }
//!         Event::Remedy(remedy) => {
//!             assert_eq!(remedy.task.steps[0].text, "Screw one in.");
//!             dialogue.solved()?;
//!         }
//!         Event::End(end) => break end,
//!     }
//! };
//! assert_eq!(end.kind, EndKind::Solved);
//! assert_eq!(end.cause.as_ref().map(|cause| cause.title.as_str()), Some("The bulb is broken"));
//! # Ok::<(), kbc::Error>(())
//! ```
//!
//! # Findings
//!
//! A project with faults can be opened, as an editor or a check has to. Only [`Guide::plan`] needs rules without errors, and gives
//! these as [`Error::Rules`] where there are some. A [`Finding`] is printed as a line; its fields say the same in parts.
//!
//! # Guides and plans
//!
//! A [`Guide`] says what it is for and with which [symptoms](Guide::symptoms) it begins. [`Guide::plan`] is the work: it orders the
//! steps, and tells how far the order can be from the best one ([`Plan::expected_cost`], [`Plan::lower_bound`]). To make no plan
//! twice, keep it – a clone is the same plan – or remember plans on the disk ([`Project::open_remembering`]).
//!
//! # Dialogues
//!
//! A [`Dialogue`] shows one step at a time as an [`Event`]: a [`Question`] with its options, a [`Remedy`] to try, or the [`Ending`].
//! Each of them has all that a reader is to see, in Markdown, and what is believed of the causes ([`Beliefs`]). A move is a method:
//! [`answer`](Dialogue::answer), [`solved`](Dialogue::solved), [`failed`](Dialogue::failed), [`cannot`](Dialogue::cannot) and so on. Whoever
//! knows something before begins with [`Plan::dialogue_knowing`]; at any time a reader may see a symptom
//! ([`Dialogue::observe`]) or tell a fact ([`Dialogue::know`]).
//!
//! A dialogue borrows nothing, so a server can keep it in a map. Or it keeps only the line of [`Dialogue::state`], and goes on from
//! there with [`Plan::resume`], even after the guide was published anew.
//!
//! [`Event`] and its parts can be written as JSON with `serde`: they are the events of `kbc diagnose --json`.
//!
//! # What is promised
//!
//! What this page lists keeps its meaning within a version of kbc; types that will grow are `non_exhaustive`. The same project gives
//! the same answers, on any machine and with any number of threads. All other modules are there for the command `kbc` and for the
//! tests of this repository. They are hidden, may change with any commit, and are no part of the library.
//!
//! # Features
//!
//! - `cli`, on by default: the command `kbc`, with what only a terminal, an editor or a browser needs.
//! - `alerts`, on by default: `kbc check --alerts`, which reads YAML.

mod project;

pub use address::WebLink;
pub use decision::evidence::InputError;
pub use diagnostics::Level;
pub use dialogue::{
    Answer, AnswerChoice, Beliefs, Blank, Chance, Command, EndKind, Ending, Event, Instruction, Question, Remedy,
    Repair, Risk, Task, Untold, ValueKind, Why,
};
pub use project::{Dialogue, Error, Finding, Guide, Known, Plan, Project, Symptom};
pub use words::quantity::Likely;

// All that follows is no part of the library: see "What is promised". `--cfg kbc_internals` documents it.
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod address;
#[cfg(feature = "alerts")]
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod alerts;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod change;
#[cfg(feature = "cli")]
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod cli;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod config;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod decision;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod diagnostics;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod dialogue;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod digest;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod edition;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod emit;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod estimates;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod fmt;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod graph;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod guide;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod learning;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod links;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod lints;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod logic;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod matching;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod model;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod output;
mod packed;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod pipeline;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod plans;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub use kbc_reasoning as reasoning;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod scenario;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod search;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod session;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod source;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod syntax;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod triage;
mod visible;
#[cfg_attr(not(kbc_internals), doc(hidden))]
pub mod words;
