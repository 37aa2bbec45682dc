// A guide within a page of somebody else, whose policy allows nothing but the site of the guide: it is as tall as it needs to
// be, tells its steps and its end, and leaves the history of that page alone.
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const { check, serve, tab } = require("./browser");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

function foreign(site, body) {
  const policy = `default-src 'none'; script-src 'self' ${site}; frame-src ${site}`;
  const script = "window.heard = []; for (const kind of ['kbc-step', 'kbc-end']) document.addEventListener(kind, (event) => window.heard.push([kind, event.detail]));";
  const server = http.createServer((request, response) => {
    const isScript = request.url === "/hear.js";
    response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html; charset=utf-8", "Content-Security-Policy": policy });
    response.end(isScript ? script : `<!doctype html><html lang="en"><title>Elsewhere</title><script src="/hear.js"></script><script defer src="${site}/embed/kbc-guide.js"></script><body><main><h1>Elsewhere</h1>${body}</main>`);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ server, origin: `http://127.0.0.1:${server.address().port}/` })));
}

const heard = (page) => page.evaluate(() => window.heard);

module.exports = async ({ open }) => {
  const folder = process.env.KBC_VALUES && path.resolve(process.env.KBC_VALUES, "base", "html");
  check(Boolean(folder) && fs.existsSync(folder), "KBC_VALUES names a folder of sites");
  if (!folder) return;
  const { server, origin } = await serve(folder), site = origin.replace(/\/$/, "");
  const other = await foreign(site, '<kbc-guide src="net/lost-host" seen="refused" know="db-host:db-9, waited:12" aria-label="Mend it"></kbc-guide>');
  for (const width of [360, 1280]) {
    const { context, close } = await open({ viewport: { width, height: 800 } });
    const page = await tab(context, "http://127.0.0.1:");
    await page.goto(other.origin);
    await page.waitForFunction(() => window.heard.length > 0);
    const frame = page.frames().find((one) => one.url().includes("/embed/"));
    check(frame.url().endsWith("/embed/net/lost-host.html#go/+refused/db-host:db-9/waited:12"), `the frame begins where it is told: ${frame.url()}`);
    const [[kind, step]] = await heard(page);
    check(kind === "kbc-step" && step.guide === "net.lost-host.lost-host" && step.step === "ping" && step.title === "Does the host answer?", `a step is told: ${JSON.stringify(step)}`);
    check((await frame.textContent(".walk-main pre.command")).includes("db-9"), "what is known stands in the commands");
    check(await frame.$(".top") === null && await frame.$(".bottom") === null, "the assistant is alone");
    await page.waitForTimeout(300);
    const sizes = async () => ({ inner: await frame.evaluate(() => document.documentElement.scrollHeight), outer: await page.evaluate(() => document.querySelector("kbc-guide").getBoundingClientRect().height) });
    const first = await sizes();
    check(first.outer >= first.inner - 1 && first.outer < first.inner + 60, `it is as tall as its content: ${JSON.stringify(first)}`);
    const before = await page.evaluate(() => history.length);
    await frame.click(".answers .outcome");
    await page.waitForFunction(() => window.heard.length > 1);
    await page.waitForTimeout(300);
    const second = await sizes();
    check(second.outer >= second.inner - 1 && second.outer < second.inner + 60, `and follows it: ${JSON.stringify(second)}`);
    check(await page.evaluate(() => history.length) === before, "no step is one of the page's history");
    await frame.evaluate(AXE);
    const found = await frame.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    check(!found.violations.length, `the embedded page is fine for all: ${found.violations.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`).join(", ")}`);
    await frame.click(".answers .solved");
    await page.waitForFunction(() => window.heard.some(([what]) => what === "kbc-end"));
    const end = (await heard(page)).find(([what]) => what === "kbc-end")[1];
    check(end.kind === "solved" && end.helped === "start" && end.answers.length > 2, `the end is told: ${JSON.stringify(end)}`);
    await page.evaluate(() => { window.heard = []; document.querySelector("kbc-guide").setAttribute("seen", "slow"); });
    await page.waitForFunction(() => window.heard.length > 0);
    check(page.frames().some((one) => one.url().includes("#go/+slow")), "another attribute begins anew");
    const again = page.frames().find((one) => one.url().includes("#go/+slow"));
    await again.click(".walk-bar .help");
    await page.waitForFunction(() => window.heard.some(([what]) => what === "kbc-end"));
    const handed = (await heard(page)).find(([what]) => what === "kbc-end")[1];
    check(handed.kind === "escalation" && handed.text.includes("db-9"), `who takes over is handed the text: ${JSON.stringify(handed)}`);
    await close();
  }
  other.server.close();
  server.close();
};
