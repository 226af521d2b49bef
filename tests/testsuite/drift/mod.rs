//! Documents compared with the repository, by the command and in a book.

mod history;

use std::path::Path;

use crate::common::{Run, TestBook, chapters, run};

/// A repository in a temporary folder.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new(files: &[(&str, &str)]) -> Repository {
        let repository = Repository(tempfile::tempdir().expect("a temporary folder"));
        std::fs::create_dir(repository.path().join(".git")).expect("a folder");
        for (name, text) in files {
            repository.write(name, text);
        }
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("a file")
    }

    fn drift(&self, args: &[&str]) -> Run {
        let args: Vec<&str> = ["drift"].iter().chain(args).copied().collect();
        run(self.path(), &args, "")
    }
}

/// Files of a small service.
const SERVICE: &[(&str, &str)] = &[
    (
        "package.json",
        r#"{ "scripts": { "build": "tsc", "type-check": "tsc" } }"#,
    ),
    ("Makefile", "release:\n\ttrue\n"),
    ("src/orders.ts", "process.env.ORDERS_URL\n"),
    ("src/payments.ts", "export const a = 1;\n"),
    ("src/stock/levels.ts", "export const b = 1;\n"),
];

/// Documents of the service, and what is reported about each: line, lint, and words of the message.
const DOCUMENTS: &[(&str, &str, &[&str])] = &[
    (
        "a tree with a file that is gone",
        "```\nsrc/\n├── orders.ts\n├── payments.ts\n└── refunds.ts\n```\n",
        &["5 source-tree-drift src/refunds.ts"],
    ),
    (
        "what a tree lists below a file is in the file",
        "```\nsrc/orders.ts\n├── load(id)   → one order\n└── saveAll()  → all\n\nsrc/payments.ts\n└── retries\n```\n",
        &[],
    ),
    (
        "a tree of tomorrow",
        "## Target structure\n\n```\nsrc/\n├── orders.ts\n├── payments.ts\n└── refunds.ts\n```\n",
        &[],
    ),
    (
        "a document that says that it is planned",
        "**Status**: Planning\n\n```\nsrc/\n├── orders.ts\n├── payments.ts\n└── refunds.ts\n```\n",
        &[],
    ),
    (
        "the shape of a type",
        "- Order: { id, lines[], total? }.\n- Set: { id, values: { a(Float32), b(Float32) }, count }.\n",
        &[],
    ),
    (
        "commands",
        "`npm run build`, `npm run typecheck`, `make release` and `make deploy`\n",
        &["1 unknown-command typecheck", "1 unknown-command deploy"],
    ),
    (
        "commands of another repository",
        "```sh\ngit clone https://example.org/other\ncd other\nnpm run deploy\n```\n",
        &[],
    ),
    (
        "variables",
        "## Environment\n\n```sh\nORDERS_URL=x\nORDERS_KEY=y\n```\n",
        &["5 env-drift ORDERS_KEY"],
    ),
    (
        "a path",
        "`src/orders.ts` calls `src/stock/prices.ts`.\n",
        &["1 missing-path src/stock/prices.ts"],
    ),
    (
        "a path in a task",
        "- [x] `src/orders.ts`\n- [ ] `src/stock/prices.ts`\n",
        &[],
    ),
    (
        "what templates and models leave",
        "**Owner:** [Name of the owner]\n\n[[LLM: ask]]\n\nA shop [cite: 12].\n\n```\n```\n",
        &[
            "1 unfilled-placeholder",
            "3 leftover-prompt",
            "5 chat-residue",
            "7 empty-fence",
        ],
    ),
    (
        "a day that does not exist",
        "**Last Updated:** 2024-02-31\n",
        &["1 stale-metadata 2024-02-31"],
    ),
];

#[test]
fn what_is_not_true_is_reported_at_its_line() {
    for (name, text, expected) in DOCUMENTS {
        let repository = Repository::new(SERVICE);
        repository.write("docs/architecture.md", &format!("# Shop\n\n{text}"));
        let run = repository.drift(&["--format", "short"]);
        let said: Vec<&str> = run.stdout.lines().collect();
        assert_eq!(said.len(), expected.len(), "{name}: {}", run.stdout);
        for (line, expected) in said.iter().zip(*expected) {
            let mut words = expected.split(' ');
            let number: usize = words.next().and_then(|n| n.parse().ok()).expect("a line");
            let place = format!("docs/architecture.md:{}:", number + 2);
            assert!(line.starts_with(&place), "{name}: {line}");
            assert!(words.all(|word| line.contains(word)), "{name}: {line}");
        }
    }
}

#[test]
fn documents_are_found_by_their_names_and_named_ones_are_read() {
    let repository = Repository::new(SERVICE);
    let wrong = "# Shop\n\n`npm run deploy`\n";
    repository.write("docs/architecture.md", wrong);
    repository.write("notes/other.md", wrong);
    let found = repository.drift(&["--format", "short"]);
    assert_eq!(found.code, 1);
    assert_eq!(found.stdout.lines().count(), 1, "{}", found.stdout);
    let named = repository.drift(&["notes/other.md", "--format", "short"]);
    assert!(
        named.stdout.starts_with("notes/other.md:3:"),
        "{}",
        named.stdout
    );
    let gone = repository.drift(&["notes/gone.md"]);
    assert_eq!(gone.code, 2);
    let outside = repository.drift(&["../other.md"]);
    assert_eq!(outside.code, 2, "{}", outside.stderr);
}

#[test]
fn a_tree_below_a_directive_is_updated_with_its_comments_and_order() {
    let repository = Repository::new(SERVICE);
    let text = "# Shop\n\n<!-- archsite: source-tree -->\n\n```\nsrc/\n├── stock/        # what is left\n\
                ├── refunds.ts    # gone\n└── orders.ts     # the core\n```\n\nThe end.\n";
    repository.write("docs/architecture.md", text);
    let shown = repository.drift(&["--write", "--dry-run"]);
    assert!(shown.stdout.contains("-├── refunds.ts"), "{}", shown.stdout);
    assert_eq!(repository.read("docs/architecture.md"), text);
    repository.drift(&["--write", "--yes"]);
    let written = repository.read("docs/architecture.md");
    insta::assert_snapshot!(written);
    let again = repository.drift(&["--format", "short"]);
    assert_eq!(again.stdout, "");
}

#[test]
fn a_book_shows_the_tree_of_today_and_no_prompts() {
    let book = TestBook::new(
        "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
         [preprocessor.archsite.drift]\nstrip-prompts = true\n",
        &[(
            "doc.md",
            "# Doc\n\n<!-- archsite: source-tree path=\"lib\" depth=\"1\" -->\n\n[[LLM: ask\nthe user]]\n\nText.\n",
        )],
    );
    std::fs::create_dir(book.path().join(".git")).expect("a folder");
    book.write("lib/a.rs", "");
    book.write("lib/deep/b.rs", "");
    let run = book.preprocess();
    let text = chapters(&run.book())[0]["content"]
        .as_str()
        .expect("text")
        .to_string();
    insta::assert_snapshot!(text);
}
