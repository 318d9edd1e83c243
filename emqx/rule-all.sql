SELECT * FROM
  "$events/client/disconnected",
  "$events/client/connected",
  "$events/client/connack", "$events/auth/check_authz_complete",
  "$events/session/subscribed", "$events/session/unsubscribed",
  "$events/message/dropped",
  "$events/message/delivery_dropped",
  "$events/message_transformation/failed", "$events/schema_validation/failed",
  "$events/sys/alarm_activated", "$events/sys/alarm_deactivated"
WHERE event != 'client.connack' AND event != 'client.check_authz_complete'
  OR reason_code != 'success' OR result = 'deny'
