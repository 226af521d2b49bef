use crate::discover::test_records::records;
use crate::model::graph::*;
use crate::model::host::Host;
use crate::model::lookup::Lookup;

#[test]
fn one_side_is_enough_and_chains_end() {
    let records = records(&[
        (
            "adr/0001-a.md",
            "# A\n\n## Status\n\nSuperseded by [B](0002-b.md)\n",
        ),
        ("adr/0002-b.md", "# B\n\n## Status\n\nAccepted\n"),
        (
            "adr/0003-c.md",
            "# C\n\n## Status\n\nAccepted\n\nSupersedes ADR-2\n\nAmends ADR-9\n",
        ),
    ]);
    let graph = Graph::new(&records);
    assert_eq!(graph.related(1, Kind::Supersedes), [0]);
    assert_eq!(graph.related(1, Kind::SupersededBy), [2]);
    assert_eq!(graph.successors(0), [2]);
    assert_eq!(graph.dangling, [(2, 1)]);
    assert!(graph.cycles().is_empty());
}

#[test]
fn circles_do_not_hang() {
    let records = records(&[
        ("adr/0001-a.md", "# A\n\n* Status: superseded by ADR-2\n"),
        ("adr/0002-b.md", "# B\n\n* Status: superseded by ADR-1\n"),
        ("adr/0003-c.md", "# C\n\n* Status: superseded by ADR-3\n"),
    ]);
    let graph = Graph::new(&records);
    assert_eq!(graph.cycles().len(), 3);
    assert!(graph.successors(0).is_empty());
}

#[test]
fn a_long_chain_ends_where_it_ends() {
    let mut files: Vec<(String, String)> = (1..3000)
        .map(|n| {
            (
                format!("{n:04}-x"),
                format!("# X\n\n* Status: superseded by ADR-{}\n", n + 1),
            )
        })
        .collect();
    files.push(("3000-x".to_string(), "# X\n".to_string()));
    // Beside it a cycle that leads into the chain.
    files.push((
        "4000-y".to_string(),
        "# Y\n\n## Status\n\nSuperseded by ADR-4001\n\nSuperseded by ADR-7\n".to_string(),
    ));
    files.push((
        "4001-y".to_string(),
        "# Y\n\n* Status: superseded by ADR-4000\n".to_string(),
    ));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, text)| (&**file, &**text))
        .collect();
    let graph = Graph::new(&records(&files));
    assert_eq!(graph.successors(0), [2999]);
    assert_eq!(graph.successors(2999), [0; 0]);
    assert_eq!(graph.successors(3000), [2999]);
    assert_eq!(graph.cycles().len(), 2);
}

#[test]
fn links_of_every_kind_are_followed() {
    let mut records = records(&[("adr/0001-a.md", "# A\n"), ("adr/0007-b.md", "# B\n")]);
    records.host = Host::new(["https://code.example/o/r"]);
    let lookup = Lookup::new(&records);
    for dest in [
        "0007-b.md#x",
        "./0007-b.html",
        "/adr/7",
        "/adr/0007-b/",
        "https://code.example/o/r/blob/main/adr/0007-b.md",
    ] {
        assert_eq!(lookup.linked(0, dest), Some(1), "{dest}");
    }
    for dest in [
        "https://code.example/o/r/issues/7",
        "https://elsewhere.example/o/r/blob/main/adr/0007-b.md",
        "//elsewhere.example/adr/7",
        "#7",
        "0008-c.md",
        "../x/0007-b.md",
    ] {
        assert_eq!(lookup.linked(0, dest), None, "{dest}");
    }
}

#[test]
fn only_records_in_force_retire_others() {
    let newer = |status: &str| format!("# B\n\n## Status\n\n{status}\n\nSupersedes ADR-1\n");
    let check = |older: &str, status: &str, holds: bool, planned: bool| {
        let older = format!("# A\n\n## Status\n\n{older}\n");
        let newer = newer(status);
        let records = records(&[("adr/0001-a.md", &older), ("adr/0002-b.md", &newer)]);
        let graph = Graph::new(&records);
        let found = (
            !graph.related(0, Kind::SupersededBy).is_empty(),
            !graph.planned(0, Kind::SupersededBy).is_empty(),
        );
        assert_eq!(found, (holds, planned), "{older}{newer}");
    };
    for status in ["Accepted", "Experimental", "Superseded", "Deprecated"] {
        check("Accepted", status, true, false);
    }
    // A word that is not known does not say that the newer record is in force.
    check("Whatever", "Whatever", true, false);
    for status in ["Proposed", "Draft", "On hold", "Whatever"] {
        check("Accepted", status, false, true);
    }
    for status in ["Rejected", "Reverted", "Withdrawn"] {
        check("Accepted", status, false, false);
    }
    // The older record knows.
    check("Superseded by ADR-2", "Proposed", true, false);
    check("Partially superseded by ADR-2", "Accepted", false, false);
    check(
        "Accepted, to be superseded by ADR-2",
        "Proposed",
        false,
        true,
    );
    check(
        "Accepted, to be superseded by ADR-2",
        "Accepted",
        true,
        false,
    );
}

#[test]
fn what_is_on_another_site_is_no_record() {
    let records = records(&[
        (
            "adr/0001-a.md",
            "# A\n\n## Status\n\nSuperseded by [ADR-2](https://elsewhere.example/adr/0002-b.md)\n",
        ),
        ("adr/0002-b.md", "# B\n\n## Status\n\nAccepted\n"),
    ]);
    let graph = Graph::new(&records);
    assert_eq!(graph.edges, []);
    assert_eq!(graph.dangling, []);
    assert_eq!(graph.elsewhere(0).collect::<Vec<_>>(), [0]);
    assert_eq!(graph.elsewhere(1).count(), 0);
}
