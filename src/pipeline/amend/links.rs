//! Whether a part of a project keeps all that was promised to those who link to it.

use crate::links::{Links, Whither, page_of};

use super::super::now;
use super::part::Part;

impl Part {
    /// Whether everything is where the last build left it: then the lock is as it was, and so is where old addresses lead.
    pub(super) fn keeps_links(&self, links: &Links) -> bool {
        if links.lock.is_empty() {
            return true;
        }
        let now = now(&self.understood);
        let sources = &self.understood.knowledge.sources;
        let modules: Vec<&str> = sources.files().iter().map(|source| source.module.as_str()).collect();
        let is_own = |id: &str| id.rsplit_once('.').is_some_and(|(module, _)| modules.contains(&module));
        let is_of_page = |address: &str| now.addresses.values().any(|own| page_of(own) == page_of(address));
        let is_there = |address: &str| now.addresses.values().any(|own| own == address);
        let leads = |address: &str| {
            let found = links.redirects.all().find(|(from, _)| from == address);
            found.map(|(_, whither)| whither.clone())
        };
        let is_promised = now.addresses.iter().all(|(id, address)| links.lock.has(id, address));
        let is_kept = |(id, address): (&str, &str)| {
            let is = now.called(id);
            match (now.addresses.get(is), now.ids.contains(is)) {
                (Some(own), _) if own == address => true,
                (Some(own), _) => leads(address) == Some(Whither::To(own.clone())),
                // No page shows it, or it is in another part: then it led there before, too.
                (None, true) => leads(address).is_none(),
                (None, false) => match leads(address) {
                    Some(Whither::To(to)) => !is_of_page(&to),
                    Some(Whither::Gone(_)) => true,
                    None => is_there(address),
                },
            }
        };
        let leads_there = |(_, whither): (String, &Whither)| match whither {
            Whither::To(to) => !is_of_page(to) || is_there(to),
            Whither::Gone(_) => true,
        };
        is_promised
            && links.lock.lines().filter(|(id, _)| is_own(id)).all(is_kept)
            && links.redirects.all().all(leads_there)
    }
}
