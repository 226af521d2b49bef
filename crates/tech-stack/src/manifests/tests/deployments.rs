//! Deployments, pipelines, functions and packages of Swift.

use crate::manifests::tests::read;

#[test]
fn deployments_and_their_charts() {
    let files = [
        (
            "deploy/base/app.yaml",
            "apiVersion: v1\nkind: Service\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  template:\n    spec:\n      initContainers:\n        - image: busybox:1.36\n      containers:\n        - image: postgres:16.3\n",
        ),
        (
            "deploy/overlays/prod/eu/kustomization.yaml",
            "images:\n  - name: app\n    newName: registry.example/app\n    newTag: 2.1.0\n",
        ),
        (
            "charts/shop/Chart.yaml",
            "name: shop\nversion: 0.1.0\ndependencies:\n  - name: redis\n    version: 19.x.x\n  - name: common\n    version: 2.20.0\n",
        ),
        (
            "charts/shop/Chart.lock",
            "dependencies:\n  - name: redis\n    version: 19.5.2\n",
        ),
        (
            "charts/shop/values.yaml",
            "cache:\n  image:\n    repository: redis\n    tag: \"7.2.5\"\nworker:\n  image:\n    repository: worker\n    tag: \"\"\n",
        ),
        (
            "charts/shop/templates/app.yaml",
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: nginx:1.20\n",
        ),
        (
            "data/list.yaml",
            "kind: list\ncontainers:\n  - image: mysql:5\n",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "helm redis 19.x.x 19.5.2 normal shop",
            "helm common 2.20.0 2.20.0 normal shop",
            "docker redis 7.2.5 7.2.5 normal shop",
            "docker busybox 1.36 1.36 normal db",
            "docker postgres 16.3 16.3 normal db",
            "docker registry.example/app 2.1.0 2.1.0 normal deploy/overlays/prod/eu",
        ]
    );
}

#[test]
fn pipelines_functions_and_managed_databases() {
    let files = [
        (
            ".gitlab-ci.yml",
            "image: python:3.12-slim\ntest:\n  services:\n    - postgres:16\n    - name: redis:7.2\n",
        ),
        (
            "serverless.yml",
            "provider:\n  runtime: nodejs20.x\nfunctions:\n  a:\n    runtime: python3.11\n",
        ),
        (
            "main.tf",
            "module \"db\" {\n  source = \"./modules/db\"\n}\nresource \"aws_db_instance\" \"x\" {\n  engine = \"postgres\"\n  engine_version = \"16.3\"\n}\nresource \"aws_eks_cluster\" \"y\" {\n  version = \"1.30\"\n}\nresource \"aws_lambda_function\" \"z\" {\n  runtime = \"java21\"\n}\n",
        ),
        (
            "modules/db/versions.tf",
            "terraform {\n  required_providers {\n    random = {\n      source = \"hashicorp/random\"\n      version = \"~> 3.0\"\n    }\n  }\n}\n",
        ),
        (
            ".terraform.lock.hcl",
            "provider \"registry.terraform.io/hashicorp/random\" {\n  version = \"3.6.0\"\n}\n",
        ),
        (".java-version", "temurin-21.0.2\n"),
        (".sdkmanrc", "gradle=8.7\n"),
        (
            ".mvn/wrapper/maven-wrapper.properties",
            "distributionUrl=https://example.org/apache-maven-3.9.6-bin.zip\n",
        ),
        (
            ".devcontainer/devcontainer.json",
            "{\n  // comment\n  \"image\": \"example/base:1.2\",\n  \"features\": { \"ghcr.io/devcontainers/features/node:1\": { \"version\": \"22\" } }\n}\n",
        ),
    ];
    let found = read(&files);
    for expected in [
        "docker python 3.12-slim 3.12 dev .",
        "docker postgres 16 16 dev test",
        "docker redis 7.2 7.2 dev test",
        "terraform hashicorp/random ~> 3.0 3.6.0 normal modules/db",
        "docker example/base 1.2 1.2 dev .devcontainer",
        "runtime postgresql 16.3",
        "runtime kubernetes 1.30",
        "runtime java 21",
        "runtime java 21.0.2",
        "runtime node 20",
        "runtime node 22",
        "runtime python 3.11",
        "runtime gradle 8.7",
        "runtime maven 3.9.6",
    ] {
        assert!(
            found.iter().any(|line| line == expected),
            "{expected}: {found:#?}"
        );
    }
}

#[test]
fn swift_packages_and_their_lock() {
    let files = [
        (
            "Package.swift",
            "// swift-tools-version:5.10\nlet package = Package(\n    name: \"Shop\",\n    dependencies: [\n        .package(url: \"https://example.org/o/Kit.git\", from: \"2.1.0\"),\n        .package(url: \"https://example.org/o/Pinned\", exact: \"1.0.3\"),\n    ],\n    targets: []\n)\n",
        ),
        (
            "Package.resolved",
            "{\"version\": 2, \"pins\": [{\"identity\": \"kit\", \"location\": \"https://example.org/o/Kit.git\", \"state\": {\"version\": \"2.4.0\"}}]}",
        ),
        (
            "ios/App.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved",
            "{\"object\": {\"pins\": [{\"package\": \"Old\", \"repositoryURL\": \"https://example.org/o/Old\", \"state\": {\"version\": \"0.9.0\"}}]}, \"version\": 1}",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "swift Kit ^2.1.0 2.4.0 normal .",
            "swift Pinned 1.0.3 1.0.3 normal .",
            "swift Old - 0.9.0 normal ios/App",
            "runtime swift 5.10",
        ]
    );
}
