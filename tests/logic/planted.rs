//! A contradiction hidden among a thousand rules.

use kbc::logic::Policy;

use super::{coded, read, rule, scenario_of, speaks, world};
use crate::oracle::random::Random;

#[path = "../../benches/policies/mod.rs"]
mod policies;

#[test]
fn a_planted_contradiction_is_found_each_time() {
    for seed in 0..6 {
        let mut random = Random::new(seed);
        let clean = policies::text(&mut |end| random.below(end), 1_000, 200, None);
        let kind = policies::PLANTS[seed as usize % policies::PLANTS.len()];
        let mut random = Random::new(seed);
        let planted = policies::text(&mut |end| random.below(end), 1_000, 200, Some(kind));
        let found = read(&clean);
        assert_eq!(coded(&found, 403), [] as [&kbc::diagnostics::Diagnostic; 0], "seed {seed}");
        let found = read(&planted);
        let findings = coded(&found, 403);
        assert!(!findings.is_empty(), "seed {seed}");
        assert!(findings.iter().all(|finding| finding.message.contains("`planted`")), "{findings:#?}");
        let scenario = scenario_of(findings[0]);
        let pasted = read(&format!("{planted}{scenario}\n"));
        let world = world(&pasted.knowledge);
        for name in findings[0].message.split('`').skip(1).step_by(2).take(2) {
            assert!(speaks(&pasted.knowledge, &world, rule(&pasted.knowledge, name)), "{name}: {scenario}");
        }
        let policy = Policy::new(&found.knowledge, &found.web, &found.guides, |_| true);
        assert_eq!(kbc::logic::contradictions(&policy).found.len(), findings.len());
    }
}
