//! Every kind of fault that kbc knows, a file for each part of the language.
//!
//! A kind stands once: its number, name and level here, its page in `pages/` under the same name.
//! Numbers: 001–099 syntax, 100–199 names, 200–299 graph, 300–399 chances, 400–499 rules, 500–599 plans,
//! 600–699 scenarios, 700–799 prose, 800–819 and 850–899 sessions, 820–849 alerts, 900–999 the machine.

pub mod alerts;
pub mod chances;
pub mod graph;
pub mod learning;
pub mod logs;
pub mod machine;
pub mod names;
pub mod plans;
pub mod prose;
pub mod rules;
pub mod scenarios;
pub mod syntax;

use super::{Code, Fault};

/// Declares kinds of fault and the list of them. `off` behind the level: only looked at where a project says so.
macro_rules! faults {
    ($($(#[$doc:meta])* $constant:ident = $code:literal, $name:literal, $level:ident $(, $off:ident)?;)*) => {
        $(
            $(#[$doc])*
            pub static $constant: crate::diagnostics::Fault = crate::diagnostics::Fault {
                code: crate::diagnostics::Code($code),
                name: $name,
                level: crate::diagnostics::Level::$level,
                is_off: stringify!($($off)?).len() == "off".len(),
                page: include_str!(concat!("../pages/", $name, ".md")),
            };
        )*
        /// The kinds of this file, by number.
        pub static ALL: &[&crate::diagnostics::Fault] = &[$(&$constant),*];
    };
}
use faults;

/// All kinds, by number.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    [
        syntax::ALL,
        names::ALL,
        graph::ALL,
        chances::ALL,
        rules::ALL,
        plans::ALL,
        scenarios::ALL,
        prose::ALL,
        learning::ALL,
        alerts::ALL,
        logs::ALL,
        machine::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The kind with a code (`KB012`, in any case) or a name.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Fault> {
    all().find(|fault| fault.name == code_or_name || is_code(fault.code, code_or_name))
}

fn is_code(code: Code, text: &str) -> bool {
    code.to_string().eq_ignore_ascii_case(text)
}
