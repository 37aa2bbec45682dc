//! Words that the tables of the language do not name, for all grammars.

/// Words between the names of a condition or a property.
pub const OPERATORS: [&str; 17] = [
    "and", "or", "not", "is", "seen", "tried", "at", "least", "of", "from", "below", "above", "up", "to", "by",
    "within", "for",
];
/// Words for how likely a cause is, and for how strongly an answer speaks.
pub const WEIGHTS: [&str; 8] =
    ["very-common", "common", "occasional", "rare", "very-rare", "weakly", "strongly", "solved"];
