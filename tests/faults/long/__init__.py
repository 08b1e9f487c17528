"""The long run: messages by the million, workers killed, the database felled, a mail server that misbehaves."""
