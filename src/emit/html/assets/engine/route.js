// Where answers lead, by the routes of a guide and its rules.

// Where a check leads that the reader cannot tell; null where it says nothing of that, or was told.
function untold(model, { codes, renewed }, evidence, index) {
  const cannot = model.list[index].cannot;
  return cannot && cannot.to !== undefined && (codes[index] === GONE || renewed.includes(index)) && evidence.declined.includes(index) ? cannot.to : null;
}

function route(model, start, evidence) {
  const codes = start.codes;
  let pending = evidence.last === null ? null : untold(model, start, evidence, evidence.last);
  if (pending !== null) {
    // It leads on.
  } else if (evidence.last !== null) {
    let index = evidence.last;
    if (!isCheck(model, index)) {
      const done = copies(model, index).filter((copy) => codes[copy] >= DONE);
      if (done.length) index = done[done.length - 1];
    }
    const outcome = wayOf(model, codes, index), earlier = codes.slice();
    // What could not be told, and is known all the same, was known before.
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
  // Where a chart says for every answer how to go on, what cannot be told or done is handed over.
  const charted = (index) => model.data.start !== undefined && model.list[index].routes.every((route) => route !== null);
  if (pending !== null && pending >= 0 && charted(pending) && evidence.declined.includes(model.list[pending].step)) pending = end(model.data.escalation, ESCALATE);
  if (pending !== null && pending >= 0) codes[model.list.length] = pending + 1;
  else start.end = pending;
}

// Where answers lead that were given before: from the beginning of a chart, and from each answer with a route, by its place
// in the guide, on to what is not done yet.
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

// The code of a check before it was answered last: that of an older answer, where it was renewed since.
function answerBefore(start, evidence, check) {
  const answers = evidence.answered.filter((pair) => pair[0] === check);
  return start.renewed.includes(check) && answers.length > 1 ? AGAIN | DONE + answers[answers.length - 2][1] : UNDONE;
}
