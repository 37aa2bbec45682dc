// The preview of an editor: `kbc lsp` is talked to as an editor does, and its page is looked at in the browser.
"use strict";

const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawn } = require("child_process");
const { pathToFileURL } = require("url");
const { check, tab } = require("./browser");

const LONGEST = 30_000;
// So many that the page is long, and so few that there is only one plan.
const CAUSES = 8;

const cause = (at, title) => `cause part-${at} "${title}" {\n  likelihood common\n  shows dark usually\n}\n
check look-${at} "Look at part ${at}" {\n  takes ${at + 1} min\n  outcome broken-${at} "It is broken" { confirms part-${at} }\n  outcome fine-${at} "It is fine" { rules-out part-${at} }\n}\n
remedy change-${at} "Change part ${at}" {\n  fixes part-${at} always\n  takes 5 min\n  verify "Switch it on." 5 s\n}\n`;
const LAMP = `guide lamp "The lamp stays dark" { symptoms dark ; otherwise shop }\n\nsymptom dark "The lamp is dark"\n
escalation shop "Ask the shop" { takes 1 h }\n\n${Array.from({ length: CAUSES }, (_, at) => cause(at, `Part ${at} is broken`)).join("\n")}`;
const OTHER = `guide bell "The bell is silent" { symptoms silent ; otherwise smith }\n\nsymptom silent "The bell is silent"\n
cause clapper "The clapper is gone" {\n  likelihood common\n  shows silent always\n}\n
remedy hang "Hang a new clapper" {\n  fixes clapper always\n  takes 9 min\n  verify "Ring it." 5 s\n}\n
escalation smith "Ask the smith" { takes 2 h }\n`;

// Talks to the server: questions are answered, and what the server asks is kept until somebody waits for it.
function editor(root) {
  const server = spawn(process.env.KBC_PROGRAM, ["lsp"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map(), heard = [];
  let rest = Buffer.alloc(0), asked = 0, wake = () => {};
  const take = (message) => {
    if (message.method) { heard.push(message); wake(); return; }
    waiting.get(message.id)(message);
  };
  server.stdout.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/.exec(rest.toString("latin1"));
      if (!head || rest.length < head[0].length + Number(head[1])) return;
      const end = head[0].length + Number(head[1]);
      take(JSON.parse(rest.subarray(head[0].length, end)));
      rest = rest.subarray(end);
    }
  });
  const write = (message) => { const text = JSON.stringify({ jsonrpc: "2.0", ...message }); server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`); };
  const tell = (method, params) => write({ method, params });
  const ask = (method, params) => new Promise((done, fail) => {
    asked += 1;
    waiting.set(asked, (answer) => (answer.error ? fail(new Error(answer.error.message)) : done(answer.result)));
    write({ id: asked, method, params });
  });
  const hears = (method) => new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`${method} did not come`)), LONGEST);
    wake = () => {
      const at = heard.findIndex((message) => message.method === method);
      if (at >= 0) { clearTimeout(late); done(heard.splice(at, 1)[0].params); }
    };
    wake();
  });
  const end = async () => { await ask("shutdown", null); tell("exit", null); };
  return { tell, ask, hears, end };
}

const place = (text, needle) => {
  const before = text.slice(0, text.indexOf(needle)).split("\n");
  return { line: before.length - 1, character: before[before.length - 1].length };
};

module.exports = async ({ open }) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "kbc-preview-"));
  fs.mkdirSync(path.join(root, "rules"));
  fs.writeFileSync(path.join(root, "kbc.toml"), 'title = "Lamps"\n');
  const files = { lamp: LAMP, bell: OTHER };
  const { tell, ask, hears, end } = editor(root);
  await ask("initialize", { processId: null, rootUri: null, capabilities: { window: { showDocument: { support: true } } } });
  tell("initialized", {});
  const uris = {};
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, "rules", `${name}.rules`);
    fs.writeFileSync(file, text);
    uris[name] = pathToFileURL(fs.realpathSync(file)).href;
    tell("textDocument/didOpen", { textDocument: { uri: uris[name], languageId: "kbc-rules", version: 1, text } });
  }
  const { address } = await ask("kbc/preview", { uri: uris.lamp, position: place(LAMP, "guide lamp") });
  const site = address.slice(0, address.lastIndexOf("/") + 1);
  const { context, close } = await open({ viewport: { width: 900, height: 700 } });
  const page = await tab(context, site);
  page.setDefaultTimeout(LONGEST);
  await page.goto(address);
  const near = (id) => page.waitForFunction((id) => { const one = document.getElementById(id), top = one && one.getClientRects().length ? one.getBoundingClientRect().top : -1; return top >= 0 && top < innerHeight; }, id);
  const cursor = (name, needle) => tell("kbc/cursor", { uri: uris[name], position: place(files[name], needle) });
  let version = 1;
  const type = async (name, text) => {
    files[name] = text;
    version += 1;
    const loaded = page.waitForEvent("load");
    tell("textDocument/didChange", { textDocument: { uri: uris[name], version }, contentChanges: [{ text }] });
    await loaded;
  };

  // The page listens as soon as it is there.
  await page.waitForFunction(() => sessionStorage.length > 0 && JSON.parse(sessionStorage.getItem(sessionStorage.key(0))).moves !== undefined);
  cursor("lamp", "cause part-6");
  await near("cause-part-6");
  check(await page.evaluate(() => document.getElementById("cause-part-6").classList.contains("kbc-here")), "the item of the cursor is shown");

  // The place on the page outlives a change of the text.
  const scrolled = await page.evaluate(() => scrollY);
  check(scrolled > 500, "the page is long enough to tell");
  await type("lamp", LAMP.replace("Part 3 is broken", "Part 3 has burst"));
  await page.waitForFunction(() => document.body.textContent.includes("Part 3 has burst"));
  await page.waitForTimeout(300);
  const now = await page.evaluate(() => scrollY);
  check(Math.abs(now - scrolled) < 40, `the page stays where it was: ${scrolled}, then ${now}`);

  // A click leads to the source, and a button does what it is for.
  const shown = hears("window/showDocument");
  await page.evaluate(() => document.querySelector("#cause-part-6").scrollIntoView());
  await page.locator("#cause-part-6").click({ position: { x: 3, y: 3 } });
  const { uri, selection, takeFocus } = await shown;
  check(uri === uris.lamp && takeFocus, "a click opens the file");
  check(selection.start.line === place(files.lamp, "cause part-6").line, "and the line of the item");

  // Answers outlive a change of the text.
  await page.evaluate(() => { location.hash = "#go/+dark"; });
  await page.waitForSelector("#page_walk:not([hidden]) .answers .answer");
  await page.locator(".answers .answer").first().click();
  await page.waitForFunction(() => location.hash.length > 5);
  const before = await page.evaluate(() => [location.hash, document.getElementById("page_walk_title").textContent]);
  await type("lamp", files.lamp.replace("Part 4 is broken", "Part 4 has burst"));
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
  const after = await page.evaluate(() => [location.hash, document.getElementById("page_walk_title").textContent]);
  check(before[0] === after[0] && before[0].startsWith("#go/"), `answers are kept: ${before[0]}, then ${after[0]}`);

  // The cursor in another guide leads to its page; back again, the answers are still there.
  cursor("bell", "cause clapper");
  await page.waitForURL((url) => url.pathname.endsWith("/bell.html"));
  await near("cause-clapper");
  cursor("lamp", "cause part-2 ");
  await page.waitForURL((url) => url.pathname.endsWith("/lamp.html"));
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
  check(await page.evaluate(() => location.hash) === before[0], "answers of a page that was left are there again");

  // An editor may show it in its window, a web page may not.
  const framed = await context.newPage();
  await framed.setContent(`<iframe src="${site}bell.html"></iframe>`);
  await framed.waitForTimeout(500);
  const inner = framed.frames()[1];
  check(!(await inner.content().catch(() => "")).includes("clapper"), "no web page shows it in a frame");
  await close();
  await end();
  fs.rmSync(root, { recursive: true, force: true });
};
