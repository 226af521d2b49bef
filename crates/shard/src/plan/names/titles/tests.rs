use super::*;

#[test]
fn section_numbers_are_found() {
    let cases = [
        ("1、系统概述", "系统概述"),
        ("1.系统概述", "系统概述"),
        ("2．部署", "部署"),
        ("２．部署", "部署"),
        ("２．１　部署", "部署"),
        ("一、概述", "概述"),
        ("十二、附录", "附录"),
        ("（三）部署", "部署"),
        ("第2章 部署", "部署"),
        ("第三节：存储", "存储"),
        ("第4部分 总结", "总结"),
        ("제1장 개요", "개요"),
        ("① 目的", "目的"),
        ("1️⃣ Start", "Start"),
        ("(1) Goals", "Goals"),
        ("(iv) Goals", "Goals"),
        ("Kapitel 3: Ziele", "Ziele"),
        ("Abschnitt II – Ziele", "Ziele"),
        ("Étape 1 : Début", "Début"),
        ("Глава 2. Обзор", "Обзор"),
        ("Rozdział 4. Wstęp", "Wstęp"),
        ("Étape n°2 : Début", "Début"),
        ("Nº 3 Alcance", "Alcance"),
        ("الفصل ٢: النطاق", "النطاق"),
        ("פרק 2: היקף", "היקף"),
        ("अध्याय २: दायरा", "दायरा"),
        ("Ⅲ. 範囲", "範囲"),
        ("① Scope", "Scope"),
        ("01 Scope", "Scope"),
        ("3.Scope", "Scope"),
        ("1 | Scope", "Scope"),
        ("1｜范围", "范围"),
        ("1°) Texte", "Texte"),
        ("2º. Objeto", "Objeto"),
        ("1 · Scope", "Scope"),
        ("1/ Scope", "Scope"),
        ("1 -- Scope", "Scope"),
        ("❷ Scope", "Scope"),
        ("⑴ 范围", "范围"),
        ("㈠ 范围", "范围"),
        ("【1】范围", "范围"),
        ("Chapter One: Start", "Start"),
        ("Kapitel Eins – Start", "Start"),
        ("الفصل الأول: النطاق", "النطاق"),
        ("1. Kapitel: Ziele", "Ziele"),
        ("2. bölüm – Amaç", "Amaç"),
        ("Artículo 1. Objeto", "Objeto"),
    ];
    for (title, rest) in cases {
        assert_eq!(without_number(title), rest, "{title}");
    }
    let titles = [
        "3 Tiers",
        "3.js",
        "007 Agents",
        "No Limits",
        "3D打印",
        "一致性",
        "第二次迁移",
        "(Almost) Done",
        "Mix",
        "C API",
        "Phase 1: Start",
        "Version 2: Changes",
        "Partie de pêche",
        "2024 Review",
        "Part of speech",
        "[x] Done",
        "[1] Scope",
        "#1 Reason",
        "90° Turns",
        "24/7 Support",
        "I/O",
        "Part one of many",
        "Teil eins",
    ];
    for title in titles {
        assert_eq!(without_number(title), title);
    }
}

#[test]
fn numbers_are_read() {
    let cases: &[(&str, Option<&[u32]>)] = &[
        ("2. Goals", Some(&[2])),
        ("2.1 Goals", Some(&[2, 1])),
        ("Section 3.2.1: Goals", Some(&[3, 2, 1])),
        ("第3章 目标", Some(&[3])),
        ("IV. Goals", None),
        ("3 Tiers", Some(&[3])),
        ("１２．３　部署", Some(&[12, 3])),
        ("3D", None),
    ];
    for (title, expected) in cases {
        assert_eq!(number(title).as_deref(), *expected, "{title}");
    }
}
