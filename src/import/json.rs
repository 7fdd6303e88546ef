//! Reads the entries of a JSON document one at a time.

use super::entry::Imported;
use super::lines;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::BufRead;

/// Where the entries are.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The path of keys to the array of entries.
    pub(super) path: &'p [&'p str],
    /// Whether a top-level array contains entries rather than documents.
    pub(super) list: bool,
}

/// Calls `take` with each entry and its index. Reports where a truncated document ends.
pub(super) fn each(
    input: &mut dyn BufRead,
    place: Place<'_>,
    found: &mut Imported,
    mut take: impl FnMut(&mut Imported, usize, &Value),
) {
    lines::skip_mark(input);
    let (input, allowance) = lines::Limited::new(input);
    let mut reader = serde_json::Deserializer::from_reader(input);
    let mut count = 0;
    let seed = Seed {
        place,
        allowance: &allowance,
        take: &mut |value: Value| {
            take(found, count, &value);
            count += 1;
            allowance.renew();
        },
    };
    let outcome = seed.deserialize(&mut reader).and_then(|()| reader.end());
    if let Err(error) = outcome {
        found.fault(&format!(":{}:{}", error.line(), error.column()), &sentence(&error));
    } else if count == 0 {
        let at = place.path.join(".");
        found.fault("", &format!("it holds no entry: entries are looked for in “{at}”"));
    }
}

/// The error message without the place, which is reported separately.
pub(super) fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let plain = text.rsplit_once(" at line ").map_or(&*text, |(plain, _)| plain);
    if error.is_io() {
        return format!("the list cannot be read further: {plain}");
    }
    format!("this is not JSON as expected: {plain}")
}

struct Seed<'p, 'f> {
    place: Place<'p>,
    allowance: &'f lines::Allowance,
    take: &'f mut dyn FnMut(Value),
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.place.path.split_first() {
                Some((first, path)) if *first == key => {
                    let place = Place { path, list: true };
                    map.next_value_seed(Seed { place, allowance: self.allowance, take: &mut *self.take })?;
                }
                _ => {
                    self.allowance.lift();
                    map.next_value::<IgnoredAny>()?;
                    self.allowance.renew();
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.place.list {
            while let Some(value) = list.next_element::<Value>()? {
                (self.take)(value);
            }
        } else {
            loop {
                let seed = Seed { place: self.place, allowance: self.allowance, take: &mut *self.take };
                if list.next_element_seed(seed)?.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The strings under a key: a single one, or an array.
pub(super) fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    match value.get(key) {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The first string under a key, or an empty one.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    texts(value, key).first().copied().unwrap_or_default()
}
