//! `kbc graph`: what hangs together, as a graph.

mod draw;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::decision::evidence;
use crate::emit::html;
use crate::emit::prose::plain;
use crate::graph::Members;
use crate::guide::{PictureKind, ties};
use crate::model::{ItemId, Kind, Knowledge};
use crate::pipeline::Analysis;

use super::evidence::{read_project, trouble};
use super::project;
use super::report;
use super::{CliError, Outcome};

/// Show what a guide knows, or what has to do with one item, as a graph
#[derive(Debug, Args)]
pub struct Arguments {
    /// A guide, a symptom, a cause, a check or a remedy, by its name; with its module in front where several are called so. All
    /// that is known, where none is given
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
    /// How the graph is written
    #[arg(long, value_enum, default_value_t = Format::Dot, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For Graphviz
    Dot,
    /// For Mermaid, which GitHub and GitLab draw
    Mermaid,
    /// A picture
    Svg,
}

/// The items of a graph.
pub struct Graph {
    /// What it is of.
    pub title: String,
    /// Kinds and titles.
    pub nodes: Vec<(PictureKind, String)>,
    /// What leads to what: places in the list of nodes.
    pub edges: Vec<(usize, usize)>,
}

/// A picture of more items than this shows nothing any more.
const MOST: usize = 300;

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let Some(understood) = read_project(&project)? else { return Ok(Outcome::Faults) };
    let graph = graph(&understood, arguments.name.as_deref(), &project.config.title)?;
    let text = match arguments.format {
        Format::Dot => draw::dot(&graph),
        Format::Mermaid => draw::mermaid(&graph),
        Format::Svg => {
            if graph.nodes.len() > MOST {
                let message = format!("a picture of {} items shows nothing any more", graph.nodes.len());
                return Err(CliError::new(message).help("name a guide or an item, or take `--format dot`"));
            }
            html::drawing(&graph.title, &project.config.edition, &graph.nodes, &graph.edges)
        }
    };
    report::print(&text)?;
    Ok(Outcome::Fine)
}

/// The graph of what is called so.
fn graph(understood: &Analysis, name: Option<&str>, title: &str) -> Result<Graph, CliError> {
    let knowledge = &understood.knowledge;
    let drawn = |id: &ItemId| kind(knowledge, *id).is_some();
    let all: Vec<ItemId> = knowledge.ids().filter(drawn).collect();
    let Some(name) = name else { return Ok(made(knowledge, title.to_owned(), &all, &ties_of(knowledge, &all))) };
    let named: Vec<ItemId> =
        knowledge.ids().filter(|&id| knowledge.item(id).kind() == Kind::Guide).chain(all.iter().copied()).collect();
    let item = evidence::one_of(knowledge, &named, name, "guide, symptom, cause, check or remedy")
        .map_err(|misread| trouble(&[misread]))?;
    let title = plain::of_inline(&knowledge.title(item));
    if let Some(members) = understood.members(item) {
        let items: Vec<ItemId> = of_guide(members);
        return Ok(made(knowledge, title, &items, &ties_of(knowledge, &items)));
    }
    let ties = ties_of(knowledge, &all);
    let mut kept = vec![item];
    let beside = |of: ItemId, kept: &mut Vec<ItemId>, fits: &dyn Fn(ItemId) -> bool| {
        for &(from, to) in &ties {
            let other = if from == of { to } else { from };
            if (from == of || to == of) && fits(other) && !kept.contains(&other) {
                kept.push(other);
            }
        }
    };
    beside(item, &mut kept, &|_| true);
    if knowledge.item(item).kind() != Kind::Cause {
        // What is seen, asked or done says most by what else its causes have to do with remedies.
        for cause in kept.clone() {
            beside(cause, &mut kept, &|other| knowledge.item(other).kind() == Kind::Remedy);
        }
    }
    Ok(made(knowledge, title, &kept, &ties))
}

fn of_guide(members: &Members) -> Vec<ItemId> {
    let lists = [&members.symptoms, &members.checks, &members.causes, &members.mechanisms, &members.remedies];
    lists.into_iter().flatten().copied().collect()
}

fn ties_of(knowledge: &Knowledge, items: &[ItemId]) -> Vec<(ItemId, ItemId)> {
    ties(knowledge, items.iter().copied())
}

fn made(knowledge: &Knowledge, title: String, items: &[ItemId], ties: &[(ItemId, ItemId)]) -> Graph {
    let mut items = items.to_vec();
    items.sort_unstable();
    items.dedup();
    let place = |id: &ItemId| items.binary_search(id).ok();
    let mut edges: Vec<(usize, usize)> =
        ties.iter().filter_map(|(from, to)| Some((place(from)?, place(to)?))).collect();
    edges.sort_unstable();
    edges.dedup();
    let node = |&id: &ItemId| Some((kind(knowledge, id)?, plain::of_inline(&knowledge.title(id))));
    Graph { title, nodes: items.iter().filter_map(node).collect(), edges }
}

fn kind(knowledge: &Knowledge, id: ItemId) -> Option<PictureKind> {
    PictureKind::of(knowledge.item(id).kind())
}
