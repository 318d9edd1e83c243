package io.disconnectalerts.follow;

import io.disconnectalerts.follow.GoneRows.Page;
import io.disconnectalerts.follow.GoneRows.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a list of who is gone, made one after the other as they are asked for. */
final class GoneList implements Enumeration<InputStream> {
    private final GoneRows rows;
    private final Form form;
    private int left;
    private String part;
    private String separator;
    private Row last;

    /** @param most how many are listed; null for all */
    GoneList(GoneRows rows, Integer most, Form form) {
        this.rows = rows;
        this.form = form;
        left = most == null ? Integer.MAX_VALUE : most;
        last = rows.start();
        part = form.head();
        separator = form.first();
    }

    /**
     * How a list is written.
     *
     * @param first before the first line
     * @param then  before each other
     * @param end   of the list that goes on behind the client with that cursor; null if it does not
     */
    record Form(String head, String first, String then, Function<GoneClient, String> line, UnaryOperator<String> end) {
        private static final String BYTE_ORDER_MARK = "\uFEFF";
        /** What a spreadsheet takes a cell for a formula by; also as it is wide. */
        private static final String FORMULA = "(?s)[=+\\-@\t\r\n＝＋－＠].*";

        static Form json(String head) {
            return new Form(head, "\n", ",\n", GoneClient::json, next -> "\n]" + (next == null ? ""
                    : ",\"next\":" + GoneClient.json(next)) + "}\n");
        }

        static Form csv() {
            return new Form(BYTE_ORDER_MARK + line(Stream.of("clientid", "since", "reason", "severity", "robots",
                    "node", "attributes")), "\r\n", "\r\n", client -> line(Stream.of(client.clientid(), client.since(),
                    client.reason(), client.severity(), String.join(" ", client.robots()), client.node(),
                    client.attributes().entrySet().stream().map(Object::toString).collect(Collectors.joining("; ")))),
                    next -> "\r\n");
        }

        private static String line(Stream<String> cells) {
            return cells.map(Form::cell).collect(Collectors.joining(","));
        }

        /** Text, whatever it begins with. */
        private static String cell(String text) {
            String shown = text == null ? "" : text;
            return '"' + (shown.matches(FORMULA) ? "'" : "") + shown.replace("\"", "\"\"") + '"';
        }
    }

    @Override
    public boolean hasMoreElements() {
        return part != null;
    }

    @Override
    public InputStream nextElement() {
        if (part == null) {
            throw new NoSuchElementException();
        }
        InputStream element = new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8));
        part = last == null ? null : next();
        return element;
    }

    private String next() {
        StringBuilder lines = new StringBuilder();
        try {
            Page page = rows.after(last, left);
            page.clients().forEach(client -> {
                lines.append(separator).append(form.line().apply(client));
                separator = form.then();
            });
            left -= page.clients().size();
            last = left == 0 ? null : page.last();
            if (last == null) {
                lines.append(form.end().apply(page.last() == null ? null : page.last().client().cursor()));
            }
        } catch (SQLException unavailable) {
            throw new UncheckedIOException(new IOException(unavailable));
        }
        return lines.toString();
    }
}
