package io.disconnectalerts.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Event.Timing;
import io.disconnectalerts.event.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event of every name that there are rules for, with all that EMQX says of it. */
public final class SampleEvents {
    private static final Instant AT = Instant.parse("2025-09-16T09:45:45.678Z");
    private static final String CLIENT = " clientid=sample username=user peername=10.0.0.1:50000 peerhost=10.0.0.1"
            + " sockname=10.0.0.2:1883 listener=1883 node=emqx@10.0.0.2 proto_name=MQTT proto_ver=5"
            + " timestamp=1758015945678";
    private static final String MESSAGE = CLIENT
            + " id=0006054DC3E940F8F445000038A60002 topic=t/a qos=1 publish_received_at=1758015945675";
    private static final String ALARM = " name=high_cpu_usage message=81% details.usage=81 node=emqx@10.0.0.2"
            + " activated_at=1758015945678123";
    /** The family, the name and the fields. */
    private static final List<Event> EVENTS = Stream.of(
            "client client.disconnected reason=kicked connected_at=1758015945000 disconnected_at=1758015945678"
                    + CLIENT,
            "client client.connected keepalive=60 clean_start=true receive_maximum=32 expiry_interval=0"
                    + " is_bridge=false connected_at=1758015945000" + CLIENT,
            "access client.connack reason=banned reason_code=banned clean_start=true keepalive=60" + CLIENT,
            "access client.check_authn_complete reason=bad_username_or_password is_anonymous=false"
                    + " reason_code=bad_username_or_password is_superuser=false" + CLIENT,
            "access client.check_authz_complete topic=t/a action=publish authz_source=file result=deny" + CLIENT,
            "session session.subscribed topic=t/# qos=1" + CLIENT,
            "session session.unsubscribed topic=t/# qos=1" + CLIENT,
            "message message.dropped reason=no_subscribers" + MESSAGE,
            "message delivery.dropped reason=queue_full from_clientid=sender from_username=user" + MESSAGE,
            "message schema.validation_failed validation=sample" + MESSAGE,
            "message message.transformation_failed transformation=sample" + MESSAGE,
            "alarm alarm.activated" + ALARM,
            "alarm alarm.deactivated deactivated_at=1758016377678123" + ALARM).map(SampleEvents::event).toList();

    private SampleEvents() {
    }

    public static List<Event> all() {
        return EVENTS;
    }

    /** As EMQX sends them. */
    public static List<String> payloads() {
        return all().stream().map(event -> {
            ObjectNode payload = JsonNodeFactory.instance.objectNode().put("event", event.name());
            event.fields().forEach(payload::put);
            return payload.toString();
        }).toList();
    }

    static Stream<String> families() {
        return all().stream().map(Event::family).distinct();
    }

    /** Those of a family; all if it is none. */
    static List<Event> of(String family) {
        List<Event> events = all().stream().filter(event -> event.family().equals(family)).toList();
        return events.isEmpty() ? all() : events;
    }

    /** The names of the fields that EMQX says of the events of a family. */
    static Set<String> fields(String family) {
        return of(family).stream().flatMap(event -> event.fields().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An event of which nothing is known but what it is about. */
    static Event little(Event event) {
        String about = about(event);
        return new Event(event.family(), event.name(), event.subject(), AT, Timing.UNSAID, AT,
                Map.of(about, event.field(about)), "sample");
    }

    /** The field that every event of its family has. */
    static String about(Event event) {
        return event.family().equals("alarm") ? "name" : "clientid";
    }

    private static Event event(String words) {
        String[] word = words.split(" ", 3);
        Map<String, String> fields = Stream.of(word[2].split(" ")).map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (one, other) -> one, TreeMap::new));
        String subject = fields.containsKey("clientid") ? Subject.client(fields.get("clientid"))
                : Subject.alarm(fields.get("node") + "/" + fields.get("name"));
        return new Event(word[0], word[1], subject, AT, Timing.SAID, AT, fields, "sample");
    }
}
