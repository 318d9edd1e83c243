SELECT
  event, clientid, username, peername, reason, node, connected_at,
  CASE WHEN event = 'client.disconnected'
    THEN format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at)
  END AS disconnected_at
FROM "$events/client_disconnected", "$events/client_connected"
WHERE event = 'client.connected' OR reason != 'normal'
