"""The cashier's face: selling, paying, and the drawer's day. Thin widgets over the view models."""
