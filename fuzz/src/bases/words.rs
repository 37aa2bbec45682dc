//! Names, texts and numbers: those of everyday, those at the ends, and odd ones.

use arbitrary::Result;

use super::Maker;

/// Words that a name may begin with; many mean something elsewhere in the language.
const BEGINNINGS: [&str; 14] = [
    "text",
    "link",
    "after",
    "number",
    "version",
    "is",
    "usually",
    "step",
    "x",
    "for",
    "min",
    "by",
    "of",
    "a-name-that-goes-on-and-on-until-nobody-would-want-to-type-it-again",
];

/// What authors write, and what others have broken a page with.
const ODD: [&str; 16] = [
    "Grüße, 東京, мир",
    "👩‍👩‍👧‍👦 🇩🇪 e\u{301}",
    "\u{202e}backwards\u{202c}",
    "zero\u{200b}width\u{feff}",
    "<script>alert(1)</script>",
    "</script>]]>--><!--",
    "{{ title | x }} {% raw %} ${x} %s",
    "**bold** _it_ `code` [a](https://example.org \"t\")",
    "[x](https://example.org/?a=<b>&c) <https://example.org> <mailto:a@example.org>",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "1. one\n   - two\n\n       code\n\n> quote",
    "& &amp; &#0; &#x41; \\ \\* \" ' `",
    "\u{1b}[31mred\u{7}\u{8}",
    "# not a title\n---\n===",
    "مرحبا بالعالم",
    "<number> and <nothing-such> and <a b>",
];

/// A text between quotes, with what has to be escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

impl Maker<'_, '_> {
    /// So many names of a kind, no two alike.
    pub(super) fn some_names(&mut self, kind: &str, least: usize, most: usize) -> Result<Vec<String>> {
        let count = self.number(least, most)?;
        let name = |at| {
            let beginning = if self.chance(2)? { self.one(&BEGINNINGS)? } else { kind };
            // The kind stays in it, as all kinds of item share one set of names.
            Ok(if beginning == kind { format!("{kind}-{at}") } else { format!("{beginning}-{kind}-{at}") })
        };
        (0..count).map(name).collect()
    }

    /// A title, which no other item has.
    pub(super) fn title(&mut self) -> Result<String> {
        self.titles += 1;
        let odd = if self.chance(1)? { self.one(&ODD)? } else { "" };
        let thing = self.one(&["lamp", "pump", "router", "printer", "Kühlschrank", "phone"])?;
        let matter = self.one(&["is broken", "hums", "does not answer", "is too warm", "flickers"])?;
        let long = if self.chance(1)? { " and so on".repeat(self.number(1, 40)?) } else { String::new() };
        Ok(quoted(&format!("The {thing} {} {matter}{long} {odd}", self.titles).trim_end().replace('\n', " ")))
    }

    /// Some words of prose, without quotes around them.
    pub(super) fn prose(&mut self) -> Result<String> {
        if self.slip()? {
            return Ok(self.one(&["![i](x.png)", "[x](javascript:alert(1))", "[x](no-such-page)", ""])?.to_owned());
        }
        if self.chance(2)? {
            return Ok(self.one(&ODD)?.to_owned());
        }
        if self.chance(1)? {
            // Whatever the bytes say.
            let text: &str = self.bytes.arbitrary()?;
            return Ok(text.chars().take(200).collect());
        }
        let count = self.number(1, 12)?;
        let words = ["Open", "**Settings**", "and", "look", "at", "`df -h`", "the", "light.", "Wait", "a", "minute."];
        Ok((0..count).map(|_| self.one(&words)).collect::<Result<Vec<_>>>()?.join(" "))
    }

    /// A text in one of the three ways to write one.
    pub(super) fn text(&mut self) -> Result<String> {
        let prose = self.prose()?;
        Ok(match self.number(0, 5)? {
            0 if !prose.contains("\"\"\"") && !prose.contains('\\') => {
                format!("\"\"\"\n    {}\n    \"\"\"", prose.replace('\n', "\n    "))
            }
            1 if !prose.contains(['"', '\n']) => format!("r\"{prose}\""),
            _ => quoted(&prose),
        })
    }

    /// How often something is.
    pub(super) fn how_often(&mut self) -> Result<String> {
        if self.extreme && self.chance(3)? {
            return Ok(self
                .one(&["0%", "100%", "0.0000001%", "99.999999999%", "1", "0", "0.5", "impossible"])?
                .to_owned());
        }
        if self.slip()? {
            return Ok(self.one(&["110%", "-3%", "perhaps", "1e5", "0.5 min"])?.to_owned());
        }
        Ok(match self.number(0, 2)? {
            0 => format!("{}%", self.number(1, 99)?),
            _ => {
                self.one(&["usually", "often", "half", "sometimes", "seldom", "always", "never", "certain"])?.to_owned()
            }
        })
    }

    /// How likely something is.
    pub(super) fn weight(&mut self) -> Result<String> {
        if self.extreme && self.chance(3)? {
            return Ok(self.one(&["1000000000", "0.000000001", "100%", "0.001%", "1"])?.to_owned());
        }
        if self.slip()? {
            return Ok(self.one(&["0", "9999999999999", "likely"])?.to_owned());
        }
        Ok(self.one(&["very-common", "common", "occasional", "rare", "very-rare", "3", "0.5"])?.to_owned())
    }

    /// A span of time.
    pub(super) fn duration(&mut self) -> Result<String> {
        if self.extreme && self.chance(3)? {
            return Ok(self.one(&["0 s", "0.001 s", "1000 d", "9999999 min", "1 d 23 h 59 min 59 s"])?.to_owned());
        }
        if self.slip()? {
            return Ok(self.one(&["5", "99999999999 d", "-1 s", "soon"])?.to_owned());
        }
        let unit = self.one(&["s", "min", "min", "h"])?;
        Ok(format!("{} {unit}", self.number(1, 59)?))
    }

    /// A number as it stands in a range.
    pub(super) fn bound(&mut self) -> Result<String> {
        if self.slip()? {
            return Ok(self.one(&["99999999999999999999", "1e5", "--1", "x"])?.to_owned());
        }
        if self.extreme && self.chance(4)? {
            return Ok(self.one(&["0", "1000000000000", "0.000000001", "-40", "999999999"])?.to_owned());
        }
        Ok(self.number(1, 90)?.to_string())
    }

    /// A day.
    pub(super) fn date(&mut self) -> Result<String> {
        if self.slip()? {
            return Ok(self.one(&["2026-02-30", "26-1-1", "tomorrow"])?.to_owned());
        }
        Ok(self.one(&["2026-11-20", "0001-01-01", "9999-12-31", "2024-02-29"])?.to_owned())
    }
}
