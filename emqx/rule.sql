SELECT * FROM "$events/client/disconnected"
