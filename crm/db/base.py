"""The declarative base: named constraints (batch migrations need them) and the column types shared by all models."""

from datetime import date
from typing import Annotated

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[int, mapped_column(Integer, primary_key=True, autoincrement=False)]
"""A primary key; the recorder hands the numbers out and never reuses one."""
Code = Annotated[str, mapped_column(String)]
Line = Annotated[str, mapped_column(String, default="", server_default="")]
"""A line of text; empty where nothing is known."""
Prose = Annotated[str, mapped_column(Text, default="", server_default="")]
Amount = Annotated[int, mapped_column(BigInteger)]
"""A quantity in the smallest unit: fen, 0.01 m², whole counts."""
MaybeAmount = Annotated[int | None, mapped_column(BigInteger)]
Day = Annotated[date, mapped_column(Date)]
MaybeDay = Annotated[date | None, mapped_column(Date)]
OfTenant = Annotated[int, mapped_column(ForeignKey("tenants.id"), index=True)]
BY_CODE_POINT = String().with_variant(String(collation="C"), "postgresql")
"""A key to sort by: in the same order on both databases, whatever the language of the server."""
MaybeTenant = Annotated[int | None, mapped_column(ForeignKey("tenants.id"), index=True)]


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(naming_convention=NAMING)
