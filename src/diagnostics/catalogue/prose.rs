//! Kinds of fault in what readers read.

super::faults! {
    /// A picture that is not there.
    MISSING_IMAGE = 701, "missing-image", Error;
    /// A picture that says nothing to those who do not see it.
    MISSING_ALTERNATIVE = 702, "missing-alternative", Warning;
    /// A link that leads nowhere.
    BROKEN_LINK = 703, "broken-link", Error;
    /// A title that is too long to be read at a glance.
    LONG_TITLE = 704, "long-title", Warning;
    /// A symptom that says why.
    SYMPTOM_NAMES_CAUSE = 705, "symptom-names-cause", Warning;
    /// A title that quotes a message which is nowhere given.
    MESSAGE_NOT_GIVEN = 706, "message-not-given", Warning;
    /// A step that holds two actions.
    STEP_OF_TWO_ACTIONS = 707, "step-of-two-actions", Warning;
    /// A step that does not say what to do.
    STEP_WITHOUT_ACTION = 708, "step-without-action", Warning;
    /// A command that destroys data, without a warning.
    CHANGE_WITHOUT_WARNING = 709, "change-without-warning", Warning;
    /// A workaround that is not called so.
    WORKAROUND_CALLED_FIX = 710, "workaround-called-fix", Warning;
    /// A remedy that nobody can see the success of.
    REMEDY_WITHOUT_VERIFY = 711, "remedy-without-verify", Warning;
    /// A cause that says no more than its symptom.
    CAUSE_REPEATS_SYMPTOM = 712, "cause-repeats-symptom", Warning;
    /// Answers of which two are right at once.
    OUTCOMES_OVERLAP = 713, "outcomes-overlap", Warning;
    /// A question that denies twice.
    DOUBLE_NEGATION = 714, "double-negation", Warning;
    /// A text that is still to be written.
    PLACEHOLDER_LEFT = 715, "placeholder-left", Warning;
    /// A statement that nothing backs.
    NO_SOURCE = 716, "no-source", Warning, off;
    /// A guide that nobody keeps.
    NO_OWNER = 717, "no-owner", Warning, off;
    /// A text that nobody has read through for long.
    OVERDUE_REVIEW = 718, "overdue-review", Warning;
    /// Search words that lead to two items.
    SHARED_AKA = 719, "shared-aka", Warning;
    /// Two items with nearly the same text.
    NEAR_DUPLICATE = 720, "near-duplicate", Warning;
    /// A picture that is none, or does more than show something.
    UNFIT_IMAGE = 721, "unfit-image", Error;
    /// A message that any trouble shows.
    VAGUE_MESSAGE = 722, "vague-message", Warning;
    /// A pattern that fits nearly everything.
    LOOSE_PATTERN = 723, "loose-pattern", Warning;
    /// A message that two symptoms claim.
    SHARED_MESSAGE = 724, "shared-message", Warning;
    /// A name in angle brackets that is nearly one that is filled in.
    MISSPELT_BLANK = 725, "misspelt-blank", Warning;
    /// A named group of a pattern that fills in no fact.
    GROUP_WITHOUT_FACT = 726, "group-without-fact", Warning;
    /// Characters that people do not see.
    HIDDEN_CHARACTERS = 727, "hidden-characters", Warning;
    /// An item that others link to, and that is gone without a word.
    GONE_WITHOUT_A_WORD = 731, "gone-without-a-word", Error;
}
