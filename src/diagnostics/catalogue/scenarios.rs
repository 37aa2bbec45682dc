//! Kinds of fault in scenarios.

super::faults! {
    /// Something else came of a scenario than it expects.
    FAILED_EXPECTATION = 601, "failed-expectation", Error;
    /// What no scenario reaches.
    NEVER_REACHED = 602, "never-reached", Note;
    /// A name that means nothing in the guide that is tested.
    NOT_IN_GUIDE = 603, "not-in-guide", Error;
    /// An answer or a value that a check, a fact or a remedy does not have.
    UNFIT_ANSWER = 604, "unfit-answer", Error;
    /// A reader is to be helped, and nobody says what they have.
    NOBODY_SUPPOSED = 605, "nobody-supposed", Error;
    /// Something that is given twice, or both ways.
    GIVEN_TWICE = 606, "given-twice", Error;
    /// A scenario that expects nothing.
    NOTHING_EXPECTED = 607, "nothing-expected", Warning;
    /// No scenario at all, or none that was asked for.
    NO_SCENARIO = 608, "no-scenario", Error;
}
