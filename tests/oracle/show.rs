use kbc::reasoning::*;
pub fn show(p: &Problem, e: &Evidence) {
    let pol = &p.policy;
    println!(
        "other {} negl {} mode {:?} esc {:?} start {:?} confirm {}",
        pol.other,
        pol.negligible,
        pol.mode,
        p.escalations.iter().map(|e| e.takes).collect::<Vec<_>>(),
        pol.start,
        pol.confirm_ratio
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
