// Starts `kbc lsp` for workspaces that hold a kbc.toml, and takes .rules files in them for those of kbc.
"use strict";

const path = require("path");
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const LANGUAGE = "kbc-rules";
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
    initializationOptions: { hints: settings.get("hints"), lens: settings.get("lens") },
    synchronize: { configurationSection: "kbc" },
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

async function stop() {
  if (client && client.state === State.Running) await client.stop();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(take),
    vscode.commands.registerCommand("kbc.restart", async () => { await stop(); await start(); }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("kbc.path")) { await stop(); await start(); }
    }),
  );
  await Promise.all(vscode.workspace.textDocuments.map(take));
  await start();
};

exports.deactivate = stop;
