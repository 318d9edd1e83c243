package io.disconnectalerts.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes every connect and disconnect as the row an EMQX rule makes of it. */
final class ClientEvents implements ExtensionMain {

    /** The topic of the project's rule for EMQX. */
    private static final String TOPIC = "alerts/clients/events";
    /** The client id the product has unless it is set. */
    private static final String PRODUCT = "disconnect-alerts";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Somebody who is told of everything that is published of clients. */
    interface Witness {
        void came(String clientid, long connectedAt);

        void gone(String clientid, String reason, long disconnectedAt);
    }

    private final Witness witness;
    private final Map<String, Boolean> cleanStarts = new ConcurrentHashMap<>();
    private final Map<ClientWatch, String> guests = new ConcurrentHashMap<>();

    ClientEvents(Witness witness) {
        this.witness = witness;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Services.eventRegistry().setClientLifecycleEventListener(client -> new ClientWatch(this));
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        // nothing to undo
    }

    void arrives(String clientid, boolean cleanStart) {
        cleanStarts.put(clientid, cleanStart);
    }

    /**
     * EMQX's word for a take-over depends on how the newcomer came: with a clean start the old session is discarded.
     */
    String takeover(String clientid) {
        return cleanStarts.getOrDefault(clientid, true) ? "discarded" : "takenover";
    }

    void greet(ClientWatch watch, String guest) {
        if (!guest.equals(PRODUCT)) {
            guests.put(watch, guest);
        }
    }

    Collection<String> guests() {
        return guests.values();
    }

    void publish(Map<String, Object> row) {
        try {
            Services.publishService().publish(Builders.publish().topic(TOPIC).qos(Qos.AT_LEAST_ONCE)
                    .payload(ByteBuffer.wrap(JSON.writeValueAsBytes(row))).build());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void came(String clientid, long connectedAt, Map<String, Object> row) {
        if (!clientid.equals(PRODUCT)) {
            witness.came(clientid, connectedAt);
            publish(row);
        }
    }

    void gone(ClientWatch watch, String clientid, String reason, long disconnectedAt, Map<String, Object> row) {
        guests.remove(watch);
        if (!clientid.equals(PRODUCT)) {
            witness.gone(clientid, reason, disconnectedAt);
            publish(row);
        }
    }
}
