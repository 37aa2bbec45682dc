// The tables of a guide, read from their short lists.

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

// A check, or all tries of the remedy whose first try this is.
function copies(model, first) {
  const found = [first];
  if (first >= model.checks) while (found[0] + found.length < model.list.length && model.list[found[0] + found.length].step === first) found.push(found[0] + found.length);
  return found;
}
