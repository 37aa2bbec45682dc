//! A corpus of realistic guides, of any number, the same at every call.
//!
//! Each file holds a guide with 3 symptoms, 4 causes, 4 checks of two or three outcomes, 4 remedies of 5 steps, an
//! escalation, a source and a scenario, about 6.4 KB in all, and links to the guides before it.

use std::fmt::Write;

const THINGS: [&str; 8] =
    ["printer", "mailbox", "database", "router", "build job", "phone", "payment page", "disk array"];
const PLACES: [&str; 6] =
    ["at the office", "in the data centre", "at home", "on the road", "behind the proxy", "in the cloud"];
const PARTS: [&str; 8] = ["cable", "cache", "certificate", "queue", "driver", "account", "power supply", "setting"];
const LIKELY: [&str; 4] = ["common", "occasional", "rare", "occasional"];

/// The path of a guide's file below the folder of rules.
#[must_use]
pub fn path(number: usize) -> String {
    format!("area-{}/trouble-{number}.rules", number / 100)
}

fn module(number: usize) -> String {
    format!("area-{}.trouble-{number}", number / 100)
}

/// Whether a guide sends some of its readers to the one before it.
fn links(number: usize) -> bool {
    number > 0 && number.is_multiple_of(2)
}

fn pick<'a>(list: &[&'a str], number: usize) -> &'a str {
    list[(number.wrapping_mul(2_654_435_761) >> 7) % list.len()]
}

/// The text of a guide's file.
#[must_use]
pub fn guide(number: usize) -> String {
    let mut text = String::with_capacity(7_000);
    write(&mut text, number).expect("a string takes all text");
    text
}

fn write(text: &mut String, n: usize) -> std::fmt::Result {
    let thing = pick(&THINGS, n);
    let place = pick(&PLACES, n / 3);
    writeln!(text, "# Trouble {n}: what we know about the {thing} {place}.")?;
    if links(n) {
        writeln!(text, "use {}", module(n - 1))?;
    }
    writeln!(text, "\nguide trouble-{n} \"The {thing} {place} does not answer ({n})\" {{")?;
    writeln!(text, "  summary \"What to do when the {thing} {place} stays silent or answers with an error.\"")?;
    writeln!(
        text,
        "  symptoms silent-{n}, slow-{n}, error-{n}\n  stage look \"Look first\"\n  stage repair \"Repair\""
    )?;
    writeln!(
        text,
        "  otherwise call-{n}\n  owner \"team {}\"\n  reviewed 2026-{:02}-{:02}\n}}",
        n % 17,
        1 + n % 12,
        1 + n % 28
    )?;
    for (name, title, shown) in [
        ("silent", "It does not answer at all", "No answer"),
        ("slow", "It answers after a long time", "Please wait"),
        ("error", "It answers with an error", "Error"),
    ] {
        writeln!(text, "\nsymptom {name}-{n} \"{title}, the {thing} {n}\" {{")?;
        writeln!(text, "  about \"Seen {place} since the last change, and not on other machines nearby.\"")?;
        writeln!(text, "  message \"{shown}: 0x{:08X}\"\n}}", n.wrapping_mul(7919) ^ title.len())?;
    }
    for cause in 0..4 {
        write_cause(text, n, cause)?;
    }
    for check in 0..4 {
        write_check(text, n, check)?;
    }
    for remedy in 0..4 {
        write_remedy(text, n, remedy)?;
    }
    writeln!(text, "\nescalation call-{n} \"Call the team of the {thing}\" {{\n  takes 45 min")?;
    writeln!(text, "  collect \"the exact text of the error\", \"since when it happens\"\n}}")?;
    writeln!(
        text,
        "\nsource manual-{n} \"Manual of the {thing}, chapter {}\" {{\n  link \"https://example.org/manual/{n}\"\n  seen 2026-01-15\n}}",
        n % 40
    )?;
    writeln!(
        text,
        "\nscenario \"a loose part of trouble {n} is found\" for trouble-{n} {{\n  observe silent-{n}\n  expect cause cause-{n}-0 above 1%\n}}"
    )
}

fn write_cause(text: &mut String, n: usize, cause: usize) -> std::fmt::Result {
    let part = pick(&PARTS, n + cause);
    writeln!(text, "\ncause cause-{n}-{cause} \"The {part} is out of order ({n}.{cause})\" {{")?;
    writeln!(
        text,
        "  about \"\"\"\n    The {part} wears out or is changed by hand, and nobody notices until the next restart.\n    Then requests wait for it, one after the other, and the whole machine looks **dead**.\n  \"\"\""
    )?;
    writeln!(text, "  likelihood {}", LIKELY[(n + cause) % 4])?;
    let often = ["usually", "often", "sometimes", "always"][(n + cause) % 4];
    match cause {
        0 | 3 => writeln!(text, "  shows silent-{n} {often}, error-{n} sometimes")?,
        1 => writeln!(text, "  shows slow-{n} {often}, silent-{n} seldom")?,
        _ => writeln!(text, "  shows error-{n} {often}, slow-{n} sometimes")?,
    }
    writeln!(text, "  prevent \"Look after the {part} once a month.\"\n  cite manual-{n}\n}}")
}

fn write_check(text: &mut String, n: usize, check: usize) -> std::fmt::Result {
    let part = pick(&PARTS, n + check);
    writeln!(
        text,
        "\ncheck check-{n}-{check} \"Is the {part} as it should be ({n}.{check})?\" {{\n  stage look\n  takes {} s",
        10 + (n + check * 7) % 50
    )?;
    writeln!(text, "  steps {{\n    step \"Open the panel of the **{part}**.\"")?;
    writeln!(text, "    step \"Compare its lamp with the label.\" {{ expect \"They have one colour.\" }}\n  }}")?;
    writeln!(text, "  outcome good \"Yes, it is\" {{ rules-out cause-{n}-{check} }}")?;
    writeln!(text, "  outcome bad \"No, it is not\" {{ points-to cause-{n}-{check} strongly }}")?;
    if (n + check).is_multiple_of(2) {
        if links(n) && check == 2 {
            writeln!(text, "  outcome absent \"There is none\" {{ next trouble-{} }}", n - 1)?;
        } else {
            writeln!(text, "  outcome unclear \"It changes\" {{ points-to cause-{n}-{check} weakly }}")?;
        }
    }
    writeln!(text, "}}")
}

fn write_remedy(text: &mut String, n: usize, remedy: usize) -> std::fmt::Result {
    let part = pick(&PARTS, n + remedy);
    writeln!(
        text,
        "\nremedy remedy-{n}-{remedy} \"Set the {part} right ({n}.{remedy})\" {{\n  stage repair\n  fixes cause-{n}-{remedy} {}",
        ["usually", "almost-always", "often"][(n + remedy) % 3]
    )?;
    writeln!(text, "  takes {} min", 2 + (n + remedy * 3) % 9)?;
    writeln!(text, "  steps {{\n    step \"Tell the people **nearby** that the machine will be away.\"")?;
    writeln!(text, "    step \"Stop the service.\" {{ run sh \"service-{n} stop --part {remedy}\" }}")?;
    writeln!(text, "    step \"Clean the contacts of the {part}.\" {{ warning \"Touch the metal first.\" }}")?;
    writeln!(text, "    step \"Put it back until it clicks.\"\n    step \"Start the service.\" {{")?;
    writeln!(text, "      run sh \"service-{n} start\"\n      expect \"The lamp is green.\"\n    }}\n  }}")?;
    writeln!(text, "  verify \"Ask for the first page again.\" 20 s\n}}")
}
