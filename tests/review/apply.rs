//! What `canon apply` takes, what it refuses, and what it says.

use calamine::{Data, ExcelDateTime, ExcelDateTimeType};

use crate::{Book, Office, csv_rows};

/// An office with a sheet of many titles: with so high a bar everything is doubtful, whatever the taxonomy knows.
fn with_sheet() -> (Office, Book) {
    let office = Office::new();
    office.put(
        "people.csv",
        "id,Job Title,Department\n1,Stocker,Stores\n2,Stocker,Stores\n3,Bus Driver,IT\n4,CISO,IT\n\
        5,Staff Accountant,\n6,Registered Nurse,\n7,Line Cook,\n8,Welder,\n9,Data Scientist,IT\n10,Blorb Fnord,\n",
    );
    office.said(&["match", "people.csv", "-o", "roles.csv", "-r", "r.xlsx", "--accept", "1", "--accept-level", "1"], 0);
    let book = Book::open(&office.path("r.xlsx"));
    (office, book)
}

/// Applies a filled sheet that has something wrong, and returns what is said.
fn refused(office: &Office, book: &Book) -> String {
    book.save(&office.path("filled.xlsx"));
    office.said(&["apply", "filled.xlsx", "--decisions", "d.csv"], 2)
}

#[test]
fn each_wrong_cell_is_named_and_the_other_rows_are_taken() {
    let (office, mut book) = with_sheet();
    let date = ExcelDateTime::new(46_082.0, ExcelDateTimeType::DateTime, false);
    let text = |text: &str| Data::String(text.to_owned());
    let bare = book.row("Blorb Fnord");
    assert_eq!(book.cell(bare, "suggestion"), "");
    book.fill(bare, "decision", text("accept"));
    let rows: Vec<usize> = (1..book.sheet("Review").len()).filter(|row| *row != bare).collect();
    book.fill(rows[0], "decision", text("accept"));
    book.fill(rows[1], "decision", text("acept"));
    book.fill(rows[2], "code", text("SEI.GEN.P9"));
    book.fill(rows[3], "code", Data::DateTime(date));
    book.fill(rows[4], "code", Data::Float(17.0));
    book.fill(rows[5], "decision", text("2"));
    book.fill(rows[5], "code", text("XYZ.GEN.P5"));
    book.fill(rows[6], "decision", text("none"));
    book.fill(rows[6], "code", text("SEI.GEN.P5"));
    let at = |column: &str, row: usize| format!("filled.xlsx, Review!{column}{}", row + 1);
    let said = refused(&office, &book);
    for part in [
        &format!("{}: `acept` is no decision — did you mean `accept`?", at("O", rows[1])),
        &format!("{}: code `SEI.GEN.P9`: SEI.GEN.P9: the P track ends at P6", at("P", rows[2])),
        &format!("{}: code `2026-03-01`: the spreadsheet seems to have made a date of the code", at("P", rows[3])),
        &format!("{}: code `17`: a number is no code", at("P", rows[4])),
        &format!("{}: suggestion 2 is ", at("O", rows[5])),
        &format!("{}: `none`, but the column `code` says SEI.GEN.P5: keep one", at("O", rows[6])),
        &format!("{}: `accept` needs a code in the column `code`, since nothing is suggested", at("O", bare)),
        "filled.xlsx: 1 added, 0 changed, 0 unchanged, ",
        "error: 7 rows refused; the others are taken",
    ] {
        assert!(said.contains(part), "no “{part}” in\n{said}");
    }
    assert_eq!(csv_rows(&office.text("d.csv")).len(), 1);
}

#[test]
fn a_number_without_its_alternative_is_refused() {
    let office = Office::new();
    office.put("catalogue.csv", "code,title\nJ1,Stock Clerk\nJ2,Night Manager\n");
    office.put("list.txt", "Stocker Clerk\n");
    let flags = ["--taxonomy", "catalogue.csv"];
    office.said(&[&["match", "list.txt", "-o", "o.csv", "-r", "r.xlsx", "--accept", "1"][..], &flags].concat(), 0);
    let mut book = Book::open(&office.path("r.xlsx"));
    assert_eq!(book.cell(1, "alternative 5"), "");
    book.fill(1, "decision", Data::Float(5.0));
    book.save(&office.path("filled.xlsx"));
    let said = office.said(&[&["apply", "filled.xlsx"][..], &flags].concat(), 2);
    assert!(said.contains("Review!O2: there is no suggestion 5 on this line"), "{said}");
    let header = "title,context,decision,code,by,on,taxonomy,note\n";
    assert_eq!(office.text("decisions.csv"), header, "nothing is decided, and the next run can be told so");
}

#[test]
fn zeros_that_a_spreadsheet_took_away_are_named() {
    let office = Office::new();
    office.put("catalogue.csv", "code,title\n0017,Stock Clerk\n1E5,Night Manager\n");
    office.put("review.csv", "title,context,decision,code\nStocker,,,17\nNight Person,,,100000\nStock,,,0017\n");
    let said = office.said(&["apply", "review.csv", "--taxonomy", "catalogue.csv"], 2);
    assert!(said.contains("review.csv:2: code `17`: the spreadsheet seems to have made a number of `0017`"), "{said}");
    assert!(
        said.contains("review.csv:3: code `100000`: the spreadsheet seems to have made a number of `1E5`"),
        "{said}"
    );
    assert_eq!(csv_rows(&office.text("decisions.csv"))[0]["code"], "0017");
}

#[test]
fn edited_titles_and_moved_suggestions_are_refused_with_their_row() {
    let (office, mut book) = with_sheet();
    let text = |text: &str| Data::String(text.to_owned());
    for row in 1..=5 {
        book.fill(row, "decision", text("none"));
    }
    book.fill(1, "title", text("Stocker (new)"));
    book.fill(2, "context", text("Elsewhere"));
    let other = book.cell(1, "suggestion");
    book.fill(3, "suggestion", text(&other));
    book.fill(4, "id", Data::Empty);
    let said = refused(&office, &book);
    for part in [
        "Review!B2: the title or its context",
        "Review!B3: the title or its context",
        "Review!B4: the suggestions",
        "Review!B5: this row is not one that was asked about",
    ] {
        assert!(said.contains(part), "no “{part}” in\n{said}");
    }
    assert!(said.contains("1 added"), "{said}");
}

#[test]
fn rows_in_another_order_columns_moved_and_rows_above_do_no_harm() {
    let (office, mut book) = with_sheet();
    book.answer("Stocker", "accept", "");
    let expected = book.cell(book.row("Stocker"), "suggestion").split(" — ").next().unwrap().to_owned();
    let cells = book.sheet_mut("Review");
    cells[1..].reverse();
    for row in cells.iter_mut() {
        row.resize(18, Data::Empty);
        row.swap(1, 14);
        row.remove(9); // why
        row.insert(0, Data::Empty);
    }
    cells.insert(0, vec![Data::Empty, Data::String("Ann's copy".to_owned())]);
    book.save(&office.path("filled.xlsx"));
    let said = office.said(&["apply", "filled.xlsx"], 0);
    assert!(said.contains("1 added, 0 changed, 0 unchanged"), "{said}");
    assert_eq!(csv_rows(&office.text("decisions.csv"))[0]["code"], expected);
    // Cells are named as they stand now: the first column is empty, `decision` is the third.
    let row =
        book.sheet("Review").iter().position(|row| row.get(2) == Some(&Data::String("accept".to_owned()))).unwrap();
    book.sheet_mut("Review")[row][2] = Data::String("maybe".to_owned());
    assert!(refused(&office, &book).contains(&format!("Review!C{}: `maybe`", row + 1)));
}

#[test]
fn deleted_columns_are_named() {
    for (column, code, message) in [
        ("title", 2, "no column `title`"),
        ("decision", 2, "no column `decision`"),
        ("code", 2, "no column `code`"),
        ("context", 2, "no column `context`; it says where an answer holds"),
        ("id", 0, "the hidden column `id` is gone"),
        ("suggestion", 2, "`accept` needs a code in the column `code`"),
        ("why", 0, "1 added"),
    ] {
        let (office, mut book) = with_sheet();
        book.answer("Stocker", "accept", "");
        let at = book.column(column);
        for row in book.sheet_mut("Review").iter_mut().filter(|row| row.len() > at) {
            row.remove(at);
        }
        book.save(&office.path("filled.xlsx"));
        let said = office.said(&["apply", "filled.xlsx"], code);
        assert!(said.contains(message), "{column}: {said}");
    }
}

#[test]
fn another_answer_keeps_the_old_one_and_both_are_written_down() {
    let (office, mut book) = with_sheet();
    book.answer("Stocker", "accept", "");
    book.answer("Bus Driver", "none", "");
    book.save(&office.path("ann.xlsx"));
    book.answer("Stocker", "2", "");
    book.save(&office.path("bo.xlsx"));
    office.said(&["apply", "ann.xlsx", "--by", "Ann"], 0);
    let kept = office.bytes("decisions.csv");
    let said = office.said(&["apply", "bo.xlsx", "--by", "Bo"], 0);
    assert!(said.contains("0 added, 0 changed, 1 unchanged"), "{said}");
    assert!(said.contains("1 conflict in decisions.conflicts.csv: the answer that was there stays"), "{said}");
    assert_eq!(office.bytes("decisions.csv"), kept);
    let conflicts = csv_rows(&office.text("decisions.conflicts.csv"));
    assert_eq!(conflicts.len(), 1);
    let said: Vec<&str> = ["title", "kept_decision", "kept_by", "other_by", "other_from"]
        .iter()
        .map(|c| conflicts[0][*c].as_str())
        .collect();
    assert_eq!(said[..4], ["Stocker", "accept", "Ann", "Bo"]);
    assert!(said[4].starts_with("bo.xlsx, Review, row "), "{said:?}");
    assert_ne!(conflicts[0]["kept_code"], conflicts[0]["other_code"]);
    // Again is the same, and what is settled is not listed any more.
    let listed = office.bytes("decisions.conflicts.csv");
    office.said(&["apply", "bo.xlsx", "--by", "Cy"], 0);
    assert_eq!(office.bytes("decisions.conflicts.csv"), listed);
    let said = office.said(&["apply", "bo.xlsx", "--by", "Bo", "--replace"], 0);
    assert!(said.contains("0 added, 1 changed, 1 unchanged"), "{said}");
    assert!(!office.files().contains(&"decisions.conflicts.csv".to_owned()));
    let decisions = csv_rows(&office.text("decisions.csv"));
    assert_eq!(decisions.iter().find(|row| row["title"] == "Stocker").unwrap()["by"], "Bo");
}

#[test]
fn two_sheets_that_differ_are_a_conflict_even_with_replace() {
    let office = Office::new();
    office.put("a.csv", "title,context,decision,code\nStocker,,,STK.GEN.S2\nNobody,,none,\n");
    office.put("b.csv", "title,context,decision,code\nSTOCKER,,,WHS.PIC.S2\nClerk,,none,\n");
    let said = office.said(&["apply", "a.csv", "b.csv", "--replace"], 0);
    assert!(said.contains("a.csv: 2 added") && said.contains("b.csv: 1 added"), "{said}");
    assert!(
        said.contains("b.csv:2: “Stocker”: accept STK.GEN.S2 by ann is kept, accept WHS.PIC.S2 by ann is not taken"),
        "{said}"
    );
    assert_eq!(csv_rows(&office.text("decisions.conflicts.csv"))[0]["other_from"], "b.csv:2");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let (office, mut book) = with_sheet();
    book.answer("Stocker", "accept", "");
    book.save(&office.path("filled.xlsx"));
    let before = office.files();
    let said = office.said(&["apply", "filled.xlsx", "--dry-run"], 0);
    assert!(
        said.contains("1 added") && said.contains("decisions.csv: 1 decision (dry run: nothing is written)"),
        "{said}"
    );
    assert_eq!(office.files(), before);
}

#[test]
fn the_file_is_sorted_and_keeps_what_a_company_added() {
    let office = Office::new();
    let own = "\u{feff}title;context;decision;code;by;on;taxonomy;note;ticket\r\nWelder;;accept;SEI.GEN.P5;Bo;2026-01-02;2025.4;old;T-1\r\nCISO;;;;;;;later;T-2\r\n";
    office.put("decisions.csv", own);
    office.put(
        "new.csv",
        "title,context,decision,code,note\nBaker,IT,none,,=1+1\nwelder,,accept,sei.gen.p5,\nBaker,,none,,\n",
    );
    office.said(&["apply", "new.csv", "--by", "Ann"], 0);
    let expected = "\u{feff}title,context,decision,code,by,on,taxonomy,note,ticket\n\
                    Baker,,none,,Ann,2026-11-23,2026.1,,\n\
                    Baker,IT,none,,Ann,2026-11-23,2026.1,'=1+1,\n\
                    CISO,,skip,,,,,later,T-2\n\
                    Welder,,accept,SEI.GEN.P5,Bo,2026-01-02,2025.4,old,T-1\n";
    assert_eq!(office.text("decisions.csv"), expected);
    office.said(&["apply", "new.csv", "--by", "Cy"], 0);
    assert_eq!(office.text("decisions.csv"), expected);
}

#[test]
fn who_and_when_come_from_the_sheet_the_flag_or_the_system() {
    let office = Office::new();
    office.put("a.csv", "title,decision,code,by,on\nBaker,none,,Dee,2020-02-03\nCook,none,,,\n");
    office.canon(&["apply", "a.csv"]).env("CANON_BY", "Eve").assert().success();
    let rows = csv_rows(&office.text("decisions.csv"));
    assert_eq!((rows[0]["by"].as_str(), rows[0]["on"].as_str()), ("Dee", "2020-02-03"));
    assert_eq!((rows[1]["by"].as_str(), rows[1]["on"].as_str()), ("Eve", "2026-11-23"));
    let said = office.said(&["apply", "a.csv", "--on", "23.11.2026"], 2);
    assert!(said.contains("`23.11.2026` is no day: write it as 2026-11-23"), "{said}");
}

#[test]
fn a_decisions_file_can_be_any_of_excels_texts() {
    let office = Office::new();
    let utf16: Vec<u8> = "\u{feff}title\tcontext\tdecision\tcode\r\nIngénieur Œuvre\t\tnone\t\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    office.put("unicode.txt", utf16);
    office.put("pipe.csv", "title|context|decision|code\nA, B; C|x|none|\n");
    let said = office.said(&["apply", "unicode.txt", "pipe.csv"], 0);
    assert!(said.contains("unicode.txt: 1 added") && said.contains("pipe.csv: 1 added"), "{said}");
    let text = office.text("decisions.csv");
    assert!(text.contains("Ingénieur Œuvre,,none") && text.contains("\"A, B; C\",x,none"), "{text}");
}

#[test]
fn codes_are_taken_as_people_and_spreadsheets_write_them() {
    let office = Office::new();
    let codes = [
        "sei.gen.p5",
        " SEI.GEN.P5\u{a0}",
        "SEI. GEN .P5",
        "SEI.GEN.P5\u{200b}",
        "\u{feff}SEI.GEN.P5",
        "SEI.GEN.P5 — Expert",
    ];
    let rows: String =
        codes.iter().enumerate().map(|(n, code)| format!("Zorb{n} Keeper,,ACCEPT\u{a0},{code}\n")).collect();
    office.put("a.csv", format!("title,context,decision,code\n{rows}"));
    office.said(&["apply", "a.csv"], 0);
    let taken = csv_rows(&office.text("decisions.csv"));
    assert_eq!(taken.len(), codes.len());
    assert!(taken.iter().all(|row| row["code"] == "SEI.GEN.P5" && row["decision"] == "accept"), "{taken:?}");
}

#[test]
fn what_a_spreadsheet_makes_of_decisions_and_titles_is_named_or_harmless() {
    let office = Office::new();
    let rows = "Zorb,,TRUE,\nZorb II,,FALSE,SEI.GEN.P5\nZorb Keeper,,1,\nZorb Smith,,02.Jan,\nZorb Cook,,“accept”,SEI.GEN.P5\n\
                Zorb Maid,,accept,SEI․GEN․P5\n3-4,,none,\n03.Apr,,none,\n007,,none,\n";
    office.put("a.csv", format!("title,context,decision,code\n{rows}"));
    let said = office.said(&["apply", "a.csv"], 2);
    for part in [
        "a.csv:2: `true` is no decision",
        "a.csv:3: `false` is no decision",
        "a.csv:4: `1` is no decision: the suggestion itself is `accept`",
        "a.csv:5: `02.jan` is no decision",
        "a.csv:6: `“accept”` is no decision — did you mean `accept`?",
        "a.csv:7: code `SEI․GEN․P5`",
        "3 added",
    ] {
        assert!(said.contains(part), "no “{part}” in\n{said}");
    }
    let titles: Vec<String> = csv_rows(&office.text("decisions.csv")).iter().map(|row| row["title"].clone()).collect();
    assert_eq!(titles, ["007", "03.Apr", "3-4"]);
}
