package io.disconnectalerts.demo;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ClientInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionLostInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Follows one connection from its CONNECT to its end. Fields and words are those of EMQX's client events. */
final class ClientWatch implements ClientLifecycleEventListener {

    static final String NODE = "emqx@127.0.0.1";
    private static final Map<String, Object> NO_PROPERTIES = Map.of("User-Property", Map.of());

    private final ClientEvents events;
    private ConnectPacket connect;
    private volatile long connectedAt;

    ClientWatch(ClientEvents events) {
        this.events = events;
    }

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {
        connect = input.getConnectPacket();
        events.arrives(input.getClientInformation().getClientId(), connect.getCleanStart());
    }

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
        connectedAt = System.currentTimeMillis();
        String clientid = input.getClientInformation().getClientId();
        Map<String, Object> row = row("client.connected", clientid, input.getConnectionInformation());
        row.put("keepalive", connect.getKeepAlive());
        row.put("clean_start", connect.getCleanStart());
        row.put("expiry_interval", connect.getSessionExpiryInterval());
        row.put("conn_props", NO_PROPERTIES);
        events.came(clientid, connectedAt, row);
        if (connect.getUserProperties().getFirst(Device.PEER_PORT).isEmpty()) {
            events.greet(this, clientid);
        }
    }

    @Override
    public void onClientInitiatedDisconnect(ClientInitiatedDisconnectInput input) {
        gone(input, input.getReasonCode().filter(code -> code != DisconnectedReasonCode.NORMAL_DISCONNECTION)
                .map(ClientWatch::word).orElse("normal"));
    }

    @Override
    public void onConnectionLost(ConnectionLostInput input) {
        gone(input, "tcp_closed");
    }

    @Override
    public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
        DisconnectedReasonCode code = input.getReasonCode().orElse(DisconnectedReasonCode.UNSPECIFIED_ERROR);
        gone(input, switch (code) {
            case KEEP_ALIVE_TIMEOUT -> "keepalive_timeout";
            case SESSION_TAKEN_OVER -> events.takeover(input.getClientInformation().getClientId());
            case ADMINISTRATIVE_ACTION -> "kicked";
            default -> word(code);
        });
    }

    @Override
    public void onDisconnect(DisconnectEventInput input) {
        gone(input, "tcp_closed");
    }

    private static String word(DisconnectedReasonCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    /** A client that was refused never was connected: EMQX has no disconnect event for it. */
    private void gone(DisconnectEventInput input, String reason) {
        if (connectedAt == 0) {
            return;
        }
        String clientid = input.getClientInformation().getClientId();
        long now = System.currentTimeMillis();
        Map<String, Object> row = row("client.disconnected", clientid, input.getConnectionInformation());
        row.put("reason", reason);
        row.put("disconn_props", NO_PROPERTIES);
        row.put("disconnected_at", now);
        connectedAt = 0;
        events.gone(this, clientid, reason, now, row);
    }

    private Map<String, Object> row(String event, String clientid, ConnectionInformation connection) {
        String host = connection.getInetAddress().map(InetAddress::getHostAddress).orElse("127.0.0.1");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("event", event);
        row.put("clientid", clientid);
        row.put("username", connect.getUserName().orElse("undefined"));
        row.put("peername", connect.getUserProperties().getFirst(Device.PEER_PORT).map(port -> host + ":" + port)
                .orElse(host));
        row.put("sockname", "127.0.0.1:" + connection.getListener().map(listener -> listener.getPort()).orElse(0));
        row.put("proto_name", "MQTT");
        row.put("proto_ver", connection.getMqttVersion() == MqttVersion.V_5 ? 5
                : connection.getMqttVersion() == MqttVersion.V_3_1 ? 3 : 4);
        row.put("connected_at", connectedAt);
        row.put("client_attrs", Map.of());
        row.put("timestamp", System.currentTimeMillis());
        row.put("node", NODE);
        row.put("metadata", Map.of("rule_id", "disconnect_alerts"));
        return row;
    }
}
