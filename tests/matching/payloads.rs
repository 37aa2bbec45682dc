//! Payloads of alerts, in the shapes that their senders document.

use serde_json::{Value, json};

use super::Project;

/// An alert as Prometheus and what follows it write it.
fn labelled(name: &str, status: &Value) -> Value {
    let mut alert = json!({
        "labels": {"alertname": name, "severity": "page", "db_host": "db-7", "tries": "many"},
        "annotations": {"summary": "queue orders.in is full", "runbook_url": "https://x.example/pool exhausted"},
        "startsAt": "2026-11-30T09:51:03.157Z", "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus:9090/graph", "fingerprint": "c6eadffa33fcdf37"
    });
    alert.as_object_mut().expect("an object").extend(status.as_object().expect("an object").clone());
    alert
}

fn firing(payload: &Value) -> Value {
    Project::new().json(&[], payload.to_string())
}

/// How often each symptom was seen.
fn counts(found: &Value) -> Vec<(&str, u64)> {
    let symptoms = found["symptoms"].as_array().expect("symptoms").iter();
    symptoms.map(|one| (one["id"].as_str().expect("an id"), one["count"].as_u64().expect("a count"))).collect()
}

#[test]
fn alertmanager_and_grafana_send_lists_of_alerts() {
    let alerts = json!([
        labelled("DatabaseRefuses", &json!({"status": "firing"})),
        labelled("DatabaseRefuses", &json!({"status": "resolved"})),
        labelled("Other", &json!({"status": "firing", "dashboardURL": "", "values": {"B": 44.2}})),
    ]);
    let alertmanager = json!({
        "version": "4", "groupKey": "{}:{alertname=\"DatabaseRefuses\"}", "truncatedAlerts": 0, "status": "firing",
        "receiver": "web", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://am",
        "alerts": alerts
    });
    let grafana = json!({
        "receiver": "web", "status": "firing", "orgId": 1, "alerts": alerts, "groupLabels": {}, "version": "1",
        "title": "[FIRING:2] pool exhausted", "state": "alerting", "message": "pool exhausted"
    });
    for payload in [alertmanager, grafana] {
        let found = firing(&payload);
        assert_eq!(counts(&found), [("shop.queue-full", 2), ("shop.refused", 1)]);
        assert_eq!(found["symptoms"][1]["first"], json!({"file": "-", "alert": 1, "text": "DatabaseRefuses"}));
        // The label fills in a fact of the guide; one that is no number fills in none.
        let facts = &found["symptoms"][1]["facts"];
        assert_eq!(facts["db-host"], json!([{"value": "db-7", "count": 1}]));
        let command = found["guides"][0]["diagnose"].to_string();
        assert!(command.contains("db-host=db-7") && !command.contains("many"), "{command}");
    }
}

#[test]
fn apis_answer_with_alerts() {
    let prometheus = json!({"status": "success", "data": {"alerts": [
        labelled("DatabaseRefuses", &json!({"state": "firing", "value": "1e+00"})),
        labelled("Slow", &json!({"state": "inactive"})),
    ]}});
    let alertmanager = json!([labelled(
        "DatabaseRefuses",
        &json!({"status": {"state": "active", "silencedBy": [], "inhibitedBy": []}})
    ),]);
    for payload in [prometheus, alertmanager] {
        assert_eq!(counts(&firing(&payload)), [("shop.queue-full", 1), ("shop.refused", 1)]);
    }
}

#[test]
fn pagerduty_and_opsgenie_send_titles() {
    let pagerduty = |kind: &str| {
        json!({"event": {
            "id": "01CH754SM17TWPE2V2H4VPBRO7", "event_type": kind, "resource_type": "incident",
            "occurred_at": "2026-11-30T09:58:20Z", "agent": null, "client": {"name": "Prometheus"},
            "data": {
                "id": "PGR0VU2", "type": "incident", "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
                "number": 2, "status": "triggered", "title": "[FIRING:1] DatabaseRefuses (db-7 page)", "urgency": "high"
            }
        }})
    };
    assert_eq!(counts(&firing(&pagerduty("incident.triggered"))), [("shop.refused", 1)]);
    assert_eq!(counts(&firing(&pagerduty("incident.resolved"))), []);
    let opsgenie = |action: &str| {
        json!({
            "source": {"name": "web", "type": "API"}, "action": action, "integrationName": "hook",
            "alert": {
                "alertId": "052652ac-5d1c-464a-812a-7dd18bbfba8c", "message": "Slow", "tags": ["tag1"],
                "details": {"db_host": "db-9"}, "description": "dial db-8: refused"
            }
        })
    };
    let found = firing(&opsgenie("Create"));
    assert_eq!(counts(&found), [("shop.queue-full", 1), ("shop.refused", 1)]);
    assert_eq!(found["symptoms"][1]["facts"]["db-host"][0]["value"], "db-8");
    assert_eq!(counts(&firing(&opsgenie("Close"))), []);
}

#[test]
fn other_json_is_text() {
    // Neither a list of other things nor an object of another shape is a payload; a name is a word by itself.
    for log in
        ["[{\"labels\":{}}]\n", "{\"alerts\":[1]}\n", "{\"event\":{\"event_type\":\"x\",\"data\":{}}}\n", "[]\n", "{}"]
    {
        let found = Project::new().json(&[], log);
        assert_eq!((counts(&found), &found["lines"]), (vec![], &json!(1)), "{log}");
    }
    let log = "DatabaseRefusesNot\nSlow down\n[x] DatabaseRefuses: 1\n  Slow  \n{\"alerts\": 3\n";
    assert_eq!(counts(&Project::new().json(&[], log)), [("shop.queue-full", 1), ("shop.refused", 1)]);
}
