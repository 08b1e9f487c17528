"""What the bundle asks the database. The first two `%s` of a statement are the campaign and the person."""

from __future__ import annotations

from tocsin.offices.book_text import OTHER

COLUMNS = "submission, message, kind, district, area, confirmed_at, rank, place_order, sort, likeness, cluster, version"
ORDER = "ORDER BY rank, place_order, sort, submission"
WORDS = """(
    SELECT concat_ws(' ', l->>'signature', l->>'own_words', l->>'body')
    FROM delivery_message x, LATERAL (SELECT x.data->'letter' AS l) AS part WHERE x.id = message
)"""
KIND = f"""
    CASE WHEN w.kind = 'own' AND w.cluster IS NOT NULL THEN '{OTHER}' ELSE coalesce(w.kind, 'unmeasured') END::text
"""
ORDER_OF_KINDS = f"{{own,edited,{OTHER},unmeasured,template}}"
LISTED = f"""
    SELECT s.id AS submission, m.id AS message, {KIND} AS kind, w.likeness, s.version_id AS version,
        CASE w.kind WHEN 'own' THEN w.cluster END AS cluster,
        coalesce(t.division, '') AS district,
        upper(regexp_replace(coalesce(t.division, ''), '^.*:([a-z]{{2}})/cd:', '\\1-')) AS short,
        CASE w.kind WHEN 'own' THEN coalesce(w.cluster::text, '') ELSE '' END
            || CASE s.country WHEN 'US' THEN '0' ELSE '1' || s.area END
            || upper(coalesce(substring(t.division from 'country:us/[a-z]+:([a-z]{{2}})'), split_part(s.area, '-', 2)))
            || lpad(coalesce(substring(t.division from '/cd:([0-9]+)$'), ''), 3, '0') AS place_order,
        s.area, s.confirmed_at,
        array_position('{ORDER_OF_KINDS}'::text[], {KIND}) AS rank,
        lower(coalesce(nullif(s.family_name, ''), substring(s.name from '[^ ]+$'), '')) AS sort
    FROM (SELECT %s::int AS campaign, %s::text AS person) AS wanted
    JOIN actions_submission s ON s.campaign_id = wanted.campaign AND s.state = 'confirmed'
    JOIN delivery_message m ON m.key = 'action:' || s.id || ':' || wanted.person AND m.state <> 'cancelled'
    LEFT JOIN offices_wording w ON w.submission_id = s.id
    LEFT JOIN actions_match t ON t.submission_id = s.id
"""  # noqa: S608
"""Confirmed acts with the message that this person was sent: its key names the act and the official; keys that go on
are other ways for the same message."""
REF = "SELECT ref FROM delivery_message WHERE id = %s"
COUNTS = f"""
    SELECT {KIND}, s.area, lpad(coalesce(substring(t.division from '/cd:([0-9]+)$'), ''), 3, '0'),
        upper(coalesce(substring(t.division from '([a-z]{{2}}/cd:[0-9]+)$'), '')), count(*)
    FROM (SELECT %s::int AS campaign, %s::text AS person) AS wanted
    JOIN actions_submission s ON s.campaign_id = wanted.campaign AND s.state = 'confirmed'
    JOIN delivery_message m ON m.key = 'action:' || s.id || ':' || wanted.person AND m.state <> 'cancelled'
    LEFT JOIN offices_wording w ON w.submission_id = s.id
    LEFT JOIN actions_match t ON t.submission_id = s.id
    GROUP BY 1, 2, 3, 4
"""  # noqa: S608
CAMPAIGNS = """
    SELECT s.campaign_id FROM delivery_message m JOIN actions_submission s ON s.id = m.ref
    WHERE m.purpose = 'action' AND m.state <> 'cancelled' AND s.state = 'confirmed' AND split_part(m.key, ':', 3) = %s
    GROUP BY 1 ORDER BY max(m.created_at) DESC
"""
PEOPLE = """
    SELECT split_part(m.key, ':', 3), count(DISTINCT s.id) FROM actions_submission s
    JOIN delivery_message m ON m.ref = s.id AND m.purpose = 'action' AND m.state <> 'cancelled'
    WHERE s.campaign_id = %s AND s.state = 'confirmed' GROUP BY 1 ORDER BY 2 DESC, 1
"""
