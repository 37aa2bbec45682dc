// What a reader's phone must fetch for a guide, and for a search.
"use strict";

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { check, files } = require("./browser");

const packed = (file) => zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length;

module.exports = async ({ root }) => {
  const scripts = files(path.join(root, "assets"), ".js"), styles = files(path.join(root, "assets"), ".css");
  for (const script of scripts) {
    const size = packed(path.join(root, "assets", script));
    check(size <= 18 * 1024, `${script} has ${size} bytes compressed`);
  }
  const asset = (list, name) => packed(path.join(root, "assets", list.find((one) => one.startsWith(name))));
  const style = asset(styles, "guide"), around = asset(scripts, "guide") + asset(scripts, "walk") + style;
  check(style <= 9 * 1024, `the style has ${style} bytes compressed`);
  for (const page of files(root, ".html")) {
    const size = packed(path.join(root, page));
    check(size <= 45 * 1024, `${page} has ${size} bytes compressed`);
    check(size + around <= 78 * 1024, `${page} has ${size + around} bytes compressed with all that it loads`);
  }
  for (const shard of files(path.join(root, "search"), ".js")) {
    const size = fs.statSync(path.join(root, "search", shard)).size;
    check(size <= 150 * 1024, `${shard} has ${size} bytes`);
  }
};
