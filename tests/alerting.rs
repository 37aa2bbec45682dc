//! Rules of alerts held against the guides: `kbc check --alerts`.

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;

const RULES: &str = include_str!("alerting/queue-grows.rules");

/// What Prometheus itself takes: `tests/outside/run` asks promtool.
const ALERTS: &str = include_str!("alerting/alerts.yaml");

struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().expect("there is room"));
        std::fs::create_dir(project.root().join("rules")).expect("a folder can be made");
        project.write("kbc.toml", "base-url = \"https://kb.example\"\n");
        project.write("rules/queue-grows.rules", RULES);
        project
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.root().join(path), text).expect("a file can be written");
    }

    /// The status, and what was told, a finding a line.
    fn check(&self, files: &[&str]) -> (Option<i32>, String) {
        let mut command = cargo_bin_cmd!("kbc");
        command.env("KBC_CACHE", "off").current_dir(self.root());
        command.args(["check", "--message-format", "short", "--alerts"]).args(files);
        let output = command.output().expect("kbc runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }
}

#[test]
fn alerts_and_guides_are_held_against_each_other() {
    let project = Project::new();
    project.write("alerts.yaml", ALERTS);
    let (status, told) = project.check(&["alerts.yaml"]);
    assert_eq!(status, Some(1), "{told}");
    insta::with_settings!({snapshot_path => "alerting/snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(told);
    });
    // Without errors and with what is mended nothing is left.
    let mended = ALERTS
        .replace("queue-grow.html", "queue-grows.html#go/+long-queue")
        .replace("      - alert: \"MailLate\"\n", "      - alert: \"MailLate\"\n        annotations: {runbook_url: https://x}\n")
        .replace("      - alert: MailLost\n        expr: mail_lost > 0\n        annotations:\n          runbook_url: https://kb.example/{{ $labels.x }}.html\n", "");
    project.write("alerts.yaml", &mended);
    let (status, told) = project.check(&["alerts.yaml"]);
    assert_eq!((status, told.as_str()), (Some(0), ""));
    project.write("alerts.yaml", &mended.replace("#go/+long-queue", "#go/+no-queue"));
    let (_, told) = project.check(&["alerts.yaml"]);
    assert!(told.contains("the page of `queue-grows` has no symptom `no-queue` to begin with"), "{told}");
}

#[test]
fn an_allow_of_what_is_looked_at_on_demand_is_needed() {
    let project = Project::new();
    let mut command = cargo_bin_cmd!("kbc");
    let output = command.env("KBC_CACHE", "off").current_dir(project.root()).arg("check").output().expect("kbc runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn manifests_exports_and_lists_are_read() {
    let project = Project::new();
    let manifest = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: a\n    rules: [{alert: OrderQueueGrowing}]\n---\n---\nkind: List\nitems:\n- spec: {groups: [{rules: [{alert: MailLate}]}]}\n";
    let grafana = "{\"apiVersion\": 1, \"groups\": [{\"orgId\": 1, \"name\": \"a\", \"folder\": \"f\", \"rules\": [{\"uid\": \"x\", \"title\": \"OrderQueueGrowing\", \"for\": \"5m\"}, {\"title\": \"MailLate\"}]}]}";
    let list = "# in use\nOrderQueueGrowing\n  MailLate # both\n\n";
    for (name, text) in
        [("m.yml", manifest), ("g.json", grafana), ("names.txt", list), ("l.yaml", "- OrderQueueGrowing\n- MailLate\n")]
    {
        project.write(name, text);
        let (status, told) = project.check(&[name]);
        assert_eq!(status, Some(0), "{name}: {told}");
        assert_eq!(told.matches("[KB824]").count(), 2, "{name}: {told}");
        assert_eq!(told.lines().count(), 2, "{name}: {told}");
    }
}

#[test]
fn what_is_no_rules_is_refused() {
    let project = Project::new();
    project.write("template.yaml", "groups:\n{{- if .Values.on }}\n- name: a\n{{- end }}\n");
    project.write("other.yaml", "kind: ConfigMap\n");
    project.write("broken.yaml", "groups: [\n");
    let line = |n: usize| {
        let before = if n == 0 { "x".to_owned() } else { format!("*a{}", n - 1) };
        format!("a{n}: &a{n} [{}]\n", vec![before; 20].join(","))
    };
    let bomb = (0..12).map(line).collect::<Vec<_>>().concat();
    project.write("bomb.yaml", &format!("{bomb}groups: [{{rules: [{{alert: X, labels: *a11}}]}}]\n"));
    for (name, why) in [
        ("template.yaml", "helm template"),
        ("other.yaml", "it holds no alert"),
        ("broken.yaml", "cannot use broken.yaml"),
        ("bomb.yaml", "cannot use bomb.yaml"),
        ("none.yaml", "cannot use none.yaml"),
    ] {
        let (status, told) = project.check(&[name]);
        assert_eq!(status, Some(2), "{name}: {told}");
        assert!(told.contains(why), "{name}: {told}");
    }
}
