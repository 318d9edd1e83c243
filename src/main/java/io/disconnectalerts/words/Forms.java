package io.disconnectalerts.words;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import org.apache.camel.support.LRUCacheFactory;
import org.apache.velocity.Template;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.context.Context;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.Token;
import org.slf4j.helpers.NOPLogger;

/**
 * Velocity for forms that are laid out again and again: each is parsed once. It is known by its text, so what was
 * edited is another form.
 */
public final class Forms extends VelocityEngine {
    /** Many more than there are at a time. */
    private static final int KEPT = 100;
    /** Some editors put it before a text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final RuntimeInstance velocity = new RuntimeInstance();
    private final Map<String, Template> parsed = LRUCacheFactory.newLRUCache(KEPT);

    public Forms() {
        // What waits for a form is tried again and again, and each time it would say the same.
        velocity.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
    }

    /** @throws IllegalArgumentException that says where the form is not well-formed */
    @Override
    public boolean evaluate(Context values, Writer out, String name, Reader form) {
        parsed.computeIfAbsent(text(form), text -> parse(text, name)).merge(values, out);
        return true;
    }

    private static String text(Reader form) {
        try (form) {
            StringWriter text = new StringWriter();
            form.transferTo(text);
            return text.toString().startsWith(BYTE_ORDER_MARK) ? text.toString().substring(1) : text.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Template parse(String text, String name) {
        Template form = new Template();
        form.setRuntimeServices(velocity);
        form.setName(name);
        try {
            form.setData(velocity.parse(new StringReader(text), form));
            form.initDocument();
            return form;
        } catch (ParseException malformed) {
            Token last = malformed.currentToken;
            throw new IllegalArgumentException("a form under templates/forms is not well-formed"
                    + (last == null || last.next == null ? "" : " in line " + last.next.beginLine + " or before")
                    + ": the command check says which, and where");
        }
    }
}
