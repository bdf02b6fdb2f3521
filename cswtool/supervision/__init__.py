"""Caseload by 圏域 and worker, and the lists behind every number."""
