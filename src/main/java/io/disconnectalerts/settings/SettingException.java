package io.disconnectalerts.settings;

/** A setting is wrong or missing; the message is one sentence that names it, for the operator. */
public class SettingException extends RuntimeException {

    /** @param sentence names the setting, for the operator */
    public SettingException(String sentence) {
        super(sentence, null, false, false);
    }
}
