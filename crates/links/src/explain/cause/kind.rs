//! The kind of a destination, by its text.

/// The kind of a link's target.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Picture,
    Other,
}

impl Kind {
    pub(super) fn of(path: &str) -> Kind {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is = |known: &&str| ending.eq_ignore_ascii_case(known);
        if ["html", "md"].iter().any(is) {
            return Kind::Page;
        }
        const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];
        if PICTURES.iter().any(is) {
            Kind::Picture
        } else {
            Kind::Other
        }
    }
}

/// The address that was meant where a host is written without `https://`.
pub(super) fn no_scheme(dest: &str) -> Option<String> {
    let slip = ["https//", "http//", "https/", "http/"];
    if let Some(rest) = slip.iter().find_map(|slip| dest.strip_prefix(slip)) {
        return Some(format!("https://{}", rest.trim_start_matches('/')));
    }
    let (host, _) = dest.split_once('/').unwrap_or((dest, ""));
    let host_name = host.split([':', '?', '#']).next().unwrap_or(host);
    let ending = host_name.rsplit('.').next().unwrap_or_default();
    let is_name = host_name.split('.').all(|part| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !part.is_empty() && part.chars().all(plain)
    });
    let is_host = host_name.starts_with("www.")
        || (["com", "org", "net", "io", "dev"].contains(&ending) && host_name.contains('.'));
    (is_name && is_host).then(|| format!("https://{dest}"))
}
