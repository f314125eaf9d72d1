"""Files of trained data (``*.traineddata``): what is in one, as far as its head tells.

Their form is that of Tesseract's ``TessdataManager::LoadMemBuffer`` (ccutil/tessdatamanager.cpp):
a count of entries (int32), for each the place where it begins (int64, -1 where there is none),
then the entries in that order. An entry ends where the next one begins, the last one at the end of
the file. A count above 1000, or below 0, is in the other byte order.

Tesseract believes the places and takes memory by them: where they are damaged, 5.3.0 ends the
process. Of several languages it leaves out the one that it cannot load, and goes on.
"""

import os
from pathlib import Path
from struct import Struct

# enum TessdataType (ccutil/tessdatamanager.h): what recognising text needs, and what finding the
# orientation does (IsLSTMAvailable, IsBaseAvailable).
LSTM = frozenset({17})
BASE = frozenset({1, 3})
# kMaxNumTessdataEntries, in the same file.
_MAX_ENTRIES = 1_000
_COUNT_BYTES, _PLACE_BYTES = 4, 8


def components(path: Path) -> frozenset[int]:
    """The numbers of the entries of a file; none when it is damaged or cannot be read.

    A file that was cut off before its last entry is damaged. What is in an entry is not looked at.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_COUNT_BYTES + _MAX_ENTRIES * _PLACE_BYTES)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return frozenset()
    places = next(filter(None, (_places(head, order) for order in "<>")), ())
    begins = [place for place in places if place != -1]
    data_begins = _COUNT_BYTES + len(places) * _PLACE_BYTES
    if not begins or begins != sorted(set(begins)):
        return frozenset()
    if begins[0] < data_begins or begins[-1] >= size:
        return frozenset()
    return frozenset(number for number, place in enumerate(places) if place != -1)


def _places(head: bytes, order: str) -> tuple[int, ...]:
    """Where the entries begin, read in a byte order; nothing when it is not this one."""
    if len(head) < _COUNT_BYTES:
        return ()
    (count,) = Struct(f"{order}i").unpack_from(head)
    if not 0 < count <= _MAX_ENTRIES or len(head) < _COUNT_BYTES + count * _PLACE_BYTES:
        return ()
    return Struct(f"{order}{count}q").unpack_from(head, _COUNT_BYTES)
