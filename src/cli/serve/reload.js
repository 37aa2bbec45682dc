// Reloads the page after a build, and shows what was found over it. Only `kbc serve` and the preview of an editor put it into
// pages. There the page follows the cursor, and a click leads to the source.
(function () {
  "use strict";
  const own = document.currentScript, folder = new URL(".", own.src).pathname, root = folder.replace(/_kbc\/$/, "");
  const page = decodeURIComponent(location.pathname.slice(root.length));
  // What is kept for the next page of this tab; where nothing may be kept, the browser does what it does.
  const KEY = "kbc " + root;
  const kept = (() => { try { return JSON.parse(sessionStorage.getItem(KEY)) || {}; } catch (_) { return {}; } })();
  const keep = (more) => { try { sessionStorage.setItem(KEY, JSON.stringify(Object.assign(kept, more))); } catch (_) { /* As above. */ } };
  let number = null, panel = null, waiting = null, step = null;
  new EventSource(folder + "events").onmessage = (event) => {
    const report = JSON.parse(event.data);
    const errors = report.findings.filter((one) => one.level === "error");
    if (number !== null && report.number !== number && !errors.length) { reload(); return; }
    number = report.number;
    show(report.findings);
    wait(report.is_first);
    if (report.cursor) follow(report.cursor);
  };

  // Answers stand in the address, which stays; the place on the page is put back when all is there again.
  const folds = () => [...document.querySelectorAll("details:not(.kbc-findings)")];
  const told = (fold) => fold.querySelector("summary")?.textContent.trim();
  function reload() {
    keep({ at: [location.href, scrollY, folds().filter((fold) => fold.open).map(told)] });
    location.reload();
  }
  const { at, to } = kept;
  keep({ at: null, to: null });
  if (at && at[0] === location.href) afterwards(() => {
    // What was unfolded has to be so again, or the page is too short for the place.
    for (const fold of folds()) if (at[2].includes(told(fold))) fold.open = true;
    scrollTo({ top: at[1], behavior: "instant" });
  });
  else if (to && to[0] === page) afterwards(() => bring(to[1]));

  // The assistant comes after the page, and brings its step into view.
  function afterwards(then) {
    addEventListener("load", then, { once: true });
    if (location.hash.startsWith("#go")) document.addEventListener("kbc:step", () => requestAnimationFrame(then), { once: true });
  }

  // Goes where the editor's cursor is, unless it was there before this page came. Another page is left with its answers.
  function follow(cursor) {
    const moves = kept.moves;
    keep({ moves: cursor.moves });
    if (moves === undefined || moves === cursor.moves || !cursor.places.length) return;
    const here = cursor.places.find((place) => place[0] === page);
    if (here) { bring(here[1]); return; }
    const [other, anchor] = cursor.places[0], left = kept.left || {};
    left[page] = location.hash;
    keep({ left, to: [other, anchor] });
    location.href = root + other.split("/").map(encodeURIComponent).join("/") + (left[other] || "");
  }

  // Brings an item into view; the top of the page, without a name. What the assistant hides stays hidden.
  function bring(anchor) {
    const item = anchor ? document.getElementById(anchor) : document.body;
    if (!item) return;
    for (let around = item.parentElement; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    if (!item.getClientRects().length) return;
    item.scrollIntoView({ block: "start", behavior: "instant" });
    if (!anchor) return;
    item.classList.add("kbc-here");
    setTimeout(() => item.classList.remove("kbc-here"), 1200);
  }

  if ("clicks" in own.dataset) {
    document.addEventListener("kbc:step", (event) => { step = event.detail.step; });
    document.addEventListener("click", (event) => {
      const used = event.target.closest("a, button, input, select, textarea, label, summary, .kbc-findings");
      if (used || event.defaultPrevented || !getSelection().isCollapsed) return;
      const anchors = [];
      for (let around = event.target; around; around = around.parentElement) if (around.id) anchors.push(around.id === "page_walk" && step ? step : around.id);
      const said = [["page", page], ...anchors.map((anchor) => ["at", anchor])].map(([name, value]) => name + "=" + encodeURIComponent(value));
      // An editor that is gone opens nothing.
      fetch(folder + "source?" + said.join("&"), { method: "POST" }).catch(() => {});
    });
  }

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
