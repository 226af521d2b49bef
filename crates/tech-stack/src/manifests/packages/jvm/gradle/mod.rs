//! Gradle: build files in Groovy and Kotlin, settings, version catalogs, the wrapper and locks.
//!
//! A build file is a program. Only literals are read; it is not run, and
//! a variable that cannot be found leaves the version unknown.

mod catalog;
mod module;
mod script;
mod settings;

use std::collections::HashMap;

use archsite_core::site::path::parent;

use self::catalog::{Catalog, Located};
use self::module::{Reading, lock};
use self::script::{Argument, Call};
use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, FileRange, Member};
use crate::model::version::Version;

const BUILD: &[&str] = &["build.gradle.kts", "build.gradle"];
const SETTINGS: &[&str] = &["settings.gradle.kts", "settings.gradle"];

/// Reads all builds, those of one settings file together.
pub(crate) fn read(files: &mut Files) {
    for name in SETTINGS {
        for file in files.named(name) {
            if files.take(&file) {
                Build::new(files, parent(&file), Some(&file)).read(files);
            }
        }
    }
    for name in BUILD {
        for file in files.named(name) {
            if !files.take(&file) {
                continue;
            }
            let build = Build::new(files, parent(&file), None);
            build.module(files, &file, ".");
        }
    }
    for file in files.matching(|name| name == "gradle-wrapper.properties") {
        wrapper(files, &file);
    }
}

fn wrapper(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let found = crate::manifests::common::between(&read.text, "/gradle-", ".zip");
    let version = found.and_then(|name| name.split('-').next());
    if let Some(version) = version.filter(|version| Version::parse(version).is_some()) {
        let at = FileRange::new(file, within(&read.text, version));
        runtime(files, "gradle", version, Authority::Pin, at);
    }
}

/// A build: a settings file and the modules it includes.
struct Build {
    folder: String,
    catalogs: Vec<(String, Catalog)>,
    /// Variables by name.
    variables: HashMap<String, Located>,
    /// Versions that settings or the root give to plugins.
    plugins: HashMap<String, Located>,
    /// Paths of modules: `:app`.
    includes: Vec<String>,
}

impl Build {
    fn new(files: &mut Files, folder: &str, settings: Option<&str>) -> Build {
        let mut build = Build {
            folder: folder.to_string(),
            catalogs: Vec::new(),
            variables: HashMap::new(),
            plugins: HashMap::new(),
            includes: Vec::new(),
        };
        let wrapper = joined(folder, "gradle/wrapper/gradle-wrapper.properties");
        if files.exists(&wrapper) {
            self::wrapper(files, &wrapper);
        }
        let gradle = joined(folder, "gradle");
        for name in files.list(&gradle).files.clone() {
            if let Some(name) = name.strip_suffix(".versions.toml") {
                let file = joined(&gradle, &format!("{name}.versions.toml"));
                if let Some(catalog) = Catalog::read(files, &file) {
                    build.catalogs.push((name.to_string(), catalog));
                }
            }
        }
        if let Some(file) = settings
            && let Some(read) = files.read(file)
        {
            let clean = script::without_comments(&read.text);
            for (name, root) in settings::catalogs(&clean) {
                build
                    .catalogs
                    .push((name, Catalog::of_settings(root, file)));
            }
        }
        let properties = joined(folder, "gradle.properties");
        if files.exists(&properties)
            && let Some(read) = files.read(&properties)
        {
            for (_, line) in lines(&read.text) {
                if let Some((key, value)) = line.split_once('=')
                    && !line.starts_with('#')
                {
                    let at = FileRange::new(&properties, within(&read.text, value.trim()));
                    let stated = (value.trim().to_string(), at);
                    build.variables.insert(key.trim().to_string(), stated);
                }
            }
        }
        let root = BUILD
            .iter()
            .map(|name| joined(folder, name))
            .find(|file| files.exists(file));
        for file in settings.map(str::to_string).into_iter().chain(root) {
            build.declarations(files, &file);
        }
        build
    }

    /// Variables and plugin versions of a file, and the modules it includes.
    fn declarations(&mut self, files: &mut Files, file: &str) {
        let Some(read) = files.read(file) else { return };
        let clean = script::without_comments(&read.text);
        for (name, value) in script::assignments(&clean) {
            let at = FileRange::new(file, within(&clean, value));
            let known = self.variables.entry(name.to_string());
            known.or_insert((value.to_string(), at));
        }
        for block in script::blocks(&clean, "plugins") {
            for call in script::calls(block) {
                if let Some((id, Some(version))) = self.plugin(&call, file, &clean) {
                    self.plugins.entry(id).or_insert(version);
                }
            }
        }
        for text in script::includes(&clean) {
            let path = format!(":{}", text.trim_start_matches(':'));
            self.includes.push(path);
        }
    }

    fn read(&self, files: &mut Files) {
        let mut modules = vec![(self.folder.clone(), ".".to_string())];
        for path in &self.includes {
            let below = path.trim_start_matches(':').replace(':', "/");
            modules.push((joined(&self.folder, &below), path.clone()));
        }
        for (folder, name) in modules {
            let file = BUILD.iter().map(|name| joined(&folder, name));
            let file = file.into_iter().find(|file| files.exists(file));
            if let Some(file) = file
                && (files.take(&file) || name == ".")
            {
                self.module(files, &file, &name);
            }
        }
    }

    fn module(&self, files: &mut Files, file: &str, name: &str) {
        let Some(read) = files.read(file) else { return };
        let clean = script::without_comments(&read.text);
        let mut variables = self.variables.clone();
        for (name, value) in script::assignments(&clean) {
            let at = FileRange::new(file, within(&clean, value));
            variables.insert(name.to_string(), (value.to_string(), at));
        }
        files.out.members.push(Member {
            ecosystem: Ecosystem::Maven,
            name: name.to_string(),
            path: parent(file).to_string(),
            version: None,
            license: None,
            description: None,
            at: FileRange::new(file, 0..0),
        });
        let lock = lock(files, &joined(parent(file), "gradle.lockfile"));
        let reading = Reading {
            build: self,
            file,
            text: &clean,
            member: name,
            variables,
            lock,
        };
        let mut facts = Vec::new();
        for block in script::blocks(&clean, "dependencies") {
            for call in script::calls(block) {
                reading.dependency(&call, &mut facts);
            }
        }
        for block in script::blocks(&clean, "plugins") {
            for call in script::calls(block) {
                reading.plugin(files, &call, &mut facts);
            }
        }
        files.out.facts.append(&mut facts);
        for version in script::java(&clean) {
            let at = FileRange::new(file, within(&clean, version));
            runtime(
                files,
                "java",
                &version.replace('_', "."),
                Authority::Requirement,
                at,
            );
        }
    }

    /// Id and version of a plugin that a call applies or declares.
    fn plugin(&self, call: &Call<'_>, file: &str, text: &str) -> Option<(String, Option<Located>)> {
        let version = call.version.map(|version| {
            let at = FileRange::new(file, within(text, version));
            (version.to_string(), at)
        });
        match (call.name, &call.argument) {
            ("id", Argument::Text(id)) => Some((id.to_string(), version)),
            ("kotlin", Argument::Text(name)) => {
                Some((format!("org.jetbrains.kotlin.{name}"), version))
            }
            ("alias", Argument::Accessor(path)) => {
                let (catalog, rest) = path.split_once('.')?;
                let catalog = self.catalogs.iter().find(|known| known.0 == catalog)?;
                let (id, version) = catalog.1.plugin(rest.strip_prefix("plugins.")?)?;
                Some((id, version))
            }
            _ => None,
        }
    }
}
