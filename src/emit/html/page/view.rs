//! Views: what templates ask for by name, each field ready as a value of theirs.
//!
//! A page has some hundred steps and answers. Made as views they are neither turned into maps by serde nor searched, and
//! prose is made safe as they are made, so that no template calls a filter for it.

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use crate::emit::prose::html;
use crate::guide::Markdown;

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

        impl From<$name> for minijinja::value::Value {
            fn from(view: $name) -> Self {
                Self::from_object(view)
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
        self.0.entry(line).or_insert_with(|| inline(line)).clone()
    }
}

/// What is not there: false, and a fault where it is printed.
pub fn none() -> Value {
    Value::from(())
}

/// What may not be there.
pub fn or_none<V: Into<Value>>(value: Option<V>) -> Value {
    value.map_or_else(none, Into::into)
}

/// A line of prose, ready to be printed.
pub fn inline(line: &str) -> Value {
    let mut out = String::with_capacity(line.len() + 16);
    html::push_inline(&mut out, line);
    Value::from_safe_string(out)
}

/// Prose with blocks, ready to be printed.
pub fn prose(text: &Markdown) -> Value {
    let mut out = String::with_capacity(text.0.len() + text.0.len() / 4 + 16);
    html::push_blocks(&mut out, &text.0);
    Value::from_safe_string(out)
}

/// Prose that may not be there.
pub fn prose_or_none(text: Option<&Markdown>) -> Value {
    or_none(text.map(prose))
}

/// A list of anything.
pub fn list<T, V: Into<Value>>(items: impl IntoIterator<Item = T>, view: impl FnMut(T) -> V) -> Value {
    items.into_iter().map(view).map(Into::into).collect::<Vec<Value>>().into()
}
