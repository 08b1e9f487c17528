"""What letters send: the letter itself, and the mails around it."""

from __future__ import annotations

from tocsin.letters import delivering, notices

PURPOSES = (delivering.PURPOSE, notices.PURPOSE)
