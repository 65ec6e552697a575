//! A ZIP file as a sequence of pieces, written from FORMAT.md 10 alone. A piece can be added, left out, moved or
//! overwritten; every offset and size follows, unless it is the one overwritten.

/// A part of a ZIP file. Numbers are those of entries, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An entry's local header with its name.
    Local(usize),
    /// An entry's data.
    Data(usize),
    /// An entry's header in the central directory with its name.
    Central(usize),
    /// The end record.
    End,
    /// Any bytes.
    Raw(Vec<u8>),
}

/// What is done to a ZIP file.
pub enum Edit {
    /// Overwrites bytes of a piece, from this one of its bytes on.
    Set(Piece, usize, &'static [u8]),
    /// Puts bytes before a piece.
    Before(Piece, &'static [u8]),
    /// Puts bytes after a piece.
    After(Piece, &'static [u8]),
    /// Leaves a piece out.
    Remove(Piece),
    /// Puts a piece before another.
    Move(Piece, Piece),
}

/// A ZIP file in the making.
#[derive(Debug, Clone)]
pub struct Zip {
    files: Vec<(Vec<u8>, Vec<u8>)>,
    pieces: Vec<Piece>,
    settings: Vec<(Piece, usize, Vec<u8>)>,
}

impl Zip {
    /// The only ZIP file that there can be for these names and bytes.
    pub fn new(files: Vec<(Vec<u8>, Vec<u8>)>) -> Self {
        let numbers = 0..files.len();
        let mut pieces: Vec<_> = numbers.clone().flat_map(|at| [Piece::Local(at), Piece::Data(at)]).collect();
        pieces.extend(numbers.map(Piece::Central));
        pieces.push(Piece::End);
        Self { files, pieces, settings: Vec::new() }
    }

    /// With these edits, in their order.
    pub fn edited(mut self, edits: &[Edit]) -> Self {
        for edit in edits {
            self = match edit {
                Edit::Set(piece, from, bytes) => self.set(piece, *from, bytes),
                Edit::Before(piece, bytes) => self.before(piece, Piece::Raw(bytes.to_vec())),
                Edit::After(piece, bytes) => self.after(piece, Piece::Raw(bytes.to_vec())),
                Edit::Remove(piece) => self.without(piece),
                Edit::Move(piece, target) => self.without(piece).before(target, piece.clone()),
            };
        }
        self
    }

    /// With another entry at the end of the directory, its header and data before the directory.
    pub fn with_entry(mut self, name: &str, data: &[u8]) -> Self {
        let added = self.files.len();
        self.files.push((name.into(), data.into()));
        self.before(&Piece::Central(0), Piece::Local(added))
            .before(&Piece::Central(0), Piece::Data(added))
            .before(&Piece::End, Piece::Central(added))
    }

    /// With other data in an entry: its sizes and CRCs follow.
    pub fn with_data(mut self, entry: usize, data: Vec<u8>) -> Self {
        self.files[entry].1 = data;
        self
    }

    /// With bytes of a piece overwritten.
    pub fn set(mut self, piece: &Piece, from: usize, bytes: &[u8]) -> Self {
        self.settings.push((piece.clone(), from, bytes.to_vec()));
        self
    }

    /// With a piece before another.
    pub fn before(mut self, piece: &Piece, added: Piece) -> Self {
        let at = self.place(piece);
        self.pieces.insert(at, added);
        self
    }

    /// With a piece after another.
    pub fn after(mut self, piece: &Piece, added: Piece) -> Self {
        let at = self.place(piece) + 1;
        self.pieces.insert(at, added);
        self
    }

    /// Without a piece.
    pub fn without(mut self, piece: &Piece) -> Self {
        let at = self.place(piece);
        self.pieces.remove(at);
        self
    }

    /// Where a piece begins in the file.
    pub fn offset(&self, piece: &Piece) -> usize {
        self.pieces[..self.place(piece)].iter().map(|piece| self.length(piece)).sum()
    }

    /// The bytes of an entry's data.
    pub fn data(&self, entry: usize) -> &[u8] {
        &self.files[entry].1
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        self.pieces.iter().flat_map(|piece| self.piece_bytes(piece)).collect()
    }

    fn place(&self, piece: &Piece) -> usize {
        self.pieces.iter().position(|other| other == piece).unwrap_or_else(|| panic!("no {piece:?}"))
    }

    fn length(&self, piece: &Piece) -> usize {
        match piece {
            Piece::Local(entry) => 30 + self.files[*entry].0.len(),
            Piece::Data(entry) => self.files[*entry].1.len(),
            Piece::Central(entry) => 46 + self.files[*entry].0.len(),
            Piece::End => 22,
            Piece::Raw(bytes) => bytes.len(),
        }
    }

    fn piece_bytes(&self, piece: &Piece) -> Vec<u8> {
        let mut bytes = match piece {
            Piece::Local(entry) => self.local(*entry),
            Piece::Data(entry) => self.files[*entry].1.clone(),
            Piece::Central(entry) => self.central(*entry),
            Piece::End => self.end(),
            Piece::Raw(bytes) => bytes.clone(),
        };
        for (_, from, setting) in self.settings.iter().filter(|(set, ..)| set == piece) {
            bytes[*from..*from + setting.len()].copy_from_slice(setting);
        }
        bytes
    }

    /// FORMAT.md 10.3.
    fn local(&self, entry: usize) -> Vec<u8> {
        let name = &self.files[entry].0;
        let head = [b"PK\x03\x04".as_slice(), &u16s([10, 0, 0, 0, 0x21]), &self.crc_and_sizes(entry)];
        [&head.concat(), &u16s([name.len(), 0])[..], name].concat()
    }

    /// FORMAT.md 10.4.
    fn central(&self, entry: usize) -> Vec<u8> {
        let name = &self.files[entry].0;
        let head = [b"PK\x01\x02".as_slice(), &u16s([0x030a, 10, 0, 0, 0, 0x21]), &self.crc_and_sizes(entry)];
        let offset = self.offset(&Piece::Local(entry));
        let tail = [&u16s([name.len(), 0, 0, 0, 0])[..], &u32s([0x81a4_0000, offset]), name];
        [head.concat(), tail.concat()].concat()
    }

    /// FORMAT.md 10.5. The directory reaches from its first header to its last.
    fn end(&self) -> Vec<u8> {
        let headers: Vec<_> = self.pieces.iter().filter(|piece| matches!(piece, Piece::Central(_))).collect();
        let start = headers.first().map_or(0, |first| self.offset(first));
        let end = headers.last().map_or(0, |last| self.offset(last) + self.length(last));
        let count = headers.len();
        [b"PK\x05\x06".as_slice(), &u16s([0, 0, count, count]), &u32s([end - start, start]), &u16s([0])].concat()
    }

    fn crc_and_sizes(&self, entry: usize) -> Vec<u8> {
        let data = &self.files[entry].1;
        [&crc32fast::hash(data).to_le_bytes()[..], &u32s([data.len(), data.len()])].concat()
    }
}

/// Little-endian numbers of 16 bits.
pub fn u16s<const N: usize>(numbers: [usize; N]) -> Vec<u8> {
    numbers.iter().flat_map(|number| u16::try_from(*number).unwrap().to_le_bytes()).collect()
}

/// Little-endian numbers of 32 bits.
pub fn u32s<const N: usize>(numbers: [usize; N]) -> Vec<u8> {
    numbers.iter().flat_map(|number| u32::try_from(*number).unwrap().to_le_bytes()).collect()
}
