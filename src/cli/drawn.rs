//! Texts of authors in graphs: titles may hold anything, so everything is escaped.

use std::fmt::Write;

use crate::visible;

/// A text inside the quotes of a label of Graphviz.
pub fn dot_text(text: &str) -> String {
    visible::line(text).chars().fold(String::new(), |mut out, c| {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// A text inside the quotes of a label of Mermaid: letters, digits, blanks and harmless signs stay; all else becomes a numeric
/// entity, as Mermaid writes them.
pub fn mermaid_text(text: &str) -> String {
    visible::line(text).chars().fold(String::new(), |mut out, c| {
        if c.is_alphanumeric()
            || matches!(c, ' ' | ',' | '.' | '?' | '!' | '\'' | '-' | ':' | '/' | '’' | '“' | '”' | '…' | '–')
        {
            out.push(c);
        } else {
            write!(out, "#{};", u32::from(c)).expect("a string takes all text");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_label_before_its_end() {
        assert_eq!(dot_text("a \"b\" \\ c\n"), "a \\\"b\\\" \\\\ c\\\\n");
        assert_eq!(mermaid_text("a \"b\" <i> #1; `x`"), "a #34;b#34; #60;i#62; #35;1#59; #96;x#96;");
    }
}
