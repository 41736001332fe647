//! Lists of numbers as one piece of bytes each, little-endian: read by copying instead of number by number. For
//! `#[serde(with = "flat")]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Something with the same number of bytes whatever its value.
pub trait Fixed: Copy {
    /// How many bytes.
    const BYTES: usize;

    /// Appends its bytes.
    fn write(self, out: &mut Vec<u8>);

    /// Takes it from [`Fixed::BYTES`] bytes.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! fixed {
    ($($number:ty),*) => {$(
        impl Fixed for $number {
            const BYTES: usize = size_of::<$number>();

            #[inline]
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            #[inline]
            fn read(bytes: &[u8]) -> $number {
                let mut own = [0; size_of::<$number>()];
                own.copy_from_slice(bytes);
                <$number>::from_le_bytes(own)
            }
        }
    )*};
}

fixed!(u32, u64, f32);

impl<A: Fixed, B: Fixed> Fixed for (A, B) {
    const BYTES: usize = A::BYTES + B::BYTES;

    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    #[inline]
    fn read(bytes: &[u8]) -> (A, B) {
        let (a, b) = bytes.split_at(A::BYTES);
        (A::read(a), B::read(b))
    }
}

/// Writes a list.
///
/// # Errors
/// Those of the format.
pub fn serialize<T: Fixed, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(list.len() * T::BYTES);
    list.iter().for_each(|value| value.write(&mut bytes));
    serializer.serialize_bytes(&bytes)
}

/// Reads a list.
///
/// # Errors
/// Those of the format, and where the bytes do not come out even.
pub fn deserialize<'de, T: Fixed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_bytes(Bytes(PhantomData))
}

struct Bytes<T>(PhantomData<T>);

impl<T: Fixed> Visitor<'_> for Bytes<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "values of {} bytes each", T::BYTES)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
        let values = bytes.chunks_exact(T::BYTES);
        if values.remainder().is_empty() {
            Ok(values.map(T::read).collect())
        } else {
            Err(E::invalid_length(bytes.len(), &self))
        }
    }
}
