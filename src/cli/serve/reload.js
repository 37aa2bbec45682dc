// Reloads the page after a build, and shows what was found over it. Only `kbc serve` puts it into pages.
(function () {
  "use strict";
  let number = null, panel = null, waiting = null;
  new EventSource("/_kbc/events").onmessage = (event) => {
    const report = JSON.parse(event.data);
    const errors = report.findings.filter((one) => one.level === "error");
    if (number !== null && report.number !== number && !errors.length) { location.reload(); return; }
    number = report.number;
    show(report.findings);
    wait(report.is_first);
  };
  function wait(is_first) {
    if (waiting) waiting.remove();
    waiting = null;
    if (!is_first) return;
    waiting = document.createElement("p");
    waiting.className = "kbc-waiting";
    waiting.textContent = "kbc: working out the best order of steps\u00a0\u2026";
    document.body.append(waiting);
  }
  function show(findings) {
    if (panel) panel.remove();
    panel = null;
    if (!findings.length) return;
    const errors = findings.filter((one) => one.level === "error").length;
    panel = document.createElement("details");
    panel.className = "kbc-findings" + (errors ? " kbc-errors" : "");
    panel.open = errors > 0;
    const head = document.createElement("summary");
    const before = document.body.classList.contains("kbc-nothing") ? "" : "; the page is as it was before";
    head.textContent = errors ? `kbc: ${errors} error${errors > 1 ? "s" : ""}${before}` : `kbc: ${findings.length} warning${findings.length > 1 ? "s" : ""}`;
    panel.append(head);
    for (const one of findings) {
      const text = document.createElement("pre");
      text.textContent = one.text;
      panel.append(text);
    }
    document.body.append(panel);
  }
})();
