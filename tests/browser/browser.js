// The tested browser, a server that sends a strict policy, and a list of what went wrong.
"use strict";

const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
const { chromium } = require("playwright-core");

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".xml": "application/xml" };

const failures = [];
let checked = 0;

function check(holds, what) {
  checked += 1;
  if (!holds) {
    failures.push(what);
    console.log(`  FAILED ${what}`);
  }
}

function executable() {
  return [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((one) => one && fs.existsSync(one));
}

async function open(options) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kbc-browser-"));
  const context = await chromium.launchPersistentContext(folder, Object.assign({
    executablePath: executable(), headless: true, reducedMotion: "reduce",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  }, options));
  const close = async () => { await context.close(); fs.rmSync(folder, { recursive: true, force: true }); };
  return { context, close };
}

// A page that reports what must not be: errors, and requests to anything but the site and who else may be asked.
async function tab(context, origin, also) {
  const page = await context.newPage();
  page.on("pageerror", (error) => check(false, `${page.url()}: ${error.message}`));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) check(false, `${page.url()}: ${message.text()}`); });
  page.on("request", (request) => { if (![origin, also || origin, "about:"].some((one) => request.url().startsWith(one))) check(false, `${page.url()} asks for ${request.url()}`); });
  return page;
}

function serve(root, also) {
  const policy = also ? `${POLICY} ${also}` : POLICY;
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url.split(/[?#]/)[0]);
    const file = path.join(root, name.endsWith("/") ? name + "index.html" : name);
    if (!file.startsWith(root) || !fs.existsSync(file)) { response.writeHead(404, { "Content-Type": "text/html", "Content-Security-Policy": policy }); response.end(fs.readFileSync(path.join(root, "404.html"))); return; }
    response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] || "text/plain; charset=utf-8", "Content-Security-Policy": policy });
    response.end(fs.readFileSync(file));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ server, origin: `http://127.0.0.1:${server.address().port}/` })));
}

// All files below a folder with an ending.
function files(folder, ending) {
  return fs.readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(ending)).sort();
}

module.exports = { check, executable, failures, files, open, serve, tab, counted: () => checked };
