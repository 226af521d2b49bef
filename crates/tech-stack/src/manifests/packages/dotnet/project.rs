//! The properties and versions of one project, from its own file and those that it shares.
//!
//! Files count in the order in which MSBuild reads them, and an assignment whose condition is not
//! known leaves a property with several values, of which none is chosen.

use std::collections::HashMap;
use std::rc::Rc;

use super::build::{Build, TechnologyRow, Version};
use super::condition::all_hold;

/// Values of a property.
#[derive(Debug, Clone, Default)]
struct Values {
    /// Its possible values.
    possible: Vec<TechnologyRow>,
    /// One of these is its value, whatever the conditions are.
    complete: bool,
}

/// A project, and what is known of its properties.
pub(super) struct Project<'a> {
    /// Files in the order in which MSBuild reads them.
    builds: &'a [Rc<Build>],
    /// Properties that MSBuild sets itself, in lower case.
    given: HashMap<&'static str, String>,
    values: HashMap<String, Values>,
    frameworks: Vec<String>,
}

/// Most frameworks of a project for which a condition is tried.
const MAX_FRAMEWORKS: usize = 16;

impl<'a> Project<'a> {
    /// The project that a file and those above it make. `is_tested` says that its own file names
    /// the test platform of .NET, which makes it a project of tests.
    pub(super) fn new(builds: &'a [Rc<Build>], file: &str, is_tested: bool) -> Project<'a> {
        let name = archsite_core::site::path::file_name(file);
        let stem = archsite_core::site::path::stem(name);
        let given = HashMap::from([
            ("msbuildprojectname", stem.to_string()),
            ("msbuildprojectfile", name.to_string()),
            ("msbuildprojectextension", name[stem.len()..].to_string()),
        ]);
        let mut project = Project {
            builds,
            given,
            values: HashMap::new(),
            frameworks: Vec::new(),
        };
        for property in builds.iter().flat_map(|build| &build.properties) {
            project.assign(&property.name, &property.value, &property.conditions);
        }
        if !project.values.contains_key("istestproject") {
            let value = if is_tested { "true" } else { "" };
            project.given.insert("istestproject", value.to_string());
        }
        let frameworks = ["targetframework", "targetframeworks"]
            .into_iter()
            .filter_map(|name| project.known(name));
        let frameworks = frameworks.flat_map(|list| {
            let list = list.split(';').map(|one| one.trim().to_string());
            list.filter(|one| !one.is_empty()).collect::<Vec<_>>()
        });
        project.frameworks = frameworks.take(MAX_FRAMEWORKS + 1).collect();
        project
    }

    fn assign(&mut self, name: &str, value: &TechnologyRow, conditions: &[String]) {
        // A property that refers to itself has a default here.
        let lookup = |required: &str| {
            let unset = required == name && !self.values.contains_key(name);
            self.known(required).or_else(|| unset.then(String::new))
        };
        match all_hold(conditions, &lookup) {
            Some(false) => {}
            Some(true) => {
                let values = Values {
                    possible: vec![value.clone()],
                    complete: true,
                };
                self.values.insert(name.to_string(), values);
            }
            None => {
                let values = self.values.entry(name.to_string()).or_default();
                if !values.possible.iter().any(|known| known.0 == value.0) {
                    values.possible.push(value.clone());
                }
            }
        }
    }

    /// The value of a property, if it is known.
    fn known(&self, name: &str) -> Option<String> {
        if let Some(given) = self.given.get(name) {
            return Some(given.clone());
        }
        self.property(name).map(|stated| stated.0)
    }

    /// The value of a property and its place, if it is known.
    pub(super) fn property(&self, name: &str) -> Option<TechnologyRow> {
        match self.values.get(name)?.possible.as_slice() {
            [one] if self.values[name].complete => self.filled(one.clone()),
            _ => None,
        }
    }

    /// All values that a property may have.
    pub(super) fn possible(&self, name: &str) -> Vec<TechnologyRow> {
        let values = self.values.get(name).map(|values| &values.possible);
        let values = values.into_iter().flatten();
        values.filter_map(|one| self.filled(one.clone())).collect()
    }

    /// Whether conditions of an item hold: for all frameworks of the project, for none of them, or
    /// not known.
    pub(super) fn holds(&self, conditions: &[String]) -> Option<bool> {
        if self.frameworks.is_empty() || self.frameworks.len() > MAX_FRAMEWORKS {
            return all_hold(conditions, &|name| self.known(name));
        }
        let mut found = self.frameworks.iter().map(|framework| {
            all_hold(conditions, &|name| match name {
                "targetframework" => Some(framework.clone()),
                name => self.known(name),
            })
        });
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)?
    }

    /// The versions that count: the last that surely does, and those that may.
    pub(super) fn in_force<'b>(
        &self,
        versions: impl Iterator<Item = &'b Version>,
    ) -> Vec<&'b Version> {
        let mut found = Vec::new();
        for version in versions {
            match self.holds(&version.conditions) {
                Some(false) => {}
                Some(true) => found = vec![version],
                None => found.push(version),
            }
        }
        found
    }

    /// Central versions of all packages that count, by their names in lower case.
    pub(super) fn central(&self) -> HashMap<String, (&'a str, Vec<&'a Version>)> {
        let mut found: HashMap<String, (&str, Vec<&Version>)> = HashMap::new();
        for central in self.builds.iter().flat_map(|build| &build.central) {
            let entry = found.entry(central.name.to_lowercase());
            let (_, versions) = entry.or_insert((&central.name, Vec::new()));
            versions.push(&central.version);
        }
        for (_, versions) in found.values_mut() {
            *versions = self.in_force(versions.drain(..));
        }
        found
    }

    /// A text with its properties replaced; a value may refer to another property. Several texts if it is a
    /// property with several values; none if a property is not known.
    pub(super) fn all_filled(&self, stated: &TechnologyRow) -> Vec<TechnologyRow> {
        let name = stated
            .0
            .strip_prefix("$(")
            .and_then(|rest| rest.strip_suffix(')'));
        let values = name.and_then(|name| self.values.get(&name.to_lowercase()));
        match values {
            // One value that only counts sometimes leaves out what counts at other times.
            Some(values) if values.possible.len() > 1 => {
                let possible = values.possible.iter();
                possible
                    .filter_map(|one| self.filled(one.clone()))
                    .collect()
            }
            _ => self.filled(stated.clone()).into_iter().collect(),
        }
    }

    fn filled(&self, stated: TechnologyRow) -> Option<TechnologyRow> {
        let mut found = stated;
        for _ in 0..8 {
            let Some(start) = found.0.find("$(") else {
                return Some(found);
            };
            let end = start + found.0[start..].find(')')?;
            let name = found.0[start + 2..end].to_lowercase();
            let values = self.values.get(&name)?;
            let [value] = values.possible.as_slice() else {
                return None;
            };
            if !values.complete {
                return None;
            }
            if start == 0 && end + 1 == found.0.len() {
                found.1 = value.1.clone();
            }
            found.0 = format!("{}{}{}", &found.0[..start], value.0, &found.0[end + 1..]);
        }
        None
    }
}
