//! `cargo xtask test`: the steps in order, each with its name and duration, then a summary.

use crate::steps::{ALL, Site, Step};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Which of the steps to run; all of them unless told otherwise.
#[derive(Args)]
pub struct Selection {
    /// Only this step (may be given several times)
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// This step and all that follow
    #[arg(long, value_name = "STEP", conflicts_with = "only")]
    from: Option<String>,
    /// Drive the release binary: what it does is the same, building it takes longer
    #[arg(long)]
    release: bool,
    /// Print the steps and stop
    #[arg(long)]
    list: bool,
}

struct Done {
    name: &'static str,
    passed: usize,
    took: Duration,
}

/// Runs the chosen steps, stops at the first that fails, and always ends with a summary.
///
/// # Errors
/// When a step is asked for that does not exist. A step that fails is told on the way and in the
/// exit code.
pub fn run(root: &Path, selection: &Selection) -> Result<ExitCode> {
    if selection.list {
        ALL.iter()
            .for_each(|step| println!("{:18} {}", step.name, step.about));
        return Ok(ExitCode::SUCCESS);
    }
    let steps = chosen(selection)?;
    let site = Site::new(root, selection.release)?;
    let mut done = Vec::new();
    let failure = steps
        .iter()
        .find_map(|step| run_one(step, &site, &mut done).err());
    if let Some(error) = &failure {
        eprintln!("\nerror: {error:#}");
    }
    summarise(&done, usize::from(failure.is_some()));
    Ok(ExitCode::from(u8::from(failure.is_some())))
}

fn run_one(step: &Step, site: &Site, done: &mut Vec<Done>) -> Result<()> {
    println!("\n==> {}: {}", step.name, step.about);
    let start = Instant::now();
    let passed = (step.run)(site).with_context(|| {
        format!(
            "step {0} failed; run it alone: cargo xtask test --only {0}",
            step.name
        )
    })?;
    let took = start.elapsed();
    println!("<== {} took {}", step.name, human(took));
    done.push(Done {
        name: step.name,
        passed,
        took,
    });
    Ok(())
}

fn chosen(selection: &Selection) -> Result<Vec<&'static Step>> {
    let asked = selection.only.iter().chain(&selection.from);
    for name in asked {
        if !ALL.iter().any(|step| step.name == name) {
            bail!("there is no step {name:?}; see cargo xtask test --list");
        }
    }
    let first = selection.from.as_deref().and_then(position).unwrap_or(0);
    let wanted = |step: &&Step| {
        selection.only.is_empty() || selection.only.iter().any(|name| name == step.name)
    };
    Ok(ALL.iter().skip(first).filter(wanted).collect())
}

fn position(name: &str) -> Option<usize> {
    ALL.iter().position(|step| step.name == name)
}

fn summarise(done: &[Done], failed: usize) {
    println!("\nstep                 passed   took");
    for step in done {
        println!("{:18} {:8}   {}", step.name, step.passed, human(step.took));
    }
    let total: Duration = done.iter().map(|step| step.took).sum();
    let passed: usize = done.iter().map(|step| step.passed).sum();
    println!("total                         {}", human(total));
    println!("{passed} passed, {failed} failed");
}

fn human(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f32()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}
