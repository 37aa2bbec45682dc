// The assistant: one step at a time. What was answered stands in the address, so that it can be shared, taken back with the
// browser, and survives a reload.
(function () {
  "use strict";

  const kbc = window.kbc, { element: make, word } = kbc, source = document.getElementById("page_data"), panel = document.getElementById("page_walk");
  // What an old link means is elsewhere on the page, or on another one.
  function leadOn() {
    const old = document.getElementById(location.hash.slice(1)), link = old && old.querySelector("a[data-moved]");
    if (link) location.replace(link.href);
  }
  addEventListener("hashchange", leadOn);
  leadOn();
  if (!source || !panel) return;
  const data = JSON.parse(source.textContent), model = kbc.read(data.tables), article = panel.closest("article");
  const first = model.first, checks = model.checks;
  const steps = new Map(), symptoms = new Map(data.symptoms.map((one, id) => [one[0], id]));
  data.checks.forEach((check, id) => steps.set(check[0], id));
  data.remedies.forEach((remedy, id) => steps.set(remedy[0], first[id]));
  let shown = null;

  const cardOf = (step) => step < checks ? data.checks[step] : data.remedies[first.indexOf(step)];
  const choicesOf = (step) => {
    const choices = cardOf(step)[6];
    return choices.length ? choices : [["failed", word("failed", {})]];
  };
  const isFact = (step) => step < checks && data.checks[step][1].startsWith("fact-");

  // The address: `#go/` and what was said; behind `~` what was taken back.

  function read(address) {
    if (!/^#go(\/|$)/.test(address)) return null;
    const [walked, before] = address.slice(4).split("^"), [given, undone] = walked.split("~").map((part) => part.split("/").filter(Boolean).map(said));
    // What another guide told of itself need not be known here.
    return { said: given.filter((one) => one && one.fill !== null), undone: (undone || []).filter((one) => one && one.fill !== null), lost: before === undefined && given.includes(null), before };
  }

  function said(text) {
    let name = text;
    try { name = decodeURIComponent(text); } catch (_) { return null; }
    if (/^[+-]/.test(name)) {
      const see = symptoms.get(name.slice(1));
      return see === undefined ? null : { text, see, is: name[0] === "+" };
    }
    if (name === "!") return { text, help: true };
    const value = /^([^?!=:]+):(.+)$/s.exec(name);
    if (value) return filled(text, value[1], value[2]);
    const [of, answer] = [name.replace(/[?!=].*$/s, ""), name.replace(/^[^?!=]*/, "")], step = steps.get(of);
    if (step === undefined || !answer) return null;
    if (answer === "?") return { text, step, cannot: true };
    if (answer === "!") return { text, step, already: true };
    if (answer === "=solved") return { text, step, solved: true };
    const outcome = choicesOf(step).findIndex((choice) => choice[0] === answer.slice(1));
    return outcome < 0 ? null : { text, step, outcome };
  }

  // A value that is known from elsewhere, such as a log: of a fact, or of what steps leave blank. Groups of patterns have names
  // without hyphens. What this guide does not ask for is nothing to it.
  function filled(text, written, value) {
    const name = [written, written.replace(/_/g, "-")].find((one) => steps.has(one) && steps.get(one) < checks || data.blanks[one]);
    if (name === undefined) return { text, fill: null };
    const of = steps.get(name), choices = of === undefined ? [] : choicesOf(of), plain = value.trim().toLowerCase();
    const named = choices.findIndex((choice) => choice[0] === value || choice[1].toLowerCase() === plain), outcome = named >= 0 ? named : kbc.understood(choices, value);
    return { text, fill: name, value, of, outcome, title: data.blanks[name] ? data.blanks[name][0] : cardOf(of)[2] };
  }

  const texts = (list) => list.map((one) => one.text).join("/");

  // Within another page no step is one of its history: that page's Back is not ours.
  const embedded = article.classList.contains("embedded");
  const to = (hash) => { if (embedded) location.replace(hash); else location.hash = hash; };

  function go(list, undone) {
    to("#go/" + texts(list) + (undone && undone.length ? "~" + texts(undone) : "") + (shown && shown.before !== undefined ? "^" + shown.before : ""));
  }

  // One more answer. What was taken back for the same step is replaced, the rest is kept to be given again.
  function say(text) {
    const undone = shown ? shown.undone.slice() : [], one = said(text);
    if (undone.length && undone[0].step === one.step) undone.shift();
    go((shown ? shown.said : []).concat(one), undone);
  }

  // Goes the whole way, or on from where the page stands: what the engine says at its end, and what was known on it.
  function follow(state) {
    const goesOn = shown && !shown.lost && shown.said.every((one, at) => state.said[at] && one.text === state.said[at].text);
    const { walk, lines, said } = goesOn ? shown : { walk: kbc.walk(model), lines: [], said: [] };
    const now = goesOn ? shown : { previous: kbc.chances(model, walk.evidence), news: newly(walk, []) };
    let { previous, news, chances = previous } = now, lost = state.lost;
    for (const move of state.said.slice(said.length)) {
      const told = warnings(walk);
      if (move.fill) {
        if (move.outcome !== null) kbc.make(model, walk, { know: move.of, outcome: move.outcome });
      } else if (!kbc.make(model, walk, move) && !((isFact(move.step) || state.before !== undefined && move.step < checks) && move.outcome >= 0 && kbc.make(model, walk, { know: move.step, outcome: move.outcome }))) { lost = state.before === undefined; continue; }
      previous = chances;
      chances = kbc.chances(model, walk.evidence, walk.solved);
      news = newly(walk, told);
      said.push(move);
      if (!move.help) lines.push(line(move));
    }
    return { walk, lines, said, undone: state.undone, previous, chances, news, lost, before: state.before };
  }

  // The rules that warn, by their places, and what those say that did not warn before.
  const rules = data.tables.rules || [];
  const warnings = (walk) => rules.map((rule, at) => rule.warn && kbc.said(model, walk.evidence, rule.when) ? at : -1).filter((at) => at >= 0);
  const newly = (walk, told) => warnings(walk).filter((at) => !told.includes(at)).flatMap((at) => rules[at].warn.map((text) => data.warnings[text]));

  function line(move) {
    if (move.fill) return [move.title, move.value];
    if (move.see !== undefined) return [data.symptoms[move.see][2], word(move.is ? "yes" : "no", {})];
    const answer = move.solved ? word("helped", {}) : move.already ? word("is_so_already", {}) : move.cannot ? word(move.step < checks ? "not_told" : "not_done", {}) : choicesOf(move.step)[move.outcome][1];
    return [cardOf(move.step)[2], answer];
  }

  function leave() {
    to("#page_symptoms");
  }

  // What a walk shows lies in a file of its own, which comes as soon as the page is there.
  const views = new Promise((done) => {
    kbc.load(kbc.more).then(() => done(kbc.views({ data, model, article, checks, first, word, make, cardOf, choicesOf, isFact, go, say, leave })));
  });

  // The first tap finds all ready: what it will need is gone through while nobody waits.
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 200));
  views.then((made) => idle(() => {
    const begin = data.symptoms.find((_, id) => model.own[id]), state = read("#go/" + (begin ? "+" + encodeURIComponent(begin[0]) : ""));
    if (!shown && state) made.warm(follow(state));
  }));

  // Shows what the address says.

  const status = make("p", { class: "unseen", role: "status" }), plain = document.title;
  panel.after(status);

  function show(byReader) {
    const state = read(location.hash);
    if (!state) {
      if (!shown) return;
      shown = null;
      panel.hidden = true;
      panel.replaceChildren();
      document.title = plain;
      article.classList.remove("walking");
      const place = document.getElementById(location.hash.slice(1)), start = document.querySelector(".symptoms h2");
      if (place && place.id !== "page_symptoms") place.scrollIntoView();
      else if (start && byReader) { start.tabIndex = -1; start.focus(); }
      return;
    }
    const now = follow(state);
    shown = now;
    views.then((made) => { if (shown === now) render(now, made, byReader); });
  }

  function render(now, made, byReader) {
    panel.replaceChildren(...made.parts(now));
    panel.hidden = false;
    article.classList.add("walking");
    const title = document.getElementById("page_walk_title");
    document.title = title.textContent + " – " + plain;
    status.textContent = made.likeliest(now);
    tell(now, title.textContent);
    if (byReader) title.focus({ preventScroll: true });
    if (!byReader || panel.getBoundingClientRect().top < 0) panel.scrollIntoView({ behavior: "instant" });
  }

  // Whoever embeds the page hears of each step.
  function tell(now, title) {
    const { walk } = now, step = walk.solved !== null || walk.doing < 0 ? null : kbc.stepOf(model, walk.doing);
    document.dispatchEvent(new CustomEvent("kbc:step", { detail: { guide: article.dataset.guide, step: step === null ? null : cardOf(step)[0], title, number: now.said.length + 1, address: location.hash.slice(1) } }));
  }

  // Causes and sources that are looked up are shown over the walk, so that nobody loses their place in it.
  panel.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    views.then((made) => made.look(decodeURIComponent(link.hash.slice(1))));
  });

  // Keys: the number of an answer, b for back, ? where one cannot tell. Only while the walk has the focus.
  panel.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const cannot = panel.querySelectorAll(".answers .cannot");
    const pressed = event.key === "b" ? panel.querySelector(".back") : event.key === "?" ? cannot[cannot.length - 1] : panel.querySelectorAll(".answers .answer")[event.key - 1];
    if (!pressed) return;
    pressed.click();
    event.preventDefault();
  });

  for (const link of document.querySelectorAll(".symptoms a[data-goto]")) {
    const item = link.closest("[data-item]"), name = item ? data.symptoms.find((one) => one[1] === item.id) : null;
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || item && !name) return;
      event.preventDefault();
      to("#go/" + (name ? "+" + encodeURIComponent(name[0]) : ""));
    });
  }
  addEventListener("hashchange", () => show(true));
  show(false);
})();
