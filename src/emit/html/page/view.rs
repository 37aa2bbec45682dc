//! Views: what templates ask for by name.
//!
//! A page has some hundred steps and answers. Made as views they are neither turned into maps by serde nor searched, and
//! prose is made safe as they are made, so that no template calls a filter for it. A field that few templates ask for is
//! kept as it is, and becomes a value of theirs when one asks.

use std::ops::Range;

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use crate::emit::prose::{Around, html};
use crate::guide::Markdown;
use crate::words::{Words, quantity};

/// What a field of a view gives to a template.
pub trait Field {
    /// The value.
    fn value(&self) -> Value;
}

impl Field for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl Field for bool {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for u32 {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for &'static str {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl<F: Field> Field for Option<F> {
    fn value(&self) -> Value {
        self.as_ref().map_or_else(none, Field::value)
    }
}

/// A struct whose fields templates read by their names. A field without a type is a value already.
macro_rules! view {
    (@type) => { minijinja::value::Value };
    (@type $type:ty) => { $type };
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident $(: $type:ty)?),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            $($(#[$about])* pub $field: view!(@type $($type)?),)+
        }

        impl minijinja::value::Object for $name {
            fn get_value(self: &std::sync::Arc<Self>, key: &minijinja::value::Value) -> Option<minijinja::value::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &std::sync::Arc<Self>, key: &str) -> Option<minijinja::value::Value> {
                match key {
                    $(stringify!($field) => Some($crate::emit::html::page::view::Field::value(&self.$field)),)+
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

/// Lines of prose that are made safe for HTML once, however often a page shows them; and names, which are kept as well.
#[derive(Default)]
pub struct Lines<'a> {
    lines: FxHashMap<&'a str, Value>,
    names: FxHashMap<&'a str, Value>,
}

impl<'a> Lines<'a> {
    /// A line, ready to be printed.
    pub fn get(&mut self, line: &'a str) -> Value {
        self.lines.entry(line).or_insert_with(|| inline(line)).clone()
    }

    /// A name, as it is.
    pub fn name(&mut self, name: &'a str) -> Value {
        self.names.entry(name).or_insert_with(|| Value::from(name)).clone()
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

/// Markup, ready to be printed. None at all is printed as nothing.
pub fn ready(markup: String) -> Value {
    if markup.is_empty() { Value::from("") } else { Value::from_safe_string(markup) }
}

/// A line of prose, ready to be printed.
pub fn inline(line: &str) -> Value {
    let mut out = String::with_capacity(line.len() + 16);
    html::push_inline(&mut out, line);
    Value::from_safe_string(out)
}

/// Prose with blocks, ready to be printed.
pub fn prose(text: &Markdown, around: Around) -> Value {
    let mut out = String::with_capacity(text.0.len() + text.0.len() / 4 + 16);
    html::push_blocks(&mut out, &text.0, around);
    Value::from_safe_string(out)
}

/// Prose that may not be there.
pub fn prose_or_none(text: Option<&Markdown>, around: Around) -> Value {
    or_none(text.map(|text| prose(text, around)))
}

/// A list of anything. Most lists of a page are empty, and an empty text is as good to a template as an empty list: it
/// counts as false and holds nothing.
pub fn list<T, V: Into<Value>>(items: impl IntoIterator<Item = T>, view: impl FnMut(T) -> V) -> Value {
    let items: Vec<Value> = items.into_iter().map(view).map(Into::into).collect();
    if items.is_empty() { Value::from("") } else { items.into() }
}

/// A stretch of a ready text, cut out when a template asks for it.
#[derive(Debug)]
pub struct Piece {
    /// The text; none has no stretches.
    pub of: Value,
    /// Where the stretch is.
    pub at: Range<usize>,
}

impl Piece {
    /// Of no text.
    pub fn none() -> Self {
        Self { of: none(), at: 0..0 }
    }
}

impl Field for Piece {
    fn value(&self) -> Value {
        or_none(self.of.as_str().and_then(|of| of.get(self.at.clone())).map(|piece| ready(piece.to_owned())))
    }
}

/// A time in minutes, put into words when a template asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Time(pub &'static Words, pub f64);

impl Field for Time {
    fn value(&self) -> Value {
        Value::from(quantity::minutes(self.0, self.1))
    }
}
