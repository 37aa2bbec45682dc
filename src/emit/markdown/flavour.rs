//! What tools that read Markdown do not agree on: alerts, containers, characters that mean something, anchors.
//!
//! Takes what a [`Writer`] is asked for; writes it as the tool of its place reads it. Python-Markdown, below `MkDocs`, is not
//! CommonMark: what belongs to an item is four columns in, whatever its number, and only some characters can be escaped.

use pulldown_cmark::BlockQuoteKind;

use super::guide::anchor;
use super::writer::{Writer, longest_run};
use crate::config::Flavour;
use crate::emit::prose::callout;
use crate::words::Words;

/// What Python-Markdown takes for a block that shows nothing: it parts lists that would be one, and begins an item whose
/// first block is no paragraph.
const NOTHING: &str = "<!-- -->";

/// How far in what belongs to an item or an alert is, for Python-Markdown.
const TAB: &str = "    ";

/// Languages that Pygments, below Sphinx, knows by these names. Of each other one it warns.
const LEXERS: [&str; 41] = [
    "bash",
    "bat",
    "c",
    "c++",
    "console",
    "cpp",
    "csharp",
    "css",
    "diff",
    "docker",
    "dockerfile",
    "go",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "kotlin",
    "make",
    "nginx",
    "php",
    "postgresql",
    "powershell",
    "ps1",
    "promql",
    "py",
    "python",
    "ruby",
    "rust",
    "sh",
    "shell",
    "sql",
    "text",
    "toml",
    "ts",
    "xml",
    "yaml",
    "zsh",
];

/// How an alert ends that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With its container.
    Container,
    /// With three colons.
    Colons,
    /// With as many backticks as it begins with, which is known when its content is: `directive` is what stands behind them.
    Fence { directive: usize },
}

impl Writer {
    /// Opens an alert in the block that has begun. Where the tool knows none at the place, it is a quotation under a label.
    pub fn open_alert(&mut self, kind: BlockQuoteKind, label: &str) {
        let (is_nested, is_within) = (self.is_nested(), !self.alerts.is_empty());
        let ending = match self.flavour() {
            Flavour::Github if !is_nested => {
                self.open("> ", "> ");
                self.markup(&format!("[!{}]", name(kind)));
                Ending::Container
            }
            Flavour::Mkdocs if self.begins_item() => {
                // Neither a box nor a quotation can begin an item there.
                self.markup(&format!("**{label}**"));
                self.block();
                self.open("", "");
                self.alerts.push(Ending::Container);
                return;
            }
            Flavour::Mkdocs if !is_within => {
                self.markup(&format!("!!! {} \"{}\"", box_of(kind), label.replace('"', "'")));
                self.open("", TAB);
                Ending::Container
            }
            Flavour::Docusaurus if !is_within => {
                self.markup(&format!(":::{}[", box_of(kind)));
                self.text(label);
                self.markup("]");
                self.open("", "");
                Ending::Colons
            }
            Flavour::Sphinx if !is_within => {
                let directive = self.len();
                self.markup(&format!("{{{}}}", name(kind).to_ascii_lowercase()));
                self.open("", "");
                Ending::Fence { directive }
            }
            _ => {
                self.open("> ", "> ");
                self.markup(&format!("**{label}**"));
                Ending::Container
            }
        };
        self.alerts.push(ending);
        self.line();
        // What follows begins in this line, as a block of its own would.
        self.begin_here();
    }

    /// Closes the alert that was opened last.
    pub fn close_alert(&mut self) {
        match self.alerts.pop() {
            Some(Ending::Colons) => {
                self.line();
                self.markup(":::");
            }
            Some(Ending::Fence { directive }) => {
                let fence = "`".repeat((longest_run(self.written_since(directive)) + 1).max(3));
                self.line();
                self.markup(&fence);
                self.insert(directive, &fence);
            }
            Some(Ending::Container) | None => {}
        }
        self.close();
    }

    /// Opens an item of a list in the block that has begun; `is_first` begins the list.
    pub fn open_item(&mut self, marker: &str, is_first: bool) {
        if self.flavour() == Flavour::Mkdocs {
            if is_first {
                self.set_apart();
            }
            self.open(marker, TAB);
            self.mark_item();
        } else {
            self.open(marker, &" ".repeat(marker.len()));
        }
    }

    /// Where the block that has begun must not be taken for a part of what is before it, or for the text of its item: writes
    /// what parts them. Each tool but Python-Markdown sees that for itself.
    pub fn set_apart(&mut self) {
        if self.flavour() == Flavour::Mkdocs && (self.begins_item() || self.is_behind_container()) {
            self.markup(NOTHING);
            self.block();
        }
    }

    /// Whether what is written next runs into the item before it where no blank line parts them. Python-Markdown takes the line
    /// behind the last of several blocks for a part of that block.
    pub(super) fn needs_blank_line(&self) -> bool {
        self.flavour() == Flavour::Mkdocs && self.is_behind_blocks()
    }

    /// What stands behind the number of an item where `mark` would begin another list than the one before.
    #[must_use]
    pub fn behind_number(&self, mark: char) -> char {
        // Python-Markdown knows no other, and its lists are set apart.
        if self.flavour() == Flavour::Mkdocs { '.' } else { mark }
    }

    /// Whether a block in an item that holds plain text can stand on the next line.
    #[must_use]
    pub fn takes_tight_blocks(&self) -> bool {
        self.flavour() == Flavour::Github
    }

    /// Breaks the line within a paragraph.
    pub fn hard_break(&mut self) {
        self.markup(if self.flavour() == Flavour::Mkdocs { "<br />" } else { "\\" });
        self.line();
    }

    /// Writes code where a block has begun.
    pub fn code_here(&mut self, language: Option<&str>, code: &str) {
        match self.flavour() {
            // Python-Markdown knows fences at the top level only.
            Flavour::Mkdocs if self.is_nested() => self.indented_code(code),
            Flavour::Sphinx => match language.filter(|language| LEXERS.contains(language)) {
                // It warns of code that is not whole, as what somebody is to fill in.
                Some(language) => self.fenced(&format!("{{code-block}} {language}\n:force:\n"), code),
                None => self.fenced("text", code),
            },
            _ => self.fenced(language.unwrap_or_default(), code),
        }
    }

    fn fenced(&mut self, info: &str, code: &str) {
        let fence = "`".repeat((longest_run(code) + 1).max(3));
        self.markup(&fence);
        for (at, line) in info.split('\n').enumerate() {
            if at > 0 {
                self.line();
            }
            self.markup(line);
        }
        for line in code.lines() {
            self.line();
            self.visible(line);
        }
        self.line();
        self.markup(&fence);
    }

    fn indented_code(&mut self, code: &str) {
        self.set_apart();
        for (at, line) in code.trim_matches('\n').lines().enumerate() {
            if at > 0 {
                self.line();
            }
            self.markup(TAB);
            self.visible(line);
        }
        // Code that follows would be a part of this.
        self.mark_end();
    }

    /// Writes the anchor of the heading in this line, whose text is `title`, where the tool would make another of it than links
    /// of the page lead to.
    pub fn heading_anchor(&mut self, title: &str) {
        if self.flavour() != Flavour::Mkdocs {
            return;
        }
        let anchor = anchor(title);
        if !anchor.is_empty() && anchor_of_python(title).as_ref() != Some(&anchor) {
            self.markup(&format!(" {{ #{anchor} }}"));
        }
    }

    /// Writes the pages that Sphinx has to know of, without showing them.
    pub fn table_of_contents<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        if self.flavour() == Flavour::Sphinx {
            self.block();
            let mut listed = String::new();
            for path in paths {
                listed.push_str(&format!("{path}\n"));
            }
            self.fenced("{toctree}\n:hidden:\n", &listed);
        }
    }
}

/// What an alert is called.
fn name(kind: BlockQuoteKind) -> &'static str {
    callout(kind, &Words::english().callout).0
}

/// What a box is called, in `MkDocs` with its themes and in Docusaurus.
const fn box_of(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "info",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "danger",
    }
}

/// The anchor that Python-Markdown makes of a heading, where that is sure.
fn anchor_of_python(title: &str) -> Option<String> {
    if !title.is_ascii() {
        return None;
    }
    let kept: String = title.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect();
    let mut anchor = String::with_capacity(kept.len());
    for c in kept.trim().to_ascii_lowercase().chars().map(|c| if c == ' ' { '-' } else { c }) {
        if c != '-' || !anchor.ends_with('-') {
            anchor.push(c);
        }
    }
    Some(anchor)
}
