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
    Infrastructure,
    Development,
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
            Category::Infrastructure => "Infrastructure",
            Category::Development => "Development",
        }
    }
}

const LANGUAGES: &[&str] = &[
    "python", "ruby", "php", "rust", "go", "java", "kotlin", "scala", "elixir", "erlang", "dart",
    "swift", "zig",
];

const RUNTIMES: &[&str] = &["node", "deno", "bun", "dotnet", "flutter"];

/// Images of languages that have another name.
const LANGUAGE_IMAGES: &[&str] = &[
    "golang",
    "openjdk",
    "eclipse-temurin",
    "amazoncorretto",
    "hexpm/elixir",
];

/// Images of runtimes that have another name.
const RUNTIME_IMAGES: &[&str] = &[
    "oven/bun",
    "denoland/deno",
    "mcr.microsoft.com/dotnet/sdk",
    "mcr.microsoft.com/dotnet/aspnet",
    "mcr.microsoft.com/dotnet/runtime",
];

/// Images of operating systems, which others are built on.
const SYSTEMS: &[&str] = &[
    "alpine",
    "busybox",
    "debian",
    "ubuntu",
    "fedora",
    "centos",
    "rockylinux",
    "almalinux",
    "amazonlinux",
];

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

/// Databases that others host.
const MANAGED: &[&str] = &[
    "postgresql",
    "mysql",
    "mariadb",
    "redis",
    "valkey",
    "memcached",
    "kafka",
    "docdb",
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

/// How much a technology matters to readers of a table, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// A known technology.
    Known,
    /// Another dependency.
    Other,
    /// A known tool of development.
    KnownTool,
    /// Another tool of development.
    Tool,
    /// A plugin of a tool.
    Plugin,
}

/// The rank of a package.
pub(crate) fn rank(target: &Target, kind: Kind, is_known: bool) -> Rank {
    let category = of(target, kind);
    let is_tool = matches!(category, Category::Development | Category::Testing);
    if is_plugin(target) {
        return Rank::Plugin;
    }
    if target.ecosystem == Ecosystem::Docker && is_system(&target.name) {
        return Rank::Tool;
    }
    match (is_known, is_tool) {
        (true, false) => Rank::Known,
        (false, false) => Rank::Other,
        (true, true) => Rank::KnownTool,
        (false, true) => Rank::Tool,
    }
}

/// Beginnings of the names of plugins of tools.
const PLUGINS: &[&str] = &[
    "eslint-",
    "@eslint/",
    "@typescript-eslint/",
    "prettier-plugin-",
    "babel-",
    "@babel/",
    "postcss-",
    "stylelint-",
    "vite-plugin-",
    "@vitejs/plugin-",
    "rollup-plugin-",
    "pytest-",
    "flake8-",
];

fn is_system(image: &str) -> bool {
    SYSTEMS.contains(&image) || image.contains("distroless")
}

fn is_plugin(target: &Target) -> bool {
    let mut plugins = PLUGINS.iter();
    plugins.any(|start| target.name.starts_with(start))
}

/// Whether a package only has types for another one, or packs the project.
pub(crate) fn is_stub(target: &Target) -> bool {
    let name = target.name.as_str();
    match target.ecosystem {
        Ecosystem::Npm => name.starts_with("@types/"),
        Ecosystem::PyPi => {
            name.starts_with("types-")
                || name.ends_with("-stubs")
                || matches!(name, "wheel" | "setuptools" | "pip")
        }
        _ => false,
    }
}

/// The category of a package.
pub(crate) fn of(target: &Target, kind: Kind) -> Category {
    let name = target.name.to_lowercase();
    let name = name.as_str();
    let test = TESTING.contains(&name) || name.contains("test") || name.contains("mock");
    match target.ecosystem {
        Ecosystem::Runtime if LANGUAGES.contains(&name) => Category::Language,
        Ecosystem::Runtime if RUNTIMES.contains(&name) => Category::Runtime,
        Ecosystem::Runtime if MANAGED.contains(&name) => Category::Database,
        Ecosystem::Runtime if name == "kubernetes" => Category::Infrastructure,
        Ecosystem::Runtime => Category::Development,
        Ecosystem::Docker if DATABASES.contains(&name) => Category::Database,
        Ecosystem::Docker if LANGUAGES.contains(&name) => Category::Language,
        Ecosystem::Docker if LANGUAGE_IMAGES.contains(&name) => Category::Language,
        Ecosystem::Docker if RUNTIMES.contains(&name) || RUNTIME_IMAGES.contains(&name) => {
            Category::Runtime
        }
        Ecosystem::Docker | Ecosystem::Helm | Ecosystem::Terraform | Ecosystem::Actions => {
            Category::Infrastructure
        }
        Ecosystem::Npm if name == "typescript" => Category::Language,
        _ if FRAMEWORKS.contains(&name) => Category::Framework,
        _ if test && kind != Kind::Normal => Category::Testing,
        Ecosystem::GradlePlugin => Category::Development,
        _ if matches!(kind, Kind::Dev | Kind::Build) => Category::Development,
        _ => Category::Library,
    }
}
