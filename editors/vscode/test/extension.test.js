// What the extension says it has, it has: settings, commands, snippets, a matcher of problems and a walkthrough.
"use strict";

const assert = require("node:assert");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");

const root = path.join(__dirname, "..");
const { contributes, activationEvents } = require("../package.json");
const kbc = process.env.KBC;

// VS Code and the client of the language server, as far as the extension asks for them: what is done is written down.
function stand_in(settings) {
  const done = { commands: {}, clients: [], watched: [] };
  const nothing = { dispose() {} };
  const vscode = {
    Uri: { file: (fsPath) => ({ fsPath }) },
    Disposable: { from: (...all) => ({ dispose: () => all.forEach((one) => one.dispose()) }) },
    languages: { setTextDocumentLanguage: async (document, language) => { document.languageId = language; } },
    commands: { registerCommand: (name, run) => { done.commands[name] = run; return nothing; } },
    window: {
      showErrorMessage: async (said) => { done.said = said; },
      onDidChangeTextEditorSelection: () => nothing,
      onDidChangeActiveTextEditor: () => nothing,
    },
    workspace: {
      fs: { stat: async (uri) => fs.statSync(uri.fsPath) },
      getConfiguration: () => ({ get: (name) => settings[name] }),
      onDidOpenTextDocument: (open) => { done.open = open; return nothing; },
      onDidChangeConfiguration: (change) => { done.change = change; return nothing; },
      textDocuments: [],
    },
  };
  class LanguageClient {
    constructor(id, name, server, options) { Object.assign(this, { server, options }); done.clients.push(this); }
    async start() { if (this.server.command === "missing") throw new Error("no such file"); this.state = 2; }
    async stop() { this.stopped = true; }
  }
  const load = Module._load;
  Module._load = (name, ...rest) => {
    if (name === "vscode") return vscode;
    if (name === "vscode-languageclient/node") return { LanguageClient, State: { Running: 2 } };
    return load(name, ...rest);
  };
  for (const own of ["../src/extension.js", "../src/preview.js"]) delete require.cache[require.resolve(own)];
  const extension = require("../src/extension.js");
  Module._load = load;
  return { extension, done };
}

const defaults = Object.fromEntries(Object.entries(contributes.configuration.properties).map(([name, { default: value }]) => [name.slice("kbc.".length), value]));

test("each setting reaches the server", async () => {
  const { extension, done } = stand_in({ ...defaults, path: "/opt/kbc", hints: "all", lens: false });
  await extension.activate({ subscriptions: [] });
  const [client] = done.clients;
  assert.deepStrictEqual(client.server, { command: "/opt/kbc", args: ["lsp"] });
  assert.deepStrictEqual(client.options.initializationOptions, { hints: "all", lens: false, planMs: 2000 });
  await done.change({ affectsConfiguration: (name) => name === "kbc.path" });
  assert.ok(client.stopped && done.clients.length === 2);
  assert.deepStrictEqual(defaults, { path: "kbc", hints: "numbers", lens: true, planMs: 2000, preview: "panel", "trace.server": "off" });
});

test("each command is there, and a program that is missing is told", async () => {
  const { extension, done } = stand_in({ ...defaults, path: "missing" });
  await extension.activate({ subscriptions: [] });
  assert.match(done.said, /missing cannot be started/);
  assert.deepStrictEqual(Object.keys(done.commands), contributes.commands.map(({ command }) => command));
});

test("a file is ours below a kbc.toml alone", async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kbc-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.mkdirSync(path.join(folder, "ours", "rules"), { recursive: true });
  fs.writeFileSync(path.join(folder, "ours", "kbc.toml"), "");
  const { extension, done } = stand_in(defaults);
  await extension.activate({ subscriptions: [] });
  const document = (fileName) => ({ fileName: path.join(folder, fileName), languageId: "plaintext", uri: { scheme: "file" } });
  const [ours, theirs] = [document("ours/rules/a.rules"), document("theirs/a.rules")];
  await done.open(ours);
  await done.open(theirs);
  assert.strictEqual(ours.languageId, contributes.languages[0].id);
  assert.strictEqual(theirs.languageId, "plaintext");
  assert.deepStrictEqual(activationEvents, ["workspaceContains:**/kbc.toml"]);
});

// The text that a snippet puts in where nobody types anything.
function expanded(body) {
  return body.join("\n").replace(/\$\{\d+\|([^,|]+)[^}]*\|\}/g, "$1").replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\{?\d+\}?/g, "");
}

// What `kbc check` says of a project of one file, a line each.
function findings(t, text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kbc-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.mkdirSync(path.join(folder, "rules"));
  fs.writeFileSync(path.join(folder, "kbc.toml"), "");
  fs.writeFileSync(path.join(folder, "rules", "a.rules"), text);
  const { stderr } = spawnSync(kbc, ["check", "--message-format", "short", folder], { encoding: "utf8" });
  return stderr.split("\n").filter((line) => /\[KB\d+\]/.test(line));
}

const snippets = JSON.parse(fs.readFileSync(path.join(root, contributes.snippets[0].path), "utf8"));

test("each snippet is what kbc reads", { skip: !kbc && "KBC names no program" }, (t) => {
  const whole = snippets["A guide with all that it needs"];
  // A name that is said once is given to all places of its number.
  const text = whole.body.join("\n");
  for (const [, number, name] of text.matchAll(/\$\{(\d+):([^}]*)\}/g)) {
    for (const [, other] of text.matchAll(new RegExp(`\\$\\{${number}:([^}]*)\\}`, "g"))) assert.strictEqual(other, name);
  }
  assert.deepStrictEqual(findings(t, expanded(whole.body)), []);
  for (const { body, prefix } of Object.values(snippets)) {
    const syntax = findings(t, expanded(body)).filter((line) => /\[KB0\d\d\]/.test(line));
    assert.deepStrictEqual(syntax, [], prefix);
  }
});

test("a task's findings become problems", { skip: !kbc && "KBC names no program" }, (t) => {
  const [{ pattern }] = contributes.problemMatchers;
  const lines = findings(t, 'guide g "G" { symptoms nowhere }\n');
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const found = new RegExp(pattern.regexp).exec(line);
    assert.ok(found, line);
    assert.strictEqual(found[pattern.file], "rules/a.rules");
    assert.ok(["error", "warning", "note"].includes(found[pattern.severity]) && Number(found[pattern.line]) === 1, line);
  }
});

test("the walkthrough shows pages and runs commands that there are", () => {
  const known = [...contributes.commands.map(({ command }) => command), "workbench.action.openSettings", "workbench.action.terminal.new"];
  const ignored = fs.readFileSync(path.join(root, ".vscodeignore"), "utf8").split("\n");
  for (const { steps } of contributes.walkthroughs) {
    for (const { description, media } of steps) {
      const page = fs.readFileSync(path.join(root, media.markdown), "utf8");
      for (const [, prefix] of page.matchAll(/`(new-[a-z]+)`/g)) assert.ok(Object.values(snippets).some((snippet) => snippet.prefix === prefix), prefix);
      for (const [, setting] of page.matchAll(/`kbc\.([a-z.]+)`/g)) assert.ok(setting === "toml" || setting in defaults, setting);
      for (const [, command] of description.matchAll(/\(command:([\w.]+)/g)) assert.ok(known.includes(command), command);
      assert.ok(!ignored.some((line) => line.startsWith("walkthrough") || line.startsWith("snippets")));
    }
  }
});
