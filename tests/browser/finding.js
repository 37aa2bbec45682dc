// What readers meet where they search: suggestions in the head of a page, words marked, one entry for what several guides hold,
// a way out where nothing is found, and an error that is pasted; from a server and from the disk, by keyboard alone.
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { check, serve, tab } = require("./browser");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function fine(page, what) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  check(!found.violations.length, `${what} is fine for all: ${found.violations.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 160)}`).join(", ")}`);
}

const rows = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent));

async function suggestions(page, base) {
  await page.goto(base + "net/lost-host.html");
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.id === "page_find"), "/ goes to the search");
  check(await page.inputValue("#page_find") === "", "and is not typed there");
  await page.keyboard.type("refus");
  await page.waitForSelector(".suggestions:not([hidden]) li");
  check(await page.getAttribute("#page_find", "aria-expanded") === "true", "the list is told to be open");
  const shown = await rows(page, ".suggestions li");
  check(shown[0].includes("The connection is refused"), `what is seen comes first: ${shown[0]}`);
  check(await page.$(".suggestions mark") !== null, "what was typed is marked");
  await fine(page, "a list of suggestions");
  await page.keyboard.press("ArrowDown");
  const active = await page.evaluate(() => document.getElementById(document.getElementById("page_find").getAttribute("aria-activedescendant")).textContent);
  check(active === shown[0], "the arrow chooses the first");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  check(await page.isHidden(".suggestions"), "Escape closes the list");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(".suggestions:not([hidden]) li");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
  check(page.url().includes("#go/+refused"), `a symptom opens the walk at it: ${page.url()}`);
  await page.goto(base + "index.html");
  await page.focus("#page_find");
  await page.keyboard.type("zzzz");
  await page.waitForSelector(".suggestions:not([hidden]) li");
  check((await rows(page, ".suggestions li")).length === 1, "where nothing fits only the search page is offered");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\.html\?q=zzzz/);
}

async function results(page, base) {
  const ask = async (query) => {
    await page.goto(`${base}search.html?q=${encodeURIComponent(query)}`);
    await page.waitForFunction(() => document.getElementById("page_status").textContent !== "");
    return rows(page, "#page_results > li");
  };
  const late = await ask("answers come late");
  check(late.filter((row) => row.includes("Answers come late")).length === 1, `what two guides hold is one entry: ${late.join(" / ")}`);
  check((await page.$$("#page_results > li:first-child a")).length === 2, "with a link into each");
  const busy = await ask("busy");
  check(busy.filter((row) => row.includes("The host is busy")).length === 1, "a shared cause is one entry");
  check((await page.$$eval("#page_results a", (all) => all.map((one) => one.getAttribute("href")))).some((href) => href.startsWith("shared_items/")), "and leads to its own page");
  const guide = await ask("cannot be reached");
  check(guide[0].includes("A program reports that it cannot reach another one."), "a guide shows what it is about");
  check(await page.$("#page_results mark") !== null, "words are marked");
  const inner = await ask("lamp switch");
  check(inner.some((row) => row.includes("In its text:")), `and says why it was found: ${inner.join(" / ")}`);
  const slip = await ask("conection refusd");
  check(slip[0].includes("The connection is refused"), `slips of the pen are forgiven: ${slip[0]}`);
  await ask("rexuzed");
  check(await page.isVisible("#page_none"), "where nothing is found there is a way out");
  check((await rows(page, ".near button")).includes("refused"), `near words are offered: ${await rows(page, ".near button")}`);
  check(await page.getAttribute("#page_none a", "href") === "https://help.example/contact", "and whom to ask");
  await fine(page, "finding nothing");
  await page.click(".near button");
  await page.waitForSelector("#page_results > li");
}

async function pasted(page, base) {
  await page.goto(base + "search.html");
  await page.click(".paste summary");
  const log = `${"12:00:01 INFO nothing to see\n".repeat(50)}12:00:02 ERROR Dial db-7.example.org: connection refused after 30 s\r\n12:00:03 INFO more\n`;
  const began = Date.now();
  await page.fill("#page_paste", log);
  await page.waitForSelector("#page_results > li");
  check(Date.now() - began < 2000, "a pattern that a browser would try for ever stops nothing");
  const text = await page.textContent("#page_results > li:first-child"), href = await page.getAttribute("#page_results > li:first-child a", "href");
  check(text.includes("The connection is refused") && text.includes("db-7.example.org"), `the symptom is found by its pattern: ${text}`);
  check(href.endsWith("#go/+refused/db_host:db-7.example.org/waited:30"), `what it holds goes along: ${href}`);
  check(!text.includes("(?"), "no pattern is shown");
  await fine(page, "what was found in a log");
  await page.click("#page_results > li:first-child a");
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
  const command = await page.textContent(".walk-main pre.command");
  check(command.includes("ping -c 1 db-7.example.org"), `the value stands in the command: ${command}`);
  check(await page.$(".lost") === null, "nothing is told to be lost");
  await page.goto(base + "search.html");
  await page.click(".paste summary");
  await page.fill("#page_paste", "x\nconnection refused BY peer (errno 111)\n");
  await page.waitForSelector("#page_results > li");
  check((await page.textContent("#page_results > li")).includes("Connection refused by peer"), "a message is found in a line");
  await page.fill("#page_paste", "all is well");
  await page.waitForSelector("#page_none:not([hidden])");
  check((await page.$$("#page_results > li")).length === 0, "and nothing where nothing is");
}

// What every page has: a picture that keeps its room and is enlarged, and the scheme that its reader chose.
async function around(page, base) {
  await page.goto(base + "net/lost-host.html#go/+refused");
  await page.waitForSelector(".walk-main .picture img");
  check(await page.$eval(".walk-main .picture img", (one) => one.getAttribute("width") === "640" && one.getAttribute("height") === "320"), "a picture says how large it is");
  await page.click(".walk-main .picture a");
  await page.waitForSelector("dialog.enlarged[open] img");
  await fine(page, "an enlarged picture");
  await page.keyboard.press("Escape");
  const closed = await page.waitForSelector("dialog.enlarged", { state: "detached", timeout: 5000 }).then(() => true, () => false);
  check(closed, "Escape closes it");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.goto(base + "index.html");
  await page.selectOption("#page_scheme", "dark");
  const dark = await paper();
  check(light !== dark, "dark is another scheme");
  await page.goto(base + "search.html");
  check(await paper() === dark && await page.inputValue("#page_scheme") === "dark", "and stays on the next page");
  await page.selectOption("#page_scheme", "auto");
  check(await paper() === light, "until the system decides again");
  const titles = await page.goto(base + "index.html").then(() => rows(page, ".index h2"));
  check(titles.includes("Network & lines"), `folders are called as the project says: ${titles}`);
}

module.exports = async ({ open }) => {
  const folder = process.env.KBC_VALUES && path.resolve(process.env.KBC_VALUES, "base", "html");
  check(Boolean(folder) && fs.existsSync(folder), "KBC_VALUES names a folder of sites");
  if (!folder) return;
  const { server, origin } = await serve(folder);
  for (const base of [origin, pathToFileURL(folder).href + "/"]) {
    for (const width of [360, 1280]) {
      const { context, close } = await open({ viewport: { width, height: 800 }, colorScheme: "light" });
      const page = await tab(context, base);
      await suggestions(page, base);
      await results(page, base);
      await pasted(page, base);
      await around(page, base);
      await close();
    }
  }
  server.close();
};
