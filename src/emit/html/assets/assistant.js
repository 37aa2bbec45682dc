// The assistant: one step at a time. What was answered stands in the address, so that it can be shared, taken back with the
// browser, and survives a reload.
(function () {
  "use strict";

  const kbc = window.kbc, source = document.getElementById("page_data"), panel = document.getElementById("page_walk");
  const here = document.currentScript.src;
  copying();
  // What an old link means is elsewhere on the page, or on another one.
  function leadOn() {
    const old = document.getElementById(location.hash.slice(1)), link = old && old.querySelector("a[data-moved]");
    if (link) location.replace(link.href);
  }
  addEventListener("hashchange", leadOn);
  leadOn();
  // What is closed on a screen stands open on paper.
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll(".fold, .detail")) one.open = true; });
  if (!source || !panel) return;
  const data = JSON.parse(source.textContent), model = kbc.read(data.tables), article = panel.closest("article");
  const first = model.first, checks = model.checks;
  const steps = new Map(), symptoms = new Map(data.symptoms.map((one, id) => [one[0], id]));
  data.checks.forEach((check, id) => steps.set(check[0], id));
  data.remedies.forEach((remedy, id) => steps.set(remedy[0], first[id]));
  let shown = null;

  // Small tools.

  function word(name, values) {
    return kbc.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

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
    return { said: given.filter(Boolean), undone: (undone || []).filter(Boolean), lost: before === undefined && given.includes(null), before };
  }

  function said(text) {
    let name = text;
    try { name = decodeURIComponent(text); } catch (_) { return null; }
    if (/^[+-]/.test(name)) {
      const see = symptoms.get(name.slice(1));
      return see === undefined ? null : { text, see, is: name[0] === "+" };
    }
    if (name === "!") return { text, help: true };
    const [of, answer] = [name.replace(/[?!=].*$/s, ""), name.replace(/^[^?!=]*/, "")], step = steps.get(of);
    if (step === undefined || !answer) return null;
    if (answer === "?") return { text, step, cannot: true };
    if (answer === "!") return { text, step, already: true };
    if (answer === "=solved") return { text, step, solved: true };
    const outcome = choicesOf(step).findIndex((choice) => choice[0] === answer.slice(1));
    return outcome < 0 ? null : { text, step, outcome };
  }

  const texts = (list) => list.map((one) => one.text).join("/");

  function go(list, undone) {
    location.hash = "#go/" + texts(list) + (undone && undone.length ? "~" + texts(undone) : "") + (shown && shown.before !== undefined ? "^" + shown.before : "");
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
      if (!kbc.make(model, walk, move) && !((isFact(move.step) || state.before !== undefined && move.step < checks) && move.outcome >= 0 && kbc.make(model, walk, { know: move.step, outcome: move.outcome }))) { lost = state.before === undefined; continue; }
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
    if (move.see !== undefined) return [data.symptoms[move.see][2], word(move.is ? "yes" : "no", {})];
    const answer = move.solved ? word("helped", {}) : move.already ? word("is_so_already", {}) : move.cannot ? word(move.step < checks ? "not_told" : "not_done", {}) : choicesOf(move.step)[move.outcome][1];
    return [cardOf(move.step)[2], answer];
  }

  function leave() {
    location.hash = "#page_symptoms";
  }

  // What a walk shows lies in a file of its own, which comes as soon as the page is there.
  const views = new Promise((done) => {
    document.head.append(make("script", { src: here.replace(/[^/]*$/, kbc.more), load: () => done(kbc.views({ data, model, article, checks, first, word, make, cardOf, choicesOf, isFact, go, say, leave })) }));
  });

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
    if (byReader) title.focus({ preventScroll: true });
    if (!byReader || panel.getBoundingClientRect().top < 0) panel.scrollIntoView({ behavior: "instant" });
  }

  // Causes and sources that are looked up are shown over the walk, so that nobody loses their place in it.
  panel.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    views.then((made) => made.look(decodeURIComponent(link.hash.slice(1))));
  });

  // Keys: the number of an answer, b for back, ? where one cannot tell, / to search. Only while the walk has the focus.
  panel.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const find = document.getElementById("page_find"), cannot = panel.querySelectorAll(".answers .cannot");
    const pressed = event.key === "b" ? panel.querySelector(".back") : event.key === "?" ? cannot[cannot.length - 1] : panel.querySelectorAll(".answers .answer")[event.key - 1];
    if (event.key === "/" && find && find.offsetParent) find.focus();
    else if (pressed) pressed.click();
    else return;
    event.preventDefault();
  });

  for (const link of document.querySelectorAll(".symptoms a[data-goto]")) {
    const item = link.closest("[data-item]"), name = item ? data.symptoms.find((one) => one[1] === item.id) : null;
    const label = link.querySelector(".begin");
    if (label) {
      label.dataset.paper = label.textContent;
      label.textContent = " " + word("start", {});
    }
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || item && !name) return;
      event.preventDefault();
      location.hash = "#go/" + (name ? "+" + encodeURIComponent(name[0]) : "");
    });
  }
  addEventListener("hashchange", () => show(true));
  show(false);

  // Commands, the summary and the address are copied.
  function copying() {
    if (!kbc.words) return;
    for (const command of document.querySelectorAll("pre.command")) {
      const box = document.createElement("div"), press = document.createElement("button");
      box.className = "command-box";
      press.type = "button";
      press.className = "copy";
      press.dataset.copy = "command";
      press.textContent = kbc.words.copy;
      command.replaceWith(box);
      box.append(command, press);
    }
    document.addEventListener("click", (event) => {
      const press = event.target.closest("[data-copy]");
      if (!press) return;
      const from = press.dataset.copy, field = from && from !== "command" ? document.getElementById(from) : null;
      const empty = from === "command" && press.parentNode.querySelector("[data-open]");
      if (empty) {
        const field = document.getElementById("walk_blank_" + empty.dataset.blank);
        if (field) field.focus();
        return;
      }
      const text = field ? field.value : from ? press.parentNode.querySelector("code").textContent : location.href;
      const said = press.dataset.said || (press.dataset.said = press.textContent);
      const done = (fine) => {
        press.textContent = kbc.words[fine ? "copied" : "not_copied"];
        setTimeout(() => { press.textContent = said; }, 2000);
      };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => done(true), () => done(byHand(text)));
      else done(byHand(text));
    });
  }

  function byHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    let fine = false;
    try { fine = document.execCommand("copy"); } catch (_) { fine = false; }
    field.remove();
    return fine;
  }
})();
