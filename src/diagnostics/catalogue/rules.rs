//! Kinds of fault in rules and conditions.

super::faults! {
    /// A condition that nothing makes true.
    CONDITION_NEVER_HOLDS = 401, "condition-never-holds", Error;
    /// Effects of one rule that contradict each other.
    CLASHING_EFFECTS = 402, "clashing-effects", Error;
    /// Two rules that contradict each other.
    CONTRADICTORY_RULES = 403, "contradictory-rules", Error;
    /// A value that a fact or a check cannot have.
    VALUE_OUTSIDE_RANGE = 404, "value-outside-range", Warning;
    /// A condition that nothing makes false.
    CONDITION_ALWAYS_HOLDS = 405, "condition-always-holds", Warning;
    /// A rule that says only what others say anyway.
    NEEDLESS_RULE = 406, "needless-rule", Warning;
    /// Answers that a table of rules leaves out.
    UNCOVERED_ANSWERS = 407, "uncovered-answers", Warning;
    /// Conditions and rules that are too entangled to be decided.
    NOT_DECIDED = 408, "not-decided", Note;
    /// A rule that guards a step by a fact that nobody is asked for.
    GUARD_NEVER_ASKED = 409, "guard-never-asked", Warning;
}
