//! The English words by which lints of wording judge, all in one place.
//!
//! Each list says which lint reads it. Lints of wording only look at projects whose language is English; to teach them
//! another, this file is what has to be written anew. Words are in small letters.

/// What a step tells a reader to do, as its first word or after `and`. Read by `step-of-two-actions`.
pub const ACTIONS: &[&str] = &[
    "add",
    "apply",
    "ask",
    "call",
    "change",
    "charge",
    "check",
    "choose",
    "clean",
    "clear",
    "click",
    "close",
    "compare",
    "connect",
    "copy",
    "create",
    "cut",
    "delete",
    "detach",
    "disable",
    "disconnect",
    "download",
    "drag",
    "drain",
    "edit",
    "enable",
    "enter",
    "erase",
    "fill",
    "flip",
    "follow",
    "go",
    "hold",
    "insert",
    "install",
    "lay",
    "leave",
    "lift",
    "log",
    "look",
    "loosen",
    "lower",
    "make",
    "mount",
    "move",
    "open",
    "paste",
    "pick",
    "plug",
    "pour",
    "press",
    "print",
    "pull",
    "push",
    "put",
    "read",
    "reboot",
    "remove",
    "rename",
    "replace",
    "reset",
    "restart",
    "rinse",
    "roll",
    "run",
    "save",
    "screw",
    "scroll",
    "select",
    "send",
    "set",
    "shake",
    "shut",
    "sign",
    "slide",
    "start",
    "stop",
    "swap",
    "swipe",
    "switch",
    "take",
    "tap",
    "tell",
    "test",
    "tick",
    "tighten",
    "toggle",
    "touch",
    "turn",
    "type",
    "unplug",
    "unscrew",
    "unmount",
    "update",
    "upload",
    "wait",
    "wash",
    "wipe",
    "write",
];

/// Two words joined by `and` that are one action. Read by `step-of-two-actions`.
pub const ONE_ACTION: &[&str] = &[
    "press and hold",
    "tap and hold",
    "touch and hold",
    "click and hold",
    "push and hold",
    "push and turn",
    "press and turn",
    "drag and drop",
    "copy and paste",
    "cut and paste",
    "wait and see",
    "go and see",
    "go and look",
];

/// First words of steps that say to look without saying what to see. Read by `step-without-action`.
pub const VAGUE: &[&str] = &[
    "analyse",
    "analyze",
    "check",
    "consider",
    "diagnose",
    "ensure",
    "examine",
    "inspect",
    "investigate",
    "monitor",
    "review",
    "troubleshoot",
    "verify",
];

/// The same in two words.
pub const VAGUE_PAIRS: &[&str] = &["look into", "look through", "make sure", "look around", "deal with"];

/// Words by which a sentence gives a reason. Read by `symptom-names-cause`.
pub const REASONS: &[&str] =
    &["as a result of", "because", "caused by", "due to", "on account of", "owing to", "thanks to", "the reason is"];

/// Words for a repair that only helps for a while. Read by `workaround-called-fix`.
pub const MAKESHIFT: &[&str] = &[
    "as a stopgap",
    "bypass",
    "bypasses",
    "for now",
    "for the time being",
    "makeshift",
    "stopgap",
    "temporarily",
    "temporary",
    "work around",
    "workaround",
    "works around",
];

/// Words that turn a question round. Two of them in one question cannot be answered. Read by `double-negation`.
pub const NEGATIONS: &[&str] = &[
    "aren't",
    "can't",
    "cannot",
    "couldn't",
    "didn't",
    "doesn't",
    "don't",
    "hasn't",
    "haven't",
    "isn't",
    "neither",
    "never",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "nowhere",
    "shouldn't",
    "wasn't",
    "weren't",
    "without",
    "won't",
    "wouldn't",
];

/// Words by which a title tells what is not seen. Read by `message-not-given`.
pub const ABSENCES: &[&str] = &["lacks", "missing", "never", "no", "not", "without"];

/// Words that deny without a negation; beside one of [`NEGATIONS`] they turn a question round twice.
pub const DENIALS: &[&str] = &[
    "absent",
    "fail",
    "failed",
    "failing",
    "fails",
    "impossible",
    "lack",
    "lacking",
    "lacks",
    "missing",
    "refuse",
    "refuses",
    "unable",
    "unavailable",
    "unless",
];

/// Words with a negation in them that deny nothing of what is asked.
pub const NO_NEGATIONS: &[&str] = &["or not", "or no", "no longer", "not only", "no. ", "no matter"];

/// Answers that leave no room for another. Read by `outcomes-overlap-in-words`.
pub const WHOLE: &[&str] = &["yes"];

/// Answers that say how often or how much, which a whole one may mean as well.
pub const PARTS: &[&str] = &[
    "a bit",
    "a little",
    "at times",
    "frequently",
    "from time to time",
    "it depends",
    "it varies",
    "maybe",
    "mostly",
    "now and then",
    "occasionally",
    "often",
    "partially",
    "partly",
    "perhaps",
    "probably",
    "rarely",
    "seldom",
    "slightly",
    "sometimes",
    "usually",
];

/// Words without a meaning of their own, which do not count when texts are compared. Read by `cause-repeats-symptom` and
/// `near-duplicate`.
pub const SMALL: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for",
    "from", "had", "has", "have", "his", "in", "is", "it", "its", "me", "my", "of", "one", "or", "our", "so", "some",
    "that", "the", "their", "them", "there", "these", "they", "this", "to", "too", "was", "we", "were", "will", "with",
    "you", "your",
];

/// What any trouble says. Read by `vague-message`.
pub const SAID_BY_ALL: &[&str] = &[
    "an error has occurred",
    "an error occurred",
    "critical",
    "err",
    "error",
    "error occurred",
    "errors",
    "exception",
    "fail",
    "failed",
    "failure",
    "fatal",
    "fatal error",
    "internal error",
    "oops",
    "panic",
    "please try again",
    "something went wrong",
    "try again",
    "try again later",
    "unexpected error",
    "unknown",
    "unknown error",
    "warn",
    "warning",
];

/// A word without its commonest endings, so that `prints` and `printing` are one. Only used to compare, never shown.
#[must_use]
pub fn stem(word: &str) -> &str {
    let longer = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() >= 4);
    longer("ing").or_else(|| longer("ed")).or_else(|| longer("es")).or_else(|| longer("s")).unwrap_or(word)
}
