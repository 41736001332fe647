//! match → sheet → a person's answers → apply → match: exactly what was decided changes, and doing it again changes nothing.

use calamine::Data;
use canon::normalize::Lexicon;
use canon::taxonomy::embedded_files;

use crate::{Book, Office, csv_rows, fixture};

/// With so high a bar there is enough to decide, whatever the taxonomy knows.
const MATCH: [&str; 6] = ["match", "people.csv", "-o", "roles.csv", "--accept", "0.9"];

/// What was answered: title, context, and the code it came to (empty for none).
type Answers = Vec<(String, String, String)>;

/// The rows before and after, and whether each was decided: only those may differ, and they by the decision.
fn only_the_decided_rows_changed(before: &str, after: &str, answers: &Answers) {
    let (before_rows, after_rows) = (csv_rows(before), csv_rows(after));
    assert_eq!(before_rows.len(), after_rows.len());
    let lexicon = Lexicon::load(&embedded_files()).unwrap();
    let mut decided = 0;
    let lines = before.lines().zip(after.lines()).skip(1);
    for ((was, is), (line_was, line_is)) in before_rows.iter().zip(&after_rows).zip(lines) {
        let answer = answers.iter().find(|(title, context, _)| {
            lexicon.key(&was["Job Title"]) == lexicon.key(title)
                && (context.is_empty() || was["Department"] == *context)
        });
        let Some((title, _, code)) = answer else {
            assert_eq!(line_was, line_is, "a row that nobody decided changed");
            continue;
        };
        decided += 1;
        assert_eq!(is["canon_code"], *code, "{title}");
        assert_eq!(is["canon_band"], if code.is_empty() { "unmatched" } else { "accepted" }, "{title}");
        assert!(is["canon_reason"].starts_with("decided by Ann"), "{title}: {}", is["canon_reason"]);
        if !code.is_empty() {
            assert_eq!(is["canon_method"], "decision");
        }
    }
    assert!(decided >= answers.len(), "{decided} rows for {} answers", answers.len());
}

/// Applies the sheet, matches again, checks, and does it all once more.
fn settle(office: &Office, sheet: &str, answers: &Answers, open: usize) {
    let before = office.text("roles.csv");
    let said = office.said(&["apply", sheet, "--by", "Ann"], 0);
    let expected = format!("{sheet}: {} added, 0 changed, 0 unchanged, {open} skipped", answers.len());
    assert!(said.contains(&expected), "{said}");
    let decisions = office.bytes("decisions.csv");
    assert_eq!(office.text("decisions.csv").lines().count(), answers.len() + 1);
    let said = office.said(&[&MATCH[..], &["-r", "next.xlsx", "--decisions", "decisions.csv"]].concat(), 0);
    assert!(said.contains(&format!("wrote next.xlsx for review, {open} titles")), "{said}");
    let after = office.text("roles.csv");
    only_the_decided_rows_changed(&before, &after, answers);

    let said = office.said(&["apply", sheet, "--by", "Bo"], 0);
    assert!(said.contains(&format!("0 added, 0 changed, {} unchanged, {open} skipped", answers.len())), "{said}");
    assert_eq!(office.bytes("decisions.csv"), decisions, "applying twice changes nothing");
    office.said(&[&MATCH[..], &["--decisions", "decisions.csv", "-q"]].concat(), 0);
    assert_eq!(office.text("roles.csv"), after);
}

#[test]
fn a_workbook_settles_what_was_answered_and_nothing_else() {
    let office = Office::new();
    office.put("people.csv", fixture("hr/bamboohr_employees.csv"));
    office.said(&[&MATCH[..], &["-r", "people.review.xlsx"]].concat(), 0);
    let mut book = Book::open(&office.path("people.review.xlsx"));
    let total = book.sheet("Review").len() - 1;
    let mut answers: Answers = Vec::new();
    // One of each kind of answer, each on the first row that allows it.
    for (decision, needs) in
        [("accept", "suggestion"), ("2", "alternative 2"), ("5", "alternative 5"), ("none", ""), ("", "")]
    {
        let row = (1..=total)
            .find(|row| {
                let (title, context) = (book.cell(*row, "title"), book.cell(*row, "context"));
                let free = !answers.iter().any(|(t, c, _)| *t == title && *c == context);
                free && (needs.is_empty() || !book.cell(*row, needs).is_empty())
            })
            .unwrap();
        let title = book.cell(row, "title");
        let code = match needs {
            "" if decision == "none" => String::new(),
            "" => "SEI.GEN.P5".to_owned(),
            column => book.cell(row, column).split(" — ").next().unwrap().to_owned(),
        };
        answers.push((title, book.cell(row, "context"), code));
        if decision == "2" {
            // A cell of another program may hold a number.
            book.fill(row, "decision", Data::Float(2.0));
        } else if decision.is_empty() {
            book.fill(row, "code", Data::String("sei.gen.p5".to_owned()));
        } else {
            book.fill(row, "decision", Data::String(decision.to_owned()));
        }
    }
    book.save(&office.path("filled.xlsx"));
    settle(&office, "filled.xlsx", &answers, total - answers.len());
}

#[test]
fn a_review_file_settles_what_was_answered_and_nothing_else() {
    let office = Office::new();
    office.put("people.csv", fixture("hr/bamboohr_employees.csv"));
    office.said(&[&MATCH[..], &["-r", "review.csv"]].concat(), 0);
    let text = office.text("review.csv");
    let mut lines: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|r| r.unwrap())
        .collect();
    let header = lines.remove(0);
    let total = lines.len();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let mut answers: Answers = Vec::new();
    let choices = [("accept", "suggestion"), ("3", "alt3_code"), ("none", "")];
    let mut choices = choices.iter();
    let mut choice = choices.next();
    // As Excel saves it in Germany: semicolons, Windows-1252 and its own line ends.
    let mut filled =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    filled.write_record(&header).unwrap();
    // From the last row up: the order of the rows is a person's own.
    for line in lines.iter().rev() {
        let mut cells: Vec<String> = line.iter().map(str::to_owned).collect();
        if let Some((decision, needs)) = choice {
            let code = if needs.is_empty() { String::new() } else { cells[at(needs)].clone() };
            if needs.is_empty() || !code.is_empty() {
                answers.push((cells[at("title")].clone(), cells[at("context")].clone(), code));
                cells[at("decision")] = decision.to_uppercase();
                choice = choices.next();
            }
        }
        filled.write_record(&cells).unwrap();
    }
    assert_eq!(answers.len(), 3);
    let text = String::from_utf8(filled.into_inner().unwrap()).unwrap();
    office.put("filled.csv", encoding_rs::WINDOWS_1252.encode(&text).0);
    settle(&office, "filled.csv", &answers, total - answers.len());
}

#[test]
fn an_answer_for_a_department_holds_there_only() {
    let office = Office::new();
    office.put("people.csv", "id,Job Title,Department\n1,Stocker,Stores\n2,Stocker,Night\n3,Stocker,\n");
    office.put("d.csv", "title,context,decision,code\nSTOCKER,,accept,STK.GEN.S2\n");
    office.put("narrow.csv", "title,context,decision,code\nstocker,night,accept,WHS.PIC.S2\n");
    let said = office.said(&["apply", "narrow.csv", "--decisions", "d.csv"], 0);
    assert!(said.contains("1 added"), "{said}");
    office.said(&["match", "people.csv", "-o", "roles.csv", "--decisions", "d.csv"], 0);
    let codes: Vec<String> = csv_rows(&office.text("roles.csv")).iter().map(|row| row["canon_code"].clone()).collect();
    assert_eq!(codes, ["STK.GEN.S2", "WHS.PIC.S2", "STK.GEN.S2"]);
}

#[test]
fn what_was_rejected_is_not_offered_again() {
    let office = Office::new();
    office.put("people.csv", "id,Job Title\n1,Stocker\n");
    let run = ["match", "people.csv", "-o", "roles.csv", "--accept", "1", "--accept-level", "1"];
    let mut seen: Vec<String> = Vec::new();
    let mut sheet = "r0.xlsx".to_owned();
    office.said(&[&run[..], &["-r", &sheet]].concat(), 0);
    for round in 1..=3 {
        let mut book = Book::open(&office.path(&sheet));
        let row = book.row("Stocker");
        let suggestion = book.cell(row, "suggestion").split(" — ").next().unwrap().to_owned();
        let offered: Vec<String> = ["suggestion", "alternative 2", "alternative 3", "alternative 4", "alternative 5"]
            .iter()
            .map(|column| book.cell(row, column).split(" — ").next().unwrap().to_owned())
            .collect();
        assert!(seen.iter().all(|code| !offered.contains(code)), "{seen:?} is offered again: {offered:?}");
        seen.push(suggestion);
        book.answer("Stocker", "reject", "");
        book.save(&office.path("filled.xlsx"));
        let said = office.said(&["apply", "filled.xlsx"], 0);
        assert!(said.contains(if round == 1 { "1 added, 0 changed" } else { "0 added, 1 changed" }), "{said}");
        sheet = format!("r{round}.xlsx");
        office.said(&[&run[..], &["-r", &sheet, "--decisions", "decisions.csv"]].concat(), 0);
    }
    let decisions = csv_rows(&office.text("decisions.csv"));
    assert_eq!(decisions.len(), 1, "one line for a title");
    seen.sort();
    assert_eq!((decisions[0]["decision"].as_str(), decisions[0]["code"].clone()), ("reject", seen.join("|")));
}

#[test]
fn a_decision_whose_code_is_gone_is_asked_again_and_answered_anew() {
    let office = Office::new();
    office.put("people.csv", "id,Job Title\n1,CISO\n");
    office.put(
        "decisions.csv",
        "title,context,decision,code,by,on,taxonomy,note\nCISO,,accept,SEI.OLD.P4,Bo,2020-01-01,2019.1,\n",
    );
    let run = ["match", "people.csv", "-o", "roles.csv", "-r", "r.xlsx", "--decisions", "decisions.csv"];
    office.said(&run, 0);
    let mut book = Book::open(&office.path("r.xlsx"));
    assert!(book.cell(1, "why").starts_with("stale decision: no focus `SEI.OLD`"), "{}", book.cell(1, "why"));
    book.answer("CISO", "accept", "");
    book.save(&office.path("filled.xlsx"));
    let said = office.said(&["apply", "filled.xlsx"], 0);
    assert!(said.contains("0 added, 1 changed, 0 unchanged"), "{said}");
    assert!(office.text("decisions.csv").contains("CISO,,accept,SEI.GEN.E4,ann,2026-11-23,2026.1,"));
    office.said(&run, 0);
    assert_eq!(csv_rows(&office.text("roles.csv"))[0]["canon_band"], "accepted");
}

const DECISIONS: &str = "title,context,decision,code,by,on,note\n";

#[test]
fn a_decided_role_shows_the_scores_that_were_computed_for_it() {
    let office = Office::new();
    office.put("people.csv", "Job Title\nEngineering Manager\n");
    office.canon(&["match", "people.csv", "-o", "before.csv", "--top", "5", "-q"]).assert().success();
    let before = csv_rows(&office.text("before.csv")).remove(0);
    let runner_up = before["canon_alt2_code"].clone();
    office.put("decisions.csv", format!("{DECISIONS}Engineering Manager,,accept,{runner_up},ann,,\n"));
    let args = ["match", "people.csv", "-o", "after.csv", "--decisions", "decisions.csv", "-q"];
    office.canon(&args).assert().success();
    let after = csv_rows(&office.text("after.csv")).remove(0);
    assert_eq!((&after["canon_code"], after["canon_level_source"].as_str()), (&runner_up, "decision"));
    assert_eq!(after["canon_score"], before["canon_alt2_score"]);
}

#[test]
fn two_people_who_say_the_same_do_not_contradict_each_other() {
    let office = Office::new();
    office.put("people.csv", "Job Title\nSenior Nurse\n");
    let lines = "Sr Nurse,,accept,NUR.GEN.P4,ann,,\nSenior Nurse,,accept,nur.gen.p4,bob,,\n";
    office.put("decisions.csv", format!("{DECISIONS}{lines}"));
    let args = ["match", "people.csv", "-o", "roles.csv", "--decisions", "decisions.csv", "-q"];
    office.canon(&args).assert().success();
    assert_eq!(csv_rows(&office.text("roles.csv"))[0]["canon_code"], "NUR.GEN.P4");
}

#[test]
fn a_grade_alone_does_not_make_a_title_be_asked_for_each_department() {
    let office = Office::new();
    let rows: String = ["IT", "Sales", "Legal", "Stores"].map(|d| format!("Software Zorgler,{d},P4\n")).concat();
    office.put("people.csv", format!("Job Title,Department,Grade\n{rows}"));
    office.canon(&["match", "people.csv", "-o", "roles.csv", "-r", "review.csv", "-q"]).assert().success();
    let graded = csv_rows(&office.text("review.csv"));
    office.put("people.csv", format!("Job Title,Department,Grade\n{}", rows.replace("P4", "")));
    office.canon(&["match", "people.csv", "-o", "roles.csv", "-r", "review.csv", "-q"]).assert().success();
    let plain = csv_rows(&office.text("review.csv"));
    let contexts = |rows: &[std::collections::BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["context"].clone()).collect()
    };
    assert_eq!(contexts(&graded), contexts(&plain));
    assert!(graded.len() < 4, "{graded:?}");
}

#[test]
fn a_code_in_small_letters_rules_out_the_same_role() {
    for (kept, new) in [("accept,NUR.GEN.P3", "reject,nur.gen.p3"), ("reject,nur.gen.p3", "accept,NUR.GEN.P3")] {
        let office = Office::new();
        office.put("decisions.csv", format!("{DECISIONS}Nurse,,{kept},ann,2026-01-01,\n"));
        office.put("new.csv", format!("{DECISIONS}Nurse,,{new},bob,2026-02-02,\n"));
        office.canon(&["apply", "new.csv"]).assert().success();
        let conflicts = csv_rows(&office.text("decisions.conflicts.csv"));
        assert_eq!(conflicts.len(), 1, "{kept} beside {new}");
    }
    let office = Office::new();
    office.put("decisions.csv", format!("{DECISIONS}Nurse,,reject,NUR.GEN.P3,ann,2026-01-01,\n"));
    let before = office.text("decisions.csv");
    office.put("new.csv", format!("{DECISIONS}Nurse,,reject,nur.gen.p3,bob,2026-02-02,\n"));
    office.canon(&["apply", "new.csv"]).assert().success();
    assert!(office.text("decisions.csv").contains("reject,NUR.GEN.P3,ann"), "{before}{}", office.text("decisions.csv"));
}
