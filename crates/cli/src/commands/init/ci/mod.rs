//! Workflows that check and publish the book on a code host.

use clap::ValueEnum;

use crate::commands::init::deliver::Change;
use crate::commands::init::survey::{Survey, join};

/// A service that runs workflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ci {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI/CD and Pages
    Gitlab,
}

/// Where the program is released.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

impl Ci {
    fn template(self) -> &'static str {
        match self {
            Ci::Github => include_str!("github.yml"),
            Ci::Gitlab => include_str!("gitlab.yml"),
        }
    }

    /// Files that may hold the workflow, the usual one first.
    fn files(self) -> &'static [&'static str] {
        match self {
            Ci::Github => &[".github/workflows/book.yml"],
            Ci::Gitlab => &[".gitlab-ci.yml", ".gitlab/book.yml"],
        }
    }
}

/// The workflow for the book in `folder`, or why there is none. Workflows are in the root of the
/// repository, whichever folder is set up.
pub(super) fn workflow(survey: &Survey, ci: Ci, folder: &str) -> Result<Change, String> {
    let up = "../".repeat(
        survey
            .prefix
            .split('/')
            .filter(|part| !part.is_empty())
            .count(),
    );
    let branch = survey
        .origin
        .as_ref()
        .and_then(|origin| origin.branch.clone());
    let branch = branch.unwrap_or_else(|| "main".to_string());
    let folder = join(&survey.prefix, folder);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !folder.chars().all(is_plain) {
        return Err(format!(
            "`{folder}`: no workflow is written for a folder of this name"
        ));
    }
    let folder = if folder.is_empty() { "." } else { &folder };
    let new = ci
        .template()
        .replace("{branch}", &branch)
        .replace("{folder}", folder)
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{repository}", REPOSITORY);
    let old = |file: &str| survey.reader.read(&survey.root.join(file)).ok();
    if let Some(file) = ci
        .files()
        .iter()
        .find(|file| old(file).is_some_and(|old| old == new))
    {
        return Err(format!("`{file}`: it has the workflow already"));
    }
    let is_free = |file: &&&str| std::fs::symlink_metadata(survey.root.join(file)).is_err();
    let Some(file) = ci.files().iter().find(is_free) else {
        return Err(format!(
            "`{}`: it exists, and is not overwritten",
            ci.files()[0]
        ));
    };
    let about = match (ci, *file) {
        (Ci::Gitlab, ".gitlab/book.yml") => {
            "a workflow; add `include: [{ local: .gitlab/book.yml }]` to `.gitlab-ci.yml`"
        }
        _ => "a workflow that checks and publishes the book",
    };
    Ok(Change {
        file: format!("{up}{file}"),
        old: None,
        new,
        about: about.to_string(),
    })
}
