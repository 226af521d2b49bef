//! Versions between comments, and versions that belong to another package of the same name.

use crate::pass::tests::{LOCK, PACKAGE, run};

#[test]
fn a_version_between_comments_is_compared_with_the_manifests() {
    let report = |text: &str| -> Vec<String> {
        let (page, problems) = run(&[PACKAGE, LOCK], text, false);
        assert_eq!(page, text, "what is written stays");
        problems
    };
    let pair = |options: &str, version: &str| {
        format!(
            "# T\n\nUses <!-- archsite: version {options} -->{version}<!-- /archsite --> now.\n"
        )
    };
    for (options, version) in [
        ("name=\"react\"", "18"),
        ("name=\"react\"", "18.3"),
        ("name=\"React\"", "v18.3.1"),
        ("name=\"react\" precision=\"minor\"", "18.3"),
        ("name=\"node\"", ">=20"),
        ("name=\"node\"", "20"),
    ] {
        let found = report(&pair(options, version));
        assert_eq!(found, [""; 0], "{options} {version}");
    }
    let contradicts = |written: &str, with: &str| {
        format!(
            "version-contradicts: react is documented as {written}, but `package-lock.json` has 18.3.1 \
             [write `{with}`; `mdbook-archsite tech-stack --write` does]"
        )
    };
    for (options, version, expected) in [
        ("name=\"react\"", "17", contradicts("17", "18")),
        (
            "name=\"react\"",
            "v18.2.0",
            contradicts("v18.2.0", "v18.3.1"),
        ),
        (
            "name=\"react\" precision=\"major\"",
            "18.3",
            contradicts("18.3", "18"),
        ),
        (
            "name=\"reakt\"",
            "18",
            "version-unknown: the version of `reakt` is unknown [did you mean `react`?]"
                .to_string(),
        ),
        (
            "react",
            "18",
            "bad-option: `react` is not an option; write `name=\"react\"` []".to_string(),
        ),
    ] {
        assert_eq!(
            report(&pair(options, version)),
            [expected],
            "{options} {version}"
        );
    }
    let open = report("# T\n\nUses <!-- archsite: version name=\"react\" -->18.3.1 now.\n");
    assert_eq!(
        open,
        [
            "versions-not-found: no comment ends the version [write `<!-- /archsite -->` after the version, in the same line]"
        ]
    );
}

#[test]
fn an_empty_pair_is_filled() {
    let (page, problems) = run(
        &[PACKAGE, LOCK],
        "# T\n\n- a <!-- archsite: version name=\"react\" --><!-- /archsite --> b\n",
        false,
    );
    assert_eq!(
        page,
        "# T\n\n- a <!-- archsite: version name=\"react\" -->18.3.1<!-- /archsite --> b\n"
    );
    assert!(problems[0].starts_with("version-open: "), "{problems:?}");
}

/// The line of a section of technologies is not reported a second time.
#[test]
fn a_version_between_comments_is_reported_once() {
    let text = "# Tech Stack\n\n- React <!-- archsite: version name=\"react\" -->17<!-- /archsite -->\n\n\
        | Technology | Version |\n|---|---|\n| React | <!-- archsite: version name=\"react\" -->16<!-- /archsite --> |\n";
    let (_, problems) = run(&[PACKAGE, LOCK], text, true);
    assert_eq!(problems.len(), 2, "{problems:#?}");
}

#[test]
fn the_version_of_any_package_of_the_name_is_right() {
    let files = [
        (
            "package.json",
            r#"{"name": "a", "devDependencies": {"@playwright/test": "1.59.1"}}"#,
        ),
        ("api/requirements.txt", "playwright==1.40.0\n"),
    ];
    let versions = |version: &str| {
        let text = format!("# Tech Stack\n\n- Playwright {version}\n");
        run(&files, &text, true).1.len()
    };
    assert_eq!(versions("1.59.1"), 0);
    assert_eq!(versions("1.40.0"), 0);
    assert_eq!(versions("1.50.0"), 1);
}

#[test]
fn badges_with_parameters_are_read() {
    let badge = |message: &str| {
        format!(
            "# T\n\n![React](https://img.shields.io/static/v1?label=React&message={message}&color=blue)\n"
        )
    };
    assert_eq!(run(&[PACKAGE, LOCK], &badge("18.3.1"), true).1, [""; 0]);
    assert_eq!(run(&[PACKAGE, LOCK], &badge("v17"), true).1.len(), 1);
    assert_eq!(run(&[PACKAGE, LOCK], &badge("used"), true).1, [""; 0]);
}
