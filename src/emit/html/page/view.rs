//! Views: what templates ask for by name, each field ready as a value of theirs.
//!
//! A page has some hundred steps and answers. Made as views they are neither turned into maps by serde nor searched.

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use crate::emit::prose::html;

/// A struct of values whose fields templates read by their names.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            $($(#[$about])* pub $field: minijinja::value::Value,)+
        }

        impl minijinja::value::Object for $name {
            fn get_value(self: &std::sync::Arc<Self>, key: &minijinja::value::Value) -> Option<minijinja::value::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &std::sync::Arc<Self>, key: &str) -> Option<minijinja::value::Value> {
                match key {
                    $(stringify!($field) => Some(self.$field.clone()),)+
                    _ => None,
                }
            }

            fn enumerate(self: &std::sync::Arc<Self>) -> minijinja::value::Enumerator {
                minijinja::value::Enumerator::Str(&[$(stringify!($field)),+])
            }
        }
    };
}

pub(super) use view;

/// Lines of prose that are made safe for HTML once, however often a page shows them.
#[derive(Default)]
pub struct Lines<'a>(FxHashMap<&'a str, Value>);

impl<'a> Lines<'a> {
    /// A line, ready to be printed.
    pub fn get(&mut self, line: &'a str) -> Value {
        let make = || {
            let mut out = String::with_capacity(line.len() + 16);
            html::push_inline(&mut out, line);
            Value::from_safe_string(out)
        };
        self.0.entry(line).or_insert_with(make).clone()
    }
}
