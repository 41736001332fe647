//! Plural to singular for English nouns, by rule and cautiously: both sides of a comparison go through it, so a
//! wrong but constant result does no harm, while cutting a word that is no plural might.

use std::borrow::Cow;

/// Words that end like a plural and are none.
const SINGULAR: &[&str] = &[
    "access",
    "address",
    "always",
    "analysis",
    "atlas",
    "basis",
    "bus",
    "business",
    "campus",
    "canvas",
    "census",
    "christmas",
    "compass",
    "corps",
    "diagnosis",
    "express",
    "fitness",
    "focus",
    "gas",
    "glass",
    "grass",
    "is",
    "lens",
    "less",
    "mass",
    "means",
    "news",
    "pass",
    "plus",
    "press",
    "process",
    "series",
    "species",
    "status",
    "stress",
    "texas",
    "this",
    "us",
    "virus",
    "wellness",
    "cookies",
    "movies",
    "securities",
    "has",
    "was",
    "its",
    "sas",
    "aws",
    "os",
    "ios",
    "sis",
    "gis",
    "cis",
    "sos",
    "pos",
    "hris",
    "his",
    "ehs",
    "devops",
    "mlops",
    "sports",
    "physics",
];

/// The singular of a word, or the word itself.
#[must_use]
pub fn singular(word: &str) -> Cow<'_, str> {
    if word.len() > 4 && word.ends_with("ies") && word.is_ascii() && !SINGULAR.contains(&word) {
        return Cow::Owned(format!("{}y", &word[..word.len() - 3]));
    }
    Cow::Borrowed(without_s(word))
}

fn without_s(word: &str) -> &str {
    let keep = word.len() < 4 || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us");
    // Names of sciences stay: "economics", "electronics", "logistics".
    if keep || word.ends_with("ics") || word.ends_with("is") || SINGULAR.contains(&word) || !word.is_ascii() {
        return word;
    }
    let cut = |n: usize| &word[..word.len() - n];
    if word.ends_with("sses") || word.ends_with("ches") || word.ends_with("shes") || word.ends_with("xes") {
        return cut(2);
    }
    cut(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lose_their_s() {
        for (plural, one) in [
            ("nurses", "nurse"),
            ("coaches", "coach"),
            ("operations", "operation"),
            ("sales", "sale"),
            ("companies", "company"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }

    #[test]
    fn words_that_are_no_plural_stay() {
        for word in ["business", "logistics", "analysis", "bus", "gas", "campus", "ss", "aws"] {
            assert_eq!(singular(word), word);
        }
    }
}
