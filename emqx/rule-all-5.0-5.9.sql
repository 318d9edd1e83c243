SELECT * FROM
  "$events/client_disconnected",
  "$events/client_connected",
  "$events/client_connack", "$events/client_check_authz_complete",
  "$events/session_subscribed", "$events/session_unsubscribed",
  "$events/message_dropped",
  "$events/delivery_dropped",
  "$events/message_transformation_failed", "$events/schema_validation_failed",
  "$events/sys/alarm_activated", "$events/sys/alarm_deactivated"
WHERE event != 'client.connack' AND event != 'client.check_authz_complete'
  OR reason_code != 'success' OR result = 'deny'
