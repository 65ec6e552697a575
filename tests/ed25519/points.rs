//! Points of the curve whose parts are known, in each of their encodings.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;

/// The cofactor: how many points of small order there are.
pub const COFACTOR: u8 = 8;
/// The sign of x, in the last byte of an encoding.
const SIGN: u8 = 0x80;

/// A point `[factor]B + [torsion]T`, where B is the base point and T has the order 8, in one of its encodings.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub factor: Scalar,
    pub torsion: u8,
    /// The encoding.
    pub bytes: [u8; 32],
}

impl Known {
    /// The point in its canonical encoding.
    pub fn new(factor: Scalar, torsion: u8) -> Self {
        let point = ED25519_BASEPOINT_POINT * factor + EIGHT_TORSION[usize::from(torsion)];
        Self { factor, torsion, bytes: point.compress().to_bytes() }
    }

    /// The point, whatever the encoding, in its canonical one.
    pub fn reencoded(self) -> Self {
        Self::new(self.factor, self.torsion)
    }

    pub fn is_canonical(&self) -> bool {
        self.bytes == self.reencoded().bytes
    }

    /// Whether the order of the point is 1, 2, 4 or 8.
    pub fn has_small_order(&self) -> bool {
        self.factor == Scalar::ZERO
    }

    /// The point in its other encodings: with y + p for y, where that has 255 bits, and with a sign for an x that is 0.
    fn others(self) -> impl Iterator<Item = Self> {
        let bytes = [Some(self.bytes), plus_p(self.bytes)];
        // (0, 1) and (0, -1) have the orders 1 and 2.
        let x_is_zero = self.has_small_order() && self.torsion.is_multiple_of(COFACTOR / 2);
        let signs = if x_is_zero { vec![0, SIGN] } else { vec![0] };
        let encodings = bytes.into_iter().flatten().flat_map(move |bytes| {
            let with = move |sign: &u8| flipped(bytes, *sign);
            signs.iter().map(with).collect::<Vec<_>>()
        });
        encodings.skip(1).map(move |bytes| Self { bytes, ..self })
    }
}

/// Every point of small order, in every encoding: canonical, then others.
pub fn small() -> Vec<Known> {
    let canonical = (0..COFACTOR).map(|torsion| Known::new(Scalar::ZERO, torsion));
    canonical.flat_map(|point| std::iter::once(point).chain(point.others())).collect()
}

/// Points of large order, one for each component of small order; the first of them has none.
pub fn large(factor: Scalar) -> Vec<Known> {
    (0..COFACTOR).map(|torsion| Known::new(factor, torsion)).collect()
}

/// All encodings that are not canonical: every y from p up, and x = 0 with a sign.
pub fn not_canonical() -> Vec<[u8; 32]> {
    let above_p = (0..19).filter_map(|y| {
        let mut bytes = [0; 32];
        bytes[0] = y;
        plus_p(bytes)
    });
    let signed = above_p.flat_map(|bytes| [bytes, flipped(bytes, SIGN)]);
    let zero = small().into_iter().filter(|point| !point.is_canonical()).map(|point| point.bytes);
    let mut all: Vec<_> = signed.chain(zero).filter(|bytes| decoded(*bytes).is_some()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The point that a lenient decoder finds in the bytes.
pub fn decoded(bytes: [u8; 32]) -> Option<EdwardsPoint> {
    CompressedEdwardsY(bytes).decompress()
}

/// The encoding with y + p for y, where that fits into 255 bits: p = 2^255 - 19.
fn plus_p(mut bytes: [u8; 32]) -> Option<[u8; 32]> {
    let fits = bytes[0] < 19 && bytes[1..31].iter().all(|byte| *byte == 0) && bytes[31] & !SIGN == 0;
    bytes[0] = bytes[0].wrapping_sub(19);
    bytes[1..31].fill(0xff);
    bytes[31] |= !SIGN;
    fits.then_some(bytes)
}

fn flipped(mut bytes: [u8; 32], sign: u8) -> [u8; 32] {
    bytes[31] ^= sign;
    bytes
}
