// Facts, values and commands in a walk: what is pasted is understood, variants fit what is known, and a blank is quoted.
"use strict";

const fs = require("fs");
const path = require("path");
const { check, serve, tab } = require("./browser");

const shown = (page) => page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");

async function goto(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
  await shown(page);
}

// Answers with the first answer until a selector is there.
async function until(page, selector) {
  for (let count = 0; count < 15; count++) {
    if (await page.$(selector)) return true;
    const answer = await page.$(".answers .failed, .answers .outcome");
    if (!answer) return false;
    const hash = await page.evaluate(() => location.hash);
    await answer.click();
    await page.waitForFunction((old) => location.hash !== old, hash);
    await page.waitForTimeout(60);
  }
  return false;
}

// An answer of the shown step that stands for a pattern of plain letters, and those letters.
const pasted = (page) => page.evaluate(() => {
  const data = JSON.parse(document.getElementById("page_data").textContent), title = document.getElementById("page_walk_title").textContent;
  const choices = data.checks.find((card) => card[2] === title)[6];
  for (const [, label, means] of choices) {
    if (Array.isArray(means)) { const [from, to] = means, at = (from || to)[0]; return { label: from ? label : choices.find((one) => one[2] && one[2][0])[1], text: String(from ? Number(at) + 1 : at) }; }
    const word = typeof means === "string" && means.replace(/^[a-z]*\//, "").split("|")[0];
    if (word && /^[\w ]+$/.test(word)) return { label, text: `Some output\n  Reason: ${word}\n` };
  }
  return null;
});

async function understands(page, origin, name) {
  await goto(page, `${origin}${name}#go/`);
  check(await until(page, "#walk_value"), `${name}: a check has a field`);
  const wanted = await pasted(page);
  check(wanted !== null, `${name}: an answer stands for a value`);
  if (!wanted) return;
  await page.fill("#walk_value", wanted.text);
  const said = await page.textContent(".understood button");
  check(said === wanted.label, `${JSON.stringify(wanted.text)} is understood as ${said}, not ${wanted.label}`);
  const hash = await page.evaluate(() => location.hash);
  await page.click(".understood button");
  await page.waitForFunction((old) => location.hash !== old, hash);
  check(true, "and the reader says that it is right");
}

async function quotes(page, origin, name) {
  await goto(page, `${origin}${name}#go/`);
  check(await until(page, ".command-box [data-blank]"), `${name}: a command has a blank`);
  const copy = page.locator(".walk-main .command-box:has([data-open]) .copy").first();
  await copy.click();
  check(await page.evaluate(() => document.activeElement.id.startsWith("walk_blank_")), "a command with an empty blank leads to it");
  const fields = await page.$$(".blanks input");
  for (const field of fields) await field.fill("prod; rm -rf /");
  const text = await page.textContent(".walk-main .command-box:has([data-blank]) code");
  check(text.includes("'prod; rm -rf /'") && !text.includes("<"), `what is filled in is quoted: ${text}`);
  check(await page.$(".command-box [data-open]") === null, "and nothing is open");
}

// The first step of a scenario that has variants.
async function withVariants(page, origin, walks) {
  for (const walk of walks) {
    await page.goto("about:blank");
    await page.goto(origin + walk.page);
    const names = await page.evaluate(() => {
      const data = JSON.parse(document.getElementById("page_data").textContent), holds = (anchor) => document.getElementById(anchor) && document.getElementById(anchor).querySelector("[data-fits]");
      return data.checks.concat(data.remedies).filter((card) => holds(card[1])).map((card) => card[0]);
    });
    const at = walk.clicks.findIndex((click) => names.includes(click.replace(/=.*/, "")));
    if (at < 1) continue;
    await goto(page, `${origin}${walk.page}#go/${walk.clicks.slice(0, at).map((one) => encodeURIComponent(one).replace(/%3D/g, "=").replace(/%2B/g, "+")).join("/")}`);
    if (await page.$(".walk-main [data-fits] .variant")) return true;
  }
  return false;
}

async function variants(page, origin, walks) {
  check(await withVariants(page, origin, walks), "a step has variants");
  const open = await page.$$(".walk-main [data-fits]"), facts = await page.$$(".asked-fact button");
  check(open.length > 1 && facts.length > 1, "what decides of them is asked in the step");
  const title = await page.textContent("#page_walk_title"), hash = await page.evaluate(() => location.hash);
  await facts[0].click();
  await page.waitForFunction((old) => location.hash !== old, hash);
  await page.waitForTimeout(60);
  if (await page.textContent("#page_walk_title") !== title) return;
  check((await page.$$(".walk-main [data-fits]")).length < open.length && await page.$(".walk-main [data-fits] .variant") === null, "and the step shows what fits");
}

module.exports = async ({ origin, walks, open }) => {
  const folder = process.env.KBC_VALUES;
  check(Boolean(folder) && fs.existsSync(folder), "KBC_VALUES names a folder of sites");
  if (!folder) return;
  const { context, close } = await open({ viewport: { width: 360, height: 740 } });
  await variants(await tab(context, origin), origin, walks);
  await close();
  const { server, origin: pods } = await serve(path.resolve(folder, "kubernetes", "html")), another = await open({ viewport: { width: 360, height: 740 } });
  const page = await tab(another.context, pods);
  await understands(page, pods, "pod-does-not-stay-up.html");
  await quotes(page, pods, "pod-does-not-stay-up.html");
  await another.close();
  server.close();
};
