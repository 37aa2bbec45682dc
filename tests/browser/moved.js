// Old addresses: a page that is elsewhere leads on with what stands behind `#`, with scripts and without; so does an anchor on a
// page that is still there; and what is gone says why.
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { check, serve, tab } = require("./browser");

const site = () => path.join(process.env.KBC_MOVED, "html");

// Where a browser ends that is sent to an address below the site.
async function ends(page, base, address, wanted) {
  await page.goto("about:blank");
  await page.goto(base + address);
  await page.waitForFunction((end) => location.href.endsWith(end), wanted, { timeout: 5000 }).catch(() => {});
  check(page.url() === base + wanted, `${address} ends at ${page.url()}, and not at ${wanted}`);
}

module.exports = async ({ open }) => {
  const { server, origin } = await serve(site());
  const disk = pathToFileURL(site()).href + "/";
  const { context, close } = await open({ javaScriptEnabled: true });
  for (const base of [origin, disk]) {
    const page = await tab(context, base);
    // A guide in another file, an item of it with another name, and what is on its page whatever its name.
    await ends(page, base, "old/lamp.html", "new/light.html");
    await ends(page, base, "old/lamp.html#remedy-change-bulb", "new/light.html#remedy-new-bulb");
    await ends(page, base, "old/lamp.html#cause-bulb", "new/light.html#cause-bulb");
    await ends(page, base, "old/lamp.html#step-1", "new/light.html#step-1");
    // An anchor of a page that is still there, for something on the same page and on another one.
    await ends(page, base, "radio.html#remedy-shake", "radio.html#remedy-tap");
    await ends(page, base, "radio.html#cause-plug", "new/light.html#cause-plug-out");
    // What is gone says why, and leads nowhere.
    await ends(page, base, "clock/late.html", "clock/late.html");
    check((await page.textContent("main")).includes("Nobody has clocks any more."), "a page that is gone says why");
    await page.close();
  }
  await close();
  const plain = await open({ javaScriptEnabled: false });
  const page = await tab(plain.context, origin);
  await ends(page, origin, "old/lamp.html", "new/light.html");
  await page.goto(origin + "radio.html#remedy-shake");
  check(await page.isVisible("#remedy-shake a[href$='#remedy-tap']"), "without scripts an old anchor shows a link");
  check(!(await page.isVisible("#cause-plug")), "only the old anchor that was asked for is shown");
  await plain.close();
  const redirects = fs.readFileSync(path.join(site(), "_redirects"), "utf8");
  check(redirects.includes("/old/lamp.html /new/light.html 301\n"), "servers are told of pages that moved");
  const list = JSON.parse(fs.readFileSync(path.join(site(), "redirects.json"), "utf8"));
  check(list.some((one) => one.from === "old/lamp.html#remedy-change-bulb" && one.to === "new/light.html#remedy-new-bulb"), "programs are told of all");
  check(list.some((one) => one.from === "clock/late.html" && one.gone === "Nobody has clocks any more."), "and of what is gone");
  server.close();
};
