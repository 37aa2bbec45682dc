//! A number of slots, of which each belongs to its holder until it is given back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Slots that are free or taken.
#[derive(Debug)]
pub struct Slots {
    free: Arc<AtomicUsize>,
}

/// A place that is taken as long as this is held.
#[derive(Debug)]
pub struct Slot {
    free: Arc<AtomicUsize>,
}

impl Slots {
    /// So many slots.
    pub fn new(count: usize) -> Self {
        Self { free: Arc::new(AtomicUsize::new(count)) }
    }

    /// Takes a place, if one is free.
    pub fn take(&self) -> Option<Slot> {
        let less = |free: usize| free.checked_sub(1);
        let taken = self.free.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        taken.is_ok().then(|| Slot { free: Arc::clone(&self.free) })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.free.fetch_add(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_until_it_is_given_back() {
        let slots = Slots::new(2);
        let (first, second) = (slots.take(), slots.take());
        assert!(first.is_some() && second.is_some() && slots.take().is_none());
        drop(first);
        assert!(slots.take().is_some());
    }
}
