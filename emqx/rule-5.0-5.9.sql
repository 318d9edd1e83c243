SELECT * FROM "$events/client_disconnected"
