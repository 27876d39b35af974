"""Demo data: a deterministic builder of an invented incubator, so that every figure can be tried and looked behind."""

from __future__ import annotations

from crm.services.demo.build import DemoResult, build_demo

__all__ = ["DemoResult", "build_demo"]
