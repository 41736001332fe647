//! The workbook itself: what stands in it, and that nothing in it does anything.

use std::io::Read as _;

use crate::{Book, Office, fixture};

/// A part of the file, which is a ZIP archive of XML.
fn part(office: &Office, name: &str, part: &str) -> String {
    let file = std::fs::File::open(office.path(name)).unwrap();
    let mut text = String::new();
    zip::ZipArchive::new(file).unwrap().by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_sheet_has_what_a_person_needs() {
    let office = Office::new();
    office.put("people.csv", fixture("hr/bamboohr_employees.csv"));
    office.said(&["match", "people.csv", "-o", "roles.csv", "-r", "people.review.xlsx"], 0);
    let book = Book::open(&office.path("people.review.xlsx"));
    let sheets: Vec<(&str, bool)> = book.0.iter().map(|(name, hidden, _)| (name.as_str(), *hidden)).collect();
    assert_eq!(sheets, [("Review", false), ("Taxonomy", false), ("How to", false), ("canon", true)]);
    let header: Vec<String> = book.sheet("Review")[0].iter().map(ToString::to_string).collect();
    let expected = "rows,title,context,department,grade,manager,suggestion,score,margin,why,\
                    alternative 2,alternative 3,alternative 4,alternative 5,decision,code,note,id";
    assert_eq!(header.join(","), expected);
    let weight = |row: usize| {
        let number = |column| book.cell(row, column).parse::<f64>().unwrap_or(0.0);
        number("rows") * (1.0 - number("score"))
    };
    let rows = book.sheet("Review").len();
    assert!(rows > 10);
    // Scores are shown with three decimals.
    assert!((2..rows).all(|row| weight(row - 1) + 0.01 >= weight(row)), "rows times doubt is the order");
    assert!((1..rows).all(|row| book.cell(row, "decision").is_empty() && book.cell(row, "code").is_empty()));

    let review = part(&office, "people.review.xlsx", "xl/worksheets/sheet1.xml");
    let last = book.sheet("Taxonomy").len();
    assert!(last > 10_000);
    for rule in [
        r#"<pane xSplit="2" ySplit="1" topLeftCell="C2""#.to_owned(),
        format!(r#"<autoFilter ref="A1:R{rows}"/>"#),
        r#"<formula1>"accept,2,3,4,5,none,reject,skip"</formula1>"#.to_owned(),
        format!("<formula1>Taxonomy!$A$2:$A${last}</formula1>"),
        format!(r#"<conditionalFormatting sqref="H2:H{rows}"><cfRule type="dataBar""#),
        r#"<formula>OR($O2&lt;&gt;"",$P2&lt;&gt;"")</formula>"#.to_owned(),
    ] {
        assert!(review.contains(&rule), "no {rule}");
    }
    assert!(!review.contains("<f>") && !review.contains("<hyperlink"), "a sheet of texts has no formula");
}

#[test]
fn the_codes_of_the_list_are_those_of_the_taxonomy() {
    let office = Office::new();
    office.put("list.txt", "Stocker\n");
    office.said(&["match", "list.txt", "-o", "roles.csv", "-r", "r.xlsx", "--accept", "0.99"], 0);
    let book = Book::open(&office.path("r.xlsx"));
    let codes: Vec<String> = book.sheet("Taxonomy").iter().skip(1).map(|row| row[0].to_string()).collect();
    let table = office.canon(&["taxonomy", "export", "--by", "role", "--format", "csv"]).output().unwrap().stdout;
    let known: std::collections::BTreeSet<String> = crate::csv_rows(&String::from_utf8(table).unwrap())
        .into_iter()
        .map(|mut r| r.remove("code").unwrap())
        .collect();
    assert!(codes.iter().all(|code| known.contains(code)));
    assert_eq!(codes.len(), known.len());
}

#[test]
fn the_facts_of_the_run_are_on_a_hidden_sheet() {
    let office = Office::new();
    office.put("list.txt", "Stocker\nblorb\n");
    let run = ["match", "list.txt", "-o", "roles.csv", "-r", "r.xlsx", "--accept", "0.9"];
    office.said(&run, 0);
    let first = office.bytes("r.xlsx");
    let facts = |office: &Office| -> Vec<(String, String)> {
        let book = Book::open(&office.path("r.xlsx"));
        book.sheet("canon").iter().map(|row| (row[0].to_string(), row[1].to_string())).collect()
    };
    let all = facts(&office);
    let fact = |name: &str| all.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(fact("canon"), env!("CARGO_PKG_VERSION"));
    assert_eq!((fact("accept").as_str(), fact("reject").as_str()), ("0.9", "0.15"));
    assert_eq!(fact("input"), "list.txt");
    // As `sha256sum` says it.
    assert_eq!(fact("input sha256"), "927f3e18e3c38b5316adceb5b0c0925c231ff9c81bd340c339b59a8ee14ec66d");
    office.said(&run, 0);
    assert_eq!(office.bytes("r.xlsx"), first, "the same run writes the same bytes");
    office.put("list.txt", "Stocker\nblorp\n");
    office.said(&run, 0);
    assert_ne!(facts(&office)[0], all[0], "another input is another run");
}

#[test]
fn titles_are_inert_and_come_back_as_they_were() {
    let office = Office::new();
    let titles = [
        "=HYPERLINK(\"http://example.com\",\"Stocker\")",
        "+1 Stocker",
        "@Stocker",
        "-Stocker",
        "'=Stocker Person",
        "Stocker \u{202e}reknaB\u{202c} Boss",
        "Stocker\u{1b}[31m Red",
        "Stocker <b>&amp; x</b>",
        "Stocker _x0041_ Thing",
        "Stocker\nTwo Lines",
        "http://example.com/stocker",
        "Stocker \u{ffff} End",
    ];
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["id", "Job Title"]).unwrap();
    for (n, title) in titles.iter().enumerate() {
        csv.write_record([&n.to_string(), *title]).unwrap();
    }
    office.put("people.csv", csv.into_inner().unwrap());
    let run = ["match", "people.csv", "-o", "roles.csv", "--accept", "1", "--accept-level", "1", "-r"];
    office.said(&[&run[..], &["r.xlsx"]].concat(), 0);
    let xml = part(&office, "r.xlsx", "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("hyperlink"), "{xml}");
    let strings = part(&office, "r.xlsx", "xl/sharedStrings.xml");
    for unseen in ['\u{202e}', '\u{1b}', '\u{ffff}'] {
        assert!(!strings.contains(unseen), "{unseen:?} is written raw");
    }
    assert!(strings.contains(r"Stocker \u{202e}reknaB\u{202c} Boss"), "{strings}");

    // Every row can be answered, in the workbook and in the CSV, and every answer finds its title again.
    let mut book = Book::open(&office.path("r.xlsx"));
    let asked = book.titles();
    assert!(asked.len() >= 8, "{asked:?}");
    for title in &asked {
        book.answer(title, "none", "");
    }
    book.save(&office.path("filled.xlsx"));
    let said = office.said(&["apply", "filled.xlsx", "--decisions", "d.csv"], 0);
    assert!(said.contains(&format!("{} added, 0 changed, 0 unchanged, 0 skipped", asked.len())), "{said}");
    let decisions = office.text("d.csv");
    assert!(!decisions.contains(['\u{202e}', '\u{1b}']) && !decisions.lines().any(|l| l.starts_with(['=', '@', '+'])));
    let said = office.said(&[&run[..], &["again.csv", "--decisions", "d.csv"]].concat(), 0);
    assert!(said.contains("wrote again.csv for review, 0 titles"), "{said}");

    office.said(&[&run[..], &["r.csv"]].concat(), 0);
    let text = office.text("r.csv");
    assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text}");
    assert_eq!(crate::csv_rows(&text).len(), asked.len());
}
