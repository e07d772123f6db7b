//! The catalogue's entries about autonomy at the ends of their scales, and what they say to a wrong input.

use serde_json::json;

use super::catalogue::call;
use super::labels_needed;
use super::tests::chance;
use super::tests_autonomy_figures::alike;

/// The table of labels needed before anything may be sent unseen: alpha, bad ones, one look, one threshold, four.
#[test]
fn the_labels_needed_are_those_of_the_printed_table() {
    for (alpha, bad, wanted) in [
        (0.02, 3, (313 + 73, 518, 613)),
        (0.05, 0, (59, 70, 100)),
        (0.05, 3, (153, 205, 243)),
        (0.1, 5, (103, 137, 156)),
    ] {
        let needed = labels_needed(bad, chance(alpha), chance(0.05)).unwrap();
        assert_eq!((needed.one_look, needed.single_threshold, needed.four_thresholds), wanted);
    }
}

#[test]
fn the_ends_of_every_scale_have_an_answer() {
    for (function, input, wanted) in [
        ("binom_tail_p_value", json!({"k": 0, "n": 0, "alpha": 0.05}), json!(1.0)),
        ("binom_tail_p_value", json!({"k": 7, "n": 7, "alpha": 0.05}), json!(1.0)),
        (
            "log_e_mixture",
            json!({"n": 20_000, "k": 0, "alpha": 0.05}),
            json!({"log_e": 1_024.479_593_391_115_2, "e": null}),
        ),
        ("anytime_upper_bound", json!({"n": 0, "k": 0, "delta": 0.05}), json!(1.0)),
        ("anytime_upper_bound", json!({"n": 9, "k": 9, "delta": 0.05}), json!(1.0)),
        ("approvals_to_go", json!({"n": 100, "k": 0, "alpha": 0.05, "level": 0.0125}), json!(0)),
        ("e_process_path", json!({"alpha": 0.05, "labels": []}), json!([])),
        (
            "fallback_certify",
            json!({"running_max_log_e": [null, 9], "w": [0, 1], "delta": 0.05}),
            json!([{"level": 0.0, "certified": false}, {"level": 0.05, "certified": true}]),
        ),
        (
            "ltt_fixed_sequence_cp",
            json!({"scores": [], "bad": [], "grid": [0.5], "alpha": 0.3, "delta": 0.1}),
            json!([{"lambda": 0.5, "n": 0, "k": 0, "upper": 1.0, "accepted": false}]),
        ),
        (
            "crc_joint_risk",
            json!({"scores": [], "bad": [], "grid": [0.5]}),
            json!([{"lambda": 0.5, "value": 1.0}]),
        ),
        (
            "e_cusum",
            json!({"alpha": 0.05, "labels": "2 x good"}),
            json!([0.894_736_842_105_263_3, 0.894_736_842_105_263_3]),
        ),
        (
            "noise_corrected_risk",
            json!({"observed": 0.01, "miss_rate": 0, "false_reject_rate": 0.02}),
            json!(0.0),
        ),
        (
            "noise_corrected_risk",
            json!({"observed": 0.05, "miss_rate": 0.2, "false_reject_rate": 0}),
            json!(0.0625),
        ),
    ] {
        alike(function, &call(function, &input).unwrap(), &wanted);
    }
}

#[test]
fn a_wrong_input_about_autonomy_is_explained() {
    for (function, input, wanted) in [
        (
            "log_e_mixture",
            json!({"n": 3, "k": 4, "alpha": 0.05}),
            "`k` is 4; it should be at most `n`, which is 3",
        ),
        (
            "e_process_path",
            json!({"alpha": 0.05, "labels": "60 fine"}),
            "`labels` is \"60 fine\"; it should be runs as in \"60 x good, 1 bad\", at most 1000000 labels in all",
        ),
        (
            "fallback_certify",
            json!({"running_max_log_e": [1], "w": [1], "delta": 0.05, "order": "loosest first"}),
            "`order` is \"loosest first\"; it should be \"strictest threshold first\"",
        ),
        (
            "fallback_certify",
            json!({"running_max_log_e": [1, 1], "w": [0.7, 0.7], "delta": 0.05}),
            "`w` is [0.7,0.7]; it should be weights that add up to at most 1",
        ),
        (
            "e_cusum",
            json!({"alpha": 0.96, "labels": [1]}),
            "`alpha` is 0.96; it should be below 0.95, the highest risk that is betted on",
        ),
        (
            "e_cusum",
            json!({"alpha": 0.1, "labels": [1], "q": [0.05, 0.4]}),
            "`q` is [0.05,0.4]; it should be two numbers above `alpha` and below 1",
        ),
        (
            "ipw_risk",
            json!({"pi": [1], "labelled": [1], "bad": [null]}),
            "`bad[0]` is null; it should be 0 or 1, since labelled[0] is 1",
        ),
        (
            "ipw_risk",
            json!({"pi": [1], "labelled": [0], "bad": [null]}),
            "there is no answer: no draft is labelled",
        ),
        (
            "noise_corrected_risk",
            json!({"observed": 0.1, "miss_rate": 0.6, "false_reject_rate": 0.4}),
            "there is no answer: with so many wrong labels nothing is known",
        ),
    ] {
        assert_eq!(call(function, &input).unwrap_err().to_string(), wanted);
    }
}
