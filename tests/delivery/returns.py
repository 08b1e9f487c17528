"""Mails that come back, as servers write them."""

from __future__ import annotations

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: {subject}
Message-ID: <{own}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.example.net.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; speaker@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: {returned}

From: campaign@example.org
Message-ID: <{number}@example.org>
X-Action-Id: {number}
Subject: The river

--b--
"""
COMPLAINT = """\
From: fbl@provider.example
To: abuse@example.org
Subject: complaint
Message-ID: <{own}@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

From: campaign@example.org
Message-ID: <{number}@example.org>
X-Action-Id: {number}
Subject: The river

Dear reader
--b--
"""
ANSWER = """\
From: Office of the Speaker <speaker@example.org>
To: {to}
Subject: {subject}
Message-ID: <{own}@example.net>
In-Reply-To: <{number}@example.org>
{marks}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{text}
"""
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@old.example.net
To: campaign@example.org
Subject: failure notice
Message-ID: <{own}@old.example.net>

Hi. This is the qmail-send program at old.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<speaker@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

From: campaign@example.org
Message-ID: <{number}@example.org>
X-Action-Id: {number}
Subject: The river

Dear Speaker
"""


def wire(template: str, number: object, **values: str) -> bytes:
    given = {
        "number": str(number),
        "own": "1",
        "to": "campaign@example.org",
        "subject": "Undelivered Mail Returned to Sender",
        "action": "failed",
        "status": "5.1.1",
        "said": "550 5.1.1 <speaker@example.org>: no such user",
        "returned": "message/rfc822",
        "feedback": "abuse",
        "marks": "",
        "text": "Thank you for writing.",
    }
    return template.format_map(given | values).replace("\n", "\r\n").encode()
