use super::*;

fn one(text: &str, aliases: Aliases) -> Node {
    read(text, aliases).expect("YAML").remove(0)
}

#[test]
fn ranges_are_bytes_without_quotes() {
    let check = |text: &str, expected: &str| {
        let root = one(text, Aliases::Keep);
        let node = &root.entries()[0].value;
        assert_eq!(&text[node.range.clone()], expected, "{text}");
    };
    check("ä: '^1'\n", "^1");
    check("ä: {b: 3.10}\n", "{b: 3.10}");
    check("b: x # c\n", "x");
    check(&format!("{}: x\n", "ü".repeat(100)), "x");
}

#[test]
fn scalars_are_kept_as_they_are_written() {
    let root = one(
        "a: 3.10\nb: \"~\"\nc: ~\nd:\ne: |\n  x\n  y\n",
        Aliases::Keep,
    );
    let text = |key: &str| root.get(key).and_then(Node::text);
    assert_eq!(text("a"), Some("3.10"));
    assert_eq!(text("e"), Some("x\ny\n"));
    let null = |key: &str| root.get(key).is_some_and(Node::is_null);
    assert_eq!(
        ["a", "b", "c", "d", "e"].map(null),
        [false, false, true, true, false]
    );
}

#[test]
fn a_key_that_is_there_twice_is_two_entries() {
    let root = one("a: 1\na: 2\n", Aliases::Copy);
    assert_eq!(root.entries().len(), 2);
    assert_eq!(root.get("a").and_then(Node::text), Some("1"));
}

#[test]
fn every_document_is_read() {
    let roots = read("a: 1\n---\nb: 2\n", Aliases::Keep).expect("YAML");
    assert_eq!(roots.len(), 2);
    assert_eq!(read("", Aliases::Keep), Ok(Vec::new()));
}

#[test]
fn aliases_and_merge_keys_are_copied_or_kept() {
    let text = "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: *x\n";
    let root = one(text, Aliases::Copy);
    let value = |table: &str, key: &str| {
        let found = root.get(table).and_then(|table| table.get(key));
        found.and_then(Node::text).map(str::to_string)
    };
    assert_eq!(value("y", "a").as_deref(), Some("1"));
    assert_eq!(value("y", "b").as_deref(), Some("3"));
    assert_eq!(value("z", "b").as_deref(), Some("2"));
    let root = one(text, Aliases::Keep);
    let merge = root.get("y").and_then(|table| table.get("<<"));
    assert_eq!(merge.map(|node| &node.value), Some(&Value::Alias));
    assert_eq!(root.get("z").map(|node| &node.value), Some(&Value::Alias));
}

#[test]
fn hostile_texts_are_errors_or_stay_small() {
    let mut bomb = "a0: &a0 [x, x]\n".to_string();
    for level in 1..40 {
        let below = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}]\n"));
    }
    assert!(read(&bomb, Aliases::Copy).is_err());
    assert_eq!(size(&one(&bomb, Aliases::Keep)), 1 + 40 * 3);
    assert!(read(&"[".repeat(5000), Aliases::Keep).is_err());
    let conflict = read("ä: 1\n<<<<<<< HEAD\nb: 1\n=======\n", Aliases::Keep);
    assert!(conflict.is_err_and(|error| error.at <= 32));
}
