//! One title at a time: normalising settles, scores stay on their scale, the bands mean what they say.

use canon::decide::{Band, Candidate, Outcome};
use canon::engine::Context;
use canon::normalize::{fold, repair};
use proptest::prelude::*;

use crate::{ENGINE, any_title, tried};

fn on_scale(candidate: &Candidate) -> bool {
    let Candidate { score, role_score, level_score, .. } = candidate;
    [score, role_score, level_score].into_iter().all(|s| (0.0..=1.0).contains(s))
        && (score - role_score * level_score).abs() < 1e-6
}

/// What every outcome keeps to, whatever it was made from.
fn check(outcome: &Outcome) -> Result<(), TestCaseError> {
    let t = ENGINE.thresholds();
    for candidate in outcome.best.iter().chain(&outcome.alternatives) {
        prop_assert!(on_scale(candidate), "{candidate:?}");
        prop_assert!(ENGINE.taxonomy.find(&candidate.role.code).is_ok(), "{candidate:?}");
    }
    prop_assert!(!outcome.reason.is_empty());
    // Of an unmatched title the nearest role stands first, whatever its level adds.
    let runners_up = &outcome.alternatives[usize::from(outcome.best.is_none()).min(outcome.alternatives.len())..];
    prop_assert!(runners_up.windows(2).all(|w| w[0].score >= w[1].score), "{runners_up:?}");
    prop_assert_eq!(outcome.best.is_none(), outcome.band == Band::Unmatched);
    let Some(best) = &outcome.best else { return Ok(()) };
    prop_assert!(best.role_score >= t.reject);
    prop_assert!(outcome.alternatives.iter().all(|a| a.role.code != best.role.code), "{outcome:?}");
    if outcome.band == Band::Accepted {
        prop_assert!(best.role_score >= t.accept && best.level_score >= t.accept_level, "{best:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(tried(400))]

    #[test]
    fn folding_twice_is_folding_once(text in prop_oneof![any_title(), any::<String>()]) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn normalising_twice_is_normalising_once(title in any_title()) {
        let key = ENGINE.lexicon.key(&title);
        prop_assert_eq!(ENGINE.lexicon.key(&key), key);
    }

    #[test]
    fn nothing_of_a_title_is_lost(title in any_title()) {
        let read = ENGINE.lexicon.explain(&title);
        let step = |name: &str| read.steps.iter().find(|s| s.name == name).map(|s| s.text.as_str());
        if let (Some(before), Some(after)) = (step("unicode"), step("noise removed")) {
            let mut left: Vec<char> = after.chars().collect();
            left.extend(read.removed.iter().flat_map(|noise| noise.text.chars()));
            for c in before.chars().filter(|c| c.is_alphanumeric()) {
                let at = left.iter().position(|l| *l == c);
                prop_assert!(at.is_some(), "{c} of {before} is neither in {after} nor in {:?}", read.removed);
                at.map(|at| left.swap_remove(at));
            }
        }
    }

    #[test]
    fn repairing_settles_and_never_panics(text in prop_oneof![any_title(), any::<String>(), "[Ã-â€™¼©&#;a-z0-9<>/]{0,20}"]) {
        let repaired = repair(&text).into_owned();
        prop_assert!(repair(&repaired).len() <= repaired.len().max(1) * 4);
        let _ = ENGINE.lexicon.title(&text);
    }

    #[test]
    fn utf_8_that_was_read_as_windows_1252_comes_back(typed in "[a-z äöüßéèñçłęžÄÖÜ–’€]{0,24}", times in 1usize..3) {
        let mut damaged = typed.clone();
        for _ in 0..times {
            damaged = encoding_rs::WINDOWS_1252.decode_without_bom_handling(damaged.as_bytes()).0.into_owned();
        }
        prop_assert_eq!(repair(&damaged), typed.as_str());
        prop_assert_eq!(repair(&typed), typed.as_str());
    }

    #[test]
    fn scores_are_on_their_scale_and_bands_keep_their_promise(
        title in any_title(), department in any_title(), family in any_title(), grade in "[PMSE]?[0-9]{0,2}|\\PC{0,8}",
    ) {
        check(&ENGINE.match_one(&title, &Context::default()))?;
        check(&ENGINE.match_one(&title, &Context { department: &department, family: &family, grade: &grade, ..Context::default() }))?;
    }

    #[test]
    fn the_same_title_has_the_same_outcome(title in any_title(), department in any_title(), other in any_title()) {
        let context = Context { department: &department, ..Context::default() };
        let first = format!("{:?}", ENGINE.match_one(&title, &context));
        let _ = ENGINE.match_one(&other, &context);
        prop_assert_eq!(format!("{:?}", ENGINE.match_one(&title, &context)), first);
    }

    #[test]
    fn case_and_outer_blanks_of_a_title_do_not_matter(words in prop::collection::vec(prop::sample::select(
        &["registered", "nurse", "staff", "accountant", "senior", "sales", "manager", "forklift", "operator"][..]), 1..4))
    {
        let title = words.join(" ");
        let plain = ENGINE.match_one(&title, &Context::default());
        let loud = ENGINE.match_one(&format!("  {}\u{a0}", title.to_uppercase()), &Context::default());
        let code = |o: &Outcome| o.best.as_ref().map(|b| b.role.code.clone());
        prop_assert_eq!((code(&plain), plain.band), (code(&loud), loud.band));
    }
}

/// Found by the laws above.
#[test]
fn letters_with_two_marks_and_marks_without_a_letter_fold_to_the_end() {
    assert_eq!((fold("Ǽ"), fold("ǿ")), ("ae".to_owned(), "oe".to_owned()));
    assert_eq!(ENGINE.lexicon.key(" \u{11d93}Be"), ENGINE.lexicon.key("\u{11d93}Be"));
}
