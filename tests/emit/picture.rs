//! The picture of a guide that is too large for one: folded, and drawn once more around each symptom.

use std::fmt::Write;
use std::sync::Mutex;

use kbc::config::Config;
use kbc::emit::{Site, html};
use kbc::guide::{Document, PictureKind};
use kbc::pipeline;
use kbc::source::Memory;

const SYMPTOMS: usize = 10;

/// A guide of so many causes, each with a remedy, and each shown by one of ten symptoms.
fn rules(causes: usize) -> String {
    let mut out = "guide large \"It stands still\" {\n  symptoms see-0".to_owned();
    (1..SYMPTOMS).for_each(|at| write!(out, ", see-{at}").unwrap());
    out.push_str("\n  otherwise call\n}\nescalation call \"Call\" { collect \"it\" }\n");
    (0..SYMPTOMS).for_each(|at| writeln!(out, "symptom see-{at} \"It shows {at}\"").unwrap());
    for at in 0..causes {
        let symptom = at % SYMPTOMS;
        writeln!(out, "cause broken-{at} \"Part {at} is broken\" {{ likelihood rare ; shows see-{symptom} usually }}")
            .unwrap();
        let (fixes, steps) = (format!("fixes broken-{at} usually"), "steps { step \"Turn it.\" }");
        writeln!(out, "remedy mend-{at} \"Mend part {at}\" {{ {fixes} ; takes 1 min ; {steps} }}").unwrap();
    }
    out
}

/// What is done with the document of such a guide.
fn with<T: Send>(causes: usize, what: impl Fn(&Document) -> T + Sync) -> T {
    let config = Config::default();
    let mut understood = pipeline::read(&Memory::new().with("large.rules", rules(causes).as_str()), &config);
    let made = Mutex::new(Vec::new());
    pipeline::guides(&mut understood, &config, &|document, _| {
        made.lock().unwrap().push(what(document));
        Ok::<(), ()>(())
    })
    .unwrap();
    made.into_inner().unwrap().pop().expect("the guide is made")
}

#[test]
fn a_guide_that_fits_has_one_picture() {
    let (nodes, around) = with(20, |document| {
        let picture = document.picture.as_ref().unwrap();
        (picture.nodes.len(), picture.around.len())
    });
    assert_eq!((nodes, around), (50, 0));
}

#[test]
fn a_large_guide_is_drawn_around_each_symptom() {
    let picture = with(150, |document| document.picture.clone().unwrap());
    assert!(picture.nodes.len() <= 300 && picture.left_out == 310 - picture.nodes.len());
    assert_eq!(picture.around.len(), SYMPTOMS);
    for part in &picture.around {
        let of = |kind| part.nodes.iter().filter(|node| node.kind == kind).count();
        assert_eq!(part.nodes[0].kind, PictureKind::Symptom);
        assert_eq!((of(PictureKind::Symptom), of(PictureKind::Cause), of(PictureKind::Remedy)), (1, 15, 15));
        assert_eq!((part.edges.len(), part.left_out), (30, 0));
    }
}

#[test]
fn pictures_lead_to_each_other_and_the_page_to_all() {
    let site = Site { title: "Help".to_owned(), ..Site::default() };
    let (whole, parts, page) = with(150, |document| {
        let parts: Vec<_> = html::pictures_around(document, &site).collect();
        let page = html::Templates::new().unwrap().guide(document, &site).unwrap();
        (html::picture(document, &site).unwrap(), parts, page)
    });
    assert_eq!(parts.len(), SYMPTOMS);
    for (path, part) in &parts {
        assert!(
            whole.contains(&format!("<a href=\"{path}\">")) && page.contains(&format!("href=\"{path}\"")),
            "{path}"
        );
        assert!(part.contains("<a href=\"large.svg\">"));
    }
    assert_eq!(parts[3].0, "large.symptom-see-3.svg");
    assert!(parts[3].1.contains("<title>It shows 3</title>") && parts[3].1.contains("large.html#cause-broken-13"));
}
