// Writes a knowledge base with one large guide, and one of its items in a folder of many: node large-guide.js FOLDER.
"use strict";

const fs = require("fs");
const path = require("path");

const CAUSES = 60, CHECKS = 80, REMEDIES = 120, SYMPTOMS = 45, GUIDES = 300;
const PARTS = ["the pump", "the valve", "the filter", "the fan", "the belt", "the sensor", "the board", "the cable", "the seal", "the gauge"];
const WORDS = ["common", "occasional", "rare", "very-rare"];
const OFTEN = ["usually", "often", "sometimes", "seldom"];
// A fixed row of numbers that look like chance.
const dice = (seed, of) => (Math.imul(seed + 1, 2654435761) >>> 8) % of;
const part = (number) => `${PARTS[number % PARTS.length]} ${Math.floor(number / PARTS.length) + 1}`;
const list = (count, make) => Array.from({ length: count }, (_, at) => make(at)).join("\n");

function guide() {
  const shows = (cause) => Array.from(new Set([cause % SYMPTOMS, dice(cause, SYMPTOMS), dice(cause * 7 + 3, SYMPTOMS)])).map((one, at) => `see-${one} ${OFTEN[at]}`).join(", ");
  const told = (check) => [check % CAUSES, (check + 17) % CAUSES, (check + 31) % CAUSES];
  return `
guide large "The machine stands still" {
  summary "The machine stopped, and does not begin again."
  symptoms ${Array.from({ length: SYMPTOMS }, (_, at) => `see-${at}`).join(", ")}
  stage look "Look first"
  stage repair "Repair"
  otherwise call-the-maker
}
${list(SYMPTOMS, (at) => `symptom see-${at} "The display of ${part(at)} shows fault ${100 + at}" { message "E${100 + at}: halted" }`)}
${list(CAUSES, (at) => `cause broken-${at} "Something is wrong with ${part(at)}" {
  about "It wears out, or somebody changed it by hand, and nobody notices until the next start."
  likelihood ${WORDS[dice(at * 5 + 1, WORDS.length)]}
  shows ${shows(at)}
  prevent "Look after ${part(at)} once a month."
}`)}
${list(CHECKS, (at) => `check look-${at} "What does ${part(at)} do when you press button ${at}?" {
  stage look
  takes ${5 + dice(at, 90)} s
  steps { step "Open the lid beside ${part(at)}." ; step "Press button ${at}, and watch the lamp." }
  outcome still "It does nothing" { given broken-${told(at)[0]} usually, broken-${told(at)[1]} often }
  outcome blinks "It blinks" { given broken-${told(at)[2]} usually }
  outcome fine "It works" { rules-out broken-${told(at)[0]}, broken-${told(at)[2]} }
}`)}
${list(REMEDIES, (at) => `remedy mend-${at} "Mend ${part(at % CAUSES)} in way ${Math.floor(at / CAUSES) + 1}" {
  stage repair
  fixes broken-${at % CAUSES} ${at < CAUSES ? "usually" : "often"}
  takes ${2 + dice(at, 30)} min
  steps { step "Switch the machine off." ; step "Clean ${part(at % CAUSES)} with a dry cloth." ; step "Switch the machine on." }
  verify "Start the machine." 1 min
}`)}
escalation call-the-maker "Call the maker" { takes 3 d ; collect "the number of the machine", "what the display shows" }
`;
}

const small = (at) => `
guide small-${at} "Machine ${String(at).padStart(3, "0")} makes a noise" { symptoms noise-${at} ; otherwise call-${at} }
symptom noise-${at} "It whistles in hall ${at}"
cause loose-${at} "A screw is loose in hall ${at}" { likelihood common ; shows noise-${at} usually }
remedy tighten-${at} "Tighten the screw in hall ${at}" { fixes loose-${at} usually ; takes 2 min ; steps { step "Turn it to the right." } }
escalation call-${at} "Call hall ${at}" { collect "the hall" }
`;

const folder = process.argv[2];
fs.mkdirSync(path.join(folder, "rules", "halls"), { recursive: true });
fs.writeFileSync(path.join(folder, "kbc.toml"), 'title = "Machines"\n');
fs.writeFileSync(path.join(folder, "rules", "large.rules"), guide());
for (let at = 0; at < GUIDES; at++) fs.writeFileSync(path.join(folder, "rules", "halls", `small-${at}.rules`), small(at));
