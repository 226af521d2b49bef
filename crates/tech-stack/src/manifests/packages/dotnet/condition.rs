//! Conditions of MSBuild: true, false, or not known.
//!
//! A condition may ask for the environment, for files and for functions of MSBuild. What it asks
//! for and no project file states is not known, and is not guessed.

/// The values of properties that are known. Names are in lower case.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Deepest nesting of parentheses that is followed.
const MAX_DEPTH: usize = 32;

/// Whether a condition holds; `None` if that depends on something that is not known.
pub(super) fn holds(condition: &str, lookup: Lookup<'_>) -> Option<bool> {
    if condition.trim().is_empty() {
        return Some(true);
    }
    let mut reader = Reader {
        rest: condition,
        lookup,
    };
    let found = reader.any(0);
    // A condition with an unread rest is not understood.
    found.filter(|_| reader.rest.trim().is_empty())?
}

/// Whether all of some conditions hold.
pub(super) fn all_hold(conditions: &[String], lookup: Lookup<'_>) -> Option<bool> {
    let found = conditions.iter().map(|one| holds(one, lookup));
    found.fold(Some(true), both)
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    both(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}

/// Reads a condition. The outer `None` says that it is not written as conditions are, the inner
/// one that the answer is not known.
struct Reader<'a> {
    rest: &'a str,
    lookup: Lookup<'a>,
}

impl<'a> Reader<'a> {
    fn any(&mut self, depth: usize) -> Option<Option<bool>> {
        let mut found = self.all(depth)?;
        while self.word("or") {
            found = either(found, self.all(depth)?);
        }
        Some(found)
    }

    fn all(&mut self, depth: usize) -> Option<Option<bool>> {
        let mut found = self.one(depth)?;
        while self.word("and") {
            found = both(found, self.one(depth)?);
        }
        Some(found)
    }

    fn one(&mut self, depth: usize) -> Option<Option<bool>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.rest = self.rest.trim_start();
        if !self.rest.starts_with("!=") && self.sign("!") {
            return Some(self.one(depth + 1)?.map(|holds| !holds));
        }
        if self.sign("(") {
            let found = self.any(depth + 1)?;
            return self.sign(")").then_some(found);
        }
        let left = self.value()?;
        let signs = ["==", "!=", "<=", ">=", "<", ">"];
        let Some(sign) = signs.into_iter().find(|sign| self.sign(sign)) else {
            return Some(left.and_then(|text| truth(&text)));
        };
        let right = self.value()?;
        let (Some(left), Some(right)) = (left, right) else {
            return Some(None);
        };
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let numbers = number(&left).zip(number(&right));
        Some(match sign {
            "==" => Some(left.eq_ignore_ascii_case(&right)),
            "!=" => Some(!left.eq_ignore_ascii_case(&right)),
            "<=" => numbers.map(|(a, b)| a <= b),
            ">=" => numbers.map(|(a, b)| a >= b),
            "<" => numbers.map(|(a, b)| a < b),
            _ => numbers.map(|(a, b)| a > b),
        })
    }

    fn sign(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let (Some(found), Some(behind)) = (rest.get(..word.len()), rest.get(word.len()..)) else {
            return false;
        };
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric());
        if found.eq_ignore_ascii_case(word) && ends {
            self.rest = behind;
            return true;
        }
        false
    }

    /// A quoted string, a property, a word, or a call; the inner `None` is an unknown value.
    fn value(&mut self) -> Option<Option<String>> {
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        if let Some(quote) = quote {
            let inside = &rest[1..];
            let end = end_of(inside, |c| c == quote)?;
            self.rest = &inside[end + 1..];
            return Some(expanded(&inside[..end], self.lookup));
        }
        let end = end_of(rest, |c| c.is_whitespace() || "=!<>()".contains(c));
        let end = end.unwrap_or(rest.len());
        let word = &rest[..end];
        self.rest = &rest[end..];
        if word.is_empty() {
            return None;
        }
        // `Exists('…')` tests for files that a build creates.
        if self.rest.starts_with('(') {
            let inside = &self.rest[1..];
            let end = closing(inside)?;
            self.rest = &inside[end + 1..];
            return Some(None);
        }
        Some(expanded(word, self.lookup))
    }
}

/// Where a text ends, properties in it left out of account; `None` if it does not.
fn end_of(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if text[at..].starts_with("$(") {
            at += 2 + closing(&text[at + 2..])? + 1;
        } else if ends(c) {
            return Some(at);
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// The parenthesis that closes one that is open, those in between left out of account.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut signs = text.char_indices().filter(|(_, c)| matches!(c, '(' | ')'));
    signs.find_map(|(at, c)| {
        if c == '(' {
            depth += 1;
            return None;
        }
        let closes = depth == 0;
        depth = depth.saturating_sub(1);
        closes.then_some(at)
    })
}

/// A text with its properties put in, if all of them are known.
fn expanded(text: &str, lookup: Lookup<'_>) -> Option<String> {
    if text.contains("@(") || text.contains("%(") {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("$(") {
        out.push_str(&rest[..start]);
        let inside = &rest[start + 2..];
        let end = closing(inside)?;
        out.push_str(&property(&inside[..end], lookup)?);
        rest = &inside[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// The value of `Name`, or of `Name.EndsWith('x')` and its like.
fn property(text: &str, lookup: Lookup<'_>) -> Option<String> {
    let Some((name, call)) = text.split_once('.') else {
        return lookup(&text.trim().to_lowercase());
    };
    let value = lookup(&name.trim().to_lowercase())?;
    let (function, argument) = call.trim().strip_suffix(')')?.split_once('(')?;
    let argument = argument.trim();
    let quoted = |quote: char| argument.strip_prefix(quote)?.strip_suffix(quote);
    let argument = quoted('\'')
        .or_else(|| quoted('"'))
        .or_else(|| quoted('`'))?;
    let holds = match function.trim().to_lowercase().as_str() {
        "endswith" => value.ends_with(argument),
        "startswith" => value.starts_with(argument),
        "contains" => value.contains(argument),
        "equals" => value == argument,
        _ => return None,
    };
    // A second argument, or a property, is not read.
    let plain = !argument.contains(['\'', '"', '`', '$']);
    plain.then(|| holds.to_string())
}

fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "on" | "yes" => Some(true),
        "false" | "off" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_true_false_or_not_known() {
        let lookup = |name: &str| match name {
            "msbuildprojectname" => Some("App.Tests".to_string()),
            "targetframework" => Some("net8.0".to_string()),
            "empty" => Some(String::new()),
            _ => None,
        };
        let cases = [
            ("", Some(true)),
            ("true", Some(true)),
            ("!true", Some(false)),
            ("'$(TargetFramework)' == 'net8.0'", Some(true)),
            ("'$(TargetFramework)'=='NET8.0'", Some(true)),
            ("$(TargetFramework) == 'net6.0'", Some(false)),
            ("'$(TargetFramework)' != \"net6.0\"", Some(true)),
            ("$(MSBuildProjectName.EndsWith('.Tests'))", Some(true)),
            ("!$(MSBuildProjectName.EndsWith('.Tests'))", Some(false)),
            (
                "'$(MSBuildProjectName.Contains(\"Bench\"))' == 'true'",
                Some(false),
            ),
            (
                "$(TargetFramework.StartsWith('net4')) or '$(Empty)' == ''",
                Some(true),
            ),
            ("'$(Configuration)' == 'Debug'", None),
            ("'$(Configuration)' == 'Debug' and false", Some(false)),
            ("'$(Configuration)' == 'Debug' or true", Some(true)),
            ("('$(A)' == '' and false) or ('$(Empty)' == '')", Some(true)),
            ("Exists('$(A)\\b.props')", None),
            ("$([MSBuild]::IsOSPlatform('Windows'))", None),
            ("'1.5' >= '1'", Some(true)),
            ("'$(TargetFramework)' ==", None),
            ("'unclosed", None),
            ("((((", None),
            ("@(Compile) == ''", None),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(text, &lookup), expected, "{text}");
        }
        let deep = format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(holds(&deep, &lookup), None);
        let many = format!("{}true", "!".repeat(100_000));
        assert_eq!(holds(&many, &lookup), None);
    }
}
