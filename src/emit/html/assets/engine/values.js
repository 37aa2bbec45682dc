// What a reader fills in: quoted for a command, and understood as an answer.

// What a reader says, as a command of a language takes it, by what stands before it there: a value stays a value.
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

// Which answer a value means, by what each stands for: a pattern, two ends of a stretch, or all that no other does.
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
