// What to do next, and what it may bring.

function normalised(weights) {
  const total = sum(weights);
  return total > 0 ? weights.map((weight) => weight / total) : null;
}

// What doing a step makes of a state: [chance of the outcome, the end that a route leads to].

function advance(model, start, codes, weights, index, outcome) {
  // What is asked once more is another draw from the check's own table.
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

// Remedies alone, best chance for its cost first.

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

// Who may take over, in the order in which they are asked for; where none of them is meant, it is the guide's own escalation.
function takingOver(model, weights) {
  // Of those that are alike but for rounding it is the first, by whatever way one came.
  const most = Math.max(...weights) * (1 - model.data.limits.alike), likeliest = weights.findIndex((weight) => weight >= most);
  const own = (model.data.otherwise || []).filter((pair) => pair[0] === likeliest).map((pair) => pair[1]);
  return own.concat(model.data.instead || []);
}

function escalation(model, codes, weights) {
  const isFor = (id) => (model.data.meant_for || []).every(([of, when]) => of !== id || truth(when, leafOf(model, codes)) !== 0);
  const found = takingOver(model, weights).find(isFor);
  return end(found === undefined ? model.data.escalation : found, ESCALATE);
}

// What to do next: a move, or an end below 0; what that is reckoned to cost; all that was compared; the chances.
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

// What a step may bring: for each outcome its chance and the chances then, and the chance that a remedy helps.
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
