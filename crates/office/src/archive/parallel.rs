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
    Ok(beside(items, helpers, work, || ())?.0)
}

/// What is dealt with round after round.
pub trait Rounds {
    /// What there is to deal with.
    type Item: Sync;
    /// What comes of it.
    type Done: Send;
    /// What can go wrong.
    type Error;

    /// The items of the next round; none at the end.
    ///
    /// # Errors
    /// Where they cannot be had.
    fn next(&mut self) -> Result<Vec<Self::Item>, Self::Error>;

    /// Puts to use what came of the items of a round, each in its order. By then the next round has begun.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn finish(&mut self, items: Vec<Self::Item>, done: Vec<Self::Done>) -> Result<(), Self::Error>;

    /// What it means that the system gives no thread, or one of them fails.
    fn no_thread(&self, error: io::Error) -> Self::Error;
}

/// Does `work` on every item of every round: while this thread finishes one round, others work on the next. Two are in memory at once.
///
/// # Errors
/// Whatever goes wrong first.
pub fn in_rounds<R: Rounds>(
    rounds: &mut R,
    jobs: impl Fn(usize) -> NonZeroUsize,
    work: impl Fn(&R::Item) -> R::Done + Sync,
) -> Result<(), R::Error> {
    let mut items = rounds.next()?;
    let mut before = None;
    while !items.is_empty() {
        let meanwhile = || {
            before.take().map_or(Ok(()), |(items, done)| rounds.finish(items, done))?;
            Ok(rounds.next())
        };
        // One job is this thread's own.
        let helpers = Some(jobs(items.len()).get()).filter(|jobs| *jobs > 1).unwrap_or_default();
        let (done, following) = beside(&items, helpers, &work, meanwhile).map_err(|error| rounds.no_thread(error))?;
        let finished = std::mem::take(&mut items);
        match following? {
            Ok(next) => items = next,
            // What was found is written down first: an error further on takes nothing back.
            Err(error) => return rounds.finish(finished, done).and(Err(error)),
        }
        before = Some((finished, done));
    }
    before.map_or(Ok(()), |(items, done)| rounds.finish(items, done))
}

/// Does `work` on every item, by so many helpers and, once it has done something else `meanwhile`, this thread.
fn beside<I: Sync, T: Send, M>(
    items: &[I],
    helpers: usize,
    work: impl Fn(&I) -> T + Sync,
    meanwhile: impl FnOnce() -> M,
) -> io::Result<(Vec<T>, M)> {
    if helpers == 0 {
        let meanwhile = meanwhile();
        return Ok((items.iter().map(work).collect(), meanwhile));
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
    let (mut done, meanwhile) = thread::scope(|scope| {
        // Where the system gives fewer threads, those there are do the work: this one always does.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, run).ok();
        let helpers: Vec<_> = (0..helpers.min(items.len())).filter_map(spawn).collect();
        let meanwhile = meanwhile();
        let mut done = run();
        for helper in helpers {
            done.extend(helper.join().map_err(|_| io::Error::other("a thread failed"))?);
        }
        Ok::<_, io::Error>((done, meanwhile))
    })?;
    done.sort_by_key(|(at, _)| *at);
    Ok((done.into_iter().map(|(_, result)| result).collect(), meanwhile))
}

/// What a round may weigh in bytes, where two are in memory: what is kept there of a file is less than the file.
const WEIGHT: u64 = 32 << 20;

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

    /// Two rounds, then an error.
    struct Breaks {
        rounds: usize,
        finished: Vec<usize>,
    }

    impl Rounds for Breaks {
        type Item = usize;
        type Done = usize;
        type Error = io::Error;

        fn next(&mut self) -> io::Result<Vec<usize>> {
            self.rounds += 1;
            if self.rounds > 2 { Err(io::ErrorKind::Other.into()) } else { Ok(vec![self.rounds]) }
        }

        fn finish(&mut self, items: Vec<usize>, _: Vec<usize>) -> io::Result<()> {
            self.finished.extend(items);
            Ok(())
        }

        fn no_thread(&self, error: io::Error) -> io::Error {
            error
        }
    }

    #[test]
    fn what_was_done_before_an_error_is_finished() {
        for jobs in [NonZeroUsize::MIN, NonZeroUsize::MIN.saturating_add(3)] {
            let mut rounds = Breaks { rounds: 0, finished: Vec::new() };
            assert!(in_rounds(&mut rounds, |_| jobs, |item| *item).is_err());
            assert_eq!(rounds.finished, [1, 2], "{jobs} jobs");
        }
    }

    /// Counts to its end in rounds, and keeps what came of each number.
    struct Count {
        next: usize,
        end: usize,
        doubled: Vec<usize>,
    }

    impl Rounds for Count {
        type Item = usize;
        type Done = usize;
        type Error = io::Error;

        fn next(&mut self) -> io::Result<Vec<usize>> {
            let from = self.next;
            self.next = self.end.min(from + 10);
            Ok((from..self.next).collect())
        }

        fn finish(&mut self, items: Vec<usize>, done: Vec<usize>) -> io::Result<()> {
            assert_eq!(items.iter().map(|item| item * 2).collect::<Vec<_>>(), done);
            if items.contains(&77) {
                return Err(io::ErrorKind::Other.into());
            }
            self.doubled.extend(done);
            Ok(())
        }

        fn no_thread(&self, error: io::Error) -> io::Error {
            error
        }
    }

    #[test]
    fn rounds_are_finished_in_order_and_end_at_a_failure() {
        for end in [0, 1, 10, 11, 35, 100] {
            for jobs in 1..4 {
                let mut count = Count { next: 0, end, doubled: Vec::new() };
                let done = in_rounds(&mut count, |_| NonZeroUsize::new(jobs).unwrap(), |item| item * 2);
                assert_eq!(done.is_ok(), end < 77);
                assert_eq!(count.doubled, (0..end.min(70)).map(|item| item * 2).collect::<Vec<_>>());
            }
        }
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
