//! Many items dealt with by several threads, one round after another: results stand in the order of the items.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, thread};

/// How many items make a round: enough to keep every thread busy, few enough to keep in memory.
pub const ROUND: usize = 1_024;

/// Does `work` on every item, by so many threads at once, and gives what came of each in their order.
///
/// # Errors
/// Where the system gives no thread, or one of them fails.
pub fn round<I: Sync, T: Send>(items: &[I], jobs: NonZeroUsize, work: impl Fn(&I) -> T + Sync) -> io::Result<Vec<T>> {
    let helpers = jobs.get().min(items.len()).saturating_sub(1);
    if helpers == 0 {
        return Ok(items.iter().map(work).collect());
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let Some((at, item)) =
            { Some(next.fetch_add(1, Ordering::Relaxed)) }.and_then(|at| Some((at, items.get(at)?)))
        {
            done.push((at, work(item)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, run);
        let helpers = (0..helpers).map(spawn).collect::<io::Result<Vec<_>>>()?;
        let mut done = run();
        for helper in helpers {
            done.extend(helper.join().map_err(|_| io::Error::other("a thread failed"))?);
        }
        Ok::<_, io::Error>(done)
    })?;
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// What a round may weigh in bytes: what is kept of a file in memory is less than the file.
const WEIGHT: u64 = 64 << 20;

/// Cuts a round into portions that are dealt with one after another: small things together, large ones alone.
pub fn portions<T>(items: Vec<T>, weight: impl Fn(&T) -> u64) -> Vec<Vec<T>> {
    let (mut portions, mut so_far) = (Vec::new(), 0_u64);
    for item in items {
        let more = weight(&item);
        so_far = so_far.saturating_add(more);
        match portions.last_mut() {
            Some(last) if so_far <= WEIGHT => Vec::push(last, item),
            _ => {
                so_far = more;
                portions.push(vec![item]);
            }
        }
    }
    portions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_things_make_portions_of_their_own() {
        assert_eq!(portions(Vec::<u64>::new(), |size| *size), Vec::<Vec<u64>>::new());
        let sizes = vec![1, 2, WEIGHT, 3, WEIGHT - 3, 1, WEIGHT * 2, WEIGHT * 2];
        let expected = [vec![1, 2], vec![WEIGHT], vec![3, WEIGHT - 3], vec![1], vec![WEIGHT * 2], vec![WEIGHT * 2]];
        assert_eq!(portions(sizes, |size| *size), expected);
    }

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        for count in [0, 1, 2, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            for jobs in 1..5 {
                let doubled = round(&items, NonZeroUsize::new(jobs).unwrap(), |item| item * 2).unwrap();
                assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
            }
        }
    }
}
