//! The numbers that a project sets anew: what its words stand for, how long things take, and what risks and waiting are worth.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Numbers, WEIGHTS};

use super::{ConfigError, wrong};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Strength {
    weakly: Option<f64>,
    plainly: Option<f64>,
    strongly: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Minutes {
    check: Option<f64>,
    remedy: Option<f64>,
    fact: Option<f64>,
    symptom: Option<f64>,
    escalation: Option<f64>,
    verify: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Price {
    caution: Option<f64>,
    destructive: Option<f64>,
    waits_share: Option<f64>,
    workaround: Option<f64>,
}

/// The largest ratio, price and time in minutes: what is reckoned with them stays far from where numbers end.
pub(super) const LARGEST: f64 = 1e7;

/// The numbers with other ones for words of chances and weights, and for strengths.
pub(super) fn numbers(
    mut numbers: Numbers,
    chances: &BTreeMap<String, f64>,
    weights: &BTreeMap<String, f64>,
    strength: &Strength,
) -> Result<Numbers, ConfigError> {
    for (word, &value) in chances {
        if !(0.0..=1.0).contains(&value) {
            return Err(wrong(format!("how-often.{word}"), "is a chance from 0 to 1"));
        }
        put(&mut numbers.chances, word, value)?;
    }
    for (word, &value) in weights {
        if !WEIGHTS.contains(&value) {
            return Err(wrong(format!("likelihood.{word}"), "is a weight from 0.000000001 to 1000000000"));
        }
        put(&mut numbers.weights, word, value)?;
    }
    let ratios = [
        ("weakly", strength.weakly, &mut numbers.weakly),
        ("plainly", strength.plainly, &mut numbers.plainly),
        ("strongly", strength.strongly, &mut numbers.strongly),
    ];
    for (name, given, slot) in ratios {
        if let Some(ratio) = given {
            if !(ratio > 1.0 && ratio <= LARGEST) {
                return Err(wrong(format!("strength.{name}"), format!("is a ratio above 1, and at most {LARGEST}")));
            }
            *slot = ratio;
        }
    }
    Ok(numbers)
}

fn put(table: &mut Vec<(String, f64)>, word: &str, value: f64) -> Result<(), ConfigError> {
    let kebab = word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !kebab {
        return Err(wrong(word, "is no word in kebab-case"));
    }
    match table.iter_mut().find(|(known, _)| known == word) {
        Some(entry) => entry.1 = value,
        None => table.push((word.to_owned(), value)),
    }
    Ok(())
}

/// The numbers with other times and prices.
pub(super) fn minutes_and_prices(
    mut numbers: Numbers,
    minutes: &Minutes,
    price: &Price,
) -> Result<Numbers, ConfigError> {
    let settings = [
        ("minutes.check", minutes.check, &mut numbers.check_minutes),
        ("minutes.remedy", minutes.remedy, &mut numbers.remedy_minutes),
        ("minutes.fact", minutes.fact, &mut numbers.fact_minutes),
        ("minutes.symptom", minutes.symptom, &mut numbers.symptom_minutes),
        ("minutes.escalation", minutes.escalation, &mut numbers.escalation_minutes),
        ("minutes.verify", minutes.verify, &mut numbers.verify_minutes),
        ("price.caution", price.caution, &mut numbers.caution),
        ("price.destructive", price.destructive, &mut numbers.destructive),
        ("price.waits-share", price.waits_share, &mut numbers.waits_share),
        ("price.workaround", price.workaround, &mut numbers.workaround),
    ];
    for (name, given, slot) in settings {
        if let Some(value) = given {
            if !(0.0..=LARGEST).contains(&value) {
                return Err(wrong(name, format!("is from 0 to {LARGEST}")));
            }
            *slot = value;
        }
    }
    Ok(numbers)
}
