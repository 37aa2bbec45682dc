// Starts `kbc lsp` for workspaces that hold a kbc.toml, takes .rules files in them for those of kbc, and shows the preview.
"use strict";

const path = require("path");
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const preview = require("./preview");

const LANGUAGE = "kbc-rules";
// The command of the server that opens the preview; here it opens a panel.
const SHOW = "kbc.preview";
let client;

// Other tools have files of this ending, too: only those below a kbc.toml are ours.
async function take(document) {
  if (!document.fileName.endsWith(".rules") || document.languageId === LANGUAGE || document.uri.scheme !== "file") return;
  for (let folder = path.dirname(document.fileName); ; folder = path.dirname(folder)) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.file(path.join(folder, "kbc.toml")));
      await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
      return;
    } catch {
      if (folder === path.dirname(folder)) return;
    }
  }
}

async function start() {
  const settings = vscode.workspace.getConfiguration("kbc");
  const command = settings.get("path") || "kbc";
  client = new LanguageClient("kbc", "kbc", { command, args: ["lsp"] }, {
    documentSelector: [{ scheme: "file", language: LANGUAGE }],
    initializationOptions: { hints: settings.get("hints"), lens: settings.get("lens"), planMs: settings.get("planMs") },
    synchronize: { configurationSection: "kbc" },
    middleware: {
      executeCommand: (command, args, next) => (command === SHOW ? open(...args) : next(command, args)),
    },
  });
  try {
    await client.start();
  } catch (error) {
    const how = "Show how to install it", where = "Say where it is";
    const chosen = await vscode.window.showErrorMessage(`kbc: ${command} cannot be started: ${error.message}`, how, where);
    if (chosen === where) vscode.commands.executeCommand("workbench.action.openSettings", "kbc.path");
    if (chosen === how) vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(path.join(__dirname, "..", "README.md")));
  }
}

// Opens the preview at a place; without one, at that of the cursor.
async function open(uri, position) {
  const editor = vscode.window.activeTextEditor;
  const ask = uri ? { uri, position } : editor && preview.spot(editor);
  if (!ask || !client || client.state !== State.Running) return;
  try {
    const { address } = await client.sendRequest("kbc/preview", ask);
    await preview.show(address);
  } catch (error) {
    vscode.window.showErrorMessage(`kbc: ${error.message}`);
  }
}

async function stop() {
  if (client && client.state === State.Running) await client.stop();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(take),
    vscode.commands.registerCommand("kbc.openPreview", () => open()),
    preview.follow(LANGUAGE, (spot) => {
      if (client && client.state === State.Running) client.sendNotification("kbc/cursor", spot);
    }),
    vscode.commands.registerCommand("kbc.restart", async () => { await stop(); await start(); }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("kbc.path")) { await stop(); await start(); }
    }),
  );
  await Promise.all(vscode.workspace.textDocuments.map(take));
  await start();
};

exports.deactivate = stop;
