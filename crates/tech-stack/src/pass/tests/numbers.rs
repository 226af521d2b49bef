//! Whose number it is: servers, tags, ranges, conditions, and manifests that are named.

use super::run;

/// A table below a directive; what is said of its rows, and the rows afterwards.
fn table(files: &[(&str, &str)], rows: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let head = "<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|--|--|\n";
    let rows: String = rows
        .iter()
        .map(|(name, version)| format!("| {name} | {version} |\n"))
        .collect();
    let (text, problems) = run(files, &format!("{head}{rows}"), true);
    let said = problems.iter().filter(|p| !p.starts_with("version-open"));
    let display = said.map(|p| {
        p.split("; files read:")
            .next()
            .unwrap_or_default()
            .to_string()
    });
    let rows = text.lines().skip(4).map(str::to_string);
    (
        display
            .filter(|p| !p.starts_with("technology-absent") && !p.starts_with("dependency"))
            .collect(),
        rows.collect(),
    )
}

#[test]
fn a_client_says_nothing_about_its_server() {
    let files = [
        (
            "package.json",
            r#"{"dependencies": {"redis": "^4.6", "graphql": "^16.8", "jwt": "1.0"}}"#,
        ),
        (
            "requirements.txt",
            "elasticsearch==8.13.0\nkubernetes==29.0.0\n",
        ),
    ];
    let rows = [
        ("Redis", "7.2"),
        ("Redis", ""),
        ("GraphQL", "2021"),
        ("JWT", ""),
        ("Elasticsearch", "TBD"),
        ("Kubernetes", "1.29"),
    ];
    let (said, after) = table(&files, &rows);
    assert_eq!(said, [""; 0]);
    let before = rows.map(|(name, version)| format!("| {name} | {version} |"));
    assert_eq!(after, before);
    let (said, after) = table(
        &files,
        &[
            ("Redis <!-- npm:redis -->", "3"),
            ("Redis <!-- npm:redis -->", ""),
        ],
    );
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(after[1], "| Redis <!-- npm:redis --> | ^4.6 |");
}

#[test]
fn a_column_of_packages_names_packages() {
    let files = [("package.json", r#"{"dependencies": {"redis": "4.6.13"}}"#)];
    for (header, cell, version) in [
        ("Package", "redis", "4.6.13"),
        ("Library", "`redis`", "4.6.13"),
        ("Library", "Redis", ""),
        ("Technology", "redis", ""),
        ("Component", "`redis`", ""),
    ] {
        let page = format!(
            "<!-- archsite: tech-stack -->\n\n| {header} | Version |\n|--|--|\n| {cell} | TBD |\n"
        );
        let (text, _) = run(&files, &page, false);
        let filled = text.contains("4.6.13");
        assert_eq!(filled, !version.is_empty(), "{header} {cell}: {text}");
    }
}

#[test]
fn tags_say_what_they_name() {
    // Image, technology, what fills an open cell, and a claim that is not true.
    let cases = [
        ("redis:7.2-alpine", "Redis", "7.2", Some("6.2")),
        (
            "pgvector/pgvector:0.7.0-pg16",
            "PostgreSQL",
            "16",
            Some("15"),
        ),
        (
            "pgvector/pgvector:0.7.0-pg16",
            "pgvector",
            "0.7.0",
            Some("0.6.0"),
        ),
        ("pgvector/pgvector:pg16", "PostgreSQL", "16", Some("15")),
        ("pgvector/pgvector:pg16", "pgvector", "", None),
        ("postgis/postgis:16-3.4", "PostGIS", "3.4", Some("3.3")),
        ("postgis/postgis:16-3.4", "PostgreSQL", "16", Some("15")),
        (
            "timescale/timescaledb:2.14.2-pg16",
            "PostgreSQL",
            "16",
            Some("2.14"),
        ),
        (
            "wurstmeister/kafka:2.13-2.8.1",
            "Kafka",
            "2.8.1",
            Some("2.13"),
        ),
        ("confluentinc/cp-kafka:7.6.1", "Kafka", "", None),
        ("confluentinc/cp-zookeeper:7.6.1", "ZooKeeper", "", None),
        ("oliver006/redis_exporter:v1.58.0", "Redis", "", None),
        (
            "supabase/postgres:15.1.0.117",
            "PostgreSQL",
            "15.1",
            Some("14"),
        ),
        ("eclipse-temurin:21-jre", "Java", "21", Some("17")),
    ];
    for (image, technology, filled, wrong) in cases {
        let compose = format!("services:\n  a:\n    image: {image}\n");
        let files = [("compose.yml", compose.as_str())];
        let (_, after) = table(&files, &[(technology, "")]);
        let expected = match filled {
            "" => format!("| {technology} |  |"),
            filled => format!("| {technology} | {filled} |"),
        };
        assert_eq!(after, [expected], "{image}");
        let claim = wrong.unwrap_or("1.2");
        let (said, _) = table(&files, &[(technology, claim)]);
        assert_eq!(
            said.is_empty(),
            wrong.is_none(),
            "{image} {claim}: {said:?}"
        );
    }
}

#[test]
fn made_rows_show_the_number_of_their_technology() {
    let compose = "services:\n  a:\n    image: postgis/postgis:16-3.4\n  b:\n    image: confluentinc/cp-kafka:7.6.1\n  c:\n    image: supabase/postgres:15.1.0.117\n";
    let page = "<!-- archsite: tech-stack columns=\"technology,version\" -->\n";
    let (text, _) = run(&[("compose.yml", compose)], page, false);
    let rows: Vec<&str> = text.lines().skip(4).collect();
    assert_eq!(
        rows,
        [
            "| PostGIS | 3.4 |",
            "| Confluent Platform | 7.6.1 |",
            "| supabase/postgres | 15.1.0.117 |"
        ],
        "{text}"
    );
}

#[test]
fn no_bound_and_no_choice_is_offered() {
    let files = [
        ("requirements.txt", "flask>=2.0,<3\ndjango!=4.2.1\n"),
        (
            "a/package.json",
            r#"{"name": "a", "dependencies": {"react": "18.2.0", "vue": "^3.2"}}"#,
        ),
        (
            "b/package.json",
            r#"{"name": "b", "dependencies": {"react": "19.0.0"}}"#,
        ),
    ];
    let rows = [
        ("Flask", "3.1"),
        ("Django", "4.2.1"),
        ("Django", "4.2.2"),
        ("React", "17.0.0"),
        ("Vue", "2"),
    ];
    let (said, _) = table(&files, &rows);
    let helps: Vec<&str> = said.iter().filter_map(|p| p.split(" [").nth(1)).collect();
    assert_eq!(said.len(), 4, "{said:#?}");
    assert_eq!(
        helps
            .iter()
            .filter(|help| help.starts_with("write"))
            .count(),
        1,
        "{said:#?}"
    );
    assert!(helps[3].starts_with("write `3`"), "{said:#?}");
}

#[test]
fn conditions_of_msbuild_leave_out_what_is_sure() {
    let central = "<Project>\
        <ItemGroup Condition=\"'$(TargetFramework)' == 'net6.0'\"><PackageVersion Include=\"X.Y\" Version=\"6.0.1\"/></ItemGroup>\
        <ItemGroup Condition=\"'$(TargetFramework)' == 'net8.0'\"><PackageVersion Include=\"X.Y\" Version=\"8.0.0\"/></ItemGroup>\
        </Project>";
    let shared = "<Project><PropertyGroup><V>1.0.0</V><V Condition=\"'$(Configuration)' == 'Debug'\">2.0.0</V>\
        <W Condition=\"'$(CI)' == 'true'\">5.0.0</W></PropertyGroup>\
        <ItemGroup Condition=\"$(MSBuildProjectName.EndsWith('.Tests'))\"><PackageReference Include=\"T\" Version=\"3.0.0\"/></ItemGroup></Project>";
    let project = |frameworks: &str| {
        format!(
            "<Project><PropertyGroup><TargetFrameworks>{frameworks}</TargetFrameworks></PropertyGroup><ItemGroup>\
             <PackageReference Include=\"X.Y\"/><PackageReference Include=\"P\" Version=\"$(V)\"/>\
             <PackageReference Include=\"Q\" Version=\"$(W)\"/></ItemGroup></Project>"
        )
    };
    let rows = [
        ("X.Y", "6.0.1"),
        ("X.Y", "8.0.0"),
        ("P", "1.0.0"),
        ("P", "2.0.0"),
        ("P", "3.0.0"),
        ("Q", "4.0.0"),
        ("T", "2.0.0"),
    ];
    let contradicted = |frameworks: &str| {
        let project = project(frameworks);
        let files = [
            ("Directory.Packages.props", central),
            ("Directory.Build.props", shared),
            ("App/App.csproj", project.as_str()),
        ];
        let (said, _) = table(&files, &rows);
        let said = said.iter().filter(|p| p.starts_with("version-contradicts"));
        let names = said.filter_map(|p| p.split(", but").next()?.split(": ").nth(1));
        names
            .map(|p| p.replace(" is documented as", ""))
            .collect::<Vec<String>>()
    };
    assert_eq!(contradicted("net6.0;net8.0"), ["P 3.0.0"]);
    assert_eq!(contradicted("net8.0"), ["X.Y 6.0.1", "P 3.0.0"]);
}

#[test]
fn manifests_that_are_named_and_missing_are_reported() {
    let files = [("package.json", r#"{"dependencies": {"react": "18.2.0"}}"#)];
    for (named, missing) in [
        ("../package.json", false),
        ("../Crago.toml", true),
        ("../../../outside/package.json", true),
        ("..", true),
        ("../**/Crago.toml", true),
    ] {
        let page = format!(
            "<!-- archsite: tech-stack manifests=\"{named}\" -->\n\n| Tool | Version |\n|--|--|\n| React | |\n"
        );
        let (text, problems) = run(&files, &page, false);
        let said = problems.iter().any(|p| p.starts_with("manifest-not-found"));
        assert_eq!(said, missing, "{named}: {problems:?}");
        assert_eq!(text.contains("| 18.2.0 |"), !missing, "{named}: {text}");
    }
}
