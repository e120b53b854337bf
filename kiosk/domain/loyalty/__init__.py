"""Loyalty inside the sale: offers, coupons, rewards, punch cards and what is earned. Pure parts of `pricing.price`."""
