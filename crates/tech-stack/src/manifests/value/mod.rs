//! Trees of values of JSON, TOML and YAML files, with the byte range of each value.
//!
//! One tree for three languages, so that the readers of manifests are written once. It may not
//! know what any file means. The parsers are libraries; a file they refuse is an error here.

mod json;
mod node;
mod toml;
mod yaml;

pub(crate) use self::json::parse as json;
pub(crate) use self::node::{Entry, Node, ParseError, Value};
pub(crate) use self::toml::parse as toml;
pub(crate) use self::yaml::{documents as yaml_documents, parse as yaml};

#[cfg(test)]
mod tests {
    use super::*;

    /// The value at a path, and the bytes its range names.
    fn found(
        parse: fn(&str) -> Result<Node, ParseError>,
        source: &str,
        path: &[&str],
    ) -> (String, String) {
        let root = parse(source).expect("a sound file");
        let node = root.at(path).expect("the value");
        (
            node.scalar().unwrap_or("-").to_string(),
            source[node.range.clone()].to_string(),
        )
    }

    #[test]
    fn ranges_name_the_bytes_of_values() {
        let same = |text: &str| (text.to_string(), text.to_string());
        assert_eq!(
            found(json, "{\"ä\": {\"b\": \"^1\",},}", &["ä", "b"]),
            same("^1")
        );
        assert_eq!(found(json, "\u{feff}{\"b\": 1.10}", &["b"]), same("1.10"));
        assert_eq!(
            found(toml, "[a]\n\"ä\" = '1.10'\n", &["a", "ä"]),
            same("1.10")
        );
        assert_eq!(found(toml, "a.b = 3.10\n", &["a", "b"]), same("3.10"));
        assert_eq!(found(yaml, "ä:\n  b: '^1'\n", &["ä", "b"]), same("^1"));
        assert_eq!(found(yaml, "ä: {b: 3.10}\n", &["ä", "b"]), same("3.10"));
        assert_eq!(
            found(yaml, "b: x: y\n".replace(": y", "").as_str(), &["b"]),
            same("x")
        );
    }

    #[test]
    fn anchors_and_merges_are_followed() {
        let root = yaml("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n").expect("YAML");
        let y = root.get("y").expect("y");
        assert_eq!(y.get("a").and_then(Node::scalar), Some("1"));
        assert_eq!(y.get("b").and_then(Node::scalar), Some("3"));
    }

    #[test]
    fn hostile_files_are_errors() {
        let bomb: String = (0..12).fold("a0: &a0 [x,x]\n".to_string(), |text, i| {
            let many = format!("*a{i},").repeat(10);
            format!("{text}a{}: &a{} [{many}]\n", i + 1, i + 1)
        });
        assert!(yaml(&bomb).is_err(), "a bomb");
        assert!(yaml(&"[".repeat(5000)).is_err(), "depth");
        assert!(json(&"[".repeat(5000)).is_err(), "depth");
        assert!(toml(&format!("a = {}", "[".repeat(5000))).is_err(), "depth");
        for parse in [json, toml, yaml] {
            assert!(
                parse("<<<<<<< HEAD\n{\"a\": 1}\n=======\n").is_err(),
                "a conflict"
            );
        }
    }
}
