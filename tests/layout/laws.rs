//! What holds for every file.

use kbc::fmt::{WIDTH, same};
use kbc::source::FileId;
use kbc::syntax::parse;
use proptest::prelude::*;

use super::{corpus, files, laid_out, made};

/// Twice is once, at any width, and the file says what it said.
fn check(text: &str, width: usize) {
    let (once, kept) = laid_out(text, width);
    let (twice, kept_again) = laid_out(&once, width);
    assert_eq!(once, twice, "at width {width}, from:\n{text}");
    assert_eq!(kept, kept_again, "what does not parse is found again:\n{text}");
    let (before, found) = parse(FileId::new(0), text);
    let (after, found_again) = parse(FileId::new(0), &once);
    assert_eq!(same(&before, text, &after, &once), Ok(()));
    assert_eq!(comments(text), comments(&once));
    let codes = |found: &[kbc::diagnostics::Diagnostic]| {
        let mut codes: Vec<_> = found.iter().map(|finding| finding.fault.name).collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(codes(&found), codes(&found_again), "no fault comes or goes:\n{text}\n---\n{once}");
}

/// The comments of a text, by a way of their own: from each `#` outside of texts to the end of its line.
fn comments(text: &str) -> Vec<String> {
    let (tree, _) = parse(FileId::new(0), text);
    let mut found = Vec::new();
    let mut waiting: Vec<_> = tree.items(text).collect();
    waiting.reverse();
    while let Some(node) = waiting.pop() {
        if node.rule() == kbc::syntax::Rule::comment {
            found.push(node.text().trim_end().to_owned());
        }
        let mut below: Vec<_> = node.all_children().collect();
        below.reverse();
        waiting.extend(below);
    }
    found
}

#[test]
fn every_file_of_the_repository_keeps_its_meaning_at_any_width() {
    for (path, text) in files() {
        for width in [1, 40, 80, WIDTH, 10_000] {
            println!("{} at {width}", path.display());
            check(&text, width);
        }
    }
}

#[test]
fn what_is_shipped_and_what_is_measured_is_in_the_layout() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = ["rules", "tests/knowledge", "src/cli/new"].map(|folder| root.join(folder));
    let untidy: Vec<_> = files()
        .into_iter()
        .filter(|(path, _)| shipped.iter().any(|folder| path.starts_with(folder)))
        .filter(|(_, text)| laid_out(text, WIDTH).0 != *text)
        .map(|(path, _)| path)
        .collect();
    assert!(untidy.is_empty(), "`kbc fmt` lays them out: {untidy:#?}");
    for number in 0..200 {
        assert_eq!(laid_out(&corpus::guide(number), WIDTH), (corpus::guide(number), 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn made_files_keep_their_meaning(file in made::file(), width in 1usize..140) {
        let text = made::written(&file, &mut made::Plain);
        prop_assert!(parse(FileId::new(0), &text).1.is_empty(), "{}", text);
        check(&text, width);
        prop_assert_eq!(laid_out(&text, width).1, 0, "all of it is laid out: {}", text);
    }

    #[test]
    fn the_layout_that_comes_in_makes_no_difference(file in made::file(), seed in any::<u64>(), width in 1usize..140) {
        let plain = made::written(&file, &mut made::Plain);
        let other = made::written(&file, &mut made::Wild(seed));
        prop_assert!(parse(FileId::new(0), &other).1.is_empty(), "{}", other);
        prop_assert_eq!(laid_out(&plain, width).0, laid_out(&other, width).0, "{}\n---\n{}", plain, other);
    }

    #[test]
    fn faults_stay_as_they_are(which in any::<usize>(), slips in prop::collection::vec((any::<usize>(), any::<usize>()), 1..4)) {
        let files = files();
        let mut text = files[which % files.len()].1.clone();
        for (at, kind) in slips {
            text = slip(&text, at, kind);
        }
        check(&text, WIDTH);
    }
}

/// One slip of the hand at a character: it is deleted, doubled, or another takes its place.
fn slip(text: &str, at: usize, kind: usize) -> String {
    const OTHERS: [&str; 14] = ["\"", "{", "}", "(", ")", ",", ";", "#", "\n", "\\", "\"\"\"", "r\"", "é", " "];
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let put = match kind % (OTHERS.len() + 2) {
        0 => "",
        1 => &text[at..end].repeat(2),
        other => OTHERS[other - 2],
    };
    [&text[..at], put, &text[end..]].concat()
}
