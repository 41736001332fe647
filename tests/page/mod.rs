//! What every page that the program writes has to be.

/// Checks that a page needs nothing else, runs nothing and is well formed.
pub fn assert_stands_alone(page: &str) {
    for foreign in ["http:", "https:", "//", "<script", "src=", "href=", "url(", "@import", "<link", "<iframe", " on"] {
        // The words of sentences aside, of which " on" is one.
        let found =
            page.match_indices(foreign).filter(|(at, _)| foreign != " on" || page[at + 3..].starts_with("click"));
        assert_eq!(found.count(), 0, "{foreign}");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    for tag in [
        "html", "head", "body", "section", "article", "table", "thead", "tbody", "tr", "th", "td", "figure", "svg",
        "p", "ul", "h3",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert!(!page.contains("NaN") && !page.contains("inf\""), "numbers that are none in a plot");
}
