//! Small manifests with one trap each: files in, lines of facts out.

mod deployments;
mod pipelines;

use archsite_core::fs::Reader;

/// The facts of the files: `ecosystem name requirement resolved kind member`, and `runtime name value`.
fn read(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("a folder");
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&root)).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let facts = crate::read(&Reader::new(&root), &root, &[], false);
    let mut lines: Vec<String> = Vec::new();
    for fact in &facts.facts {
        let resolved: Vec<&str> = fact.resolved.iter().map(|r| r.version.as_str()).collect();
        let required = fact.requirement.as_deref().unwrap_or("-");
        let resolved = if resolved.is_empty() {
            "-".to_string()
        } else {
            resolved.join("+")
        };
        let kind = fact.kind.name();
        lines.push(format!(
            "{} {} {required} {resolved} {kind} {}",
            fact.ecosystem, fact.name, fact.member
        ));
        // Every place names bytes that are there.
        for at in fact
            .resolved
            .iter()
            .filter_map(|r| r.at.as_ref())
            .chain([&fact.at])
        {
            let text = files
                .iter()
                .find(|file| file.0 == at.file)
                .expect("a file that was given")
                .1;
            assert!(text.get(at.range()).is_some(), "{fact:?}");
        }
        if let Some(resolved) = fact.resolved.first()
            && let Some(at) = &resolved.at
        {
            let text = files
                .iter()
                .find(|file| file.0 == at.file)
                .expect("the file")
                .1;
            // A variable may hide the version.
            let written = &text[at.range()];
            let is_there = written.contains(&resolved.version) || written.contains('$');
            assert!(is_there, "{fact:?}: {written}");
        }
    }
    for runtime in &facts.runtimes {
        lines.push(format!("runtime {} {}", runtime.name, runtime.value));
    }
    for problem in &facts.unreadable {
        lines.push(format!("unreadable {}: {}", problem.file, problem.why));
    }
    lines
}

#[test]
fn yarn_berry() {
    let lock = "__metadata:\n  version: 8\n\n\"a@workspace:^, a@workspace:packages/a\":\n  version: 0.0.0-use.local\n  resolution: \"a@workspace:packages/a\"\n\n\
        \"typescript@npm:^5.0.0\":\n  version: 5.4.5\n\n\"typescript@patch:typescript@npm%3A^5.0.0#optional!builtin<compat/typescript>\":\n  version: 5.4.5\n\n\
        \"react@patch:react@npm%3A18.2.0#~/.yarn/patches/react.patch\":\n  version: 18.2.0\n\n\"old@npm:ms@~1.0.0\":\n  version: 1.0.0\n";
    let files = [
        (
            "package.json",
            r#"{"name":"r","workspaces":["packages/*"],"packageManager":"yarn@4.1.0","dependencies":{"a":"workspace:^","typescript":"^5.0.0","react":"patch:react@npm%3A18.2.0#~/.yarn/patches/react.patch","old":"npm:ms@~1.0.0"}}"#,
        ),
        (
            "packages/a/package.json",
            r#"{"name":"a","version":"1.2.3"}"#,
        ),
        ("yarn.lock", lock),
    ];
    assert_eq!(
        read(&files),
        [
            "npm a workspace:^ 1.2.3 normal r",
            "npm typescript ^5.0.0 5.4.5 normal r",
            "npm react patch:react@npm%3A18.2.0#~/.yarn/patches/react.patch 18.2.0 normal r",
            "npm ms npm:ms@~1.0.0 1.0.0 normal r",
            "runtime yarn 4.1.0",
        ]
    );
}

#[test]
fn poetry() {
    let files = [
        (
            "pyproject.toml",
            "[tool.poetry]\nname = \"P\"\nversion = \"1.0\"\n[tool.poetry.dependencies]\npython = \"^3.10\"\nrequests = \"2.31.0\"\nDjango = {version = \"^4.2\", optional = true}\nnumpy = [{version = \"<2\", python = \"<3.12\"}, {version = \">=2\", python = \">=3.12\"}]\nlib = {path = \"../lib\"}\nfork = {git = \"x\"}\n[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n[build-system]\nrequires = [\"poetry-core\"]\n",
        ),
        (
            "poetry.lock",
            "[[package]]\nname = \"requests\"\nversion = \"2.31.0\"\n[[package]]\nname = \"django\"\nversion = \"4.2.9\"\n[[package]]\nname = \"numpy\"\nversion = \"1.26.4\"\n[[package]]\nname = \"numpy\"\nversion = \"2.1.0\"\n[[package]]\nname = \"pytest\"\nversion = \"8.0.0\"\n[[package]]\nname = \"fork\"\nversion = \"0.3.0\"\n",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "pypi poetry-core - - build p",
            "pypi requests 2.31.0 2.31.0 normal p",
            "pypi django ^4.2 4.2.9 optional p",
            "pypi numpy <2 1.26.4 normal p",
            "pypi numpy >=2 2.1.0 normal p",
            "pypi lib - - normal p",
            "pypi fork - 0.3.0 normal p",
            "pypi pytest * 8.0.0 dev p",
            "runtime python ^3.10",
        ]
    );
}

#[test]
fn requirement_files_compiled_from_others() {
    let files = [
        ("requirements.in", "flask\n"),
        (
            "requirements.txt",
            "flask==3.0.3 \\\n    --hash=sha256:0\njinja2==3.1.4\n    # via flask\n",
        ),
        (
            "Pipfile",
            "[packages]\nrequests = \"*\"\n[requires]\npython_version = \"3.11\"\n",
        ),
        (
            "Pipfile.lock",
            r#"{"default": {"requests": {"version": "==2.31.0"}}}"#,
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "pypi requests * 2.31.0 normal .",
            "pypi flask - 3.0.3 normal .",
            "runtime python 3.11"
        ]
    );
}

#[test]
fn maven_parents_properties_and_lists() {
    let parent = "<project><groupId>g</groupId><artifactId>p</artifactId><version>1.0</version>\
        <properties><java.version>17</java.version><a.b>${c}</a.b><c>2.0</c><x>${y}</x><y>${x}</y></properties>\
        <modules><module>m</module><module>../out</module></modules><dependencyManagement><dependencies>\
        <dependency><groupId>o</groupId><artifactId>managed</artifactId><version>${a.b}</version></dependency>\
        <dependency><groupId>o</groupId><artifactId>bom</artifactId><version>3.1</version><type>pom</type><scope>import</scope></dependency>\
        </dependencies></dependencyManagement></project>";
    let child = "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>1.0</version></parent>\
        <artifactId>m</artifactId><dependencies>\
        <dependency><groupId>o</groupId><artifactId>managed</artifactId></dependency>\
        <dependency><groupId>o</groupId><artifactId>outside</artifactId></dependency>\
        <dependency><groupId>o</groupId><artifactId>cyclic</artifactId><version>${x}</version></dependency>\
        <dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${project.version}</version><scope>test</scope></dependency>\
        </dependencies></project>";
    assert_eq!(
        read(&[("pom.xml", parent), ("m/pom.xml", child)]),
        [
            "maven o:bom 3.1 3.1 bom p",
            "maven o:managed 2.0 2.0 normal m",
            "maven o:outside - - normal m",
            "maven o:cyclic - - normal m",
            "maven g:own 1.0 1.0 dev m",
            "runtime java 17",
            "unreadable pom.xml: the module `../out` leads out of the repository",
        ]
    );
}

#[test]
fn terraform_and_its_lock() {
    let files = [
        (
            "main.tf",
            "terraform {\n  required_version = \"~> 1.7\"\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n      version = \"~> 5.0\"\n    }\n    random = \"~> 3.0\"\n  }\n}\nmodule \"vpc\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.1.0\"\n}\n",
        ),
        (
            ".terraform.lock.hcl",
            "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.31.0\"\n}\n",
        ),
        ("bad.tf", "terraform {\n"),
    ];
    let found = read(&files);
    assert_eq!(
        found[..4],
        [
            "terraform hashicorp/aws ~> 5.0 5.31.0 normal .",
            "terraform hashicorp/random ~> 3.0 - normal .",
            "terraform terraform-aws-modules/vpc/aws 5.1.0 5.1.0 normal .",
            "runtime terraform ~> 1.7",
        ]
    );
    assert!(found[4].starts_with("unreadable bad.tf"), "{found:?}");
}

#[test]
fn workflows_and_pinned_tools() {
    let workflow = "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        node: [18, '20.x']\n    services:\n      db:\n        image: postgres:16\n    steps:\n      - uses: actions/checkout@b4ffde65f46336ab88eb53be808477a3936bae11 # v4.1.1\n      - uses: actions/setup-node@v4\n        with:\n          node-version: ${{ matrix.node }}\n      - uses: ./.github/actions/own\n  b:\n    uses: o/r/.github/workflows/w.yml@main\n";
    let files = [
        (".github/workflows/ci.yml", workflow),
        (
            ".tool-versions",
            "nodejs 20.11.0 18.0.0\njava temurin-21.0.2+13\n",
        ),
        (
            "mise.toml",
            "[tools]\npython = ['3.12', '3.11']\n\"cargo:x\" = 'latest'\n",
        ),
        (".nvmrc", "v22.1.0\n"),
        ("components.json", "{}"),
    ];
    assert_eq!(
        read(&files),
        [
            "docker postgres 16 16 dev .github/workflows/ci.yml",
            "actions actions/checkout b4ffde65f46336ab88eb53be808477a3936bae11 v4.1.1 build .github/workflows/ci.yml",
            "actions actions/setup-node v4 - build .github/workflows/ci.yml",
            "actions o/r main - build .github/workflows/ci.yml",
            "runtime node 22.1.0",
            "runtime node 18",
            "runtime node 20.x",
            "runtime node 20.11.0",
            "runtime java 21.0.2+13",
            "runtime python 3.12",
        ]
    );
}

#[test]
fn manifests_of_tests_and_other_people_are_left_out() {
    let package = r#"{"dependencies": {"a": "1"}}"#;
    let folders = [
        "tests/x",
        "node_modules/x",
        "vendor/x",
        "examples",
        "a/fixtures",
        "hidden/.x",
        "a/b/c",
        "ignored",
    ];
    let mut files: Vec<(String, &str)> = folders
        .iter()
        .map(|f| (format!("{f}/package.json"), package))
        .collect();
    files.push((".gitignore".to_string(), "/ignored/\n"));
    files.push(("apps/web/package.json".to_string(), package));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    assert_eq!(read(&files), ["npm a 1 - normal apps/web"]);
}

#[test]
fn locks_that_do_not_fit_settle_nothing() {
    let files = [
        (
            "Cargo.toml",
            "[package]\nname = \"p\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[dependencies]\nserde = \"2\"\nlog = { workspace = true }\n",
        ),
        (
            "Cargo.lock",
            "version = 3\n[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\n",
        ),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.80\"\n"),
    ];
    assert_eq!(
        read(&files),
        [
            "cargo serde 2 - normal p",
            "cargo log - - normal p",
            "runtime rust-edition 2021",
            "runtime rust 1.80"
        ]
    );
}

#[test]
fn a_workspace_has_the_lock_of_its_own_folder() {
    let package = "[dependencies]\nserde = \"1\"\n";
    let own = format!("[package]\nname = \"own\"\nversion = \"1.0.0\"\n[workspace]\n{package}");
    let apart = format!("[package]\nname = \"apart\"\nversion = \"1.0.0\"\n{package}");
    let lock = "version = 3\n[[package]]\nname = \"p\"\nversion = \"0.9.0\"\ndependencies = [\"serde\"]\n\
        [[package]]\nname = \"own\"\nversion = \"1.0.0\"\ndependencies = [\"serde\"]\n\
        [[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = \"registry+x\"\n";
    let root = format!("[package]\nname = \"p\"\nversion = \"1.0.0\"\n{package}");
    let files = [
        ("Cargo.toml", root.as_str()),
        ("Cargo.lock", lock),
        ("a/Cargo.toml", &own),
        ("b/Cargo.toml", &apart),
    ];
    assert_eq!(
        read(&files),
        [
            "cargo serde 1 1.0.1 normal p",
            "cargo serde 1 - normal own",
            "cargo serde 1 - normal apart",
        ]
    );
}

#[test]
fn marks_of_byte_order_and_of_merges() {
    let files = [
        (".nvmrc", "\u{feff}v22.1.0\n"),
        (".ruby-version", "\u{feff}3.3.0\n"),
        ("requirements.txt", "\u{feff}rich==13.7.0\n"),
        ("go.mod", "\u{feff}module x\nrequire a.example/b v1.0.0\n"),
        (
            "Gemfile.lock",
            "\u{feff}GEM\n  specs:\n    rails (7.1.0)\n\nDEPENDENCIES\n  rails\n",
        ),
        ("Gemfile", "\u{feff}gem 'rails'\n"),
        (
            "package.json",
            "\u{feff}{\"dependencies\": {\"react\": \"18.2.0\"}}",
        ),
        ("a/.nvmrc", "<<<<<<< HEAD\n20\n=======\n22\n>>>>>>> other\n"),
    ];
    assert_eq!(
        read(&files),
        [
            "npm react 18.2.0 - normal .",
            "pypi rich ==13.7.0 13.7.0 normal .",
            "go a.example/b v1.0.0 v1.0.0 normal x",
            "rubygems rails - 7.1.0 normal Gemfile",
            "runtime node 22.1.0",
            "runtime ruby 3.3.0",
            "unreadable a/.nvmrc: it contains markers of an unresolved merge conflict",
        ]
    );
}
