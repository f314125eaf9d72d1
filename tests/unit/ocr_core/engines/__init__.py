"""Tests of the parts that engines are made of."""
