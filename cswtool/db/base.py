"""The two kinds of table: `Scoped`, seen only by those it concerns, and `Unscoped`."""

import enum
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Enum, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from cswtool.access.actor import Actor
from cswtool.db.types import UtcDateTime, new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        str: Text,
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, length=40, values_callable=_values),
    }

    audited: ClassVar[bool] = True
    """Whether changes leave rows on the trail. A class that says False says why."""


class Scoped(Base):
    """A confidential record: read and written only inside an actor's sight."""

    __abstract__ = True
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The one statement of who sees which of these records."""
        raise NotImplementedError(cls)


class Unscoped(Base):
    """A table that anyone signed in may read; its docstring begins "Unscoped: <reason>"."""

    __abstract__ = True


class Versioned:
    """Mixed into what people edit: a save over somebody else's save is refused."""

    version: Mapped[int] = mapped_column(default=1, sort_order=90)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def touch(self) -> None:
        """Count a change of the parts that lie in other tables as a change of this record."""
        self.version += 1
