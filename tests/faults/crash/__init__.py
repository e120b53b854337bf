"""Disks that fail and machines that lose power, below the till's own code: a recording VFS and the images a power cut may leave."""
