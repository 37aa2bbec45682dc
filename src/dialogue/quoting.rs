//! A value that a reader said, as a command takes it: what is text stays text, whatever stands in it.
//!
//! In: the language of a command, what stands before the value in it, and the value. Out: the value, quoted as the language
//! and the place ask for. The page's script does the same.

/// How a language quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// `sh` and its kin.
    Posix,
    PowerShell,
    /// The command prompt of Windows.
    Prompt,
    Sql,
    /// Of which nothing is known.
    Other,
}

impl Family {
    fn of(language: &str) -> Self {
        match language.to_ascii_lowercase().as_str() {
            "sh" | "bash" | "zsh" | "shell" | "console" | "ksh" | "dash" => Self::Posix,
            "powershell" | "pwsh" | "ps1" => Self::PowerShell,
            "cmd" | "bat" | "batch" => Self::Prompt,
            "sql" | "psql" | "mysql" | "postgresql" => Self::Sql,
            _ => Self::Other,
        }
    }

    /// The character that takes the meaning from the next, within double quotes and, but for single ones, without.
    const fn escape(self) -> Option<char> {
        match self {
            Self::Posix => Some('\\'),
            Self::PowerShell => Some('`'),
            _ => None,
        }
    }

    /// What needs no quotes.
    fn is_plain(self, c: char) -> bool {
        let more = match self {
            Self::Posix => "_@%+=:,./-",
            Self::PowerShell | Self::Prompt => "_+:./\\-",
            Self::Sql => "_.",
            Self::Other => return true,
        };
        c.is_ascii_alphanumeric() || more.contains(c)
    }
}

/// The quote that is open at the end of a stretch of a command.
fn open_quote(family: Family, before: &str) -> Option<char> {
    let mut open = None;
    let mut characters = before.chars();
    while let Some(c) = characters.next() {
        if Some(c) == family.escape() && open != Some('\'') {
            characters.next();
        } else if open == Some(c) {
            open = None;
        } else if open.is_none() && (c == '"' || c == '\'' && family != Family::Prompt) {
            open = Some(c);
        }
    }
    open
}

/// The value as a command in a language takes it, behind what stands `before` it.
#[must_use]
pub fn quoted(language: &str, before: &str, value: &str) -> String {
    let family = Family::of(language);
    // A line of its own would be a command of its own.
    let value = value.replace(['\r', '\n'], " ");
    let escaped = |special: &str, escape: char| {
        value.chars().fold(String::new(), |mut out, c| {
            if special.contains(c) {
                out.push(escape);
            }
            out.push(c);
            out
        })
    };
    let single = match family {
        Family::Posix => value.replace('\'', "'\\''"),
        _ => value.replace('\'', "''"),
    };
    match (family, open_quote(family, before)) {
        (Family::Other, _) | (Family::Sql, Some('"')) => value,
        (Family::Prompt, Some(_)) => value.replace('"', ""),
        (Family::Posix, Some('"')) => escaped("\\\"$`", '\\'),
        (Family::PowerShell, Some('"')) => escaped("`\"$", '`'),
        (_, Some(_)) => single,
        (_, None) if !value.is_empty() && value.chars().all(|c| family.is_plain(c)) => value,
        (Family::Prompt, None) => format!("\"{}\"", value.replace('"', "")),
        (_, None) => format!("'{single}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_stays_a_value() {
        let cases: Vec<(String, String, String, String)> =
            serde_json::from_str(include_str!("../../tests/parity/quoting.json")).expect("cases");
        assert!(cases.len() > 15);
        for (language, before, value, wanted) in cases {
            assert_eq!(quoted(&language, &before, &value), wanted, "{language}: {before}<{value}>");
        }
    }
}
