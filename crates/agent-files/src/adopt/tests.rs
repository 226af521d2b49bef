use super::*;

/// The document of files in `d/doc`, which is `d/doc.md`.
fn document(files: &[(&str, &str)]) -> String {
    let files = files.iter();
    let files = files.map(|(name, text)| (name.to_string(), text.to_string()));
    match adopt(files.collect(), "d/doc", "d/doc.md") {
        Ok(adopted) => adopted.text,
        Err(error) => format!("refused: {error}"),
    }
}

#[test]
fn files_of_other_tools_become_a_document() {
    let index = "# Mill\n\nHello.\n\n## Table of Contents\n\n- [Mill](#table-of-contents)\n  - [Stones](./2-stones.md)\n  \
                 - [Grain](./grain.md#kinds)\n";
    let stones = "# Stones\n\nSee [kinds](grain.md#kinds), [all](./index.md), ![p](img/p.png), [up](../x.md).\n\n## \
                  Kinds\n\nHard.\n";
    let grain = "Grain\n=====\n\nKinds\n-----\n\n[own](#kinds) [stones](2-stones.md \"t\")";
    let expected = "# Mill\n\nHello.\n\n## Table of Contents\n\n- [Mill](#table-of-contents)\n  - \
                    [Stones](#stones)\n  - [Grain](#kinds-1)\n\n## Stones\n\nSee [kinds](#kinds-1), [all](#mill), \
                    ![p](doc/img/p.png), [up](x.md).\n\n### Kinds\n\nHard.\n\nGrain\n-----\n\n### Kinds\n\n\
                    [own](#kinds-1) [stones](#stones \"t\")\n\n## Other\n";
    let files = [
        ("other.md", "# Other\n"),
        ("2-stones.md", stones),
        ("grain.md", grain),
        ("index.md", index),
    ];
    assert_eq!(document(&files), expected);
}

#[test]
fn without_an_index_numbers_give_the_order() {
    let files = [
        ("10-c.md", "# C\n"),
        ("2-b.md", "# B\n\n[c](10-c.md)\n"),
        ("1-a.md", "\u{feff}# A\r\n\r\ntext\r\n"),
    ];
    assert_eq!(document(&files), "# A\n\ntext\n\n# B\n\n[c](#c)\n\n# C\n");
}

#[test]
fn what_would_change_is_refused_by_name() {
    let index = ("index.md", "# T\n\n- [a](a.md)\n- [b](b.md)\n");
    let cases = [
        ("# A\n\n<!-- open\n", "# B\n", "the heading `B` of `b.md`"),
        (
            "# A\n\nx[^1]\n\n[^1]: a\n",
            "# B\n\ny[^1]\n\n[^1]: b\n",
            "`[^1]` means one thing in `a.md`",
        ),
        (
            "# A\n\n[x]\n\n[x]: 1\n",
            "# B\n\n[X]\n\n[X]: 2\n",
            "`[X]` means one thing in `a.md`",
        ),
        (
            "# A\n\n###### Deep\n",
            "# B\n",
            "`a.md`: the heading `Deep` of level 6",
        ),
        (
            "# A\n",
            "---\npaths: x\n---\n\n# B\n",
            "`b.md` has front matter",
        ),
    ];
    for (a, b, reason) in cases {
        let text = document(&[index, ("a.md", a), ("b.md", b)]);
        assert!(
            text.starts_with("refused") && text.contains(reason),
            "{text}"
        );
    }
}

#[test]
fn an_index_may_name_files_by_ids() {
    let files = [
        (
            "index.md",
            "# T\n\n## Contents\n\n- [T](#contents)\n- [Z](#2-z)\n- [A](#a-b)\n",
        ),
        ("a-b.md", "# A & B\n\n```sh\n# no heading\n"),
        ("2-z.md", "# 2. Z\n\n````\n```\n"),
    ];
    assert_eq!(
        document(&files),
        "# T\n\n## Contents\n\n- [T](#contents)\n- [Z](#2-z)\n- [A](#a--b)\n\n## 2. Z\n\n````\n```\n````\n\n## A & B\n\n\
         ```sh\n# no heading\n```\n"
    );
}
