//! Learning, from outside: exact where it can be computed by hand, and near the truth where sessions were made from one.

mod command;
mod doubts;
mod edit;
mod exact;
mod faults;
mod full_disk;
mod history;
mod hostile;
#[cfg(feature = "parquet")]
mod parquet;
mod random_rules;
mod recovery;
mod shipped;
mod troubles;
mod truths;
