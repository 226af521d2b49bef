//! Inputs of which one part grows: each was quadratic once, or is easily made so.

use std::fmt::Write as _;

/// A file's path below the folder of the book, and its text.
pub(crate) type File = (String, String);

/// An input that grows.
pub(crate) struct Case {
    /// What the table calls it.
    pub(crate) name: &'static str,
    /// The arguments of our command before the folder.
    pub(crate) command: &'static [&'static str],
    /// The number of parts in the smaller input. It is large enough for a quadratic term to
    /// show, and small enough for valgrind.
    pub(crate) parts: usize,
    /// The files of an input with so many parts.
    pub(crate) files: fn(usize) -> Vec<File>,
}

const CHECK: &[&str] = &["check", "--format", "short", "--fail-on", "never"];
const RECORDS: &[&str] = &["adr", "list"];
const TECHNOLOGIES: &[&str] = &["tech-stack"];

/// All cases, in the order of the table.
pub(crate) const ALL: &[Case] = &[
    Case {
        name: "mathematics and brackets in a line",
        command: CHECK,
        parts: 6_000,
        files: |parts| page("$x[i]$ ".repeat(parts)),
    },
    Case {
        name: "double brackets in a line",
        command: CHECK,
        parts: 6_000,
        files: |parts| page("[[a]]".repeat(parts)),
    },
    Case {
        name: "links without an end in a line",
        command: CHECK,
        parts: 6_000,
        files: |parts| page("[a](".repeat(parts)),
    },
    Case {
        name: "single brackets in a line",
        command: CHECK,
        parts: 6_000,
        files: |parts| page("[a] ".repeat(parts)),
    },
    Case {
        name: "undefined footnotes in a paragraph",
        command: CHECK,
        parts: 800,
        files: |parts| page(lines(parts, |part| format!("Text[^n{part}]"))),
    },
    Case {
        name: "undefined footnotes in a table",
        command: CHECK,
        parts: 800,
        files: |parts| {
            let rows = lines(parts, |part| format!("| Text[^n{part}] |"));
            page(format!("| Notes |\n|---|\n{rows}"))
        },
    },
    Case {
        name: "dead links after dead anchors",
        command: CHECK,
        parts: 300,
        files: |parts| {
            let anchors = lines(parts, |part| format!("[a{part}](#gone-{part})"));
            let links = lines(parts, |part| format!("[b{part}](gone-{part}.md)"));
            page(anchors + &links)
        },
    },
    Case {
        name: "directives that allow",
        command: CHECK,
        parts: 500,
        files: |parts| {
            page(lines(parts, |part| {
                format!("<!-- archsite: allow broken-link -->\n[a](gone-{part}.md)\n")
            }))
        },
    },
    Case {
        name: "broken redirects",
        command: CHECK,
        parts: 500,
        files: |parts| {
            let redirects = lines(parts, |part| {
                format!("\"/old-{part}.html\" = \"gone-{part}.html\"")
            });
            book(&format!("[output.html.redirect]\n{redirects}"), "Text.\n")
        },
    },
    Case {
        name: "files that are not listed",
        command: CHECK,
        parts: 600,
        files: |parts| {
            let mut files = page(String::from("Text.\n"));
            files.extend((0..parts).map(|part| {
                (
                    format!("src/notes/note-{part}.md"),
                    format!("# Note {part}\n"),
                )
            }));
            files
        },
    },
    Case {
        name: "tags of a record, not in ASCII",
        command: RECORDS,
        parts: 1_500,
        files: |parts| {
            let tags = lines(parts, |part| format!("  - größe-{part}"));
            let text = format!("---\nstatus: accepted\ntags:\n{tags}---\n\n# Größe\n\nText.\n");
            vec![("docs/adr/0001-size.md".to_string(), text)]
        },
    },
    Case {
        name: "members of a uv workspace",
        command: TECHNOLOGIES,
        parts: 150,
        files: uv,
    },
    Case {
        name: "dependencies of Cargo",
        command: TECHNOLOGIES,
        parts: 400,
        files: cargo,
    },
    Case {
        name: "packages of Composer",
        command: TECHNOLOGIES,
        parts: 400,
        files: composer,
    },
    Case {
        name: "tables with a directive, with as many dependencies",
        command: CHECK,
        parts: 300,
        files: |parts| {
            let tables = lines(parts, |part| {
                let row = format!("| package-{part} | 1.0 |");
                format!(
                    "<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n{row}\n"
                )
            });
            let mut files = page(tables);
            files.extend(cargo(parts));
            files
        },
    },
    Case {
        name: "rows of unknown technologies, with as many dependencies",
        command: CHECK,
        parts: 250,
        files: |parts| {
            let rows = lines(parts, |part| format!("| Unknown {part} | 1.0 |"));
            let table = format!(
                "<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n{rows}"
            );
            let mut files = page(table);
            files.extend(cargo(parts));
            files
        },
    },
];

/// So many parts, each with a line end.
fn lines(parts: usize, part: impl Fn(usize) -> String) -> String {
    (0..parts).fold(String::new(), |mut text, number| {
        _ = writeln!(text, "{}", part(number));
        text
    })
}

/// A book of one chapter with this text.
fn page(text: String) -> Vec<File> {
    book("", &text)
}

/// A book of one chapter, with more keys in book.toml.
fn book(config: &str, text: &str) -> Vec<File> {
    [
        (
            "book.toml",
            format!("[book]\ntitle = \"Grown\"\n\n{config}"),
        ),
        (
            "src/SUMMARY.md",
            "# Summary\n\n- [Page](page.md)\n".to_string(),
        ),
        ("src/page.md", format!("# Page\n\n{text}")),
    ]
    .map(|(name, text)| (name.to_string(), text))
    .to_vec()
}

/// A crate with so many dependencies, and its lock file.
fn cargo(parts: usize) -> Vec<File> {
    let dependencies = lines(parts, |part| format!("package-{part} = \"1.0\""));
    let packages = lines(parts, |part| {
        format!(
            "[[package]]\nname = \"package-{part}\"\nversion = \"1.0.{part}\"\n\
             source = \"registry+https://github.com/rust-lang/crates.io-index\"\n"
        )
    });
    let uses = lines(parts, |part| format!(" \"package-{part}\","));
    let root = "name = \"grown\"\nversion = \"0.1.0\"";
    vec![
        (
            "Cargo.toml".to_string(),
            format!("[package]\n{root}\n\n[dependencies]\n{dependencies}"),
        ),
        (
            "Cargo.lock".to_string(),
            format!("version = 4\n\n[[package]]\n{root}\ndependencies = [\n{uses}]\n\n{packages}"),
        ),
    ]
}

/// A project of PHP with so many packages, and its lock file.
fn composer(parts: usize) -> Vec<File> {
    let list = |part: &dyn Fn(usize) -> String| {
        let parts: Vec<String> = (0..parts).map(part).collect();
        parts.join(",\n")
    };
    let required = list(&|part| format!("\"vendor/package-{part}\": \"^1.0\""));
    let locked = list(&|part| {
        format!("{{ \"name\": \"vendor/package-{part}\", \"version\": \"1.0.{part}\" }}")
    });
    vec![
        (
            "composer.json".to_string(),
            format!("{{ \"require\": {{\n{required}\n}} }}\n"),
        ),
        (
            "composer.lock".to_string(),
            format!("{{ \"packages\": [\n{locked}\n], \"packages-dev\": [] }}\n"),
        ),
    ]
}

/// A workspace of Python with so many members, each with a dependency, and their lock file.
fn uv(parts: usize) -> Vec<File> {
    let members = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n";
    let mut lock = String::from("version = 1\nrequires-python = \">=3.12\"\n\n");
    let mut files = vec![(
        "pyproject.toml".to_string(),
        format!("[project]\nname = \"grown\"\nversion = \"0.1.0\"\n\n{members}"),
    )];
    for part in 0..parts {
        let own = format!("name = \"member-{part}\"\nversion = \"0.1.0\"");
        let used = format!("package-{part}");
        files.push((
            format!("packages/member-{part}/pyproject.toml"),
            format!("[project]\n{own}\ndependencies = [\"{used}>=1.0\"]\n"),
        ));
        _ = writeln!(
            lock,
            "[[package]]\n{own}\nsource = {{ editable = \"packages/member-{part}\" }}\n\
             dependencies = [{{ name = \"{used}\" }}]\n\n\
             [[package]]\nname = \"{used}\"\nversion = \"1.0.{part}\"\n\
             source = {{ registry = \"https://pypi.org/simple\" }}\n"
        );
    }
    files.push(("uv.lock".to_string(), lock));
    files
}
