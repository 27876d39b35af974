"""Search as you type: the search texts of all tenants in one string in memory, in the order of their names."""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from itertools import accumulate, islice
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, cast, func, select

from crm.db.images import unpack
from crm.db.models import JournalBatch, TenantOverview
from crm.db.queries.history import JournalStamp, journal_stamp, stamp_of
from crm.db.rows import raw_rows, value_conditions
from crm.domain.text import search_needle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

_END = "\0"
"""Ends a tenant's text, so that nothing is found across two tenants."""
_SAMPLE = 32
"""Hits by which to tell how rare a word is."""
_COMMON = 8
"""A word that one tenant in so many has, or more, is common: then looking into each text is faster."""
_PATCHED_AT_MOST = 500
"""Where more tenants have changed, all are read again."""
_NAMED_IN = ("tenants", "tenant_names")
"""The tables whose rows the search texts are made of."""

_Entry = tuple[bytes, int, str]
"""The order of a tenant's name, its id and text; sorted, they are in the order that is shown."""


@dataclass(frozen=True, slots=True)
class _Buffer:
    """Texts joined, with where each begins and, one more, where all end."""

    joined: str
    starts: array[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Buffer:
        """The buffer of *texts*."""
        starts = array("q", accumulate((len(text) + 1 for text in texts), initial=0))
        return cls(_END.join((*texts, "")), starts)

    def hits(self, word: str) -> Iterator[int]:
        """Places of the texts that have *word*, in order."""
        joined, starts = self.joined, self.starts
        at = joined.find(word)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            yield place
            at = joined.find(word, starts[place + 1])

    def rareness(self, word: str) -> int:
        """How far one reads to meet *word* some times; the whole length where it is rarer than that."""
        place = next(islice(self.hits(word), _SAMPLE, None), None)
        return len(self.joined) if place is None else self.starts[place]


@dataclass(frozen=True, slots=True)
class _Texts:
    """All tenants by name. What is written in Chinese stands in a buffer of its own, a quarter as long."""

    orders: list[bytes]
    ids: array[int]
    texts: list[str]
    every: _Buffer
    chinese: _Buffer

    @classmethod
    def of(cls, entries: Sequence[_Entry]) -> _Texts:
        """The texts of *entries*, which are in order."""
        texts = [text for _, _, text in entries]
        lines = ["\n".join(line for line in text.split("\n") if not line.isascii()) for text in texts]
        return cls(
            orders=[order for order, _, _ in entries],
            ids=array("q", [tenant_id for _, tenant_id, _ in entries]),
            texts=texts,
            every=_Buffer.of(texts),
            chinese=_Buffer.of(lines),
        )

    def find(self, words: Sequence[str], *, limit: int) -> array[int]:
        """The tenants whose text has every one of *words*, by name, at most *limit*."""
        rarest, *others = words if len(words) == 1 else sorted(words, key=self._rareness, reverse=True)
        ids, texts = self.ids, self.texts
        found = array("q")
        # A short list is soon full; for a long one it pays to change over as soon as the word proves to be common.
        patience = _SAMPLE if limit * _COMMON > len(ids) else len(ids) // _COMMON
        for seen, place in enumerate(self._buffer(rarest).hits(rarest), start=1):
            if all(word in texts[place] for word in others):
                found.append(ids[place])
                if len(found) == limit:
                    break
            if seen >= patience and place < seen * _COMMON:
                found.extend(self._further([rarest, *others], place + 1)[: limit - len(found)])
                break
        return found

    def _rareness(self, word: str) -> int:
        return self._buffer(word).rareness(word)

    def _buffer(self, word: str) -> _Buffer:
        return self.every if word.isascii() else self.chinese

    def _further(self, words: Sequence[str], start: int) -> array[int]:
        """The same from a place on, by looking into each text."""
        first, *others = words
        ids, texts = self.ids[start:], self.texts[start:]
        if not others:
            return array(
                "q", [tenant_id for tenant_id, text in zip(ids, texts, strict=True) if first in text]
            )
        hits = [(tenant_id, text) for tenant_id, text in zip(ids, texts, strict=True) if first in text]
        for word in others:
            hits = [hit for hit in hits if word in hit[1]]
        return array("q", [tenant_id for tenant_id, _ in hits])

    def patched(self, changed: set[int], entries: Iterable[_Entry]) -> _Texts:
        """The same with the tenants *changed* replaced by *entries*."""
        every = zip(self.orders, self.ids, self.texts, strict=True)
        kept = [entry for entry in every if entry[1] not in changed]
        for entry in entries:
            insort(kept, entry)
        return _Texts.of(kept)


@dataclass(slots=True)
class NameIndex:
    """Finds tenants by any part of their names, numbers, pinyin initials, rooms and contacts.

    It is built at the first search and belongs to one database. Before each search it looks at the journal and takes in
    what has been written since, by whomever. Thread-safe.
    """

    _texts: _Texts | None = None
    _stamp: JournalStamp | None = None
    _lock: Lock = field(default_factory=Lock)

    def find(self, connection: Connection, text: str, *, limit: int | None = None) -> Sequence[int]:
        """Ids of the tenants that have every word of *text*, in the order of their names; all where it has none.

        Words are parted by blanks; each may be of any length. At most *limit* where one is given.
        """
        texts = self._present(connection)
        most = len(texts.ids) if limit is None else limit
        words = search_needle(text).split()
        return texts.find(words, limit=most) if words and most else texts.ids[:most]

    def _present(self, connection: Connection) -> _Texts:
        """The texts as the database has them now."""
        stamp = journal_stamp(connection)
        with self._lock:
            if self._texts is None or stamp != self._stamp:
                self._texts = self._read(connection)
                self._stamp = stamp
            return self._texts

    def _read(self, connection: Connection) -> _Texts:
        changed = self._changed(connection)
        if self._texts is None or changed is None or len(changed) > _PATCHED_AT_MOST:
            return _Texts.of(sorted(_entries(connection, None)))
        return self._texts.patched(changed, _entries(connection, changed)) if changed else self._texts

    def _changed(self, connection: Connection) -> set[int] | None:
        """The tenants whose texts may have changed since the last look; None where the journal cannot tell."""
        if self._stamp is None or stamp_of(connection, self._stamp.operation) != self._stamp:
            return None
        batch = JournalBatch
        query = select(batch.table, batch.rows, batch.images).where(
            batch.operation_id > self._stamp.operation, batch.table.in_(_NAMED_IN)
        )
        changed: set[int] = set()
        for table, rows, packed in connection.execute(query):
            if rows > _PATCHED_AT_MOST:
                return None
            step = unpack(table, packed)
            owner = "id" if table == "tenants" else "tenant_id"
            if owner not in step.columns:
                return None
            place = step.columns.index(owner)
            changed.update(row[place] for side in (step.before, step.after) for row in side or ())
        return changed


def _as_bytes(connection: Connection, text: Any) -> Any:  # noqa: ANN401 - SQL expressions
    """A text as UTF-8, which is in the same order and takes half the memory."""
    if connection.dialect.name == "sqlite":
        return cast(text, LargeBinary)
    return func.convert_to(text, "UTF8")


def _entries(connection: Connection, tenant_ids: set[int] | None) -> list[_Entry]:
    """Orders and texts of *tenant_ids*, of all where None."""
    overview = TenantOverview
    query = select(_as_bytes(connection, overview.name_order), overview.tenant_id, overview.search_text)
    if tenant_ids is None:
        return raw_rows(connection, query)
    return [
        row
        for condition in value_conditions(overview.tenant_id, tenant_ids, exactly=True)
        for row in raw_rows(connection, query.where(condition))
    ]
