// What a session showed, offered to the site's owner: shown before it is sent, asked for once, and nothing that was typed is in it.
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const { check, serve, tab } = require("./browser");

const CANARY = "canary-Wq7zX", FIELDS = "kbc session_id seq guide kb month via lang pattern ending cause minutes steps";

// Takes what pages send, at the port that the site was built for.
function receive(port) {
  const got = [];
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => { got.push({ body, headers: request.headers }); response.writeHead(204); response.end(); });
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done({ server, got })));
}

const until = async (holds) => { for (let count = 0; count < 100 && !holds(); count++) await new Promise((done) => setTimeout(done, 50)); return holds(); };

// Types the canary wherever something can be typed.
async function type(page) {
  for (const field of await page.$$(".walk-main input, .walk-main textarea:not([readonly])")) await field.fill(CANARY);
}

// Walks to an end with the answers that a choice prefers, typing at each step.
async function toEnd(page, address, wanted) {
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
  for (let count = 0; count < 40 && !(await page.$(".walk-end")); count++) {
    await type(page);
    const answer = (await page.$(`.answers ${wanted}`)) || (await page.$(".answers .failed, .answers .outcome"));
    const hash = await page.evaluate(() => location.hash);
    await answer.click();
    await page.waitForFunction((old) => location.hash !== old, hash);
    await page.waitForTimeout(60);
  }
  await page.waitForSelector(".share details");
  // As it is before somebody writes over it.
  page.handed = await page.evaluate(() => { const text = document.querySelector(".printed"); return text && text.textContent; });
  await type(page);
  return JSON.parse(await page.textContent(".share pre"));
}

function plain({ body, headers }, shown) {
  const line = JSON.parse(body);
  check(Object.keys(line).join(" ") === FIELDS, `a line has the fields of the log: ${Object.keys(line)}`);
  check(JSON.stringify(line) === JSON.stringify(shown), "what is sent is what was shown");
  check(/^[0-9a-f]{16}$/.test(line.session_id) && /^[0-9a-f]{32}$/.test(line.kb) && line.via === "page" && line.steps.length > 0, `it says which session of which guide it is: ${body}`);
  check(!headers.cookie && !headers.referer, "no cookie and no address go with it");
}

async function asks(page, origin, got) {
  const walk = `${origin}pod-does-not-stay-up.html#go/`, shown = await toEnd(page, walk, ".nothing");
  check(got.length === 0, "nothing is sent unasked");
  check(page.handed === null || /\nkbc [0-9a-f]{16}\n/.test(page.handed), "the text that is handed over has the session's code");
  await page.click(".share button:nth-of-type(1)");
  check(await until(() => got.length === 1), "who says yes sends it");
  plain(got[0], shown);
  await page.waitForSelector(".share [role=status]");
  await page.reload();
  await page.waitForSelector(".share p");
  check(await page.$(".share button") === null, "it is sent once");
  return walk;
}

async function remembers(page, walk, got) {
  const shown = await toEnd(page, walk, ".solved");
  check(await page.$$eval(".share button", (all) => all.length) === 1, "who has said yes is not asked again, and can stop it");
  check(got.length === 1, "and what is sent is shown first");
  check(shown.ending.startsWith("solved:"), `the ending says what helped: ${shown.ending}`);
  const hash = await page.evaluate(() => location.hash);
  await page.click(".did-help button:nth-of-type(2)");
  await page.waitForFunction((old) => location.hash !== old, hash);
  await page.waitForTimeout(100);
  check(got.length === 1, "whoever says that it did not help goes on, and nothing is sent yet");
  const again = await toEnd(page, walk, ".solved");
  await page.click(".did-help button:nth-of-type(1)");
  check(await until(() => got.length === 2), "it is sent where it is said to have helped");
  plain(got[1], again);
  await toEnd(page, walk, ".solved");
  await page.goto("about:blank");
  check(await until(() => got.length === 3), "or as its reader leaves");
}

async function stops(page, walk, got) {
  await toEnd(page, walk, ".solved");
  await page.click(".share button");
  await page.goto("about:blank");
  await page.goto(walk);
  await page.waitForTimeout(300);
  check(got.length === 3, "nothing is sent after a no");
  check(await page.$(".share details") === null, "and nothing is asked any more");
}

module.exports = async ({ open }) => {
  const folder = process.env.KBC_SESSIONS, port = Number(process.env.KBC_RECEIVER);
  check(Boolean(folder && port) && fs.existsSync(folder), "KBC_SESSIONS names a site that collects at the port KBC_RECEIVER");
  if (!folder || !port) return;
  const receiver = `http://127.0.0.1:${port}`, { server, origin } = await serve(path.resolve(folder, "html"), receiver), { server: taker, got } = await receive(port);
  const { context, close } = await open({ viewport: { width: 360, height: 740 } });
  const page = await tab(context, origin, receiver);
  page.on("request", (request) => check(!`${request.url()} ${request.postData()}`.includes(CANARY), `${request.url()} holds nothing that was typed`));
  const walk = await asks(page, origin, got);
  await remembers(page, walk, got);
  await stops(page, walk, got);
  await close();
  check(got.every(({ body }) => !body.includes(CANARY)), "no line holds what was typed");
  fs.writeFileSync(path.join(folder, "lines.jsonl"), got.map(({ body }) => body + "\n").join(""));
  server.close();
  taker.close();
};
