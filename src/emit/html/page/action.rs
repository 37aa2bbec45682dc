//! What is done, one action after another, as markup that is ready to be printed: most of a page's prose is here, in a
//! form that never varies.

use minijinja::value::Value;

use super::Making;
use super::view::ready;
use crate::emit::prose::{address, escape, html, language_word};
use crate::guide::{Command, HowTo, Image, Markdown, OutcomeCard, StepCard};

impl Making<'_> {
    /// How something is done: a text, or actions.
    pub fn how(&self, how: &HowTo) -> Value {
        let mut out = String::with_capacity(256);
        match how {
            HowTo::Text { text } => self.push_prose(&mut out, text),
            HowTo::Steps { steps } => self.push_actions(&mut out, steps),
        }
        ready(out)
    }

    /// Actions; nothing where there are none.
    pub fn actions(&self, steps: &[StepCard]) -> Value {
        let mut out = String::with_capacity(256 * steps.len());
        if !steps.is_empty() {
            self.push_actions(&mut out, steps);
        }
        ready(out)
    }

    fn push_actions(&self, out: &mut String, steps: &[StepCard]) {
        out.push_str("<ol class=\"actions\">\n");
        for step in steps {
            push_item(out, step);
            self.push_action(out, step);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>");
    }

    fn push_action(&self, out: &mut String, step: &StepCard) {
        if let Some(when) = &step.when {
            self.said.push_variant(out, when);
            out.push('\n');
        }
        for warning in &step.warnings {
            self.said.push_warning(out, warning, self.around());
            out.push('\n');
        }
        self.push_prose(out, &step.text);
        out.push('\n');
        for command in &step.commands {
            push_command(out, command);
        }
        for image in &step.images {
            self.push_image(out, image);
        }
        for text in &step.expects {
            self.push_aside(out, "expect", "you_should_see", text);
        }
        for text in &step.notes {
            self.push_aside(out, "note", "note", text);
        }
    }

    /// Pictures of what is seen; nothing where there are none.
    pub fn pictures(&self, images: &[Image]) -> Value {
        let mut out = String::new();
        images.iter().for_each(|image| self.push_image(&mut out, image));
        ready(out)
    }

    /// Pictures of answers, each under what it is a picture of; nothing where there are none.
    pub fn pictured(&self, outcomes: &[OutcomeCard]) -> Value {
        let mut out = String::new();
        for outcome in outcomes.iter().filter(|outcome| !outcome.images.is_empty()) {
            out.push_str("<figure class=\"pictured\"><figcaption dir=\"auto\">");
            html::push_inline(&mut out, &outcome.title.0);
            out.push_str("</figcaption>\n");
            outcome.images.iter().for_each(|image| self.push_image(&mut out, image));
            out.push_str("</figure>\n");
        }
        ready(out)
    }

    /// Appends a picture; its alternative text where it is not published.
    fn push_image(&self, out: &mut String, image: &Image) {
        match &image.published {
            Some(path) => {
                let mut href = self.root.to_owned();
                address::push_path(&mut href, path);
                out.extend(["<p class=\"picture\"><a href=\"", &href, "\" aria-label=\""]);
                self.said.push_word(out, "enlarge");
                out.push_str(": ");
                escape::push_html(out, &image.alternative);
                out.extend(["\"><img src=\"", &href, "\" alt=\""]);
                escape::push_html(out, &image.alternative);
                if let Some((width, height)) = self.site.sizes.get(path) {
                    out.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
                }
                out.push_str("\" loading=\"lazy\"></a></p>\n");
            }
            None => {
                out.push_str("<p class=\"picture\" dir=\"auto\">");
                escape::push_html(out, &image.alternative);
                out.push_str("</p>\n");
            }
        }
    }

    fn push_aside(&self, out: &mut String, class: &str, word: &str, text: &Markdown) {
        out.extend(["<div class=\"", class, "\"><p class=\"label\">"]);
        self.said.push_word(out, word);
        out.push_str("</p>");
        self.push_prose(out, text);
        out.push_str("</div>\n");
    }

    fn push_prose(&self, out: &mut String, text: &Markdown) {
        out.push_str("<div class=\"prose\" dir=\"auto\">");
        html::push_blocks(out, &text.0, self.around());
        out.push_str("</div>");
    }
}

/// Opens an action. For which answers its variant fits is told to the script.
fn push_item(out: &mut String, step: &StepCard) {
    let Some(fits) = &step.fits else {
        out.push_str("<li>\n");
        return;
    };
    out.push_str("<li data-fact=\"");
    out.push_str(&fits.check.to_string());
    out.push_str("\" data-fits=\"");
    out.extend(fits.answers.iter().map(|fits| match fits {
        Some(true) => '1',
        Some(false) => '0',
        None => '-',
    }));
    out.push_str("\">\n");
}

/// Appends a command; its class names its language, as highlighters look for it. Each line is one for itself, so that one
/// that is too long for a screen does not look like two.
fn push_command(out: &mut String, command: &Command) {
    out.push_str("<pre class=\"command\" dir=\"ltr\"><code");
    if let Some(language) = language_word(&command.language) {
        out.extend([" class=\"language-", language, "\""]);
    }
    out.push('>');
    for line in command.text.split_inclusive('\n') {
        out.push_str("<span class=\"line\">");
        escape::push_html(out, line);
        out.push_str("</span>");
    }
    out.push_str("</code></pre>\n");
}
