//! A memory that forgets, so that a stream of ever new titles does not fill the machine's.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Remembers what was asked for lately: at least `most / 2` and at most about `most` values. What is forgotten has to be found out
/// again, and comes out the same.
///
/// Two generations: what is used moves to the young one, and when that is full the old one is dropped and the young one is the
/// old one. That is nearly as good as forgetting what was not used for longest, and needs no list beside the map.
pub(super) struct Memo<K, V> {
    young: FxHashMap<K, V>,
    old: FxHashMap<K, V>,
    most: usize,
}

impl<K: Copy + Eq + Hash, V> Memo<K, V> {
    pub fn new(most: usize) -> Memo<K, V> {
        Memo { young: FxHashMap::default(), old: FxHashMap::default(), most }
    }

    /// Forgets what was not used for long. Until the next call all stays that is used or inserted.
    pub fn forget(&mut self) {
        if self.young.len() >= self.most / 2 {
            self.old = std::mem::take(&mut self.young);
        }
    }

    /// Whether the value is known; it then stays.
    pub fn keep(&mut self, key: K) -> bool {
        if self.young.contains_key(&key) {
            return true;
        }
        match self.old.remove(&key) {
            Some(value) => {
                self.young.insert(key, value);
                true
            }
            None => false,
        }
    }

    pub fn insert(&mut self, key: K, value: V) {
        self.young.insert(key, value);
    }

    /// A value that was kept or inserted.
    pub fn get(&self, key: K) -> Option<&V> {
        self.young.get(&key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_rest_is_forgotten() {
        let mut memo = Memo::new(4);
        for key in 0..20 {
            memo.forget();
            memo.insert(key, key * 2);
            assert!(key == 0 || memo.keep(0), "{key}");
            assert_eq!((memo.get(0), memo.get(key)), (Some(&0), Some(&(key * 2))));
        }
        assert!(!memo.keep(5));
        assert!(memo.young.len() + memo.old.len() <= 6);
    }
}
