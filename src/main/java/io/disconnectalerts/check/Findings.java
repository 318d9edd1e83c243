package io.disconnectalerts.check;

import io.disconnectalerts.settings.SettingException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in the files that an operator may edit.
 *
 * @param wrong what keeps the program from starting
 * @param notes what is no mistake, and yet worth a look
 */
public record Findings(List<Finding> wrong, List<Finding> notes) {
    Findings() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** Takes what a check of the settings has to say as a finding. */
    public void also(Runnable check) {
        try {
            check.run();
        } catch (SettingException wrong) {
            this.wrong.add(new Finding("", 0, "", wrong.getMessage()));
        }
    }

    /** @throws FaultyFilesException if anything is wrong */
    public void refuse() {
        if (!wrong.isEmpty()) {
            throw new FaultyFilesException(wrong);
        }
    }
}
