//! Categories of packages, those of architecture templates.
//!
//! A few well-known names decide, then the ecosystem and what the dependency is for.

use crate::document::names::Target;
use crate::model::facts::{Ecosystem, Kind};

/// A category, in the order in which tables show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Category {
    Language,
    Runtime,
    Framework,
    Database,
    Library,
    Testing,
    Build,
    Infrastructure,
}

impl Category {
    /// Its name in a table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Category::Language => "Language",
            Category::Runtime => "Runtime",
            Category::Framework => "Framework",
            Category::Database => "Database",
            Category::Library => "Library",
            Category::Testing => "Testing",
            Category::Build => "Build",
            Category::Infrastructure => "Infrastructure",
        }
    }
}

const LANGUAGES: &[&str] = &[
    "python", "ruby", "php", "rust", "go", "java", "kotlin", "scala", "elixir", "erlang", "dart",
    "swift", "zig",
];

const RUNTIMES: &[&str] = &["node", "deno", "bun", "dotnet", "flutter"];

const FRAMEWORKS: &[&str] = &[
    "react",
    "next",
    "vue",
    "nuxt",
    "svelte",
    "@sveltejs/kit",
    "@angular/core",
    "solid-js",
    "preact",
    "astro",
    "gatsby",
    "@remix-run/react",
    "express",
    "fastify",
    "koa",
    "hono",
    "@nestjs/core",
    "electron",
    "expo",
    "react-native",
    "tailwindcss",
    "fastapi",
    "django",
    "flask",
    "starlette",
    "litestar",
    "streamlit",
    "axum",
    "actix-web",
    "rocket",
    "warp",
    "leptos",
    "yew",
    "bevy",
    "tauri",
    "github.com/gin-gonic/gin",
    "github.com/labstack/echo/v4",
    "github.com/gofiber/fiber/v2",
    "github.com/go-chi/chi/v5",
    "org.springframework.boot:spring-boot-starter-web",
    "org.springframework.boot:spring-boot-starter-parent",
    "org.springframework.boot:spring-boot-dependencies",
    "laravel/framework",
    "symfony/framework-bundle",
    "rails",
    "sinatra",
    "phoenix",
    "flutter",
    "io.ktor:ktor-server-core",
];

const DATABASES: &[&str] = &[
    "postgres",
    "mysql",
    "mariadb",
    "mongo",
    "redis",
    "valkey/valkey",
    "elasticsearch",
    "opensearchproject/opensearch",
    "cassandra",
    "clickhouse/clickhouse-server",
    "neo4j",
    "influxdb",
    "couchdb",
    "memcached",
    "pgvector/pgvector",
    "postgis/postgis",
    "timescale/timescaledb",
    "qdrant/qdrant",
    "mcr.microsoft.com/mssql/server",
];

const TESTING: &[&str] = &[
    "jest",
    "vitest",
    "mocha",
    "chai",
    "jasmine",
    "karma",
    "cypress",
    "playwright",
    "@playwright/test",
    "supertest",
    "pytest",
    "hypothesis",
    "tox",
    "insta",
    "proptest",
    "criterion",
    "mockall",
    "junit:junit",
    "xunit",
    "nunit",
    "moq",
    "phpunit/phpunit",
    "pestphp/pest",
    "rspec",
    "rspec-rails",
    "capybara",
    "github.com/stretchr/testify",
    "selenium",
];

/// The category of a package.
pub(crate) fn of(target: &Target, kind: Kind) -> Category {
    let name = target.name.to_lowercase();
    let name = name.as_str();
    let test = TESTING.contains(&name) || name.contains("test") || name.contains("mock");
    match target.ecosystem {
        Ecosystem::Runtime if LANGUAGES.contains(&name) => Category::Language,
        Ecosystem::Runtime if RUNTIMES.contains(&name) => Category::Runtime,
        Ecosystem::Runtime => Category::Build,
        Ecosystem::Docker if DATABASES.contains(&name) => Category::Database,
        Ecosystem::Docker | Ecosystem::Terraform | Ecosystem::Actions => Category::Infrastructure,
        Ecosystem::Npm if name == "typescript" => Category::Language,
        _ if FRAMEWORKS.contains(&name) => Category::Framework,
        _ if test && kind != Kind::Normal => Category::Testing,
        Ecosystem::GradlePlugin => Category::Build,
        _ if matches!(kind, Kind::Dev | Kind::Build) => Category::Build,
        _ => Category::Library,
    }
}
