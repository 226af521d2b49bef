//! Runtimes of functions, and databases that others host: the Serverless Framework, AWS SAM,
//! App Engine, Firebase, Netlify, Supabase.

use crate::manifests::common::{mark, runtime};
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, FileRange};

/// Beginnings of the names of runtimes, and the runtime each means.
const RUNTIMES: &[(&str, &str)] = &[
    ("nodejs", "node"),
    ("python", "python"),
    ("java", "java"),
    ("ruby", "ruby"),
    ("dotnetcore", "dotnet"),
    ("dotnet", "dotnet"),
    ("php", "php"),
    ("go", "go"),
];

/// Variables of Netlify and others that name a version.
const VARIABLES: &[(&str, &str)] = &[
    ("NODE_VERSION", "node"),
    ("PYTHON_VERSION", "python"),
    ("RUBY_VERSION", "ruby"),
    ("GO_VERSION", "go"),
    ("PHP_VERSION", "php"),
    ("BUN_VERSION", "bun"),
];

/// Reads all files.
pub(crate) fn read(files: &mut Files) {
    for name in ["serverless.yml", "serverless.yaml"] {
        for file in files.named(name) {
            if let Some(root) = files.parse(&file, value::yaml) {
                let functions = root.entries_of("functions").iter().map(|entry| &entry.node);
                let provider = root.get("provider").into_iter();
                for node in provider.chain(functions) {
                    function(files, &file, node.get("runtime"));
                }
            }
        }
    }
    for name in ["template.yaml", "template.yml"] {
        for file in files.named(name) {
            if files.has_text(&file, &|text| text.contains("AWS::Serverless")) {
                application(files, &file);
            }
        }
    }
    for name in ["app.yaml", "app.yml"] {
        for file in files.named(name) {
            let is_service = |text: &str| text.lines().any(|line| line.starts_with("runtime:"));
            if files.has_text(&file, &is_service)
                && let Some(root) = files.parse(&file, value::yaml)
            {
                function(files, &file, root.get("runtime"));
            }
        }
    }
    for file in files.named("firebase.json") {
        if let Some(root) = files.parse(&file, value::json) {
            let functions = root.get("functions");
            let list = functions.map_or(&[][..], Node::items).iter();
            for node in functions.into_iter().chain(list) {
                function(files, &file, node.get("runtime"));
            }
        }
    }
    for file in files.named("netlify.toml") {
        if let Some(root) = files.parse(&file, value::toml) {
            let variables = root.at(&["build", "environment"]);
            for entry in variables.map_or(&[][..], Node::entries) {
                let known = VARIABLES.iter().find(|known| known.0 == entry.key);
                if let Some((_, name)) = known
                    && let Some(text) = entry.node.scalar().filter(|text| is_version(text))
                {
                    runtime(files, name, text, Authority::Pin, mark(&file, &entry.node));
                }
            }
        }
    }
    for file in files.supabase() {
        if let Some(root) = files.parse(&file, value::toml)
            && let Some(node) = root.at(&["db", "major_version"])
            && let Some(text) = node.scalar()
        {
            runtime(files, "postgresql", text, Authority::Pin, mark(&file, node));
        }
    }
}

/// The functions of an application of AWS SAM.
fn application(files: &mut Files, file: &str) {
    let Some(root) = files.parse(file, value::yaml) else {
        return;
    };
    function(files, file, root.at(&["Globals", "Function", "Runtime"]));
    for resource in root.entries_of("Resources") {
        function(files, file, resource.node.at(&["Properties", "Runtime"]));
    }
}

fn function(files: &mut Files, file: &str, node: Option<&Node>) {
    let Some(node) = node else { return };
    add(files, node.text().unwrap_or_default(), mark(file, node));
}

/// Notes the runtime of a function: `nodejs20.x`, `python3.12`, `python312`, `java21`.
pub(crate) fn add(files: &mut Files, text: &str, at: FileRange) {
    if let Some((name, version)) = parsed(text) {
        runtime(files, name, &version, Authority::Pin, at);
    }
}

fn parsed(text: &str) -> Option<(&'static str, String)> {
    let (name, rest) = RUNTIMES
        .iter()
        .find_map(|(start, name)| Some((*name, text.strip_prefix(start)?)))?;
    let version = rest.trim_end_matches(".x").trim_end_matches(".al2");
    if !is_version(version) {
        return None;
    }
    // App Engine writes versions of two numbers without a point: `python312`, `php83`.
    let is_joined =
        !version.contains('.') && version.len() > 1 && matches!(name, "python" | "php" | "go");
    let version = if is_joined {
        format!("{}.{}", &version[..1], &version[1..])
    } else {
        version.to_string()
    };
    // `go1.x` is every version.
    (name != "go" || version != "1").then_some((name, version))
}

fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_of_functions() {
        let read = |text| parsed(text).map(|(name, version)| format!("{name} {version}"));
        for (text, expected) in [
            ("nodejs20.x", Some("node 20")),
            ("python3.12", Some("python 3.12")),
            ("python312", Some("python 3.12")),
            ("java21", Some("java 21")),
            ("dotnet8", Some("dotnet 8")),
            ("php83", Some("php 8.3")),
            ("go1.x", None),
            ("provided.al2023", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
