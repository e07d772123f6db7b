//! Every formula of the catalogue against figures computed with fifty digits.

use serde_json::Value;

use super::catalogue::{call, functions};
use super::tests_autonomy_figures::{FIGURES, alike};

fn vectors() -> serde_json::Map<String, Value> {
    let file: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    file["vectors"].as_object().unwrap().clone()
}

#[test]
fn every_formula_agrees_with_fifty_digits() {
    for (function, cases) in vectors() {
        for case in cases.as_array().unwrap() {
            let answer = call(&function, &case["in"]).unwrap();
            alike(&format!("{function}({})", case["in"]), &answer, &case["out"]);
        }
    }
}

#[test]
fn no_function_of_the_catalogue_is_without_a_reference() {
    let vectors = vectors();
    let known = |name: &str| vectors.contains_key(name) || FIGURES.iter().any(|(known, ..)| *known == name);
    let without: Vec<&str> = functions().iter().copied().filter(|name| !known(name)).collect();
    assert_eq!(without, [""; 0]);
}
