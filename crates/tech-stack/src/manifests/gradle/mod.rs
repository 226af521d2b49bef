//! Gradle: build files in Groovy and Kotlin, settings, version catalogs, the wrapper and locks.
//!
//! A build file is a program; what is read is what it states as literals. It may not run it, and
//! a variable that cannot be found leaves the version unknown.

mod catalog;
mod script;

use std::collections::HashMap;

use archsite_core::site::path::parent;

use self::catalog::{Catalog, Stated};
use self::script::{Argument, Call};
use crate::fact::{Authority, Ecosystem, Fact, Kind, Mark, Member, Source};
use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::versions::version::Version;

const BUILD: &[&str] = &["build.gradle.kts", "build.gradle"];
const SETTINGS: &[&str] = &["settings.gradle.kts", "settings.gradle"];

/// Reads all builds, those of one settings file together.
pub(super) fn read(files: &mut Files) {
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
        let at = Mark::new(file, within(&read.text, version));
        runtime(files, "gradle", version, Authority::Pin, at);
    }
}

/// A build: a settings file and the modules it includes.
struct Build {
    folder: String,
    catalogs: Vec<(String, Catalog)>,
    /// Variables by name.
    variables: HashMap<String, Stated>,
    /// Versions that settings or the root give to plugins.
    plugins: HashMap<String, Stated>,
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
        let properties = joined(folder, "gradle.properties");
        if files.exists(&properties)
            && let Some(read) = files.read(&properties)
        {
            for (_, line) in lines(&read.text) {
                if let Some((key, value)) = line.split_once('=')
                    && !line.starts_with('#')
                {
                    let at = Mark::new(&properties, within(&read.text, value.trim()));
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
            let at = Mark::new(file, within(&clean, value));
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
            let at = Mark::new(file, within(&clean, value));
            variables.insert(name.to_string(), (value.to_string(), at));
        }
        files.out.members.push(Member {
            ecosystem: Ecosystem::Maven,
            name: name.to_string(),
            path: parent(file).to_string(),
            version: None,
            license: None,
            description: None,
            at: Mark::new(file, 0..0),
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
            let at = Mark::new(file, within(&clean, version));
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
    fn plugin(&self, call: &Call<'_>, file: &str, text: &str) -> Option<(String, Option<Stated>)> {
        let version = call.version.map(|version| {
            let at = Mark::new(file, within(text, version));
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

/// The file being read.
struct Reading<'a> {
    build: &'a Build,
    file: &'a str,
    text: &'a str,
    member: &'a str,
    variables: HashMap<String, Stated>,
    lock: HashMap<String, Stated>,
}

impl Reading<'_> {
    fn at(&self, part: &str) -> Mark {
        Mark::new(self.file, within(self.text, part))
    }

    fn dependency(&self, call: &Call<'_>, facts: &mut Vec<Fact>) {
        let lower = call.name.to_ascii_lowercase();
        if matches!(
            call.name,
            "constraints" | "modules" | "add" | "if" | "for" | "exclude" | "because"
        ) {
            return;
        }
        let kind = match () {
            () if call.platform => Kind::Bom,
            () if lower.contains("test") || lower == "developmentonly" => Kind::Dev,
            () if lower.contains("annotationprocessor")
                || lower == "classpath"
                || lower == "kapt"
                || lower == "ksp" =>
            {
                Kind::Build
            }
            () => Kind::Normal,
        };
        match &call.argument {
            Argument::Text(text) => self.coordinates(text, kind, facts),
            Argument::Map {
                group,
                name,
                version,
            } => {
                let coordinates = format!("{group}:{name}");
                let stated = version.map(|v| (v.to_string(), self.at(v)));
                facts.push(self.fact(&coordinates, stated, self.at(name), kind));
            }
            Argument::Project(path) => {
                let mut fact =
                    Fact::new(Ecosystem::Maven, *path, self.member, self.at(path)).kind(kind);
                fact.source = Some(Source::Workspace);
                facts.push(fact);
            }
            Argument::Kotlin(name) => {
                let name = format!("org.jetbrains.kotlin:kotlin-{name}");
                facts.push(self.fact(&name, None, self.at(call.name), kind));
            }
            Argument::Accessor(path) => self.accessor(path, kind, facts),
            Argument::Other => {}
        }
    }

    fn coordinates(&self, text: &str, kind: Kind, facts: &mut Vec<Fact>) {
        let mut parts = text.split(':');
        let (Some(group), Some(name)) = (parts.next(), parts.next()) else {
            return;
        };
        if group.is_empty() || name.is_empty() || group.contains(['/', ' ']) {
            return;
        }
        let version = parts
            .next()
            .map(|version| version.split('@').next().unwrap_or(version));
        let stated = version.map(|version| (version.to_string(), self.at(version)));
        facts.push(self.fact(&format!("{group}:{name}"), stated, self.at(text), kind));
    }

    fn accessor(&self, path: &str, kind: Kind, facts: &mut Vec<Fact>) {
        let Some((name, rest)) = path.split_once('.') else {
            return;
        };
        let catalog = self.build.catalogs.iter().find(|known| known.0 == name);
        let Some((_, catalog)) = catalog else { return };
        for (name, version, at) in catalog.libraries(rest) {
            facts.push(self.fact(&name, version, at, kind));
        }
    }

    /// A dependency with what its variables, the lock and its own version settle.
    fn fact(&self, name: &str, stated: Option<Stated>, at: Mark, kind: Kind) -> Fact {
        let place = stated.as_ref().map_or(at, |stated| stated.1.clone());
        let mut fact = Fact::new(Ecosystem::Maven, name, self.member, place).kind(kind);
        fact.requirement = stated.as_ref().map(|stated| stated.0.clone());
        if let Some((version, at)) = self.lock.get(name) {
            fact.settle(version, Some(at.clone()));
            return fact;
        }
        let Some(stated) = stated else {
            fact.unknown = Some("its version comes from a platform that was not read");
            return fact;
        };
        match self.filled(&stated) {
            None => fact.unknown = Some("a variable in its version is unknown"),
            Some((version, at)) => {
                let preferred = version
                    .rsplit_once(" prefer ")
                    .map_or(version.as_str(), |v| v.1);
                let plain = !preferred.contains(['+', '[', '(', ',']);
                if plain && Version::parse(preferred).is_some() {
                    fact.settle(preferred, Some(at));
                }
            }
        }
        fact
    }

    /// A text with its variables put in; each may stand for another one.
    fn filled(&self, stated: &Stated) -> Option<Stated> {
        let mut found = stated.clone();
        for _ in 0..8 {
            let Some(start) = found.0.find('$') else {
                return Some(found);
            };
            let (name, end) = script::variable(&found.0[start..])?;
            let name = name.rsplit('.').next().unwrap_or(name);
            let value = self.variables.get(name)?;
            if start == 0 && end == found.0.len() {
                found.1 = value.1.clone();
            }
            found.0 = format!(
                "{}{}{}",
                &found.0[..start],
                value.0,
                &found.0[start + end..]
            );
        }
        None
    }

    fn plugin(&self, files: &mut Files, call: &Call<'_>, facts: &mut Vec<Fact>) {
        let Some((id, version)) = self.build.plugin(call, self.file, self.text) else {
            return;
        };
        let stated = version.or_else(|| self.build.plugins.get(&id).cloned());
        let filled = stated.as_ref().and_then(|stated| self.filled(stated));
        if id.starts_with("org.jetbrains.kotlin.")
            && let Some((version, at)) = &filled
        {
            runtime(files, "kotlin", version, Authority::Requirement, at.clone());
        }
        // Plugins of Gradle itself have no version; those that are not applied are no part.
        if call.not_applied || stated.is_none() && !id.contains('.') {
            return;
        }
        let at = stated
            .as_ref()
            .map_or_else(|| self.at(call.name), |stated| stated.1.clone());
        let mut fact = Fact::new(Ecosystem::GradlePlugin, id, self.member, at).kind(Kind::Build);
        fact.requirement = stated.map(|stated| stated.0);
        if let Some((version, at)) = filled {
            fact.settle(&version, Some(at));
        }
        facts.push(fact);
    }
}

/// Versions of a lock file by coordinates.
fn lock(files: &mut Files, file: &str) -> HashMap<String, Stated> {
    let mut versions = HashMap::new();
    let read = files.exists(file).then(|| files.read(file)).flatten();
    let Some(read) = read else { return versions };
    for (_, line) in lines(&read.text) {
        let coordinates = line.split('=').next().unwrap_or_default();
        if let Some((name, version)) = coordinates.rsplit_once(':')
            && !line.starts_with('#')
        {
            let at = Mark::new(file, within(&read.text, version));
            versions.insert(name.to_string(), (version.to_string(), at));
        }
    }
    versions
}
