//! Where things stand.

use super::{laid_out, tidy};

/// A text comes out as it is expected, and stays so.
fn becomes(text: &str, expected: &str) {
    assert_eq!(tidy(text), expected);
    assert_eq!(tidy(expected), expected);
}

#[test]
fn properties_stand_one_to_a_line_and_nothing_is_aligned() {
    becomes(
        "fact ios   \"Version?\" {version;hint \"x\"}\n\n\n\nsymptom a    \"A\"\n\tsymptom b\"B\"{ }",
        "fact ios \"Version?\" {\n  version\n  hint \"x\"\n}\n\nsymptom a \"A\"\nsymptom b \"B\" {}\n",
    );
    becomes(
        "check c \"C\" {\n takes 1h30min\n outcome a   \"A\" 80 % {\n rules-out x\n }\n outcome bb  \"B\"\n}",
        "check c \"C\" {\n  takes 1 h 30 min\n  outcome a \"A\" 80% { rules-out x }\n  outcome bb \"B\"\n}\n",
    );
}

#[test]
fn a_block_of_one_plain_property_stands_on_the_line_of_its_head_where_it_fits() {
    becomes("fact m \"M\" {\n\n  yes-no 15%\n\n}\n", "fact m \"M\" { yes-no 15% }\n");
    becomes(
        "remedy r \"R\" { verify { step \"Look.\" } 10s }\n",
        "remedy r \"R\" {\n  verify { step \"Look.\" } 10 s\n}\n",
    );
    let long = "x".repeat(80);
    becomes(
        &format!("symptom s \"S\" {{ message \"{long}\" }}"),
        &format!("symptom s \"S\" {{\n  message \"{long}\"\n}}\n"),
    );
}

#[test]
fn empty_lines_stay_single_and_part_items_of_several_lines() {
    becomes(
        "# About the file.\nuse a\nuse b\nsymptom s \"S\"\nsymptom t \"T\"\n\n\n\nsymptom u \"U\"\ncause c \"C\" { likelihood rare\n\n\n shows s often }\n# About d.\ncause d \"D\" { likelihood rare; shows s often }",
        "# About the file.\nuse a\nuse b\n\nsymptom s \"S\"\nsymptom t \"T\"\n\nsymptom u \"U\"\n\ncause c \"C\" {\n  likelihood rare\n\n  shows s often\n}\n\n# About d.\ncause d \"D\" {\n  likelihood rare\n  shows s often\n}\n",
    );
}

#[test]
fn comments_stay_with_what_they_follow_or_precede() {
    becomes(
        "steps s {     # behind the brace\n# above\n  step \"x\"#behind\n\n  # last\n} # behind the item\n# of the next\nsymptom a \"A\"   # behind a head\n",
        "steps s { # behind the brace\n  # above\n  step \"x\" #behind\n\n  # last\n} # behind the item\n\n# of the next\nsymptom a \"A\" # behind a head\n",
    );
    becomes(
        "cause c \"C\" {\n  cite a,   # one\n    # two\n      # three\n    b, d # four\n}",
        "cause c \"C\" {\n  cite a, # one\n    # two\n    # three\n    b,\n    d # four\n}\n",
    );
}

#[test]
fn lists_that_do_not_fit_go_on_below_but_not_into_a_line_that_would_begin_a_property() {
    becomes(
        "cause c \"C\" { cite a-rather-long-name-of-a-source, another-rather-long-name, link, text, the-last-of-all-these-names }",
        "cause c \"C\" {\n  cite a-rather-long-name-of-a-source,\n    another-rather-long-name, link, text,\n    the-last-of-all-these-names\n}\n",
    );
    becomes(
        "rule r \"R\" { when a; then suspect something-with-a-long-name strongly, warn \"Some words for the reader of this guide.\", next b }",
        "rule r \"R\" {\n  when a\n  then suspect something-with-a-long-name strongly,\n    warn \"Some words for the reader of this guide.\",\n    next b\n}\n",
    );
}

#[test]
fn conditions_break_behind_the_loosest_word_first() {
    becomes(
        "rule r \"R\" { when first-finding is something and second-finding is something-else or third-finding>=26.0.1 and not fourth-finding is other; then warn \"x\" }",
        "rule r \"R\" {\n  when first-finding is something and second-finding is something-else or\n    third-finding >= 26.0.1 and not fourth-finding is other\n  then warn \"x\"\n}\n",
    );
    becomes(
        "rule r \"R\" { when any of(first-finding is something,second-finding is something-else,third-finding is another) and (\n a\n or b ); then warn \"x\" }",
        "rule r \"R\" {\n  when any of (\n      first-finding is something,\n      second-finding is something-else,\n      third-finding is another\n    ) and\n    (a or b)\n  then warn \"x\"\n}\n",
    );
    becomes(
        "rule r \"R\" { when (a # why\n and b) or tried c; then warn \"x\" }",
        "rule r \"R\" {\n  when (\n      a # why\n      and\n      b\n    ) or tried c\n  then warn \"x\"\n}\n",
    );
}

#[test]
fn texts_of_several_lines_move_with_their_property_and_keep_every_character() {
    becomes(
        "symptom s \"S\" {\n about \"\"\"\nFirst  \n    deeper\n\n\tend \\ \"\n   \"\"\" }",
        "symptom s \"S\" {\n  about \"\"\"\n    First  \n        deeper\n\n    \tend \\ \"\n  \"\"\"\n}\n",
    );
    // These blanks belong to the text: a new line in front of them would take them for an indent.
    becomes("symptom s \"S\" { about \"\"\"  one\n\"\"\" }", "symptom s \"S\" {\n  about \"\"\"  one\n\"\"\"\n}\n");
}

#[test]
fn what_does_not_parse_keeps_its_bytes_and_what_stands_around_it_is_laid_out() {
    let broken = "cause   c \"C\"   {\n mesage   \"x\" ;shows  a\tusually  \n}";
    let text = format!("symptom   a \"A\"\n{broken}\nsymptom    b   \"B\"");
    let (new, kept) = laid_out(&text, 100);
    assert_eq!((new.as_str(), kept), (&*format!("symptom a \"A\"\n{broken}\nsymptom b \"B\"\n"), 1));
    let strangers = "}   }\n  what   is this";
    let (new, kept) = laid_out(&format!("symptom   a \"A\"\n{strangers}\n\n\nsymptom    b   \"B\""), 100);
    assert_eq!(new, format!("symptom a \"A\"\n{strangers}\n\nsymptom b \"B\"\n"));
    assert!(kept >= 1);
    // A brace on the next line is a fault, and to be mended knowingly.
    let fault = "symptom   a \"A\"\n{ about   \"x\" }\n";
    assert_eq!(laid_out(fault, 100), (fault.to_owned(), 1));
    // A block that ends too early is one whether a `;` follows it or not.
    let early = "cause c \"C\" {}\n;\n  likelihood   common\n";
    assert_eq!(laid_out(early, 100), (early.to_owned(), 2));
    // A word that begins no item is a fault too, though the message says which one was meant.
    let misspelt = "chec\"\"\" o {\n   x\n\"\"\"\n";
    assert_eq!(laid_out(misspelt, 100), (misspelt.to_owned(), 1));
    // What asks for more lines at the end of a file finds none there, however the last line ends.
    for open in ["cause c \"C\" {\n  shows   a,", "cause c \"C\" {\n  likelihood common\n("] {
        for end in ["", "\n", "  \n\n\n"] {
            let (new, kept) = laid_out(&format!("symptom   a \"A\"\n\n{open}{end}"), 100);
            assert_eq!((new.trim_end(), kept), (&*format!("symptom a \"A\"\n\n{open}"), 1));
        }
    }
}

#[test]
fn marks_of_other_systems_go() {
    becomes(
        "\u{feff}symptom a \"A\" {\r\n\tabout \"x\"\r\n\tmessage \"y\"\r\n}\r\n",
        "symptom a \"A\" {\n  about \"x\"\n  message \"y\"\n}\n",
    );
    assert_eq!(tidy(""), "");
    assert_eq!(tidy(" \n\n;\n"), "");
}

#[test]
fn a_result_that_would_say_something_else_is_told_from_one_that_does_not() {
    use kbc::fmt::same;
    use kbc::source::FileId;
    let parse = |text: &str| kbc::syntax::parse(FileId::new(0), text).0;
    let text = "symptom a \"A\" { message \"x y\" } # why";
    for (other, is_same) in [
        ("symptom a \"A\" {\n  message \"x y\"\n}\n# why", true),
        ("symptom a \"A\" { message \"x  y\" } # why", false),
        ("symptom a \"A\" { message \"x y\" } # who", false),
        ("symptom a \"A\" { message \"x y\" }", false),
        ("symptom a \"A\" { message \"x y\" ; message \"x y\" } # why", false),
        ("symptom a \"A\" # why", false),
        ("cause a \"A\" { message \"x y\" } # why", false),
    ] {
        assert_eq!(same(&parse(text), text, &parse(other), other).is_ok(), is_same, "{other}");
    }
}
