//! What can be asked of a session, and how a change and a question meet.

use std::sync::Arc;

use kbc::config::Config;
use kbc::plans::Plans;
use kbc::session::{Session, Stopped};
use kbc::source::Memory;

use super::{session, told};

const LAMP: &str = "guide lamp \"The lamp stays dark\" { symptoms dark ; otherwise shop }\n\
     symptom dark \"The lamp is dark\"\nescalation shop \"Ask the shop\" { takes 3 h }\n\
     cause bulb \"The bulb is broken\" { likelihood common ; shows dark always }\n\
     remedy change \"Change the bulb\" { fixes bulb always ; takes 2 min ; steps { step \"Put a new one in.\" } ; verify \"Look.\" }\n";

#[test]
fn a_text_takes_the_place_of_a_file_and_is_given_back() {
    let session = session(&[("lamp.rules", LAMP)]);
    let whole = told(&session.state());
    session.change("lamp.rules", Some(LAMP.replace("fixes bulb", "fixes blub").into_bytes()));
    let broken = told(&session.state());
    assert!(broken.iter().any(|finding| finding.contains("`blub`")), "{broken:?}");
    // The disk is read again, and the text stays.
    session.reload();
    assert_eq!(told(&session.state()), broken);
    session.forget("lamp.rules");
    assert_eq!(told(&session.state()), whole);
    session.change("other.rules", Some(b"symptom odd \"It is odd\"\n".to_vec()));
    assert!(told(&session.state()).len() > whole.len());
    session.change("other.rules", None);
    assert_eq!(told(&session.state()), whole);
}

#[test]
fn a_state_is_of_one_version() {
    let session = session(&[("lamp.rules", LAMP)]);
    let before = session.state();
    assert_eq!(before.guides().iter().map(|guide| guide.path.as_str()).collect::<Vec<_>>(), ["lamp"]);
    let planned = before.plan("lamp").unwrap().unwrap();
    assert!(planned.published.judged.plan.entry().expected_cost > 0.0);
    assert!(before.document("nowhere").unwrap().is_none());
    session.change("lamp.rules", Some(LAMP.replace("stays dark", "stays dim").into_bytes()));
    // What is asked of the old version now is given up, and it does not turn into the new one.
    assert!(before.is_stopped());
    assert_eq!(before.findings().err(), Some(Stopped));
    assert_eq!(before.plan("lamp").err(), Some(Stopped));
    let now = session.state();
    let document = now.document("lamp").unwrap().unwrap();
    assert!(format!("{:?}", document.title).contains("stays dim"));
}

#[test]
fn an_edit_that_changes_nothing_gives_nothing_up() {
    let session = session(&[("lamp.rules", LAMP)]);
    let state = session.state();
    session.change("lamp.rules", Some(LAMP.as_bytes().to_vec()));
    assert!(!state.is_stopped() && !session.reload_some(&["lamp.rules"]) && state.findings().is_ok());
}

#[test]
fn changes_from_other_threads_end_questions_and_break_none() {
    let files = (0..40).fold(Memory::new(), |files, number| {
        files.with(format!("lamp-{number}.rules"), crate::plans::lamp_file(2 * number, 3))
    });
    let session = Arc::new(Session::open(Arc::new(files), Config::default(), Plans::default()));
    let asked = Arc::clone(&session);
    let asking = std::thread::spawn(move || {
        let answers = (0..60).map(|_| asked.state().findings().is_ok());
        answers.filter(|answered| *answered).count()
    });
    for round in 0..60 {
        let text = crate::plans::lamp_file(8, 2 + round % 3);
        session.change("lamp-4.rules", Some(text.into_bytes()));
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    asking.join().unwrap();
    let last = (0..40).fold(Memory::new(), |files, number| {
        let parts = if number == 4 { 2 + 59 % 3 } else { 3 };
        files.with(format!("lamp-{number}.rules"), crate::plans::lamp_file(2 * number, parts))
    });
    let anew = Session::open(Arc::new(last), Config::default(), Plans::default());
    assert_eq!(told(&session.state()), told(&anew.state()));
}

#[test]
fn the_files_that_it_has_may_be_none() {
    let session = session(&[]);
    assert!(told(&session.state())[0].contains("no `.rules` file"));
    session.change("lamp.rules", Some(LAMP.as_bytes().to_vec()));
    assert!(!session.state().findings().unwrap().has_errors);
    session.change("lamp.rules", None);
    assert!(session.state().findings().unwrap().has_errors);
}
