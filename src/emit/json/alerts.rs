//! `alerts.json`: for each alert the page that helps, for whoever writes `runbook_url` into rules of alerts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::address;
use crate::emit::prose::plain;
use crate::emit::{Site, Summary, with_symptoms};

use super::{FORMAT, lines};

/// Where the file belongs, below `json/`.
pub const ALERTS: &str = "alerts.json";

/// `alerts.json`: the alerts that symptoms name. It is made where there are any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AlertsFile {
    /// The version of this format.
    pub format: u32,
    /// The alerts, by name.
    pub alerts: BTreeMap<String, AlertEntry>,
}

/// Where an alert leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AlertEntry {
    /// The page of its first guide, with the symptom chosen where it is one: an address where the site has one, else the path
    /// below `html/`.
    pub page: String,
    /// All guides that begin with it.
    pub guides: Vec<AlertGuide>,
}

/// A guide that begins with an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AlertGuide {
    /// Its stable id.
    pub id: String,
    /// Its title, in plain words.
    pub title: String,
    /// Its page, as that of the alert.
    pub page: String,
}

/// The file of a site; nothing where no symptom names an alert.
pub fn alerts(site: &Site) -> serde_json::Result<Option<Vec<u8>>> {
    let mut alerts: BTreeMap<String, AlertEntry> = BTreeMap::new();
    for guide in &site.guides {
        let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for symptom in &guide.symptoms {
            symptom.alerts.iter().for_each(|alert| own.entry(alert.trim()).or_default().push(&symptom.id));
        }
        for (alert, symptoms) in own {
            let page = page(site, guide, &symptoms);
            let entry = alerts.entry(alert.to_owned());
            let entry = entry.or_insert_with(|| AlertEntry { page: page.clone(), guides: Vec::new() });
            let title = plain::of_inline(&guide.title.0);
            entry.guides.push(AlertGuide { id: guide.id.clone(), title, page });
        }
    }
    (!alerts.is_empty()).then(|| lines(&AlertsFile { format: FORMAT, alerts }, 3, 4096)).transpose()
}

/// The page of a guide. Where an alert may mean several symptoms, the reader chooses.
fn page(site: &Site, guide: &Summary, symptoms: &[&str]) -> String {
    let page = address::page(site.base_url.as_deref(), &guide.path);
    let chosen = if symptoms.len() == 1 { symptoms } else { &[] };
    with_symptoms(&page, &guide.symptoms.iter().map(|symptom| symptom.id.as_str()), chosen)
}
