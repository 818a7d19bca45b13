"""Arrays as small images, one pixel a number: samples in ink, and signed numbers on their scale."""
