"""Unit tests of the evaluator's loyalty."""
