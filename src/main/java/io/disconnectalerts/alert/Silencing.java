package io.disconnectalerts.alert;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.silence.Silences;
import java.sql.SQLException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** Asks of each event that is to be told whether somebody wants it quiet. */
public final class Silencing {
    /** Variable of an exchange: the silence it falls into; empty or not there if it falls into none. */
    static final String SILENCE = "silence";
    private final Silences silences;

    public Silencing(Silences silences) {
        this.silences = silences;
    }

    public void ask(@Body Event event, @Variable("verdict") Verdict verdict, Exchange exchange)
            throws SQLException {
        exchange.setVariable(SILENCE, silences.of(event, verdict.rule()));
    }
}
