// The assistant: one step at a time, over the page's own texts. What was answered stands in the address, so that it can be
// shared, taken back with the browser, and survives a reload. Texts come from the page, words from the catalogue.
(function () {
  "use strict";

  const kbc = window.kbc, source = document.getElementById("page_data"), panel = document.getElementById("page_walk");
  copying();
  if (!source || !panel) return;
  const data = JSON.parse(source.textContent), model = kbc.read(data.tables), article = panel.closest("article");
  const first = model.first, checks = model.checks, WORKAROUND = 1, PREPARATION = 2;
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

  function percent(chance) {
    const hundredths = chance * 100;
    if (hundredths > 1e-9 && hundredths < 1) return word("under", { n: 1 });
    if (hundredths > 99 && hundredths < 100 - 1e-9) return word("over", { n: 99 });
    return word("percent", { n: Math.round(hundredths) });
  }

  function minutes(time) {
    const unit = (name, n) => word(name, { n });
    if (Math.round(time * 60) < 60) return unit("seconds", Math.round(time * 60));
    if (time < 9.75) return unit("minutes", Math.round(time * 2) / 2);
    const two = (whole, base, large, small) => unit(large, Math.floor(whole / base)) + (whole % base ? " " + unit(small, whole % base) : "");
    const whole = Math.round(time);
    return whole < 60 ? unit("minutes", whole) : whole < 2880 ? two(whole, 60, "hours", "minutes") : two(Math.round(time / 60), 24, "days", "hours");
  }

  const cardOf = (step) => step < checks ? data.checks[step] : data.remedies[first.indexOf(step)];
  const choicesOf = (step) => {
    const choices = cardOf(step)[6];
    return choices.length ? choices : [["failed", word("failed", {})]];
  };
  const isFact = (step) => step < checks && data.checks[step][1].startsWith("fact-");
  const titleOf = (h) => h < data.causes.length ? data.causes[h][1] : word("other", {});

  // The address: `#go/` and what was said; behind `~` what was taken back.

  function read(address) {
    if (!/^#go(\/|$)/.test(address)) return null;
    const parts = address.slice(4).split("~").map((part) => part.split("/").filter(Boolean).map(said).filter(Boolean));
    return { said: parts[0], undone: parts[1] || [] };
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
    location.hash = "#go/" + texts(list) + (undone && undone.length ? "~" + texts(undone) : "");
  }

  // One more answer. What was taken back for the same step is replaced, the rest is kept to be given again.
  function say(text) {
    const undone = shown ? shown.undone.slice() : [], one = said(text);
    if (undone.length && undone[0].step === one.step) undone.shift();
    go((shown ? shown.said : []).concat(one), undone);
  }

  // Goes the whole way, or on from where the page stands: what the engine says at its end, and what was known on it.
  function follow(state) {
    const goesOn = shown && shown.said.every((one, at) => state.said[at] && one.text === state.said[at].text);
    const { walk, lines, said } = goesOn ? shown : { walk: kbc.walk(model), lines: [], said: [] };
    const now = goesOn ? shown : { previous: kbc.chances(model, walk.evidence), news: newly(walk, []) };
    let { previous, news, chances = previous } = now;
    for (const move of state.said.slice(said.length)) {
      const told = warnings(walk);
      if (!kbc.make(model, walk, move) && !(isFact(move.step) && move.outcome >= 0 && kbc.make(model, walk, { know: move.step, outcome: move.outcome }))) break;
      previous = chances;
      chances = kbc.chances(model, walk.evidence, walk.solved);
      news = newly(walk, told);
      said.push(move);
      lines.push(line(move));
    }
    return { walk, lines, said, undone: state.undone, previous, chances, news };
  }

  // The rules that warn, by their places, and what those say that did not warn before.
  const rules = data.tables.rules || [];
  const warnings = (walk) => rules.map((rule, at) => rule.warn && kbc.said(model, walk.evidence, rule.when) ? at : -1).filter((at) => at >= 0);
  const newly = (walk, told) => warnings(walk).filter((at) => !told.includes(at)).flatMap((at) => rules[at].warn.map((text) => data.warnings[text]));

  function line(move) {
    if (move.help) return [word("get_help", {}), word("yes", {})];
    if (move.see !== undefined) return [data.symptoms[move.see][2], word(move.is ? "yes" : "no", {})];
    const answer = move.solved ? word("helped", {}) : move.already ? word("is_so_already", {}) : move.cannot ? word(move.step < checks ? "not_told" : "not_done", {}) : choicesOf(move.step)[move.outcome][1];
    return [cardOf(move.step)[2], answer];
  }

  // What is filled in once, and kept for this visit.

  const store = "kbc " + location.pathname;
  const blanks = (() => { try { return JSON.parse(sessionStorage.getItem(store)) || {}; } catch (_) { return {}; } })();

  function keep(name, value) {
    blanks[name] = value;
    try { sessionStorage.setItem(store, JSON.stringify(blanks)); } catch (_) { /* Nothing is kept where it may not be. */ }
  }

  // Puts a span in the place of every `<name>`; gives the names.
  function openBlanks(card) {
    const found = [], walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = node.data.split(/<([a-z][a-z0-9-]*)>/);
      if (parts.length < 2) continue;
      const pieces = parts.map((part, at) => {
        if (at % 2 === 0) return part;
        if (!data.blanks[part]) return "<" + part + ">";
        if (!found.includes(part)) found.push(part);
        return make("span", { class: "blank", "data-blank": part });
      });
      node.replaceWith(...pieces);
    }
    return found;
  }

  function fill(card) {
    for (const span of card.querySelectorAll("[data-blank]")) span.textContent = blanks[span.dataset.blank] || "<" + span.dataset.blank + ">";
  }

  // A text with every name that the reader has filled in.
  const filled = (text) => text.replace(/<([a-z][a-z0-9-]*)>/g, (whole, name) => data.blanks[name] && blanks[name] || whole);

  function blankForm(names, card) {
    const fields = names.map((name) => {
      const [title, hint] = data.blanks[name], id = "walk_blank_" + name;
      const input = make("input", { id, value: blanks[name] || "", autocomplete: "off", spellcheck: "false", dir: "auto",
        "aria-describedby": hint ? id + "_hint" : false, input: (event) => { keep(name, event.target.value); fill(card); } });
      return make("div", { class: "field" }, make("label", { for: id, dir: "auto" }, title), hint ? make("p", { id: id + "_hint", class: "hint", dir: "auto" }, hint) : null, input);
    });
    return fields.length ? make("div", { class: "blanks" }, make("p", { class: "label" }, word("fill_in", {})), ...fields) : null;
  }

  // Parts of the panel.

  function copyOf(anchor, within) {
    const found = document.getElementById(anchor), part = found && within ? found.querySelector(within) : found;
    if (!part) return null;
    const copy = part.cloneNode(true);
    copy.removeAttribute("id");
    for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
    return copy;
  }

  function button(text, act, kind) {
    return make("button", { type: "button", class: kind || "quiet", click: act }, text);
  }

  function badges(step) {
    const [, , , takes, waits, risk, , kind] = cardOf(step);
    const badge = (kind, text) => make("span", { class: "badge " + kind }, text);
    return make("p", { class: "badges" }, badge("kind", word(step < checks ? "check" : "try", {})), badge("time", minutes(takes)),
      waits > 0 ? badge("time", word("then_wait", { time: minutes(waits) })) : null, kind === WORKAROUND ? badge("", word("workaround", {})) : null,
      risk ? badge(risk > 1 ? "destructive" : "caution", word(risk > 1 ? "destructive" : "caution", {})) : null);
  }

  function warning(title, ...children) {
    return make("div", { class: "warning", role: "note" }, make("p", { class: "warning-title" }, title), ...children);
  }

  // The sentence that a person would say, and whether the step seldom helps.
  function reason(step, now, ahead) {
    const by = kbc.reason(model, now.walk.evidence, step);
    if (!by) return [null, false];
    const [kind, one, other] = by, [, , , takes, waits] = cardOf(step), time = minutes(takes + waits), seldom = kind === "helps" && ahead.helps < data.tables.negligible;
    const name = seldom ? "why_seldom" : kind === "tells" && other === null ? "why_tells_one" : "why_" + kind;
    return [word(name, { time, chance: percent(ahead.helps), step: kind === "before" ? cardOf(one)[2] : "", cause: kind === "tells" || kind === "helps" ? titleOf(one) : "", other: other === undefined || other === null ? "" : titleOf(other) }), seldom];
  }

  // Why this step, and what each answer would tell; what rounds to no change is left out. Open where it seldom helps.
  function why(step, now) {
    const ahead = kbc.lookahead(model, now.walk.evidence, step), [said, seldom] = reason(step, now, ahead), round = (chance) => Math.round(chance * 100);
    if (!said) return null;
    const points = step >= checks ? [] : choicesOf(step).map((choice, at) => {
      const [chance] = ahead.outcomes[at] || [0], evidence = now.walk.evidence;
      const then = chance > 0 ? kbc.chances(model, Object.assign({}, evidence, { answered: evidence.answered.concat([[step, at]]) })) : null;
      if (!then) return word("why_never", { answer: choice[1] });
      let most = 0;
      then.forEach((one, h) => { if (Math.abs(one - now.chances[h]) > Math.abs(then[most] - now.chances[most])) most = h; });
      if (round(then[most]) === round(now.chances[most])) return null;
      return word("why_answer", { answer: choice[1], chance: percent(chance), cause: titleOf(most), from: percent(now.chances[most]), to: percent(then[most]) });
    });
    const list = points.filter(Boolean).map((point) => make("li", { dir: "auto" }, point));
    return make("details", { class: "reason", open: seldom }, make("summary", {}, word("why", {})), make("p", { dir: "auto" }, said), list.length ? make("ul", {}, ...list) : null);
  }

  function answers(step, now) {
    const card = cardOf(step), last = now.undone.length && now.undone[0].step === step ? now.undone[0].text : null;
    const one = (text, label, kind) => {
      const mark = last === text ? make("span", { class: "before" }, " " + word("answered_before", {})) : null;
      return make("button", { type: "button", class: "answer " + kind, "data-say": text, click: () => say(text) }, make("span", { dir: "auto" }, label), mark);
    };
    const name = encodeURIComponent(card[0]);
    const list = choicesOf(step).map((choice) => one(name + "=" + encodeURIComponent(choice[0]), choice[1], step < checks ? "outcome" : "failed"));
    if (step >= checks && card[7] !== PREPARATION) list.unshift(one(name + "=solved", word("solved", {}), "solved"));
    if (step >= checks && card[7] !== PREPARATION && data.remedies.length && data.tables.remedies[first.indexOf(step)].tries < 2) list.push(one(name + "!", word("already", {}), "cannot"));
    list.push(one(name + "?", word(step < checks ? "cannot_tell" : "cannot_do", {}), "cannot"));
    return make("div", { class: "answers", role: "group", "aria-labelledby": "page_walk_title" }, ...list);
  }

  function step(now) {
    const at = kbc.stepOf(model, now.walk.doing), tried = now.walk.evidence.tried.filter(([remedy]) => first[remedy] === at).length;
    const card = copyOf(cardOf(at)[1], ".symptom-about") || copyOf(cardOf(at)[1]);
    const names = card ? openBlanks(card) : [];
    if (card) fill(card);
    return [
      make("p", { class: "walk-place" }, word("step", { n: now.said.filter((one) => one.step !== undefined && !now.walk.evidence.known.some(([fact]) => fact === one.step)).length + 1 }) + (tried ? " · " + word("attempt", { n: tried + 1 }) : "")),
      make("h2", { id: "page_walk_title", tabindex: "-1", dir: "auto" }, cardOf(at)[2]),
      badges(at), why(at, now), passed(at, now), offer(now),
      ...now.news.map((text) => warning(word("warning", {}), make("p", { dir: "auto" }, text))),
      card ? blankForm(names, card) : null, card, answers(at, now),
    ];
  }

  // After so many questions that could not be told, help is offered.
  const PATIENCE = 3;

  function offer(now) {
    if (now.walk.evidence.declined.filter((step) => step < checks).length < PATIENCE) return null;
    return make("p", { class: "offer" }, word("offer_help", {}) + " ", button(word("get_help", {}), () => say("!"), "link"));
  }

  // What could not be told before a remedy that speaks of it, with a way to answer it after all.
  function passed(step, now) {
    const untold = step < checks ? [] : kbc.untold(model, now.walk.evidence, step);
    const rows = untold.map((one) => {
      const at = now.said.findIndex((move) => move.step === one && move.cannot);
      return make("p", { class: "passed" }, word("could_not_tell", {}) + " ", make("b", { dir: "auto" }, cardOf(one)[2]), " ",
        button(word("answer_now", {}), () => go(now.said.slice(0, at), now.said.slice(at).concat(now.undone)), "link"));
    });
    return rows.length ? make("div", {}, ...rows) : null;
  }

  function summary(now, collect) {
    const contradiction = now.walk.doing < 0 && kbc.kindOf(now.walk.doing) === kbc.ends.CONTRADICTION;
    const likely = contradiction ? [] : ranked(now.chances).filter(([h, chance]) => chance >= 0.05 && h < data.causes.length).slice(0, 3);
    const unknown = now.chances ? now.chances[data.causes.length] : 0, told = (chance) => word(inAWord(chance), {}) + ", " + percent(chance);
    const part = (title, list) => list.length ? "\n" + title + "\n" + list.map((one) => "- " + one + "\n").join("") : "";
    return data.title + "\n" + part(word("so_far", {}) + ":", now.lines.map((pair) => pair.join(" – ")))
      + (contradiction ? "\n" + word("contradiction", {}) + "\n" : "")
      + part(word("likeliest", {}) + ":", likely.map(([h, chance]) => titleOf(h) + " (" + told(chance) + ")")) + (likely.length && unknown >= 0.05 ? word("not_known", {}) + ": " + percent(unknown) + "\n" : "")
      + part(word("please_add", {}) + ":", collect.map((one) => filled(one)).map((one) => one.includes(": ") ? one : one + ": "));
  }

  function ending(now) {
    const { walk } = now, kind = walk.solved !== null ? kbc.ends.SOLVED : kbc.kindOf(walk.doing), id = walk.doing < 0 ? kbc.idOf(walk.doing) : 0;
    const heading = (text) => make("h2", { id: "page_walk_title", tabindex: "-1", dir: "auto" }, text);
    const place = (text) => make("p", { class: "walk-place" }, text);
    if (kind === kbc.ends.SOLVED) return [place(word("end", {})), heading(word("trouble_over", {})), ...solved(now)];
    if (kind === kbc.ends.GUIDE) {
      const [href, title] = data.guides[id];
      return [place(word("end", {})), heading(word("goes_on", {})), make("p", {}, make("a", { class: "button", href, dir: "auto" }, title))];
    }
    const [anchor, title, collect] = data.escalations[id];
    if (!collect && kind === kbc.ends.ESCALATE) return [place(word("result", {})), heading(title), tidy(now), copyOf(anchor)];
    const text = make("textarea", { id: "walk_summary", rows: 10, spellcheck: "false", dir: "auto" });
    text.value = summary(now, collect);
    return [
      place(word(data.causes.length ? "hand_over" : "chart_end", {})), heading(title),
      kind === kbc.ends.CONTRADICTION ? warning(word("contradiction", {}), make("p", {}, word("contradiction_help", {}))) : null,
      tidy(now), copyOf(anchor),
      make("div", { class: "handover" }, make("label", { for: "walk_summary" }, word("summary", {})), make("p", { class: "hint" }, word("summary_hint", {})), text,
        make("p", {}, make("button", { type: "button", class: "button", "data-copy": "walk_summary" }, word("copy_summary", {})))),
    ];
  }

  function tidy(now) {
    const done = now.walk.evidence.answered.map((pair) => pair[0]).concat(now.walk.done);
    const parts = Array.from(new Set(done)).map((one) => copyOf(cardOf(one)[1], ".afterwards")).filter(Boolean);
    parts.forEach((part) => { openBlanks(part); fill(part); });
    return parts.length ? make("div", { class: "tidy" }, make("h3", {}, word("tidy_up", {})), ...parts) : null;
  }

  function solved(now) {
    const by = now.walk.solved, fixed = by === null ? null : model.list[by].fixes.map((pair) => pair[0]);
    const causes = ranked(now.chances).filter(([h, chance]) => h < data.causes.length && chance >= 0.05 && (!fixed || fixed.includes(h)));
    const named = by !== null && now.chances ? kbc.clearly(model, now.chances) : null;
    const prevent = causes.map(([h]) => copyOf(data.causes[h][0], ".prevent")).filter(Boolean);
    return [
      by === null ? null : make("p", { class: "fixed" }, word("what_helped", {}) + " ", make("b", { dir: "auto" }, cardOf(by)[2])),
      named !== null ? make("p", { class: "named" }, word("most_likely_it_was", {}) + " ", make("b", { dir: "auto" }, titleOf(named))) : null,
      tidy(now),
      prevent.length ? make("div", { class: "keep-away" }, make("h3", {}, word("keep_away", {})), ...prevent) : null,
    ];
  }

  const ranked = (chances) => (chances || []).map((chance, h) => [h, chance]).filter((pair) => pair[1] > 0).sort((a, b) => b[1] - a[1]);

  // A chance in a word, at the same chances as the compiler.
  const inAWord = (chance) => chance >= 0.5 ? "likely" : chance >= 0.1 ? "possible" : "unlikely";

  // The causes in words, the percentages on demand. Bars, which go from what it was to what it is, only where one leads.
  function likely(now) {
    const list = ranked(now.chances).filter(([h]) => h < data.causes.length), unknown = now.chances ? now.chances[data.causes.length] : 0;
    if (!list.length) return null;
    const top = list.slice(0, 5), rest = list.slice(5).reduce((all, pair) => all + pair[1], 0), leads = list[0][1] >= 0.25;
    const rows = top.map(([h, chance]) => make("li", {}, make("span", { class: "likely-title" }, make("a", { href: "#" + data.causes[h][0], dir: "auto" }, titleOf(h))),
      make("span", { class: "likely-chance" }, word(inAWord(chance), {}), make("span", { class: "number" }, " " + percent(chance))), leads ? bar(chance, now.previous ? now.previous[h] : chance) : null));
    const owner = data.owner, origin = [owner ? word("estimates_by", { owner }) : word("estimates", {}), data.reviewed ? word("reviewed_on", { date: data.reviewed }) : null,
      data.sources ? word("n_sources", { n: data.sources }) : null].filter(Boolean).join(", ");
    const section = make("section", { class: "likely", "aria-labelledby": "walk_likely" }, make("h3", { id: "walk_likely" }, word(leads ? "likely_causes" : "possible_causes", {})), make("ol", { role: "list" }, ...rows),
      unknown >= 0.005 ? make("p", { class: "hint unknown" }, word("not_known", {}), make("span", { class: "number" }, ": " + percent(unknown))) : null,
      make("details", { class: "numbers", open: numbers, toggle: (event) => { numbers = event.target.open; section.classList.toggle("in-numbers", numbers); } }, make("summary", {}, word("in_numbers", {})),
        rest > 0.005 ? make("p", { class: "hint" }, word("all_others", { chance: percent(rest) })) : null, make("p", { class: "hint", dir: "auto" }, origin)));
    section.classList.toggle("in-numbers", numbers);
    return section;
  }

  let numbers = false;

  function bar(chance, was) {
    const svg = (tag, attributes) => { const made = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const name in attributes) made.setAttribute(name, attributes[name]); return made; };
    const made = svg("svg", { class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }), fillBar = svg("rect", { class: "bar-fill", height: 4, width: was * 100 });
    made.append(svg("rect", { class: "bar-track", width: 100, height: 4 }), fillBar);
    requestAnimationFrame(() => requestAnimationFrame(() => fillBar.setAttribute("width", chance * 100)));
    return made;
  }

  function sofar(now) {
    if (!now.lines.length) return null;
    const rows = now.lines.map(([question, answer], at) => make("li", {}, make("span", { class: "asked", dir: "auto" }, question), make("b", { dir: "auto" }, answer), " ",
      button(word("change", {}), () => go(now.said.slice(0, at), now.said.slice(at).concat(now.undone)), "link")));
    rows.forEach((row, at) => row.lastChild.setAttribute("aria-label", word("change_of", { question: now.lines[at][0] })));
    return make("section", { class: "sofar", "aria-labelledby": "walk_sofar" }, make("h3", { id: "walk_sofar" }, word("so_far", {})), make("ol", { role: "list" }, ...rows));
  }

  // What a reader may say without being asked: what else is seen, and facts that may be asked later.
  function others(now) {
    if (now.walk.doing < 0 || now.walk.solved !== null) return null;
    const { seen, absent, answered, known } = now.walk.evidence, asked = kbc.stepOf(model, now.walk.doing);
    const row = (title, ...ways) => make("li", {}, make("span", { dir: "auto" }, title), make("span", { class: "pair" }, ...ways));
    const way = (title, text, label) => make("button", { type: "button", class: "quiet", dir: "auto", "aria-label": title + ": " + label, click: () => say(text) }, label);
    const group = (name, rows) => rows.length ? make("details", { class: "others" }, make("summary", {}, word(name, {})), make("ul", { role: "list" }, ...rows)) : null;
    const symptomsLeft = data.symptoms.filter((_, id) => model.own[id] && !seen.includes(id) && kbc.seeable(model, now.walk.evidence, id));
    const factsLeft = data.checks.filter((_, id) => isFact(id) && id !== asked && !answered.concat(known).some(([one]) => one === id));
    return [
      group("also_seen", symptomsLeft.map(([name, , title]) => row(title, ...[["+", "yes"], ["-", "no"]].map(([sign, answer]) => way(title, sign + encodeURIComponent(name), word(answer, {})))))),
      group("also_known", factsLeft.map((card) => row(card[2], ...card[6].map(([answer, label]) => way(card[2], encodeURIComponent(card[0]) + "=" + encodeURIComponent(answer), label))))),
    ];
  }

  function tools(now) {
    const back = now.said.length ? button(word("back", {}), () => go(now.said.slice(0, -1), now.said.slice(-1).concat(now.undone))) : null;
    if (back) back.className = "quiet back";
    return make("div", { class: "tools" }, back, button(word("start_over", {}), leave), make("button", { type: "button", class: "quiet", "data-copy": "" }, word("copy_link", {})));
  }

  function leave() {
    location.hash = "#page_symptoms";
  }

  // Shows what the address says.

  const status = make("p", { class: "unseen", role: "status" });
  panel.after(status);

  function show(byReader) {
    const state = read(location.hash);
    if (!state) {
      if (!shown || location.hash && location.hash !== "#page_symptoms" && location.hash !== "#page_main") return;
      shown = null;
      panel.hidden = true;
      panel.replaceChildren();
      article.classList.remove("walking");
      const start = document.querySelector(".symptoms h2");
      if (start && byReader) { start.tabIndex = -1; start.focus(); }
      return;
    }
    const now = follow(state), over = now.walk.solved !== null || now.walk.doing < 0;
    shown = now;
    panel.replaceChildren(
      make("div", { class: "walk-main" + (over ? " walk-end" : "") }, ...(over ? ending(now) : step(now)), tools(now)),
      make("div", { class: "walk-side" }, likely(now), sofar(now), ...(others(now) || [])));
    panel.hidden = false;
    article.classList.add("walking");
    const title = document.getElementById("page_walk_title"), top = ranked(now.chances).find(([h, chance]) => h < data.causes.length && chance >= 0.1);
    status.textContent = top ? word("now_likeliest", { cause: titleOf(top[0]), chance: word(inAWord(top[1]), {}) }) : "";
    if (byReader) {
      title.focus({ preventScroll: true });
      const place = panel.getBoundingClientRect().top;
      if (place < 0 || place > innerHeight * 0.6) panel.scrollIntoView();
    } else {
      panel.scrollIntoView();
    }
  }

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
