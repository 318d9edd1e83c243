package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Pretends to be a receiver of one's own, such as a phone-call gateway, that does what Standard Webhooks asks of one:
 * it verifies the signature over id, time and the bytes of the body, as that project's libraries do, takes a time that
 * is at most five minutes off, takes JSON as {@code docs/webhook.schema.json} has it, at most 256 KiB, and an id it has
 * taken before is answered as such.
 */
public final class WebhookServer extends VendorServer {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int LONGEST_BODY = 256 * 1024;
    private static final JsonSchema SCHEMA = schema();
    private static final Map<Integer, String> TEXTS = Map.of(401, "unauthorized",
            404, "not found", 410, "gone", 413, "too large", 429, "too many requests", 503, "busy");

    private final SlidingWindow minute = new SlidingWindow(60, Duration.ofSeconds(60));
    private final Set<String> taken = new HashSet<>();
    private final boolean ours;
    private volatile String secret = "";

    public WebhookServer(InstantSource clock) {
        this(clock, true);
    }

    /** @param ours whether it takes what {@code docs/webhook.schema.json} has only; else any JSON */
    public WebhookServer(InstantSource clock, boolean ours) {
        super(clock, 0, "?integration_key=webhook-key-0123456789");
        this.ours = ours;
        online();
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("docs/webhook.schema.json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Asks for signed messages; empty = no longer. */
    public void secret(String whsec) {
        secret = whsec;
    }

    @Override
    String path() {
        return "/hook";
    }

    @Override
    Answer judge(Request request) {
        if (!request.path().equals(path()) || !request.method().equals("POST")) {
            return refusal(404);
        }
        if (!request.target().equals(path() + token()) || !secret.isEmpty() && !verified(request)) {
            return refusal(401);
        }
        if (request.body().length > LONGEST_BODY) {
            return refusal(413);
        }
        Optional<JsonNode> json = request.json();
        if (!request.header("Content-Type").equals("application/json") || json.isEmpty()) {
            return refusal(400, "this is no JSON");
        }
        Set<ValidationMessage> faults = ours ? SCHEMA.validate(json.get()) : Set.of();
        if (!faults.isEmpty()) {
            return refusal(400, faults.toString());
        }
        if (counts() && minute.full(now())) {
            return refusal(429).with("Retry-After", "30");
        }
        minute.take(now());
        return Answer.json(200, 0, taken.add(request.header("webhook-id")) ? "{}" : "{\"duplicate\":true}");
    }

    /** As {@code Webhook.verify} of the project's library for Java has it. */
    private boolean verified(Request request) {
        String id = request.header("webhook-id");
        String timestamp = request.header("webhook-timestamp");
        if (id.isEmpty() || id.contains(".") || !timestamp.matches("\\d{1,12}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now()).abs()
                .compareTo(TOLERANCE) > 0) {
            return false;
        }
        String expected = sign(id + "." + timestamp + "." + request.text());
        for (String each : request.header("webhook-signature").split(" ")) {
            String[] parts = each.split(",");
            if (parts.length == 2 && parts[0].equals("v1")
                    && MessageDigest.isEqual(parts[1].getBytes(UTF_8), expected.getBytes(UTF_8))) {
                return true;
            }
        }
        return false;
    }

    private String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    List<String> named(Message message) {
        return List.of();
    }

    @Override
    Message message(JsonNode json) {
        return new Message("json", json.path("title").asText(), json.path("text").asText(), json);
    }

    @Override
    public Answer refusal(int status) {
        return refusal(status, TEXTS.get(status));
    }

    @Override
    public Answer refusal(int status, String text) {
        return Answer.json(status, status, new ObjectMapper().createObjectNode().put("error", text).toString());
    }

    @Override
    boolean throttles(Answer answer) {
        return answer.status() == 429;
    }
}
