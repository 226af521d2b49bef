//! The JSON that commands write, against the schemas that the guide publishes.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::{TestBook, conforms, run};

const CONFIG: &str = "[book]\n\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

/// A schema of the guide.
fn schema(name: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join(format!("book-example/src/guide/schemas/{name}.schema.json"));
    let text = std::fs::read_to_string(&file).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

/// A book.toml as the schema of editors sees it.
fn config(toml: &str) -> Value {
    let config: mdbook_driver::config::Config = toml.parse().expect("TOML");
    let archsite: Value = config
        .get("preprocessor.archsite")
        .expect("a table")
        .expect("a value");
    json!({ "preprocessor": { "archsite": archsite } })
}

#[test]
fn problems_conform() {
    let text = "# A\n\n[b](#a-b) [c](#A)\n\n[missing](missing.md)\n";
    let book = TestBook::new(CONFIG, &[("a.md", text)]);
    let checked = run(book.path(), &["check", "--format", "json"], "");
    let lines: Vec<&str> = checked.stdout.lines().collect();
    assert!(lines.len() >= 3, "{}", checked.stdout);
    let schema = schema("problem");
    for line in lines {
        conforms(&serde_json::from_str(line).expect("JSON"), &schema);
    }
}

#[test]
fn technologies_conform() {
    let book = TestBook::new(CONFIG, &[("a.md", "# A\n")]);
    book.write(
        "package.json",
        "{\"name\": \"shop\", \"dependencies\": {\"react\": \"^19.0.0\"}, \"engines\": {\"node\": \">=22\"}}",
    );
    book.write("Cargo.toml", "[package\n");
    let listed = run(book.path(), &["tech-stack", "--format", "json"], "");
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed["facts"][0]["name"], "react", "{listed:#}");
    conforms(&listed, &schema("tech-stack"));
}

#[test]
fn the_configuration_of_the_example_conforms() {
    let text = include_str!("../../book-example/book.toml");
    assert!(jsonschema::is_valid(&schema("book"), &config(text)));
}

#[test]
fn a_misspelt_key_does_not_conform() {
    let text = "[preprocessor.archsite.shard]\nlevl = 2\n";
    assert!(!jsonschema::is_valid(&schema("book"), &config(text)));
    let text = "[preprocessor.archsite.lints]\nbroken-link = \"error\"\n";
    assert!(!jsonschema::is_valid(&schema("book"), &config(text)));
}
