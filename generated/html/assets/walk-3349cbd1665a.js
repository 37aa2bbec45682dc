Object.assign(window.kbc.words, {"all_others":"All others together {chance}","already":"It is like that already","also_known":"What do you know already?","also_seen":"What else do you see?","answer_now":"Answer it now","answered_before":"– your answer before","attempt":"try {n}","back":"Back","came_back":"It came back","cannot_do":"I can’t do this","cannot_tell":"I can’t tell","caution":"With care","change":"Change","change_of":"Change the answer to: {question}","chart_end":"This is where it leads","check":"Check","close":"Close","contradiction":"These answers contradict each other","contradiction_help":"No cause fits all of them. Change the one that is wrong, or hand over.","copy":"Copy","copy_link":"Copy the link to here","copy_summary":"Copy the text","could_not_tell":"You could not tell:","days":"{n} d","decimal":".","destructive":"Something is lost","did_help":"Did this help?","end":"The end","estimates":"Estimates of this guide","estimates_by":"Estimates by {owner}","failed":"It did not help","fill_in":"Fill in once; it is put into every text and command here","filled_in":"Filled in","for_good":"What ends it for good:","get_help":"Get help now","glad":"Good. Nothing was recorded.","goes_on":"Another guide goes on from here","guide_before":"Guide before","guide_of":"Guide of {date}","hand_over":"Hand over","help":"Get help","hours":"{n} h","how_to":"How to check","in_numbers":"In numbers","keep_away":"Keep it from coming back","likeliest":"Likeliest","likely":"likely","likely_causes":"Likely causes","lost":"An answer in this link is not in this guide any more. It goes on from what still holds.","mail":"Mail","minutes":"{n} min","most_likely_it_was":"Most likely it was:","n_sources":"{n} sources","no":"No","not_known":"Not known yet","not_understood":"That says none of the answers. Choose one below.","now_likeliest":"Likeliest now: {cause}, {chance}.","offer_help":"You could not tell several things. Somebody may help you sooner.","only_around":"This gets round the trouble and does not end it.","other":"Something else","over":"over {n}%","paste_here":"Or paste what it says:","percent":"{n}%","please_add":"Please add","possible":"possible","possible_causes":"Possible causes","print":"Print","result":"The result","reviewed_on":"reviewed {date}","seconds":"{n} s","share":"Share","so_far":"So far","solved":"It is solved","start_over":"Start over","step":"Step {n}","summary":"A text for whoever takes over","summary_hint":"It holds all your answers. Add what is asked for, then copy it.","then_wait":"then wait {time}","tidy_up":"Tidy up","trouble_over":"The trouble is over","try":"Try","under":"under {n}%","understood_as":"Understood as:","unlikely":"unlikely","value_here":"Or type the value:","warning":"Warning","what_helped":"What helped:","what_we_know":"What we know","why":"Why this step?","why_answer":"“{answer}” comes in {chance} of cases; then “{cause}” goes from {from} to {to}.","why_before":"Needed before “{step}”.","why_begins":"The guide begins here.","why_decides":"What comes next depends on it.","why_helps":"helps in {chance} of cases like yours, most of all against “{cause}”.","why_led":"What you said leads here.","why_never":"“{answer}” would contradict what you said before.","why_seldom":"helps in {chance} of cases like yours only.","why_seldom_timed":"{time}; {said} It is offered because it costs no more.","why_tells":"tells “{cause}” from “{other}”.","why_tells_one":"tells whether it is “{cause}”.","why_timed":"{time}; {said}","workaround":"Gets round the trouble, does not end it","yes":"Yes"});
window.kbc.record = "record-e605a479bbdf.js";
(function () {
"use strict";
window.kbc.views = ({ data, model, article, checks, first, word, make, cardOf, choicesOf, isFact, go, say, leave }) => {
const kbc = window.kbc, WORKAROUND = 1, PREPARATION = 2;
const titleOf = (h) => data.causes[h] ? data.causes[h][1] : word("other", {});
function percent(chance) {
const hundredths = chance * 100;
if (hundredths > 1e-9 && hundredths < 1) return word("under", { n: 1 });
if (hundredths > 99 && hundredths < 100 - 1e-9) return word("over", { n: 99 });
return word("percent", { n: Math.round(hundredths) });
}
function minutes(time) {
const unit = (name, n) => word(name, { n: String(n).replace(".", word("decimal", {})) });
if (Math.round(time * 60) < 60) return unit("seconds", Math.round(time * 60));
if (time < 9.75) return unit("minutes", Math.round(time * 2) / 2);
const two = (whole, base, large, small) => unit(large, Math.floor(whole / base)) + (whole % base ? " " + unit(small, whole % base) : "");
const whole = Math.round(time);
return whole < 60 ? unit("minutes", whole) : whole < 2880 ? two(whole, 60, "hours", "minutes") : two(Math.round(time / 60), 24, "days", "hours");
}
const recorder = data.learn ? kbc.load(kbc.record).then(() => kbc.recording && kbc.recording.recorder({ data, model })) : null;
const recorded = (act) => { if (recorder) recorder.then((made) => made && act(made)); };
const store = "kbc " + location.pathname;
const blanks = (() => { try { return JSON.parse(sessionStorage.getItem(store)) || {}; } catch (_) { return {}; } })();
const taken = new Set();
function take(now) {
for (const { fill: name, value, text } of now.said) if (name && data.blanks[name] && !taken.has(text)) { taken.add(text); keep(name, value); }
}
function keep(name, value) {
blanks[name] = value;
try { sessionStorage.setItem(store, JSON.stringify(blanks)); } catch (_) { /* Nothing is kept where it may not be. */ }
}
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
for (const span of card.querySelectorAll("[data-blank]")) {
const value = blanks[span.dataset.blank], code = span.closest("code");
span.toggleAttribute("data-open", !value);
span.textContent = !value ? "<" + span.dataset.blank + ">" : code ? kbc.quoted((/language-(\S+)/.exec(code.className) || [])[1] || "", before(code, span), value) : value;
}
}
function before(code, span) {
const range = document.createRange();
range.setStart(code, 0);
range.setEndBefore(span);
return range.toString();
}
const filled = (text, open) => text.replace(/<([a-z][a-z0-9-]*)>/g, (whole, name) => data.blanks[name] && (blanks[name] || open) || whole);
function blankForm(names, card) {
const fields = names.map((name) => {
const [title, hint] = data.blanks[name], id = "walk_blank_" + name;
const input = make("input", { id, value: blanks[name] || "", autocomplete: "off", spellcheck: "false", dir: "auto",
"aria-describedby": hint ? id + "_hint" : false, input: (event) => { keep(name, event.target.value); fill(card); } });
return make("div", { class: "field" }, make("label", { for: id, dir: "auto" }, title), hint ? make("p", { id: id + "_hint", class: "hint", dir: "auto" }, hint) : null, input);
});
return fields.length ? make("div", { class: "blanks" }, make("p", { class: "label" }, word("fill_in", {})), ...fields) : null;
}
function field(step) {
const [name, , title, , , , choices] = cardOf(step), fits = choices.map((choice) => choice[2]).filter((means) => means !== undefined);
if (step >= checks || !fits.length) return null;
const isText = fits.every((means) => !Array.isArray(means)), told = make("p", { role: "status", class: "understood" });
const input = make(isText ? "textarea" : "input", { id: "walk_value", rows: isText && 3, inputmode: isText ? false : "decimal", autocomplete: "off", spellcheck: "false", dir: "auto", input: () => {
const at = kbc.understood(choices, input.value);
if (data.blanks[name]) keep(name, input.value.trim());
told.replaceChildren(...(at !== null ? [word("understood_as", {}) + " ", button(choices[at][1], () => say(encodeURIComponent(name) + "=" + encodeURIComponent(choices[at][0])), "quiet")] : input.value.trim() ? [word("not_understood", {})] : []));
} });
return make("div", { class: "field" }, make("label", { for: "walk_value" }, word(isText ? "paste_here" : "value_here", {}), make("span", { class: "unseen", dir: "auto" }, " " + title)), input, told);
}
function variants(card, now) {
const open = new Set();
for (const item of card.querySelectorAll("[data-fits]")) {
const check = Number(item.dataset.fact), said = kbc.outcomeSaid(model, now.walk.evidence, check), fits = said === null ? "-" : item.dataset.fits[said];
if (fits === "0") item.remove();
else if (fits === "1") item.querySelector(".variant").remove();
else if (said === null && isFact(check) && choicesOf(check).length) open.add(check);
}
const rows = Array.from(open, (check) => make("div", { class: "asked-fact", role: "group", "aria-label": cardOf(check)[2] }, make("b", { dir: "auto" }, cardOf(check)[2]),
...choicesOf(check).map((choice) => button(choice[1], () => say(encodeURIComponent(cardOf(check)[0]) + "=" + encodeURIComponent(choice[0]))))));
return rows.length ? make("div", {}, ...rows) : null;
}
function fold(kind, open, summary, fill, toggled) {
let made = open ? fill() : null;
return make("details", { class: kind, open, toggle: (event) => {
if (event.target.open && !made) event.target.append(...(made = fill()).filter(Boolean));
if (toggled) toggled(event.target.open);
} }, make("summary", {}, ...summary), ...(made || []));
}
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
function badges(step, ...before) {
const [, , , takes, waits, risk, , kind] = cardOf(step);
const badge = (kind, text) => make("span", { class: "badge " + kind }, text);
return make("p", { class: "badges" }, ...before, badge("kind", word(step < checks ? "check" : "try", {})), takes === null ? null : badge("time", minutes(takes)),
waits > 0 ? badge("time", word("then_wait", { time: minutes(waits) })) : null, kind === WORKAROUND ? badge("", word("workaround", {})) : null,
risk ? badge(risk > 1 ? "destructive" : "caution", word(risk > 1 ? "destructive" : "caution", {})) : null);
}
function warning(title, ...children) {
return make("div", { class: "warning", role: "note" }, make("p", { class: "warning-title" }, title), ...children);
}
function reason(step, now, ahead) {
const by = kbc.reason(model, now.walk.evidence, step);
if (!by) return [null, false];
const [kind, one, other] = by, [, , , takes, waits] = cardOf(step), isTimed = takes !== null && (kind === "tells" || kind === "helps"), seldom = kind === "helps" && ahead.helps < data.tables.negligible;
const name = seldom ? "why_seldom" : kind === "tells" && other === null ? "why_tells_one" : "why_" + kind;
const said = word(name, { chance: percent(ahead.helps), step: kind === "before" ? cardOf(one)[2] : "", cause: kind === "tells" || kind === "helps" ? titleOf(one) : "", other: other === undefined || other === null ? "" : titleOf(other) });
return [isTimed ? word(seldom ? "why_seldom_timed" : "why_timed", { said, time: minutes(takes + waits) }) : said.charAt(0).toUpperCase() + said.slice(1), seldom];
}
function why(step, now) {
const ahead = kbc.lookahead(model, now.walk.evidence, step), [said, seldom] = reason(step, now, ahead), isTold = data.chances !== "off";
if (!said || !isTold && step >= checks) return null;
return fold("reason", seldom, [word("why", {})], () => {
const list = step >= checks || !isTold ? [] : choicesOf(step).map((choice, at) => told(step, now, choice, at, ahead.outcomes[at] || [0])).filter(Boolean);
return [make("p", { dir: "auto" }, said), list.length ? make("ul", {}, ...list.map((point) => make("li", { dir: "auto" }, point))) : null];
});
}
function told(step, now, choice, at, [chance]) {
const round = (chance) => Math.round(chance * 100), evidence = now.walk.evidence;
const then = chance > 0 ? kbc.chances(model, Object.assign({}, evidence, { answered: evidence.answered.concat([[step, at]]) })) : null;
if (!then) return word("why_never", { answer: choice[1] });
let most = 0;
then.forEach((one, h) => { if (Math.abs(one - now.chances[h]) > Math.abs(then[most] - now.chances[most])) most = h; });
if (round(then[most]) === round(now.chances[most])) return null;
return word("why_answer", { answer: choice[1], chance: percent(chance), cause: titleOf(most), from: percent(now.chances[most]), to: percent(then[most]) });
}
function answers(step, now) {
const card = cardOf(step), last = now.undone.length && now.undone[0].step === step ? now.undone[0].text : null, remedy = step >= checks && card[7] !== PREPARATION;
const one = (text, label, kind) => {
const mark = last === text ? make("span", { class: "before" }, " " + word("answered_before", {})) : null;
return make("button", { type: "button", class: "answer " + kind, "data-say": text, click: () => say(text) }, make("span", { dir: "auto" }, label), mark);
};
const name = encodeURIComponent(card[0]);
const list = choicesOf(step).map((choice) => one(name + "=" + encodeURIComponent(choice[0]), choice[1], step < checks ? "outcome" : "failed"));
if (remedy) list.unshift(one(name + "=solved", word("solved", {}), "solved"));
const already = remedy && data.tables.remedies[first.indexOf(step)].tries < 2 ? one(name + "!", word("already", {}), "cannot") : null;
return make("div", { class: "answers", role: "group", "aria-labelledby": "page_walk_title" }, ...list,
make("div", { class: "else" }, already, one(name + "?", word(step < checks ? "cannot_tell" : "cannot_do", {}), "cannot")));
}
const QUICK = 0.25;
function step(now) {
const { answered, tried: failed } = now.walk.evidence, at = kbc.stepOf(model, now.walk.doing);
const tried = at < checks ? answered.filter(([check]) => check === at).length : failed.filter(([remedy]) => first[remedy] === at).length, [, anchor, title, takes, waits, risk] = cardOf(at);
const card = copyOf(anchor, ".symptom-about") || copyOf(anchor), facts = card && variants(card, now), names = card ? openBlanks(card) : [], number = now.said.filter((one) => one.step !== undefined && !now.walk.evidence.known.some(([fact]) => fact === one.step)).length + 1;
if (card) fill(card);
const quick = card && !facts && at < checks && (takes === null ? isFact(at) : takes + waits < QUICK) && !risk && !names.length;
const place = make("span", { class: "walk-place" }, word("step", { n: number }) + (tried ? " · " + word("attempt", { n: tried + 1 }) : ""));
return [
badges(at, place), heading(title), ...now.news.map((text) => warning(word("warning", {}), make("p", { dir: "auto" }, text))),
passed(at, now), offer(now), facts, card ? blankForm(names, card) : null,
card && card.textContent.trim() ? quick ? make("details", { class: "folded" }, make("summary", {}, word("how_to", {})), card) : card : null,
field(at), why(at, now), answers(at, now),
];
}
const heading = (text) => make("h2", { id: "page_walk_title", tabindex: "-1", dir: "auto" }, text);
const PATIENCE = 3;
function offer(now) {
if (now.walk.evidence.declined.filter((step) => step < checks).length < PATIENCE) return null;
return make("p", { class: "offer" }, word("offer_help", {}) + " ", button(word("get_help", {}), () => say("!"), "link"));
}
function passed(step, now) {
const untold = step < checks ? [] : kbc.untold(model, now.walk.evidence, step);
const rows = untold.map((one) => {
const at = now.said.findIndex((move) => move.step === one && move.cannot);
return make("p", { class: "passed" }, word("could_not_tell", {}) + " ", make("b", { dir: "auto" }, cardOf(one)[2]), " ",
button(word("answer_now", {}), () => go(now.said.slice(0, at), now.said.slice(at).concat(now.undone)), "link"));
});
return rows.length ? make("div", {}, ...rows) : null;
}
const ranked = (chances) => (chances || []).map((chance, h) => [h, chance]).filter((pair) => pair[1] > 0).sort((a, b) => b[1] - a[1]);
const inAWord = (chance) => chance >= 0.5 ? "likely" : chance >= 0.1 ? "possible" : "unlikely";
function likely(now) {
const list = ranked(now.chances).filter(([h]) => h < data.causes.length), unknown = now.chances ? now.chances[data.causes.length] : 0;
if (!list.length || data.chances === "off") return null;
const top = list.slice(0, 5), rest = list.slice(5).reduce((all, pair) => all + pair[1], 0), leads = list[0][1] >= 0.25;
const rows = top.map(([h, chance]) => make("li", {}, make("span", { class: "likely-title" }, make("a", { href: "#" + data.causes[h][0], dir: "auto" }, titleOf(h))),
make("span", { class: "likely-chance" }, word(inAWord(chance), {}), make("span", { class: "percent" }, " " + percent(chance))), leads ? meter(chance, now.previous ? now.previous[h] : chance) : null));
const owner = data.owner, origin = [owner ? word("estimates_by", { owner }) : word("estimates", {}), data.reviewed ? word("reviewed_on", { date: data.reviewed }) : null,
data.sources ? word("n_sources", { n: data.sources }) : null].filter(Boolean).join(", ");
const section = make("section", { class: "likely", "aria-labelledby": "walk_likely" }, make("p", { id: "walk_likely", class: "side-title" }, word(list[0][1] >= 0.5 ? "likely_causes" : "possible_causes", {})), make("ol", { role: "list" }, ...rows),
unknown >= 0.005 ? make("p", { class: "hint" + (unknown < 0.1 ? " percent" : "") }, word("not_known", {}) + ": " + word(inAWord(unknown), {}), make("span", { class: "percent" }, " " + percent(unknown))) : null,
make("details", { class: "numbers", open: numbers, toggle: (event) => { numbers = event.target.open; section.classList.toggle("in-numbers", numbers); } }, make("summary", {}, word("in_numbers", {})),
rest > 0.005 ? make("p", { class: "hint" }, word("all_others", { chance: percent(rest) })) : null, make("p", { class: "hint", dir: "auto" }, origin)));
section.classList.toggle("in-numbers", numbers);
return section;
}
let numbers = data.chances === "numbers";
function meter(chance, was) {
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
return make("section", { class: "sofar", "aria-labelledby": "walk_sofar" }, make("p", { id: "walk_sofar", class: "side-title" }, word("so_far", {})), make("ol", { role: "list" }, ...rows));
}
function others(now) {
if (now.walk.doing < 0 || now.walk.solved !== null) return null;
const { seen, absent, answered, known } = now.walk.evidence, asked = kbc.stepOf(model, now.walk.doing);
const row = (title, ...ways) => make("li", {}, make("span", { dir: "auto" }, title), make("span", { class: "pair" }, ...ways));
const way = (title, text, label) => make("button", { type: "button", class: "quiet", dir: "auto", "aria-label": title + ": " + label, click: () => say(text) }, label);
const group = (name, list, show) => list.length ? fold("others", false, [word(name, {})], () => [make("ul", { role: "list" }, ...list.map(show))]) : null;
const symptomsLeft = data.symptoms.filter((_, id) => model.own[id] && !seen.includes(id) && kbc.seeable(model, now.walk.evidence, id));
const factsLeft = data.checks.filter((_, id) => isFact(id) && id !== asked && !answered.concat(known).some(([one]) => one === id));
return [
group("also_seen", symptomsLeft, ([name, , title]) => row(title, ...[["+", "yes"], ["-", "no"]].map(([sign, answer]) => way(title, sign + encodeURIComponent(name), word(answer, {}))))),
group("also_known", factsLeft, (card) => row(card[2], ...card[6].map(([answer, label]) => way(card[2], encodeURIComponent(card[0]) + "=" + encodeURIComponent(answer), label)))),
];
}
function wayBack(before) {
try {
const found = new URL(decodeURIComponent(before || ""), location.href);
return before && found.protocol === location.protocol && found.host === location.host ? found : null;
} catch (_) { return null; }
}
function bar(now, over) {
const back = button(word("back", {}), () => now.said.length ? go(now.said.slice(0, -1), now.said.slice(-1).concat(now.undone)) : leave(), "quiet back");
const from = wayBack(now.before), link = from ? make("a", { class: "quiet", href: from.href }, word("guide_before", {})) : null;
return make("div", { class: "walk-bar" }, back, make("p", { dir: "auto" }, data.title), link, over ? null : button(word("help", {}), () => say("!"), "quiet help"));
}
const wide = matchMedia("(min-width: 62rem)");
let opened = false;
function known(now) {
const summary = [word("what_we_know", {}), now.lines.length ? make("span", { class: "count" }, String(now.lines.length)) : null].filter(Boolean);
const tools = () => make("div", { class: "tools" }, button(word("start_over", {}), leave), make("button", { type: "button", class: "quiet", "data-copy": "" }, word("copy_link", {})));
return fold("known", wide.matches || opened, summary, () => [make("div", { class: "walk-side" }, likely(now), sofar(now), ...(others(now) || []), tools())], (open) => { if (!wide.matches) opened = open; });
}
const KNOWN_ENOUGH = 0.05;
const place = (name) => make("p", { class: "walk-place" }, word(name, {}));
function ending(now) {
const { walk } = now, kind = walk.solved !== null ? kbc.ends.SOLVED : kbc.kindOf(walk.doing), id = walk.doing < 0 ? kbc.idOf(walk.doing) : 0;
const cause = walk.solved !== null && now.chances ? kbc.clearly(model, now.chances) : null;
const takesOver = kind === kbc.ends.ESCALATE || kind === kbc.ends.CONTRADICTION ? data.escalations[id][2] : null;
tell(now, ["escalation", "contradiction", "guide", "solved"][kind], cause, takesOver && summary(now, takesOver));
if (kind === kbc.ends.SOLVED) return [place("end"), heading(word("trouble_over", {})), ...solved(now, cause), share(now)];
if (kind === kbc.ends.GUIDE) {
const [href, title] = data.guides[id];
return [place("end"), heading(word("goes_on", {})), make("p", {}, make("a", { class: "button", href: href + onward(now), dir: "auto" }, title)), share(now)];
}
const [anchor, title, collect] = data.escalations[id];
if (!collect && kind === kbc.ends.ESCALATE) return [place("result"), heading(title), tidy(now), copyOf(anchor), share(now)];
return [
place(data.causes.length ? "hand_over" : "chart_end"), heading(title),
kind === kbc.ends.CONTRADICTION ? warning(word("contradiction", {}), make("p", {}, word("contradiction_help", {}))) : null,
tidy(now), copyOf(anchor), handover(now, collect), share(now),
];
}
function share(now) {
const box = recorder ? make("div", { class: "share" }) : null;
recorded((made) => made.share(box, now));
return box;
}
function onward(now) {
const told = now.said.filter((move) => !move.help && (move.fill || move.see !== undefined || move.step < checks && !move.cannot)).map((move) => move.text);
return "#go/" + told.join("/") + "^" + encodeURIComponent(location.href);
}
function tell(now, kind, cause, text) {
const { solved } = now.walk;
document.dispatchEvent(new CustomEvent("kbc:end", { detail: {
guide: article.dataset.guide, kind, helped: solved === null ? null : cardOf(solved)[0], cause: cause === null ? null : data.causes[cause][1], steps: now.said.length, answers: now.lines, text,
} }));
}
function handover(now, collect) {
const text = make("textarea", { id: "walk_summary", rows: 10, spellcheck: "false", dir: "auto" }), printed = make("pre", { class: "printed", dir: "auto" });
text.value = printed.textContent = summary(now, collect || []);
text.addEventListener("input", () => { printed.textContent = text.value; });
recorded((made) => { if (made.code()) text.value = printed.textContent = text.value + "\nkbc " + made.code() + "\n"; });
const mail = make("a", { class: "quiet", href: "#", click: (event) => { event.stopPropagation(); event.target.href = "mailto:?subject=" + encodeURIComponent(data.title) + "&body=" + encodeURIComponent(text.value.replace(/\n/g, "\r\n")); } }, word("mail", {}));
return make("div", { class: "handover" }, make("label", { for: "walk_summary" }, word("summary", {})), make("p", { class: "hint" }, word("summary_hint", {})), text, printed,
make("div", { class: "tools" }, make("button", { type: "button", class: "button", "data-copy": "walk_summary" }, word("copy_summary", {})), button(word("print", {}), () => print()), mail,
navigator.share ? button(word("share", {}), () => navigator.share({ title: data.title, text: text.value }).catch(() => {})) : null));
}
function summary(now, collect) {
const contradiction = now.walk.doing < 0 && kbc.kindOf(now.walk.doing) === kbc.ends.CONTRADICTION, unknown = now.chances ? now.chances[data.causes.length] : 0;
const likely = contradiction ? [] : ranked(now.chances).filter(([h, chance]) => chance >= KNOWN_ENOUGH && h < data.causes.length).slice(0, 3);
const part = (title, list) => list.length ? "\n" + title + "\n" + list.map((one) => "- " + one + "\n").join("") : "", told = (chance) => data.chances === "off" ? "" : " (" + word(inAWord(chance), {}) + ", " + percent(chance) + ")";
const written = Object.keys(data.blanks).filter((name) => blanks[name]).map((name) => data.blanks[name][0] + ": " + blanks[name]);
const origin = [new Date().toISOString().slice(0, 10), data.changed ? word("guide_of", { date: data.changed }) : null, location.protocol === "file:" ? null : location.href].filter(Boolean);
return data.title + "\n" + part(word("so_far", {}) + ":", now.lines.map((pair) => pair.join(" – "))) + part(word("filled_in", {}) + ":", written)
+ (contradiction ? "\n" + word("contradiction", {}) + "\n" : "")
+ part(word("likeliest", {}) + ":", likely.map(([h, chance]) => titleOf(h) + told(chance))) + (likely.length && unknown >= KNOWN_ENOUGH && data.chances !== "off" ? word("not_known", {}) + ": " + percent(unknown) + "\n" : "")
+ part(word("please_add", {}) + ":", collect.map((one) => filled(one, "…")).map((one) => one.includes(": ") ? one : one + ": ")) + "\n" + origin.join("\n") + "\n";
}
function tidy(now) {
const done = now.walk.evidence.answered.map((pair) => pair[0]).concat(now.walk.done);
const parts = Array.from(new Set(done)).map((one) => copyOf(cardOf(one)[1], ".afterwards")).filter(Boolean);
parts.forEach((part) => { openBlanks(part); fill(part); });
return parts.length ? make("div", { class: "tidy" }, make("h3", {}, word("tidy_up", {})), ...parts) : null;
}
function solved(now, cause) {
const by = now.walk.solved, fixed = by === null ? null : model.list[by].fixes.map((pair) => pair[0]);
const causes = ranked(now.chances).filter(([h, chance]) => h < data.causes.length && chance >= KNOWN_ENOUGH && (!fixed || fixed.includes(h))).map((pair) => pair[0]);
const prevent = causes.map((h) => copyOf(data.causes[h][0], ".prevent")).filter(Boolean).map((said) => make("div", { class: "prose", dir: "auto" }, ...said.childNodes));
return [
by === null ? null : make("p", { class: "fixed" }, word("what_helped", {}) + " ", make("b", { dir: "auto" }, cardOf(by)[2])),
cause !== null ? make("p", { class: "named" }, word("most_likely_it_was", {}) + " ", make("b", { dir: "auto" }, titleOf(cause))) : null,
by === null ? null : lasting(by, causes), tidy(now),
prevent.length ? make("div", { class: "keep-away" }, make("h3", {}, word("keep_away", {})), ...prevent) : null,
by === null ? null : asked(now, by),
];
}
function lasting(by, causes) {
if (cardOf(by)[7] !== WORKAROUND) return null;
const repairs = data.remedies.filter((card, id) => card[7] === 0 && model.list[first[id]].fixes.some(([h]) => causes.includes(h)));
const list = repairs.map((card) => make("li", {}, make("a", { href: "#" + card[1], dir: "auto" }, card[2])));
return make("div", {}, make("p", {}, word("only_around", {}) + (list.length ? " " + word("for_good", {}) : "")), list.length ? make("ul", {}, ...list) : null);
}
function asked(now, by) {
const box = make("div", { class: "did-help", role: "group", "aria-labelledby": "walk_did_help" }), ways = cardOf(by)[6], name = encodeURIComponent(cardOf(by)[0]);
const before = now.said.slice(0, -1), failed = () => go(ways.length > 1 ? before : before.concat({ text: name + "=" + (ways.length ? encodeURIComponent(ways[0][0]) : "failed") }), []);
box.append(make("p", { id: "walk_did_help", class: "label" }, word("did_help", {})),
button(word("yes", {}), () => { box.replaceChildren(make("p", { role: "status" }, word("glad", {}))); recorded((made) => made.send()); }), button(word("no", {}), failed), button(word("came_back", {}), failed));
return box;
}
let sheet = null;
function look(anchor) {
const found = document.getElementById(anchor), copy = found && copyOf(anchor);
if (!copy) return;
if (!sheet) {
sheet = make("dialog", { class: "sheet", "aria-labelledby": "walk_sheet_title", click: (event) => {
const link = event.target.closest('a[href^="#"]');
if (event.target === sheet) sheet.close();
if (!link) return;
event.preventDefault();
look(decodeURIComponent(link.hash.slice(1)));
} });
document.body.append(sheet);
}
const own = copy.querySelector("h3"), around = found.closest("section, .step"), title = own || around && around.querySelector("h2, h3, .step-title");
const text = title ? title.cloneNode(true) : null;
if (text) text.querySelectorAll("sup").forEach((one) => one.remove());
if (own) own.remove();
sheet.replaceChildren(make("div", { class: "sheet-head" }, make("h2", { id: "walk_sheet_title", tabindex: "-1", dir: "auto" }, text ? text.textContent.trim() : data.title), button(word("close", {}), () => sheet.close())), ...(copy.tagName === "LI" ? [make("div", {}, ...copy.childNodes)] : [copy]));
if (!sheet.open) sheet.showModal();
sheet.scrollTop = 0;
}
function parts(now) {
take(now);
recorded((made) => made.step(now));
const over = now.walk.solved !== null || now.walk.doing < 0, list = over ? ending(now) : step(now);
return [bar(now, over), known(now), make("div", { class: "walk-main" + (over ? " walk-end" : "") }, now.lost ? make("p", { class: "lost", role: "note" }, word("lost", {})) : null, ...list.filter(Boolean))];
}
function likeliest(now) {
const top = ranked(now.chances).find(([h, chance]) => h < data.causes.length && chance >= 0.1);
return top && data.chances !== "off" ? word("now_likeliest", { cause: titleOf(top[0]), chance: word(inAWord(top[1]), {}) }) : "";
}
function warm(now) {
if (now.walk.doing >= 0) step(now);
}
return { parts, likeliest, look, warm };
};
})();
