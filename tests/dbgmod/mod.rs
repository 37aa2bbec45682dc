use crate::oracle::{compare::*, models::*};
use kbc::reasoning::*;
fn bad(p: &Problem, e: &Evidence, w: &Ways) -> bool {
    matches!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| compare(p, e, w))), Ok(Err(m)) if m.contains(&std::env::var("MSG").unwrap()))
}
#[test]
fn shrink() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let size = if std::env::var("LARGE").is_ok() {
        Size::LARGE
    } else {
        Size::SMALL
    };
    let states = std::env::var("STATES").ok().map(|s| s.parse().unwrap());
    let w = Ways {
        merged: true,
        best: states.is_none(),
        cant: std::env::var("CANT").is_ok(),
        options: Options {
            states,
            entries: false,
            ..Options::default()
        },
    };
    let (mut p, mut e) = model(seed, size);
    assert!(bad(&p, &e, &w));
    loop {
        let mut tries: Vec<(Problem, Evidence)> = vec![];
        macro_rules! t {
            ($x:ident, $b:expr) => {{
                let mut $x = p.clone();
                $b;
                tries.push(($x, e.clone()));
            }};
        }
        tries.push((p.clone(), Evidence::default()));
        for r in 0..p.rules.len() {
            t!(x, {
                x.rules.remove(r);
            });
            for f in 0..p.rules[r].effects.len() {
                t!(x, {
                    x.rules[r].effects.remove(f);
                });
            }
        }
        for c in 0..p.causes.len() {
            t!(x, x.causes[c].possible = None);
            t!(x, x.causes[c].leads_to.clear());
            t!(x, x.causes[c].shows.clear());
            t!(x, x.causes[c].otherwise = None);
            t!(x, x.causes[c].weight = None);
            t!(
                x,
                if x.causes[c].weight.is_some() {
                    x.causes[c].weight = Some(1.0)
                }
            );
        }
        for s in 0..p.symptoms.len() {
            t!(x, x.symptoms[s].own = false);
        }
        for q in 0..p.checks.len() {
            t!(x, x.checks[q].kind = CheckKind::NeverAsked);
            t!(x, x.checks[q].when = None);
            t!(x, x.checks[q].after.clear());
            t!(x, x.checks[q].risk = Risk::Safe);
            t!(x, x.checks[q].waits = 0.0);
            t!(x, x.checks[q].takes = 1.0);
            t!(x, x.checks[q].takes = 0.1);
            for o in 0..p.checks[q].outcomes.len() {
                t!(x, x.checks[q].outcomes[o].share = None);
                t!(x, x.checks[q].outcomes[o].next = None);
                t!(x, x.checks[q].outcomes[o].effects.clear());
                for f in 0..p.checks[q].outcomes[o].effects.len() {
                    t!(x, {
                        x.checks[q].outcomes[o].effects.remove(f);
                    });
                }
            }
            let last = p.checks[q].outcomes.len() - 1;
            if last > 1 {
                t!(x, {
                    x.checks[q].outcomes.remove(last);
                });
            }
        }
        for r in 0..p.remedies.len() {
            t!(x, {
                x.remedies[r].fixes.clear();
                x.remedies[r].outcomes.clear();
                x.remedies[r].retry = 0;
            });
            t!(x, x.remedies[r].when = None);
            t!(x, x.remedies[r].after.clear());
            t!(x, x.remedies[r].risk = Risk::Safe);
            t!(x, x.remedies[r].waits = 0.0);
            t!(x, x.remedies[r].verify = 0.0);
            t!(x, x.remedies[r].takes = 1.0);
            t!(x, x.remedies[r].retry = 0);
            t!(x, x.remedies[r].stage = 0);
            t!(x, x.remedies[r].next = None);
            t!(x, x.remedies[r].supersedes.clear());
            t!(x, x.remedies[r].outcomes.clear());
            for f in 0..p.remedies[r].fixes.len() {
                t!(x, {
                    x.remedies[r].fixes.remove(f);
                });
                t!(x, x.remedies[r].fixes[f].1 = 1.0);
                t!(x, x.remedies[r].fixes[f].1 = 0.5);
            }
            for o in 0..p.remedies[r].outcomes.len() {
                t!(x, x.remedies[r].outcomes[o].share = None);
                t!(x, x.remedies[r].outcomes[o].next = None);
                for f in 0..p.remedies[r].outcomes[o].effects.len() {
                    t!(x, {
                        x.remedies[r].outcomes[o].effects.remove(f);
                    });
                }
            }
            if p.remedies[r].outcomes.len() > 2 {
                t!(x, {
                    x.remedies[r].outcomes.pop();
                });
            }
        }
        if !p.remedies.is_empty() {
            t!(x, {
                x.remedies.pop();
            });
        }
        if !p.checks.is_empty() {
            t!(x, {
                x.checks.pop();
            });
        }
        t!(x, x.policy.other = 0.0);
        t!(x, x.policy.start = None);
        t!(x, x.policy.mode = EscalationMode::WhenCheaper);
        t!(x, x.policy.negligible = 0.0);
        t!(x, x.policy.destructive = 0.0);
        t!(x, x.policy.caution = 0.0);
        t!(x, x.escalations[0].takes = 60.0);
        t!(x, x.escalations[0].takes = 10.0);
        match tries
            .into_iter()
            .find(|(x, y)| (x, y) != (&p, &e) && bad(x, y, &w))
        {
            Some((x, y)) => {
                p = x;
                e = y;
            }
            None => break,
        }
    }
    show(&p, &e);
    println!("{:?}", compare(&p, &e, &w).err());
    let pl = plan(&p, &e, &w.options);
    println!("{:?}", pl.flow.entries[0]);
    for (n, x) in pl.flow.nodes.iter().enumerate() {
        println!("{n} {x:?}");
    }
}
pub fn show(p: &Problem, e: &Evidence) {
    let pol = &p.policy;
    println!(
        "other {} negl {} mode {:?} esc {:?} start {:?} confirm {} destr {} caut {}",
        pol.other,
        pol.negligible,
        pol.mode,
        p.escalations.iter().map(|e| e.takes).collect::<Vec<_>>(),
        pol.start,
        pol.confirm_ratio,
        pol.destructive,
        pol.caution
    );
    for (n, c) in p.causes.iter().enumerate() {
        println!(
            "C{n} w {:?} possible {:?} leads {:?} shows {:?} otherwise {:?}",
            c.weight, c.possible, c.leads_to, c.shows, c.otherwise
        );
    }
    for (n, s) in p.symptoms.iter().enumerate() {
        println!("S{n} own {}", s.own);
    }
    for (n, c) in p.checks.iter().enumerate() {
        println!(
            "Q{n} {} {:?} takes {} waits {} {:?} after {:?} when {:?}",
            c.name, c.kind, c.takes, c.waits, c.risk, c.after, c.when
        );
        for o in &c.outcomes {
            println!("    {:?} {:?} next {:?}", o.share, o.effects, o.next);
        }
    }
    for (n, c) in p.remedies.iter().enumerate() {
        println!(
            "R{n} {} takes {} waits {} v {} {:?} stage {} after {:?} when {:?} retry {} sup {:?} next {:?} fixes {:?}",
            c.name,
            c.takes,
            c.waits,
            c.verify,
            c.risk,
            c.stage,
            c.after,
            c.when,
            c.retry,
            c.supersedes,
            c.next,
            c.fixes
        );
        for o in &c.outcomes {
            println!("    {:?} {:?} next {:?}", o.share, o.effects, o.next);
        }
    }
    for r in &p.rules {
        println!("{} {:?} -> {:?}", r.name, r.when, r.effects);
    }
    println!("{e:?}");
}
#[test]
fn mid() {
    let size = Size {
        causes: 4,
        checks: 4,
        remedies: 5,
        steps: 8,
        odd: 0.2,
    };
    let mut n = 0;
    let t = std::time::Instant::now();
    for seed in 100_000..130_000 {
        if t.elapsed().as_secs() > 200 {
            println!("stopped at {seed}");
            break;
        }
        let (p, e) = model(seed, size);
        match compare(
            &p,
            &e,
            &Ways {
                merged: true,
                ..Ways::default()
            },
        ) {
            Ok(_) => n += 1,
            Err(m) => println!("{seed}: {m}"),
        }
    }
    println!("{n} fine");
}
