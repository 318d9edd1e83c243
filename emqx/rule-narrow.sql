SELECT
  clientid, username, peername, reason, node, connected_at,
  format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at) AS disconnected_at
FROM "$events/client_disconnected"
WHERE reason != 'normal'
