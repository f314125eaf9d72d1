"""Which of a file's pages are read."""

from itertools import islice

from ocr_core.errors import InvalidOption
from ocr_core.limits import Limits
from ocr_core.page_ranges import PageRanges


def select_pages(page_count: int, ranges: PageRanges, limits: Limits) -> list[int]:
    """The numbers of the pages asked for, in order, counted from 1.

    Raises:
        TooManyPages: they are more than the limit.
        InvalidOption: none of them exists.
    """
    numbers = list(islice(ranges.select(page_count), limits.max_pages + 1))
    limits.check_pages(len(numbers))
    if not numbers:
        raise InvalidOption(
            f"None of the requested pages exists; the file has {page_count}. Give pages as 1-3,7."
        )
    return numbers
