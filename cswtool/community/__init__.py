"""The town: 圏域, towns and their areas, 民児協地区, and the organisations in it."""
