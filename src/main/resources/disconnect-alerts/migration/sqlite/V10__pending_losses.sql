-- Losses that are to be told yet, as the version before left them, so that whoever reads them reads their end too. Each counts as
-- told to those it is addressed to; of several of one subject the latest. They are forgotten after 30 days.
INSERT INTO subject (name, forget_at, gone_at, node, reason, past)
SELECT subject, received_at + 2592000000, time, node, reason, json_object(
    'known', json_array(json_object('fact', json(fact), 'fate', 'TOLD')),
    'told', json_object('robots', json(robots), 'last', fact ->> 'key'))
FROM (
  SELECT subject, received_at, time, node, reason, robots, json_object(
      'kind', CASE WHEN cause IN ('takenover', 'discarded') THEN 'REPLACED' ELSE 'ENDED' END,
      'key', CASE WHEN key LIKE 'payload-%' THEN key || '@' || received_at ELSE key END,
      'at', time,
      'since', CASE WHEN length(began) = 13 AND began NOT GLOB '*[^0-9]*' THEN CAST(began AS INTEGER) END,
      'place', json_object('node', node, 'host', '', 'peername', peername),
      'reason', reason, 'grace', 0,
      'receivedAt', received_at) AS fact
  FROM (
    SELECT m.key, m.subject, m.received_at, m.time, coalesce(body ->> 'node', '') AS node,
      coalesce(body ->> 'reason', '') AS reason, coalesce(body ->> 'cause', body ->> 'reason') AS cause,
      coalesce(body ->> 'peername', '') AS peername, CAST(body ->> 'connected_at' AS TEXT) AS began,
      (SELECT json_group_array(d.outbox) FROM delivery d WHERE d.message = m.id) AS robots,
      row_number() OVER (PARTITION BY m.subject ORDER BY m.time DESC, m.id DESC) AS place
    FROM message m
    WHERE m.subject <> '' AND json_valid(m.body) AND m.id IN (
      SELECT message FROM delivery WHERE kind IN ('client.disconnected', 'alarm.activated')
        AND (batch IS NULL OR batch IN (SELECT id FROM batch WHERE settled_at IS NULL)))
  ) WHERE place = 1
) WHERE true
ON CONFLICT (name) DO NOTHING;
