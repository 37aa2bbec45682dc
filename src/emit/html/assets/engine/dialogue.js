// A walk: what a reader said so far, and what comes next. As long as the answers are those of the flow, they follow it.

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

// Makes a move: `{see, is}` a symptom, `{know, outcome}` a fact, `{step, outcome}` an answer or a way of failing, `{step,
// cannot}`, `{step, already}`, `{step, solved}`, and `{help}` to be handed over now. Gives whether it could be made.
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
