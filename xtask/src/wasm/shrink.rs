//! Makes what browsers load smaller.

use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Programs that make the files smaller. Without them everything works, only larger.
pub struct Tools(Option<PathBuf>);

impl Tools {
    const PACKAGES: [&str; 2] = ["binaryen@132.0.0", "esbuild@0.28.2"];

    /// Not `--all-features`: compact imports are refused by Chromium.
    const WASM_OPT: [&str; 11] = [
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
        "--converge",
        "-o",
        "-",
        "-",
    ];

    pub fn install(sh: &Shell) -> Self {
        let folder = sh.current_dir().join("target/wasm/tools");
        let programs = folder.join("node_modules/.bin");
        let packages = Self::PACKAGES;
        let install = cmd!(
            sh,
            "npm install --silent --no-audit --no-fund --prefix {folder} {packages...}"
        );
        let all_there = ["wasm-opt", "esbuild"].map(|it| programs.join(it).is_file()) == [true; 2];
        if all_there || install.run().is_ok() {
            return Self(Some(programs));
        }
        eprintln!("wasm: npm cannot fetch binaryen and esbuild; the files stay larger");
        Self(None)
    }

    pub fn optimise(&self, sh: &Shell, wasm: &[u8]) -> Vec<u8> {
        self.run(sh, "wasm-opt", &Self::WASM_OPT, wasm)
    }

    pub fn minify(&self, sh: &Shell, loader: &str, source: &[u8]) -> Vec<u8> {
        let loader = format!("--loader={loader}");
        self.run(
            sh,
            "esbuild",
            &["--minify", "--target=es2022", &loader],
            source,
        )
    }

    /// Keeps of a module's JavaScript what reaches `exports`.
    pub fn bundle(&self, sh: &Shell, glue: &str, exports: &str) -> Result<Vec<u8>> {
        let Self(Some(_)) = self else {
            return Ok(glue.as_bytes().to_vec());
        };
        let path = sh.current_dir().join("target/wasm/glue.js");
        fs::write(&path, glue)?;
        let entry = format!("export {{ {exports} }} from {path:?}");
        let options = [
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--log-level=error",
        ];
        Ok(self.run(sh, "esbuild", &options, entry.as_bytes()))
    }

    /// Feeds `input` to a program; its output, or the input when there is no such program.
    fn run(&self, sh: &Shell, program: &str, args: &[&str], input: &[u8]) -> Vec<u8> {
        let Some(programs) = &self.0 else {
            return input.to_vec();
        };
        let program = programs.join(program);
        let output = cmd!(sh, "{program} {args...}")
            .stdin(input)
            .quiet()
            .output();
        output.map_or_else(
            |error| {
                eprintln!("wasm: {error}");
                input.to_vec()
            },
            |output| output.stdout,
        )
    }
}
