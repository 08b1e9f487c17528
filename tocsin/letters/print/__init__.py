"""Open letters on paper and as images: typed data in, files out."""
