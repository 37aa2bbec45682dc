//! How JSON is written: in lines or on one, with escapes for what would mislead or break out.

use std::io;

use serde::Serialize;
use serde_json::Serializer;

use super::layout::Layout;

/// JSON with a newline at its end, a line for each value down to a depth and what lies deeper on that line: so that
/// a change shows as few lines, and a file holds few blanks. `room` is a guess of its length in bytes.
pub fn lines(value: &impl Serialize, depth: usize, room: usize) -> serde_json::Result<Vec<u8>> {
    let mut out = written(value, Layout::new(depth, false), room)?;
    out.push(b'\n');
    Ok(out)
}

/// JSON on one line.
pub fn compact(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    written(value, Layout::new(0, false), 0)
}

/// JSON on one line that may stand in a script element: no `<`, `>` or `&` is in it.
pub fn for_html(value: &impl Serialize) -> serde_json::Result<String> {
    let invalid = |error| serde_json::Error::io(io::Error::new(io::ErrorKind::InvalidData, error));
    String::from_utf8(written(value, Layout::new(0, true), 0)?).map_err(invalid)
}

fn written(value: &impl Serialize, layout: Layout, room: usize) -> serde_json::Result<Vec<u8>> {
    let mut json = Serializer::with_formatter(Vec::with_capacity(room), layout);
    value.serialize(&mut json)?;
    Ok(json.into_inner())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_hide_nothing() {
        let text = "a\u{202e}\u{2028}“b” \u{7f}\"\n";
        let json = compact(&text).unwrap();
        assert_eq!(String::from_utf8(json.clone()).unwrap(), "\"a\\u202e\\u2028“b” \\u007f\\\"\\n\"");
        assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
    }

    #[test]
    fn lines_go_down_to_a_depth() {
        let value = serde_json::json!({"a": [], "b": [1, {"c": [2, 3], "d": {}}], "e": {}});
        let text = String::from_utf8(lines(&value, 2, 0).unwrap()).unwrap();
        assert_eq!(text, "{\n \"a\": [],\n \"b\": [\n  1,\n  {\"c\":[2,3],\"d\":{}}\n ],\n \"e\": {}\n}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_script_element_is_not_ended() {
        assert_eq!(
            for_html(&"</script><!-- ]]> &amp;").unwrap(),
            "\"\\u003c/script\\u003e\\u003c!-- ]]\\u003e \\u0026amp;\""
        );
    }

    #[test]
    fn lists_and_objects_within_each_other_are_told_apart_from_empty_ones() {
        let value = serde_json::json!([[], [[]], {"a": {}}, {"b": [{}]}]);
        let text = String::from_utf8(lines(&value, 9, 0).unwrap()).unwrap();
        assert_eq!(text, "[\n [],\n [\n  []\n ],\n {\n  \"a\": {}\n },\n {\n  \"b\": [\n   {}\n  ]\n }\n]\n");
    }

    proptest! {
        #[test]
        fn texts_are_read_again_as_they_were(text in any::<String>(), html: bool) {
            let json = written(&text, Layout::new(0, html), 0).unwrap();
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
        }
    }
}
