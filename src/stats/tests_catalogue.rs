//! The catalogue answers by name, and explains itself when the input is wrong.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::catalogue::{call, functions};

fn refusal(function: &str, input: &Value) -> String {
    call(function, input).unwrap_err().to_string()
}

#[test]
fn the_names_are_sorted_and_unique() {
    assert!(functions().is_sorted_by(|one, other| one < other));
}

#[test]
fn an_answer_has_the_names_of_the_vectors() {
    let answer = call("clopper_pearson", &json!({"k": 0, "n": 1, "delta_one_sided": 0.5})).unwrap();
    assert_eq!(answer, json!({"lower": 0.0, "upper": 0.5}));
    let answer = call("quantile_type7", &json!({"x": [3, 1, 2]})).unwrap();
    assert_eq!(answer, json!({"median": 2.0, "p90": 2.8}));
    let verdict = json!({"x1": 0, "n1": 0, "x0": 9, "n0": 10.0, "margin": 0.05, "min_per_arm": 20});
    assert_eq!(call("verdict", &verdict), Ok(json!("too_few")));
}

/// Function, input, and the whole explanation.
const REFUSED: &[(&str, &str, &str)] = &[
    ("wilson", "[8, 10]", "the input is [8,10]; it should be a JSON object, one per line"),
    ("wilson", r#"{"x": 8, "n": 10}"#, "`conf` is missing; it should be a number above 0 and below 1"),
    (
        "wilson",
        r#"{"x": 8, "n": -10, "conf": 0.95}"#,
        "`n` is -10; it should be a whole number from 1 to 1000000000",
    ),
    ("wilson", r#"{"x": 11, "n": 10, "conf": 0.95}"#, "`x` is 11; it should be at most `n`, which is 10"),
    (
        "wilson",
        r#"{"x": "NaN", "n": 10, "conf": 0.95}"#,
        "`x` is \"NaN\"; it should be a whole number from 0 to 1000000000",
    ),
    (
        "wilson",
        r#"{"x": 1.5, "n": 10, "conf": 0.95}"#,
        "`x` is 1.5; it should be a whole number from 0 to 1000000000",
    ),
    ("wilson", r#"{"x": 8, "n": 10, "conf": 95}"#, "`conf` is 95; it should be a number above 0 and below 1"),
    (
        "welch",
        r#"{"ai": [5, null], "human": [1, 2], "conf": 0.95}"#,
        "`ai[1]` is null; it should be a number from -1e12 to 1e12",
    ),
    (
        "welch",
        r#"{"ai": [5], "human": [1, 2], "conf": 0.95}"#,
        "`ai` is [5]; it should be a list with 2 or more entries",
    ),
    (
        "welch",
        r#"{"ai": [5, 5], "human": [5, 5], "conf": 0.95}"#,
        "there is no answer: neither group varies, so there is no error to measure",
    ),
    (
        "kaplan_meier",
        r#"{"time": [1, 2], "event": [1]}"#,
        "`event` is a list with 1 entries; it should be as long as `time`, which has 2",
    ),
    (
        "mantel_haenszel",
        r#"{"strata_x1_n1_x0_n0": [[1, 2, 3]]}"#,
        "`strata_x1_n1_x0_n0[0]` is [1,2,3]; it should be a list of 4 whole numbers from 0 to 1000000000",
    ),
    (
        "mantel_haenszel",
        r#"{"strata_x1_n1_x0_n0": [[3, 2, 1, 3]]}"#,
        "`strata_x1_n1_x0_n0[0]` is 3 of 2; it should be a part of at least 1: [x1, n1, x0, n0] with x <= n",
    ),
    (
        "reopen_72h",
        r#"{"hours_since_resolved": [5], "hours_to_reopen": [6]}"#,
        "`hours_to_reopen[0]` is 6.0; it should be at most hours_since_resolved[0], which is 5, or null",
    ),
    (
        "map_logistic",
        r#"{"x": [[1], [1, 2]], "approved": [1, 0], "prior_mean": [0, 1], "prior_sd": [1, 1]}"#,
        "`x[1]` is a list with 2 entries; it should be one shorter than `prior_mean`: 1 (the intercept stands there first)",
    ),
    (
        "map_logistic",
        r#"{"x": [[1, "a"]], "approved": [1], "prior_mean": [0, 1, 1], "prior_sd": [1, 1, 1]}"#,
        "`x[0][1]` is \"a\"; it should be a number from -1e12 to 1e12",
    ),
    (
        "map_logistic",
        r#"{"x": [], "approved": [], "prior_mean": [0, 1], "prior_sd": [1, 0]}"#,
        "`prior_sd[1]` is 0; it should be a number from 1e-9 to 1e9",
    ),
    (
        "map_platt",
        r#"{"score_logit": [1], "approved": [1], "prior_mean": [0], "prior_sd": [1]}"#,
        "`prior_mean` is a list with 1 entries; it should be [intercept, slope]",
    ),
    (
        "brier_ece_auroc",
        r#"{"p": [0.5, 1.5], "y": [1, 0], "bins": 10}"#,
        "`p[1]` is 1.5; it should be a number from 0 to 1",
    ),
    (
        "brier_ece_auroc",
        r#"{"p": [], "y": [], "bins": 10}"#,
        "`p` is []; it should be a list with 1 or more entries",
    ),
    ("edit_label", r#"{"draft": 3, "sent": ""}"#, "`draft` is 3; it should be a text"),
    (
        "wilsen",
        "{}",
        "there is no function `wilsen`; the nearest is `wilson` (`banister stats --list` shows all)",
    ),
];

#[test]
fn a_wrong_input_is_explained_by_field_found_and_wanted() {
    for (function, input, wanted) in REFUSED {
        let input = serde_json::from_str(input).unwrap();
        assert_eq!(refusal(function, &input), *wanted);
    }
}

#[test]
fn strata_with_an_empty_side_drop_out() {
    let with = json!({"strata_x1_n1_x0_n0": [[9, 10, 5, 10], [3, 3, 0, 0]]});
    let without = json!({"strata_x1_n1_x0_n0": [[9, 10, 5, 10]]});
    assert_eq!(call("mantel_haenszel", &with), call("mantel_haenszel", &without));
}

/// One input per function that is answered.
const ANSWERED: &[(&str, &str)] = &[
    ("anytime_difference", r#"{"x1":30,"n1":50,"x0":20,"n0":40,"alpha":0.05,"n_star":100}"#),
    (
        "anytime_difference_stratified",
        r#"{"periods_x1_n1_x0_n0":[[30,50,20,40],[5,9,4,9]],"alpha":0.05,"n_star":100}"#,
    ),
    ("anytime_upper_bound", r#"{"n":70,"k":1,"delta":0.05}"#),
    ("approvals_to_go", r#"{"n":63,"k":1,"alpha":0.05,"level":0.0125}"#),
    ("asycs_rho2", r#"{"n_star":50,"alpha":0.1}"#),
    ("beta_quantile", r#"{"p":0.5,"a":2,"b":3}"#),
    ("binom_tail_p_value", r#"{"k":1,"n":93,"alpha":0.05}"#),
    ("brier_ece_auroc", r#"{"p":[0.9,0.4],"y":[1,0],"bins":10}"#),
    ("chi2_sf_df1", r#"{"x":2}"#),
    ("clopper_pearson", r#"{"k":2,"n":9,"delta_one_sided":0.05}"#),
    ("crc_joint_risk", r#"{"scores":[0.9,0.8],"bad":[0,1],"grid":[0.85,0.5]}"#),
    ("csp1_limits", r#"{"holdback":0.2,"clear":20}"#),
    ("e_cusum", r#"{"alpha":0.05,"labels":[0,1]}"#),
    ("e_process_path", r#"{"alpha":0.05,"labels":"6 x good, 1 bad"}"#),
    ("edit_label", r#"{"draft":"in 3 days","sent":"in 5 days"}"#),
    ("fallback_certify", r#"{"running_max_log_e":[2,4.5],"w":[0.5,0.5],"delta":0.05}"#),
    ("hash_unit", r#"{"salt":"a","id":"b"}"#),
    ("ipw_risk", r#"{"pi":[1,0.2,0.2],"labelled":[1,1,0],"bad":[0,1,null]}"#),
    ("kaplan_meier", r#"{"time":[1,2,3],"event":[1,0,1]}"#),
    ("labels_needed", r#"{"alpha":0.05,"delta":0.05,"bad":1}"#),
    ("lee_bounds", r#"{"x1":8,"rated1":10,"chats1":30,"x0":7,"rated0":10,"chats0":20}"#),
    ("log_e_mixture", r#"{"n":70,"k":1,"alpha":0.05}"#),
    (
        "ltt_fixed_sequence_cp",
        r#"{"scores":[0.9,0.8],"bad":[0,1],"grid":[0.85,0.5],"alpha":0.3,"delta":0.1}"#,
    ),
    ("mantel_haenszel", r#"{"strata_x1_n1_x0_n0":[[30,50,20,40],[5,9,4,9]]}"#),
    (
        "map_logistic",
        r#"{"x":[[1,0.5],[-1,2]],"approved":[1,0],"prior_mean":[1,0.5,0.3],"prior_sd":[1.5,0.5,0.5]}"#,
    ),
    ("map_platt", r#"{"score_logit":[2,-1],"approved":[1,0],"prior_mean":[0,1],"prior_sd":[1,0.3]}"#),
    ("newcombe", r#"{"x1":30,"n1":50,"x0":20,"n0":40}"#),
    ("noise_corrected_risk", r#"{"observed":0.05,"miss_rate":0.2,"false_reject_rate":0.02}"#),
    ("norm_cdf", r#"{"z":1.5}"#),
    ("norm_quantile", r#"{"p":0.7}"#),
    ("nps", r#"{"promoters":3,"passives":2,"detractors":1}"#),
    ("nps_difference", r#"{"ai":[3,2,1],"human":[1,2,3]}"#),
    ("pav_isotonic", r#"{"x":[1,2,3],"y":[0,2,1]}"#),
    ("post_stratified", r#"{"strata_x1_n1_x0_n0":[[30,50,20,40],[5,9,4,9]],"weights":[50,9]}"#),
    ("prob_superiority", r#"{"ai":[5,4],"human":[3,4]}"#),
    ("quantile_ci_ranks", r#"{"n":12,"p":0.5,"conf":0.9}"#),
    ("quantile_type7", r#"{"x":[3,1,2]}"#),
    ("ratings_still_needed", r#"{"x1":30,"n1":50,"x0":20,"n0":40,"margin":0.05,"n_star":100}"#),
    ("reg_inc_beta", r#"{"a":2,"b":3,"x":0.4}"#),
    ("reopen_72h", r#"{"hours_since_resolved":[100,80,5],"hours_to_reopen":[null,4,3]}"#),
    (
        "sample_size_two_proportions",
        r#"{"p_human":0.7,"p_ai":0.6,"ratio_ai_to_human":2,"alpha":0.05,"power":0.9}"#,
    ),
    ("srm", r#"{"n_ai":80,"n_human":25,"human_share":0.2}"#),
    ("t_quantile", r#"{"p":0.9,"df":3}"#),
    ("topic_gate", r#"{"k":1,"n":30,"prior_strength":20,"prior_risk":0.025,"limit":0.1}"#),
    ("venn_abers", r#"{"x":[0.2,0.6],"y":[0,1],"at":0.4}"#),
    ("verdict", r#"{"x1":30,"n1":50,"x0":20,"n0":40,"margin":0.05,"min_per_arm":20}"#),
    ("welch", r#"{"ai":[5,4,3],"human":[3,4],"conf":0.95}"#),
    ("wilson", r#"{"x":8,"n":9,"conf":0.9}"#),
];

fn answered() -> impl Iterator<Item = (&'static str, serde_json::Map<String, Value>)> {
    ANSWERED.iter().map(|(function, input)| (*function, serde_json::from_str(input).unwrap()))
}

#[test]
fn every_function_answers_its_example_without_a_missing_number() {
    let names: Vec<&str> = answered().map(|(function, _)| function).collect();
    assert_eq!(names, functions());
    for (function, input) in answered() {
        let answer = call(function, &Value::Object(input)).unwrap().to_string();
        assert!(function == "kaplan_meier" || !answer.contains("null"), "{function}: {answer}");
    }
}

#[test]
fn every_missing_field_is_named() {
    for (function, input) in answered() {
        for field in input.keys() {
            let mut without = input.clone();
            without.remove(field);
            let refusal = refusal(function, &Value::Object(without));
            assert!(refusal.starts_with(&format!("`{field}` is missing; ")), "{function}: {refusal}");
        }
    }
}

/// Numbers of every kind that JSON can carry.
fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0.0_f64..1.0).prop_map(Value::from),
        (0_u64..50).prop_map(Value::from),
        Just(json!(1_000_000_000_u64)),
        Just(json!(1e-300)),
        Just(json!(1e12)),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(numbers(), 0..5);
    let small = prop::collection::vec(0_u64..50, 4);
    prop_oneof![
        8 => numbers(),
        1 => Just(Value::Null),
        1 => ".{0,3}".prop_map(Value::from),
        1 => list.prop_map(Value::from),
        1 => prop::collection::vec(small, 0..3).prop_map(|rows| json!(rows)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_input_panics_or_hangs_or_gives_a_number_that_is_none(
        values in prop::collection::vec(values(), 3), at in prop::collection::vec(any::<prop::sample::Index>(), 3)
    ) {
        for (function, mut input) in answered() {
            let fields: Vec<String> = input.keys().cloned().collect();
            // Spoils one field, then another, then a third: the first two may be right by chance.
            for (value, at) in values.iter().zip(&at) {
                input.insert(at.get(&fields).clone(), value.clone());
                if let Ok(answer) = call(function, &Value::Object(input.clone())) {
                    prop_assert!(may_be_null(function) || !answer.to_string().contains("null"));
                }
            }
        }
    }
}

/// No bound on that side, no variation, nobody left: too large for a double: said with null, never with a
/// number made up.
fn may_be_null(function: &str) -> bool {
    let those = [
        "brier_ece_auroc",
        "e_cusum",
        "kaplan_meier",
        "lee_bounds",
        "log_e_mixture",
        "mantel_haenszel",
        "quantile_ci_ranks",
        "reopen_72h",
    ];
    those.contains(&function)
}
