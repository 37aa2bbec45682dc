//! Guides as data, for tests and measurements: one as an author would write it.

#![expect(clippy::too_many_lines, reason = "the guide is read from top to bottom")]

use kbc::address::WebLink;
use kbc::emit::{Site, Summary};
use kbc::guide::{
    Action, AskCard, AskType, CauseCard, Chance, CheckCard, Command, Document, EscalationCard, Exit, FactCard, Goto,
    GuideLink, HowTo, Image, Inline, Link, Markdown, Origin, OutcomeCard, Place, Proof, RemedyCard, Rests, RiskCard,
    RiskLevel, RuleCard, SourceCard, StageHead, StepCard, SymptomCard, Telling, UndoCard, Way, WayStep, Work,
};
use kbc::words::Words;

pub fn line(text: &str) -> Inline {
    Inline(text.to_owned())
}

pub fn text(text: &str) -> Markdown {
    Markdown(text.to_owned())
}

pub fn place(line: u32) -> Place {
    Place { file: "rules/messages/sending.rules".to_owned(), line }
}

pub fn chance(value: f64, word: &str) -> Chance {
    let told = Some(kbc::words::quantity::percent(Words::of("en"), value));
    Chance { value, word: (!word.is_empty()).then(|| word.to_owned()), told, origin: Origin::default(), learned: None }
}

pub fn action(words: &str) -> StepCard {
    StepCard {
        text: text(words),
        when: None,
        fits: None,
        warnings: vec![],
        commands: vec![],
        expects: vec![],
        notes: vec![],
        images: vec![],
    }
}

pub fn work(takes_minutes: f64, steps: Vec<StepCard>) -> Work {
    Work {
        takes_minutes,
        takes_said: true,
        waits_minutes: 0.0,
        needs: vec![],
        risk: RiskCard { level: RiskLevel::Safe, loses: None },
        undo: None,
        afterwards: None,
        applies_to: None,
        steps,
    }
}

pub fn link(id: &str, title: &str, how_often: Chance) -> Link<Chance> {
    Link { id: format!("messages.{id}"), anchor: id.to_owned(), title: line(title), how_often }
}

pub fn symptom(id: &str, title: &str, starts_at: u32) -> SymptomCard {
    SymptomCard {
        id: format!("messages.{id}"),
        anchor: id.to_owned(),
        title: line(title),
        about: None,
        aka: Vec::new(),
        impact: None,
        applies_to: None,
        messages: vec![],
        alerts: vec![],
        patterns: vec![],
        images: vec![],
        starts_at,
        begin: None,
        cites: vec![],
        source: place(20),
    }
}

pub fn check(id: &str, title: &str, takes: f64, steps: Vec<StepCard>) -> CheckCard {
    CheckCard {
        id: format!("messages.{id}"),
        anchor: id.to_owned(),
        title: line(title),
        about: None,
        aka: Vec::new(),
        asks: None,
        work: work(takes, steps),
        outcomes: vec![],
        cites: vec![],
        source: place(60),
    }
}

pub fn remedy(id: &str, title: &str, takes: f64, steps: Vec<StepCard>) -> RemedyCard {
    RemedyCard {
        id: format!("messages.{id}"),
        anchor: id.to_owned(),
        title: line(title),
        about: None,
        aka: Vec::new(),
        workaround: false,
        preparation: false,
        work: work(takes, steps),
        verify: Some(HowTo::Text { text: text("Send the message again.") }),
        verify_minutes: 0.2,
        verify_said: true,
        tries: 1,
        fixes: vec![],
        renews: vec![],
        see: vec![],
        outcomes: vec![],
        cites: vec![],
        source: place(120),
    }
}

pub fn cause(id: &str, title: &str, value: f64, fixed_by: Vec<Link<Chance>>) -> CauseCard {
    CauseCard {
        id: format!("messages.{id}"),
        anchor: id.to_owned(),
        title: line(title),
        about: None,
        aka: Vec::new(),
        chance: chance(value, ""),
        applies_to: None,
        shows: vec![],
        leads_to: vec![],
        fixed_by,
        no_remedy: None,
        prevent: None,
        see: vec![],
        cites: vec![],
        source: place(90),
    }
}

fn exit(answer: &str, label: &str, goto: Goto) -> Exit {
    Exit { answer: answer.to_owned(), label: line(label), goto }
}

fn step(number: u32, action: Action, exits: Vec<Exit>, cannot: Option<u32>) -> WayStep {
    WayStep {
        attempt: 1,
        number,
        anchor: format!("step-{number}"),
        action,
        stage: None,
        begins_tail: false,
        why: None,
        exits,
        cannot: cannot.map(Goto::Step),
        warnings: vec![],
    }
}

fn tried(number: u32, id: &str) -> WayStep {
    step(
        number,
        Action::Remedy(format!("messages.{id}")),
        vec![
            exit("solved", "the message is sent", Goto::Solved),
            exit("failed", "it is still not sent", Goto::Step(number + 1)),
        ],
        Some(number + 1),
    )
}

fn way() -> Way {
    let id = |name: &str| format!("messages.{name}");
    let mut colour = step(
        1,
        Action::Check(id("bubble-colour")),
        vec![
            exit("blue", "Blue", Goto::Step(2)),
            exit("green", "Green", Goto::Step(6)),
            exit("none", "No bubble appears at all", Goto::By { steps: vec![4, 8], then: 10 }),
        ],
        Some(2),
    );
    colour.stage = Some(StageHead { title: line("Look at the basics"), about: None });
    colour.why = Some("It takes a moment and splits the causes in half.".to_owned());
    let mut clock = step(
        2,
        Action::Check(id("clock")),
        vec![
            exit("right", "Right, and set automatically", Goto::Step(4)),
            exit("wrong", "Wrong, or set by hand and off", Goto::Step(3)),
            exit("locked", "**Set Automatically** is greyed out", Goto::Step(10)),
        ],
        Some(4),
    );
    clock.why =
        Some("A wrong clock explains a stuck message in 1 of 50 cases, and looking takes 20 seconds.".to_owned());
    let mut airplane = tried(4, "toggle-airplane-mode");
    airplane.stage = Some(StageHead {
        title: line("Check the settings"),
        about: Some(text("Each of these is quick and loses nothing.")),
    });
    let mut managed = step(
        6,
        Action::Fact(id("managed")),
        vec![exit("yes", "Yes", Goto::Step(10)), exit("no", "No", Goto::Step(7))],
        Some(7),
    );
    managed.warnings.push(text("Management can switch iMessage off; **do not** remove a profile that is not yours."));
    let mut reset = tried(8, "reset-network");
    reset.begins_tail = true;
    Way {
        starts_at: 1,
        steps: vec![
            colour,
            clock,
            step(
                3,
                Action::Remedy(id("set-automatically")),
                vec![
                    exit("solved", "the message is sent", Goto::Solved),
                    exit("failed", "it is still not sent", Goto::Step(8)),
                ],
                Some(10),
            ),
            airplane,
            tried(5, "sign-in-again"),
            managed,
            tried(7, "restart-phone"),
            reset,
            tried(9, "set-automatically"),
            step(10, Action::Escalation(id("contact-apple")), vec![], None),
            step(11, Action::Contradiction(id("contact-apple")), vec![], None),
        ],
        expected_minutes: 6.1,
        active_minutes: 4.5,
        worst_minutes: 71.5,
        solved: 0.94,
        times: Rests::Written,
        chances: Telling::Numbers,
        solved_told: Some("94%".to_owned()),
        proof: Proof { expected_cost: 6.42, lower_bound: 6.42, printed_cost: 6.5, exact: true },
    }
}

/// A guide with something of everything.
pub fn rich() -> Document {
    let mut stuck = symptom("stuck-sending", "The message stays on “Sending…”", 2);
    stuck.about = Some(text("The progress bar under the title does not finish."));
    stuck.messages = vec!["Sending…".to_owned()];
    stuck.cites = vec![1];
    let mut undelivered = symptom("not-delivered", "A red mark and “Not Delivered” appear", 1);
    undelivered.messages = vec!["Not Delivered".to_owned()];
    undelivered.impact = Some(text("Nobody has got the message; it must be sent again."));
    let green = symptom("turns-green", "The bubble turns green", 6);

    let mut airplane = remedy(
        "toggle-airplane-mode",
        "Turn Airplane Mode on and off",
        0.5,
        vec![
            action("Open Control Centre and turn on **Airplane Mode**."),
            action("Wait 15 seconds, then turn it off."),
        ],
    );
    airplane.work.waits_minutes = 1.0;

    let mut reset = remedy(
        "reset-network",
        "Reset network settings",
        5.0,
        vec![
            action("Open **Settings › General › Transfer or Reset iPhone › Reset**."),
            action("Choose **Reset Network Settings** and enter the passcode."),
        ],
    );
    reset.work.risk = RiskCard {
        level: RiskLevel::Destructive,
        loses: Some(text("Erases saved Wi-Fi passwords, cellular settings and VPN profiles.")),
    };
    reset.work.undo = Some(UndoCard::Impossible);
    reset.work.needs = vec![line("the password of your Wi-Fi"), line("a charger")];
    reset.verify =
        Some(HowTo::Steps { steps: vec![action("Join the Wi-Fi network."), action("Send the message again.")] });
    reset.cites = vec![1, 2];

    let mut sign_in = remedy(
        "sign-in-again",
        "Sign out of iMessage and in again",
        3.0,
        vec![
            StepCard {
                when: Some("iOS is 18 or later".to_owned()), ..action("Open **Settings › Apps › Messages**.")
            },
            StepCard { when: Some("iOS is below 18".to_owned()), ..action("Open **Settings › Messages**.") },
            StepCard {
                warnings: vec![text("Some carriers charge for the text that this sends.")],
                expects: vec![text("“Waiting for activation…” appears, then goes.")],
                notes: vec![text("It may take up to *24 hours*.")],
                ..action("Turn **iMessage** off and on.")
            },
        ],
    );
    sign_in.work.risk =
        RiskCard { level: RiskLevel::Caution, loses: Some(text("Messages go out as SMS until it is done.")) };
    sign_in.work.undo = Some(UndoCard::Possible { how: HowTo::Text { text: text("Turn **iMessage** on again.") } });
    sign_in.work.applies_to = Some("the phone has a SIM".to_owned());

    let mut dns = remedy(
        "flush-dns",
        "Ask another name server",
        4.0,
        vec![action("Run this on a computer in the same network:")],
    );
    dns.about = Some(text(
        "Where the router answers with the wrong address, another server helps:\n\n- `9.9.9.9`\n- `1.1.1.1`",
    ));
    dns.work.steps[0].commands.push(Command {
        language: "sh".to_owned(),
        text: "dig +short courier.push.apple.com @9.9.9.9\nnc -vz courier.push.apple.com 5223 # <port>".to_owned(),
        placeholders: vec![],
    });
    dns.work.steps[0].images.push(Image {
        path: "dns.png".to_owned(),
        published: Some("images/messages/dns.png".to_owned()),
        alternative: "A terminal with two lines of addresses".to_owned(),
    });
    dns.workaround = true;
    dns.tries = 2;

    let mut clock = cause(
        "wrong-clock",
        "The date or the time is far off",
        0.02,
        vec![link("set-automatically", "Let the phone set its own clock", chance(0.93, "almost-always"))],
    );
    clock.about = Some(text(
        "A secure connection checks the validity dates of certificates. A clock outside them\nmakes the check fail, so the phone never reaches Apple's servers.",
    ));
    clock.chance = chance(0.02, "rare");
    clock.shows = vec![
        link("stuck-sending", "The message stays on “Sending…”", chance(0.8, "usually")),
        link("not-delivered", "A red mark and “Not Delivered” appear", chance(0.25, "sometimes")),
    ];
    clock.prevent = Some(text("Leave **Set Automatically** on."));
    clock.cites = vec![2];
    let mut network = cause(
        "no-network",
        "The phone has no way to the internet",
        0.61,
        vec![
            link("toggle-airplane-mode", "Turn Airplane Mode on and off", chance(0.5, "half")),
            link("flush-dns", "Ask another name server", chance(0.1, "seldom")),
        ],
    );
    network.leads_to = vec![link("wrong-clock", "The date or the time is far off", chance(0.05, "rarely"))];
    let mut outage = cause("outage", "Apple's servers are down", 0.12, vec![]);
    outage.no_remedy = Some(text("Only waiting helps; see <https://www.apple.com/support/systemstatus/>."));
    outage.applies_to = Some("the phone is online".to_owned());

    let mut ask =
        check("signal", "How strong is the signal?", 1.0, vec![action("Dial `*3001#12345#*` and read **RSRP**.")]);
    ask.asks = Some(AskCard { of: AskType::Number, unit: Some("dBm".to_owned()) });
    ask.outcomes = vec![
        OutcomeCard {
            name: "weak".to_owned(),
            title: line("Weak"),
            range: Some("below -110".to_owned()),
            says: vec!["Points to `No network`.".to_owned()],
            images: vec![],
        },
        OutcomeCard {
            name: "good".to_owned(),
            title: line("Good"),
            range: Some("from -110".to_owned()),
            says: vec![],
            images: vec![],
        },
    ];

    Document {
        id: "messages.imessage-not-sending".to_owned(),
        path: "messages/imessage-not-sending".to_owned(),
        title: line("iMessage will not send"),
        summary: Some(text("A message to another Apple user stays unsent, or leaves as a green bubble.")),
        see: vec![],
        about: Some(text("The way below begins with what takes seconds and ends with what loses settings.")),
        applies_to: Some("iPhone with iOS 17 or later".to_owned()),
        owner: Some("Mobile desk".to_owned()),
        reviewed: Some("2026-11-20".to_owned()),
        changed: Some("2026-11-02".to_owned()),
        tags: vec!["messages".to_owned(), "iphone".to_owned()],
        aka: vec!["blue bubble stuck".to_owned()],
        moved_from: vec![],
        source: place(4),
        symptoms: vec![stuck, undelivered, green],
        way: way(),
        causes: vec![network, outage, clock],
        checks: vec![
            check("bubble-colour", "Which colour has the bubble?", 0.1, vec![]),
            check(
                "clock",
                "Are the date and the time right?",
                1.0 / 3.0,
                vec![
                    action("Open **Settings › General › Date & Time**."),
                    StepCard {
                        expects: vec![text("They agree to the minute.")],
                        ..action("Compare the time with another clock.")
                    },
                ],
            ),
            ask,
        ],
        remedies: vec![
            remedy(
                "set-automatically",
                "Let the phone set its own clock",
                0.5,
                vec![action("Turn on **Set Automatically**.")],
            ),
            airplane,
            sign_in,
            remedy(
                "restart-phone",
                "Restart the phone",
                2.0,
                vec![action("Hold the side button and a volume button, then slide to power off.")],
            ),
            reset,
            dns,
        ],
        facts: vec![FactCard {
            id: "messages.managed".to_owned(),
            anchor: "managed".to_owned(),
            title: line("Does an employer or a school manage the phone?"),
            about: None,
            hint: Some(text("**Settings › General › VPN & Device Management**")),
            asks: None,
            choices: vec![],
            never_asked: false,
            source: place(200),
        }],
        rules: vec![RuleCard {
            id: "messages.chat-forbidden".to_owned(),
            anchor: "chat-forbidden".to_owned(),
            title: line("Management can switch iMessage off"),
            about: None,
            when: "the phone is managed and the bubble is green".to_owned(),
            then: vec![
                "That iMessage is restricted becomes likely.".to_owned(),
                "Signing in again is skipped.".to_owned(),
            ],
            cites: vec![],
            source: place(210),
        }],
        escalations: vec![EscalationCard {
            id: "messages.contact-apple".to_owned(),
            anchor: "contact-apple".to_owned(),
            title: line("Contact Apple Support"),
            about: Some(text("They can see whether your number is registered.")),
            takes_minutes: 60.0,
            takes_said: true,
            result: false,
            collect: vec![
                line("model and iOS version"),
                line("exact status text"),
                line("result of the Wi-Fi and cellular test"),
            ],
            links: vec![WebLink {
                address: "https://support.apple.com/".to_owned(),
                label: Some("Open Apple's support".to_owned()),
            }],
            source: place(220),
        }],
        sources: vec![
            SourceCard {
                number: 1,
                id: "messages.apple-messages".to_owned(),
                anchor: "apple-messages".to_owned(),
                title: line("If you can't send or receive messages"),
                links: vec![WebLink { address: "https://support.apple.com/HT204065".to_owned(), label: None }],
                seen: Some("2026-11-20".to_owned()),
            },
            SourceCard {
                number: 2,
                id: "messages.apple-date-time".to_owned(),
                anchor: "apple-date-time".to_owned(),
                title: line("If you can't change the time or time zone"),
                links: vec![WebLink { address: "https://support.apple.com/?a=b&c=d".to_owned(), label: None }],
                seen: None,
            },
        ],
        related: vec![GuideLink {
            id: "network.wifi-slow".to_owned(),
            path: "network/wifi-slow".to_owned(),
            title: line("The Wi-Fi is slow"),
            summary: Some(text("Pages load, but late.")),
        }],
        walk: None,
        picture: None,
    }
}

/// A guide of two steps.
pub fn small() -> Document {
    let rich = rich();
    let id = |name: &str| format!("messages.{name}");
    Document {
        id: "clock.wrong".to_owned(),
        path: "clock-wrong".to_owned(),
        title: line("The clock is *wrong*"),
        about: None,
        applies_to: None,
        changed: None,
        aka: vec![],
        symptoms: vec![symptom("late", "The time is `1:00` off", 1)],
        way: Way {
            steps: vec![
                step(
                    1,
                    Action::Check(id("clock")),
                    vec![exit("right", "Right", Goto::Step(3)), exit("wrong", "Wrong", Goto::Step(2))],
                    Some(2),
                ),
                tried(2, "set-automatically"),
                step(3, Action::Escalation(id("contact-apple")), vec![], None),
            ],
            ..rich.way
        },
        causes: rich
            .causes
            .into_iter()
            .filter(|cause| cause.anchor == "wrong-clock")
            .map(|cause| CauseCard { shows: vec![], ..cause })
            .collect(),
        checks: rich.checks.into_iter().filter(|card| card.anchor == "clock").collect(),
        remedies: rich.remedies.into_iter().filter(|card| card.anchor == "set-automatically").collect(),
        facts: vec![],
        rules: vec![],
        related: vec![],
        ..rich
    }
}

/// A site that holds these guides.
pub fn site(documents: &[&Document]) -> Site {
    Site {
        title: "Example Help".to_owned(),
        base_url: Some("https://help.example.org/kb/".to_owned()),
        source_base: Some("https://git.example.org/kb/blob/main".to_owned()),
        guides: documents.iter().map(|document| Summary::of(document)).collect(),
        ..Site::default()
    }
}
