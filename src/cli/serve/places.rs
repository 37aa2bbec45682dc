//! A number of places, of which each is one's own until it is given back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Places that are free or taken.
#[derive(Debug)]
pub struct Places {
    free: Arc<AtomicUsize>,
}

/// A place that is taken as long as this is held.
#[derive(Debug)]
pub struct Place {
    free: Arc<AtomicUsize>,
}

impl Places {
    /// So many places.
    pub fn new(count: usize) -> Self {
        Self { free: Arc::new(AtomicUsize::new(count)) }
    }

    /// Takes a place, if one is free.
    pub fn take(&self) -> Option<Place> {
        let less = |free: usize| free.checked_sub(1);
        let taken = self.free.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        taken.is_ok().then(|| Place { free: Arc::clone(&self.free) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.free.fetch_add(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_until_it_is_given_back() {
        let places = Places::new(2);
        let (first, second) = (places.take(), places.take());
        assert!(first.is_some() && second.is_some() && places.take().is_none());
        drop(first);
        assert!(places.take().is_some());
    }
}
