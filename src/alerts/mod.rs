//! Rules of alerts held against the guides: which alerts have no guide, and which guides wait for alerts that nobody raises.
//!
//! In: the texts of files – rule files of Prometheus, manifests of `PrometheusRule`, exports of Grafana, lists of names – and the
//! knowledge. Out: findings with places in both. Files are never written.

mod files;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::alerts as faults;
use crate::guide::Pages;
use crate::model::{ItemId, Kind, Knowledge};
use crate::source::{FileId, Span};
use crate::syntax::nearest;

pub use files::{Alert, Unreadable, read};

/// The knowledge, and where its site is.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// Where the page of each guide is.
    pub pages: &'a Pages,
    /// Where the site is published.
    pub base_url: Option<&'a str>,
}

/// What the symptoms say of an alert: where it is named, and the guides that begin with it.
#[derive(Default)]
struct Named {
    places: Vec<Span>,
    /// Each with the symptom that names it.
    guides: Vec<(ItemId, ItemId)>,
}

/// Holds the alerts of files against the knowledge.
#[must_use]
pub fn check(site: Site, alerts: &[(FileId, Vec<Alert>)]) -> Vec<Diagnostic> {
    let named = site.named();
    let known: Vec<&str> = named.keys().map(String::as_str).collect();
    let mut raised: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for (file, alerts) in alerts {
        for alert in alerts {
            raised.push(&alert.name);
            let place = Span::new(*file, alert.place.start, alert.place.end);
            match named.get(&alert.name) {
                Some(named) => site.with_guide(alert, place, named, &mut findings),
                None => {
                    let near = nearest(&alert.name, known.iter().copied());
                    let help = near.map(|near| format!("a symptom has the alert `{near}`: did you mean that?"));
                    let help = help
                        .unwrap_or_else(|| format!("write `alert \"{}\"` into the symptom that it shows", alert.name));
                    let message = format!("no symptom has the alert `{}`, so no guide says what to do", alert.name);
                    findings.push(Diagnostic::new(&faults::ALERT_WITHOUT_GUIDE, place, message).help(help));
                }
            }
            if let Some((url, place)) = &alert.runbook {
                site.foreign_page(url, Span::new(*file, place.start, place.end), &mut findings);
            }
        }
    }
    raised.sort_unstable();
    raised.dedup();
    for (name, named) in &named {
        if raised.binary_search(&name.as_str()).is_err() {
            let near = nearest(name, raised.iter().copied());
            let help = near.map_or_else(
                || "remove it, or name the files of all rules that are in use".to_owned(),
                |near| format!("an alert is called `{near}`: did you mean that?"),
            );
            let finding = |place: &Span| {
                Diagnostic::new(&faults::ALERT_NEVER_RAISED, *place, format!("no rule raises the alert `{name}`"))
            };
            findings.extend(named.places.iter().map(|place| finding(place).help(help.clone())));
        }
    }
    findings
}

impl Site<'_> {
    /// What the symptoms say of each alert.
    fn named(self) -> BTreeMap<String, Named> {
        let knowledge = self.knowledge;
        let mut named: BTreeMap<String, Named> = BTreeMap::new();
        for &id in knowledge.ids_of(Kind::Symptom) {
            for alert in knowledge.symptom(id).map_or(&[][..], |symptom| &symptom.alerts) {
                let name = knowledge.verbatim(*alert).trim().to_owned();
                named.entry(name).or_default().places.push(alert.span);
            }
        }
        for &guide in knowledge.ids_of(Kind::Guide) {
            let symptoms = knowledge.guide(guide).map_or(&[][..], |guide| &guide.symptoms).iter();
            for symptom in symptoms.filter_map(|name| name.to) {
                for alert in knowledge.symptom(symptom).map_or(&[][..], |symptom| &symptom.alerts) {
                    if let Some(named) = named.get_mut(knowledge.verbatim(*alert).trim()) {
                        named.guides.push((guide, symptom));
                    }
                }
            }
        }
        named
    }

    /// What is to be said of an alert that a symptom names.
    fn with_guide(self, alert: &Alert, place: Span, named: &Named, findings: &mut Vec<Diagnostic>) {
        let Some((guide, symptom)) = named.guides.first() else {
            let message = format!("no guide begins with a symptom that has the alert `{}`", alert.name);
            let mut finding = Diagnostic::new(&faults::ALERT_WITHOUT_GUIDE, place, message);
            for place in &named.places {
                finding = finding.label(*place, "this symptom has it");
            }
            findings.push(finding.help("put the symptom into the `symptoms` of a guide"));
            return;
        };
        if alert.runbook.is_none() {
            let page = crate::address::page(self.base_url, self.pages.path(*guide));
            let page = format!("{page}#go/+{}", self.knowledge.name(*symptom));
            let message = format!("the alert `{}` has a guide, and gives no `runbook_url`", alert.name);
            findings.push(
                Diagnostic::new(&faults::NO_RUNBOOK_URL, place, message)
                    .help(format!("add the annotation `runbook_url: {page}`")),
            );
        }
    }

    /// What is to be said of an address that is to lead to a page here, and does not.
    fn foreign_page(self, url: &str, place: Span, findings: &mut Vec<Diagnostic>) {
        let Some(base) = self.base_url.map(|base| base.trim_end_matches('/')) else { return };
        // Addresses elsewhere are somebody else's, and what a template fills in is not known here.
        let Some(rest) = url.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
        else {
            return;
        };
        if rest.contains("{{") {
            return;
        }
        let (path, behind) = rest.split_once('#').map_or((rest, ""), |(path, behind)| (path, behind));
        let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
        let is_list = path.is_empty() || path.ends_with('/') || path.ends_with("index.html") || path == "search.html";
        let is_shared = path.starts_with("shared_items/");
        let mut guides = self.knowledge.ids_of(Kind::Guide).iter().copied();
        let guide = path.strip_suffix(".html").and_then(|path| guides.find(|&guide| self.pages.path(guide) == path));
        let message = match guide {
            None if is_list || is_shared => return,
            None => format!("`{url}` is no page of this site"),
            Some(guide) => match self.unknown_symptom(guide, behind) {
                None => return,
                Some(name) => {
                    format!("the page of `{}` has no symptom `{name}` to begin with", self.knowledge.name(guide))
                }
            },
        };
        let paths = self.knowledge.ids_of(Kind::Guide).iter().map(|&guide| self.pages.path(guide));
        let near = guide.is_none().then(|| nearest(path.trim_end_matches(".html"), paths)).flatten();
        let help = near.map(|near| format!("did you mean `{base}/{near}.html`?"));
        let help = help.unwrap_or_else(|| "`json/alerts.json` of a build has the page of each alert".to_owned());
        findings.push(Diagnostic::new(&faults::FOREIGN_RUNBOOK_URL, place, message).help(help));
    }

    /// A symptom that the end of an address names and that the guide does not begin with.
    fn unknown_symptom(self, guide: ItemId, behind: &str) -> Option<String> {
        let own = self.knowledge.guide(guide).map_or(&[][..], |guide| &guide.symptoms);
        let own: Vec<ItemId> = own.iter().filter_map(|name| name.to).collect();
        let is_own =
            |name: &str| own.iter().any(|&id| self.knowledge.name(id) == name || self.knowledge.qualified(id) == name);
        let names = behind.strip_prefix("go/")?.split('/').filter_map(|part| part.strip_prefix('+'));
        names.filter_map(crate::address::decoded).find(|name| !is_own(name))
    }
}
