//! Kinds of fault between guides and the rules of a monitoring system, which `kbc check --alerts` is told of.

super::faults! {
    /// An alert that no guide begins with.
    ALERT_WITHOUT_GUIDE = 821, "alert-without-guide", Warning;
    /// An alert of a symptom that no rule raises.
    ALERT_NEVER_RAISED = 822, "alert-never-raised", Warning;
    /// An address of a runbook that is to be a page of this site, and is none.
    FOREIGN_RUNBOOK_URL = 823, "foreign-runbook-url", Error;
    /// An alert with a guide that does not say where it is.
    NO_RUNBOOK_URL = 824, "no-runbook-url", Warning;
}
