"""Loyalty at the till, through TILL.md's JSON: programmes, coupons, rights that are reserved, refusals."""
