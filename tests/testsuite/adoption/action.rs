//! The script of the GitHub Action: it installs a release, and checks a book.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use super::fixture;

const ARCHIVES: &[(&str, &str, &str)] = &[
    ("linux", "x86_64", "x86_64-unknown-linux-musl"),
    ("linux", "aarch64", "aarch64-unknown-linux-musl"),
    ("macos", "x86_64", "x86_64-apple-darwin"),
    ("macos", "aarch64", "aarch64-apple-darwin"),
];

/// A folder with releases, and one to install into.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Makes a release with this program, for this machine.
    fn release(&self, version: &str) {
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        let target = ARCHIVES
            .iter()
            .find(|known| (known.0, known.1) == (os, arch));
        let target = target.expect("a machine for which there are archives").2;
        let folder = self.path().join(format!("releases/v{version}"));
        fs::create_dir_all(&folder).expect("a folder");
        let program = Path::new(env!("CARGO_BIN_EXE_mdbook-archsite"));
        let file = format!("mdbook-archsite-v{version}-{target}.tar.gz");
        let script = format!(
            "tar -czf {file} -C '{}' mdbook-archsite && \
             (sha256sum {file} || shasum -a 256 {file}) 2>/dev/null > {file}.sha256",
            program.parent().expect("a folder").display()
        );
        let made = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&folder)
            .output();
        let made = made.expect("a shell");
        assert!(made.status.success(), "{made:?}");
    }

    fn damage(&self) {
        let folder = fs::read_dir(self.path().join("releases/v1.2.3")).expect("a folder");
        for entry in folder {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "gz") {
                fs::write(path, "something else").expect("a file");
            }
        }
    }

    fn script(&self, step: &str, variables: &[(&str, &str)]) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/action");
        // A `cargo` that only says what it is asked.
        let programs = self.path().join("programs");
        fs::create_dir_all(&programs).expect("a folder");
        let cargo = programs.join("cargo");
        let words = "#!/bin/sh\necho cargo \"$@\"\nexit 9\n";
        fs::write(&cargo, words).expect("a file");
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("a program");
        let path = std::env::var("PATH").unwrap_or_default();
        let installed = self.path().join("installed");
        let path = format!("{}:{}:{path}", programs.display(), installed.display());
        let mut command = Command::new("bash");
        command.arg(script).arg(step).current_dir(self.path());
        for name in [
            "BOOK",
            "FAIL_ON",
            "BASELINE",
            "AGAINST",
            "SARIF",
            "GITHUB_ACTIONS",
        ] {
            command.env_remove(name);
        }
        let downloads = format!("file://{}/releases", self.path().display());
        command
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .env("DOWNLOADS", downloads)
            .env("INSTALL_DIR", &installed)
            .env("GITHUB_PATH", self.path().join("path"))
            .envs(variables.iter().copied());
        command.output().expect("bash")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_release_is_installed_and_checks_a_book() {
    let place = Place::new();
    place.release("1.2.3");
    let installed = place.script("install", &[("VERSION", "v1.2.3")]);
    assert!(installed.status.success(), "{}", text(&installed.stderr));
    let path = fs::read_to_string(place.path().join("path")).expect("the path");
    assert_eq!(Path::new(path.trim()), place.path().join("installed"));

    let book = fixture("old-book");
    let folder = book.path().to_str().expect("a path that is text");
    let report = place.path().join("links.sarif");
    let sarif = report.to_str().expect("a path that is text");
    let checked = place.script(
        "check",
        &[
            ("BOOK", folder),
            ("GITHUB_ACTIONS", "true"),
            ("SARIF", sarif),
        ],
    );
    assert_eq!(checked.status.code(), Some(1), "{}", text(&checked.stderr));
    let said = text(&checked.stdout);
    assert!(said.contains("::error file=src/shop.md,line=3"), "{said}");
    let report = fs::read_to_string(report).expect("a report");
    assert!(report.contains("\"2.1.0\""), "{report}");
    let lenient = place.script("check", &[("BOOK", folder), ("FAIL_ON", "never")]);
    assert!(lenient.status.success(), "{}", text(&lenient.stderr));
}

#[test]
fn an_archive_that_is_not_what_its_checksum_says_is_not_installed() {
    let place = Place::new();
    place.release("1.2.3");
    place.damage();
    let refused = place.script("install", &[("VERSION", "1.2.3")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("checksum"),
        "{}",
        text(&refused.stderr)
    );
    assert!(!text(&refused.stdout).contains("cargo"));
    assert!(!place.path().join("installed").exists());
}

#[test]
fn without_an_archive_the_tag_of_that_version_is_built() {
    let place = Place::new();
    let built = place.script("install", &[("VERSION", "1.2.3")]);
    let said = text(&built.stdout);
    assert!(
        said.starts_with("cargo install --locked --git https://"),
        "{said}"
    );
    assert!(said.contains(" --tag v1.2.3 "), "{said}");
    for version in ["main", "1.2", "1.2.3;x", "$(x)", "../1.2.3"] {
        let refused = place.script("install", &[("VERSION", version)]);
        assert_eq!(refused.status.code(), Some(2), "{version}");
        assert_eq!(text(&refused.stdout), "", "{version}");
    }
}
