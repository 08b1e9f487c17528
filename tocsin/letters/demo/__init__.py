"""Open letters for trying out: one frozen and sent, one up for signing, one being written. Who signs is invented."""
