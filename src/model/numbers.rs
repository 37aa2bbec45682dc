//! What words for numbers mean, prices, and what terms stand for. A project may change them.

use std::sync::Arc;

use super::Terms;

/// How readers are told how likely something is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chances {
    /// In words.
    #[default]
    Words,
    /// In percentages.
    Numbers,
    /// Not at all.
    Off,
}

/// The tables behind words, and the prices that cost is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Words for how often, with their chances; the means that surveys of verbal probabilities found.
    pub chances: Vec<(String, f64)>,
    /// Words for how likely a cause is, with their weights against each other.
    pub weights: Vec<(String, f64)>,
    /// The ratio of `points-to x weakly`.
    pub weakly: f64,
    /// The ratio of `points-to x`.
    pub plainly: f64,
    /// The ratio of `points-to x strongly`, and of `confirms`.
    pub strongly: f64,
    /// The chance of a symptom of which a cause says nothing.
    pub silent_symptom: f64,
    /// A guide's share of unknown causes, where it says none.
    pub other: f64,
    /// A guide's negligible chance, where it says none.
    pub negligible: f64,
    /// The chance that readers are told is left for a cause of which nothing is known, once an answer has confirmed one.
    pub surprise: f64,
    /// Minutes that a check takes, where it says none.
    pub check_minutes: f64,
    /// Minutes that a remedy takes, where it says none.
    pub remedy_minutes: f64,
    /// Minutes that a fact takes, where it says none.
    pub fact_minutes: f64,
    /// Minutes that an escalation takes, where it says none.
    pub escalation_minutes: f64,
    /// Minutes to see whether a remedy helped, where it says none.
    pub verify_minutes: f64,
    /// Minutes to say whether a symptom is seen.
    pub symptom_minutes: f64,
    /// The share of waiting time that counts as cost.
    pub waits_share: f64,
    /// The price of a risk of caution, in minutes.
    pub caution: f64,
    /// The price of a destructive risk, in minutes.
    pub destructive: f64,
    /// The price of a workaround, in minutes: the cause is still there.
    pub workaround: f64,
    /// How readers are told chances.
    pub told: Chances,
    /// What `{{name}}` stands for in prose.
    pub terms: Arc<Terms>,
}

/// Words for how often, after Mosteller and Youtz (1990).
const CHANCES: [(&str, f64); 11] = [
    ("certain", 1.0),
    ("always", 0.98),
    ("almost-always", 0.93),
    ("usually", 0.80),
    ("often", 0.70),
    ("half", 0.50),
    ("sometimes", 0.25),
    ("seldom", 0.10),
    ("rarely", 0.05),
    ("never", 0.01),
    ("impossible", 0.0),
];

/// Words for the likelihood of a cause, each a few times the next.
const WEIGHTS: [(&str, f64); 5] =
    [("very-common", 16.0), ("common", 8.0), ("occasional", 4.0), ("rare", 1.0), ("very-rare", 0.25)];

/// The weight of a cause whose likelihood nobody wrote, the same for all of them.
pub(super) const WEIGHT_LEFT_OUT: f64 = 1.0;

impl Numbers {
    /// How often something does what it is said to do, where nobody says how often.
    #[must_use]
    pub fn usually(&self) -> f64 {
        self.chances.iter().find(|(word, _)| word == "usually").map_or(0.8, |(_, chance)| *chance)
    }
}

impl Default for Numbers {
    fn default() -> Self {
        let owned = |table: &[(&str, f64)]| table.iter().map(|&(word, value)| (word.to_owned(), value)).collect();
        Numbers {
            chances: owned(&CHANCES),
            weights: owned(&WEIGHTS),
            weakly: 2.0,
            plainly: 5.0,
            strongly: 20.0,
            silent_symptom: 0.01,
            other: 0.05,
            negligible: 0.03,
            surprise: 0.01,
            check_minutes: 1.0,
            remedy_minutes: 5.0,
            fact_minutes: 10.0 / 60.0,
            escalation_minutes: 60.0,
            verify_minutes: 0.5,
            symptom_minutes: 5.0 / 60.0,
            waits_share: 0.5,
            caution: 5.0,
            destructive: 20.0,
            workaround: 10.0,
            told: Chances::default(),
            terms: Arc::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CHANCES;
    use crate::syntax::words::HOW_OFTEN;

    #[test]
    fn the_words_that_are_told_are_those_that_there_are() {
        assert!(CHANCES.iter().map(|(word, _)| *word).eq(HOW_OFTEN));
    }
}
