package io.disconnectalerts.check;

import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.event.Fault;
import java.util.Map;

/** What is wrong in the files that say what brokers' events look like. */
final class BrokerCheck {
    private BrokerCheck() {
    }

    /** @param files the text of each by its name */
    static void check(Map<String, String> files, Findings findings) {
        for (Fault fault : Brokers.faults(files)) {
            findings.wrong().add(new Finding("brokers" + (fault.file().isEmpty() ? "" : "/" + fault.file()),
                    fault.line(), "", fault.sentence()
                    + (fault.known().isEmpty() ? "" : Nearest.hint(fault.word(), fault.known()))));
        }
    }
}
