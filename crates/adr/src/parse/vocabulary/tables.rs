//! The words of all languages, by how they are looked up.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::model::record::Status;
use crate::parse::vocabulary::label;
use crate::parse::vocabulary::label::Label;
use crate::parse::vocabulary::language::{Language, MONTHS, is_unspaced, languages};
use crate::parse::vocabulary::sentences::Sentence;
use crate::parse::vocabulary::text::Texts;

/// The words of all languages.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// Labels by folded names, and whether a date must follow.
    pub(super) labels: HashMap<String, (Label, bool)>,
    /// Statuses by the first of their words: the other words, and the status.
    pub(super) statuses: HashMap<String, Vec<(String, Status)>>,
    /// Statuses of languages that write no blanks between words, the longest first.
    pub(super) unspaced: Vec<(String, Status)>,
    pub(super) fillers: HashSet<String>,
    months: HashMap<String, i8>,
    pub(super) record_headings: HashSet<String>,
    pub(super) proposal_headings: HashSet<String>,
    pub(super) decision_headings: HashSet<String>,
    pub(super) story_headings: HashSet<String>,
    pub(super) field_headings: HashSet<String>,
    template_names: HashSet<String>,
    sentences: Vec<Sentence>,
    /// Indexes of sentences by the first word of their pattern.
    sentences_by_word: HashMap<String, Vec<usize>>,
    /// Indexes of sentences in languages that write no blanks between words.
    unspaced_sentences: Vec<usize>,
    /// Words of generated text by the code of their language.
    pub(super) texts: HashMap<String, Texts>,
}

/// The words of all languages, read once.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        let mut tables = Tables::default();
        for language in languages() {
            tables.add(language);
        }
        tables
            .unspaced
            .sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        tables.index_sentences();
        tables
    });
    &TABLES
}

impl Tables {
    fn index_sentences(&mut self) {
        for (index, sentence) in self.sentences.iter().enumerate() {
            let pattern = sentence.first();
            if pattern.chars().any(is_unspaced) {
                self.unspaced_sentences.push(index);
            } else if let Some(word) = words(pattern).next() {
                let known = self.sentences_by_word.entry(word.to_string());
                known.or_default().push(index);
            }
        }
    }

    /// The sentences that may be in a text in lower case: most texts have none of their words.
    pub(crate) fn sentences_in(&self, lower: &str) -> Vec<&Sentence> {
        let by_word = words(lower).filter_map(|word| self.sentences_by_word.get(word));
        let mut indexes: Vec<usize> = by_word.flatten().copied().collect();
        if lower.chars().any(is_unspaced) {
            indexes.extend(&self.unspaced_sentences);
        }
        indexes.sort_unstable();
        indexes.dedup();
        indexes
            .into_iter()
            .map(|index| &self.sentences[index])
            .collect()
    }

    fn add(&mut self, language: Language) {
        for (key, names) in language.labels {
            let Some((label, needs_date)) = label::of_key(&key) else {
                continue;
            };
            for name in names {
                let needs_date = needs_date && !name.contains("date");
                // The first language that has a name decides what it means.
                self.labels.entry(name).or_insert((label, needs_date));
            }
        }
        for (key, phrases) in language.statuses {
            let Some(status) = Status::named(&key) else {
                continue;
            };
            for phrase in phrases {
                if phrase.chars().any(is_unspaced) {
                    self.unspaced.push((phrase.clone(), status));
                }
                let (first, rest) = phrase.split_once(' ').unwrap_or((&phrase, ""));
                let known = self.statuses.entry(first.to_string()).or_default();
                known.push((rest.to_string(), status));
            }
        }
        for (key, names) in language.months {
            let month = MONTHS.iter().position(|month| *month == key);
            let month = month.map_or(0, |index| index as i8 + 1);
            self.months
                .extend(names.into_iter().map(|name| (name, month)));
        }
        self.fillers
            .extend(language.fillers.into_values().flatten());
        self.template_names
            .extend(language.names.into_values().flatten());
        for (key, headings) in language.headings {
            let known = match key.as_str() {
                "record" => &mut self.record_headings,
                "proposal" => &mut self.proposal_headings,
                "story" => &mut self.story_headings,
                "decision" => {
                    self.record_headings.extend(headings.iter().cloned());
                    &mut self.decision_headings
                }
                _ => &mut self.field_headings,
            };
            known.extend(headings);
        }
        self.sentences
            .extend(Sentence::of_language(&language.code, &language.sentences));
        if let Some(text) = language.text {
            self.texts.insert(language.code, text);
        }
    }
}

impl Texts {
    /// The words for a book in a language such as `de` or `pt-BR`: English ones if the language
    /// has none.
    pub(crate) fn of(language: &str) -> &'static Texts {
        let texts = &tables().texts;
        let code = language.split(['-', '_']).next().unwrap_or_default();
        let own = texts.get(&code.to_ascii_lowercase());
        own.or_else(|| texts.get("en"))
            .unwrap_or_else(|| unreachable!("a test reads the English words"))
    }
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The number of a month, from 1 on, by a name in any language and in lower case.
pub(crate) fn month(name: &str) -> Option<i8> {
    tables().months.get(name).copied()
}

/// Whether a word in lower case is that for a decision, in any language.
pub(crate) fn is_decision_word(word: &str) -> bool {
    tables().decision_headings.contains(word)
}

/// Whether a word in lower case is that for a template, in any language.
pub(crate) fn is_template_word(word: &str) -> bool {
    tables().template_names.contains(word)
}

/// Whether a word in lower case is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_languages_have_words_and_others_have_english_ones() {
        for code in ["de", "fr", "es", "pt", "ja", "zh"] {
            assert_ne!(Texts::of(code).in_force, "In force", "{code}");
        }
        for code in ["en", "it", "xx", ""] {
            assert_eq!(Texts::of(code).in_force, "In force", "{code}");
        }
        assert_eq!(Texts::of("pt-BR").in_force, "Em vigor");
        assert_eq!(Texts::of("zh_TW").in_force, "有效");
    }
}
