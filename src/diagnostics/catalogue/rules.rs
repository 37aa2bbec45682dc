//! Kinds of fault in rules and conditions.

super::faults! {
    /// A condition that nothing makes true.
    CONDITION_NEVER_HOLDS = 401, "condition-never-holds", Error;
    /// Effects of one rule that contradict each other.
    CLASHING_EFFECTS = 402, "clashing-effects", Error;
    /// A value that a fact or a check cannot have.
    VALUE_OUTSIDE_RANGE = 404, "value-outside-range", Warning;
}
