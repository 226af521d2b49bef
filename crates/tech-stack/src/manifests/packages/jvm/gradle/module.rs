//! The dependencies and plugins of one build file.

use std::collections::HashMap;

use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::Files;
use crate::manifests::packages::jvm::gradle::Build;
use crate::manifests::packages::jvm::gradle::catalog::Located;
use crate::manifests::packages::jvm::gradle::script;
use crate::manifests::packages::jvm::gradle::script::{Argument, Call};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Source};
use crate::model::version::Version;

/// The file being read.
pub(super) struct Reading<'a> {
    pub(super) build: &'a Build,
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) member: &'a str,
    pub(super) variables: HashMap<String, Located>,
    pub(super) lock: HashMap<String, Located>,
}

impl Reading<'_> {
    fn at(&self, part: &str) -> FileRange {
        FileRange::new(self.file, within(self.text, part))
    }

    pub(super) fn dependency(&self, call: &Call<'_>, facts: &mut Vec<Fact>) {
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

    /// A dependency, resolved by its variables, the lock file and its own version.
    fn fact(&self, name: &str, stated: Option<Located>, at: FileRange, kind: Kind) -> Fact {
        let place = stated.as_ref().map_or(at, |stated| stated.1.clone());
        let mut fact = Fact::new(Ecosystem::Maven, name, self.member, place).kind(kind);
        // A variable is not a requirement; its value is.
        let filled = stated.as_ref().and_then(|stated| self.filled(stated));
        fact.requirement = filled.as_ref().map(|filled| filled.0.clone());
        if let Some((version, at)) = self.lock.get(name) {
            fact.resolve(version, Some(at.clone()));
            return fact;
        }
        if stated.is_none() {
            fact.unknown = Some("its version comes from a platform that was not read");
            return fact;
        }
        match filled {
            None => fact.unknown = Some("a variable in its version is unknown"),
            Some((version, at)) => {
                let preferred = version
                    .rsplit_once(" prefer ")
                    .map_or(version.as_str(), |v| v.1);
                let plain = !preferred.contains(['+', '[', '(', ',']);
                if plain && Version::parse(preferred).is_some() {
                    fact.resolve(preferred, Some(at));
                }
            }
        }
        fact
    }

    /// A text with its variables replaced; a value may refer to another variable.
    fn filled(&self, stated: &Located) -> Option<Located> {
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

    pub(super) fn plugin(&self, files: &mut Files, call: &Call<'_>, facts: &mut Vec<Fact>) {
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
        // Plugins of Gradle itself have no version; those that are not applied are not used.
        if call.not_applied || stated.is_none() && !id.contains('.') {
            return;
        }
        let at = stated
            .as_ref()
            .map_or_else(|| self.at(call.name), |stated| stated.1.clone());
        let mut fact = Fact::new(Ecosystem::GradlePlugin, id, self.member, at).kind(Kind::Build);
        fact.requirement = filled.as_ref().map(|filled| filled.0.clone());
        if let Some((version, at)) = filled {
            fact.resolve(&version, Some(at));
        }
        facts.push(fact);
    }
}

/// Versions of a lock file by coordinates.
pub(super) fn lock(files: &mut Files, file: &str) -> HashMap<String, Located> {
    let mut versions = HashMap::new();
    let read = files.exists(file).then(|| files.read(file)).flatten();
    let Some(read) = read else { return versions };
    for (_, line) in lines(&read.text) {
        let coordinates = line.split('=').next().unwrap_or_default();
        if let Some((name, version)) = coordinates.rsplit_once(':')
            && !line.starts_with('#')
        {
            let at = FileRange::new(file, within(&read.text, version));
            versions.insert(name.to_string(), (version.to_string(), at));
        }
    }
    versions
}
