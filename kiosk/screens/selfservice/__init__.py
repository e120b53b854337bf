"""The customer's face: a kiosk where one scans, pays and leaves alone."""
