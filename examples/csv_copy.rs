//! Copies a CSV record by record and does nothing else: the floor that `benches/compare` measures `canon match` against.
//!
//! `cargo run --release --example csv_copy -- IN.csv OUT.csv`

use std::error::Error;

const BUFFER: usize = 256 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else { return Err("give IN.csv and OUT.csv".into()) };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(BUFFER).from_path(from)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).buffer_capacity(BUFFER).from_path(to)?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        writer.write_byte_record(&record)?;
    }
    writer.flush()?;
    Ok(())
}
