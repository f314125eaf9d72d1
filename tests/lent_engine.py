"""An engine that belongs to somebody else."""

from ocr_core.engine import OcrEngine


class LentEngine:
    """Does all that another engine does, but for closing it: that is its owner's.

    A ``DocumentReader`` closes its engine; this is for tests that share one.
    """

    def __init__(self, engine: OcrEngine) -> None:
        """Lend ``engine``."""
        self._engine = engine
        self.languages = engine.languages
        self.check = engine.check
        self.warm_up = engine.warm_up
        self.recognize = engine.recognize

    @property
    def name(self) -> str:
        """The other engine's name."""
        return self._engine.name

    @property
    def version(self) -> str:
        """The other engine's version."""
        return self._engine.version

    @property
    def is_warm(self) -> bool:
        """Whether the other engine is warm."""
        return self._engine.is_warm

    def close(self) -> None:
        """Leave the other engine open."""
