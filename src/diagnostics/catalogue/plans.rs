//! Kinds of fault in guides as they are planned.

super::faults! {
    /// A step that no path reaches.
    UNREACHABLE_STEP = 501, "unreachable-step", Warning;
    /// An answer of a chart that leads nowhere.
    PATH_ENDS_NOWHERE = 502, "path-ends-nowhere", Warning;
    /// A `next` that never can be followed.
    ROUTE_NEVER_FOLLOWED = 503, "route-never-followed", Warning;
    /// A route to a destructive remedy past a safe one.
    ROUTE_PAST_SAFE_STEP = 504, "route-past-safe-step", Warning;
    /// Causes that no check tells apart, while what helps differs.
    CAUSES_NOT_TOLD_APART = 505, "causes-not-told-apart", Warning;
    /// A check that is not worth its time.
    CHECK_NEVER_PAYS = 506, "check-never-pays", Note;
    /// A condition on an outcome that no cause can give.
    IMPOSSIBLE_OUTCOME = 507, "impossible-outcome", Warning;
    /// A symptom of a guide that no cause of it can show.
    CONTRADICTORY_ENTRY = 508, "contradictory-entry", Warning;
    /// A guide that hands over before anything is tried.
    ESCALATES_AT_ONCE = 509, "escalates-at-once", Warning;
    /// A path that takes longer than the project allows.
    PATH_TOO_LONG = 510, "path-too-long", Warning;
    /// A first step that hangs on a guess.
    FIRST_STEP_NOT_FIRM = 511, "first-step-not-firm", Note;
    /// A flow that costs much more on paper.
    PRINTED_FLOW_TOO_COSTLY = 512, "printed-flow-too-costly", Note;
    /// Rules that leave a cause no answers.
    JOINT_TABLE_ZERO = 513, "joint-table-zero", Error;
    /// Rules that bind too many answers together.
    RULES_TOO_ENTANGLED = 514, "rules-too-entangled", Error;
    /// A check or a fact to which a cause leaves no answer.
    NO_ANSWER_LEFT = 515, "no-answer-left", Error;
    /// A plan that may be far above the best possible.
    WIDE_GAP = 516, "wide-gap", Note;
    /// A remedy that is never tried since handing over is cheaper.
    REMEDY_PRICED_OUT = 517, "remedy-priced-out", Warning;
    /// An order of stages that makes a guide much dearer.
    DEAR_STAGES = 518, "dear-stages", Note;
    /// A question that concerns no symptom of the guide, and comes first.
    FOREIGN_FIRST_QUESTION = 519, "foreign-first-question", Note;
    /// A flow of so many ways that readers are handed over before all was tried.
    HANDED_OVER_EARLY = 520, "handed-over-early", Note;
    /// A plan that breaks what its guide says.
    UNSOUND_PLAN = 599, "unsound-plan", Error;
}
