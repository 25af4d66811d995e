-- A receipt's payload is its event's record: what is kept of it is a detached JWS (RFC 7515, appendix F).
DROP TRIGGER events_no_update;
UPDATE events SET receipt = (
  SELECT substr(receipt, 1, begins) || substr(rest, instr(rest, '.'))
  FROM (SELECT begins, substr(receipt, begins + 1) AS rest FROM (SELECT instr(receipt, '.') AS begins)))
WHERE receipt IS NOT NULL;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
