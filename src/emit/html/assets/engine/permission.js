// What may be done.

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

// The fact to be asked before the reader is handed over, since it may decide to whom; null where none is open.
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
    // What says whether a fact applies is asked before the fact.
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
