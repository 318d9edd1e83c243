package io.disconnectalerts.check;

import io.disconnectalerts.settings.SettingException;
import java.util.List;

/** Files that an operator may edit keep the program from starting; the message is the first finding. */
public final class FaultyFilesException extends SettingException {
    private final transient List<Finding> findings;

    FaultyFilesException(List<Finding> findings) {
        super(findings.get(0)
                + (findings.size() == 1 ? "" : " (and " + (findings.size() - 1)
                    + " more, which the command check lists)"));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
