//! Learning, from outside: exact where it can be computed by hand, and near the truth where sessions were made from one.

mod command;
mod doubts;
mod edit;
mod exact;
mod hostile;
mod recovery;
mod truths;
