//! Kinds of fault in how items hang together.

super::faults! {
    /// Causes that bring about each other.
    CIRCULAR_LEADS_TO = 201, "circular-leads-to", Error;
    /// Steps that each come after the other.
    CIRCULAR_AFTER = 202, "circular-after", Error;
    /// A check that cannot tell anything apart.
    TOO_FEW_OUTCOMES = 203, "too-few-outcomes", Error;
    /// A cause without a likelihood beside causes that have one.
    CAUSE_WITHOUT_LIKELIHOOD = 204, "cause-without-likelihood", Error;
    /// A symptom that no cause shows.
    SYMPTOM_WITHOUT_CAUSE = 205, "symptom-without-cause", Warning;
    /// A cause that nothing fixes.
    CAUSE_WITHOUT_REMEDY = 206, "cause-without-remedy", Warning;
    /// A remedy that fixes nothing.
    REMEDY_FIXES_NOTHING = 207, "remedy-fixes-nothing", Warning;
    /// A check whose answers change nothing.
    CHECK_SAYS_NOTHING = 208, "check-says-nothing", Warning;
    /// A guide that holds more causes than a reader can be led through.
    GUIDE_TOO_LARGE = 209, "guide-too-large", Warning;
    /// Shared steps that include each other.
    CIRCULAR_STEPS = 210, "circular-steps", Error;
    /// A guide that holds no cause and is no chart.
    GUIDE_WITHOUT_CAUSE = 211, "guide-without-cause", Warning;
    /// Shared steps that include others too deep to be shown.
    STEPS_TOO_DEEP = 212, "steps-too-deep", Error;
    /// More answers or steps than the engine can number.
    TOO_MUCH_TO_PLAN = 213, "too-much-to-plan", Error;
    /// A destructive step that is done although what comes before it was not.
    AFTER_MAY_BE_SKIPPED = 214, "after-may-be-skipped", Warning;
    /// A guide whose last escalation is not for everybody.
    NOBODY_LEFT = 215, "nobody-left", Error;
    /// A guide that weighs handing over by a price that nobody said.
    PRICE_NOT_SAID = 216, "price-not-said", Warning;
    /// A likely cause that shows nothing, and that no guide holds.
    CAUSE_IN_NO_GUIDE = 217, "cause-in-no-guide", Warning;
    /// A step that a rule of a guide requires, and that the guide excludes.
    REQUIRED_STEP_EXCLUDED = 218, "required-step-excluded", Warning;
    /// A guide of which no cause says how common it is.
    LIKELIHOODS_LEFT_OUT = 219, "likelihoods-left-out", Note;
    /// A check that no guide holds, although its answers lead on.
    CHECK_IN_NO_GUIDE = 220, "check-in-no-guide", Warning;
}
