//! The configuration of the link check: keys of `[preprocessor.archsite]`, and what the html
//! renderer will do.
//!
//! Reads nothing but the tables it is given; the pass sees only what is valid.

use archsite_core::config::pattern::Pattern;
use archsite_core::config::{Key, Kind, Table};

/// The keys of the link check in the table of the preprocessor.
pub const KEYS: &[Key] = &[
    Key::new(
        "built-elsewhere",
        Kind::Texts,
        "[]",
        "Patterns for destinations that another program builds",
    ),
    Key::new(
        "repository-links",
        Kind::Word(&["report", "rewrite"]),
        "\"report\"",
        "Whether links that are only correct on the code host are reported, or changed into links to \
         pages of the book and to the code host",
    ),
    Key::new(
        "repository-url",
        Kind::Text,
        "",
        "Address of a file on the code host, with `{path}`; by default derived from \
         `git-repository-url`",
    ),
    Key::new(
        "repository-ref",
        Kind::Text,
        "",
        "Branch, tag or commit; by default the branch of `edit-url-template`, else `HEAD`",
    ),
];

/// The treatment of links to files of the repository outside `src`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RepositoryLinks {
    /// Report them.
    #[default]
    Report,
    /// Turn them into links to what they mean: a page, else the code host, if one is known.
    Rewrite(Option<CodeHost>),
}

/// Where the repository can be read in a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeHost {
    /// Address of a file, with `{path}` for its path.
    pub file: String,
    /// Address of a folder, with `{path}` for its path.
    pub folder: String,
}

/// A file or folder that `[output.html]` names, and without which mdBook stops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// The key that names it.
    pub key: &'static str,
    /// Its path.
    pub path: String,
    /// The path counts from `src`, not from the folder of book.toml.
    pub in_src: bool,
    /// It is a folder.
    pub is_folder: bool,
}

impl InputFile {
    /// A file that counts from the folder of book.toml.
    pub fn new(key: &'static str, path: &str) -> InputFile {
        InputFile {
            key,
            path: path.to_string(),
            in_src: false,
            is_folder: false,
        }
    }
}

/// Files that the html renderer writes besides pages, from `[output.html]`.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Path of the site on its server, with `/` at both ends; `None` for the root.
    pub site_url: Option<String>,
    /// A preview on this machine, where the path of the site is not the real one.
    pub preview: bool,
    /// `[output.html.redirect]`, sorted by key.
    pub redirects: Vec<(String, String)>,
    /// The file for the page that is shown instead of a missing one, relative to `src`;
    /// empty for none.
    pub not_found: String,
    /// Names of scripts and styles have a hash.
    pub hash_files: bool,
    /// The site can be searched.
    pub search: bool,
    /// The site has a domain of its own.
    pub cname: bool,
    /// There is a page with all pages, for printing.
    pub print: bool,
    /// Further files that are copied into the site, relative to the book root.
    pub copied: Vec<String>,
    /// The html renderer runs.
    pub builds: bool,
    /// Files that the html renderer needs besides `src`.
    pub inputs: Vec<InputFile>,
    /// Chapters and folders with search settings of their own, as `[output.html.search.chapter]`
    /// names them.
    pub search_chapters: Vec<String>,
    /// Folder the site is built into, relative to the book root.
    pub build_dir: String,
    /// mdBook turns `README.md` into `index.md` before we see it, or we do it.
    pub readme_is_index: bool,
    /// Preprocessors that may take front matter out have not run.
    pub unprocessed: bool,
    /// Something sets formulas.
    pub math: bool,
}

/// The configuration of the link check.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Paths on the server that something else builds.
    pub built_elsewhere: Vec<Pattern>,
    /// The treatment of links to files of the repository.
    pub repository_links: RepositoryLinks,
    /// The output of the html renderer.
    pub output: Output,
}

impl Config {
    /// Reads the keys of the link check from the table of the preprocessor. Problems stay
    /// in it, for whoever closes it. `repository` is `git-repository-url`, `edit` is
    /// `edit-url-template` of `[output.html]`.
    pub fn read(
        table: &mut Table<'_>,
        output: Output,
        repository: Option<&str>,
        edit: Option<&str>,
    ) -> Config {
        let mut built_elsewhere = Vec::new();
        for glob in table.texts("built-elsewhere").unwrap_or_default() {
            match Pattern::new(glob) {
                Ok(pattern) => built_elsewhere.push(pattern),
                Err(error) => table.reject("built-elsewhere", error.about(glob)),
            }
        }
        let rewrite = table.word("repository-links") == "rewrite";
        let template = table.text("repository-url");
        let reference = table.text("repository-ref");
        let host = CodeHost::find(template, repository, reference.or_else(|| branch(edit?)));
        if rewrite && host.is_none() && repository.is_some() {
            table.reject(
                "repository-links",
                "`repository-links = \"rewrite\"` needs an address on the web as \
                 `git-repository-url` in [output.html], or `repository-url` here"
                    .to_string(),
            );
        }
        let repository_links = if rewrite {
            RepositoryLinks::Rewrite(host)
        } else {
            RepositoryLinks::Report
        };
        Config {
            built_elsewhere,
            repository_links,
            output,
        }
    }
}

impl CodeHost {
    /// The code host of a repository by its address on the web, and the branch that links lead to.
    pub fn of(repository: &str, reference: Option<&str>) -> Option<CodeHost> {
        CodeHost::find(None, Some(repository), reference)
    }

    fn find(
        template: Option<&str>,
        repository: Option<&str>,
        reference: Option<&str>,
    ) -> Option<CodeHost> {
        if let Some(template) = template {
            let template = if template.contains("{path}") {
                template.to_string()
            } else {
                format!("{}/{{path}}", template.trim_end_matches('/'))
            };
            return Some(CodeHost {
                file: template.clone(),
                folder: template,
            });
        }
        // What git alone understands, such as `git@host:owner/repo.git`, no browser opens.
        let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        let repository = repository.filter(is_web)?;
        let base = repository.trim_end_matches('/').trim_end_matches(".git");
        // HEAD is the newest commit of the main branch, where a code host takes it for one.
        let (file, folder, newest) = if base.contains("gitlab") {
            ("-/blob", "-/tree", "HEAD")
        } else if base.contains("bitbucket") {
            ("src", "src", "HEAD")
        } else if ["codeberg", "gitea", "forgejo"]
            .iter()
            .any(|name| base.contains(name))
        {
            ("src/branch", "src/branch", "main")
        } else {
            ("blob", "tree", "HEAD")
        };
        let reference = reference.unwrap_or(newest);
        let address = |kind: &str| format!("{base}/{kind}/{reference}/{{path}}");
        Some(CodeHost {
            file: address(file),
            folder: address(folder),
        })
    }
}

/// The branch in `https://host/owner/repo/edit/BRANCH/…`, which some hosts write `_edit`.
fn branch(edit_template: &str) -> Option<&str> {
    let edit = ["/edit/", "/_edit/"].into_iter();
    let (_, rest) = edit
        .filter_map(|edit| edit_template.split_once(edit))
        .next()?;
    let branch = rest.split('/').next()?;
    (!branch.is_empty() && !branch.contains('{')).then_some(branch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_read_from_addresses_for_editing() {
        assert_eq!(
            branch("https://example.org/o/r/edit/dev/{path}"),
            Some("dev")
        );
        assert_eq!(
            branch("https://example.org/o/r/_edit/dev/{path}"),
            Some("dev")
        );
        assert_eq!(branch("https://example.org/o/r/src/dev/{path}"), None);
    }

    #[test]
    fn forges_spell_addresses_in_their_own_way() {
        let check = |repository: &str, edit: Option<&str>, expected: &str| {
            let host = CodeHost::find(None, Some(repository), edit.and_then(branch));
            assert_eq!(host.expect("a code host").file, expected);
        };
        check(
            "https://example.org/a/b/",
            None,
            "https://example.org/a/b/blob/HEAD/{path}",
        );
        check(
            "https://example.org/a/b",
            Some("https://example.org/a/b/edit/trunk/docs/{path}"),
            "https://example.org/a/b/blob/trunk/{path}",
        );
        check(
            "https://gitlab.example.org/a/b.git",
            None,
            "https://gitlab.example.org/a/b/-/blob/HEAD/{path}",
        );
        let own = CodeHost::find(Some("https://example.org/x"), None, None).expect("a code host");
        assert_eq!(own.folder, "https://example.org/x/{path}");
    }
}
