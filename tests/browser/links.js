// Every link leads to a page that is there, and every anchor to a place on it; ids stand once.
"use strict";

const fs = require("fs");
const path = require("path");
const { check, files, tab } = require("./browser");

module.exports = async ({ root, origin, open }) => {
  const { context, close } = await open({ javaScriptEnabled: true });
  const page = await tab(context, origin);
  const pages = new Map();
  for (const name of files(root, ".html")) {
    await page.goto(origin + name);
    pages.set(name, await page.evaluate(() => ({
      ids: Array.from(document.querySelectorAll("[id]"), (one) => one.id),
      links: Array.from(document.querySelectorAll("[href], [src], [action]"), (one) => one.getAttribute("href") || one.getAttribute("src") || one.getAttribute("action")),
    })));
  }
  for (const [name, { ids, links }] of pages) {
    check(new Set(ids).size === ids.length, `${name}: an id stands twice: ${ids.filter((id, at) => ids.indexOf(id) !== at).slice(0, 3)}`);
    for (const link of links) {
      if (/^[a-z]+:/i.test(link) || name === "404.html") continue;
      const url = new URL(link, origin + name), target = decodeURIComponent(url.pathname.slice(1)), anchor = decodeURIComponent(url.hash.slice(1));
      const there = pages.get(target);
      check(there || fs.existsSync(path.join(root, target)), `${name}: ${link} leads nowhere`);
      if (anchor && there) check(there.ids.includes(anchor), `${name}: ${link} has no place on its page`);
    }
  }
  await close();
};
