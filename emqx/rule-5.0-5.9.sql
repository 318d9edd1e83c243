SELECT * FROM "$events/client_disconnected", "$events/client_connected"
