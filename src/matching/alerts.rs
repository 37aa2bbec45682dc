//! Payloads of alerts, told apart by their shape.
//!
//! In: a JSON document. Out: the alerts in it that are firing. Known are what Alertmanager sends to a webhook (version 4) and
//! answers at `/api/v2/alerts`, what Prometheus answers at `/api/v1/alerts`, what Grafana sends to a webhook, `PagerDuty`'s
//! webhooks (version 3) and Opsgenie's.

use serde_json::Value;

use super::fact_name;

/// An alert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alert {
    /// Its name, where the payload has one apart from a title.
    pub name: String,
    /// Facts, as labels tell them.
    pub labels: Vec<(String, String)>,
    /// What is written of it: titles, summaries, descriptions.
    pub texts: Vec<String>,
}

impl Alert {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.name.is_empty() { self.texts.first().map_or("", String::as_str) } else { &self.name }
    }

    /// One with labels and annotations, as Prometheus and what follows it have them.
    fn labelled(value: &Value) -> Option<Self> {
        let labels = value.get("labels")?.as_object()?;
        let name = labels.get("alertname")?.as_str()?.to_owned();
        let text = |(_, value): (&String, &Value)| value.as_str().map(str::to_owned);
        let facts = labels.iter().filter(|(label, _)| *label != "alertname");
        let facts = facts.filter_map(|(label, value)| Some((fact_name(label), value.as_str()?.to_owned())));
        let annotations = value.get("annotations").and_then(Value::as_object);
        let annotations = annotations.into_iter().flatten().filter(|(name, _)| !name.ends_with("_url"));
        Some(Self { name, labels: facts.collect(), texts: annotations.filter_map(text).collect() })
    }

    /// One with texts alone.
    fn titled(value: &Value, fields: &[&str]) -> Option<Self> {
        let text = |field: &&str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let texts: Vec<String> = fields.iter().filter_map(text).collect();
        (!texts.is_empty()).then(|| Self { texts, ..Self::default() })
    }
}

/// The alerts of a payload that are firing; nothing where it has none of the known shapes.
#[must_use]
pub fn read(payload: &Value) -> Option<Vec<Alert>> {
    if let Some(list) = list_of(payload) {
        // A list of other things is no payload.
        let alerts: Option<Vec<Alert>> = list.iter().map(Alert::labelled).collect();
        let firing = alerts?.into_iter().zip(list).filter(|(_, value)| is_firing(value));
        return Some(firing.map(|(alert, _)| alert).collect());
    }
    pagerduty(payload).or_else(|| opsgenie(payload)).map(Vec::from_iter)
}

/// The list of alerts in a payload.
fn list_of(payload: &Value) -> Option<&Vec<Value>> {
    let list = match payload {
        Value::Array(list) => Some(list),
        _ => payload.get("alerts").or_else(|| payload.pointer("/data/alerts"))?.as_array(),
    }?;
    let is_empty_list_of_alerts = list.is_empty() && payload.is_object();
    (!list.is_empty() || is_empty_list_of_alerts).then_some(list)
}

/// Alertmanager and Grafana say `status`, Prometheus `state`, the second version of Alertmanager's API a state in a status.
fn is_firing(alert: &Value) -> bool {
    let state = alert.pointer("/status/state").or_else(|| alert.get("status")).or_else(|| alert.get("state"));
    !matches!(state.and_then(Value::as_str), Some("resolved" | "inactive"))
}

/// What is sent of an incident; none where it is over. Nothing where the payload is another's.
#[expect(clippy::option_option, reason = "another's payload, and an incident that is over")]
fn pagerduty(payload: &Value) -> Option<Option<Alert>> {
    let event = payload.get("event")?;
    let kind = event.get("event_type")?.as_str()?;
    let data = event.get("data")?;
    let alert = Alert::titled(data, &["title", "summary", "description"])?;
    Some((kind != "incident.resolved").then_some(alert))
}

/// What is sent of an alert; none where it is closed. Nothing where the payload is another's.
#[expect(clippy::option_option, reason = "another's payload, and an alert that is closed")]
fn opsgenie(payload: &Value) -> Option<Option<Alert>> {
    let action = payload.get("action")?.as_str()?;
    let alert = payload.get("alert")?;
    alert.get("alertId")?;
    let mut found = Alert::titled(alert, &["message", "description"])?;
    let details = alert.get("details").and_then(Value::as_object).into_iter().flatten();
    found.labels = details.filter_map(|(name, value)| Some((fact_name(name), value.as_str()?.to_owned()))).collect();
    Some((action != "Close").then_some(found))
}
