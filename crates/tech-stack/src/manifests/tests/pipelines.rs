//! Pipelines, environments, and packages of CocoaPods and JSR.

use crate::manifests::tests::read;

#[test]
fn workflows_take_versions_from_variables_inputs_and_other_entries_of_the_matrix() {
    let files = [
        (
            ".github/workflows/ci.yml",
            "on:\n  workflow_call:\n    inputs:\n      python: { default: '3.12' }\nenv:\n  GO_VERSION: '1.22'\n\
             jobs:\n  test:\n    strategy:\n      matrix:\n        node: [20]\n        include:\n          - node: 22\n\
             \x20   steps:\n      - uses: actions/setup-node@v4\n        with: { node-version: '${{ matrix.node }}' }\n\
             \x20     - uses: actions/setup-go@v5\n        with: { go-version: '${{ env.GO_VERSION }}' }\n\
             \x20     - uses: actions/setup-python@v5\n        with: { python-version: '${{ inputs.python }}' }\n\
             \x20     - uses: actions/setup-java@v4\n        with: { java-version: '${{ vars.JAVA }}' }\n\
             \x20     - uses: dtolnay/rust-toolchain@1.78.0\n",
        ),
        (
            ".github/actions/setup/action.yml",
            "inputs:\n  node: { default: '21' }\nruns:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v4\n\
             \x20     with: { node-version: '${{ inputs.node }}' }\n    - uses: ruby/setup-ruby@v1\n\
             \x20     with: { ruby-version: '3.3' }\n",
        ),
    ];
    let found = read(&files);
    let runtimes: Vec<&str> = found
        .iter()
        .filter_map(|line| line.strip_prefix("runtime "))
        .collect();
    assert_eq!(
        runtimes,
        [
            "node 20",
            "node 22",
            "go 1.22",
            "python 3.12",
            "rust 1.78.0",
            "node 21",
            "ruby 3.3",
        ]
    );
}

#[test]
fn pipelines_of_circleci_and_azure() {
    let files = [
        (
            ".circleci/config.yml",
            "executors:\n  node:\n    docker:\n      - image: cimg/node:20.11\njobs:\n  test:\n    docker:\n\
             \x20     - image: cimg/go:<< parameters.go >>\n      - image: postgres:16.2\n",
        ),
        (
            "azure-pipelines.yml",
            "variables:\n  nodeVersion: '20.x'\nresources:\n  containers:\n    - container: db\n      image: mysql:8.0\n\
             stages:\n  - stage: build\n    jobs:\n      - job: a\n        container: python:3.12\n        steps:\n\
             \x20         - task: NodeTool@0\n            inputs: { versionSpec: $(nodeVersion) }\n\
             \x20         - task: UsePythonVersion@0\n            inputs: { versionSpec: $(python) }\n\
             \x20         - task: GoTool@0\n            inputs: { version: '1.22.1' }\n",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "docker cimg/node 20.11 20.11 dev node",
            "docker postgres 16.2 16.2 dev test",
            "docker mysql 8.0 8.0 dev azure-pipelines.yml",
            "docker python 3.12 3.12 dev azure-pipelines.yml",
            "runtime node 20.x",
            "runtime go 1.22.1",
        ]
    );
}

#[test]
fn arguments_of_compose_count_more_than_defaults_of_the_dockerfile() {
    let files = [
        (
            "compose.yml",
            "services:\n  a:\n    build:\n      context: .\n      args:\n        GO: 1.22.3\n  b:\n    build:\n\
             \x20     context: web\n      args:\n        - NODE=${NODE_VERSION:-20}\n        - UNKNOWN=${X}\n",
        ),
        (
            "Dockerfile",
            "ARG GO=1.20\nARG ALPINE\nFROM golang:${GO}\nFROM alpine:${ALPINE}\n",
        ),
        ("web/Dockerfile", "ARG NODE\nFROM node:${NODE}\n"),
    ];
    assert_eq!(
        read(&files),
        [
            "docker golang 1.22.3 1.22.3 normal Dockerfile",
            "docker alpine - - normal Dockerfile",
            "docker node 20 20 normal web/Dockerfile",
        ]
    );
}

#[test]
fn pods_and_their_lock() {
    let files = [
        (
            "ios/Podfile",
            "platform :ios, '15.0'\npod 'Alamofire', '~> 5.8'\npod 'Firebase/Auth'\n# pod 'Old', '1.0'\n\
             pod 'Own', :path => '../own'\n",
        ),
        (
            "ios/Podfile.lock",
            "PODS:\n  - Alamofire (5.8.1)\n  - Firebase/Auth (10.20.0):\n    - FirebaseAuth (~> 10.20.0)\n\
             \x20 - FirebaseAuth (10.20.0)\n\nDEPENDENCIES:\n  - Alamofire (~> 5.8)\n",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "cocoapods Alamofire ~> 5.8 5.8.1 normal ios",
            "cocoapods Firebase - 10.20.0 normal ios",
            "cocoapods Own - - normal ios",
        ]
    );
}

#[test]
fn imports_of_deno_and_environments_of_nix() {
    let files = [
        (
            "deno.json",
            "{\n  // comment\n  \"name\": \"@x/app\", \"imports\": {\n    \"@std/assert\": \"jsr:@std/assert@^1.0.0\",\n\
             \x20   \"react\": \"npm:react@^18.2.0\", \"near\": \"./near.ts\"\n  }\n}\n",
        ),
        (
            "deno.lock",
            "{\"version\": \"4\", \"specifiers\": {\"jsr:@std/assert@^1.0.0\": \"1.0.8\", \"npm:react@^18.2.0\": \"18.3.1\"}}",
        ),
        (
            "flake.nix",
            "{ pkgs }: pkgs.mkShell { packages = [ pkgs.nodejs_20 pkgs.python312 # pkgs.go_1_20\n ]; }",
        ),
    ];
    assert_eq!(
        read(&files),
        [
            "jsr @std/assert ^1.0.0 1.0.8 normal @x/app",
            "npm react ^18.2.0 18.3.1 normal @x/app",
            "runtime node 20",
            "runtime python 3.12",
        ]
    );
}

#[test]
fn files_with_other_values_than_expected_give_nothing() {
    let files = [
        (".circleci/config.yml", "jobs: [1]\nexecutors: 3\n"),
        (
            ".github/actions/a/action.yml",
            "runs: { steps: [null, 3, { uses: 4 }] }\ninputs: []\n",
        ),
        ("Podfile", "pod '\npod \"\"\npod 'A\npod :x\n"),
        ("Podfile.lock", "PODS: 3\n"),
        (
            "deno.json",
            "{\"imports\": {\"a\": \"npm:\", \"b\": \"jsr:@\", \"c\": \"npm:@é\", \"d\": 3}}",
        ),
        ("deno.lock", "{\"specifiers\": []}"),
        ("flake.nix", "${{ nodejs_ }} é jdk_ python3é"),
        (
            "azure-pipelines.yml",
            "variables: 3\nsteps: [{ task: GoTool@0, inputs: 3 }]\n",
        ),
        (
            "compose.yml",
            "services: { a: { build: { args: 3 } }, b: { build: [] } }\n",
        ),
    ];
    assert_eq!(read(&files), [""; 0]);
}
