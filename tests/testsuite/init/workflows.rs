//! The workflows of `--ci`.

use super::Repository;

#[test]
fn a_workflow_checks_and_publishes() {
    for (service, file) in [
        ("github", ".github/workflows/book.yml"),
        ("gitlab", ".gitlab-ci.yml"),
    ] {
        let repository = Repository::new("records");
        let run = repository.init(&["--ci", service]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        insta::assert_snapshot!(service, repository.read(file));
        let before = repository.files();
        let again = repository.init(&["--ci", service]);
        assert!(
            again.stderr.contains("nothing was changed"),
            "{}",
            again.stdout
        );
        assert_eq!(repository.files(), before);
    }
}

#[test]
fn a_workflow_that_is_there_is_not_overwritten() {
    let repository = Repository::new("records");
    repository.write(".gitlab-ci.yml", "test: {}\n");
    repository.write(".github/workflows/book.yml", "name: Own\n");
    let run = repository.init(&["--ci", "gitlab"]);
    assert!(
        run.stdout.contains("wrote    .gitlab/book.yml"),
        "{}",
        run.stdout
    );
    assert_eq!(repository.read(".gitlab-ci.yml"), "test: {}\n");
    let run = repository.init(&["--ci", "github"]);
    assert!(
        run.stdout.contains("it exists, and is not overwritten"),
        "{}",
        run.stdout
    );
    assert_eq!(repository.read(".github/workflows/book.yml"), "name: Own\n");
}
