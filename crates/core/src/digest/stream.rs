//! Many streams of bytes hashed on their way: each read once, in constant memory, by as many threads as are given.
//!
//! Verifying, sealing and extracting are one motion: read a piece, take its CRC-32 and SHA-256, hand it on.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::{io, thread};

use super::{Digest, Hasher};

/// Bytes of a known number, that can be read from any thread, and where they go.
pub trait Stream: Sync {
    /// How many bytes there are.
    fn size(&self) -> u64;

    /// Fills `piece` with the bytes from `at` on.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()>;

    /// Hands the bytes at `at` on; by default nowhere.
    ///
    /// # Errors
    /// What the system says.
    fn pass(&self, piece: &[u8], at: u64) -> io::Result<()> {
        let _ = (piece, at);
        Ok(())
    }
}

/// What was read of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixity {
    /// Its SHA-256.
    pub digest: Digest,
    /// Its CRC-32.
    pub crc: u32,
}

/// Is told how many more bytes have been dealt with, from any thread.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// How much is read at once.
const PIECE: usize = 256 << 10;
/// Below this many bytes in all, starting a thread costs more than it saves.
const WORTH_A_THREAD: u64 = 2 << 20;
/// How many pieces lie between the thread that reads and the thread that hashes.
const BETWEEN: usize = 16;

/// Reads, hashes and hands on all streams. What comes back stands in their order.
///
/// # Errors
/// The first thing that the system says against it.
pub fn hash_all<S: Stream>(streams: &[S], workers: NonZeroUsize, progress: Progress<'_>) -> io::Result<Vec<Fixity>> {
    let total = streams.iter().fold(0_u64, |sum, stream| sum.saturating_add(stream.size()));
    let largest = streams.iter().map(Stream::size).max().unwrap_or(0);
    if workers.get() == 1 || total < WORTH_A_THREAD {
        let mut piece = vec![0; usize::try_from(largest).map_or(PIECE, |size| size.min(PIECE))];
        streams.iter().map(|stream| hash_one(stream, &mut piece, progress)).collect()
    } else if largest > total.saturating_sub(total / 8) {
        let mut piece = vec![0; PIECE];
        let mut hash = |stream: &S| match stream.size() {
            0..WORTH_A_THREAD => hash_one(stream, &mut piece, progress),
            _ => hash_in_two(stream, progress),
        };
        streams.iter().map(&mut hash).collect()
    } else {
        share_out(streams, workers, progress)
    }
}

/// One thread does everything.
fn hash_one<S: Stream>(stream: &S, piece: &mut [u8], progress: Progress<'_>) -> io::Result<Fixity> {
    let (mut hasher, mut crc) = (Hasher::default(), crc32fast::Hasher::new());
    for (at, count) in pieces(stream.size()) {
        let part = piece.get_mut(..count).unwrap_or_default();
        read_piece(stream, part, at, &mut crc)?;
        hasher.update(part);
        progress(count as u64);
    }
    Ok(Fixity { digest: hasher.finish(), crc: crc.finalize() })
}

/// A second thread reads ahead; this one hashes.
fn hash_in_two<S: Stream>(stream: &S, progress: Progress<'_>) -> io::Result<Fixity> {
    let (ahead, full) = mpsc::sync_channel(BETWEEN);
    let (back, empty) = mpsc::channel();
    thread::scope(|scope| {
        let reader = thread::Builder::new().spawn_scoped(scope, move || read_ahead(stream, &ahead, &empty))?;
        let mut hasher = Hasher::default();
        for piece in full {
            hasher.update(&piece);
            progress(piece.len() as u64);
            // A reader that has stopped needs no buffers back.
            let _ = back.send(piece);
        }
        let crc = reader.join().map_err(|_| io::Error::other("a reading thread failed"))??;
        Ok(Fixity { digest: hasher.finish(), crc })
    })
}

fn read_ahead<S: Stream>(
    stream: &S,
    ahead: &mpsc::SyncSender<Vec<u8>>,
    empty: &mpsc::Receiver<Vec<u8>>,
) -> io::Result<u32> {
    let mut crc = crc32fast::Hasher::new();
    for (at, count) in pieces(stream.size()) {
        let mut piece: Vec<u8> = empty.try_recv().unwrap_or_default();
        piece.resize(count, 0);
        read_piece(stream, &mut piece, at, &mut crc)?;
        if ahead.send(piece).is_err() {
            break;
        }
    }
    Ok(crc.finalize())
}

/// Several threads take stream after stream, the largest first.
fn share_out<S: Stream>(streams: &[S], workers: NonZeroUsize, progress: Progress<'_>) -> io::Result<Vec<Fixity>> {
    let mut queue: Vec<(usize, &S)> = streams.iter().enumerate().collect();
    queue.sort_by_key(|(_, stream)| std::cmp::Reverse(stream.size()));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut piece = vec![0; PIECE];
        let mut done = Vec::new();
        while let Some((at, stream)) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((*at, hash_one(*stream, &mut piece, progress)?));
        }
        Ok::<_, io::Error>(done)
    };
    let mut done = thread::scope(|scope| {
        let helpers = (1..workers.get().min(streams.len()))
            .map(|_| thread::Builder::new().spawn_scoped(scope, work))
            .collect::<io::Result<Vec<_>>>()?;
        let mut done = work()?;
        for helper in helpers {
            done.extend(helper.join().map_err(|_| io::Error::other("a hashing thread failed"))??);
        }
        Ok::<_, io::Error>(done)
    })?;
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, fixity)| fixity).collect())
}

fn read_piece<S: Stream>(stream: &S, piece: &mut [u8], at: u64, crc: &mut crc32fast::Hasher) -> io::Result<()> {
    stream.read(piece, at)?;
    crc.update(piece);
    stream.pass(piece, at)
}

/// Where each piece begins and how long it is.
fn pieces(size: u64) -> impl Iterator<Item = (u64, usize)> {
    (0..size)
        .step_by(PIECE)
        .map(move |at| (at, usize::try_from(size.saturating_sub(at)).map_or(PIECE, |left| left.min(PIECE))))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(Vec<u8>);

    impl Stream for Bytes {
        fn size(&self) -> u64 {
            self.0.len() as u64
        }

        fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()> {
            let at = usize::try_from(at).unwrap();
            piece.copy_from_slice(&self.0[at..][..piece.len()]);
            Ok(())
        }
    }

    /// A stream that goes on only when another one is being read at the same time.
    struct Meets<'a>(&'a std::sync::Mutex<usize>, &'a std::sync::Condvar);

    impl Stream for Meets<'_> {
        fn size(&self) -> u64 {
            WORTH_A_THREAD
        }

        fn read(&self, _: &mut [u8], at: u64) -> io::Result<()> {
            let mut readers = self.0.lock().unwrap();
            *readers += usize::from(at == 0);
            self.1.notify_all();
            let patience = std::time::Duration::from_secs(20);
            let (readers, waited) = self.1.wait_timeout_while(readers, patience, |readers| *readers < 2).unwrap();
            drop(readers);
            if waited.timed_out() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
        }
    }

    #[test]
    fn several_streams_are_read_at_the_same_time() {
        let (readers, met) = (std::sync::Mutex::new(0), std::sync::Condvar::new());
        let streams = [Meets(&readers, &met), Meets(&readers, &met)];
        assert!(hash_all(&streams, NonZeroUsize::new(2).unwrap(), &|_| ()).is_ok());
    }

    struct Broken;

    impl Stream for Broken {
        fn size(&self) -> u64 {
            10 << 20
        }

        fn read(&self, _: &mut [u8], at: u64) -> io::Result<()> {
            if at < 5 << 20 { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        }
    }

    fn streams(sizes: &[usize]) -> Vec<Bytes> {
        let byte = |at: usize| u8::try_from(at.wrapping_mul(31) % 251).unwrap();
        sizes.iter().map(|size| Bytes((0..*size).map(byte).collect())).collect()
    }

    #[test]
    fn every_way_gives_the_same_digests() {
        for sizes in [&[][..], &[0], &[5], &[3 << 20], &[PIECE, PIECE + 1, 1, 0, 2 << 20], &[1, 5 << 20, 2]] {
            let streams = streams(sizes);
            let expected: Vec<_> = streams
                .iter()
                .map(|stream| Fixity { digest: Digest::of(&stream.0), crc: crc32fast::hash(&stream.0) })
                .collect();
            for workers in 1..4 {
                let done = std::sync::atomic::AtomicU64::new(0);
                let count = |bytes| {
                    done.fetch_add(bytes, Ordering::Relaxed);
                };
                let found = hash_all(&streams, NonZeroUsize::new(workers).unwrap(), &count).unwrap();
                assert_eq!(found, expected, "{sizes:?} with {workers}");
                assert_eq!(done.into_inner(), sizes.iter().sum::<usize>() as u64);
            }
        }
    }

    #[test]
    fn a_failure_ends_it_on_every_way() {
        for streams in [&[Broken][..], &[Broken, Broken]] {
            for workers in 1..3 {
                assert!(hash_all(streams, NonZeroUsize::new(workers).unwrap(), &|_| ()).is_err());
            }
        }
    }
}
