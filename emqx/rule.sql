SELECT * FROM "$events/client/disconnected", "$events/client/connected"
