"""A shop full of people who do at random what people do at a till, and the count of its money from the journal's bytes alone."""
