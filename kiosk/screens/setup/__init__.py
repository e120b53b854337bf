"""The first start of a till, as screens: one question a page, nothing that cannot be answered later save joining."""
