Object.assign(window.kbc.words, {"already":"It is like that already","back":"Back","check":"Check","close":"Close","destructive":"Something is lost","end":"The end","failed":"It did not help","help":"Get help","helped":"It helped","is_so_already":"It is like that already","likeliest":"Likeliest","lost":"An answer in this link is not in this guide any more. It goes on from what still holds.","no":"No","not_done":"Cannot be done","not_told":"Cannot tell","other":"Something else","over":"over {n}%","possible":"possible","solved":"It is solved","step":"Step {n}","under":"under {n}%","warning":"Warning","yes":"Yes"});
window.kbc.more = "walk-3349cbd1665a.js";
(function (world) {
"use strict";
const UNDONE = 0, GONE = 1, DONE = 2, VOID = 0x4000, AGAIN = 0x2000;
const ESCALATE = 0, CONTRADICTION = 1, GUIDE = 2, SOLVED = 3;
const sum = (list) => { let total = 0; for (const one of list) total += one; return total; };
const times = (weights, by) => { for (let h = 0; h < weights.length; h++) weights[h] *= by[h]; };
const end = (id, kind) => -1 - 4 * id - kind;
const kindOf = (target) => (-1 - target) % 4;
const idOf = (target) => Math.floor((-1 - target) / 4);
function readRow(short, width) {
const row = new Array(width).fill(short[0]);
for (let at = 1; at < short.length; at += 2) row[short[at]] = short[at + 1];
return row;
}
function readTable(item, width) {
if (!item.columns) return [];
const which = new Array(width).fill(0), others = item.others || [];
for (let at = 0; at < others.length; at += 2) which[others[at]] = others[at + 1];
return item.columns[0].map((_, outcome) => which.map((column) => item.columns[column][outcome]));
}
function readMove(item, step, tables) {
const routes = new Array(tables.length).fill(null);
for (const [outcome, target] of item.to || []) routes[outcome] = target;
return {
step, cost: item.cost, stage: item.stage === undefined ? -1 : item.stage, destructive: false, enabler: false, tables, routes,
renews: item.renews || [], renewed: [], cannot: item.cannot || null, after: (item.after || []).slice(), dependents: [], over: [], fixes: [], voids: [], when: item.when || null, skips: [],
};
}
function read(data) {
const width = data.prior.length;
const model = {
data, width, rules: data.rules || [], possible: data.possible || [], places: data.places || [], list: [], checks: data.checks.length, first: [], kind: [],
symptoms: data.symptoms.map((short) => readRow(short, width)),
own: data.symptoms.map((_, id) => data.own.includes(id)),
price: data.escalations[data.escalation] || 0, coupled: new Map(), place: null, start: null,
};
data.checks.forEach((check, id) => {
const kind = check.kind === undefined ? null : check.kind;
let tables = readTable(check, width);
if (kind !== null && kind >= 0) tables = [model.symptoms[kind].slice(), model.symptoms[kind].map((chance) => 1 - chance)];
else if (kind !== null && kind < -1) tables = [1, 0].map((chance) => new Array(width).fill(chance));
model.kind.push(kind);
model.list.push(readMove(check, id, tables));
});
data.remedies.forEach((remedy) => {
const phi = new Array(width).fill(0), fixes = [];
for (let at = 0; at < remedy.fixes.length; at += 2) {
phi[remedy.fixes[at]] = remedy.fixes[at + 1];
fixes.push([remedy.fixes[at], remedy.fixes[at + 1]]);
}
let voids = readTable(remedy, width);
if (!voids.length) voids = [new Array(width).fill(1)];
const tables = voids.map((ways) => ways.map((chance, h) => (1 - phi[h]) * chance));
const first = model.list.length;
model.first.push(first);
for (let copy = 0; copy < remedy.tries; copy++) {
const move = readMove(remedy, first, tables);
if (copy) move.after.push(first + copy - 1);
move.fixes = fixes;
move.voids = voids;
move.told = Boolean(remedy.columns);
model.list.push(move);
}
});
data.remedies.forEach((remedy, id) => {
for (const weak of remedy.over || []) {
for (const copy of copies(model, model.first[weak])) model.list[copy].over.push(model.first[id]);
}
});
model.list.forEach((move, index) => { for (const before of move.after) model.list[before].dependents.push(index); });
model.list.forEach((move, index) => { for (const check of move.renews) model.list[check].renewed.push(index); });
for (const index of data.destructive || []) model.list[index].destructive = true;
for (const index of data.enablers || []) model.list[index].enabler = true;
model.rules.forEach((rule) => { for (const step of rule.skip || []) for (const copy of copies(model, step)) model.list[copy].skips.push(rule.when); });
model.ruled = model.rules.some((rule) => rule.next !== undefined);
model.nodes = [];
for (let at = 0; at < data.flow.length;) {
const doing = data.flow[at++], number = model.nodes.length, next = [];
if (doing >= 0) for (const _ of model.list[doing].tables) next.push(number - data.flow[at++]);
model.nodes.push({ doing, next });
}
return model;
}
const isCheck = (model, index) => index < model.checks;
function copies(model, first) {
const found = [first];
if (first >= model.checks) while (found[0] + found.length < model.list.length && model.list[found[0] + found.length].step === first) found.push(found[0] + found.length);
return found;
}
const SETTLED = 5, isLeaf = (condition) => condition[0] < 3 || condition[0] === SETTLED;
function truth(condition, leaf) {
if (isLeaf(condition)) return leaf(condition);
if (condition[0] === 3) { const value = truth(condition[1], leaf); return value < 0 ? value : 1 - value; }
let sure = 0, possible = 0;
for (let at = 2; at < condition.length; at++) {
const value = truth(condition[at], leaf);
if (value === 1) sure++;
if (value !== 0) possible++;
}
return sure >= condition[1] ? 1 : possible < condition[1] ? 0 : -1;
}
function reachable(condition, leaf) {
if (isLeaf(condition)) return leaf(condition);
if (condition[0] === 3) { const [holds, fails] = reachable(condition[1], leaf); return [fails, holds]; }
const n = condition[1], parts = condition.length - 2;
let trues = 0, falses = 0;
for (let at = 2; at < condition.length; at++) {
const [holds, fails] = reachable(condition[at], leaf);
if (holds) trues++;
if (fails) falses++;
}
return [trues >= n, n > 0 && falses + n > parts];
}
function mentions(condition, found) {
if (isLeaf(condition)) found.push(condition[1]);
else for (let at = condition[0] === 3 ? 1 : 2; at < condition.length; at++) mentions(condition[at], found);
return found;
}
const distinct = (list) => Array.from(new Set(list)).sort((a, b) => a - b);
const outcomeOf = (code) => code >= DONE ? (code & ~(VOID | AGAIN)) - DONE : null;
const onceMore = (code, outcome, ways) => { const all = outcome + ways * ((code & ~(VOID | AGAIN)) - DONE + 1); return all < AGAIN - DONE - 1 ? DONE + all : null; };
const answerOf = (model, codes, check) => { const found = outcomeOf(codes[check]); return found === null ? null : found % model.list[check].tables.length; };
const wayOf = (model, codes, index) => (isCheck(model, index) ? answerOf(model, codes, index) : outcomeOf(codes[index])) || 0;
const isOpen = (code) => code === UNDONE || (code & AGAIN) > 0;
const leafTold = (answer, tried, failed, settled) => (leaf) => {
if (leaf[0] === 1) return tried(leaf[1]) ? 1 : 0;
if (leaf[0] === SETTLED) return settled(leaf[1]) ? 1 : 0;
const found = leaf[0] === 0 ? answer(leaf[1]) : failed(leaf[1]);
return found === null ? -1 : found === leaf[2] ? 1 : 0;
};
const leafOf = (model, codes) => leafTold((check) => answerOf(model, codes, check), (step) => codes[step] >= DONE, (step) => {
const way = outcomeOf(codes[step]);
return way !== null && way < model.list[step].tables.length ? way : null;
}, (check) => codes[check] !== UNDONE);
const holds = (model, codes, when) => truth(when, leafOf(model, codes)) === 1;
const superseded = (model, codes, index) => model.list[index].over.some((strong) => codes[strong] >= DONE);
function help(model, codes, weights, index) {
if (superseded(model, codes, index)) return 0;
let chance = 0;
for (const [h, phi] of model.list[index].fixes) chance += weights[h] * phi;
return chance;
}
function constant(table, weights) {
let first = null;
for (let h = 0; h < weights.length; h++) {
if (weights[h] > 0) {
if (first === null) first = table[h];
else if (table[h] !== first) return false;
}
}
return true;
}
function useful(model, codes, weights, coupled, index) {
const move = model.list[index];
if (move.enabler) return true;
for (const later of move.dependents) {
if (codes[later] === UNDONE && model.list[later].step !== move.step && useful(model, codes, weights, coupled, later)) return true;
}
const gone = !isCheck(model, index) && superseded(model, codes, index);
if (!gone && move.fixes.some(([h]) => weights[h] > 0)) return true;
return coupled(index) || (gone ? move.voids : move.tables).some((table) => !constant(table, weights));
}
function enough(model, chance, total) {
const negligible = model.data.negligible;
return chance > 0 && (negligible <= 0 || chance >= (negligible - model.data.limits.near) * total);
}
const skipped = (model, codes, index) => model.list[index].skips.some((when) => holds(model, codes, when));
function before(model, index) {
const found = [index];
for (let at = 0; at < found.length; at++) for (const one of model.list[found[at]].after) if (!found.includes(one)) found.push(one);
return found;
}
function ruledRoute(model, earlier, codes) {
if (!model.ruled) return null;
for (const rule of model.rules) {
if (rule.next === undefined) continue;
const was = earlier !== null && holds(model, earlier, rule.when);
if (holds(model, codes, rule.when) && !was) return rule.next;
}
return null;
}
function reach(model, alive, codes, condition, unknown) {
const all = mentions(condition, []).sort((a, b) => a - b), repeated = [];
const mayChange = (now, index) => alive[index] || (now[index] >= DONE && model.list[index].renewed.some((remedy) => now[remedy] === UNDONE && alive[remedy]));
for (let at = 1; at < all.length; at++) if (all[at] === all[at - 1] && mayChange(codes, all[at]) && !repeated.includes(all[at])) repeated.push(all[at]);
const free = (now) => (leaf) => {
const index = leaf[1];
if (leaf[0] === 0 && now[index] !== UNDONE && mayChange(now, index)) return [true, model.list[index].tables.length > 1];
const others = leaf[0] === 1 || leaf[0] === SETTLED || model.list[index].tables.length > 1;
if (now[index] === UNDONE && alive[index]) return [true, others || unknown];
const value = leafOf(model, now)(leaf);
return value < 0 ? [unknown, unknown] : [value === 1, value === 0];
};
const choices = (index) => model.list[index].tables.length + (isCheck(model, index) ? 0 : 1);
const total = repeated.reduce((product, index) => product * choices(index), 1);
if (!repeated.length || total > model.data.limits.assignments) return reachable(condition, free(codes));
const now = codes.slice();
let can = false, cannot = false;
for (let number = 0; number < total; number++) {
let rest = number;
for (const index of repeated) {
const choice = rest % choices(index);
rest = Math.floor(rest / choices(index));
now[index] = choice < model.list[index].tables.length ? DONE + choice : UNDONE;
}
const open = free(now);
const [is, fails] = reachable(condition, (leaf) => {
if ((leaf[0] === 1 || leaf[0] === 2) && repeated.includes(leaf[1]) && now[leaf[1]] === UNDONE) return leaf[0] === 1 ? [false, true] : [unknown, unknown];
if (leaf[0] === 0 && repeated.includes(leaf[1])) { const is = answerOf(model, now, leaf[1]) === leaf[2]; return [is, !is]; }
return open(leaf);
});
can = can || is;
cannot = cannot || fails;
}
return [can, cannot];
}
function findAlive(model, codes) {
if (!model.data.conditional) return model.list.map((_, index) => isOpen(codes[index]));
const alive = model.list.map(() => false);
for (let changed = true; changed;) {
changed = false;
model.list.forEach((move, index) => {
if (!isOpen(codes[index]) || alive[index]) return;
if (move.when && !reach(model, alive, codes, move.when, false)[0]) return;
if (move.skips.some((when) => holds(model, codes, when) && !reach(model, alive, codes, when, true)[1])) return;
alive[index] = changed = true;
});
}
return alive;
}
function permitted(model, codes, weights, coupled) {
const list = model.list, order = model.data.order;
if (!model.data.constrained) {
return { escalate: true, forced: false, asking: null, moves: order.filter((index) => isOpen(codes[index]) && useful(model, codes, weights, coupled, index)) };
}
const alive = findAlive(model, codes);
const fulfilled = (index) => codes[index] !== UNDONE || !alive[index];
const basic = list.map((move, index) => isOpen(codes[index]) && alive[index] && move.after.every(fulfilled)
&& (!move.when || holds(model, codes, move.when)) && !skipped(model, codes, index));
for (const rule of model.rules) {
for (const needed of rule.require || []) {
if (fulfilled(needed) || !holds(model, codes, rule.when)) continue;
const allowed = before(model, needed);
for (let index = model.checks; index < list.length; index++) basic[index] = basic[index] && allowed.includes(index);
}
}
const total = sum(weights);
const helps = (index) => enough(model, help(model, codes, weights, index), total);
const remedies = list.map((_, index) => index).slice(model.checks);
if (list.some((move) => move.destructive)
&& remedies.some((index) => codes[index] === UNDONE && alive[index] && !list[index].destructive && helps(index))) {
for (const index of remedies) if (list[index].destructive) basic[index] = false;
}
const routed = findRouted(model, codes, alive, basic, fulfilled);
if (routed.length) return { escalate: false, forced: true, moves: routed, asking: null };
let stage = Infinity;
for (const index of remedies) if (basic[index] && helps(index) && list[index].stage >= 0) stage = Math.min(stage, list[index].stage);
const moves = order.filter((index) => basic[index] && (isCheck(model, index) || list[index].stage <= stage) && useful(model, codes, weights, coupled, index));
const last = !model.data.last || remedies.every((index) => codes[index] !== UNDONE || !alive[index] || skipped(model, codes, index) || !helps(index));
const may = { escalate: !moves.length || last, forced: false, moves, asking: null };
const fact = may.escalate ? deciding(model, codes, weights, alive, fulfilled) : null;
if (fact !== null) {
may.escalate = false;
if (last) may.asking = list[fact].cost;
}
return may;
}
function deciding(model, codes, weights, alive, fulfilled) {
const facts = model.data.deciding || [];
if (!facts.length) return null;
const leaf = leafOf(model, codes), whenOf = (id) => { const found = (model.data.meant_for || []).find((pair) => pair[0] === id); return found ? found[1] : null; };
const first = takingOver(model, weights).find((id) => whenOf(id) === null || truth(whenOf(id), leaf) !== 0);
const when = first === undefined ? null : whenOf(first);
if (when === null || truth(when, leaf) !== -1) return null;
const named = (condition) => distinct(mentions(condition, []).filter((index) => isCheck(model, index))), open = named(when);
for (let at = 0; at < open.length; at++) {
const check = open[at], move = model.list[check];
if (codes[check] !== UNDONE || !alive[check] || !facts.includes(check)) continue;
if (move.after.every(fulfilled) && (!move.when || holds(model, codes, move.when)) && !skipped(model, codes, check)) return check;
for (const fact of move.when ? named(move.when) : []) if (!open.includes(fact)) open.push(fact);
}
return null;
}
function findRouted(model, codes, alive, basic, fulfilled) {
const target = codes[model.list.length] - 1;
if (target < 0 || !isOpen(codes[target]) || !alive[target] || skipped(model, codes, target)) return [];
if (basic[target]) return [target];
const needed = [], open = [target];
while (open.length) for (const one of model.list[open.pop()].after) if (!fulfilled(one) && !needed.includes(one)) { needed.push(one); open.push(one); }
return model.data.order.filter((index) => needed.includes(index) && basic[index]);
}
const givenLeaf = (answers) => (one) => one[0] !== 0 || answers[one[1]] === null ? -1 : answers[one[1]] === one[2] ? 1 : 0;
function couple(model, given, { seen, absent }, silent, weights) {
const key = [given, seen, absent].join("|"), kept = model.coupled.get(key) || coupledBy(model, given, seen, silent);
if (model.coupled.size > 20) model.coupled.clear();
model.coupled.set(key, kept);
for (const by of kept.weighs) times(weights, by);
return kept;
}
function coupledBy(model, given, seen, silent) {
const open = [], leaf = givenLeaf, weighs = [];
const consider = (condition, settled, by, isSeen) => {
const now = truth(condition, leaf(given));
if (now === settled) return weighs.push(by);
if (now !== -1) return undefined;
const checks = distinct(mentions(condition, []).filter((index) => index < model.checks && given[index] === null && model.kind[index] !== -1));
if (checks.length) open.push({ checks, by, isSeen, holds: (answers) => truth(condition, leaf(answers)) === settled });
return undefined;
};
for (const rule of model.rules) if (rule.by) consider(rule.when, 1, readRow(rule.by, model.width));
for (const [column, condition] of model.possible) {
const by = new Array(model.width).fill(1);
by[column] = 0;
const single = distinct(mentions(condition, []).filter((index) => index < model.checks)).length <= 1;
if (truth(condition, leaf(given)) === 0 || !single) consider(condition, 0, by);
}
for (const [symptom, condition] of model.places) if (seen.includes(symptom)) consider(condition, 0, new Array(model.width).fill(0), true);
if (silent) open.push({ checks: silent.checks, by: silent.by, holds: (answers) => silent.checks.every((check) => answers[check] === 1) });
const coupling = { components: [], place: [], weighs };
for (const group of grouped(open, model.checks)) join(model, given, group, coupling);
return coupling;
}
function grouped(factors, checks) {
const leader = Array.from({ length: checks }, (_, check) => check), groups = new Map();
for (const factor of factors) {
const joined = factor.checks.map((check) => leader[check]), least = Math.min(...joined);
for (let check = 0; check < checks; check++) if (joined.includes(leader[check])) leader[check] = least;
}
for (const factor of factors) {
const least = leader[factor.checks[0]];
if (!groups.has(least)) groups.set(least, []);
groups.get(least).push(factor);
}
return Array.from(groups).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}
function digitsOf(number, radix) {
const digits = new Array(radix.length);
for (let at = radix.length - 1; at >= 0; at--) { digits[at] = number % radix[at]; number = Math.floor(number / radix[at]); }
return digits;
}
function join(model, given, group, coupling) {
const checks = distinct([].concat(...group.map((factor) => factor.checks)));
const radix = checks.map((check) => model.list[check].tables.length);
const outcomes = radix.reduce((product, n) => product * n, 1);
if (outcomes > model.data.limits.joint) return;
const joint = [], free = [], answers = given.slice(), before = new Array(model.width).fill(0);
for (let number = 0; number < outcomes; number++) {
const digits = digitsOf(number, radix), row = new Array(model.width);
checks.forEach((check, at) => { answers[check] = digits[at]; });
for (let h = 0; h < model.width; h++) {
let chance = 1;
checks.forEach((check, at) => { chance *= model.list[check].tables[digits[at]][h]; });
row[h] = chance;
}
free.push(row);
joint.push(row.slice());
for (const factor of group) if (!factor.isSeen && factor.holds(answers)) times(joint[number], factor.by);
for (let h = 0; h < model.width; h++) before[h] += joint[number][h];
for (const factor of group) if (factor.isSeen && factor.holds(answers)) times(joint[number], factor.by);
}
const by = new Array(model.width).fill(1);
for (let h = 0; h < model.width; h++) {
const total = sum(joint.map((row) => row[h]));
if (before[h] > 0) by[h] = total / before[h];
for (let number = 0; number < outcomes; number++) joint[number][h] = total > 0 ? joint[number][h] / total : free[number][h];
}
if (group.some((factor) => factor.isSeen)) coupling.weighs.push(by);
const component = { checks, radix, joint, known: new Map() };
checks.forEach((check, digit) => { coupling.place[check] = { component, digit }; });
coupling.components.push(component);
}
function partial(component, known, width) {
const key = known.join();
if (!component.known.has(key)) {
const sums = new Array(width).fill(0);
component.joint.forEach((row, number) => {
if (digitsOf(number, component.radix).every((digit, at) => known[at] === null || known[at] === digit)) for (let h = 0; h < width; h++) sums[h] += row[h];
});
component.known.set(key, sums);
}
return component.known.get(key);
}
function ratio(model, coupling, check, outcome, codes) {
const { component, digit } = coupling.place[check];
const known = component.checks.map((one) => answerOf(model, codes, one));
const first = partial(component, known, model.width);
known[digit] = outcome;
return partial(component, known, model.width).map((chance, h) => first[h] > 0 ? chance / first[h] : 0);
}
function completed(model, told) {
const [only, ...others] = model.data.own, evidence = Object.assign({}, told);
if (only !== undefined && !others.length && !told.seen.includes(only) && !told.absent.includes(only)) evidence.seen = told.seen.concat([only]);
for (let found = true; found;) {
found = implied(model, evidence);
if (found) evidence.known = evidence.known.concat([found]);
}
return evidence;
}
function implied(model, evidence) {
const told = new Array(model.checks).fill(null);
for (const [check, outcome] of evidence.known) told[check] = outcome;
for (const symptom of evidence.seen) {
for (const [of, condition] of model.places) {
if (of !== symptom) continue;
for (const check of distinct(mentions(condition, [])).filter((one) => told[one] === null)) {
const left = model.list[check].tables.map((_, value) => value).filter((value) => {
const answers = told.slice();
answers[check] = value;
return truth(condition, givenLeaf(answers)) !== 0;
});
if (left.length === 1) return [check, left[0]];
}
}
}
return null;
}
const mayBeSeen = (model, evidence, given) => (id) => !evidence.absent.includes(id) && !model.places.some(([of, condition]) => of === id && truth(condition, givenLeaf(given)) === 0);
function begin(model, told) {
const key = JSON.stringify(told);
if (model.place !== key) [model.place, model.start] = [key, begun(model, told)];
return model.start;
}
function begun(model, told) {
const evidence = completed(model, told);
const weights = model.data.prior.slice(), codes = new Array(model.list.length + 1).fill(UNDONE);
const given = new Array(model.checks).fill(null);
const set = (check, outcome) => {
if (given[check] !== null && given[check] !== outcome) weights.fill(0);
given[check] = outcome;
};
model.kind.forEach((kind, check) => {
if (kind !== null && kind < -1) set(check, evidence.seen.includes(-2 - kind) ? 0 : 1);
if (kind === null || kind < 0) return;
if (evidence.seen.includes(kind)) set(check, 0);
if (evidence.absent.includes(kind)) set(check, 1);
});
for (const [check, outcome] of evidence.known) set(check, outcome);
const noneOf = (meant) => {
const silent = new Array(model.width).fill(1);
model.symptoms.forEach((row, id) => { if (model.own[id] && meant(id)) times(silent, row.map((chance) => 1 - chance)); });
return silent;
};
const may = mayBeSeen(model, evidence, given);
const ownSeen = evidence.seen.some((id) => model.own[id]);
for (const id of distinct(evidence.seen)) times(weights, model.symptoms[id]);
for (const id of distinct(evidence.absent)) {
if (evidence.seen.includes(id)) weights.fill(0);
times(weights, model.symptoms[id].map((chance) => 1 - chance));
}
if (!ownSeen && model.own.includes(true)) times(weights, noneOf(may).map((silent) => 1 - silent));
for (const [check, outcome] of evidence.known) times(weights, model.list[check].tables[outcome]);
let silent = null;
if (!ownSeen) {
const asked = [], checks = [];
model.kind.forEach((kind, check) => {
if (kind !== null && kind >= 0 && model.own[kind] && given[check] === null && !asked.includes(kind) && may(kind)) { asked.push(kind); checks.push(check); }
});
if (checks.length) silent = { checks, by: noneOf((id) => may(id) && !asked.includes(id)).map((one) => 1 - one) };
}
const coupling = couple(model, given, evidence, silent, weights);
given.forEach((outcome, check) => {
if (outcome !== null) codes[check] = DONE + outcome;
else if (model.kind[check] === -1) codes[check] = GONE;
});
const start = { weights, codes, coupling, coupled: (check) => coupling.place[check] !== undefined, end: null, base: codes.slice(), renewed: [], surprise: 0 };
const unknown = model.width - 1, wasPossible = weights[unknown] > 0, left = model.data.surprise;
const older = answer(model, start, evidence);
if (wasPossible && weights[unknown] <= 0) start.surprise = left / (1 - left) * sum(weights);
tried(model, start, evidence);
renewAll(model, start, evidence);
for (const step of evidence.declined) {
for (const index of copies(model, step)) {
const again = start.renewed.includes(index);
if (codes[index] !== UNDONE && !again) continue;
codes[index] = again ? codes[index] & ~AGAIN | VOID : GONE;
const cannot = model.list[index].cannot;
if (!cannot || !cannot.by) continue;
const by = readRow(cannot.by, model.width);
times(weights, by);
start.surprise *= by[unknown];
}
}
if (older && !(sum(weights) > 0)) return begun(model, newest(evidence, (check) => !(codes[check] & AGAIN)));
route(model, start, evidence);
return start;
}
function newest(evidence, isClosed) {
const answered = [], since = (evidence.since || []).slice();
evidence.answered.forEach(([check, outcome], at) => {
const same = (pair) => pair[0] === check;
if (evidence.answered.slice(at + 1).some(same)) return;
answered.push([check, outcome]);
if (evidence.answered.slice(0, at).some(same) && isClosed(check)) since.push(check);
});
return Object.assign({}, evidence, { answered, since });
}
function renew(model, codes, index) {
for (const check of model.list[index].renews) {
const ways = model.list[check].tables.length;
if (codes[check] >= DONE && !(codes[check] & VOID) && onceMore(codes[check], ways - 1, ways) !== null) codes[check] |= AGAIN;
}
}
const renewing = (model, evidence, check) => evidence.tried.filter(([remedy]) => model.list[model.first[remedy]].renews.includes(check)).length;
function renewAll(model, start, evidence) {
for (const [remedy] of evidence.tried) renew(model, start.codes, model.first[remedy]);
for (let check = 0; check < model.checks; check++) {
if (!(start.codes[check] & AGAIN)) continue;
start.renewed.push(check);
const answers = evidence.answered.filter((pair) => pair[0] === check).length;
const since = (evidence.since || []).includes(check) || evidence.last === check && !evidence.declined.includes(check) || answers > renewing(model, evidence, check);
if (since || start.base[check] >= DONE) start.codes[check] &= ~AGAIN;
}
}
function answer(model, start, evidence) {
const left = model.list.map((_, check) => renewing(model, evidence, check));
let older = false;
for (const [check, outcome] of evidence.answered) {
const code = DONE + outcome;
if (start.codes[check] >= DONE) {
if (left[check] > 0 && start.base[check] < DONE) {
left[check]--;
older = true;
times(start.weights, model.list[check].tables[outcome]);
const next = onceMore(start.codes[check], outcome, model.list[check].tables.length);
start.codes[check] = next === null ? code : next;
} else if (answerOf(model, start.codes, check) !== outcome) {
start.weights.fill(0);
}
continue;
}
times(start.weights, start.coupled(check) ? ratio(model, start.coupling, check, outcome, start.codes) : model.list[check].tables[outcome]);
start.codes[check] = code;
}
return older;
}
function tried(model, start, evidence) {
for (const [remedy, way] of evidence.tried) {
const all = copies(model, model.first[remedy]);
const open = all.find((copy) => start.codes[copy] === UNDONE);
const index = open === undefined ? all[all.length - 1] : open;
const gone = superseded(model, start.codes, index), tables = gone ? model.list[index].voids : model.list[index].tables;
let code = DONE + (tables.length === 1 ? 0 : tables.length);
if (way !== null && way < tables.length) {
times(start.weights, tables[way]);
start.surprise *= tables[way][model.width - 1];
code = DONE + way;
} else {
const by = start.weights.map((_, h) => sum(tables.map((table) => table[h])));
times(start.weights, by);
start.surprise *= by[model.width - 1];
}
start.codes[index] = gone ? code | VOID : code;
}
}
function untold(model, { codes, renewed }, evidence, index) {
const cannot = model.list[index].cannot;
return cannot && cannot.to !== undefined && (codes[index] === GONE || renewed.includes(index)) && evidence.declined.includes(index) ? cannot.to : null;
}
function route(model, start, evidence) {
const codes = start.codes;
let pending = evidence.last === null ? null : untold(model, start, evidence, evidence.last);
if (pending !== null) {
} else if (evidence.last !== null) {
let index = evidence.last;
if (!isCheck(model, index)) {
const done = copies(model, index).filter((copy) => codes[copy] >= DONE);
if (done.length) index = done[done.length - 1];
}
const outcome = wayOf(model, codes, index), earlier = codes.slice();
if (!evidence.declined.includes(evidence.last)) earlier[index] = answerBefore(start, evidence, index);
pending = ruledRoute(model, earlier, codes);
if (pending === null && outcome < model.list[index].routes.length) pending = model.list[index].routes[outcome];
} else {
pending = ruledRoute(model, null, codes);
if (pending === null) pending = givenRoute(model, start, evidence);
}
for (let count = 0; count < model.checks && pending !== null && pending >= 0; count++) {
const next = untold(model, start, evidence, pending);
if (next === null) break;
pending = next;
}
const charted = (index) => model.data.start !== undefined && model.list[index].routes.every((route) => route !== null);
if (pending !== null && pending >= 0 && charted(pending) && evidence.declined.includes(model.list[pending].step)) pending = end(model.data.escalation, ESCALATE);
if (pending !== null && pending >= 0) codes[model.list.length] = pending + 1;
else start.end = pending;
}
function givenRoute(model, start, evidence) {
const codes = start.codes, skips = (index) => untold(model, start, evidence, index), done = (index) => codes[index] >= DONE || skips(index) !== null, visited = [];
const routeOf = (index) => { if (skips(index) !== null) return skips(index); const outcome = wayOf(model, codes, index); return outcome < model.list[index].routes.length ? model.list[index].routes[outcome] : null; };
const from = model.data.start === undefined ? [] : [model.data.start];
model.list.forEach((_, index) => { if (done(index) && routeOf(index) !== null) from.push(index); });
for (const first of from) {
let target = first, before = null;
const again = () => (codes[target] & AGAIN) > 0 && before !== null && model.list[before].renews.includes(target);
while (target !== null && target >= 0 && done(target) && !again() && !visited.includes(target)) { visited.push(target); before = target; target = routeOf(target); }
if (target !== null && target >= 0 && again()) return target;
if (target !== null && (target < 0 || !done(target))) return target;
}
return null;
}
function answerBefore(start, evidence, check) {
const answers = evidence.answered.filter((pair) => pair[0] === check);
return start.renewed.includes(check) && answers.length > 1 ? AGAIN | DONE + answers[answers.length - 2][1] : UNDONE;
}
function normalised(weights) {
const total = sum(weights);
return total > 0 ? weights.map((weight) => weight / total) : null;
}
function advance(model, start, codes, weights, index, outcome) {
const move = model.list[index], coupled = isCheck(model, index) && start.coupled(index) && !(codes[index] & AGAIN);
const gone = !isCheck(model, index) && superseded(model, codes, index);
times(weights, coupled ? ratio(model, start.coupling, index, outcome, codes) : (gone ? move.voids : move.tables)[outcome]);
const chance = sum(weights), again = codes[index] & AGAIN ? onceMore(codes[index], outcome, move.tables.length) : null;
const code = again === null ? DONE + outcome | (gone ? VOID : 0) : again;
if (chance > 0) for (let h = 0; h < weights.length; h++) weights[h] /= chance;
if (!model.data.routed) { codes[index] = code; renew(model, codes, index); return [chance, null]; }
const last = model.list.length, pending = codes[last];
const stays = pending > 0 && pending - 1 !== index && isOpen(codes[pending - 1]) && before(model, pending - 1).includes(index);
const earlier = codes.slice();
codes[index] = code;
renew(model, codes, index);
let target = ruledRoute(model, earlier, codes);
if (target === null) target = move.routes[outcome];
if (target !== null && target < 0) return [chance, target];
codes[last] = target !== null ? target + 1 : stays ? pending : 0;
return [chance, null];
}
const endPrice = (model, target) => kindOf(target) === ESCALATE ? model.data.escalations[idOf(target)] : model.price;
function chain(model, startCodes, startWeights) {
const codes = startCodes.slice(), weights = startWeights.slice();
let best = Infinity, paid = 0, first = null, chosen = null;
for (;;) {
const left = sum(weights), may = permitted(model, codes, weights, () => false);
let next = null, chance = 0;
for (const index of may.moves) {
if (isCheck(model, index)) continue;
const one = help(model, codes, weights, index);
if (next === null || one * model.list[next].cost > chance * model.list[index].cost) { next = index; chance = one; }
}
const price = model.price + (may.asking === null ? 0 : may.asking);
if ((may.escalate || may.asking !== null || next === null) && paid + price * left < best) { best = paid + price * left; chosen = first; }
if (next === null) return { cost: best, first: chosen };
if (first === null) first = next;
const move = model.list[next];
paid += move.cost * left;
if (!superseded(model, codes, next)) for (const [h, phi] of move.fixes) weights[h] *= 1 - phi;
codes[next] = DONE + (move.tables.length === 1 ? 0 : move.tables.length);
renew(model, codes, next);
}
}
function takingOver(model, weights) {
const most = Math.max(...weights) * (1 - model.data.limits.alike), likeliest = weights.findIndex((weight) => weight >= most);
const own = (model.data.otherwise || []).filter((pair) => pair[0] === likeliest).map((pair) => pair[1]);
return own.concat(model.data.instead || []);
}
function escalation(model, codes, weights) {
const isFor = (id) => (model.data.meant_for || []).every(([of, when]) => of !== id || truth(when, leafOf(model, codes)) !== 0);
const found = takingOver(model, weights).find(isFor);
return end(found === undefined ? model.data.escalation : found, ESCALATE);
}
function advise(model, evidence) {
const start = begin(model, evidence), chances = normalised(start.weights);
if (start.end !== null) return { doing: start.end, cost: endPrice(model, start.end), considered: [], chances };
if (!chances) return { doing: end(model.data.escalation, CONTRADICTION), cost: model.price, considered: [], chances };
const may = permitted(model, start.codes, chances, start.coupled), alone = chain(model, start.codes, chances);
let best = null;
if (alone.first !== null) best = [alone.first, alone.cost];
else if (may.escalate) best = [escalation(model, start.codes, chances), model.price];
const considered = best ? [best] : [];
for (const index of may.moves) {
if (!isCheck(model, index) && !(may.forced && !best)) continue;
let cost = model.list[index].cost;
for (let outcome = 0; outcome < model.list[index].tables.length; outcome++) {
const codes = start.codes.slice(), weights = chances.slice();
const [chance, over] = advance(model, start, codes, weights, index, outcome);
if (chance > 0) cost += chance * (over !== null ? endPrice(model, over) : chain(model, codes, weights).cost);
}
considered.push([index, cost]);
if (!best || cost < best[1] - model.data.limits.equal) best = [index, cost];
}
if (!best) best = [escalation(model, start.codes, chances), model.price];
return { doing: best[0], cost: best[1], considered, chances };
}
function lookahead(model, evidence, step) {
const start = begin(model, evidence), chances = normalised(start.weights), ahead = { outcomes: [], helps: 0 };
if (!chances) return ahead;
const open = copies(model, step).find((copy) => start.codes[copy] === UNDONE), index = open === undefined ? step : open;
let total = 0;
for (let outcome = 0; outcome < model.list[index].tables.length; outcome++) {
const codes = start.codes.slice(), weights = chances.slice();
if (!isOpen(codes[index])) codes[index] = UNDONE;
const [chance] = advance(model, start, codes, weights, index, outcome);
total += chance;
ahead.outcomes.push([chance, chance > 0 ? weights : null]);
}
if (!isCheck(model, index)) ahead.helps = Math.max(0, 1 - total);
return ahead;
}
function entry(model, evidence) {
const { seen, absent, known, answered, declined } = evidence;
if (absent.length || known.length || answered.length || evidence.tried.length || declined.length || seen.length > 1) return null;
const wanted = seen.length ? seen[0] : -1, found = model.data.entries.find((pair) => pair[0] === wanted);
return found ? found[1] : null;
}
function next(model, walk) {
walk.doing = walk.node !== null ? model.nodes[walk.node].doing : advise(model, walk.evidence).doing;
return walk;
}
function walk(model) {
const evidence = { seen: [], absent: [], known: [], answered: [], tried: [], since: [], declined: [], last: null };
return next(model, { evidence, node: entry(model, evidence), solved: null, done: [] });
}
const stepOf = (model, doing) => doing < 0 ? null : model.list[doing].step;
function make(model, now, move) {
const evidence = now.evidence;
if (now.solved !== null || now.doing < 0) return false;
if (move.help) {
now.doing = takesOver(model, evidence);
now.node = null;
return true;
}
if (move.see !== undefined) {
evidence.seen = evidence.seen.filter((id) => id !== move.see);
evidence.absent = evidence.absent.filter((id) => id !== move.see);
(move.is ? evidence.seen : evidence.absent).push(move.see);
now.node = entry(model, evidence);
next(model, now);
return true;
}
if (move.know !== undefined) {
evidence.known = evidence.known.filter(([check]) => check !== move.know).concat([[move.know, move.outcome]]);
now.node = null;
next(model, now);
return true;
}
const step = stepOf(model, now.doing);
if (step !== move.step) return false;
if (move.cannot) {
evidence.declined.push(step);
const cannot = model.list[step].cannot;
if (cannot && cannot.to !== undefined) evidence.last = step;
now.node = null;
} else if (move.solved) {
if (isCheck(model, step)) return false;
now.solved = step;
now.done.push(step);
return true;
} else if (move.already) {
if (isCheck(model, step) || model.data.remedies[model.first.indexOf(step)].tries > 1) return false;
evidence.tried.push([model.first.indexOf(step), null]);
evidence.last = step;
now.node = now.node === null || model.list[step].told ? null : model.nodes[now.node].next[0];
} else {
if (!(move.outcome >= 0 && move.outcome < model.list[step].tables.length)) return false;
if (isCheck(model, step)) {
evidence.answered.push([step, move.outcome]);
if (renewing(model, evidence, step)) evidence.since.push(step);
} else {
now.done.push(step);
evidence.tried.push([model.first.indexOf(step), model.list[step].told ? move.outcome : null]);
evidence.since = evidence.since.filter((check) => !model.list[step].renews.includes(check));
}
evidence.last = step;
if (now.node !== null) now.node = model.nodes[now.node].next[move.outcome];
}
next(model, now);
return true;
}
function chances(model, evidence, helped) {
const start = begin(model, evidence), weights = start.weights.slice();
if (weights.some((weight) => weight > 0)) weights[model.width - 1] += start.surprise;
if (helped !== null && helped !== undefined) {
const cures = weights.map(() => 0);
for (const [h, phi] of model.list[helped].fixes) cures[h] = phi;
times(weights, cures);
}
return normalised(weights);
}
function clearly(model, told) {
let first = 0;
told.forEach((chance, h) => { if (chance > told[first]) first = h; });
return first < told.length - 1 && told[first] >= 0.5 && told.every((chance, h) => h === first || told[first] >= model.data.limits.clear * chance) ? first : null;
}
function takesOver(model, evidence) {
const start = begin(model, evidence), weights = normalised(start.weights);
return weights ? escalation(model, start.codes, weights) : end(model.data.escalation, ESCALATE);
}
function reason(model, evidence, index) {
const start = begin(model, evidence), weights = normalised(start.weights), list = model.list, pending = start.codes[list.length] - 1;
if (!weights) return null;
if (pending >= 0 && start.codes[pending] < DONE) {
if (pending === index) return [evidence.answered.length + evidence.tried.length + evidence.declined.length ? "led" : "begins"];
if (before(model, pending).includes(index)) return ["before", list[pending].step];
}
if (isCheck(model, index)) {
const one = mostTold(model, weights, index, model.width - 1, 0, null);
if (one !== null) return ["tells", one, mostTold(model, weights, index, one, model.data.limits.slight, one)];
} else {
const one = mostFixed(model, weights, index);
if (one !== null) return ["helps", one];
}
const later = list[index].dependents.find((one) => start.codes[one] === UNDONE && list[one].step !== index);
return later === undefined ? ["decides"] : ["before", list[later].step];
}
function highest(values, least) {
let most = null;
values.forEach((value, h) => { if (value > (most === null ? least : values[most])) most = h; });
return most;
}
function mostFixed(model, weights, index) {
const helps = weights.map(() => 0);
for (const [h, phi] of model.list[index].fixes) helps[h] = weights[h] * phi;
return highest(helps, 0);
}
const apart = (model, index, one, other) => Math.max(...model.list[index].tables.map((table) => Math.abs(table[one] - table[other])));
function mostTold(model, weights, index, from, least, but) {
return highest(weights.slice(0, -1).map((weight, h) => {
const far = apart(model, index, h, from);
return h !== but && weight > least && far > model.data.limits.same ? weight * far : 0;
}), 0);
}
function untoldOf(model, evidence, index) {
const fixed = mostFixed(model, begin(model, evidence).weights, index);
return fixed === null ? [] : evidence.declined.filter((step) => isCheck(model, step) && apart(model, step, fixed, model.width - 1) > model.data.limits.same);
}
function seeable(model, told, id) {
const evidence = completed(model, told), given = new Array(model.checks).fill(null);
for (const [check, outcome] of evidence.answered.concat(evidence.known)) given[check] = outcome;
return mayBeSeen(model, evidence, given)(id);
}
function said(model, told, when) {
const evidence = completed(model, told);
const answer = (check) => {
const found = evidence.known.concat(evidence.answered).reverse().find((pair) => pair[0] === check), kind = model.kind[check];
if (kind !== null && kind < -1) return evidence.seen.includes(-2 - kind) ? 0 : 1;
return found ? found[1] : evidence.seen.includes(kind) ? 0 : evidence.absent.includes(kind) ? 1 : null;
};
const tried = (step) => evidence.tried.find((pair) => model.first[pair[0]] === step);
const settled = (check) => answer(check) !== null || model.kind[check] === -1 || evidence.declined.includes(check);
return truth(when, leafTold(answer, tried, (step) => (tried(step) || [step, null])[1], settled)) === 1;
}
function outcomeSaid(model, told, check) {
const evidence = completed(model, told), found = evidence.known.concat(evidence.answered).find((pair) => pair[0] === check);
return found ? found[1] : null;
}
const FAMILIES = { posix: /^(sh|bash|zsh|shell|console|ksh|dash)$/, powershell: /^(powershell|pwsh|ps1)$/, prompt: /^(cmd|bat|batch)$/, sql: /^(sql|psql|mysql|postgresql)$/ };
const PLAIN = { posix: /^[\w@%+=:,./-]+$/, powershell: /^[\w+:./\\-]+$/, prompt: /^[\w+:./\\-]+$/, sql: /^[\w.]+$/ };
function openQuote(family, before) {
const escape = { posix: "\\", powershell: "`" }[family];
let open = null;
for (let at = 0; at < before.length; at++) {
const c = before[at];
if (c === escape && open !== "'") at++;
else if (c === open) open = null;
else if (open === null && (c === '"' || c === "'" && family !== "prompt")) open = c;
}
return open;
}
function quoted(language, before, said) {
const family = Object.keys(FAMILIES).find((name) => FAMILIES[name].test(language.toLowerCase())), value = said.replace(/[\r\n]/g, " ");
if (!family) return value;
const open = openQuote(family, before), single = value.replace(/'/g, family === "posix" ? "'\\''" : "''"), bare = value.replace(/"/g, "");
if (open === '"' && family === "sql") return value;
if (open && family === "prompt") return bare;
if (open === '"') return value.replace(family === "posix" ? /[\\"$`]/g : /[`"$]/g, (c) => (family === "posix" ? "\\" : "`") + c);
if (open) return single;
if (PLAIN[family].test(value)) return value;
return family === "prompt" ? '"' + bare + '"' : "'" + single + "'";
}
function understood(choices, text) {
const order = (a, b) => {
const [one, other] = [a, b].map((part) => String(part).split(".").map(Number));
if (typeof b === "number") return a - b;
for (let at = 0; at < Math.max(one.length, other.length); at++) if ((one[at] || 0) !== (other[at] || 0)) return (one[at] || 0) - (other[at] || 0);
return 0;
};
const fits = (means) => {
if (typeof means === "string") {
const [flags, ...pattern] = means.split("/");
try { return new RegExp(pattern.join("/"), flags + "u").test(text); } catch (_) { return false; }
}
if (!Array.isArray(means)) return false;
const [from, to] = means, end = from || to, isNumber = end && typeof end[0] === "number";
const found = (isNumber ? /-?\d+(?:[.,]\d+)?/ : /\d+(?:\.\d+)*/).exec(text);
if (!end || !found) return false;
const value = isNumber ? Number(found[0].replace(",", ".")) : found[0];
const above = from ? order(value, from[0]) : 1, below = to ? order(value, to[0]) : -1;
return (above > 0 || above === 0 && !from[1]) && (below < 0 || below === 0 && to[1]);
};
const at = text.trim() ? choices.findIndex((choice) => fits(choice[2])) : -1, rest = choices.findIndex((choice) => choice[2] === true);
return at >= 0 ? at : text.trim() && rest >= 0 ? rest : null;
}
world.kbc = Object.assign(world.kbc || {}, {
read, advise, lookahead, chances, clearly, reason, untold: untoldOf, quoted, understood, outcomeSaid, walk, make, said, seeable, isCheck, stepOf, kindOf, idOf, ends: { ESCALATE, CONTRADICTION, GUIDE, SOLVED },
});
})(typeof window === "undefined" ? globalThis : window);
(function () {
"use strict";
const kbc = window.kbc, { element: make, word } = kbc, source = document.getElementById("page_data"), panel = document.getElementById("page_walk");
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
function read(address) {
if (!/^#go(\/|$)/.test(address)) return null;
const [walked, before] = address.slice(4).split("^"), [given, undone] = walked.split("~").map((part) => part.split("/").filter(Boolean).map(said));
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
function filled(text, written, value) {
const name = [written, written.replace(/_/g, "-")].find((one) => steps.has(one) && steps.get(one) < checks || data.blanks[one]);
if (name === undefined) return { text, fill: null };
const of = steps.get(name), choices = of === undefined ? [] : choicesOf(of), plain = value.trim().toLowerCase();
const named = choices.findIndex((choice) => choice[0] === value || choice[1].toLowerCase() === plain), outcome = named >= 0 ? named : kbc.understood(choices, value);
return { text, fill: name, value, of, outcome, title: data.blanks[name] ? data.blanks[name][0] : cardOf(of)[2] };
}
const texts = (list) => list.map((one) => one.text).join("/");
const embedded = article.classList.contains("embedded");
const to = (hash) => { if (embedded) location.replace(hash); else location.hash = hash; };
function go(list, undone) {
to("#go/" + texts(list) + (undone && undone.length ? "~" + texts(undone) : "") + (shown && shown.before !== undefined ? "^" + shown.before : ""));
}
function say(text) {
const undone = shown ? shown.undone.slice() : [], one = said(text);
if (undone.length && undone[0].step === one.step) undone.shift();
go((shown ? shown.said : []).concat(one), undone);
}
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
const views = new Promise((done) => {
kbc.load(kbc.more).then(() => done(kbc.views({ data, model, article, checks, first, word, make, cardOf, choicesOf, isFact, go, say, leave })));
});
const idle = window.requestIdleCallback || ((act) => setTimeout(act, 200));
views.then((made) => idle(() => {
const begin = data.symptoms.find((_, id) => model.own[id]), state = read("#go/" + (begin ? "+" + encodeURIComponent(begin[0]) : ""));
if (!shown && state) made.warm(follow(state));
}));
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
function tell(now, title) {
const { walk } = now, step = walk.solved !== null || walk.doing < 0 ? null : kbc.stepOf(model, walk.doing);
document.dispatchEvent(new CustomEvent("kbc:step", { detail: { guide: article.dataset.guide, step: step === null ? null : cardOf(step)[0], title, number: now.said.length + 1, address: location.hash.slice(1) } }));
}
panel.addEventListener("click", (event) => {
const link = event.target.closest('a[href^="#"]');
if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
event.preventDefault();
views.then((made) => made.look(decodeURIComponent(link.hash.slice(1))));
});
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
