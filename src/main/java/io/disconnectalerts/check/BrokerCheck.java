package io.disconnectalerts.check;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.event.BrokerFiles;
import io.disconnectalerts.event.Fault;
import java.util.Set;

/** What is wrong in the files that say what brokers' events look like. */
final class BrokerCheck {
    private BrokerCheck() {
    }

    /**
     * @param missing those that came with the jar, and that the folder lacks
     */
    static void check(BrokerFiles files, Set<String> missing, Findings findings) {
        for (Fault fault : files.faults()) {
            findings.wrong().add(new Finding("brokers" + (fault.file().isEmpty() ? "" : "/" + fault.file()),
                    fault.line(), "", fault.sentence()
                    + (fault.known().isEmpty() ? "" : Nearest.hint(fault.word(), fault.known()))));
        }
        for (Fault reason : files.reasons()) {
            Reasons.near(reason.word()).ifPresent(near -> findings.notes().add(new Finding("brokers/" + reason.file(),
                    reason.line(), "", reason.sentence() + ": did you mean " + near + "?")));
        }
        Bundle.names("brokers").stream().filter(name -> !files.names().contains(name)).forEach(name -> findings.notes()
                .add(new Finding("brokers/" + name, 0, "", "it is not read: a broker's file ends in .yaml")));
        if (!missing.isEmpty()) {
            findings.notes().add(new Finding("brokers", 0, "", "the folder is used whole, and lacks "
                    + String.join(", ", missing)));
        }
    }
}
