-- Losses that are to be told yet, as the version before left them, so that whoever reads them reads their end too. Each counts as
-- told to those it is addressed to; of several of one subject the latest. They are forgotten after 30 days.
INSERT INTO subject (name, forget_at, gone_at, node, reason, past)
SELECT subject, received_at + 2592000000, time, node, reason, json_build_object(
    'known', jsonb_build_array(jsonb_build_object('fact', fact, 'fate', 'TOLD')),
    'told', jsonb_build_object('robots', robots, 'last', fact ->> 'key'))::text
FROM (
  SELECT subject, received_at, time, node, reason, robots, jsonb_build_object(
      'kind', CASE WHEN cause IN ('takenover', 'discarded') THEN 'REPLACED' ELSE 'ENDED' END,
      'key', CASE WHEN key LIKE 'payload-%' THEN key || '@' || received_at ELSE key END,
      'at', time,
      'since', CASE WHEN began ~ '^[0-9]{13}$' THEN began::bigint END,
      'place', jsonb_build_object('node', node, 'host', '', 'peername', peername),
      'reason', reason, 'grace', 0,
      'receivedAt', received_at) AS fact
  FROM (
    SELECT key, subject, received_at, time, coalesce(body ->> 'node', '') AS node,
      coalesce(body ->> 'reason', '') AS reason, coalesce(body ->> 'cause', body ->> 'reason') AS cause,
      coalesce(body ->> 'peername', '') AS peername, body ->> 'connected_at' AS began,
      (SELECT jsonb_agg(d.outbox) FROM delivery d WHERE d.message = id) AS robots,
      row_number() OVER (PARTITION BY subject ORDER BY time DESC, id DESC) AS place
    FROM (
      SELECT id, key, subject, received_at, time, replace(body, '\u0000', '\ufffd')::jsonb AS body FROM message
      WHERE subject <> '' AND body LIKE '{%}' AND id IN (
        SELECT message FROM delivery WHERE kind IN ('client.disconnected', 'alarm.activated')
          AND (batch IS NULL OR batch IN (SELECT id FROM batch WHERE settled_at IS NULL)))
    ) AS losses
  ) AS latest WHERE place = 1
) AS pending
ON CONFLICT (name) DO NOTHING;
